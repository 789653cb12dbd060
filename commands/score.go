package commands

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// rate is a typed score. In the direct message it answers the question that waits.
func (t *talk) rate(n int) (Reply, error) {
	if n < 0 || n > 10 {
		return Reply{}, &Problem{Text: "A check-in is a whole number from 0 (not stiff at all) to 10 (as stiff as you can imagine). For times, type them like `14:00`."}
	}
	return t.rateAs(answer{score: n})
}

// rateAs takes a typed answer; one that fits the question that waits answers it.
func (t *talk) rateAs(a answer) (Reply, error) {
	cause, err := t.answered()
	if err != nil {
		return Reply{}, err
	}
	if cause != "" { // delivered again
		c, err := t.tx.CheckIn(t.me.ID, cause)
		if err != nil {
			return Reply{}, err
		}
		return t.noted(c)
	}
	q := t.me.Question
	if q.Slot == "" || !t.sameDay(q.Asked) {
		return t.take(a, t.r.Cause)
	}
	reply, err := t.take(a, string(q.Slot))
	if t.answers() && q.TS != "" {
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
	return t.answerQuestion(answer{score: n}, cause)
}

// answerQuestion takes what was pressed below a question.
func (t *talk) answerQuestion(a answer, cause string) (Reply, error) {
	if cause == "" {
		cause = t.r.Cause
	} else if late, err := t.tooLate(a, cause); late.Instead != nil || err != nil {
		return late, err
	} else if err := t.arrived(storage.SlotKey(cause)); err != nil {
		return Reply{}, err
	}
	reply, err := t.take(a, cause)
	if err != nil || !t.answers() {
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
func (t *talk) tooLate(a answer, cause string) (Reply, error) {
	old, err := t.tx.CheckIn(t.me.ID, cause)
	if err != nil {
		return Reply{}, err
	}
	if old.Cause != "" {
		if old.Score == a.score && old.Word == a.word {
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
			Text("That question was for another day. `/stretch checkin " + cmp.Or(a.word, strconv.Itoa(a.score)) + "` tells me about now."),
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
	reply, err := t.take(answer{score: n}, cause)
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

// change is Change my answer. What was said of pain can be changed too.
func (t *talk) change() (Reply, error) {
	c, err := t.tx.CheckIn(t.me.ID, t.r.Value)
	parts := append(question(), t.scores("rescore", t.r.Value)...)
	if c.Pain != "" {
		parts = append(parts, painQuestion(c.Cause)...)
	}
	return Reply{Message: Message{Parts: parts}, Personal: true}.unless(t.r), err
}

// notToday is Not today, typed.
func (t *talk) notToday(string) (Reply, error) {
	snoozed := t.unsnooze(storage.Asking)
	if q := t.me.Question; q.Slot != "" && t.sameDay(q.Asked) {
		t.me.Question, t.changed = storage.Question{}, true
		t.notLater(q.Slot)
		reply := Reply{Message: Message{Parts: []Part{Text("No check-in today. That's fine.")}}}
		if q.TS != "" {
			reply.Edits = []Edit{{Place{q.Channel, q.TS}, Message{Parts: []Part{Text("No check-in today.")}}}}
		}
		return reply, nil
	}
	if snoozed {
		return Reply{Message: Message{Parts: []Part{Text("No check-in today. That's fine.")}}}, nil
	}
	return Reply{Message: Message{Parts: []Part{Text("I wasn't going to ask. `/stretch pause` gives you quiet for longer.")}}}, nil
}

// skip is Not today.
func (t *talk) skip() (Reply, error) {
	if old, err := t.tx.CheckIn(t.me.ID, t.r.Value); err != nil || old.Cause != "" {
		return t.already(t.r.Value), err
	}
	if err := t.arrived(storage.SlotKey(t.r.Value)); err != nil {
		return Reply{}, err
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
