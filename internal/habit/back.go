package habit

import (
	"slices"
	"strings"
)

// MostDaysBack is how far back ParseBack reads: who moved may say so a week later.
const MostDaysBack = 7

// ParseBack reads a day that is today or up to seven days ago, as seen on today: "yesterday",
// "monday", "last monday", "3 days ago", "2026-11-20", "20 nov". Its error is a *Mistake.
func ParseBack(text string, today Day) (Day, error) {
	words := strings.Fields(untilCleaner.Replace(strings.ToLower(text)))
	if len(words) > 1 && slices.Contains([]string{"on", "for"}, words[0]) {
		words = words[1:]
	}
	said := quote(strings.Join(words, " "))
	day, err := readBack(words, today)
	switch {
	case err != nil:
		return Day{}, err
	case day.IsZero():
		return Day{}, mistake("%s is not a day; write it as %s, yesterday or 3 days ago.", said, today.Add(-2))
	case day.After(today):
		return Day{}, mistake("%s is still to come; write a day such as yesterday or %s.", said, today.Add(-2))
	case today.Sub(day) > MostDaysBack:
		return Day{}, mistake("%s is more than seven days ago; write a day from %s on.", said, today.Add(-MostDaysBack))
	}
	return day, nil
}

// readBack returns the day that the words mean, the zero Day if they mean none.
func readBack(words []string, today Day) (Day, error) {
	switch strings.Join(words, " ") {
	case "":
		return Day{}, nil
	case "today":
		return today, nil
	case "yesterday":
		return today.Add(-1), nil
	case "day before yesterday", "the day before yesterday":
		return today.Add(-2), nil
	case "tomorrow":
		return today.Add(1), nil
	}
	switch days := dayWords[words[len(words)-1]]; {
	case len(words) == 2 && words[0] == "last" && single(days):
		return today.lastOn(days), nil
	case len(words) == 1 && days.Has(today.Weekday()) && single(days):
		return Day{}, mistake("%s can be today or %s; write the one you mean.", quote(words[0]), today.Add(-7))
	case len(words) == 1 && single(days):
		return today.lastOn(days), nil
	case len(words) == 1:
		if day, err := ParseDay(words[0]); err == nil {
			return day, nil
		}
		return Day{}, nil
	}
	if n, ok := count(words[0]); ok && len(words) == 3 && words[2] == "ago" {
		switch strings.TrimSuffix(words[1], "s") {
		case "day":
			return today.Add(-n), nil
		case "week":
			return today.Add(-7 * n), nil
		}
	}
	date, month, year, ok := namedDate(words)
	switch {
	case !ok:
		return Day{}, nil
	case year != 0:
		return exactDay(year, month, date)
	}
	if day, err := exactDay(today.Year-1, month, date); err == nil && today.Sub(day) <= MostDaysBack {
		return day, nil
	}
	return exactDay(today.Year, month, date)
}

// lastOn returns the last day before d that is one of the days.
func (d Day) lastOn(days Weekdays) Day {
	for d = d.Add(-1); !days.Has(d.Weekday()); {
		d = d.Add(-1)
	}
	return d
}
