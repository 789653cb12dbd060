package habit

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// MostRead is how many days ReadDates reads, and MostText of how long a text, in bytes.
const (
	MostRead = 366
	MostText = 16 << 10
)

// ReadDates reads dates as people paste them, as seen on today: a line or several, each with
// what ParseDays reads or with dates among other words, as 25.12.2026, 12/25/2026 or
// "Friday, 25 December 2026: Christmas Day", and the all-day events of a calendar file. Days
// that are over are left out without a word. The days are sorted, each once. wrong says of
// each line that can't be read why; days are those of the others.
func ReadDates(text string, today Day) (days []Day, wrong []*Mistake) {
	switch {
	case len(text) > MostText:
		return nil, []*Mistake{mistake("That is too long to read; write at most %d dates.", MostRead)}
	case IsCalendar(text):
		days, wrong = readCalendar(text)
	default:
		for line := range strings.FieldsFuncSeq(strings.ToValidUTF8(text, ""), func(r rune) bool { return r == '\n' || r == '\r' }) {
			if strings.TrimSpace(line) == "" {
				continue
			}
			read, err := readLine(line, today)
			if err != nil {
				wrong = append(wrong, err)
			}
			days = append(days, read...)
		}
	}
	days = slices.DeleteFunc(days, func(d Day) bool { return d.Before(today) })
	slices.SortFunc(days, Day.compare)
	if days = slices.Compact(days); len(days) > MostRead {
		return nil, append(wrong, mistake("That is %d days; write at most %d.", len(days), MostRead))
	}
	return days, wrong
}

// readLine reads one line of dates.
func readLine(line string, today Day) ([]Day, *Mistake) {
	if days, err := ParseDays(line, today); err == nil {
		return days, nil
	}
	found, err := findDates(strings.ToLower(line))
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, mistake("%s is not a date; write it as 2026-12-25.", quote(strings.TrimSpace(line)))
	}
	var days []Day
	for i, f := range found {
		day, err := f.on(today, days)
		if err != nil {
			return nil, err
		}
		if !f.last {
			days = append(days, day)
			continue
		}
		first := days[len(days)-1]
		if gap := day.Sub(first); gap < 1 || gap > MostDays {
			return nil, mistake("%s is no range of 2 to %d days; write the earlier date first.", quote(found[i-1].said+" - "+f.said), MostDays+1)
		}
		for next := first.Add(1); !next.After(day); next = next.Add(1) {
			days = append(days, next)
		}
	}
	return days, nil
}

// found is a date among words. Without a year it is 0.
type found struct {
	said        string
	year, date  int
	month       time.Month
	last        bool // of a range that begins with the one before
	from, until int  // where it stands, in bytes
}

// on is the day of the date; without a year it is the first that is not over, or that follows the
// beginning of its range.
func (f found) on(today Day, before []Day) (Day, *Mistake) {
	first := today
	if f.last {
		first = before[len(before)-1]
	}
	year := f.year
	if year == 0 {
		year = first.Year
	}
	day := DayOf(time.Date(year, f.month, f.date, 0, 0, 0, 0, time.UTC))
	if f.year == 0 && day.Before(first) {
		day = DayOf(time.Date(year+1, f.month, f.date, 0, 0, 0, 0, time.UTC))
	}
	if f.month < 1 || f.month > 12 || day.Date != f.date {
		return Day{}, mistake("%s is not in the calendar; write it as 2026-12-25.", quote(f.said))
	}
	return day, nil
}

const months = `(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`

// The ways to write a date, and which group of each is what.
var dateForms = []struct {
	form                *regexp.Regexp
	year, month, date   int
	numeric, dayIsFirst bool
}{
	{regexp.MustCompile(`\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\b`), 1, 2, 3, false, false},
	{regexp.MustCompile(`\b(\d{4})(\d\d)(\d\d)\b`), 1, 2, 3, false, false},
	{regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th|\.)?[ -]*(?:of )?` + months + `\b\.?(?:[ ,-]*(\d{4})\b)?`), 3, 2, 1, false, false},
	{regexp.MustCompile(`\b` + months + `\.? ?(\d{1,2})(?:st|nd|rd|th)?\b(?:[ ,]*(\d{4})\b)?`), 3, 1, 2, false, false},
	{regexp.MustCompile(`\b(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(\d{4}|\d\d)\b)?`), 3, 2, 1, true, true},
	{regexp.MustCompile(`\b(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d\d)\b`), 3, 2, 1, true, false},
}

// joint is what joins the dates of a range; begin is the first of one that leaves its month to the last.
var (
	joint = regexp.MustCompile(`^\s*(?:-|–|—|to|until|till|through)\s*(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[\s,.]*)?$`)
	begin = regexp.MustCompile(`(?:^|[^\d./-])(\d{1,2})(?:st|nd|rd|th|\.)?\s*(?:-|–|—|to|until|till|through)\s*$`)
)

// findDates finds the dates of a line in lower case.
func findDates(line string) (all []found, wrong *Mistake) {
	for _, f := range dateForms {
		for _, at := range f.form.FindAllStringSubmatchIndex(line, -1) {
			overlaps := func(o found) bool { return at[0] < o.until && o.from < at[1] }
			if slices.ContainsFunc(all, overlaps) {
				continue
			}
			group := func(n int) string {
				if at[2*n] < 0 {
					return ""
				}
				return line[at[2*n]:at[2*n+1]]
			}
			d := found{said: line[at[0]:at[1]], from: at[0], until: at[1], month: monthNames[group(f.month)]}
			d.date, _ = strconv.Atoi(group(f.date))
			d.year, _ = strconv.Atoi(group(f.year))
			if len(group(f.year)) == 2 {
				d.year += 2000
			}
			if d.month == 0 {
				number, _ := strconv.Atoi(group(f.month))
				d.month = time.Month(number)
			}
			if f.numeric && !f.dayIsFirst {
				if d, wrong = d.turned(); wrong != nil {
					return nil, wrong
				}
			}
			all = append(all, d)
		}
	}
	slices.SortFunc(all, func(a, b found) int { return a.from - b.from })
	return inRanges(line, all)
}

// turned reads 12/25/2026 as what it can only be, and asks back where it can be two days.
func (f found) turned() (found, *Mistake) {
	month := int(f.month)
	switch {
	case f.date > 12 || f.date == month:
		return f, nil
	case month > 12:
		f.date, f.month = month, time.Month(f.date)
		return f, nil
	}
	return f, mistake("%s can be %s or %s; write the one you mean.", quote(f.said),
		fmt.Sprintf("%04d-%02d-%02d", f.year, month, f.date), fmt.Sprintf("%04d-%02d-%02d", f.year, f.date, month))
}

// inRanges says which dates end a range, and adds the beginnings that leave out their month. A number that
// belongs to no date is a mistake, unless every date is whole.
func inRanges(line string, all []found) (dates []found, wrong *Mistake) {
	end, whole := 0, true
	rest := ""
	for _, f := range all {
		between := line[end:f.from]
		whole = whole && f.year != 0
		switch first := begin.FindStringSubmatchIndex(between); {
		case end > 0 && joint.MatchString(between) && !dates[len(dates)-1].last:
			f.last = true
		case first != nil:
			from := f
			from.date, _ = strconv.Atoi(between[first[2]:first[3]])
			from.said = between[first[2]:first[3]]
			dates = append(dates, from)
			f.last = true
			rest += between[:first[2]]
		default:
			rest += between
		}
		dates, end = append(dates, f), f.until
	}
	rest += line[end:]
	if len(dates) > 0 && !whole && strings.ContainsAny(rest, "0123456789") {
		return nil, mistake("%s can't be read for sure; write dates as 2026-12-25.", quote(strings.TrimSpace(line)))
	}
	return dates, nil
}
