package commands

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"catcow/internal/care"
	"catcow/storage"
)

// take keeps an answer as the check-in of that cause, and answers by the safety
// rules. The same answer again changes nothing; another recomputes what the
// first one did, as of the time it was given.
func (t *talk) take(a answer, cause string) (Reply, error) {
	old, err := t.tx.CheckIn(t.me.ID, cause)
	if err != nil {
		return Reply{}, err
	}
	if t.me.NoStore {
		return t.unstored(storage.CheckIn{User: t.me.ID, Cause: cause, At: t.now, Score: a.score, Word: a.word})
	}
	c := storage.CheckIn{User: t.me.ID, Cause: cause, By: cmp.Or(old.By, t.r.Cause), At: cmp.Or(old.At, t.now), Score: a.score, Word: a.word}
	if old.Cause != "" && old.Score == c.Score && old.Word == c.Word {
		return t.noted(old)
	}
	if t.me.Agreed.IsZero() {
		return t.notKept(c)
	}
	var lowered []string
	if old.Cause == "" {
		if lowered, err = t.watch(c); err != nil {
			return Reply{}, err
		}
	}
	of, err := t.keepCheckIn(c, c.At)
	if err != nil {
		return Reply{}, err
	}
	reply, err := t.answerTo(of)
	if err != nil || t.standing().Lock != "" { // no talk of more or less beside a safety card
		return reply, err
	}
	for _, id := range lowered {
		e, _ := t.library.Exercise(id)
		reply.Parts = slices.Insert(reply.Parts, 1, Part(Text(t.me.Moves[id].Tell(care.Lowered, e, t.today()))))
	}
	return reply, nil
}

// An answer is a score, or a word of the other scale.
type answer struct {
	score int
	word  string
}

// notKept is the answer while nothing may be kept: safety does not wait for consent.
func (t *talk) notKept(c storage.CheckIn) (Reply, error) {
	rule := care.Judge(care.Case{CheckIn: new(asCheckIn(c, t)), Now: c.At})
	stands := func(a care.Alert) bool { return a.Cause == c.Cause && a.Rule == care.R1 }
	if rule == care.R1 && slices.ContainsFunc(t.me.Alerts, stands) {
		return t.noted(c) // delivered again, or as high as before: the lock stays as long as it was
	}
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

// keepCheckIn keeps a check-in with all that follows from it, and takes back
// what followed from its former answer. What it raises is raised at that time.
func (t *talk) keepCheckIn(c storage.CheckIn, raised time.Time) (care.Case, error) {
	of, err := t.caseOf(c)
	if err != nil {
		return of, err
	}
	if t.me.Noticed.Equal(c.At) {
		t.me.Noticed = time.Time{}
	}
	former := t.me.Alerts
	t.me.Alerts, t.changed = care.Without(former, c.Cause), true
	before := t.standing()
	switch rule := care.Judge(of); rule {
	case "":
	case care.R6:
		t.me.Noticed = c.At
	default:
		alert := care.Alert{Rule: rule, Cause: c.Cause, At: raised}
		for _, a := range former {
			if a.Cause == c.Cause && a.Rule == rule && a.At.Equal(raised) {
				alert = a // later scores may have ended its gentle mode
			}
		}
		t.me.Alerts = care.Raise(t.me.Alerts, alert)
	}
	t.me.Alerts = care.Ease(t.me.Alerts, of.Before, *of.CheckIn)
	t.ease(before, c.Cause)
	if string(t.me.Question.Slot) == c.Cause {
		t.me.Question = storage.Question{}
	}
	return of, t.tx.PutCheckIn(c)
}

// watch lets the first answer of a check-in decide on moves that came with mild
// pain, and lists those that went a step down. A word decides nothing.
func (t *talk) watch(c storage.CheckIn) (lowered []string, err error) {
	of, err := t.caseOf(c)
	if err != nil {
		return nil, err
	}
	usual, known := care.Usual(of.Before, of.Now)
	for _, id := range slices.Sorted(maps.Keys(t.me.Moves)) {
		e, ok := t.library.Exercise(id)
		if !ok {
			continue
		}
		p, outcome := t.me.Moves[id].Watched(e, t.today(), c.Score, usual, known && c.Word == "")
		if t.me.Moves[id] = p; outcome == care.Lowered {
			lowered = append(lowered, id)
		}
	}
	return lowered, nil
}

// ease lowers each move by a step where this check-in began gentle mode, and
// takes that back where its answer was changed to one that does not.
func (t *talk) ease(before care.Standing, cause string) {
	easy := func(s care.Standing) bool { return s.Gentle || s.Lock != "" }
	now := t.standing()
	raised := slices.ContainsFunc(t.me.Alerts, func(a care.Alert) bool { return a.Cause == cause })
	for id, p := range t.me.Moves {
		e, ok := t.library.Exercise(id)
		switch {
		case ok && easy(now) && !easy(before):
			t.me.Moves[id] = p.Ease(e, cause)
		case !easy(now) && !raised: // where it is raised still, its time is over, and the step stays
			t.me.Moves[id] = p.Uneased(cause)
		case p.By == cause && !raised: // another one keeps it gentle
			p.By = now.Cause
			t.me.Moves[id] = p
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
	switch {
	case rule == care.R1 || rule == care.R2:
		t.safety = true
		parts = t.cardWith(rule.Card(), of.Blanks())
	case rule == care.R4, rule == care.R5 && t.standing().Lock == "": // its card speaks of easy moves
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
		parts = append(parts, painQuestion(c.Cause)...)
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
