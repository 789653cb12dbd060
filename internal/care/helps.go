package care

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"catcow/internal/habit"
)

const (
	pairWithin = 4 * time.Hour
	pairsMin   = 5
)

// Pair is what a person noted before and after an exercise, on one day.
type Pair struct {
	Exercise      string
	Before, After int
}

// PairUp finds for each session the nearest score within the 4 hours before it
// and within the 4 hours after it, on the same civil day in loc. A check-in
// serves one session of an exercise, the earliest that can have it. Sessions
// that were logged on a later day have no place here: nobody knows their hour.
func PairUp(checkins []CheckIn, sessions []Done, loc *time.Location) []Pair {
	numbers := Scored(checkins)
	sessions = slices.SortedFunc(slices.Values(sessions), func(a, b Done) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Exercise, b.Exercise))
	})
	type use struct {
		exercise string
		checkin  int
	}
	used := map[use]bool{}
	var pairs []Pair
	for _, s := range sessions {
		before, after := -1, -1
		for i, c := range numbers {
			apart := c.At.Sub(s.At)
			switch {
			case s.Exercise == "", used[use{s.Exercise, i}],
				apart.Abs() > pairWithin,
				habit.DayOf(c.At.In(loc)) != habit.DayOf(s.At.In(loc)):
			case apart <= 0:
				before = i
			case after < 0:
				after = i
			}
		}
		if before >= 0 && after >= 0 {
			used[use{s.Exercise, before}], used[use{s.Exercise, after}] = true, true
			pairs = append(pairs, Pair{s.Exercise, numbers[before].Score, numbers[after].Score})
		}
	}
	return pairs
}

// Help is what a person noted around one exercise: the middle before and after.
type Help struct {
	Exercise      string
	Before, After float64
	N             int
}

// Helps lists the exercises with 5 pairs or more, by how many there are and then by id. The size of a
// change has no part in the order: it would look like a cause.
func Helps(pairs []Pair) []Help {
	before, after := map[string][]int{}, map[string][]int{}
	for _, p := range pairs {
		before[p.Exercise] = append(before[p.Exercise], p.Before)
		after[p.Exercise] = append(after[p.Exercise], p.After)
	}
	var helps []Help
	for _, id := range slices.Sorted(maps.Keys(before)) {
		if n := len(before[id]); n >= pairsMin {
			helps = append(helps, Help{id, median(before[id]), median(after[id]), n})
		}
	}
	slices.SortStableFunc(helps, func(a, b Help) int { return cmp.Compare(b.N, a.N) })
	return helps
}

// Sentence says it of the exercise by its name. It names no cause; beside it
// stands that there are many, as a Comparison says.
func (h Help) Sentence(name string) string {
	return fmt.Sprintf("Around %s, your middle score was %s before and %s after, over %s.",
		strings.ToLower(name), Shown(h.Before), Shown(h.After), counted(h.N, "time"))
}
