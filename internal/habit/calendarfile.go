package habit

import (
	"strconv"
	"strings"
	"time"
)

// IsCalendar reports whether a text is that of a calendar file (RFC 5545, .ics).
func IsCalendar(text string) bool {
	upper := strings.ToUpper(text)
	return strings.Contains(upper, "BEGIN:VEVENT") || strings.HasPrefix(strings.TrimSpace(upper), "DTSTART")
}

// event is what of a calendar's event is of use.
type event struct {
	start, end string // the values of DTSTART and DTEND
	days       int    // of DURATION; 0: none
	wrong      *Mistake
	cancelled  bool
}

// readCalendar reads the days of all-day events. Events that were called off are left out, and
// one that lasts hours, or comes again by a rule, is a mistake: those days are not known.
func readCalendar(text string) (days []Day, wrong []*Mistake) {
	var e event
	take := func() {
		if e.cancelled || e == (event{}) {
			e = event{}
			return
		}
		read, err := e.read()
		if err != nil {
			wrong = append(wrong, err)
		}
		days = append(days, read...)
		e = event{}
	}
	for _, line := range unfold(text) {
		head, value, _ := strings.Cut(line, ":")
		name, _, _ := strings.Cut(strings.ToUpper(strings.TrimSpace(head)), ";")
		value = strings.TrimSpace(value)
		switch name {
		case "BEGIN", "END":
			if strings.EqualFold(value, "VEVENT") {
				take()
			}
		case "DTSTART":
			if e.start != "" { // lines without their event
				take()
			}
			e.start = value
		case "DTEND":
			e.end = value
		case "DURATION":
			e.days = durationDays(value)
			if e.days == 0 {
				e.wrong = mistake("%s is no number of whole days.", quote(line))
			}
		case "RRULE", "RDATE":
			e.wrong = mistake("%s makes the event of %s come again; write its dates instead.", quote(line), quote(e.start))
		case "STATUS":
			e.cancelled = strings.EqualFold(value, "CANCELLED")
		}
		if len(days) > 10*MostRead {
			return days, wrong
		}
	}
	take()
	return days, wrong
}

// unfold splits the text into lines, and joins those that go on after a line break and a space.
func unfold(text string) []string {
	text = strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\r", "\n")
	for strings.Contains(text, "\n\n") {
		text = strings.ReplaceAll(text, "\n\n", "\n")
	}
	return strings.Split(strings.NewReplacer("\n ", "", "\n\t", "").Replace(text), "\n")
}

// read is the days of the event: from its start up to but not including its end.
func (e event) read() ([]Day, *Mistake) {
	if e.wrong != nil {
		return nil, e.wrong
	}
	start, ok := calendarDay(e.start)
	if !ok {
		return nil, mistake("%s is not a whole day; write it as 20261225.", quote("DTSTART:"+e.start))
	}
	end := start.Add(max(1, e.days))
	if e.end != "" {
		if end, ok = calendarDay(e.end); !ok {
			return nil, mistake("%s is not a whole day; write it as 20261225.", quote("DTEND:"+e.end))
		}
	}
	if end == start {
		end = start.Add(1)
	}
	if n := end.Sub(start); n < 1 || n > MostRead {
		return nil, mistake("%s is not 1 to %d days long.", quote("DTSTART:"+e.start+" DTEND:"+e.end), MostRead)
	}
	var days []Day
	for day := start; day.Before(end); day = day.Add(1) {
		days = append(days, day)
	}
	return days, nil
}

// calendarDay reads 20261225, and midnight of it.
func calendarDay(value string) (Day, bool) {
	if date, clock, timed := strings.Cut(strings.ToUpper(value), "T"); timed && strings.TrimSuffix(clock, "Z") == "000000" {
		value = date
	}
	at, err := time.Parse("20060102", value)
	return DayOf(at), err == nil && at.Year() >= 1
}

// durationDays reads P1D and P2W; 0 is anything else.
func durationDays(value string) int {
	value, ok := strings.CutPrefix(strings.ToUpper(value), "P")
	if !ok || value == "" {
		return 0
	}
	n, err := strconv.Atoi(value[:len(value)-1])
	switch {
	case err != nil || n < 1 || n > MostRead:
		return 0
	case value[len(value)-1] == 'D':
		return n
	case value[len(value)-1] == 'W':
		return 7 * n
	}
	return 0
}
