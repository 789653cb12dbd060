package habit

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// ParseUntil reads the day on which something begins again, as seen on today: "until
// 2026-12-01", "friday", "until 1 dec", "tomorrow", "3 days", "for 2 weeks". The day named is
// the first that counts again; "3 days" are today and the next two. Nothing at all is the zero
// Day, which is open. Its error is a *Mistake.
func ParseUntil(text string, today Day) (Day, error) {
	words := strings.Fields(untilCleaner.Replace(strings.ToLower(text)))
	if len(words) == 0 {
		return Day{}, nil
	}
	if len(words) > 1 && slices.Contains([]string{"until", "till", "til", "for", "on"}, words[0]) {
		words = words[1:]
	}
	said := quote(strings.Join(words, " "))
	day, err := readUntil(words, today)
	switch {
	case err != nil:
		return Day{}, err
	case day.IsZero():
		return Day{}, mistake("%s is not a day; write it as %s, friday or 3 days.", said, today.Add(7))
	case !day.After(today):
		return Day{}, mistake("%s is not after today; write a later day, such as %s.", said, today.Add(7))
	case day.Sub(today) > mostDays:
		return Day{}, mistake("%s is more than a year away; leave the day out, and it lasts until you resume.", said)
	}
	return day, nil
}

const mostDays = 366

var untilCleaner = strings.NewReplacer(",", " ", "“", "", "”", "", "\"", "", "–", "-", "‑", "-")

// readUntil returns the day that the words mean, the zero Day if they mean none.
func readUntil(words []string, today Day) (Day, error) {
	first := words[0]
	switch len(words) {
	case 1:
		if first == "today" {
			return today, nil
		}
		if first == "tomorrow" {
			return today.Add(1), nil
		}
		if days := dayWords[first]; single(days) {
			return today.nextOn(days), nil
		}
		if day, err := ParseDay(first); err == nil {
			return day, nil
		}
	case 2:
		second := words[1]
		if first == "next" && second == "week" {
			return today.nextOn(WeekdaysOf(time.Monday)), nil
		}
		if first == "next" && second == "month" {
			return addMonths(Day{today.Year, today.Month, 1}, 1), nil
		}
		if days := dayWords[second]; first == "next" && single(days) {
			return Day{}, unclearNext(second, today.nextOn(days))
		}
		if n, ok := count(first); ok {
			switch strings.TrimSuffix(second, "s") {
			case "day":
				return today.Add(n), nil
			case "week":
				return today.Add(7 * n), nil
			case "month":
				return addMonths(today, n), nil
			}
		}
	}
	date, month, year, ok := namedDate(words)
	switch {
	case !ok:
		return Day{}, nil
	case year != 0:
		return exactDay(year, month, date)
	}
	day, err := exactDay(today.Year, month, date)
	if err != nil || !day.After(today) {
		return exactDay(today.Year+1, month, date)
	}
	return day, nil
}

// unclearNext asks back: some say "next friday" for the first that comes, some for the second.
func unclearNext(word string, coming Day) *Mistake {
	return mistake("%s can be %s or %s; write the one you mean.", quote("next "+word), coming, coming.Add(7))
}

// namedDate reads "1 dec", "dec 1st", "1st of december 2026". Without a year it is 0.
func namedDate(words []string) (date int, month time.Month, year int, ok bool) {
	words = slices.DeleteFunc(slices.Clone(words), func(word string) bool { return word == "of" || word == "the" })
	if len(words) < 2 || len(words) > 3 {
		return 0, 0, 0, false
	}
	number, name := words[0], words[1]
	if !isDigit(number[0]) {
		number, name = name, number
	}
	date, ok = dateNumber(number)
	month = monthNames[strings.TrimSuffix(name, ".")]
	if !ok || month == 0 {
		return 0, 0, 0, false
	}
	if len(words) == 3 {
		year, ok = yearNumber(words[2])
	}
	return date, month, year, ok
}

// dateNumber reads a date within a month: "1", "1st", "1.".
func dateNumber(word string) (int, bool) {
	for _, ending := range []string{"st", "nd", "rd", "th", "."} {
		word = strings.TrimSuffix(word, ending)
	}
	date, err := strconv.Atoi(word)
	return date, err == nil && date >= 1 && date <= 31
}

func yearNumber(word string) (int, bool) {
	year, err := strconv.Atoi(word)
	return year, err == nil && year >= 1 && year <= 9999
}

var monthNames = func() map[string]time.Month {
	names := map[string]time.Month{"sept": time.September}
	for month := time.January; month <= time.December; month++ {
		name := strings.ToLower(month.String())
		names[name], names[name[:3]] = month, month
	}
	return names
}()

// exactDay returns the day if the calendar has it.
func exactDay(year int, month time.Month, date int) (Day, error) {
	day := DayOf(time.Date(year, month, date, 0, 0, 0, 0, time.UTC))
	if day.Date != date {
		return Day{}, mistake("There is no %d %s in %d; write another day.", date, month, year)
	}
	return day, nil
}

// nextOn returns the first day after d that is one of the days.
func (d Day) nextOn(days Weekdays) Day {
	for d = d.Add(1); !days.Has(d.Weekday()); {
		d = d.Add(1)
	}
	return d
}

// addMonths returns the same date that many months later, or the last of a month too short for it.
func addMonths(d Day, months int) Day {
	last := DayOf(time.Date(d.Year, d.Month+time.Month(months)+1, 0, 0, 0, 0, 0, time.UTC))
	last.Date = min(d.Date, last.Date)
	return last
}

// count reads how many: "3", "a", "two". More than mostDays of anything is too many anyway.
func count(word string) (int, bool) {
	if i := slices.Index([]string{"a", "one", "two", "three", "four", "five", "six", "seven"}, word); i >= 0 {
		return max(i, 1), true
	}
	n, err := strconv.Atoi(word)
	if err != nil || n < 0 {
		return 0, false
	}
	return min(n, mostDays+1), true
}
