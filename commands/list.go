package commands

import (
	"fmt"
	"slices"
	"strings"

	"catcow/content"
	"catcow/internal/care"
)

// list is the library as cards, by position, filtered by words.
func (t *talk) list(words string) (Reply, error) {
	if reply, locked := t.locked(); locked {
		return reply, nil
	}
	if words == everyMove {
		words = ""
	}
	wish, unknown := care.Words(words)
	fits := t.fitting(wish)
	if len(fits) == 0 || len(unknown) > 0 && wish.Empty() {
		return Reply{}, &Problem{Text: "No move fits “" + Plain(clip(words, 60)) + "”. Filter by place, time or area: `/stretch list desk`, `list floor`, `list 1 min`, `list neck`."}
	}
	parts := []Part{Heading(count(len(fits), "move"))}
	for _, line := range t.library.Framing().Exercise {
		if words == "" && line.ID == "X0" {
			parts = append(parts, Text(line.Text))
		}
	}
	parts = append(parts, filters(wish))
	for _, shelf := range shelves {
		cards := Cards{Pick: "Show me…"}
		for _, e := range fits {
			if shelf.holds(e) {
				cards.All = append(cards.All, cardOf(e))
			}
		}
		if len(cards.All) > 0 {
			parts = append(parts, Text("*"+shelf.name+"*"), cards)
		}
	}
	if len(unknown) > 0 {
		parts = append(parts, leftOut(unknown))
	}
	return Reply{Message: Message{Parts: append(parts, Note(t.library.Footer()))}}, nil
}

// filter is a filter taken from a menu: the same list, by other words.
func (t *talk) filter() (Reply, error) {
	reply, err := t.list(t.r.Value)
	if err != nil {
		return reply, err
	}
	return reply.unless(t.r), nil
}

// A shelf is moves that are done in the same position.
type shelf struct {
	name  string
	holds func(content.Exercise) bool
}

// shelves are all of them; each holds what those before it do not.
var shelves = []shelf{
	{"Sitting, at the desk", func(e content.Exercise) bool { return e.At("desk") && e.Positions[0] == "seated" }},
	{"Standing, no floor needed", func(e content.Exercise) bool { return e.At("desk") && e.Positions[0] != "seated" }},
	{"On the floor or a bed", func(e content.Exercise) bool { return !e.At("desk") }},
}

// cardOf is a move as a card.
func cardOf(e content.Exercise) Card {
	value := move{shown: []string{e.ID}}.String()
	return Card{
		Picture: pictureOf(e), Title: e.Name, Line: about(e.Dose[0].Seconds), Body: e.Target,
		Buttons: []Button{
			{Label: "Show steps", Do: "show", Value: value, Spoken: clip("Show the steps of "+e.Name, 75)},
			startButton(e, value, false),
		},
	}
}

// filters are menus for what a list can be narrowed by; each keeps what the others chose.
func filters(w care.Wish) Actions {
	place := Menu{Do: "list", Label: "Place"}
	for _, o := range []Option{{"Anywhere", ""}, {"At a desk", "desk"}, {"Sitting", "sitting"}, {"Standing", "standing"}, {"On the floor", "floor"}} {
		place.Options = append(place.Options, Option{o.Label, spoken(o.Value, w.Seconds, w.Areas, w)})
	}
	time := Menu{Do: "list", Label: "Time"}
	for _, seconds := range []int{0, 45, 60, 120} {
		label := "Any time"
		if seconds > 0 {
			label = "Up to " + strings.TrimPrefix(about(seconds), "about ")
		}
		time.Options = append(time.Options, Option{label, spoken(placeOf(w), seconds, w.Areas, w)})
	}
	area := Menu{Do: "list", Label: "Area", Options: []Option{{"All areas", spoken(placeOf(w), w.Seconds, nil, w)}}}
	for _, name := range content.Areas() {
		area.Options = append(area.Options, Option{capital(name), spoken(placeOf(w), w.Seconds, []string{name}, w)})
	}
	return Actions{place, time, area}
}

// placeOf is the word for the place or the position of a wish.
func placeOf(w care.Wish) string {
	switch {
	case w.Position == "seated":
		return "sitting"
	case w.Position != "":
		return w.Position
	case w.Place == care.Floor:
		return "home"
	}
	return w.Place
}

// spoken is a wish in words: that place, time and areas, and of w what no menu asks.
func spoken(place string, seconds int, areas []string, w care.Wish) string {
	var words []string
	if place != "" {
		words = append(words, place)
	}
	if seconds > 0 {
		words = append(words, fmt.Sprintf("%ds", seconds))
	}
	words = append(append(words, areas...), w.Kinds...)
	if w.Easy {
		words = append(words, "gentle")
	}
	if len(words) == 0 {
		return everyMove
	}
	return strings.Join(words, " ")
}

// everyMove asks for the whole list: a word that narrows nothing.
const everyMove = "moves"

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
