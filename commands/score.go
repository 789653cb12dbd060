package commands

import (
	"cmp"
	"fmt"
	"math"
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
	return t.answerQuestion(answer{score: n}, cause)
}

// answerQuestion takes what was pressed below a question.
func (t *talk) answerQuestion(a answer, cause string) (Reply, error) {
	if cause == "" {
		cause = t.r.Cause
	} else if late, err := t.tooLate(a, cause); late.Instead != nil || err != nil {
		return late, err
	}
	reply, err := t.take(a, cause)
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

// change is Change my answer.
func (t *talk) change() (Reply, error) {
	return Reply{Message: Message{Parts: append(question(), t.scores("rescore", t.r.Value)...)}, Personal: true}.unless(t.r), nil
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

// take keeps an answer as the check-in of that cause, and answers by the safety
// rules. The same answer again changes nothing; another recomputes what the
// first one did, as of the time it was given.
func (t *talk) take(a answer, cause string) (Reply, error) {
	old, err := t.tx.CheckIn(t.me.ID, cause)
	if err != nil {
		return Reply{}, err
	}
	c := storage.CheckIn{User: t.me.ID, Cause: cause, By: t.r.Cause, At: cmp.Or(old.At, t.now), Score: a.score, Word: a.word}
	if old.Cause != "" && old.Score == c.Score && old.Word == c.Word {
		return t.noted(old)
	}
	if t.me.Agreed.IsZero() {
		return t.notKept(c)
	}
	return t.keepCheckIn(c)
}

// An answer is a score, or a word of the other scale.
type answer struct {
	score int
	word  string
}

// notKept is the answer while nothing may be kept: safety does not wait for consent.
func (t *talk) notKept(c storage.CheckIn) (Reply, error) {
	rule := care.Judge(care.Case{CheckIn: new(asCheckIn(c, t)), Now: c.At})
	changed := slices.ContainsFunc(t.me.Alerts, func(a care.Alert) bool { return a.Cause == c.Cause })
	if rule == care.R1 || changed {
		t.me.Alerts, t.changed = care.Without(t.me.Alerts, c.Cause), true
	}
	if rule == care.R1 {
		t.me.Alerts = care.Raise(t.me.Alerts, care.Alert{Rule: rule, Cause: c.Cause, At: c.At})
		return t.noted(c)
	}
	return Reply{Message: Message{Parts: append([]Part{Text("Your answer is not kept yet.")}, t.consent(c.Cause)...)}, Personal: true}, nil
}

// keepCheckIn keeps a check-in with all that follows from it.
func (t *talk) keepCheckIn(c storage.CheckIn) (Reply, error) {
	of, err := t.caseOf(c)
	if err != nil {
		return Reply{}, err
	}
	t.me.Alerts, t.changed = care.Without(t.me.Alerts, c.Cause), true
	before := t.standing()
	switch rule := care.Judge(of); rule {
	case "":
	case care.R6:
		t.me.Noticed = c.At
	default:
		t.me.Alerts = care.Raise(t.me.Alerts, care.Alert{Rule: rule, Cause: c.Cause, At: c.At})
	}
	t.me.Alerts = care.Ease(t.me.Alerts, of.Before, *of.CheckIn)
	t.ease(before, c.Cause)
	if usual, ok := care.Usual(of.Before, of.Now); ok && c.Word == "" {
		for id, p := range t.me.Moves {
			if e, ok := t.library.Exercise(id); ok {
				t.me.Moves[id], _ = p.Watched(e, t.today(), c.Score, usual, true)
			}
		}
	}
	if err := t.tx.PutCheckIn(c); err != nil {
		return Reply{}, err
	}
	if string(t.me.Question.Slot) == c.Cause {
		t.me.Question = storage.Question{}
	}
	return t.answerTo(of)
}

// ease lowers each move by a step where this check-in began gentle mode, and
// takes that back where its answer was changed to one that does not.
func (t *talk) ease(before care.Standing, cause string) {
	easy := func(s care.Standing) bool { return s.Gentle || s.Lock != "" }
	switch now := t.standing(); {
	case easy(now) && !easy(before):
		t.me.EasedBy = cause
		for id, p := range t.me.Moves {
			if e, ok := t.library.Exercise(id); ok {
				t.me.Moves[id] = p.Ease(e)
			}
		}
	case !easy(now) && t.me.EasedBy == cause:
		t.me.EasedBy = ""
		for id, p := range t.me.Moves {
			t.me.Moves[id] = p.Uneased()
		}
	}
}

// caseOf is the check-in with all that the rules look at.
func (t *talk) caseOf(c storage.CheckIn) (care.Case, error) {
	all, err := t.checkIns()
	before := slices.DeleteFunc(all, func(b care.CheckIn) bool { return b.Cause == c.Cause || b.At.After(c.At) })
	noticed := t.me.Noticed
	if noticed.Equal(c.At) {
		noticed = time.Time{} // it was this one that led to it
	}
	return care.Case{CheckIn: new(asCheckIn(c, t)), Before: before, Noticed: noticed, Now: c.At.In(t.now.Location())}, err
}

// noted is the answer to a check-in that is kept already.
func (t *talk) noted(c storage.CheckIn) (Reply, error) {
	of, err := t.caseOf(c)
	if err != nil {
		return Reply{}, err
	}
	return t.answerTo(of)
}

// answerTo is what a check-in is answered: the card of its rule, and nothing
// playful beside one; else thanks, and the offer of a move.
func (t *talk) answerTo(of care.Case) (Reply, error) {
	c := *of.CheckIn
	row := Actions{
		Button{Label: "Change my answer", Do: "change", Value: c.Cause},
		Button{Label: "When to get help", Do: "when"},
	}
	rule := care.Judge(of)
	var parts []Part
	switch rule {
	case care.R1, care.R2:
		t.safety = true
		parts = t.cardWith(rule.Card(), of.Blanks())
	case care.R4, care.R5:
		parts = t.cardWith(rule.Card(), of.Blanks())
	default:
		parts = []Part{Text(t.thanks(of))}
		if t.standing().Lock == "" {
			parts = []Part{Text(t.thanks(of) + " Want a move, or shall I leave you to it?")}
			row = Actions{Button{Label: "Show me a move", Do: "next", Primary: true}, row[0], Button{Label: "Something feels wrong", Do: "wrong"}}
		}
	}
	parts = append(parts, row)
	switch {
	case rule == care.R6:
		parts = append(parts, t.cardWith(rule.Card(), of.Blanks())...)
		parts = append(parts, Actions{Button{Label: "Tips for a visit", Do: "prepare"}})
	case rule == care.R4 || rule == care.R5 || rule == "":
		if care.LongGentle(t.me.Alerts, t.now) && t.now.Sub(t.me.Noticed) >= care.NoticeEvery {
			t.me.Noticed, t.changed = t.now, true
			parts = append(parts, t.cardOf(care.R6.Card())...)
			parts = append(parts, Actions{Button{Label: "Tips for a visit", Do: "prepare"}})
		}
	}
	if t.me.AskPain && c.Pain == "" && t.standing().Lock == "" && !t.me.Agreed.IsZero() {
		parts = append(parts, Text("Any pain with it?"), Actions{
			Button{Label: "No", Do: "pain", Value: "none|" + c.Cause},
			Button{Label: "A little", Do: "pain", Value: "little|" + c.Cause},
			Button{Label: "Yes, and it's sharp or spreading", Do: "pain", Value: "sharp|" + c.Cause},
		})
	}
	return Reply{Message: Message{Parts: parts}, Personal: true}, nil
}

// thanks repeats what was noted, to the person alone.
func (t *talk) thanks(of care.Case) string {
	c := *of.CheckIn
	if c.Word != "" {
		return "Thanks, “" + c.Word + "” noted."
	}
	text := fmt.Sprintf("Thanks, %d noted.", c.Score)
	if usual, ok := care.Usual(of.Before, of.Now); ok && math.Abs(float64(c.Score)-usual) <= 1 {
		text += " That's about your usual."
	}
	return text
}

// pain is the answer to "any pain with it?": it belongs to the check-in, and
// sharp pain is rule R1.
func (t *talk) pain() (Reply, error) {
	said, cause, _ := strings.Cut(t.r.Value, "|")
	c, err := t.tx.CheckIn(t.me.ID, cause)
	if err != nil {
		return Reply{}, err
	}
	pain := care.Pain(said)
	if c.Cause == "" || !slices.Contains([]care.Pain{care.NoPain, care.SomePain, care.SharpPain}, pain) {
		return Reply{}, &Problem{Text: "This check-in is no longer there. `/stretch checkin` makes another."}
	}
	c.Pain = pain
	reply, err := t.keepCheckIn(c)
	if pain != care.SharpPain && err == nil {
		reply = Reply{Message: Message{Parts: []Part{Text("Noted. Thank you."), Actions{
			Button{Label: "Show me a move", Do: "next", Primary: true},
			Button{Label: "Change my answer", Do: "change", Value: cause},
		}}}, Personal: true}
	}
	return reply.instead(t.r), err
}

// word is an answer on the scale of words.
func (t *talk) word() (Reply, error) {
	a, cause, err := t.pressedWord()
	if err != nil {
		return Reply{}, err
	}
	return t.answerQuestion(a, cause)
}

// reword is a word pressed after Change my answer.
func (t *talk) reword() (Reply, error) {
	a, cause, err := t.pressedWord()
	if err != nil {
		return Reply{}, err
	}
	reply, err := t.take(a, cause)
	return reply.instead(t.r), err
}

func (t *talk) pressedWord() (a answer, cause string, err error) {
	word, cause, _ := strings.Cut(t.r.Value, "|")
	if !slices.Contains(care.Words4, word) {
		err = &Problem{Text: "This button is from an older Catcow. Type `/stretch checkin` and a number from 0 to 10."}
	}
	return answer{word: word}, cause, err
}

// prepare is what helps to have ready for a visit.
func (t *talk) prepare() (Reply, error) {
	parts := []Part{
		Heading("Before you see a doctor or physio"),
		Text("A few notes make the visit easier:"),
		List{
			"when it began, and what you were doing around then",
			"what makes it better, and what makes it worse",
			"how your nights and your mornings are",
			"what you would like to do again, and can't at the moment",
			"other conditions, and what you take for them",
		},
		Text("`/stretch trend` shows your check-ins, if you want to bring them."),
	}
	if found, ok := t.library.Tip("T1"); ok {
		parts = append(parts, t.tipParts(found[0])...)
	}
	return Reply{Message: Message{Parts: append(parts, Actions{Button{Label: "When to get help", Do: "when"}}, Note(t.library.Footer()))}}, nil
}
