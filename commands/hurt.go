package commands

import (
	"slices"
	"strings"
	"time"

	"catcow/content"
	"catcow/internal/care"
)

// hurt is That hurt: the move rests, the streak too, and the second time within
// a week is rule R3. The same button counts once a day.
func (t *talk) hurt() (Reply, error) {
	e, ok := t.library.Exercise(parseMove(t.r.Value).last())
	if !ok {
		return Reply{}, &Problem{Text: "I no longer know this move. If something feels wrong, type `/stretch help now`."}
	}
	t.safety = true
	cause := strings.Join([]string{t.r.Cause, e.ID, t.today().String()}, "/")
	told := slices.ContainsFunc(t.me.Alerts, func(a care.Alert) bool { return a.Cause == cause })
	if !told {
		p, _ := t.me.Moves[e.ID].After(e, care.Feedback{Pain: care.Hurt, Moment: t.moment(t.today())})
		t.progress(e.ID, p)
		rule := care.Judge(care.Case{Hurts: append(t.hurts(), t.now), Now: t.now})
		if rule != care.R3 {
			rule = care.ThatHurt
		}
		t.me.Alerts = care.Raise(t.me.Alerts, care.Alert{Rule: rule, Cause: cause, At: t.now})
	}
	return Reply{Message: t.hurtCard(e), Personal: true}.unless(t.r), nil
}

// hurts is when the person said so before.
func (t *talk) hurts() []time.Time {
	var times []time.Time
	for _, a := range t.me.Alerts {
		if a.Rule == care.ThatHurt || a.Rule == care.R3 {
			times = append(times, a.At)
		}
	}
	return times
}

func (t *talk) hurtCard(e content.Exercise) Message {
	off := "*" + e.Name + "* is off your list until " + onDay(t.me.Moves[e.ID].Parked, t.today()) + "."
	if t.me.Moves[e.ID].Out {
		off = "*" + e.Name + "* is off your list until you take it back: `/stretch take back " + strings.ToLower(e.Name) + "`."
	}
	buttons := Actions{
		Button{Label: "Something feels wrong", Do: "wrong", Primary: true},
		Button{Label: "When to get help", Do: "when"},
	}
	if t.standing().Lock != "" {
		return Message{Parts: append(t.lockCard(t.standing(), "").Parts, Text(off))}
	}
	if t.me.Moves[e.ID].Out {
		return Message{Parts: []Part{
			Text("Thanks for saying so, and good call to stop. " + off),
			Text("If it stays sore, gets worse or spreads down a leg, please talk to a doctor or physio." + t.ofStreak(streakSafe)),
			buttons,
		}}
	}
	card := t.cardWith(care.ThatHurt.Card(), content.Blanks{Exercise: e.Name})
	for i, part := range card {
		text, _ := part.(Text)
		if rest, said := strings.CutSuffix(string(text), streakSafe); said {
			card[i] = Text(rest + t.ofStreak(streakSafe))
		}
	}
	return Message{Parts: append(card, buttons)}
}

// streakSafe is how the card ends, for those who see their streak.
const streakSafe = " Your streak is safe."
