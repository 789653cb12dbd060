package habit

import (
	"fmt"
	"time"
)

// Day is a civil date: what a calendar on the wall shows, in no zone. The zero Day is none.
type Day struct {
	Year  int
	Month time.Month
	Date  int
}

// DayOf returns the date that t shows in its own location.
func DayOf(t time.Time) Day {
	year, month, date := t.Date()
	return Day{year, month, date}
}

// ParseDay reads "2026-12-01". Its error is a *Mistake.
func ParseDay(text string) (Day, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 1 {
		return Day{}, mistake("%s is not a date; write it as year-month-day, such as 2026-12-01.", quote(text))
	}
	return DayOf(t), nil
}

// String returns the day as "2026-12-01", and nothing for the zero Day.
func (d Day) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Date)
}

// MarshalText writes what String returns.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Day) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Day{}
		return nil
	}
	day, err := ParseDay(string(text))
	if err != nil {
		return err
	}
	*d = day
	return nil
}

// IsZero reports whether d is no day at all.
func (d Day) IsZero() bool { return d == Day{} }

// Add returns the day that many days later, or earlier when days is negative.
func (d Day) Add(days int) Day {
	if d.IsZero() {
		return d
	}
	return dayAt(d.number() + days)
}

// Sub returns how many days d lies after other; negative when it lies before.
func (d Day) Sub(other Day) int { return d.number() - other.number() }

// Before reports whether d is earlier than other. No day is earlier than every day.
func (d Day) Before(other Day) bool { return d.compare(other) < 0 }

// After reports whether d is later than other.
func (d Day) After(other Day) bool { return d.compare(other) > 0 }

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return weekday(d.number()) }

// Start returns the first instant of the day in loc. Where the clock jumps over
// midnight that is the first instant after the jump; where a zone left out the whole
// day, it is the first instant of the day that came instead.
func (d Day) Start(loc *time.Location) time.Time {
	naive := d.naive(0)
	if at, ok := wall(naive, loc); ok {
		return at
	}
	start, _ := time.Unix(naive-offset(naive-probe, loc), 0).In(loc).ZoneBounds()
	return start
}

func (d Day) compare(other Day) int {
	switch {
	case d.Year != other.Year:
		return d.Year - other.Year
	case d.Month != other.Month:
		return int(d.Month - other.Month)
	}
	return d.Date - other.Date
}

// naive reads the wall time as if it were UTC, in Unix seconds.
func (d Day) naive(m Minute) int64 {
	return int64(d.number())*secondsPerDay + int64(m)*60
}

// number counts days from 1970-01-01, so that arithmetic on dates never meets a zone. It
// does not ask time.Date, for a year of facts asks a thousand times.
func (d Day) number() int {
	// Years that begin in March have their leap day at the end; those before the first
	// are counted from ten cycles of 400 years earlier.
	year, month := d.Year+10*400, int(d.Month)
	if month <= 2 {
		year, month = year-1, month+12
	}
	return 365*year + year/4 - year/100 + year/400 + (153*month-457)/5 + d.Date - 2180439
}

func dayAt(number int) Day {
	return DayOf(time.Unix(int64(number)*secondsPerDay, 0).UTC())
}

func weekday(number int) time.Weekday {
	return time.Weekday(((number+4)%7 + 7) % 7) // 1970-01-01 was a Thursday
}

const secondsPerDay = 24 * 60 * 60
