package commands

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

// rate is a typed score. In the direct message it answers the question that waits.
func (t *talk) rate(n int) (Reply, error) {
	if n < 0 || n > 10 {
		return Reply{}, &Problem{Text: "A check-in is a whole number from 0 (not stiff at all) to 10 (as stiff as you can imagine). For times, type them like `14:00`."}
	}
	cause, err := t.answered()
	if err != nil || cause != "" { // delivered again
		return t.noted(n, cause), err
	}
	q := t.me.Question
	if q.Slot == "" || !t.sameDay(q.Asked) {
		return t.take(n, t.r.Cause)
	}
	reply, err := t.take(n, string(q.Slot))
	if !t.me.Agreed.IsZero() {
		reply.Edits = []Edit{{Place{q.Channel, q.TS}, receipt()}}
	}
	return reply, err
}

// answered is the check-in that this very message made before; "": none.
func (t *talk) answered() (cause string, err error) {
	recent, err := t.tx.CheckIns(t.me.ID, t.now.Add(-48*time.Hour))
	for _, c := range recent {
		if c.By == t.r.Cause {
			cause = c.Cause
		}
	}
	return cause, err
}

// score is a pressed score: of the question that Catcow asked, or of one that
// the person asked for.
func (t *talk) score() (Reply, error) {
	n, cause, err := t.pressedScore()
	if err != nil {
		return Reply{}, err
	}
	if cause == "" {
		cause = t.r.Cause
	} else if late, err := t.tooLate(n, cause); late.Instead != nil || err != nil {
		return late, err
	}
	reply, err := t.take(n, cause)
	if err != nil || t.me.Agreed.IsZero() {
		return reply, err
	}
	done := receipt()
	reply.Instead = &done
	reply.Edits, err = t.elsewhere(cause, done)
	return reply, err
}

// elsewhere changes the question that Catcow asked, where the button that was
// pressed stood in another message.
func (t *talk) elsewhere(cause string, m Message) ([]Edit, error) {
	slot, err := t.tx.Slot(storage.SlotKey(cause))
	at := Place{slot.Channel, slot.TS}
	if err != nil || slot.TS == "" || at == t.r.On {
		return nil, err
	}
	return []Edit{{at, m}}, nil
}

// tooLate is the answer to a score for a question that has one already, or
// whose day is over.
func (t *talk) tooLate(n int, cause string) (Reply, error) {
	old, err := t.tx.CheckIn(t.me.ID, cause)
	if err != nil {
		return Reply{}, err
	}
	if old.Cause != "" {
		if old.Score == n {
			return Reply{}, nil
		}
		return t.already(cause), nil
	}
	key := storage.SlotKey(cause)
	if kind, _, _ := key.Split(); kind != storage.Asking {
		return Reply{}, nil // a question that the person asked for
	}
	slot, err := t.tx.Slot(key)
	if err != nil || slot.Key != "" && t.sameDay(slot.At) {
		return Reply{}, err
	}
	return Reply{
		Instead: &Message{Parts: []Part{Text("This check-in is over.")}},
		Message: Message{Parts: []Part{
			Text("That question was for another day. `/stretch checkin " + strconv.Itoa(n) + "` tells me about now."),
		}}, Personal: true,
	}, nil
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
	return reply.instead(t.r), err
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
	return Reply{Message: Message{Parts: append(question(), scores("rescore", t.r.Value))}, Personal: true}.unless(t.r), nil
}

// notToday is Not today, typed.
func (t *talk) notToday(string) (Reply, error) {
	if q := t.me.Question; q.Slot != "" && t.sameDay(q.Asked) {
		t.me.Question, t.changed = storage.Question{}, true
		return Reply{
			Message: Message{Parts: []Part{Text("No check-in today. That's fine.")}},
			Edits:   []Edit{{Place{q.Channel, q.TS}, Message{Parts: []Part{Text("No check-in today.")}}}},
		}, nil
	}
	return Reply{Message: Message{Parts: []Part{Text("I wasn't going to ask. `/stretch pause` gives you quiet for longer.")}}}, nil
}

// skip is Not today.
func (t *talk) skip() (Reply, error) {
	if old, err := t.tx.CheckIn(t.me.ID, t.r.Value); err != nil || old.Cause != "" {
		return t.already(t.r.Value), err
	}
	if string(t.me.Question.Slot) == t.r.Value {
		t.me.Question, t.changed = storage.Question{}, true
	}
	return Reply{Instead: &Message{Parts: []Part{Text("No check-in today. That's fine.")}}}, nil
}

// receipt is what becomes of an answered question. It holds no score.
func receipt() Message {
	return Message{Parts: []Part{Text("Check-in answered. Thank you.")}}
}

// sameDay says whether an instant was today, in the person's zone: a question
// waits until midnight.
func (t *talk) sameDay(at time.Time) bool {
	return habit.DayOf(at.In(t.now.Location())) == t.today()
}

// take keeps a score as the check-in of that cause, and answers by the safety
// rules. The same score again changes nothing; another recomputes what the
// first one did, as of the time it was given.
func (t *talk) take(n int, cause string) (Reply, error) {
	old, err := t.tx.CheckIn(t.me.ID, cause)
	if err != nil {
		return Reply{}, err
	}
	if old.Cause != "" && old.Score == n {
		return t.noted(n, cause), nil
	}
	at := cmp.Or(old.At, t.now)
	locked := slices.ContainsFunc(t.me.Alerts, func(a care.Alert) bool { return a.Cause == cause })
	rule := care.Assess(n)
	agreed := !t.me.Agreed.IsZero()
	if agreed || rule == care.R1 || locked {
		t.me.Alerts, t.changed = care.Without(t.me.Alerts, cause), true
	}
	if rule == care.R1 || rule != "" && agreed { // safety does not wait for consent
		t.me.Alerts = care.Raise(t.me.Alerts, care.Alert{Rule: rule, Cause: cause, At: at})
	}
	if !agreed {
		if rule == care.R1 {
			return t.noted(n, cause), nil
		}
		return Reply{Message: Message{Parts: append([]Part{Text("Your answer is not kept yet.")}, t.consent(cause)...)}, Personal: true}, nil
	}
	if err := t.tx.PutCheckIn(storage.CheckIn{User: t.me.ID, Cause: cause, By: t.r.Cause, At: at, Score: n}); err != nil {
		return Reply{}, err
	}
	if string(t.me.Question.Slot) == cause {
		t.me.Question = storage.Question{}
	}
	return t.noted(n, cause), nil
}

// noted is the answer to a score.
func (t *talk) noted(n int, cause string) Reply {
	changeIt := Button{Label: "Change my answer", Do: "change", Value: cause}
	help := Button{Label: "When to get help", Do: "when"}
	var parts []Part
	switch rule := care.Assess(n); {
	case rule == care.R1:
		t.safety = true
		parts = append(t.cardOf("S2", n), Actions{changeIt, help})
	case rule == care.R4:
		parts = append(t.cardOf("S1", n), Actions{changeIt, help})
	case t.standing().Lock != "":
		parts = []Part{Text(fmt.Sprintf("Thanks, %d noted.", n)), Actions{changeIt, help}}
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
	return Reply{Message: Message{Parts: parts}, Personal: true}
}
