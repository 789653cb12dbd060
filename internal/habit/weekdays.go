package habit

import (
	"strings"
	"time"
)

// Weekdays is a set of days of the week. The zero value holds none.
type Weekdays uint8

// The sets that have a name of their own.
const (
	Workweek Weekdays = 1<<time.Monday | 1<<time.Tuesday | 1<<time.Wednesday | 1<<time.Thursday | 1<<time.Friday
	Weekend  Weekdays = 1<<time.Saturday | 1<<time.Sunday
	Everyday Weekdays = Workweek | Weekend
)

// WeekdaysOf returns the set of the days given.
func WeekdaysOf(days ...time.Weekday) Weekdays {
	var set Weekdays
	for _, day := range days {
		set |= 1 << day
	}
	return set
}

// Has reports whether the day is in the set.
func (w Weekdays) Has(day time.Weekday) bool { return w&(1<<day) != 0 }

// String returns the set as ParsePlan reads it: "weekdays", "daily", "weekends", or days
// and ranges such as "Mon, Wed" and "Mon–Thu"; and "no days" for the empty set.
func (w Weekdays) String() string {
	switch w {
	case 0:
		return "no days"
	case Workweek:
		return "weekdays"
	case Everyday:
		return "daily"
	case Weekend:
		return "weekends"
	}
	var parts []string
	for i := 0; i < 7; i++ {
		run := 0
		for i+run < 7 && w.Has(fromMonday(i+run)) {
			run++
		}
		if run >= 3 {
			parts = append(parts, abbreviation(fromMonday(i))+"–"+abbreviation(fromMonday(i+run-1)))
			i += run - 1
		} else if run > 0 {
			parts = append(parts, abbreviation(fromMonday(i)))
		}
	}
	return strings.Join(parts, ", ")
}

// fromMonday returns the i-th day of a week that begins with Monday.
func fromMonday(i int) time.Weekday { return time.Weekday((i + 1) % 7) }

func abbreviation(day time.Weekday) string { return day.String()[:3] }
