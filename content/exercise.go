package content

import (
	"slices"
	"strings"
)

// Exercise is one move and everything Catcow can say about it. The slices and
// maps belong to the library: read them, never change them.
type Exercise struct {
	ID      string // a letter and two digits, such as E02
	Name    string
	Aliases []string

	Article    string   // the item of the source article that names this move, such as X2; empty when it names none
	Related    string   // the items of the source article that the move serves, as prose
	AtDesk     []string // ids of moves that stand in for it at a desk
	Target     string   // the areas as shown: "low back, waist, outer hips"
	Areas      []string // the areas as filter words, of the list Areas
	Start      string   // the starting position as shown: "floor (lying on back)"
	Positions  []string // standing, seated or floor; the usual one first
	Equipment  string
	Where      []string // as shown: "desk (corridor)"
	Tags       []string // what kind of movement: flexion, strength, walk ...
	Gentle     bool     // allowed in gentle mode
	Trim       bool     // may be cut to the time at hand
	Codes      []string // movements it asks for that some people avoid: BONE, PREG ...
	Steps      []string
	Breath     string
	Dose       [3]Dose // levels 1, 2 and 3
	DoseSource string  // where the numbers come from; for reviewers
	Status     string  // how well the numbers are backed; for reviewers
	Sources    []string
	Easier     string
	Harder     string
	Mistakes   []string
	Skip       []string // skip it, or ask first, if ...
	AltText    string   // the picture in words
	Reviewed   Reviewed

	Picture Picture // without poses when there is none
}

// Dose is how much of an exercise a level asks for.
type Dose struct {
	Level       int // 1, 2 or 3
	Sets        int
	Reps        int // in a set, on a side
	HoldSeconds int // in a repeat
	MoveSeconds int // in a repeat, the way there and back; 0 for a plain duration such as a walk
	RestSeconds int // between two sets
	PerSide     bool
	Text        string // as shown: "5 reps each side, 3 s hold"
	Seconds     int    // all of it, to the nearest 5
}

// Breaths reports whether the dose counts breaths.
func (d Dose) Breaths() bool { return strings.Contains(d.Text, "breath") }

// Holds reports whether it counts holds, not repeats.
func (d Dose) Holds() bool {
	return !strings.Contains(d.Text, "rep") && strings.Contains(d.Text, "hold")
}

// Pauses reports whether its hold is two pauses, one at each end.
func (d Dose) Pauses() bool { return strings.Contains(d.Text, "pause at each end") }

// Reviewed says who last read an item against its sources, and when.
type Reviewed struct {
	By   string
	Date string // 2026-11-22
}

// HasTag reports whether the exercise is of that kind: "strength", "walk" ...
func (e Exercise) HasTag(tag string) bool { return slices.Contains(e.Tags, tag) }

// HasArea reports whether the exercise serves that area, a word of Areas.
func (e Exercise) HasArea(area string) bool { return slices.Contains(e.Areas, area) }

// At reports whether the exercise can be done at that place: "desk" or "home".
func (e Exercise) At(place string) bool {
	return slices.ContainsFunc(e.Where, func(w string) bool {
		w, _, _ = strings.Cut(w, " (")
		return w == place
	})
}

// In reports whether the exercise can be done in that position: "standing",
// "seated" or "floor".
func (e Exercise) In(position string) bool { return slices.Contains(e.Positions, position) }

// Floor reports whether the exercise needs the floor: no other position will do.
func (e Exercise) Floor() bool { return len(e.Positions) == 1 && e.Positions[0] == "floor" }

// Trimmable reports whether the exercise may be cut to the time at hand.
func (e Exercise) Trimmable() bool { return e.Trim }

// Length is the time the numbers add up to, in seconds, to the nearest 5:
// 10 to get ready, the repeats, the rests between sets, and 5 to change sides.
// A plain duration (a walk) counts as it is.
func (d Dose) Length() int {
	sides, extra := 1, 10
	if d.PerSide {
		sides, extra = 2, 15
	}
	if d.MoveSeconds == 0 {
		extra = 0
	}
	total := extra + d.Sets*d.Reps*(d.MoveSeconds+d.HoldSeconds)*sides + d.RestSeconds*(d.Sets-1)
	return (total + 2) / 5 * 5
}
