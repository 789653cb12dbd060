package habit

import "testing"

func TestDaysAheadAreReadAsPeopleWriteThem(t *testing.T) {
	monday := Day{2026, 11, 23}
	tests := []struct{ text, want string }{
		{"", ""},
		{"  ", ""},
		{"until 2026-12-01", "2026-12-01"},
		{"2026-11-24", "2026-11-24"},
		{"tomorrow", "2026-11-24"},
		{"until tomorrow", "2026-11-24"},
		{"until friday", "2026-11-27"},
		{"till Fri", "2026-11-27"},
		{"monday", "2026-11-30"},
		{"sunday", "2026-11-29"},
		{"3 days", "2026-11-26"},
		{"for 3 days", "2026-11-26"},
		{"1 day", "2026-11-24"},
		{"a day", "2026-11-24"},
		{"2 weeks", "2026-12-07"},
		{"for two weeks", "2026-12-07"},
		{"a week", "2026-11-30"},
		{"next week", "2026-11-30"},
		{"next month", "2026-12-01"},
		{"1 month", "2026-12-23"},
		{"until 1 dec", "2026-12-01"},
		{"December 1st", "2026-12-01"},
		{"the 2nd of january", "2027-01-02"},
		{"Dec. 24, 2026", "2026-12-24"},
		{"3. sept", "2027-09-03"},
		{"23 november", "2027-11-23"},
		{"2027-11-24", "2027-11-24"},
	}
	for _, tt := range tests {
		day, err := ParseUntil(tt.text, monday)
		if err != nil || day.String() != tt.want {
			t.Errorf("ParseUntil(%q) = %s, %v, want %s", tt.text, day, err, tt.want)
		}
	}
	if day, err := ParseUntil("1 month", Day{2027, 1, 31}); err != nil || day != (Day{2027, 2, 28}) {
		t.Errorf("a month after 31 January is %s, %v", day, err)
	}
	if day, err := ParseUntil("29 feb", Day{2027, 3, 1}); err != nil || day != (Day{2028, 2, 29}) {
		t.Errorf("29 feb is %s, %v", day, err)
	}
}

func TestAMistakeInADaySaysHowToMendIt(t *testing.T) {
	monday := Day{2026, 11, 23}
	tests := []struct{ text, want string }{
		{"until", `"until" is not a day; write it as 2026-11-30, friday or 3 days.`},
		{"until whenever", `"whenever" is not a day; write it as 2026-11-30, friday or 3 days.`},
		{"3", `"3" is not a day; write it as 2026-11-30, friday or 3 days.`},
		{"01/12/2026", `"01/12/2026" is not a day; write it as 2026-11-30, friday or 3 days.`},
		{"weekdays", `"weekdays" is not a day; write it as 2026-11-30, friday or 3 days.`},
		{"3 hours", `"3 hours" is not a day; write it as 2026-11-30, friday or 3 days.`},
		{"2026-02-30", `"2026-02-30" is not a day; write it as 2026-11-30, friday or 3 days.`},
		{"32 dec", `"32 dec" is not a day; write it as 2026-11-30, friday or 3 days.`},
		{"1 dec 99999", `"1 dec 99999" is not a day; write it as 2026-11-30, friday or 3 days.`},
		{"1 dec 10000", `"1 dec 10000" is not a day; write it as 2026-11-30, friday or 3 days.`},
		{"1 dec 0", `"1 dec 0" is not a day; write it as 2026-11-30, friday or 3 days.`},
		{"1 dec 2026 please", `"1 dec 2026 please" is not a day; write it as 2026-11-30, friday or 3 days.`},
		{"1 dec 1", `"1 dec 1" is not after today; write a later day, such as 2026-11-30.`},
		{"1 dec 9999", `"1 dec 9999" is more than a year away; leave the day out, and it lasts until you resume.`},
		{"31 june", "There is no 31 June in 2027; write another day."},
		{"29 feb", "There is no 29 February in 2027; write another day."},
		{"today", `"today" is not after today; write a later day, such as 2026-11-30.`},
		{"0 days", `"0 days" is not after today; write a later day, such as 2026-11-30.`},
		{"until 2026-11-22", `"2026-11-22" is not after today; write a later day, such as 2026-11-30.`},
		{"1 dec 2025", `"1 dec 2025" is not after today; write a later day, such as 2026-11-30.`},
		{"next friday", `"next friday" can be 2026-11-27 or 2026-12-04; write the one you mean.`},
		{"400 days", `"400 days" is more than a year away; leave the day out, and it lasts until you resume.`},
		{"99999999999 weeks", `"99999999999 weeks" is more than a year away; leave the day out, and it lasts until you resume.`},
		{"99999999999999999999 weeks", `"99999999999999999999 weeks" is not a day; write it as 2026-11-30, friday or 3 days.`},
		{"9999-12-31", `"9999-12-31" is more than a year away; leave the day out, and it lasts until you resume.`},
	}
	for _, tt := range tests {
		day, err := ParseUntil(tt.text, monday)
		if m, ok := err.(*Mistake); !ok || m.Text != tt.want {
			t.Errorf("ParseUntil(%q) = %s, %v, want %s", tt.text, day, err, tt.want)
		}
	}
}

func FuzzUntil(f *testing.F) {
	for _, text := range []string{"until 2026-12-01", "friday", "3 days", "a week", "the 1st of dec 2026", "next month", "0 days", "st dec", ". dec"} {
		f.Add(text, 0)
	}
	f.Fuzz(func(t *testing.T, text string, offset int) {
		today := Day{2026, 11, 23}.Add(offset % 10_000)
		day, err := ParseUntil(text, today)
		if err != nil {
			checkMistake(t, err)
			return
		}
		if day.IsZero() {
			return
		}
		if n := day.Sub(today); n < 1 || n > mostDays {
			t.Fatalf("ParseUntil(%q, %s) = %s", text, today, day)
		}
		if back, err := ParseUntil("until "+day.String(), today); err != nil || back != day {
			t.Fatalf("ParseUntil(%s) = %s, %v", day, back, err)
		}
	})
}
