package habit

import (
	"slices"
	"strings"
	"testing"
)

func TestReadDatesReadsWhatPeoplePaste(t *testing.T) {
	today := Day{2026, 3, 2}
	for text, want := range map[string]string{
		"":                         "",
		" \n\r\n ":                 "",
		"2026-12-25":               "2026-12-25",
		"24 dec - 26 dec, 1 jan":   "2026-12-24 2026-12-25 2026-12-26 2027-01-01",
		"2026-12-24\n2027-01-01\n": "2026-12-24 2027-01-01",
		"2026-12-25 Christmas Day": "2026-12-25",
		"Christmas Day: Friday, 25 December 2026": "2026-12-25",
		"Fri\t25 Dec 2026\tChristmas Day":         "2026-12-25",
		"Friday December 25th, 2026 (observed)":   "2026-12-25",
		"Dec. 25, 2026":                           "2026-12-25",
		"25-Dec-2026":                             "2026-12-25",
		"25.12.2026":                              "2026-12-25",
		"25. 12. 2026":                            "2026-12-25",
		"1. Weihnachtstag 25.12.2026":             "2026-12-25",
		"25.12.26":                                "2026-12-25",
		"Christmas: 25.12.":                       "2026-12-25",
		"New year: 1 Jan":                         "2027-01-01",
		"25/12/2026":                              "2026-12-25",
		"12/25/2026":                              "2026-12-25",
		"05/05/2026":                              "2026-05-05",
		"2026/12/25":                              "2026-12-25",
		"20261225 Christmas":                      "2026-12-25",
		"Shutdown: 24 - 26 December 2026":         "2026-12-24 2026-12-25 2026-12-26",
		"Shutdown 24.–26.12.2026":                 "2026-12-24 2026-12-25 2026-12-26",
		"We close 31 December 2026 to Friday, 1 January 2027":       "2026-12-31 2027-01-01",
		"closed 31 Dec to 1 Jan":                                    "2026-12-31 2027-01-01",
		"25 December 2026 and 28 December 2026 are holidays":        "2026-12-25 2026-12-28",
		"1 January 2026\n25 December 2026":                          "2026-12-25", // what is over is left out
		"Holidays\n2026-12-25":                                      "2026-12-25 | \"Holidays\" is not a date; write it as 2026-12-25.",
		"04/03/2026":                                                "| \"04/03/2026\" can be 2026-03-04 or 2026-04-03; write the one you mean.",
		"31.02.2026":                                                "| \"31.02.2026\" is not in the calendar; write it as 2026-12-25.",
		"31 Feb: party":                                             "| \"31 feb\" is not in the calendar; write it as 2026-12-25.",
		"99/99/2026":                                                "| \"99/99/2026\" is not in the calendar; write it as 2026-12-25.",
		"party on 25 dec at 5":                                      "| \"party on 25 dec at 5\" can't be read for sure; write dates as 2026-12-25.",
		"closed 26 December 2026 - 24 December 2026":                "| \"26 december 2026 - 24 december 2026\" is no range of 2 to 61 days; write the earlier date first.",
		"closed 1 June 2026 - 24 December 2026":                     "| \"1 june 2026 - 24 december 2026\" is no range of 2 to 61 days; write the earlier date first.",
		"BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\nEND:VEVENT":     "2026-12-25",
		"begin:vevent\r\ndtstart;value=date:20261225\r\nend:vevent": "2026-12-25",
	} {
		checkRead(t, text, today, want)
	}
}

func TestReadDatesReadsACalendarFile(t *testing.T) {
	event := func(lines ...string) string {
		return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n" + strings.Join(lines, "\r\n") + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
	}
	for text, want := range map[string]string{
		event("DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261227", "SUMMARY:25/12 and 04/03/2026"): "2026-12-25 2026-12-26",
		event("DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261225"):                                 "2026-12-25",
		event("SUMMARY:Christmas", "DTSTART;VAL\r\n UE=DATE:2026\r\n\t1225"):                              "2026-12-25",
		event("DTSTART;VALUE=DATE:20261225", "DURATION:P2D"):                                              "2026-12-25 2026-12-26",
		event("DTSTART;VALUE=DATE:20261221", "DURATION:P1W"):                                              "2026-12-21 2026-12-22 2026-12-23 2026-12-24 2026-12-25 2026-12-26 2026-12-27",
		event("DTSTART:20261225T000000", "DTEND:20261226T000000Z"):                                        "2026-12-25",
		event("DTSTART;VALUE=DATE:20261225", "STATUS:CANCELLED"):                                          "",
		event("DTSTART;VALUE=DATE:20250101"):                                                              "",
		event("SUMMARY:no date"):                                                                          "",
		"DTSTART:20261225\nDTSTART:20261228":                                                              "2026-12-25 2026-12-28",
		event("DTSTART:20261225T090000Z"):                                                                 "| \"DTSTART:20261225T090000Z\" is not a whole day; write it as 20261225.",
		event("DTSTART:20261225", "DTEND:20261225T090000Z"):                                               "| \"DTEND:20261225T090000Z\" is not a whole day; write it as 20261225.",
		event("DTSTART:20261225", "DURATION:PT9H"):                                                        "| \"DURATION:PT9H\" is no number of whole days.",
		event("DTSTART:20251225", "RRULE:FREQ=YEARLY"):                                                    "| \"RRULE:FREQ=YEARLY\" makes the event of \"20251225\" come again; write its dates instead.",
		event("DTSTART:20261225", "DTEND:20261220"):                                                       "| \"DTSTART:20261225 DTEND:20261220\" is not 1 to 366 days long.",
		event("DTSTART:20261225", "DTEND:99991231"):                                                       "| \"DTSTART:20261225 DTEND:99991231\" is not 1 to 366 days long.",
		event("DTSTART:20261225", "END:VEVENT", "BEGIN:VEVENT", "DTSTART:20270101"):                       "2026-12-25 2027-01-01",
	} {
		checkRead(t, text, Day{2026, 3, 2}, want)
	}
}

func checkRead(t *testing.T, text string, today Day, want string) {
	t.Helper()
	days, wrong := ReadDates(text, today)
	var said []string
	for _, d := range days {
		said = append(said, d.String())
	}
	for _, m := range wrong {
		said = append(said, "|", m.Text)
	}
	if got := strings.Join(said, " "); got != want {
		t.Errorf("ReadDates(%q)\n got %s\nwant %s", text, got, want)
	}
}

func TestReadDatesIsBounded(t *testing.T) {
	today := Day{2026, 3, 2}
	if days, wrong := ReadDates(strings.Repeat("x", MostText+1), today); len(days) > 0 || len(wrong) != 1 {
		t.Errorf("a text that is too long: %d days, %d mistakes", len(days), len(wrong))
	}
	var many strings.Builder
	for n := range 2 * MostRead {
		many.WriteString(today.Add(n).String() + "\n")
	}
	if days, wrong := ReadDates(many.String(), today); len(days) > 0 || len(wrong) != 1 {
		t.Errorf("too many dates: %d days, %d mistakes", len(days), len(wrong))
	}
}

// Whatever is pasted, the days are sorted, each once, not over, and not too many.
func FuzzReadDates(f *testing.F) {
	for _, text := range []string{
		"2026-12-25", "24.-26.12.2026", "12/25/2026 - 1/1/27", "dec 24 to 26", "closed 31 Dec to 1 Jan", "1-2-3 4.5. 6/7/8",
		"BEGIN:VEVENT\nDTSTART:20261225\nDTEND:20261227\nRRULE:X\nEND:VEVENT", "DTSTART:\n DTEND:\n\t20261225", "DURATION:P", "\xff 1 jan",
		"99999999", "0 may", "00/00/00", "1 feb - 31 feb", "10000-01-01",
	} {
		f.Add(text)
	}
	today := Day{2026, 3, 2}
	f.Fuzz(func(t *testing.T, text string) {
		days, wrong := ReadDates(text, today)
		if !slices.IsSortedFunc(days, Day.compare) || len(slices.Compact(slices.Clone(days))) != len(days) || len(days) > MostRead {
			t.Errorf("ReadDates(%q) = %v", text, days)
		}
		for _, d := range days {
			if d.Before(today) || d.IsZero() || dayAt(d.number()) != d {
				t.Errorf("ReadDates(%q) has %v", text, d)
			}
		}
		for _, m := range wrong {
			if m == nil || m.Text == "" || strings.Contains(m.Text, "\n") {
				t.Errorf("ReadDates(%q) complains %v", text, m)
			}
		}
	})
}
