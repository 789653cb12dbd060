package commands

import (
	"catcow/content"
	"catcow/internal/habit"
	"catcow/storage"
)

// remind is private nudges: a move in the direct message at set times.
func (t *talk) remind(rest string) (Reply, error) {
	switch content.Normal(rest) {
	case "":
		return t.nudges()
	case "off":
		was := t.me.Nudges.Plan
		if was.IsZero() {
			return t.nudges()
		}
		t.me.Nudges, t.changed = storage.Schedule{}, true
		return Reply{Message: Message{Parts: []Part{Text("Nudges are off. To have them back: `/stretch remind " + was.String() + "`.")}}}, nil
	}
	plan, err := t.plan(rest)
	if err != nil {
		return Reply{}, err
	}
	return t.setNudges(plan)
}

// mostNudges is what habit.MostNudges and habit.NudgeGap mean.
const mostNudges = "Six a day, an hour apart, are the most I send."

func (t *talk) setNudges(plan habit.Plan) (Reply, error) {
	t.me.Nudges, t.changed = t.anew(t.me.Nudges, plan), true
	t.rouse(storage.Nudge)
	next, err := t.upcoming(storage.Nudge, string(t.me.ID), t.me.Nudges)
	return Reply{Message: Message{Parts: append([]Part{
		Text("I'll send you a move in our direct messages: *" + when(plan) + "*. The next ones:"),
		next,
		Note("`/stretch remind off` ends them; `/stretch pause` gives you quiet for a while. " + mostNudges),
	}, t.silence()...)}, Personal: t.standing().Quiet}, err
}

func (t *talk) nudges() (Reply, error) {
	change := Actions{Button{Label: "Change times", Do: "plan", Value: "remind"}}
	plan := t.me.Nudges.Plan
	if plan.IsZero() {
		return Reply{Message: Message{Parts: []Part{
			Text("You get no nudges from me. Two or three a day suit most people: `/stretch remind weekdays 10:00 13:00 16:00`."),
			change,
		}}}, nil
	}
	if parts := t.goneQuiet(storage.Nudge); parts != nil {
		return Reply{Message: Message{Parts: append(parts, Note("`/stretch remind off` ends them."))}}, nil
	}
	next, err := t.upcoming(storage.Nudge, string(t.me.ID), t.me.Nudges)
	return Reply{Message: Message{Parts: append([]Part{
		Text("I send you a move in private: *" + when(plan) + "*. The next ones:"),
		next,
		change,
		Note("`/stretch remind off` ends them. " + mostNudges),
	}, t.silence()...)}, Personal: t.standing().Quiet}, err
}
