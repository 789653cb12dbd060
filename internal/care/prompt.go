package care

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"
	"time"

	"catcow/content"
	"catcow/internal/habit"
)

// PromptSeconds is the longest move, in seconds, that a channel is prompted with.
const PromptSeconds = 90

// Prompt chooses the move of a channel prompt: one for the desk or, where place
// is Floor, also one on the floor, at level 1, of at most 90 seconds, and none of the last five of recent, which lists what the
// channel was prompted with, oldest first. While none of today was a standing
// or walking move, it is one. The seed, such as the slot's key, decides between
// what is left: the same input gives the same move. There is no reason in it,
// because nobody said anything; false means that nothing fits.
func Prompt(all []content.Exercise, recent, today []string, place, seed string) (Pick, bool) {
	up := func(e *content.Exercise) bool { return e.Positions[0] == "standing" || has(e, "walk") }
	recent = recent[max(0, len(recent)-lately):]
	upToday := false
	var fits []Pick
	for i := range all {
		e := &all[i]
		upToday = upToday || up(e) && slices.Contains(today, e.ID)
		seconds := e.Dose[0].Seconds
		if e.Trim {
			seconds = min(seconds, PromptSeconds)
		}
		if (deskable(e) || place == Floor && e.Floor()) && seconds <= PromptSeconds && !slices.Contains(recent, e.ID) {
			fits = append(fits, Pick{Exercise: *e, Dose: e.Dose[0], Seconds: seconds})
		}
	}
	if !upToday && slices.ContainsFunc(fits, func(p Pick) bool { return up(&p.Exercise) }) {
		fits = slices.DeleteFunc(fits, func(p Pick) bool { return !up(&p.Exercise) })
	}
	if len(fits) == 0 {
		return Pick{}, false
	}
	return slices.MinFunc(fits, func(a, b Pick) int {
		return cmp.Or(
			cmp.Compare(lot(seed, a.Exercise.ID), lot(seed, b.Exercise.ID)),
			cmp.Compare(a.Exercise.ID, b.Exercise.ID))
	}), true
}

// SinceBreak says how long the last break of a channel is ago; "" when it was
// on another day, less than an hour ago, or never.
func SinceBreak(last, now time.Time) string {
	hours := int(now.Sub(last).Round(time.Hour) / time.Hour)
	if last.IsZero() || now.Sub(last) < time.Hour || habit.DayOf(last.In(now.Location())) != habit.DayOf(now) {
		return ""
	}
	return fmt.Sprintf("It's been about %d h since the last break here.", hours)
}

// lot is the number that the seed draws for an exercise.
func lot(seed, id string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(id + "\x00" + seed))
	return h.Sum64()
}
