package commands

import (
	"slices"

	"catcow/internal/habit"
	"catcow/storage"
)

// How Catcow steps back from somebody who does nothing with what it sends: messages of one
// schedule that were sent in a row since they last did anything at all.
const (
	halfFrom  = 3 // from then on every other one comes
	quietFrom = 8 // from then on none: that is said, once
)

// everyOther is why a slot is skipped that would have been ignored.
const everyOther = "every other one"

// scheduleOf is the person's schedule of that kind.
func scheduleOf(m *storage.Member, kind storage.Kind) *storage.Schedule {
	if kind == storage.Nudge {
		return &m.Nudges
	}
	return &m.CheckIns
}

// here takes note that the person did something.
func (t *talk) here() {
	for _, s := range []*storage.Schedule{&t.me.CheckIns, &t.me.Nudges} {
		if s.Ignored > 0 {
			s.Ignored, t.changed = 0, true
		}
	}
}

// halved reports whether the slot is the one of two that stays away.
func (t *talk) halved(kind storage.Kind, key storage.SlotKey) (bool, error) {
	if scheduleOf(&t.me, kind).Ignored < halfFrom {
		return false, nil
	}
	slots, err := t.tx.Slots(kind, string(t.me.ID), 2*habit.MostTimes)
	for _, s := range slots {
		switch {
		case s.Key >= key:
		case s.Why == everyOther:
			return false, err
		case s.State == storage.Sent:
			return true, err
		}
	}
	return true, err
}

// farewell says that Catcow goes quiet, in place of what would have come.
func farewell(kind storage.Kind) Message {
	what, off := "nudges", "remind off"
	if kind == storage.Asking {
		what, off = "check-ins", "checkin off"
	}
	return Message{Parts: []Part{
		Text("I've gone quiet with your " + what + ", so that they are not in your way. They wait until you want them again."),
		Actions{
			Button{Label: "Go on", Do: "rouse", Value: string(kind), Spoken: "Go on with my " + what, Primary: true},
			Button{Label: "End them", Do: "type", Value: off, Spoken: "End my " + what},
		},
		Note("`resume` brings them back as well, and `" + off + "` ends them for good. Everything else works as ever."),
	}}
}

// goneQuiet is what is shown of a schedule in its place; no parts: it is not quiet.
func (t *talk) goneQuiet(kind storage.Kind) []Part {
	if s := scheduleOf(&t.me, kind); s.Quiet {
		return []Part{
			Text("I've gone quiet for now: nothing comes until you say so. It was set to *" + when(s.Plan) + "*."),
			Actions{Button{Label: "Go on", Do: "rouse", Value: string(kind), Primary: true}},
		}
	}
	return nil
}

// rouse lets a schedule go on, and says whether it was quiet.
func (t *talk) rouse(kind storage.Kind) (was bool) {
	s := scheduleOf(&t.me, kind)
	was = s.Quiet
	s.Quiet, s.Ignored = false, 0
	t.changed = t.changed || was
	return was
}

// goOnSending is Go on, of nudges and check-ins.
func (t *talk) goOnSending() (Reply, error) {
	kind := storage.Kind(t.r.Value)
	if !slices.Contains([]storage.Kind{storage.Nudge, storage.Asking}, kind) {
		return Reply{}, &Problem{Text: "This button is from an older Catcow. Type `/stretch resume` instead."}
	}
	if scheduleOf(&t.me, kind).Plan.IsZero() {
		return Reply{}, &Problem{Text: "They have been ended since. `/stretch remind weekdays 11:00` or `/stretch checkin mon wed fri 14:00` starts anew."}
	}
	t.rouse(kind)
	next, err := t.upcoming(kind, string(t.me.ID), *scheduleOf(&t.me, kind))
	parts := append([]Part{Text("Good to have you back. The next ones:"), next}, t.silence()...)
	return Reply{Message: Message{Parts: parts}, Personal: t.standing().Quiet}.instead(t.r), err
}
