package commands

import (
	"fmt"
	"slices"
	"time"

	"catcow/internal/care"
	"catcow/storage"
)

// answers says whether the person has decided what becomes of their answers: they are
// kept, or they are given and forgotten.
func (t *talk) answers() bool { return !t.me.Agreed.IsZero() || t.me.NoStore }

// dontStore is "don't store": answers are given and forgotten from now on.
func (t *talk) dontStore(string) (Reply, error) { return t.noStore() }

// noStorePressed is Don't store.
func (t *talk) noStorePressed() (Reply, error) {
	reply, err := t.noStore()
	return reply.instead(t.r), err
}

// noStore keeps no answer from now on. Value is "now|" and the question that was answered, to be asked
// again, or nothing.
func (t *talk) noStore() (Reply, error) {
	t.forgetAnswers()
	cause, asked := cutNow(t.r.Value)
	if asked {
		m := Message{Parts: append(append([]Part{Text("All right: I answer you, and keep nothing of it.")}, question()...), t.scores("score", cause)...)}
		return Reply{Instead: &m}, nil
	}
	earlier, err := t.checkIns()
	if err != nil {
		return Reply{}, err
	}
	parts := []Part{Text("From now on I keep none of your check-in answers. You get an answer to each, and then it is forgotten.")}
	if p := t.me.CheckIns.Plan; !p.IsZero() {
		parts = append(parts, Text("I still ask you "+when(p)+". `/stretch checkin off` ends that."))
	}
	parts = append(parts, Note("After a 9 or 10 I keep that a safety card was shown, until moves are back; not the number. `/stretch store` has me keep answers again."))
	if len(earlier) > 0 {
		parts = append(parts, Text("What I kept before stays until it is "+count(t.keptCheckIns(), "day")+" old: "+count(len(earlier), "check-in")+"."),
			Actions{Button{Label: "Erase the earlier ones", Do: "unkeep", Danger: true, Spoken: "Erase my earlier check-ins for good"}})
	}
	return Reply{Message: Message{Parts: parts}, Personal: true}, nil
}

// cutNow parts the value of a button that asks a question again.
func cutNow(value string) (cause string, now bool) {
	if len(value) < 4 || value[:4] != "now|" {
		return "", false
	}
	return value[4:], true
}

// forgetAnswers keeps no answer from now on.
func (t *talk) forgetAnswers() {
	t.me.NoStore, t.me.Agreed, t.changed = true, time.Time{}, true
}

// store is "store": whoever wants answers kept agrees to it first.
func (t *talk) store(string) (Reply, error) { return t.keepAnswers() }

// storePressed is Store.
func (t *talk) storePressed() (Reply, error) {
	reply, err := t.keepAnswers()
	return reply.instead(t.r), err
}

func (t *talk) keepAnswers() (Reply, error) {
	if !t.me.Agreed.IsZero() {
		return Reply{Message: Message{Parts: []Part{
			Text("Your check-ins are kept, for " + count(t.keptCheckIns(), "day") + ". `/stretch don't store` ends that."),
		}}, Personal: true}, nil
	}
	return Reply{Message: Message{Parts: t.consent("")}, Personal: true}, nil
}

// unkeep is Erase the earlier ones: every check-in, and of safety cards what is over.
func (t *talk) unkeep() (Reply, error) {
	all, err := t.tx.CheckIns(t.me.ID, time.Time{})
	if err != nil {
		return Reply{}, err
	}
	for _, c := range all {
		if err := t.tx.DropCheckIn(t.me.ID, c.Cause); err != nil {
			return Reply{}, err
		}
	}
	t.restOnly(t.now)
	t.changed = true
	return Reply{Message: Message{Parts: []Part{Text("They are erased. What protects you now, such as gentle mode, stays until it is over.")}}, Personal: true}.instead(t.r), nil
}

// restOnly keeps, of the safety cards before the time that are over, the days of rest.
func (t *talk) restOnly(before time.Time) (old bool) {
	over, young := t.partAlerts(before)
	t.me.Alerts = young
	t.me.Pauses = slices.Concat(t.me.Pauses, care.Rests(over, t.now.Location()))
	return len(over) > 0
}

// unstored answers a check-in of which nothing is kept, by the rules that look at one
// answer alone. A 9 or 10 locks moves as Something feels wrong does, and in the same
// words on disk: which of the two it was is not to be told from it.
func (t *talk) unstored(c storage.CheckIn) (Reply, error) {
	if old, err := t.tx.CheckIn(t.me.ID, c.Cause); err != nil {
		return Reply{}, err
	} else if old.Cause != "" { // an answer from before is changed: it goes
		t.me.Alerts = care.Without(t.me.Alerts, c.Cause)
		if err := t.tx.DropCheckIn(t.me.ID, c.Cause); err != nil {
			return Reply{}, err
		}
		t.changed = true
	}
	if string(t.me.Question.Slot) == c.Cause {
		t.me.Question, t.changed = storage.Question{}, true
	}
	of := care.Case{CheckIn: new(asCheckIn(c, t)), Now: c.At}
	switch care.Judge(of) {
	case care.R1:
		t.alarm(care.R0, true)
		return Reply{Message: Message{Parts: append(t.cardWith(care.R1.Card(), of.Blanks()),
			Text("Your number is not kept. So that no move comes unasked, I keep that a safety card was shown, as after *Something feels wrong*. It goes when moves are back."),
			Actions{
				Button{Label: "I've read this", Do: "read", Primary: true},
				Button{Label: "When to get help", Do: "when"},
				Button{Label: "I meant something else", Do: "meant"},
			})}, Personal: true}, nil
	case care.R4:
		return Reply{Message: Message{Parts: []Part{
			Text("Thanks for telling me. That sounds like a tough one. Easy walking and slow breathing are enough for today."),
			Text("If the pain is sharp, or it keeps hanging around, don't push through it. Please check with a doctor or physio."),
			Note("Nothing of your answer is kept, so I can't be gentle by myself. *Gentle moves, until I say* in `/stretch settings` can."),
			t.afterwards("Show me a light move", "told", "gentle"),
		}}, Personal: true}, nil
	}
	said := fmt.Sprint(c.Score)
	if c.Word != "" {
		said = "“" + c.Word + "”"
	}
	said = "Thanks, " + said + " heard, and nothing of it kept."
	if t.standing().Lock == "" {
		said += " Want a move, or shall I leave you to it?"
	}
	return Reply{Message: Message{Parts: []Part{
		Text(said),
		t.afterwards("Show me a move", "next", ""),
	}}, Personal: true}, nil
}

// afterwards are the buttons below the answer to a check-in that is not kept.
func (t *talk) afterwards(label, do, value string) Actions {
	row := Actions{
		Button{Label: label, Do: do, Value: value, Primary: true},
		Button{Label: "When to get help", Do: "when"},
		Button{Label: "Something feels wrong", Do: "wrong"},
	}
	if t.standing().Lock != "" {
		return row[1:]
	}
	return row
}
