package care

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// What a comparison rests on (docs/rules.md).
const (
	compareDays = 14
	compareMin  = 4
	aLittle     = 1 // less than this is the same
	clearly     = 2
)

// Comparison is the last 14 days of scores beside the 14 days before.
type Comparison struct {
	N, Min, Max     int     // the scores of both: how many, the lowest, the highest
	Recent, Earlier int     // how many of each
	A, Before       float64 // the median of each, where it has one
	Word            string  // "same", "little lower", "little higher", "lower", "higher"; "": too few to compare
}

// Compare compares the scores of the last 14 days, today included, with those of the
// 14 before. The location of now is the person's zone.
func Compare(checkins []CheckIn, now time.Time) Comparison {
	numbers := Scored(checkins)
	recent := scoresOf(within(numbers, now, 0, compareDays))
	earlier := scoresOf(within(numbers, now, compareDays, 2*compareDays))
	c := Comparison{N: len(recent) + len(earlier), Recent: len(recent), Earlier: len(earlier)}
	if c.N > 0 {
		both := slices.Concat(recent, earlier)
		c.Min, c.Max = slices.Min(both), slices.Max(both)
	}
	if c.Recent > 0 {
		c.A = median(recent)
	}
	if c.Earlier > 0 {
		c.Before = median(earlier)
	}
	if c.Recent < compareMin || c.Earlier < compareMin {
		return c
	}
	way := "lower"
	if c.A > c.Before {
		way = "higher"
	}
	switch difference := math.Abs(c.A - c.Before); {
	case difference < aLittle:
		c.Word = "same"
	case difference < clearly:
		c.Word = "little " + way
	default:
		c.Word = way
	}
	return c
}

// Sentence says it honestly: what the numbers are, and that they name no
// cause. While there are too few it counts those of the last 14 days, and once
// these are enough those of the 14 before.
func (c Comparison) Sentence() string {
	a, before := Shown(c.A), Shown(c.Before)
	var text string
	switch c.Word {
	case "":
		n := c.Recent
		if n >= compareMin {
			n = c.Earlier
		}
		text = fmt.Sprintf("Not enough check-ins yet to compare (%d of %d).", n, compareMin)
	case "same":
		text = fmt.Sprintf("About the same: middle score %s, before %s.", a, before)
	case "little lower":
		text = fmt.Sprintf("A little lower: %s, before %s. That can be ordinary up and down.", a, before)
	case "little higher":
		text = fmt.Sprintf("A little higher: %s, before %s. That can be ordinary up and down.", a, before)
	case "lower":
		text = fmt.Sprintf("Lower than before: %s, earlier %s. "+noticed, a, before)
	case "higher":
		text = fmt.Sprintf("Higher than before: %s, earlier %s. "+noticed, a, before)
	}
	if c.N == 0 {
		return text
	}
	from := fmt.Sprintf("range %d-%d", c.Min, c.Max)
	if c.Min == c.Max {
		from = fmt.Sprintf("at %d", c.Min)
	}
	return fmt.Sprintf("%s %s, %s. %s", text, counted(c.N, "check-in"), from, manyReasons)
}

const (
	noticed     = "Two points is a change many people notice in studies of back pain."
	manyReasons = "Scores move for many reasons, so I can't say why."
)
