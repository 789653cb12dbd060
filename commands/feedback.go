package commands

import (
	"slices"
	"strings"

	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

// felt is Easy, About right or Hard: kept with the session, and then pain is
// asked for. It counts once; another answer takes its place until pain is told.
func (t *talk) felt() (Reply, error) {
	s, effort, err := t.ofSession()
	if err != nil {
		return Reply{}, err
	}
	if s.Pain == "" {
		s.Effort = care.Effort(effort)
		if err := t.tx.PutSession(s); err != nil {
			return Reply{}, err
		}
		t.changed = true
	}
	return Reply{Message: Message{Parts: []Part{
		Text("Thanks. Any pain with it?"),
		Actions{
			Button{Label: "No", Do: "ached", Value: "none|" + s.Cause, Primary: true},
			Button{Label: "Mild, gone now", Do: "ached", Value: "mild|" + s.Cause},
			Button{Label: "That hurt", Do: "hurt", Value: move{shown: []string{s.Exercise}}.String()},
		},
	}}, Personal: true}.instead(t.r), nil
}

// ofSession is the session that a button of feedback is about, and its answer.
func (t *talk) ofSession() (storage.Session, string, error) {
	answer, cause, _ := strings.Cut(t.r.Value, "|")
	s, err := t.tx.Session(t.me.ID, cause)
	if err == nil && s.Exercise == "" {
		err = &Problem{Text: "This session is no longer there. `/stretch done` logs another."}
	}
	return s, answer, err
}

// ached is No or Mild, gone now: with it the feedback is whole, and counts for
// what is suggested next time, once.
func (t *talk) ached() (Reply, error) {
	s, pain, err := t.ofSession()
	if err != nil {
		return Reply{}, err
	}
	if s.Pain != "" {
		return Reply{Message: Message{Parts: []Part{Text("Noted already. Thank you.")}}, Personal: true}.instead(t.r), nil
	}
	s.Pain = care.Pain(pain)
	if err := t.tx.PutSession(s); err != nil {
		return Reply{}, err
	}
	e, ok := t.library.Exercise(s.Exercise)
	if !ok {
		return Reply{}, &Problem{Text: "I no longer know this move. `/stretch list` shows them all."}
	}
	p, outcome := t.me.Moves[e.ID].After(e, care.Feedback{Effort: s.Effort, Pain: s.Pain, Moment: t.moment(s.Day)})
	t.progress(e.ID, p)
	parts := []Part{Text("Noted. Thank you.")}
	if t.standing().Lock != "" { // no talk of more or less beside a safety card
		return Reply{Message: Message{Parts: parts}, Personal: true}.instead(t.r), nil
	}
	if told := p.Tell(outcome, e, t.today()); told != "" {
		parts = append(parts, Text(told))
	}
	if outcome == care.Offered {
		parts = append(parts, Actions{
			Button{Label: "Yes", Do: "up", Value: e.ID, Primary: true, Spoken: "Yes, a little more"},
			Button{Label: "Stay here", Do: "level", Value: e.ID},
		})
	}
	row := Actions{
		Button{Label: "It helped", Do: "helped", Value: "yes|" + s.Cause},
		Button{Label: "Not really", Do: "helped", Value: "no|" + s.Cause},
	}
	if !slices.Contains(t.me.Toolbox, e.ID) {
		row = append(row, Button{Label: "Add to toolbox", Do: "keep", Value: move{shown: []string{e.ID}}.String()})
	}
	return Reply{Message: Message{Parts: append(parts, Text("Did it help?"), row)}, Personal: true}.instead(t.r), nil
}

// helped is a vote on a session. The first one counts.
func (t *talk) helped() (Reply, error) {
	s, vote, err := t.ofSession()
	if err != nil {
		return Reply{}, err
	}
	if s.Helped == "" {
		s.Helped = storage.Vote(vote)
		if err := t.tx.PutSession(s); err != nil {
			return Reply{}, err
		}
		p := t.me.Moves[s.Exercise]
		p.Votes++
		if s.Helped == storage.Yes {
			p.Helped++
		}
		t.progress(s.Exercise, p)
	}
	row := Actions{Button{Label: "Another one", Do: "another", Value: move{shown: []string{s.Exercise}}.String()}}
	if s.Helped == storage.Yes && !slices.Contains(t.me.Toolbox, s.Exercise) {
		row = append(Actions{Button{Label: "Add to toolbox", Do: "keep", Value: move{shown: []string{s.Exercise}}.String(), Primary: true}}, row...)
	}
	return Reply{Message: Message{Parts: []Part{Text("Thank you. That tells me what to show you first."), row}}, Personal: true}.instead(t.r), nil
}

// moment is the day of a decision about how much of a move, and its limits. A
// lock is at least as careful as gentle mode.
func (t *talk) moment(day habit.Day) care.Moment {
	s := t.standing()
	return care.Moment{Day: day, Gentle: s.Gentle || s.Lock != "", Raised: care.Raised(t.me.Moves, day)}
}

// stepUp accepts a little more of a move, as it was offered.
func (t *talk) stepUp() (Reply, error) {
	e, ok := t.library.Exercise(t.r.Value)
	if !ok || t.me.Moves[e.ID].Offer == 0 {
		return Reply{Message: Message{Parts: []Part{Text("This offer is over. The move stays as it is.")}}, Personal: true}.instead(t.r), nil
	}
	p, up := t.me.Moves[e.ID].Up(e, t.moment(t.today()))
	if !up {
		return Reply{Message: Message{Parts: []Part{Text("Let's keep it as it is for now. The offer comes back.")}}, Personal: true}.instead(t.r), nil
	}
	t.progress(e.ID, p)
	d := t.doseOf(e)
	return Reply{Message: Message{Parts: []Part{
		Text("Done. Next time: *" + e.Name + "*, " + amount(d, d.Seconds) + ". Stop if it hurts."),
	}}, Personal: true}.instead(t.r), nil
}

// stayHere declines it.
func (t *talk) stayHere() (Reply, error) {
	if p := t.me.Moves[t.r.Value]; p.Offer > 0 {
		t.progress(t.r.Value, p.Stay())
	}
	return Reply{Message: Message{Parts: []Part{Text("It stays as it is. A fine choice.")}}, Personal: true}.instead(t.r), nil
}

// progress keeps where the person stands with a move.
func (t *talk) progress(exercise string, p care.Progress) {
	if t.me.Moves == nil {
		t.me.Moves = map[string]care.Progress{}
	}
	t.me.Moves[exercise], t.changed = p, true
}
