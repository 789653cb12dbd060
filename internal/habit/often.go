package habit

import (
	"slices"
	"time"
)

// How often something is sent that nobody asked for just now, at most.
const (
	MostNudges  = 6                // to a person, in a day on the wall
	MostPrompts = 8                // to a channel, in a day on the wall, over all its schedules
	NudgeGap    = time.Hour        // between the times of two nudges
	Rest        = 45 * time.Minute // after a session; and after a nudge that came late
)

// An Earlier is a nudge that was sent, or may have been.
type Earlier struct {
	Day  Day       // on the wall, of its slot
	Due  time.Time // its slot
	Sent time.Time // when it left
}

// TooOften says why the nudge of that slot is one too many at now; "" when it is
// not. moved are the times of the sessions that were logged when they were done.
func TooOften(slot Slot, now time.Time, before []Earlier, moved []time.Time) string {
	today := 0
	for _, e := range before {
		if slot.At.Sub(e.Due).Abs() < NudgeGap || within(Rest, e.Sent, now) {
			return "less than an hour after another"
		}
		if e.Day == slot.Day {
			today++
		}
	}
	switch {
	case today >= MostNudges:
		return "six came that day"
	case slices.ContainsFunc(moved, func(at time.Time) bool { return within(Rest, at, now) }):
		return "a move was logged shortly before"
	}
	return ""
}

// within reports whether at is less than d before now.
func within(d time.Duration, at, now time.Time) bool {
	return !at.After(now) && now.Sub(at) < d
}
