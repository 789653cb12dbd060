package care

import (
	"cmp"
	"slices"
	"time"

	"catcow/internal/habit"
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
	// Open says that two scores that are back end the gentle mode; GentleUntil is only the latest.
	Open bool
	// Quiet says that nothing is pushed: no prompt, nudge or check-in of Catcow's own accord.
	Quiet bool
	// Words says that free text alone caused the lock: "I meant something else" may lift it.
	Words bool
	// Cause is that of the alert behind Lock or, when nothing is locked, behind Gentle.
	Cause string
}

// Stand judges the alerts at now, whose location is the person's zone. Of
// several the strictest counts, and the longest time. R0 also locks until it
// is read.
func Stand(alerts []Alert, now time.Time) Standing {
	var s Standing
	var lock, soft Alert
	for _, a := range alerts {
		p, r := a.period(now.Location()), a.Rule.ruling()
		if now.Before(p.lock) || a.unread() {
			if s.Lock == "" || stricter(a, lock) {
				lock, s.Lock = a, a.Rule
			}
			s.Unread = s.Unread || a.unread()
			s.Until = later(s.Until, p.lock)
		}
		if !now.Before(p.gentle) && now.Before(p.end) {
			if longer := p.end.Compare(s.GentleUntil); longer > 0 || longer == 0 && stricter(a, soft) {
				soft, s.Open = a, r.open
			}
			s.Gentle = true
			s.GentleUntil = later(s.GentleUntil, p.end)
			s.Quiet = s.Quiet || r.own
		}
	}
	s.Cause = soft.Cause
	if s.Lock != "" {
		s.Cause, s.Words, s.Quiet = lock.Cause, lock.Words, true
	}
	return s
}

// stricter reports whether a outweighs b: by its rule, then because more than
// words caused it, because it is unread, or because it is later. The cause
// decides between equals, so that the order of the alerts does not.
func stricter(a, b Alert) bool {
	rank := func(r Rule) int { return slices.IndexFunc(rulings, func(x ruling) bool { return x.rule == r }) }
	return cmp.Or(
		cmp.Compare(rank(a.Rule), rank(b.Rule)),
		less(a.Words, b.Words),
		less(b.unread(), a.unread()),
		b.At.Compare(a.At),
		cmp.Compare(a.Cause, b.Cause)) < 0
}

// less compares: false before true.
func less(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// Rests lists the civil days in loc on which an alert locked, was gentle or
// rested: nothing is expected then, and the streak is frozen. While an R0 is
// unread its span has no end. Spans may overlap.
func Rests(alerts []Alert, loc *time.Location) []habit.Span {
	var rests []habit.Span
	for _, a := range alerts {
		p := a.period(loc)
		if !p.rest.After(a.At) {
			continue
		}
		rest := habit.Span{
			From: habit.DayOf(a.At.In(loc)), Until: habit.DayOf(p.rest.Add(-1).In(loc)).Add(1), As: habit.Resting,
		}
		if a.unread() {
			rest.Until = habit.Day{}
		}
		rests = append(rests, rest)
	}
	return rests
}

// LongGentle reports whether gentle mode holds now and has held, or a lock
// before it, on each of the last seven days, today included: card S1b, at most
// once in NoticeEvery. The location of now is the person's zone.
func LongGentle(alerts []Alert, now time.Time) bool {
	if !Stand(alerts, now).Gentle {
		return false
	}
	gentle := slices.DeleteFunc(slices.Clone(alerts), func(a Alert) bool { return a.Rule.ruling().gentle == nil })
	rests := Rests(gentle, now.Location())
	for ago := range daysAWeek {
		day := habit.DayOf(now).Add(-ago)
		if !slices.ContainsFunc(rests, func(s habit.Span) bool { return s.Has(day) }) {
			return false
		}
	}
	return true
}

// unread reports whether the alert waits to be read.
func (a Alert) unread() bool { return a.Rule == R0 && a.Read.IsZero() }

// period is when an alert locks (until lock), when it is gentle (from gentle
// until end) and how long the streak rests. A rule that does none of it has
// a period that is over when it begins.
type period struct{ lock, gentle, end, rest time.Time }

func (a Alert) period(loc *time.Location) period {
	r := a.Rule.ruling()
	p := period{gentle: a.At}
	if r.lock != nil {
		p.lock = r.lock(a.At, loc)
		if a.Rule == R0 {
			p.lock = later(p.lock, a.Read)
		}
		p.gentle = p.lock
	}
	p.end = p.gentle
	if r.gentle != nil {
		p.end = r.gentle(p.gentle, loc)
		if !a.Ended.IsZero() && a.Ended.Before(p.end) {
			p.end = a.Ended
		}
	}
	p.rest = p.end
	if r.rest != nil {
		p.rest = later(p.rest, r.rest(a.At, loc))
	}
	return p
}

// hold is how long something lasts from an instant on.
type hold func(from time.Time, loc *time.Location) time.Time

func hours(n int) hold {
	return func(from time.Time, _ *time.Location) time.Time { return from.Add(time.Duration(n) * time.Hour) }
}

// tomorrow holds until the next civil day.
func tomorrow(from time.Time, loc *time.Location) time.Time {
	return habit.DayOf(from.In(loc)).Add(1).Start(loc)
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
