package commands

import (
	"slices"
	"strings"
	"time"

	"catcow/content"
	"catcow/internal/care"
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
	t.skip14(v)
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
		return Reply{}, &Problem{Text: "No other move fits for now. `/stretch list` shows them all."}
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
	s := care.Situation{
		Now: t.now, Place: t.me.Place, Gentle: standing.Gentle, Lock: standing.Lock, NotThese: not,
		Moves: t.me.Moves, Toolbox: t.me.Toolbox, Disliked: t.me.Disliked, Avoid: t.me.Avoid, Focus: t.me.Focus,
		GentleOnly: t.me.Gentle, Seated: t.me.Seated, Discreet: t.me.Discreet, Plan: t.me.Plan, Skips: t.skips(),
	}.Wishing(wish)
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
	if n := len(checkins); n > 0 && checkins[n-1].Word == "" {
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

// skip14 remembers for fourteen days that a suggestion was turned down, once a
// day for each move: Slack may deliver a press again. A channel's prompt was
// suggested to nobody in particular.
func (t *talk) skip14(v move) {
	today := func(o storage.Offer) bool { return o.Exercise == v.last() && t.sameDay(o.At) }
	if v.last() == "" || v.prompt != "" || slices.ContainsFunc(t.me.Skips, today) {
		return
	}
	t.me.Skips = append(slices.DeleteFunc(slices.Clone(t.me.Skips), func(o storage.Offer) bool { return t.now.Sub(o.At) > skippedFor }),
		storage.Offer{Exercise: v.last(), At: t.now})
	t.changed = true
}

const skippedFor = 14 * 24 * time.Hour

// skips is how often each move was turned down lately.
func (t *talk) skips() map[string]int {
	skips := map[string]int{}
	for _, o := range t.me.Skips {
		if t.now.Sub(o.At) <= skippedFor {
			skips[o.Exercise]++
		}
	}
	return skips
}

// told is an option of Fit it to me…: the next move again, with what was told.
func (t *talk) told() (Reply, error) {
	reply, err := t.next(t.r.Value, nil)
	return reply.unless(t.r), err
}

// telling is what a person may tell without typing, as filter words.
var telling = []Option{
	{"I've been sitting", "been sitting"}, {"I've been standing", "been standing"}, {"I feel tense", "tense"},
	{"I just got up", "just got up"}, {"I was active", "after sport"},
	{"30 seconds", "30s"}, {"1 minute", "1 min"}, {"2 minutes", "2 min"}, {"5 minutes", "5 min"},
	{"At a desk", "desk"}, {"The floor is fine", "home"}, {"Seated", "seated"}, {"Standing", "standing"},
}

// later is Not now. Of a person's own card it counts against the move for a while.
func (t *talk) later() (Reply, error) {
	t.skip14(parseMove(t.r.Value))
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
	reply, err := t.didMove(exercise, v.prompt, t.r.Cause)
	if err != nil {
		return Reply{}, err
	}
	another := Actions{Button{Label: "Another one", Do: "another", Value: v.String()}}
	switch {
	case t.r.InForm: // where both would stand in one place
		reply.Parts = append(reply.Parts, another)
	case t.r.Direct && !t.r.Fleeting:
		reply.Instead = &Message{Parts: []Part{Text("Answered. Thank you."), another}} // Slack keeps this one
	case t.r.On.Channel == "", t.r.Fleeting: // the person's own card, not a channel's
		reply.Instead = &Message{Parts: []Part{Text("*" + exercise.Name + "*: done."), another}}
	}
	return reply, nil
}

// didMove logs a session of a move, once a day for what caused it; one that answers a
// prompt counts there, where the person is.
func (t *talk) didMove(e content.Exercise, of storage.SlotKey, cause string) (Reply, error) {
	prompt, err := t.promptNow(of)
	if err != nil {
		return Reply{}, err
	}
	if !t.standsHere(prompt) {
		prompt = ""
	}
	reply, err := t.log(storage.Session{
		User: t.me.ID, Cause: cause + "/" + e.ID + "/" + t.today().String(), Day: t.today(), At: t.now, Exercise: e.ID, Prompt: prompt,
	}, e.Name)
	if err != nil {
		return Reply{}, err
	}
	if prompt != "" {
		reply.Recount = prompt
	}
	return reply, nil
}
