package commands

import (
	"catcow/content"
	"catcow/internal/care"
)

// named is one exercise that was asked for by name, or the ones a text may mean.
func (t *talk) named(found []content.Exercise) (Reply, error) {
	if len(found) > 1 {
		return Reply{Message: Message{Parts: []Part{
			Text("Which one?"),
			Actions(choices(found, "show")),
		}}}, nil
	}
	return t.steps(move{shown: []string{found[0].ID}})
}

// steps shows an exercise. During a lock the card comes first, and the steps
// stand behind "I've read this".
func (t *talk) steps(v move) (Reply, error) {
	e, ok := t.library.Exercise(v.last())
	if !ok {
		return Reply{}, &Problem{Text: "I no longer know this move. `/stretch list` shows them all."}
	}
	if standing := t.standing(); standing.Lock != "" {
		return Reply{Message: t.lockCard(standing, v.String()), Personal: true}, nil
	}
	return t.whole(e, v), nil
}

// whole is everything about a move; that one is off this person's suggestions
// is for them alone.
func (t *talk) whole(e content.Exercise, v move) Reply {
	return Reply{Message: t.full(e, v, false), Personal: t.offBecause(e) != "", Keep: "move/" + e.ID}
}

// ofMove is a button of a move, which has to be there still, and waits while a card asks for rest.
func ofMove(do func(*talk, content.Exercise, move) Reply) func(*talk) (Reply, error) {
	return func(t *talk) (Reply, error) {
		v := parseMove(t.r.Value)
		e, ok := t.library.Exercise(v.last())
		if !ok {
			return Reply{}, errNoMove
		}
		if reply, locked := t.locked(); locked {
			return reply, nil
		}
		return do(t, e, v), nil
	}
}

// easier is the same move with the lightest amount.
func (t *talk) easier(e content.Exercise, v move) Reply {
	return Reply{Message: t.full(e, v, true), Personal: t.offBecause(e) != ""}.unless(t.r)
}

// harder is more of a move where it is on offer; else how it gets harder, and when.
func (t *talk) harder(e content.Exercise, _ move) Reply {
	text := "*" + e.Name + "* gets harder like this: " + withoutIDs(e.Harder)
	p := t.me.Moves[e.ID].Current(e, t.today())
	var row Actions
	switch {
	case t.standing().Gentle || t.me.Gentle:
		text += " For now it stays gentle, and more comes later."
	case p.Off(t.today()):
		text += " It rests for now: " + t.offBecause(e) + "."
	case p.Offer > 0:
		text += " " + p.Tell(care.Offered, e, t.today())
		row = Actions{
			Button{Label: "Yes", Do: "up", Value: e.ID, Primary: true, Spoken: "Yes, a little more"},
			Button{Label: "Stay here", Do: "level", Value: e.ID},
		}
	default:
		text += " I offer a little more after a few good sessions in a row. Nothing rises by itself."
	}
	parts := []Part{Text(text)}
	if row != nil {
		parts = append(parts, row)
	}
	return Reply{Message: Message{Parts: append(parts, Note(t.library.Footer()))}, Personal: true}
}

// motion is Show movement: the picture of a move, moving.
func (t *talk) motion(e content.Exercise, _ move) Reply {
	moving := pictureOf(e)
	moving.Motion = true
	return Reply{Message: Message{Parts: []Part{
		Text("*" + e.Name + "*, moving. It stops by itself."), moving, Note(e.AltText),
		Note("To hide what moves: `/stretch settings`."),
	}}}
}

// show is Show steps, and a move taken from a list, which stays.
func (t *talk) show() (Reply, error) { return t.steps(parseMove(t.r.Value)) }

// most is how many buttons stand side by side before a menu reads better.
const most = 5

func choices(found []content.Exercise, do string) []Action {
	if len(found) > most {
		menu := Menu{Do: do, Label: "Show me…"}
		for _, e := range found {
			menu.Options = append(menu.Options, Option{Label: clip(e.Name, 75), Value: move{shown: []string{e.ID}}.String()})
		}
		return []Action{menu}
	}
	var buttons []Action
	for _, e := range found {
		buttons = append(buttons, Button{Label: clip(e.Name, 75), Do: do, Value: move{shown: []string{e.ID}}.String()})
	}
	return buttons
}
