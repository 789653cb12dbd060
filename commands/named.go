package commands

import (
	"slices"
	"strings"

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
	return Reply{Message: t.full(e, v)}, nil
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

// list is the library, by place, filtered by words.
func (t *talk) list(words string) (Reply, error) {
	wish, unknown := care.Words(words)
	fits := t.fitting(wish)
	if len(fits) == 0 || len(unknown) > 0 && wish.Empty() {
		return Reply{}, &Problem{Text: "No move fits “" + Plain(clip(words, 60)) + "”. Filter by place, time or area: `/stretch list desk`, `list floor`, `list 1 min`, `list neck`."}
	}
	var desk, other List
	for _, e := range fits {
		line := "*" + e.Name + "*, " + about(e.Dose[0].Seconds) + ": " + e.Target
		if e.At("desk") {
			desk = append(desk, line)
		} else {
			other = append(other, line)
		}
	}
	parts := []Part{Heading(count(len(fits), "move"))}
	for _, line := range t.library.Framing().Exercise {
		if words == "" && line.ID == "X0" {
			parts = append(parts, Text(line.Text))
		}
	}
	if len(desk) > 0 {
		parts = append(parts, Text("*At the desk, no floor needed*"), desk)
	}
	if len(other) > 0 {
		parts = append(parts, Text("*On the floor or a bed*"), other)
	}
	return Reply{Message: Message{Parts: append(parts,
		Actions(choices(fits, "show")),
		Note(t.library.Footer()),
	)}}, nil
}

// fitting is every move that fits the wish, in the library's order. What the
// wish leaves open is no filter here.
func (t *talk) fitting(wish care.Wish) []content.Exercise {
	s := care.Situation{Now: t.now, Place: care.Floor, Seconds: 60 * 60}.Wishing(wish)
	var fits []content.Exercise
	for _, pick := range care.Suggest(t.library.Exercises(), s) {
		fits = append(fits, pick.Exercise)
	}
	slices.SortFunc(fits, func(a, b content.Exercise) int { return strings.Compare(a.ID, b.ID) })
	return fits
}
