package commands

import (
	"slices"
	"strings"

	"catcow/content"
	"catcow/internal/care"
)

// list is the library, by place, filtered by words.
func (t *talk) list(words string) (Reply, error) {
	if reply, locked := t.locked(); locked {
		return reply, nil
	}
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
	parts = append(parts, Actions(choices(fits, "show")))
	if len(unknown) > 0 {
		parts = append(parts, leftOut(unknown))
	}
	return Reply{Message: Message{Parts: append(parts, Note(t.library.Footer()))}}, nil
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
