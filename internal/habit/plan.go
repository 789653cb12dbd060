package habit

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"time"
)

// MostTimes is how many times a day one plan can name.
const MostTimes = 24

// Plan is when something comes back: at these times on these days, as the clock on the
// wall of a zone shows them. The zero Plan is never.
type Plan struct {
	Days Weekdays
	At   []Minute // sorted, each once, at most MostTimes
	Zone string   // IANA name, such as Europe/Berlin
}

// Slot is one occurrence of a plan.
type Slot struct {
	At     time.Time // the instant, in the plan's zone
	Day    Day       // the date that was asked for; At can show the next one where the clock jumps over midnight
	Minute Minute    // the wall time that was asked for; At can show a later one where the clock jumps
}

// Key names the slot by its wall time, "2026-11-23T10:30". Within one plan it is unique.
func (s Slot) Key() string { return s.Day.String() + "T" + s.Minute.String() }

// compare orders slots by their instants; those that share one by what was asked for.
func (s Slot) compare(other Slot) int {
	return cmp.Or(s.At.Compare(other.At), s.Day.compare(other.Day), cmp.Compare(s.Minute, other.Minute))
}

// IsZero reports whether the plan is never.
func (p Plan) IsZero() bool { return p.Days == 0 && len(p.At) == 0 && p.Zone == "" }

// Equal reports whether both plans say the same.
func (p Plan) Equal(other Plan) bool {
	return p.Days == other.Days && p.Zone == other.Zone && slices.Equal(p.At, other.At)
}

// String returns the plan as ParsePlan reads it, "weekdays 10:30 15:00 in Europe/Berlin",
// and "never" for the zero Plan.
func (p Plan) String() string {
	if p.IsZero() {
		return "never"
	}
	var b strings.Builder
	b.WriteString(p.Days.String())
	for _, m := range p.At {
		b.WriteString(" " + m.String())
	}
	return b.String() + " in " + p.Zone
}

// Next returns the first slot strictly after the instant; false means never. Of slots that
// fall on one instant, because the clock jumps, it returns the last.
func (p Plan) Next(after time.Time) (Slot, bool) {
	loc, err := Zone(p.Zone)
	if err != nil {
		return Slot{}, false
	}
	var next Slot
	// A slot of yesterday can still lie ahead, at the jump that ended the day. Yearly
	// rules repeat within 400 days, and so does every weekday.
	day := DayOf(after.In(loc)).number() - 1
	for end := day + 400; day <= end; day++ {
		for s := range p.on(day, loc, after) {
			if s.At.After(after) && (next.Day.IsZero() || !s.At.After(next.At)) {
				next = s
			}
		}
		if !next.Day.IsZero() && (DayOf(next.At) == next.Day || day > next.Day.number()) {
			return next, true
		}
		// A slot that lies on the first instant of tomorrow may share it with one of tomorrow.
	}
	return next, !next.Day.IsZero()
}

// Upcoming returns the next n slots strictly after the instant that the silence lets
// through, fewer if there are fewer. Of those that fall on one instant it returns the last.
func (p Plan) Upcoming(after time.Time, silence Silence, n int) []Slot {
	loc, err := Zone(p.Zone)
	if err != nil {
		return nil
	}
	var coming []Slot
	day := DayOf(after.In(loc)).number() - 1
	// One more than n, for it may share the instant of the last.
	for end := day + farthest; day < end && len(coming) <= n; day++ {
		if silence.on(dayAt(day)) != "" {
			continue
		}
		for _, s := range slices.SortedFunc(p.on(day, loc, after), Slot.compare) {
			if !s.At.After(after) || silence.tooSoon(s) {
				continue
			}
			if last := len(coming) - 1; last >= 0 && coming[last].At.Equal(s.At) {
				coming[last] = s
			} else {
				coming = append(coming, s)
			}
			end = day + farthest
		}
	}
	return coming[:max(0, min(n, len(coming)))]
}

// farthest is for how many days Upcoming looks for another slot: a pause with an end lasts
// a year, and the sixty dates of one skip are sixty weeks of a weekly plan.
const farthest = 800

// on yields the slots of a day, by their wall times. It may leave out those that cannot lie
// after the instant.
func (p Plan) on(number int, loc *time.Location, after time.Time) iter.Seq[Slot] {
	return func(yield func(Slot) bool) {
		if !p.Days.Has(weekday(number)) {
			return
		}
		day := dayAt(number)
		for _, m := range p.At {
			// No zone is more than 12 hours behind UTC.
			latest := int64(number)*secondsPerDay + int64(m)*60 + 12*60*60
			if latest < after.Unix() {
				continue
			}
			if at, ok := Resolve(day, m, loc); ok && !yield(Slot{at, day, m}) {
				return
			}
		}
	}
}
