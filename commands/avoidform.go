package commands

import "slices"

// avoidForm is the movements and the moves that a person leaves out, in one form.
func (t *talk) avoidForm() (Reply, error) {
	return Reply{Form: &Form{Do: "avoided", Title: "What I leave out", Submit: "Save", Message: Message{Parts: []Part{
		Choices{ID: "avoid", Label: "Movements to leave out", Options: movements, Chosen: t.me.Avoid, Hint: "Only you see this. No reason is asked or kept."},
		Choices{ID: "moves", Label: "Moves to leave out", Options: t.moveOptions(), Chosen: t.me.Disliked, Hint: "None of these is suggested. You can still ask for it by name."},
	}}}}, nil
}

// moveOptions is every move, by name.
func (t *talk) moveOptions() (options []Option) {
	for _, e := range t.library.Exercises() {
		options = append(options, Option{Label: clip(e.Name, 75), Value: e.ID})
	}
	return options
}

// avoidSet is that form, submitted.
func (t *talk) avoidSet() (Reply, error) {
	all := t.moveOptions()
	moves := t.several("moves", all, t.me.Disliked)
	if len(moves) == len(all) {
		return Reply{Errors: map[string]string{"moves": "Leave at least one move in, such as belly breathing."}}, nil
	}
	t.me.Avoid, t.me.Disliked, t.changed = t.several("avoid", movements, t.me.Avoid), moves, true
	parts := []Part{Text("Saved."), Facts{
		{"Movements left out", orNone(labelsOf(movements, t.me.Avoid))},
		{"Moves left out", orNone(labelsOf(all, t.me.Disliked))},
	}}
	if picks, err := t.suggest("", nil); err != nil {
		return Reply{}, err
	} else if len(picks) == 0 && t.standing().Lock == "" {
		parts = append(parts, Text("Nothing is left to suggest by myself. You can still ask for any move by name."))
	}
	return Reply{Message: Message{Parts: append(parts, Actions{Button{Label: "Change it", Do: "avoiding"}})}, Personal: true}, nil
}

// ordered is the ids in the wanted order, and behind them those it does not name.
func ordered(all, wanted []string) []string {
	var first []string
	for _, id := range wanted {
		if slices.Contains(all, id) && !slices.Contains(first, id) {
			first = append(first, id)
		}
	}
	for _, id := range all {
		if !slices.Contains(first, id) {
			first = append(first, id)
		}
	}
	return first
}
