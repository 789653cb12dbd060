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
		return t.nudges(), nil
	case "off":
		was := t.me.Nudges.Plan
		if was.IsZero() {
			return t.nudges(), nil
		}
		t.me.Nudges, t.changed = storage.Schedule{}, true
		return Reply{Message: Message{Parts: []Part{Text("Nudges are off. To have them back: `/stretch remind " + was.String() + "`.")}}}, nil
	}
	plan, err := habit.ParsePlan(rest, t.zone())
	if err != nil {
		return Reply{}, err
	}
	return t.setNudges(plan)
}

func (t *talk) setNudges(plan habit.Plan) (Reply, error) {
	t.me.Nudges, t.changed = storage.Schedule{Plan: plan, Decided: t.now, By: t.me.ID}, true
	return Reply{Message: Message{Parts: []Part{
		Text("I'll send you a move in our direct messages: *" + when(plan) + "*. The next ones:"),
		upcoming(plan, t.now),
		Note("`/stretch remind off` ends them; `/stretch pause` gives you quiet for a while."),
	}}}, nil
}

func (t *talk) nudges() Reply {
	change := Actions{Button{Label: "Change times", Do: "plan", Value: "remind"}}
	plan := t.me.Nudges.Plan
	if plan.IsZero() {
		return Reply{Message: Message{Parts: []Part{
			Text("You get no nudges from me. Two or three a day suit most people: `/stretch remind weekdays 10:00 13:00 16:00`."),
			change,
		}}}
	}
	return Reply{Message: Message{Parts: []Part{
		Text("I send you a move in private: *" + when(plan) + "*. The next ones:"),
		upcoming(plan, t.now),
		change,
		Note("`/stretch remind off` ends them."),
	}}}
}

// stop is every nudge and check-in of this person off, at once.
func (t *talk) stop(string) (Reply, error) {
	t.me.CheckIns, t.me.Nudges, t.me.Question, t.changed = storage.Schedule{}, storage.Schedule{}, storage.Question{}, true
	return Reply{Message: Message{Parts: []Part{
		Text("Every nudge and check-in of yours is off. I'll only answer when you ask."),
		Note("Your streak stays. Channels keep their own prompts. `/stretch remind` and `/stretch checkin` start again."),
	}}}, nil
}

// pause is silence for this person; the streak is frozen meanwhile.
func (t *talk) pause(rest string) (Reply, error) {
	until, err := habit.ParseUntil(rest, t.today())
	if err != nil {
		return Reply{}, err
	}
	t.endPause()
	t.me.Pauses, t.changed = append(t.me.Pauses, habit.Span{From: t.today(), Until: until}), true
	text := "Paused. I'll be quiet until you type `/stretch resume`, and your streak waits for you."
	if !until.IsZero() {
		text = "Paused. I'll be quiet until " + onDay(until, t.today()) + ", and your streak waits for you. `/stretch resume` ends it sooner."
	}
	return Reply{Message: Message{Parts: []Part{Text(text)}}}, nil
}

func (t *talk) resume(string) (Reply, error) {
	if !t.paused() {
		return Reply{Message: Message{Parts: []Part{Text("You are not on pause. `/stretch pause 3 days` would start one.")}}}, nil
	}
	t.endPause()
	t.changed = true
	return Reply{Message: Message{Parts: []Part{Text("Welcome back. The pause is over, and your streak goes on from where it was.")}}}, nil
}

func (t *talk) paused() bool { return pausedOn(t.me, t.today()) }

func pausedOn(m storage.Member, day habit.Day) bool {
	for _, p := range m.Pauses {
		if !day.Before(p.From) && (p.Until.IsZero() || day.Before(p.Until)) {
			return true
		}
	}
	return false
}

// endPause ends what is running today. A pause that began today leaves no trace.
func (t *talk) endPause() {
	var kept []habit.Span
	for _, p := range t.me.Pauses {
		if p.Until.IsZero() || p.Until.After(t.today()) {
			p.Until = t.today()
		}
		if p.From.Before(p.Until) {
			kept = append(kept, p)
		}
	}
	t.me.Pauses = kept
}
