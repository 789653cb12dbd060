package commands

import (
	"fmt"
	"strconv"

	"catcow/content"
	"catcow/internal/habit"
	"catcow/storage"
)

// checkin is a score now, or when Catcow asks.
func (t *talk) checkin(rest string) (Reply, error) {
	if n, ok := bareScore(rest); ok {
		return t.rate(n)
	}
	switch content.Normal(rest) {
	case "":
		return t.checkinNow()
	case "off":
		return t.checkinsOff()
	}
	plan, err := t.plan(rest)
	if err != nil {
		return Reply{}, err
	}
	return t.setCheckins(plan)
}

func (t *talk) setCheckins(plan habit.Plan) (Reply, error) {
	t.me.CheckIns, t.changed = t.anew(t.me.CheckIns, plan), true
	next, err := t.upcoming(storage.Asking, string(t.me.ID), plan)
	parts := append([]Part{Text("I'll ask you how your back is: *" + when(plan) + "*."), next}, t.silence()...)
	if t.me.Agreed.IsZero() {
		return Reply{Message: Message{Parts: append(append(parts, Divider{}), t.consent("")...)}, Personal: true}, err
	}
	return Reply{Message: Message{Parts: append(parts, Note("`/stretch checkin off` ends it; `/stretch checkin mon wed fri 14:00` changes it."))}, Personal: t.standing().Lock != ""}, err
}

func (t *talk) checkinsOff() (Reply, error) {
	was := t.me.CheckIns
	t.me.CheckIns, t.me.Question, t.changed = storage.Schedule{}, storage.Question{}, true
	if was.Plan.IsZero() {
		return Reply{Message: Message{Parts: []Part{Text("I don't ask you anything at the moment. `/stretch checkin mon wed fri 14:00` would start it.")}}}, nil
	}
	return Reply{Message: Message{Parts: []Part{Text("Check-ins are off. To have them back: `/stretch checkin " + was.Plan.String() + "`.")}}}, nil
}

// checkinNow is checkin alone: the question, and when it comes by itself.
func (t *talk) checkinNow() (Reply, error) {
	if t.me.Agreed.IsZero() {
		return Reply{Message: Message{Parts: t.consent("")}}, nil
	}
	parts := append(question(), scores("score", ""))
	note := "I don't ask by myself. `/stretch checkin mon wed fri 14:00` would start it."
	if p := t.me.CheckIns.Plan; !p.IsZero() {
		note = "I ask you " + when(p) + ". `/stretch checkin off` ends it."
	}
	return Reply{Message: Message{Parts: append(parts, Note(note),
		Actions{Button{Label: "Change times", Do: "plan", Value: "checkin"}})}, Personal: true}, nil
}

// question is the stem and its anchors. They never change: other words would
// make old scores say something else.
func question() []Part {
	return []Part{
		Text("*How stiff does your back feel right now?*"),
		Text("0 means not stiff at all. 5 means noticeable, and you move with some care. 10 means as stiff as you can imagine."),
	}
}

// scores is 0 to 10 as buttons; cause is the check-in they answer, "" for one of now.
func scores(do, cause string) Actions {
	var row Actions
	for n := range 11 {
		row = append(row, Button{
			Label: strconv.Itoa(n), Do: do, Value: strconv.Itoa(n) + "|" + cause,
			Spoken: fmt.Sprintf("%d of 10", n),
		})
	}
	return row
}
