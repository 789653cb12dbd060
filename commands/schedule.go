package commands

import (
	"slices"

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
	channel, err := t.tx.Channel(t.r.Channel)
	switch {
	case err != nil:
		return Reply{}, err
	case !channel.Present:
		return Reply{}, notHere
	}
	switch content.Normal(rest) {
	case "":
		return t.prompts(channel)
	case "off":
		return t.promptsOff(channel)
	}
	plan, err := habit.ParsePlan(rest, t.zone())
	if err != nil {
		return Reply{}, err
	}
	return t.setPrompts(channel, plan)
}

// zone is the zone of who types, for plans that name none.
func (t *talk) zone() string { return zoneOf(t.me).String() }

func (t *talk) setPrompts(channel storage.Channel, plan habit.Plan) (Reply, error) {
	if channel.Prompts.Plan.Equal(plan) {
		reply, err := t.prompts(channel)
		reply.Parts = slices.Insert(reply.Parts, 0, Part(Text("It is set like that already.")))
		return reply, err
	}
	channel.Prompts = storage.Schedule{Plan: plan, Decided: t.now, By: t.me.ID}
	if err := t.tx.PutChannel(channel); err != nil {
		return Reply{}, err
	}
	t.changed = true
	return Reply{
		Message: Message{Parts: []Part{
			Text("Set. This channel gets a stretch prompt *" + when(plan) + "*. The next ones:"),
			upcoming(plan, t.now),
			Note("`/stretch schedule off` ends them."),
		}},
		Posts: []Post{{To: string(channel.ID), Message: Message{Parts: []Part{
			Text(t.who() + " set stretch prompts for this channel: *" + when(plan) + "*."),
			Note("They are an offer: nobody has to answer. `/stretch schedule` shows or changes them."),
		}}}},
	}, nil
}

// who is the person, by name and without a mention, so that nobody is called.
func (t *talk) who() string {
	if t.r.Name == "" {
		return "Someone"
	}
	return capital(Plain(t.r.Name))
}

func (t *talk) promptsOff(channel storage.Channel) (Reply, error) {
	was := channel.Prompts.Plan
	if was.IsZero() {
		return Reply{Message: Message{Parts: []Part{Text("This channel has no prompts. `/stretch schedule weekdays 10:30 15:00` would start them.")}}}, nil
	}
	channel.Prompts = storage.Schedule{}
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
	plan := channel.Prompts.Plan
	change := Actions{Button{Label: "Change times", Do: "plan", Value: "schedule/" + string(channel.ID)}}
	if plan.IsZero() {
		return Reply{Message: Message{Parts: []Part{
			Text("This channel has no stretch prompts. Two a day suit most teams: `/stretch schedule weekdays 10:30 15:00`."),
			change,
		}}}, nil
	}
	parts := []Part{
		Text("This channel gets a stretch prompt *" + when(plan) + "*. The next ones:"),
		upcoming(plan, t.now),
	}
	last, err := t.tx.Slots(storage.Prompt, string(channel.ID), 3)
	if err != nil {
		return Reply{}, err
	}
	if len(last) > 0 {
		parts = append(parts, Text("The last ones:"), t.decisions(last, plan))
	}
	return Reply{Message: Message{Parts: append(parts,
		Note("To change it: `/stretch schedule mon-thu 11:00 in Berlin`. To end it: `/stretch schedule off`."), change)}}, nil
}

// decisions is what became of slots, in words.
func (t *talk) decisions(slots []storage.Slot, plan habit.Plan) List {
	loc, err := habit.Zone(plan.Zone)
	if err != nil {
		loc = t.now.Location()
	}
	said := map[storage.State]string{
		storage.Sending: "on its way",
		storage.Sent:    "posted",
		storage.Failed:  "Slack refused it",
		storage.Missed:  "missed, because I was not running",
		storage.Skipped: "skipped",
		storage.Unknown: "sent, but Slack never confirmed it",
	}
	var lines List
	for _, s := range slots {
		line := capital(at(s.Due.In(loc), habit.DayOf(t.now.In(loc)))) + ": " + said[s.State]
		if s.Why != "" {
			line += " (" + Plain(s.Why) + ")"
		}
		lines = append(lines, line)
	}
	return lines
}
