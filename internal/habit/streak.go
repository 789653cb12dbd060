package habit

import "slices"

// Span is the days from From up to but not including Until; a zero Until means that it has
// not ended yet. A span without a From holds no day.
type Span struct {
	From  Day     `json:"from,omitzero"`
	Until Day     `json:"until,omitzero"`
	As    Verdict `json:"as,omitempty"` // Paused, the usual, or Resting
}

// Has reports whether the day lies in the span.
func (s Span) Has(day Day) bool {
	return !s.From.IsZero() && !day.Before(s.From) && (s.Until.IsZero() || day.Before(s.Until))
}

// History is what a streak is judged by: facts, in any order.
type History struct {
	Active   []Day    // the days with something done; duplicates do no harm
	Workdays Weekdays // the days that count when nothing was done; none means Workweek
	Pauses   []Span   // days on which nothing was expected; they may overlap
}

// Streak is what a history amounts to on one day.
type Streak struct {
	Length    int  // active days since the last missed day
	Best      int  // the longest such run
	ThisMonth int  // active days in the month of the day
	Total     int  // all active days
	Last      Day  // the latest active day
	Today     bool // the day itself is active
}

// Verdict is how one day bears on a streak.
type Verdict string

// The verdicts. Only Missed ends a streak, only Active makes it longer.
const (
	Active Verdict = "active"
	Off    Verdict = "off"    // not a workday
	Paused Verdict = "paused" // nothing was expected
	Missed Verdict = "missed"
	Open   Verdict = "open" // not over yet: today, or still to come

	Resting   Verdict = "resting"   // gentle mode, a safety card, a bad day, or a move that hurt
	Frozen    Verdict = "frozen"    // the reserve covered it
	Repaired  Verdict = "repaired"  // the next workday made up for it
	Away      Verdict = "away"      // Catcow did not work
	Travelled Verdict = "travelled" // it had less than twelve hours where the person was
)

// Verdict judges one day, as seen on today. Activity that is dated after today, as after a
// flight to the west, is left for its own day.
func (h History) Verdict(day, today Day) Verdict {
	switch {
	case day.After(today):
		return Open
	case slices.Contains(h.Active, day):
		return Active
	case !h.workdays().Has(day.Weekday()):
		return Off
	case slices.ContainsFunc(h.Pauses, func(s Span) bool { return s.Has(day) }):
		return Paused
	case day == today:
		return Open
	}
	return Missed
}

// On returns the streak as it stands on today, while today is not over: it counts when active
// and takes nothing away before it ends.
func (h History) On(today Day) Streak {
	active := h.activeUntil(today)
	var s Streak
	if len(active) == 0 {
		return s
	}
	missed := h.missed()
	month := Day{today.Year, today.Month, 1}.number()
	for i, day := range active {
		if i > 0 && missed(active[i-1]+1, day) {
			s.Length = 0
		}
		s.Length++
		s.Best = max(s.Best, s.Length)
		if day >= month {
			s.ThisMonth++
		}
	}
	last := active[len(active)-1]
	if missed(last+1, today.number()) {
		s.Length = 0
	}
	s.Total = len(active)
	s.Last = dayAt(last)
	s.Today = s.Last == today
	return s
}

// activeUntil returns the numbers of the active days up to today, sorted, each once.
func (h History) activeUntil(today Day) []int {
	active := make([]int, 0, len(h.Active))
	for _, day := range h.Active {
		if !day.IsZero() && !day.After(today) {
			active = append(active, day.number())
		}
	}
	slices.Sort(active)
	return slices.Compact(active)
}

// missed returns a function that reports whether any day in [from, until) was expected, given
// that none of them is active. Its calls must go forward in time.
func (h History) missed() func(from, until int) bool {
	type span struct{ from, until int }
	var pauses []span
	for _, p := range h.Pauses {
		switch {
		case p.From.IsZero():
		case p.Until.IsZero():
			pauses = append(pauses, span{p.From.number(), maxDay})
		default:
			pauses = append(pauses, span{p.From.number(), p.Until.number()})
		}
	}
	slices.SortFunc(pauses, func(a, b span) int { return a.from - b.from })
	workdays := h.workdays()
	pausedUntil := minDay
	return func(from, until int) bool {
		for day := from; day < until; day++ {
			for len(pauses) > 0 && pauses[0].from <= day {
				pausedUntil = max(pausedUntil, pauses[0].until)
				pauses = pauses[1:]
			}
			if day < pausedUntil {
				day = min(pausedUntil, until) - 1
			} else if workdays.Has(weekday(day)) {
				return true
			}
		}
		return false
	}
}

func (h History) workdays() Weekdays {
	if w := h.Workdays & Everyday; w != 0 {
		return w
	}
	return Workweek
}

// Every Day lies between these numbers.
const minDay, maxDay = -1 << 40, 1 << 40
