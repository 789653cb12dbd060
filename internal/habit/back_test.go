package habit

import "testing"

func TestDaysBackAreReadAsPeopleWriteThem(t *testing.T) {
	tests := []struct{ text, want string }{ // today is Wednesday, 25 November 2026
		{"today", "2026-11-25"},
		{"yesterday", "2026-11-24"},
		{" Yesterday ", "2026-11-24"},
		{"the day before yesterday", "2026-11-23"},
		{"day before yesterday", "2026-11-23"},
		{"monday", "2026-11-23"},
		{"on Monday", "2026-11-23"},
		{"for mon", "2026-11-23"},
		{"thursday", "2026-11-19"},
		{"last monday", "2026-11-23"},
		{"last thu", "2026-11-19"},
		{"last wednesday", "2026-11-18"},
		{"3 days ago", "2026-11-22"},
		{"a day ago", "2026-11-24"},
		{"0 days ago", "2026-11-25"},
		{"seven days ago", "2026-11-18"},
		{"7 days ago", "2026-11-18"},
		{"a week ago", "2026-11-18"},
		{"1 week ago", "2026-11-18"},
		{"2026-11-25", "2026-11-25"},
		{"2026-11-18", "2026-11-18"},
		{"20 nov", "2026-11-20"},
		{"Nov 20th, 2026", "2026-11-20"},
		{"the 20th of november", "2026-11-20"},
		{"25 nov", "2026-11-25"},
	}
	for _, tt := range tests {
		day, err := ParseBack(tt.text, Day{2026, 11, 25})
		if err != nil || day.String() != tt.want {
			t.Errorf("ParseBack(%q) = %s, %v, want %s", tt.text, day, err, tt.want)
		}
	}
	newYear := Day{2027, 1, 2}
	for text, want := range map[string]Day{"30 dec": {2026, 12, 30}, "26 dec": {2026, 12, 26}, "1 jan": {2027, 1, 1}} {
		if day, err := ParseBack(text, newYear); err != nil || day != want {
			t.Errorf("ParseBack(%q, %s) = %s, %v, want %s", text, newYear, day, err, want)
		}
	}
	if day, err := ParseBack("29 feb", Day{2028, 3, 2}); err != nil || day != (Day{2028, 2, 29}) {
		t.Errorf("29 feb is %s, %v", day, err)
	}
}

func TestAMistakeInADayBackSaysHowToMendIt(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", `"" is not a day; write it as 2026-11-23, yesterday or 3 days ago.`},
		{"on", `"on" is not a day; write it as 2026-11-23, yesterday or 3 days ago.`},
		{"whenever", `"whenever" is not a day; write it as 2026-11-23, yesterday or 3 days ago.`},
		{"3 days", `"3 days" is not a day; write it as 2026-11-23, yesterday or 3 days ago.`},
		{"3 hours ago", `"3 hours ago" is not a day; write it as 2026-11-23, yesterday or 3 days ago.`},
		{"x days ago", `"x days ago" is not a day; write it as 2026-11-23, yesterday or 3 days ago.`},
		{"1 week ago today", `"1 week ago today" is not a day; write it as 2026-11-23, yesterday or 3 days ago.`},
		{"last", `"last" is not a day; write it as 2026-11-23, yesterday or 3 days ago.`},
		{"last week", `"last week" is not a day; write it as 2026-11-23, yesterday or 3 days ago.`},
		{"last weekend", `"last weekend" is not a day; write it as 2026-11-23, yesterday or 3 days ago.`},
		{"every monday", `"every monday" is not a day; write it as 2026-11-23, yesterday or 3 days ago.`},
		{"weekdays", `"weekdays" is not a day; write it as 2026-11-23, yesterday or 3 days ago.`},
		{"2026-11-31", `"2026-11-31" is not a day; write it as 2026-11-23, yesterday or 3 days ago.`},
		{"31 nov", "There is no 31 November in 2026; write another day."},
		{"31 nov 2025", "There is no 31 November in 2025; write another day."},
		{"wednesday", `"wednesday" can be today or 2026-11-18; write the one you mean.`},
		{"tomorrow", `"tomorrow" is still to come; write a day such as yesterday or 2026-11-23.`},
		{"2026-11-26", `"2026-11-26" is still to come; write a day such as yesterday or 2026-11-23.`},
		{"26 nov", `"26 nov" is still to come; write a day such as yesterday or 2026-11-23.`},
		{"8 days ago", `"8 days ago" is more than seven days ago; write a day from 2026-11-18 on.`},
		{"2 weeks ago", `"2 weeks ago" is more than seven days ago; write a day from 2026-11-18 on.`},
		{"99999999999 weeks ago", `"99999999999 weeks ago" is more than seven days ago; write a day from 2026-11-18 on.`},
		{"2026-11-17", `"2026-11-17" is more than seven days ago; write a day from 2026-11-18 on.`},
		{"17 nov", `"17 nov" is more than seven days ago; write a day from 2026-11-18 on.`},
		{"20 nov 2025", `"20 nov 2025" is more than seven days ago; write a day from 2026-11-18 on.`},
	}
	for _, tt := range tests {
		day, err := ParseBack(tt.text, Day{2026, 11, 25})
		if m, ok := err.(*Mistake); !ok || m.Text != tt.want {
			t.Errorf("ParseBack(%q) = %s, %v, want %s", tt.text, day, err, tt.want)
		}
	}
}

func FuzzBack(f *testing.F) {
	for _, text := range []string{"yesterday", "last monday", "3 days ago", "a week ago", "2026-11-20", "20 nov", "the 20th of nov 2026", "on", "wed", "29 feb", "dec 31"} {
		f.Add(text, 0)
	}
	f.Fuzz(func(t *testing.T, text string, offset int) {
		today := Day{2026, 11, 25}.Add(offset % 10_000)
		day, err := ParseBack(text, today)
		if err != nil {
			checkMistake(t, err)
			return
		}
		if n := today.Sub(day); n < 0 || n > MostDaysBack {
			t.Fatalf("ParseBack(%q, %s) = %s", text, today, day)
		}
		if back, err := ParseBack(day.String(), today); err != nil || back != day {
			t.Fatalf("ParseBack(%s) = %s, %v", day, back, err)
		}
	})
}
