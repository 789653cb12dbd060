package habit

import (
	"slices"
	"strings"
	"testing"
)

// joined prints days as ParseDays reads them.
func joined(days []Day) string {
	var texts []string
	for _, day := range days {
		texts = append(texts, day.String())
	}
	return strings.Join(texts, ", ")
}

func TestDatesAreReadAsPeopleWriteThem(t *testing.T) {
	tests := []struct{ text, want string }{ // today is Monday, 23 November 2026
		{"2026-12-25", "2026-12-25"},
		{"2026-12-25 26 dec, 31 dec - 2 jan", "2026-12-25, 2026-12-26, 2026-12-31, 2027-01-01, 2027-01-02"},
		{"2026-12-31 2026-12-25, 2026-12-31", "2026-12-25, 2026-12-31"},
		{"today and tomorrow", "2026-11-23, 2026-11-24"},
		{"23 nov", "2026-11-23"},
		{"22 nov", "2027-11-22"},
		{"25th of December; the 1st of January", "2026-12-25, 2027-01-01"},
		{"December 24, 25 and 26", "2026-12-24, 2026-12-25, 2026-12-26"},
		{"24, 25 & 26 dec", "2026-12-24, 2026-12-25, 2026-12-26"},
		{"24, 25 dec 2027", "2027-12-24, 2027-12-25"},
		{"24 dec, 26", "2026-12-24, 2026-12-26"},
		{"24 dec 2027, 26", "2027-12-24, 2027-12-26"},
		{"24 dec 25 26 jan", "2026-12-24, 2027-01-25, 2027-01-26"},
		{"dec 24, 2027", "2027-12-24"},
		{"dec 24 25 jan 2 3", "2026-12-24, 2026-12-25, 2027-01-02, 2027-01-03"},
		{"dec 24 june 1", "2026-12-24, 2027-06-01"},
		{"24-26 dec", "2026-12-24, 2026-12-25, 2026-12-26"},
		{"dec 24–26", "2026-12-24, 2026-12-25, 2026-12-26"},
		{"from 24 dec to 26", "2026-12-24, 2026-12-25, 2026-12-26"},
		{"31 dec-2 jan", "2026-12-31, 2027-01-01, 2027-01-02"},
		{"30 dec - 2 jan 2027", "2026-12-30, 2026-12-31, 2027-01-01, 2027-01-02"},
		{"2026-12-31 until 2027-01-01", "2026-12-31, 2027-01-01"},
		{"2026-12-31-2027-01-01", "2026-12-31, 2027-01-01"},
		{"2026-12-31..2027-01-01", "2026-12-31, 2027-01-01"},
		{"2026–12–31 — 2027–01–01", "2026-12-31, 2027-01-01"},
		{"24 dec - 24 dec", "2026-12-24"},
		{"fri", "2026-11-27"},
		{"on Friday, tuesday.", "2026-11-24, 2026-11-27"},
		{"thu - sat", "2026-11-26, 2026-11-27, 2026-11-28"},
		{"sat-tue", "2026-11-28, 2026-11-29, 2026-11-30, 2026-12-01"},
		{"thu - thu", "2026-11-26"},
		{"tomorrow through wednesday", "2026-11-24, 2026-11-25"},
		{"today - 24 nov", "2026-11-23, 2026-11-24"},
		{"next week", "2026-11-30, 2026-12-01, 2026-12-02, 2026-12-03, 2026-12-04, 2026-12-05, 2026-12-06"},
		{"28 feb - 1 mar", "2027-02-28, 2027-03-01"},
		{"29 feb 2028", "2028-02-29"},
	}
	for _, tt := range tests {
		days, err := ParseDays(tt.text, monday)
		if got := joined(days); err != nil || got != tt.want {
			t.Errorf("ParseDays(%q) = %s, %v, want %s", tt.text, got, err, tt.want)
		}
	}
	if days, err := ParseDays("1 jan - 1 mar", Day{2027, 1, 1}); err != nil || len(days) != 60 {
		t.Errorf("sixty days: %d, %v", len(days), err)
	}
}

func TestAMistakeInDatesSaysHowToMendIt(t *testing.T) {
	sides := " needs a date on both sides; write it as 31 dec - 2 jan."
	no := " is not a date; write dates as 2026-12-25, 26 dec or 31 dec - 2 jan."
	tests := []struct{ text, want string }{
		{"", "Write dates, such as 2026-12-25 or 31 dec - 2 jan."},
		{" , and the", "Write dates, such as 2026-12-25 or 31 dec - 2 jan."},
		{"christmas", `"christmas"` + no},
		{"dec", `"dec"` + no},
		{"dec jan", `"dec"` + no},
		{"24 dec jan", `"jan"` + no},
		{"24 dec jan 2", `"jan"` + no},
		{"dec 24, 25 jan", `"jan"` + no},
		{"0 dec", `"0"` + no},
		{"32 dec", `"32"` + no},
		{"24 2027", `"2027"` + no},
		{"24 dec 20270", `"20270"` + no},
		{"24/12/2026", `"24/12/2026"` + no},
		{"2026-12-251", `"2026"` + no},
		{"x2026-12-25", `"x2026"` + no},
		{"mondays", `"mondays"` + no},
		{"weekdays", `"weekdays"` + no},
		{"next", `"next"` + no},
		{"next year", `"next year"` + no},
		{"24 dec - next week", `"next week"` + no},
		{"2026-02-30", `"2026-02-30" is not a date; write it as year-month-day, such as 2026-12-01.`},
		{"31 nov", "There is no 31 November in 2027; write another day."},
		{"24", `"24" needs a month; write it as 24 dec.`},
		{"24, 2026-12-25", `"24" needs a month; write it as 24 dec.`},
		{"24 -", `"-"` + sides},
		{"- 24 dec", `"-"` + sides},
		{"until 24 dec", `"until"` + sides},
		{"24 dec - - 26 dec", `"-"` + sides},
		{"24 dec - 26 dec - 28 dec", `"-"` + sides},
		{"next week - 24 dec", `"-"` + sides},
		{"monday", `"monday" can be today or 2026-11-30; write the one you mean.`},
		{"mon - wed", `"mon" can be today or 2026-11-30; write the one you mean.`},
		{"next friday", `"next friday" can be 2026-11-27 or 2026-12-04; write the one you mean.`},
		{"2026-11-22", "2026-11-22 is over; write a date from today on, such as 2026-11-30."},
		{"22 nov 2026 - 24 nov", "2026-11-22 is over; write a date from today on, such as 2026-11-30."},
		{"26 dec - 2026-12-24", "2026-12-24 comes before 2026-12-26; write the earlier date first."},
		{"26-24 dec 2026", "2026-12-24 comes before 2026-12-26; write the earlier date first."},
		{"26-24 dec", "That is 364 days; write at most 60 at a time."},
		{"1 jan - 2 mar", "That is 61 days; write at most 60 at a time."},
		{"1 jan - 2 mar 9999", "That is 2911774 days; write at most 60 at a time."},
		{"1 dec - 31 dec, 1 jan - 30 jan", "That is 61 days; write at most 60 at a time."},
	}
	for _, tt := range tests {
		days, err := ParseDays(tt.text, monday)
		if m, ok := err.(*Mistake); !ok || m.Text != tt.want {
			t.Errorf("ParseDays(%q) = %s, %v, want %s", tt.text, joined(days), err, tt.want)
		}
	}
	if days, err := ParseDays("1 dec - 31 dec, 1 jan - 29 jan, 1-20 dec", monday); err != nil || len(days) != 60 {
		t.Errorf("sixty days, some twice: %d, %v", len(days), err)
	}
}

func FuzzDays(f *testing.F) {
	for _, text := range []string{"2026-12-25 26 dec, 31 dec - 2 jan", "24, 25 and 26 dec", "dec 24-26", "next week", "fri - tue, tomorrow",
		"2026-12-31..2027-01-01", "24 dec 2027, 26", "dec 24, 2027 25", "29 feb", "- 24", "24 -", "next friday", "1 jan - 2 mar 9999", "today - today"} {
		f.Add(text, 0)
	}
	f.Fuzz(func(t *testing.T, text string, offset int) {
		today := monday.Add(offset % 10_000)
		days, err := ParseDays(text, today)
		if err != nil {
			checkMistake(t, err)
			return
		}
		if len(days) == 0 || len(days) > MostDays || days[0].Before(today) {
			t.Fatalf("ParseDays(%q, %s) = %s", text, today, joined(days))
		}
		for i, day := range days[1:] {
			if !day.After(days[i]) {
				t.Fatalf("ParseDays(%q, %s) = %s", text, today, joined(days))
			}
		}
		if back, err := ParseDays(joined(days), today); err != nil || !slices.Equal(back, days) {
			t.Fatalf("ParseDays(%q) = %s, %v", joined(days), joined(back), err)
		}
	})
}
