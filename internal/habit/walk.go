package habit

import (
	"cmp"
	"slices"
)

// walk goes through the days of a history in numbers, once and forward, for arithmetic on
// dates is what costs.
type walk struct {
	first, today int
	workdays     Weekdays // of the day that was judged last
	keptWith     Weekdays // keeps is for these workdays
	keeps        float64

	active  []int
	marks   []stamp
	spans   []stretch
	work    []shift
	paused  int // every day before it that comes now is paused
	resting int
}

type (
	stamp   struct{ day, rank int }
	stretch struct {
		from, until int
		resting     bool
	}
	shift struct {
		from int
		days Weekdays
	}
)

// markable is what a mark can say, strongest first: of two marks on one day, the one that
// costs less counts.
var markable = []Verdict{Away, Travelled, Repaired, Frozen, Off}

// Every Day lies between these numbers.
const minDay, maxDay = -1 << 40, 1 << 40

// walk prepares the facts that are known on today. Activity that is dated after it, as
// after a flight to the west, is left for its own day.
func (h History) walk(today Day) *walk {
	w := &walk{today: today.number(), workdays: Workweek, paused: minDay, resting: minDay}
	w.active = make([]int, 0, len(h.Active))
	for _, day := range h.Active {
		if number := day.number(); number <= w.today && !day.IsZero() {
			w.active = append(w.active, number)
		}
	}
	slices.Sort(w.active)
	w.active = slices.Compact(w.active)

	w.marks = make([]stamp, 0, len(h.Marks))
	for _, m := range h.Marks {
		if rank := slices.Index(markable, m.As); rank >= 0 && !m.Day.IsZero() {
			w.marks = append(w.marks, stamp{m.Day.number(), rank})
		}
	}
	slices.SortFunc(w.marks, func(a, b stamp) int { return cmp.Or(a.day-b.day, a.rank-b.rank) })
	for _, s := range h.Spans {
		until := maxDay
		if !s.Until.IsZero() {
			until = s.Until.number()
		}
		if !s.From.IsZero() {
			w.spans = append(w.spans, stretch{s.From.number(), until, s.As == Resting})
		}
	}
	slices.SortFunc(w.spans, func(a, b stretch) int { return a.from - b.from })
	for _, s := range h.Workdays {
		days := s.Days & Everyday
		if days == 0 {
			days = Workweek
		}
		w.work = append(w.work, shift{s.From.number(), days})
	}
	slices.SortStableFunc(w.work, func(a, b shift) int { return a.from - b.from })

	w.first = w.today + 1
	if !h.Past.From.IsZero() {
		w.first = min(w.first, h.Past.From.number())
	}
	if len(w.active) > 0 {
		w.first = min(w.first, w.active[0])
	}
	if len(w.marks) > 0 {
		w.first = min(w.first, w.marks[0].day)
	}
	return w
}

// verdict judges a day. Its calls must go forward in time.
func (w *walk) verdict(day int) Verdict {
	for len(w.active) > 0 && w.active[0] < day {
		w.active = w.active[1:]
	}
	for len(w.marks) > 0 && w.marks[0].day < day {
		w.marks = w.marks[1:]
	}
	for len(w.spans) > 0 && w.spans[0].from <= day {
		if s := w.spans[0]; s.resting {
			w.resting = max(w.resting, s.until)
		} else {
			w.paused = max(w.paused, s.until)
		}
		w.spans = w.spans[1:]
	}
	for len(w.work) > 0 && w.work[0].from <= day {
		w.workdays = w.work[0].days
		w.work = w.work[1:]
	}
	switch {
	case len(w.active) > 0 && w.active[0] == day:
		return Active
	case len(w.marks) > 0 && w.marks[0].day == day:
		return markable[w.marks[0].rank]
	case !w.workdays.Has(weekday(day)):
		return Off
	case day < w.paused:
		return Paused
	case day < w.resting:
		return Resting
	case day >= w.today:
		return Open
	}
	return Missed
}
