package commands

import "catcow/content"

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
	return Reply{Message: t.full(e, v), Personal: t.offBecause(e) != "", Keep: "move/" + e.ID}
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
