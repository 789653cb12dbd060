package commands

import (
	"slices"
	"strings"
	"time"

	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

// next is the next move for this person, one that fits the words; unknown are
// those that said nothing.
func (t *talk) next(words string, unknown []string) (Reply, error) {
	if reply, locked := t.locked(); locked {
		return reply, nil
	}
	picks, err := t.suggest(words, nil)
	if err != nil {
		return Reply{}, err
	}
	if len(picks) == 0 {
		return Reply{Message: Message{Parts: []Part{
			Text("No move fits all of that. Ask for less, such as `/stretch desk` or `/stretch 1 min`, or see them all with `/stretch list`."),
			Actions{Button{Label: "Show me a move", Do: "next", Primary: true}},
		}}}, nil
	}
	t.offer(picks[0].Exercise.ID)
	m := t.card(picks[0], move{shown: []string{picks[0].Exercise.ID}, words: words})
	if len(unknown) > 0 {
		m.Parts = append(m.Parts, leftOut(unknown))
	}
	return Reply{Message: m, Personal: true}, nil // its reason may tell something
}

func leftOut(unknown []string) Note {
	return Note("I left out what I don't know: " + Plain(strings.Join(unknown, " ")) + ".")
}

// another is the runner-up, for the one who pressed; Value holds what was
// shown already. It also serves buttons that ask for a first move.
func (t *talk) another() (Reply, error) {
	if reply, locked := t.locked(); locked {
		return reply.unless(t.r), nil
	}
	v := parseMove(t.r.Value)
	picks, err := t.suggest(v.words, v.shown)
	if err != nil {
		return Reply{}, err
	}
	if len(picks) == 0 && len(v.shown) > 0 { // every move was shown: begin again
		v.shown = nil
		if picks, err = t.suggest(v.words, nil); err != nil {
			return Reply{}, err
		}
	}
	if len(picks) == 0 {
		return Reply{}, &Problem{Text: "No other move fits just now. `/stretch list` shows them all."}
	}
	id := picks[0].Exercise.ID
	t.offer(id)
	v.shown = append(v.shown, id)
	return Reply{Message: t.card(picks[0], v), Personal: true}.unless(t.r), nil
}

// unless lets an answer take the place of the card whose button was pressed,
// unless that card is a channel's prompt, which belongs to everybody, or a
// plain message that others may want to keep.
func (reply Reply) unless(r Request) Reply {
	if r.Fleeting || r.InForm {
		return reply.instead(r)
	}
	return reply
}

// suggest asks care for moves, with what is known of the person.
func (t *talk) suggest(words string, not []string) ([]care.Pick, error) {
	standing := t.standing()
	wish, _ := care.Words(words)
	s := care.Situation{Now: t.now, Gentle: standing.Gentle, Lock: standing.Lock, NotThese: not}.Wishing(wish)
	sessions, err := t.tx.Sessions(t.me.ID, t.today().Add(-14))
	if err != nil {
		return nil, err
	}
	for _, session := range sessions {
		if session.Exercise != "" {
			s.Done = append(s.Done, care.Done{Exercise: session.Exercise, At: session.At.In(t.now.Location())})
		}
	}
	for _, o := range t.me.Offered {
		s.Offered = append(s.Offered, o.Exercise)
	}
	checkins, err := t.tx.CheckIns(t.me.ID, t.now.Add(-12*time.Hour))
	if err != nil {
		return nil, err
	}
	if n := len(checkins); n > 0 {
		s.Score, s.Scored = checkins[n-1].Score, true
	}
	return care.Suggest(t.library.Exercises(), s), nil
}

// keptOffers is how many suggestions are remembered: more than the five that
// the rule "not lately" asks for, so that a quick run of Another one counts.
const keptOffers = 10

func (t *talk) offer(exercise string) {
	t.me.Offered = append(t.me.Offered, storage.Offer{Exercise: exercise, At: t.now})
	if n := len(t.me.Offered) - keptOffers; n > 0 {
		t.me.Offered = slices.Delete(t.me.Offered, 0, n)
	}
	t.changed = true
}

// later is Not now.
func (t *talk) later() (Reply, error) {
	m := Message{Parts: []Part{Text("No problem. `/stretch` is here whenever you like.")}}
	return Reply{Message: m}.unless(t.r), nil
}

// did is Did it: one session a day for this move on this message, however
// often the press comes.
func (t *talk) did() (Reply, error) {
	v := parseMove(t.r.Value)
	exercise, ok := t.library.Exercise(v.last())
	if !ok {
		return Reply{}, &Problem{Text: "I no longer know this move. `/stretch done` logs a session without a name."}
	}
	added, err := t.tx.AddSession(storage.Session{
		User: t.me.ID, Cause: t.r.Cause + "/" + exercise.ID + "/" + t.today().String(), Day: t.today(), At: t.now, Exercise: exercise.ID, Prompt: v.prompt,
	})
	if err != nil {
		return Reply{}, err
	}
	reply, err := t.logged(exercise.Name, t.today(), added)
	if err != nil {
		return Reply{}, err
	}
	if v.prompt != "" {
		reply.Recount = v.prompt
	}
	if t.r.On.Channel == "" || t.r.Fleeting || t.r.Direct { // the person's own card, not a channel's
		text := "*" + exercise.Name + "*: done."
		if t.r.Direct && !t.r.Fleeting {
			text = "Answered. Thank you." // Slack keeps this one
		}
		reply.Instead = &Message{Parts: []Part{
			Text(text),
			Actions{Button{Label: "Another one", Do: "another", Value: v.String()}},
		}}
	}
	t.changed = t.changed || added
	return reply, nil
}

// logged says what a session did for the streak. During a lock the streak is
// not talked about.
func (t *talk) logged(what string, day habit.Day, added bool) (Reply, error) {
	text := "Logged"
	if !added {
		text = "That one was logged already"
	}
	if what != "" {
		text += ": *" + what + "*"
	}
	if day != t.today() {
		text += ", for " + onDay(day, t.today())
	}
	text += "."
	if t.standing().Lock == "" {
		streak, err := t.streakNow()
		if err != nil {
			return Reply{}, err
		}
		text += " " + streakLine(streak)
	}
	return Reply{Message: Message{Parts: []Part{Text(text)}}, Personal: true}, nil
}
