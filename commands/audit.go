package commands

import (
	"fmt"
	"slices"
	"strings"

	"catcow/internal/habit"
	"catcow/storage"
)

// alter keeps a channel whose schedules somebody changed, and writes down who
// did what. Every change goes through it; it refuses those who may not.
func (t *talk) alter(c storage.Channel, what string) error {
	was, err := t.tx.Channel(c.ID)
	if err == nil {
		err = t.mayChange(was)
	}
	if err != nil {
		return err
	}
	if err := t.tx.PutChannel(c); err != nil {
		return err
	}
	t.changed = true
	return t.tx.AddAudit(storage.Audit{
		At: t.now, Channel: c.ID, Who: t.me.ID, Name: t.r.Name, What: what, Before: described(was), After: described(c),
	})
}

// changed is the name of a change in the log.
func changed(was, is storage.Channel) string {
	switch n := len(is.Schedules) - len(was.Schedules); {
	case n < 0:
		return "off"
	case n > 0 && len(was.Schedules) > 0:
		return "add"
	case n > 0:
		return "set"
	}
	for i, a := range was.Schedules {
		b := is.Schedules[i]
		switch {
		case !a.Plan.Equal(b.Plan):
			return "set"
		case len(b.Silence.Pauses) > 0 && !slices.Equal(a.Silence.Pauses, b.Silence.Pauses):
			return "pause"
		case len(b.Silence.Pauses) < len(a.Silence.Pauses):
			return "resume"
		case !slices.Equal(a.Silence.Skip, b.Silence.Skip):
			return "skip"
		}
	}
	return "form"
}

// described is the schedules of a channel as the log keeps them; "" is none.
func described(c storage.Channel) string {
	var all []string
	for _, s := range schedulesOf(&c) {
		text := s.Plan.String()
		if s.Number > 1 {
			text = fmt.Sprint(s.Number, ": ", text)
		}
		for _, p := range s.Silence.Pauses {
			text += ", paused from " + p.From.String()
			if !p.Until.IsZero() {
				text += " until " + p.Until.String()
			}
		}
		if len(s.Silence.Skip) > 0 {
			var days []string
			for _, d := range s.Silence.Skip {
				days = append(days, d.String())
			}
			text += ", without " + strings.Join(days, " ")
		}
		if s.Place != "" {
			text += ", " + s.Place
		}
		if s.Word != "" {
			text += ", with a sentence"
		}
		all = append(all, text)
	}
	if summed(c) {
		all = append(all, "the week summed up")
	}
	return strings.Join(all, "; ")
}

// schedulesOf is what is set for a channel, a copy that can be changed in place.
func schedulesOf(c *storage.Channel) []*storage.Schedule {
	c.Schedules = slices.Clone(c.Schedules)
	var all []*storage.Schedule
	for i := range c.Schedules {
		all = append(all, &c.Schedules[i])
	}
	return all
}

// shownChanges is how many changes schedule log shows.
const shownChanges = 10

// scheduleLog is the last changes of a channel's schedules, for those who may make one.
func (t *talk) scheduleLog(c storage.Channel) (Reply, error) {
	if err := t.mayChange(c); err != nil {
		return Reply{}, err
	}
	all, err := t.tx.Audits(c.ID, shownChanges)
	if err != nil {
		return Reply{}, err
	}
	if len(all) == 0 {
		return Reply{Message: Message{Parts: []Part{Text("Nobody has changed this channel's prompts in the last year.")}}}, nil
	}
	var lines List
	for _, a := range all {
		lines = append(lines, t.entry(a, all))
	}
	return Reply{Message: Message{Parts: []Part{
		Text("The last changes of this channel's prompts, the newest first:"),
		lines,
		Note("Changes are kept for a year. Only you see this."),
	}}}, nil
}

// didTo is what a change was, in the words of the log.
var didTo = map[string]string{
	"set": "set the prompts", "off": "turned prompts off", "skip": "changed what is left out", "pause": "paused the prompts",
	"resume": "ended the pause", "wake": "let the prompts go on",
	"add": "added prompts", "now": "had one posted at once", "form": "changed the prompts", "undo": "took a change back",
}

// entry is one line of the log. all is where names are looked for.
func (t *talk) entry(a storage.Audit, all []storage.Audit) string {
	line := capital(at(a.At.In(t.now.Location()), t.today())) + ": "
	who := nameIn(all, a.Who, "somebody")
	switch did, known := didTo[a.What]; {
	case a.What == "owner" && a.Who == "":
		return line + nameIn(all, habit.UserID(a.Before), "the one who looked after them") + " left"
	case a.What == "owner" && a.After == string(a.Who):
		return line + who + " looks after them since"
	case a.What == "owner":
		return line + who + " gave the care of them to " + nameIn(all, habit.UserID(a.After), "a colleague")
	case known:
		line += who + " " + did
	default:
		line += who + " changed them (" + a.What + ")"
	}
	if a.After == "" {
		return line
	}
	return line + ": " + clip(a.After, 200)
}

// nameIn is how Slack called the person when they last changed something.
func nameIn(all []storage.Audit, id habit.UserID, other string) string {
	i := slices.IndexFunc(all, func(a storage.Audit) bool { return a.Who == id && a.Name != "" })
	if i < 0 {
		return other
	}
	return capital(Plain(all[i].Name))
}
