package commands_test

import (
	"cmp"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/content"
	"catcow/internal/habit"
	"catcow/storage"
	"catcow/storage/bolt"
)

var update = flag.Bool("update", false, "rewrite the stories in testdata with what happens now")

// TestStories plays every story in testdata and compares what people see.
//
// A story is text. Lines that begin with a time (UTC) happen; the indented
// lines below are what came of it. "ada: /stretch" is typed in #wellness,
// "ada in #general: …" elsewhere, "ada dm: …" to Catcow; "ada: [Did it]"
// presses the newest button of that label that ada sees, "ada opens Home" looks at that tab and
// "ada home: [Start]" presses there, "[Start > Bridge]" presses a button of a card, "[Read a tip… > Take a
// lap]" takes from a menu, "ada: {times=10:30}" fills and submits the form.
// "again" delivers the same thing once more. "bo is a guest" and "bo leaves #wellness" are what
// they say; "<@bo>" mentions bo. "clock" is one pass of the clock; "clock, with reasons" tells
// what it leaves out, too. "check-ins are switched off" is what whoever runs Catcow did. After a time, "ada is in a meeting until 14:30" and "ada is free" are
// what Slack shows of her.
// "ada waits" lets a form that goes on by itself do so.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			was, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := tell(t, string(was))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != string(was) {
				t.Errorf("the story goes differently now (go test ./commands -update rewrites it):\n%s", difference(string(was), got))
			}
		})
	}
}

// stage is the world of a story.
type stage struct {
	t       *testing.T
	set     *commands.Set
	out     strings.Builder
	now     time.Time
	zones   map[string]string
	roles   map[string]commands.Role // none: a member
	shown   []shown
	forms   map[string]commands.Form
	homes   map[string]commands.Home
	last    commands.Request
	busy    map[string]commands.Busy
	stale   []storage.SlotKey // messages that do not look yet as they should
	events  int               // so far
	gap     bool              // a blank line is due
	reasons bool              // what the clock leaves out is told, with why
}

// shown is a message on somebody's screen.
type shown struct {
	place    commands.Place
	to       string // who sees it; "": everybody in the channel
	fleeting bool
	message  commands.Message
}

func newSet(t testing.TB) (*commands.Set, storage.Store) {
	t.Helper()
	store, err := bolt.Open(filepath.Join(t.TempDir(), "catcow.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	set, err := commands.New(store, library)
	if err != nil {
		t.Fatal(err)
	}
	return set, store
}

func tell(t *testing.T, story string) string {
	t.Helper()
	set, _ := newSet(t)
	s := &stage{
		t: t, set: set, zones: map[string]string{}, roles: map[string]commands.Role{}, forms: map[string]commands.Form{}, homes: map[string]commands.Home{}, busy: map[string]commands.Busy{},
	}
	set.Tell(s.decided)
	if err := set.Present(t.Context(), time.Time{}, []habit.ChannelID{"wellness"}, nil); err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(story) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "    ") || strings.TrimSpace(line) == "":
			// what came of the line before; told anew below
		case strings.HasPrefix(line, "#"):
			s.line(line)
		default:
			s.line(line)
			s.happen(line)
		}
	}
	return s.out.String()
}

// line writes a line of the story, after a blank one where something was told.
func (s *stage) line(text string) {
	if s.gap {
		s.out.WriteByte('\n')
		s.gap = false
	}
	fmt.Fprintln(&s.out, text)
}

var roles = map[string]commands.Role{"a guest": commands.Guest, "from another company": commands.Stranger, "an admin": commands.Admin, "a member": commands.Member}

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
		s.t.Fatalf("a story line that makes no sense: %q", line)
	}
	now, err := time.Parse("2006-01-02 15:04", m[1])
	if err != nil {
		s.t.Fatal(err)
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
			s.t.Fatalf("%s is in no form that goes on by itself", name)
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
		s.t.Fatalf("a story line that makes no sense: %q", what)
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
	if err := s.set.Present(s.t.Context(), s.now, open, archived); err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) say(what string) {
	m := saying.FindStringSubmatch(what)
	if m == nil {
		s.t.Fatalf("a story line that makes no sense: %q", what)
	}
	r := commands.Request{User: habit.UserID(m[1]), Name: m[1], Channel: "wellness"}
	if m[2] != "" {
		r.Channel = habit.ChannelID(m[2])
	}
	if m[3] == "dm" {
		r.Channel, r.Direct = habit.ChannelID("dm-"+m[1]), true
		r.DM = r.Channel
	}
	text := m[4]
	switch {
	case m[3] == "home":
		s.pressAtHome(r, strings.Trim(text, "[]"))
	case strings.HasPrefix(text, "["):
		s.press(r, strings.Trim(text, "[]"))
	case strings.HasPrefix(text, "{"):
		s.submit(r, strings.Trim(text, "{}"))
	default:
		r.Text, _ = strings.CutPrefix(text, "/stretch")
		s.ask(r)
	}
}

// press finds the newest thing of that label that the person sees.
func (s *stage) press(r commands.Request, label string) {
	label, option, _ := strings.Cut(label, " > ")
	if form, ok := s.forms[string(r.User)]; ok {
		if do, value, ok := pressable(form.Message, label, option); ok {
			r.What, r.InForm, r.Do, r.Value = commands.Pressed, true, do, value
			s.ask(r)
			return
		}
	}
	for i := len(s.shown) - 1; i >= 0; i-- {
		m := s.shown[i]
		if m.to != "" && m.to != string(r.User) {
			continue
		}
		if do, value, ok := pressable(m.message, label, option); ok {
			r.What, r.On, r.Do, r.Value, r.Fleeting = commands.Pressed, m.place, do, value, m.fleeting
			r.Channel, r.Direct = m.place.Channel, strings.HasPrefix(string(m.place.Channel), "dm-")
			r.Cause = fmt.Sprintf("press/%s/%s/%s", m.place.Channel, m.place.TS, do)
			s.ask(r)
			return
		}
	}
	s.t.Fatalf("%s sees no %q to press", r.User, label)
}

// home is a look at somebody's Home.
func (s *stage) home(name string) {
	r := commands.Request{User: habit.UserID(name), Role: cmp.Or(s.roles[name], commands.Member), Zone: cmp.Or(s.zones[name], "Europe/London"), Now: s.now}
	home, err := s.set.Home(s.t.Context(), r)
	if err != nil {
		s.t.Fatal(err)
	}
	s.homes[name] = home
	s.tell(name+"'s Home", blockkit.Text(home.Message))
}

// pressAtHome presses what stands there. Where nothing opens, Home itself shows what came of it.
func (s *stage) pressAtHome(r commands.Request, label string) {
	label, option, _ := strings.Cut(label, " > ")
	do, value, ok := pressable(s.homes[string(r.User)].Message, label, option)
	if !ok {
		s.t.Fatalf("%s sees no %q on Home", r.User, label)
	}
	delete(s.forms, string(r.User))
	r.What, r.InForm, r.AtHome, r.Do, r.Value, r.Channel = commands.Pressed, true, true, do, value, ""
	r.Cause = "press/home-" + string(r.User) + "/" + do
	s.ask(r)
	if _, opened := s.forms[string(r.User)]; !opened {
		s.home(string(r.User))
	}
}

func pressable(m commands.Message, label, option string) (do, value string, ok bool) {
	for _, part := range m.Parts {
		if cards, ok := part.(commands.Cards); ok {
			for _, c := range cards.All {
				for _, b := range c.Buttons {
					if b.Label == label && c.Title == option {
						return b.Do, b.Value, true
					}
				}
			}
		}
		row, _ := part.(commands.Actions)
		for _, action := range row {
			switch a := action.(type) {
			case commands.Button:
				if a.Label == label {
					return a.Do, a.Value, true
				}
			case commands.Menu:
				for _, o := range a.Options {
					if a.Label == label && o.Label == option {
						return a.Do, o.Value, true
					}
				}
			}
		}
	}
	return "", "", false
}

func (s *stage) submit(r commands.Request, fields string) {
	form, ok := s.forms[string(r.User)]
	if !ok {
		s.t.Fatalf("%s has no form open", r.User)
	}
	r.What, r.Do, r.Value, r.Fields = commands.Submitted, form.Do, form.Value, map[string]string{}
	for _, part := range form.Parts {
		switch p := part.(type) {
		case commands.Input:
			r.Fields[p.ID] = p.Value
		case commands.Choice:
			r.Fields[p.ID] = p.Chosen
		case commands.Choices:
			r.Fields[p.ID] = strings.Join(p.Chosen, ",")
		}
	}
	for field := range strings.SplitSeq(fields, "; ") {
		name, value, _ := strings.Cut(field, "=")
		r.Fields[name] = strings.ReplaceAll(value, `\n`, "\n")
	}
	s.ask(r)
}

func (s *stage) ask(r commands.Request) {
	r.Now = s.now
	if r.Cause == "" {
		r.Cause = fmt.Sprintf("event/%d", s.events)
	}
	r.Zone = s.zones[string(r.User)]
	if r.Zone == "" {
		r.Zone = "Europe/London"
	}
	r.Role = cmp.Or(s.roles[string(r.User)], commands.Member)
	if name := mention.FindStringSubmatch(r.Text); name != nil {
		r.About = commands.Person{ID: habit.UserID(name[1]), Name: name[1], Role: cmp.Or(s.roles[name[1]], commands.Member)}
	}
	s.last = r
	reply, err := s.set.Handle(s.t.Context(), r)
	var problem *commands.Problem
	if errors.As(err, &problem) {
		s.tell("to "+string(r.User), problem.Text)
		return
	}
	if err != nil {
		s.t.Fatalf("%+v: %v", r, err)
	}
	s.take(r, reply)
	s.atHomeNow(r)
}

func (s *stage) take(r commands.Request, reply commands.Reply) {
	who := string(r.User)
	if reply.Instead != nil {
		s.tell("in its place", blockkit.Text(*reply.Instead))
		s.complete("in its place", *reply.Instead)
		s.replace(r.On, *reply.Instead)
	}
	if len(reply.Parts) > 0 {
		to, fleeting := "to "+who, true
		if r.Direct && !reply.Personal {
			to, fleeting = who+"'s DM", false
		}
		s.tell(to, blockkit.Text(reply.Message))
		s.complete(to, reply.Message)
		s.show(shown{s.place(r.Channel), who, fleeting, reply.Message})
	}
	for _, e := range reply.Edits {
		s.tell("edited", blockkit.Text(e.Message))
		s.complete("edited", e.Message)
		s.discreet("edited", e.Message)
		s.replace(e.Place, e.Message)
	}
	for _, id := range slices.Sorted(maps.Keys(reply.Errors)) {
		s.tell("in the form, at "+id, reply.Errors[id])
	}
	if r.What == commands.Submitted && reply.Errors == nil {
		delete(s.forms, who)
	}
	if r.What == commands.Typed && reply.Form != nil {
		s.t.Errorf("%q opens a form: where it was typed, none may be able to open", r.Text)
	}
	if reply.Form != nil {
		s.forms[who] = *reply.Form
		s.tell("form “"+reply.Form.Title+"”", formText(*reply.Form))
	}
	for _, post := range reply.Posts {
		place := s.post(post)
		if post.Slot == "" {
			continue
		}
		if _, err := s.set.Begin(s.t.Context(), post.Slot, s.now, commands.Busy{}); err != nil {
			s.t.Fatal(err)
		}
		if err := s.set.Settle(s.t.Context(), post.Slot, s.now, commands.Outcome{State: storage.Sent, Place: place}); err != nil {
			s.t.Fatal(err)
		}
	}
	if reply.Recount != "" {
		s.recount(reply.Recount)
	}
	if reply.Export {
		s.export(r.User)
	}
}

// export tells what comes as files: the one to read whole, the one for programs by its name.
func (s *stage) export(who habit.UserID) {
	e, err := s.set.Export(s.t.Context(), who, s.now)
	if err != nil {
		s.t.Fatal(err)
	}
	s.tell(string(who)+"'s DM", blockkit.Text(e.Message))
	s.tell("file "+e.Files[0].Name+", “"+e.Files[0].Title+"”", string(e.Files[0].Content))
	s.tell("file "+e.Files[1].Name, "“"+e.Files[1].Title+"”")
}

func formText(f commands.Form) string {
	var b strings.Builder
	for _, part := range f.Parts {
		switch p := part.(type) {
		case commands.Input:
			fmt.Fprintf(&b, "%s: [%s]  (%s)\n", p.Label, p.Value, p.Hint)
			continue
		case commands.Choice:
			fmt.Fprintf(&b, "%s:", p.Label)
			for _, o := range p.Options {
				mark := " "
				if o.Value == p.Chosen {
					mark = "x"
				}
				fmt.Fprintf(&b, " (%s) %s", mark, o.Label)
			}
			fmt.Fprintf(&b, "  (%s)\n", p.Hint)
			continue
		}
		if p, ok := part.(commands.Choices); ok {
			b.WriteString(p.Label + ":")
			for _, o := range p.Options {
				mark := " "
				if slices.Contains(p.Chosen, o.Value) {
					mark = "x"
				}
				fmt.Fprintf(&b, " [%s] %s", mark, o.Label)
			}
			fmt.Fprintf(&b, "  (%s)\n", p.Hint)
			continue
		}
		if text := blockkit.Text(commands.Message{Parts: []commands.Part{part}}); text != "" {
			b.WriteString(text + "\n")
		}
	}
	if f.Pace.After > 0 {
		fmt.Fprintf(&b, "(goes on after %v)\n", f.Pace.After)
	}
	if f.Submit != "" {
		fmt.Fprintf(&b, "[%s]", f.Submit)
	}
	return b.String()
}

func (s *stage) post(p commands.Post) commands.Place {
	where, to, channel := "in #"+p.To, "", habit.ChannelID(p.To)
	if !strings.HasPrefix(p.To, "wellness") && !strings.HasPrefix(p.To, "general") {
		where, to, channel = p.To+"'s DM", p.To, habit.ChannelID("dm-"+p.To)
	}
	place := s.place(channel)
	s.tell(where, blockkit.Text(p.Message))
	s.complete(where, p.Message)
	s.discreet(where, p.Message)
	s.show(shown{place, to, false, p.Message})
	return place
}

func (s *stage) place(channel habit.ChannelID) commands.Place {
	return commands.Place{Channel: channel, TS: fmt.Sprint(len(s.shown) + 1)}
}

func (s *stage) show(m shown) { s.shown = append(s.shown, m) }

func (s *stage) replace(place commands.Place, m commands.Message) {
	for i := range s.shown {
		if s.shown[i].place == place {
			s.shown[i].message = m
		}
	}
}

func (s *stage) at(place commands.Place) commands.Message {
	for _, m := range s.shown {
		if m.place == place {
			return m.message
		}
	}
	return commands.Message{}
}

func (s *stage) tell(where, text string) {
	s.gap = true
	fmt.Fprintf(&s.out, "    %s:\n", where)
	for line := range strings.Lines(text) {
		s.out.WriteString(strings.TrimRight("      "+line, " \n") + "\n")
	}
}

// difference is the first lines in which two texts differ.
func difference(was, got string) string {
	a, b := strings.Split(was, "\n"), strings.Split(got, "\n")
	for i := range max(len(a), len(b)) {
		left, right := "", ""
		if i < len(a) {
			left = a[i]
		}
		if i < len(b) {
			right = b[i]
		}
		if left != right {
			return fmt.Sprintf("line %d\n was: %s\n now: %s", i+1, left, right)
		}
	}
	return ""
}
