package commands

import (
	"cmp"

	"catcow/storage"
)

// opened is the first look into Catcow's direct messages: one welcome, once.
func (t *talk) opened() (Reply, error) {
	if !t.me.Welcomed.IsZero() || t.standing().Lock != "" {
		return Reply{}, nil // a safety card is no moment for a welcome
	}
	t.me.Welcomed, t.changed = t.now, true
	return Reply{Posts: []Post{{To: string(t.me.ID), Message: Message{Parts: []Part{
		Heading("Hello, I'm Catcow"),
		Text("I show small moves for stiff backs, one at a time. Type `/stretch` anywhere, or write to me here."),
		List{
			"`neck`, `1 min` or `cat cow` finds a move that fits",
			"`remind weekdays 11:00 16:00` has me send you one",
			"`checkin` notes how stiff your back is, for your eyes",
		},
		Text("I never write first unless you ask me to. `stop` ends everything at once."),
		Actions{
			Button{Label: "Show me a move", Do: "next", Primary: true},
			Button{Label: "When to get help", Do: "when"},
		},
		Note(t.library.FirstRun()),
	}}}}}, nil
}

// joined is Catcow's arrival in a channel: one welcome a channel, ever.
func (t *talk) joined() (Reply, error) {
	channel, err := t.tx.Channel(t.r.Channel)
	if err != nil {
		return Reply{}, err
	}
	greet := channel.Welcomed.IsZero()
	channel.Present, channel.Welcomed = true, cmp.Or(channel.Welcomed, t.now)
	if err := t.tx.PutChannel(channel); err != nil {
		return Reply{}, err
	}
	t.gone = true // whoever invited Catcow is not a member by that
	if !greet {
		return t.back(channel), nil
	}
	return Reply{Posts: []Post{{To: string(channel.ID), Message: Message{Parts: []Part{
		Text("*Hello, I'm Catcow.* I help with stiff backs, a small move at a time. I stay quiet until someone here asks for prompts."),
		List{
			"`/stretch` gives you a move. Only you see it",
			"`/stretch schedule weekdays 10:30 15:00` prompts this channel twice a day",
			"`/stretch help` shows the rest, beginning with when to get help",
		},
		Note(t.library.Footer() + " I can't read what is said in this channel."),
	}}}}}, nil
}

// back says that a channel's prompts go on: what sleeps does not wake in silence.
func (t *talk) back(channel storage.Channel) Reply {
	plan := channel.Schedule(1).Plan
	if plan.IsZero() {
		return Reply{}
	}
	return Reply{Posts: []Post{{To: string(channel.ID), Message: Message{Parts: []Part{
		Text("I'm back, and this channel's stretch prompts go on: *" + when(plan) + "*."),
		Note("`/stretch schedule` shows or changes them, `/stretch schedule off` ends them."),
	}}}}}
}

// left is Catcow's removal: the schedule stays, and sleeps until it is back.
func (t *talk) left() (Reply, error) {
	channel, err := t.tx.Channel(t.r.Channel)
	if err != nil {
		return Reply{}, err
	}
	t.gone = true
	channel.Present = false
	return Reply{}, t.tx.PutChannel(channel)
}
