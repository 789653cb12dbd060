package habit

import (
	"slices"
	"time"
)

// DaysAway returns the civil days in loc of which Catcow did not work for an hour or more, sorted.
// An outage is the time from its first instant up to its second; they may overlap. One that
// has no beginning is none.
func DaysAway(outages [][2]time.Time, loc *time.Location) []Day {
	outages = slices.SortedFunc(slices.Values(outages), func(a, b [2]time.Time) int { return a[0].Compare(b[0]) })
	away := map[Day]time.Duration{}
	var done time.Time // what lies before it has been counted
	for _, o := range outages {
		from, until := o[0], o[1]
		if from.IsZero() {
			continue
		}
		if from.Before(done) {
			from = done
		}
		for from.Before(until) {
			day := DayOf(from.In(loc))
			end := day.Add(1).Start(loc)
			if until.Before(end) {
				end = until
			}
			away[day] += end.Sub(from)
			from, done = end, end
		}
	}
	var days []Day
	for day, lasted := range away {
		if lasted >= time.Hour {
			days = append(days, day)
		}
	}
	slices.SortFunc(days, Day.compare)
	return days
}

// Short returns the civil dates that had less than twelve hours for somebody who went from one
// zone to another at an instant, sorted. On a flight to the east over the date line, that can
// be a date that did not come at all.
func Short(at time.Time, from, to *time.Location) []Day {
	left, arrived := DayOf(at.In(from)).number(), DayOf(at.In(to)).number()
	now := at.Unix()
	var short []Day
	for number := left; number <= max(left, arrived); number++ {
		day, next := dayAt(number), dayAt(number+1)
		before := min(now, next.Start(from).Unix()) - day.Start(from).Unix()
		after := next.Start(to).Unix() - max(now, day.Start(to).Unix())
		if max(before, 0)+max(after, 0) < 12*60*60 {
			short = append(short, day)
		}
	}
	return short
}
