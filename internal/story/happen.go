package story

import (
	"cmp"
	"regexp"
	"strings"
	"time"

	"catcow/commands"
	"catcow/internal/habit"
	"catcow/storage"
)

var roles = map[string]commands.Role{"a guest": commands.Guest, "from another company": commands.Stranger, "an admin": commands.Admin, "a member": commands.Member, "nobody Slack tells of": untold}

// untold stands for a role that Slack does not tell.
const untold commands.Role = -1

// role is what somebody is.
func (s *stage) role(name string) commands.Role {
	if s.roles[name] == untold {
		return commands.Unknown
	}
	return cmp.Or(s.roles[name], commands.Member)
}

// zone is where somebody lives; "nowhere": Slack does not tell.
func (s *stage) zone(name string) string {
	if s.zones[name] == "nowhere" {
		return ""
	}
	return cmp.Or(s.zones[name], "Europe/London")
}

var (
	leaving = regexp.MustCompile(`^(\w+) leaves (?:#(\w+)|the company)$`)
	mention = regexp.MustCompile(`<@(\w+)>`)
	event   = regexp.MustCompile(`^(\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?) (.+)$`)
	saying  = regexp.MustCompile(`^(\w+)(?: in #(\w+)| (dm|home))?: (.*)$`)
)

func (s *stage) happen(line string) {
	if line == "check-ins are switched off" {
		s.set.NoCheckIns = true
		return
	}
	if who, ok := strings.CutSuffix(line, "the prompts"); ok {
		name, _, _ := strings.Cut(who, " set")
		schedulers, err := commands.ParseSchedulers(name)
		if err != nil {
			s.fail(err)
		}
		s.set.Schedulers = schedulers
		return
	}
	if name, ok := strings.CutSuffix(line, " runs Catcow"); ok {
		s.set.Operator = habit.UserID(name)
		return
	}
	if name, zone, ok := strings.Cut(line, " lives in "); ok {
		s.zones[name] = zone
		return
	}
	if name, role, ok := strings.Cut(line, " is "); ok && roles[role] != 0 {
		s.roles[name] = roles[role]
		return
	}
	m := event.FindStringSubmatch(line)
	if m == nil {
		s.failf("a story line that makes no sense: %q", line)
	}
	now, err := time.Parse("2006-01-02 15:04", m[1])
	if err != nil {
		s.fail(err)
	}
	s.events++
	s.now = now
	switch what := m[2]; {
	case what == "clock":
		s.clock(func(commands.Post) commands.Outcome { return commands.Outcome{State: storage.Sent} })
	case what == "clock, and Slack refuses":
		s.clock(func(commands.Post) commands.Outcome {
			return commands.Outcome{State: storage.Failed, Why: "is_archived"}
		})
	case what == "clock, with reasons":
		s.reasons = true
		s.clock(func(commands.Post) commands.Outcome { return commands.Outcome{State: storage.Sent} })
		s.reasons = false
	case busy.MatchString(what):
		s.isBusy(what)
	case what == "again":
		s.last.Now = now
		s.ask(s.last)
	case strings.HasPrefix(what, "clock, and Slack refuses with "):
		code := strings.TrimPrefix(what, "clock, and Slack refuses with ")
		s.clock(func(commands.Post) commands.Outcome { return commands.Outcome{State: storage.Failed, Why: code} })
	case strings.HasPrefix(what, "#"):
		s.channel(what)
	case strings.HasPrefix(what, "Slack says that Catcow is in "):
		s.present(strings.TrimPrefix(what, "Slack says that Catcow is in "))
	case strings.HasSuffix(what, "'s account is switched off"):
		s.ask(commands.Request{What: commands.Deactivated, User: habit.UserID(strings.TrimSuffix(what, "'s account is switched off"))})
	case strings.HasSuffix(what, "'s account is in use again"):
		s.ask(commands.Request{What: commands.Moved, User: habit.UserID(strings.TrimSuffix(what, "'s account is in use again"))})
	case strings.HasPrefix(what, "Catcow is invited to #"):
		s.ask(commands.Request{What: commands.Joined, User: "UBOT", Channel: habit.ChannelID(strings.TrimPrefix(what, "Catcow is invited to #"))})
	case strings.HasPrefix(what, "Catcow is removed from #"):
		s.ask(commands.Request{What: commands.Left, User: "UBOT", Channel: habit.ChannelID(strings.TrimPrefix(what, "Catcow is removed from #"))})
	case leaving.MatchString(what):
		m := leaving.FindStringSubmatch(what)
		s.ask(commands.Request{What: commands.Quit, User: habit.UserID(m[1]), Channel: habit.ChannelID(m[2])})
	case strings.HasSuffix(what, " opens Home"):
		s.home(strings.TrimSuffix(what, " opens Home"))
	case strings.HasSuffix(what, " opens the DM"):
		name := strings.TrimSuffix(what, " opens the DM")
		s.ask(commands.Request{What: commands.Opened, User: habit.UserID(name), Channel: habit.ChannelID("dm-" + name), Direct: true})
	case strings.HasSuffix(what, " waits"):
		name := strings.TrimSuffix(what, " waits")
		then := s.forms[name].Pace.Then
		if then.Do == "" {
			s.failf("%s is in no form that goes on by itself", name)
		}
		s.ask(commands.Request{What: commands.Pressed, User: habit.UserID(name), From: "wellness", InForm: true, Do: then.Do, Value: then.Value, Cause: "pace"})
	case strings.HasSuffix(what, " takes the shortcut"):
		s.ask(commands.Request{What: commands.Called, User: habit.UserID(strings.TrimSuffix(what, " takes the shortcut")), Do: commands.Shortcut})
	default:
		s.say(what)
	}
}

// channel is what happens to a channel: "#wellness is archived", "#wellness becomes #wellness2".
func (s *stage) channel(what string) {
	name, rest, _ := strings.Cut(strings.TrimPrefix(what, "#"), " ")
	r := commands.Request{Channel: habit.ChannelID(name)}
	switch to, moved := strings.CutPrefix(rest, "becomes #"); {
	case moved:
		r.What, r.Value = commands.Renumbered, to
		for i := range s.shown {
			if s.shown[i].place.Channel == r.Channel {
				s.shown[i].place.Channel = habit.ChannelID(to)
			}
		}
	case rest == "is archived":
		r.What = commands.Archived
	case rest == "is opened again":
		r.What = commands.Unarchived
	case rest == "is deleted":
		r.What = commands.Deleted
	default:
		s.failf("a story line that makes no sense: %q", what)
	}
	s.ask(r)
}

// present is a look at the channels: "#wellness, #general (archived)", or "nothing".
func (s *stage) present(list string) {
	var open, archived []habit.ChannelID
	for name := range strings.SplitSeq(list, ", ") {
		name, found := strings.CutPrefix(name, "#")
		if id, old := strings.CutSuffix(name, " (archived)"); old {
			archived = append(archived, habit.ChannelID(id))
		} else if found {
			open = append(open, habit.ChannelID(id))
		}
	}
	if err := s.set.Present(s.ctx, s.now, open, archived); err != nil {
		s.fail(err)
	}
}
