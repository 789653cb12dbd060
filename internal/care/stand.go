package care

import (
	"time"

	"catcow/internal/habit"
)

// How long the rules hold (docs/rules.md).
const (
	lockHours   = 24 * time.Hour // R0, and until it is read
	gentleHours = 48 * time.Hour // R1 from the next civil day on, R4 from the score on
)

// Standing is what the safety cards that were shown mean now. The zero
// Standing is the normal flow.
type Standing struct {
	// Lock is the strictest rule for which nothing is suggested now; "": suggestions are allowed.
	Lock Rule
	// Unread says that the lock waits for "I've read this".
	Unread bool
	// Until is when the last lock ends: by itself or, when Unread, at the earliest; it may then have passed.
	Until time.Time
	// Gentle says that only gentle moves are suggested once nothing is locked, and GentleUntil how long.
	Gentle      bool
	GentleUntil time.Time
	// Words says that free text alone caused the lock: "I meant something else" may lift it.
	Words bool
	// Cause is that of the alert behind Lock or, when nothing is locked, behind Gentle.
	Cause string
}

// Stand judges the alerts at now, whose location is the person's zone. R0
// locks until it is read and 24 hours have passed; R1 until the next civil day,
// and is gentle for 48 hours from then; R4 is gentle for 48 hours; RC
// locks for 24 hours. Of several
// the strictest counts, and the longest time.
func Stand(alerts []Alert, now time.Time) Standing {
	var s Standing
	for _, a := range alerts {
		p := a.period(now.Location())
		unread := a.Rule == R0 && a.Read.IsZero()
		if now.Before(p.lock) || unread {
			if stricter(a, unread, s) {
				s.Lock, s.Words, s.Cause = a.Rule, a.Words, a.Cause
			}
			s.Unread = s.Unread || unread
			s.Until = later(s.Until, p.lock)
		}
		if !now.Before(p.gentle) && now.Before(p.end) {
			if s.Lock == "" && p.end.After(s.GentleUntil) {
				s.Cause = a.Cause
			}
			s.Gentle = true
			s.GentleUntil = later(s.GentleUntil, p.end)
		}
	}
	return s
}

// stricter reports whether the alert outweighs the lock that stands: R0 is
// stricter than R1, an unread card than a read one, and a card that words alone
// caused less strict than any other.
func stricter(a Alert, unread bool, s Standing) bool {
	switch {
	case s.Lock == "":
		return true
	case a.Rule != s.Lock:
		return a.Rule == R0
	case a.Words != s.Words:
		return s.Words
	}
	return unread && !s.Unread
}

// Rests lists the civil days in loc on which an alert locked or was gentle:
// nothing is expected then, and the streak is frozen. While an R0 is unread its
// span has no end. Spans may overlap.
func Rests(alerts []Alert, loc *time.Location) []habit.Span {
	var rests []habit.Span
	for _, a := range alerts {
		p := a.period(loc)
		if p.end.IsZero() {
			continue
		}
		rest := habit.Span{From: habit.DayOf(a.At.In(loc)), Until: habit.DayOf(p.end.Add(-1).In(loc)).Add(1)}
		if a.Rule == R0 && a.Read.IsZero() {
			rest.Until = habit.Day{}
		}
		rests = append(rests, rest)
	}
	return rests
}

// period is when an alert locks (until lock) and when it is gentle (from
// gentle until end). A rule that does neither has the zero period.
type period struct{ lock, gentle, end time.Time }

func (a Alert) period(loc *time.Location) period {
	switch a.Rule {
	case R0, RC:
		end := later(a.At.Add(lockHours), a.Read)
		return period{lock: end, gentle: end, end: end}
	case R1:
		next := habit.DayOf(a.At.In(loc)).Add(1).Start(loc)
		return period{lock: next, gentle: next, end: next.Add(gentleHours)}
	case R4:
		return period{gentle: a.At, end: a.At.Add(gentleHours)}
	}
	return period{}
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
