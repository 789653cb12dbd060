package commands

import (
	"slices"
	"strings"
	"time"

	"catcow/content"
	"catcow/internal/habit"
	"catcow/storage"
)

// notHere is the answer in a channel that Catcow is no member of.
var notHere = &Problem{Text: "I'm not in this channel yet. Type `/invite @Catcow` here, then try again."}

// schedule is a channel's prompts. In the direct message it means remind.
func (t *talk) schedule(rest string) (Reply, error) {
	if t.r.Direct {
		return t.remind(rest)
	}
	if strings.HasPrefix(string(t.r.Channel), "D") {
		return Reply{}, &Problem{Text: "Prompts are for channels, and this is a conversation between people. `/stretch remind weekdays 11:00` sends you a move in private."}
	}
	channel, err := t.tx.Channel(t.r.Channel)
	switch {
	case err != nil:
		return Reply{}, err
	case !channel.Present:
		return Reply{}, notHere
	}
	head, more, _ := strings.Cut(strings.TrimSpace(rest), " ")
	switch content.Normal(head) {
	case "":
		return t.prompts(channel)
	case "off":
		if more == "" {
			return t.promptsOff(channel)
		}
	case "skip":
		return t.promptsSkip(channel, more)
	case "pause":
		return t.promptsPause(channel, more)
	case "resume", "unpause":
		return t.promptsResume(channel)
	}
	plan, err := t.plan(rest)
	if err != nil {
		return Reply{}, err
	}
	return t.setPrompts(channel, plan)
}

// plan reads a plan; one that names no zone is in the zone of who types it.
func (t *talk) plan(text string) (habit.Plan, error) {
	plan, err := habit.ParsePlan(text, zoneOf(t.me).String())
	if err == nil && t.me.Zone == "" && !strings.Contains(strings.ToLower(text), " in ") {
		err = &Problem{Text: "Slack has not told me your time zone yet, so nothing was set. Add it, such as `in Berlin`."}
	}
	return plan, err
}

func (t *talk) setPrompts(channel storage.Channel, plan habit.Plan) (Reply, error) {
	if channel.Schedule(1).Plan.Equal(plan) {
		reply, err := t.prompts(channel)
		reply.Parts = slices.Insert(reply.Parts, 0, Part(Text("It is set like that already.")))
		return reply, err
	}
	schedule := t.anew(channel.Schedule(1), plan)
	channel = channel.With(schedule)
	channel.Off = storage.Off{}
	if err := t.tx.PutChannel(channel); err != nil {
		return Reply{}, err
	}
	t.changed = true
	next, err := t.upcoming(storage.Prompt, string(channel.ID), channel.Schedule(1))
	return Reply{
		Message: Message{Parts: []Part{
			Text("Set. This channel gets a stretch prompt *" + when(plan) + "*. The next ones:"),
			next,
			Note("`/stretch schedule off` ends them."),
		}},
		Posts: []Post{{To: string(channel.ID), Message: Message{Parts: []Part{
			Text(t.who() + " set stretch prompts for this channel: *" + when(plan) + "*."),
			Note("They are an offer: nobody has to answer. `/stretch schedule` shows or changes them."),
		}}}},
	}, err
}

// anew is a schedule with another plan. What fell due under the old one and
// was not looked at yet is still to be decided.
func (t *talk) anew(old storage.Schedule, plan habit.Plan) storage.Schedule {
	if !old.Plan.IsZero() && old.Plan.Equal(plan) {
		return old
	}
	decided := t.now
	if due := old.Due(); !due.IsZero() && !due.After(t.now) {
		decided = due.Add(-time.Second)
	}
	s := storage.Schedule{Number: old.Number, Plan: plan, Decided: decided, By: t.me.ID, Silence: old.Silence, Sent: old.Sent}
	if old.Plan.Zone != "" && old.Plan.Zone != plan.Zone {
		s.Silence.Since = old.Sent
	}
	return s
}

// upcoming is the next three times of a plan, each in the plan's zone. A wall
// time that was decided already, under another plan, does not come again.
func (t *talk) upcoming(kind storage.Kind, owner string, s storage.Schedule) (Part, error) {
	p := s.Plan
	loc, err := habit.Zone(p.Zone)
	if err != nil {
		return List(nil), nil
	}
	var lines List
	for _, slot := range p.Upcoming(t.now, s.Silence, 3+habit.MostTimes) {
		decided, err := t.tx.Slot(storage.KeyOf(kind, owner, slot))
		if err != nil {
			return nil, err
		}
		if decided.Key == "" && len(lines) < 3 {
			lines = append(lines, capital(at(slot.At.In(loc), habit.DayOf(t.now.In(loc)))))
		}
	}
	return lines, nil
}

// who is the person, by name and without a mention, so that nobody is called.
func (t *talk) who() string {
	if t.r.Name == "" {
		return "Someone"
	}
	return capital(Plain(t.r.Name))
}

func (t *talk) promptsOff(channel storage.Channel) (Reply, error) {
	was := channel.Schedule(1).Plan
	if was.IsZero() {
		return t.prompts(channel)
	}
	if channel = channel.With(storage.Schedule{Number: 1}); !prompting(channel) {
		channel.Off = storage.Off{}
	}
	if err := t.tx.PutChannel(channel); err != nil {
		return Reply{}, err
	}
	t.changed = true
	back := "`/stretch schedule " + was.String() + "`"
	return Reply{
		Message: Message{Parts: []Part{Text("Prompts are off here. To have them back: " + back + ".")}},
		Posts: []Post{{To: string(channel.ID), Message: Message{Parts: []Part{
			Text(t.who() + " turned this channel's stretch prompts off. " + back + " brings them back."),
		}}}},
	}, nil
}

// prompts is what is set, the next three, what became of the last, and how to change it.
func (t *talk) prompts(channel storage.Channel) (Reply, error) {
	plan := channel.Schedule(1).Plan
	change := Actions{Button{Label: "Change times", Do: "plan", Value: "schedule/" + string(channel.ID)}}
	if plan.IsZero() {
		return Reply{Message: Message{Parts: []Part{
			Text("This channel has no stretch prompts. Two a day suit most teams: `/stretch schedule weekdays 10:30 15:00`."),
			change,
		}}}, nil
	}
	next, err := t.upcoming(storage.Prompt, string(channel.ID), channel.Schedule(1))
	if err != nil {
		return Reply{}, err
	}
	parts := append([]Part{Text("This channel gets a stretch prompt *" + when(plan) + "*. The next ones:"), next}, t.quiet(channel.Schedule(1))...)
	if waits := t.whyWaits(channel); waits != nil {
		parts = append([]Part{Text("This channel has stretch prompts: *" + when(plan) + "*.")}, waits...)
	}
	last, err := t.lately(storage.Prompt, string(channel.ID), plan)
	if err != nil {
		return Reply{}, err
	}
	parts = append(parts, last...)
	return Reply{Message: Message{Parts: append(parts,
		Note("To change it: `/stretch schedule mon-thu 11:00 in Berlin`. To end it: `/stretch schedule off`."), change)}}, nil
}
