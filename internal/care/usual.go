package care

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"catcow/internal/habit"
)

// CheckIn is an answer to "how stiff does your back feel right now?", as the
// rules see it.
type CheckIn struct {
	At    time.Time
	Score int    // 0 to 10
	Word  string // the answer on the scale of words, one of Words4; Score then says nothing
	Pain  Pain   // what was said of pain beside it
	Cause string // what asked for it or told it: one check-in each
}

// Words4 is the scale of words, the least first. A word is never made a number:
// the scores of people who choose the same word lie far apart (HJERM11).
var Words4 = []string{"none", "mild", "moderate", "severe"}

// severe is the word that is cared for as a score of 7 or 8 is.
const severe = "severe"

// What a person's usual rests on (docs/rules.md).
const (
	usualDays = 28
	usualMost = 10
	usualMin  = 4
)

// Usual is the median of the last 10 scores within 28 days, or false when there
// are fewer than 4. The location of now is the person's zone.
func Usual(before []CheckIn, now time.Time) (float64, bool) {
	recent := within(Scored(before), now, 0, usualDays)
	if len(recent) < usualMin {
		return 0, false
	}
	return median(scoresOf(recent[max(0, len(recent)-usualMost):])), true
}

// Shown is a middle score as people read it: "4", "4.5".
func Shown(score float64) string { return strconv.FormatFloat(score, 'f', -1, 64) }

// Scored are the check-ins with a score, oldest first. One in words counts for
// nothing where scores are compared.
func Scored(checkins []CheckIn) []CheckIn {
	numbers := slices.DeleteFunc(slices.Clone(checkins), func(c CheckIn) bool { return c.Word != "" })
	slices.SortStableFunc(numbers, func(a, b CheckIn) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Cause, b.Cause))
	})
	return numbers
}

// within are the check-ins of the days before the day of now, from so many on
// and up to so many: 0 to 7 is today and the six days before.
func within(checkins []CheckIn, now time.Time, from, until int) []CheckIn {
	var found []CheckIn
	for _, c := range checkins {
		if ago := habit.DayOf(now).Sub(habit.DayOf(c.At.In(now.Location()))); ago >= from && ago < until {
			found = append(found, c)
		}
	}
	return found
}

func scoresOf(checkins []CheckIn) []int {
	scores := make([]int, len(checkins))
	for i, c := range checkins {
		scores[i] = c.Score
	}
	return scores
}

// median is the middle of the scores, of which there is at least one.
func median(scores []int) float64 {
	sorted := slices.Sorted(slices.Values(scores))
	n := len(sorted)
	return float64(sorted[(n-1)/2]+sorted[n/2]) / 2
}
