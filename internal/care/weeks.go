package care

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"catcow/internal/habit"
)

const (
	daysAWeek = 7
	bandDays  = 28
	bandMin   = 4
)

// Charted is how many points a chart holds.
const Charted = 20

// Week is seven days of check-ins: a point of the chart. Without a check-in (N
// is 0) it is a gap, and stays one.
type Week struct {
	From     habit.Day // the first of its days
	Median   float64
	N        int
	Min, Max int
}

// Weeks are the last n weeks of scores, 20 at most, oldest first. The last one
// ends with the day of now, whose location is the person's zone, so that it is
// as long as the others. They begin with the first that has a score.
func Weeks(checkins []CheckIn, now time.Time, n int) []Week {
	numbers := Scored(checkins)
	var weeks []Week
	for ago := min(n, Charted) - 1; ago >= 0; ago-- {
		week := Week{From: habit.DayOf(now).Add(1 - (ago+1)*daysAWeek)}
		scores := scoresOf(within(numbers, now, ago*daysAWeek, (ago+1)*daysAWeek))
		if len(scores) > 0 {
			week.N, week.Median = len(scores), median(scores)
			week.Min, week.Max = slices.Min(scores), slices.Max(scores)
		}
		if len(scores)+len(weeks) > 0 {
			weeks = append(weeks, week)
		}
	}
	return weeks
}

// Band is the middle half of the scores of the last 28 days, "your usual
// range", or false when there are fewer than 4. Its ends are the medians of
// the lower and the upper half; a score in the very middle belongs to both.
func Band(checkins []CheckIn, now time.Time) (lo, hi float64, ok bool) {
	scores := scoresOf(within(Scored(checkins), now, 0, bandDays))
	if len(scores) < bandMin {
		return 0, 0, false
	}
	slices.Sort(scores)
	half := (len(scores) + 1) / 2
	return median(scores[:half]), median(scores[len(scores)-half:]), true
}

// Alt is the chart of the weeks in words, for those who do not see it: "" when
// there is no chart to see.
func Alt(weeks []Week) string {
	n := 0
	lowest, highest := 10, 0
	middles := make([]string, len(weeks))
	for i, w := range weeks {
		if w.N == 0 {
			middles[i] = "none"
			continue
		}
		n += w.N
		lowest, highest = min(lowest, w.Min), max(highest, w.Max)
		middles[i] = Shown(w.Median)
	}
	if n == 0 {
		return ""
	}
	scores := "scores"
	if len(weeks) == 1 {
		scores = "score"
	}
	return fmt.Sprintf("Line chart of %s over %s. Weekly middle %s: %s. Range %d to %d.",
		counted(n, "check-in"), spelled(len(weeks), "week"), scores, strings.Join(middles, ", "), lowest, highest)
}

// InWords lists the check-ins on the scale of words, which no chart shows: "In
// words: 2 none, 3 mild, 1 moderate." It is "" when there is none.
func InWords(checkins []CheckIn) string {
	var parts []string
	for _, word := range Words4 {
		n := 0
		for _, c := range checkins {
			if c.Word == word {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, word))
		}
	}
	if parts == nil {
		return ""
	}
	return "In words: " + strings.Join(parts, ", ") + "."
}

func counted(n int, noun string) string { return plural(fmt.Sprint(n), n, noun) }

// spelled is the count with its number in a word, up to twelve.
func spelled(n int, noun string) string {
	names := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
	if n < len(names) {
		return plural(names[n], n, noun)
	}
	return counted(n, noun)
}

func plural(number string, n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return number + " " + noun
}
