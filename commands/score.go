package commands

import (
	"fmt"
	"strconv"
	"strings"

	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

// rate is a typed score. In the direct message it answers the question that waits.
func (t *talk) rate(n int) (Reply, error) {
	if n < 0 || n > 10 {
		return Reply{}, &Problem{Text: "A check-in is a whole number from 0 (not stiff at all) to 10 (as stiff as you can imagine). For times, type them like `14:00`."}
	}
	cause := t.r.Cause
	var edits []Edit
	if q := t.me.Question; q.Slot != "" && t.open(q) {
		cause = string(q.Slot)
		edits = []Edit{{Place{q.Channel, q.TS}, receipt()}}
	}
	reply, err := t.take(n, cause)
	reply.Edits = edits
	if t.me.Agreed.IsZero() {
		reply.Edits = nil
	}
	return reply, err
}

// score is a pressed score.
func (t *talk) score() (Reply, error) {
	n, cause, err := t.pressedScore()
	if err != nil {
		return Reply{}, err
	}
	asked := cause != ""
	if !asked {
		cause = t.r.Cause
	}
	if asked && !t.me.Agreed.IsZero() {
		old, err := t.tx.CheckIn(t.me.ID, cause)
		if err != nil {
			return Reply{}, err
		}
		_, _, wall := storage.SlotKey(cause).Split()
		day, _, _ := strings.Cut(wall, "T")
		switch {
		case old.Cause != "" && old.Score != n:
			return t.already(cause), nil
		case old.Cause == "" && day != "" && day != t.today().String():
			return Reply{
				Instead: &Message{Parts: []Part{Text("This check-in is over.")}},
				Message: Message{Parts: []Part{Text("That question was for another day. `/stretch checkin " + strconv.Itoa(n) + "` tells me about now.")}}, Personal: true,
			}, nil
		}
	}
	reply, err := t.take(n, cause)
	if err == nil && !t.me.Agreed.IsZero() {
		done := receipt()
		reply.Instead = &done
	}
	return reply, err
}

func (t *talk) already(cause string) Reply {
	done := receipt()
	return Reply{Instead: &done, Message: Message{Parts: []Part{
		Text("You have answered this one already."),
		Actions{Button{Label: "Change my answer", Do: "change", Value: cause}},
	}}, Personal: true}
}

// rescore is a score pressed after Change my answer.
func (t *talk) rescore() (Reply, error) {
	n, cause, err := t.pressedScore()
	if err != nil {
		return Reply{}, err
	}
	reply, err := t.take(n, cause)
	return reply.instead(), err
}

func (t *talk) pressedScore() (n int, cause string, err error) {
	number, cause, _ := strings.Cut(t.r.Value, "|")
	n, err = strconv.Atoi(number)
	if err != nil || n < 0 || n > 10 {
		return 0, "", &Problem{Text: "This button is from an older Catcow. Type `/stretch checkin` and a number from 0 to 10."}
	}
	return n, cause, nil
}

// change is Change my answer.
func (t *talk) change() (Reply, error) {
	return Reply{Message: Message{Parts: append(question(), t.scores("rescore", t.r.Value)...)}, Personal: true}.unless(t.r), nil
}

// skip is Not today.
func (t *talk) skip() (Reply, error) {
	if string(t.me.Question.Slot) == t.r.Value {
		t.me.Question, t.changed = storage.Question{}, true
	}
	return Reply{Instead: &Message{Parts: []Part{Text("No check-in today. That's fine.")}}}, nil
}

// receipt is what becomes of an answered question. It holds no score.
func receipt() Message {
	return Message{Parts: []Part{Text("Check-in answered. Thank you.")}}
}

// open says whether a question still waits: until midnight of the day it was asked.
func (t *talk) open(q storage.Question) bool {
	return habit.DayOf(q.Asked.In(t.now.Location())) == t.today()
}

// take keeps a score as the check-in of that cause, and answers by the safety
// rules. Taking it again with another score recomputes what the first one did.
func (t *talk) take(n int, cause string) (Reply, error) {
	rule := care.Assess(n)
	if rule == care.R1 || !t.me.Agreed.IsZero() {
		t.me.Alerts, t.changed = care.Without(t.me.Alerts, cause), true
	}
	if rule == care.R1 || rule != "" && !t.me.Agreed.IsZero() {
		t.me.Alerts = care.Raise(t.me.Alerts, care.Alert{Rule: rule, Cause: cause, At: t.now})
	}
	if t.me.Agreed.IsZero() {
		if rule == care.R1 { // safety does not wait for consent; the score is not kept
			return Reply{Message: Message{Parts: t.severe(n)}, Personal: true}, nil
		}
		return Reply{Message: Message{Parts: append([]Part{Text("Your answer is not kept yet.")}, t.consent()...)}, Personal: true}, nil
	}
	err := t.tx.PutCheckIn(storage.CheckIn{User: t.me.ID, Cause: cause, At: t.now, Score: n})
	if err != nil {
		return Reply{}, err
	}
	if string(t.me.Question.Slot) == cause {
		t.me.Question = storage.Question{}
	}
	changeIt := Button{Label: "Change my answer", Do: "change", Value: cause}
	var parts []Part
	switch rule {
	case care.R1:
		parts = append(t.severe(n), Actions{changeIt, Button{Label: "When to get help", Do: "when"}})
	case care.R4:
		parts = append(t.cardOf("S1", n), Actions{changeIt, Button{Label: "When to get help", Do: "when"}})
	default:
		parts = []Part{
			Text(fmt.Sprintf("Thanks, %d noted. Want a move, or shall I leave you to it?", n)),
			Actions{
				Button{Label: "Show me a move", Do: "next", Primary: true},
				changeIt,
				Button{Label: "Something feels wrong", Do: "wrong"},
			},
		}
	}
	return Reply{Message: Message{Parts: parts}, Personal: true}, nil
}
