package habit

import (
	"slices"
	"strings"
	"time"
)

// MostDays is how many days ParseDays reads at a time.
const MostDays = 60

// ParseDays reads dates and ranges of them, as seen on today:
//
//	2026-12-25, 26 dec, 31 dec - 2 jan
//	24, 25 and 26 dec
//	dec 24-26, tomorrow, next week
//
// A date without a year is the first that is not over; the last of a range is the first after
// its beginning. The days are sorted, each once, none before today. Its error is a *Mistake.
func ParseDays(text string, today Day) ([]Day, error) {
	r := dayReader{words: dateWords(text), today: today}
	if len(r.words) == 0 {
		return nil, mistake("Write dates, such as 2026-12-25 or 31 dec - 2 jan.")
	}
	for len(r.words) > 0 {
		if err := r.read(); err != nil {
			return nil, err
		}
	}
	if err := r.inherit(); err != nil {
		return nil, err
	}
	return r.resolve()
}

// dayReader collects dates from words.
type dayReader struct {
	words      []string
	today      Day
	dates      []date
	monthFirst bool // the first date that names its month says it before the number
	monthLast  bool // it says it after the number
	open       bool // a range waits for its last day
}

// date is one date as it was written, or the last of a range that began with the one before.
type date struct {
	day   Day // where it is known
	week  Weekdays
	said  string
	date  int
	month time.Month // 0: that of a date beside it
	year  int        // 0: whichever comes first
	last  bool
}

func (r *dayReader) read() error {
	word := r.words[0]
	r.words = r.words[1:]
	if slices.Contains(rangeWords, word) {
		if r.open || len(r.words) == 0 || len(r.dates) == 0 || r.dates[len(r.dates)-1].last {
			return mistake("%s needs a date on both sides; write it as 31 dec - 2 jan.", quote(word))
		}
		r.open = true
		return nil
	}
	d := date{said: word, last: r.open}
	r.open = false
	number, isNumber := dateNumber(word)
	switch {
	case isoDate(word):
		day, err := ParseDay(word)
		if err != nil {
			return err
		}
		d.day = day
	case word == "today":
		d.day = r.today
	case word == "tomorrow":
		d.day = r.today.Add(1)
	case word == "next" && len(r.words) > 0:
		return r.readNext(d)
	case single(dayWords[word]) && !strings.HasSuffix(word, "days"):
		d.week = dayWords[word]
	case isNumber && !r.monthFirst && len(r.words) > 0 && monthNames[r.words[0]] != 0:
		d.date, d.month, r.monthLast = number, monthNames[r.words[0]], true
		r.words = r.words[1:]
		d.year = r.year()
	case isNumber:
		d.date = number
	case monthNames[word] != 0 && !r.monthLast && len(r.words) > 0:
		if number, isNumber = dateNumber(r.words[0]); !isNumber {
			return notDates(word)
		}
		d.date, d.month, r.monthFirst = number, monthNames[word], true
		r.words = r.words[1:]
		d.year = r.year()
	default:
		return notDates(word)
	}
	r.dates = append(r.dates, d)
	return nil
}

// readNext reads "next week", and asks back what else follows "next".
func (r *dayReader) readNext(d date) error {
	word := r.words[0]
	switch days := dayWords[word]; {
	case word == "week" && !d.last:
		r.words = r.words[1:]
		d.day = r.today.nextOn(WeekdaysOf(time.Monday))
		r.dates = append(r.dates, d, date{day: d.day.Add(6), last: true})
		return nil
	case single(days):
		return unclearNext(word, r.today.nextOn(days))
	}
	return notDates("next " + word)
}

// year takes the year that follows a date, if one does.
func (r *dayReader) year() int {
	if len(r.words) == 0 || len(r.words[0]) != 4 {
		return 0
	}
	year, ok := yearNumber(r.words[0])
	if !ok {
		return 0
	}
	r.words = r.words[1:]
	return year
}

// inherit gives each date without a month that of its neighbour: "24, 25 dec", "dec 24, 25".
func (r *dayReader) inherit() error {
	var from date
	for i := range r.dates {
		switch d := &r.dates[i]; {
		case d.month != 0:
			from = *d
		case d.date != 0:
			if !r.monthFirst {
				if n := slices.IndexFunc(r.dates[i:], func(d date) bool { return d.month != 0 }); n > 0 {
					from = r.dates[i+n]
				}
			}
			if from.month == 0 {
				return mistake("%s needs a month; write it as %d dec.", quote(d.said), d.date)
			}
			d.month, d.year = from.month, from.year
		}
	}
	return nil
}

// resolve finds the day of each date, and those in between.
func (r *dayReader) resolve() ([]Day, error) {
	var days []Day
	for i, d := range r.dates {
		first := r.today
		if d.last {
			first = r.dates[i-1].day
		}
		day, err := d.onOrAfter(first)
		switch {
		case err != nil:
			return nil, err
		case day.Before(r.today):
			return nil, mistake("%s is over; write a date from today on, such as %s.", day, r.today.Add(7))
		case day.Before(first):
			return nil, mistake("%s comes before %s; write the earlier date first.", day, first)
		case day.Sub(first) >= MostDays && d.last:
			return nil, mistake("That is %d days; write at most %d at a time.", day.Sub(first)+1, MostDays)
		case d.last:
			for next := first.Add(1); !next.After(day); next = next.Add(1) {
				days = append(days, next)
			}
		default:
			days = append(days, day)
		}
		r.dates[i].day = day
	}
	slices.SortFunc(days, Day.compare)
	if days = slices.Compact(days); len(days) > MostDays {
		return nil, mistake("That is %d days; write at most %d at a time.", len(days), MostDays)
	}
	return days, nil
}

// onOrAfter returns the day of the date; where it says no year or only a day of the week, the
// first from the one given on.
func (d date) onOrAfter(first Day) (Day, error) {
	switch {
	case !d.day.IsZero():
		return d.day, nil
	case d.week.Has(first.Weekday()) && !d.last:
		return Day{}, mistake("%s can be today or %s; write the one you mean.", quote(d.said), first.Add(7))
	case d.week != 0:
		return first.Add(-1).nextOn(d.week), nil
	case d.year != 0:
		return exactDay(d.year, d.month, d.date)
	}
	day, err := exactDay(first.Year, d.month, d.date)
	if err != nil || day.Before(first) {
		return exactDay(first.Year+1, d.month, d.date)
	}
	return day, nil
}

func notDates(word string) *Mistake {
	return mistake("%s is not a date; write dates as 2026-12-25, 26 dec or 31 dec - 2 jan.", quote(word))
}
