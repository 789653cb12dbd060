package habit

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPlansAreReadAsPeopleWriteThem(t *testing.T) {
	tests := []struct{ text, want string }{
		{"weekdays 10:30 15:00 in Berlin", "weekdays 10:30 15:00 in Europe/Berlin"},
		{"10:30", "weekdays 10:30 in Europe/London"},
		{"10:30 and 15:00", "weekdays 10:30 15:00 in Europe/London"},
		{"3 pm", "weekdays 15:00 in Europe/London"},
		{"1am 1pm", "weekdays 01:00 13:00 in Europe/London"},
		{"15:00, 10:30, 15:00", "weekdays 10:30 15:00 in Europe/London"},
		{"mon,wed 3pm", "Mon, Wed 15:00 in Europe/London"},
		{"mon-thu at 9:15", "Mon–Thu 09:15 in Europe/London"},
		{"Mon – Thu 9:15", "Mon–Thu 09:15 in Europe/London"},
		{"every day 14:00", "daily 14:00 in Europe/London"},
		{"everyday at noon", "daily 12:00 in Europe/London"},
		{"daily midnight", "daily 00:00 in Europe/London"},
		{"Mondays and Wednesdays at 3:15 p.m.", "Mon, Wed 15:15 in Europe/London"},
		{"monday to friday 3 pm", "weekdays 15:00 in Europe/London"},
		{"from mon through wed, sat 8am", "Mon–Wed, Sat 08:00 in Europe/London"},
		{"fri-mon 12am", "Mon, Fri–Sun 00:00 in Europe/London"},
		{"sat-sun 12pm", "weekends 12:00 in Europe/London"},
		{"tue-tue 9am", "Tue 09:00 in Europe/London"},
		{"thurs tues weds 15h 9h30", "Tue–Thu 09:30 15:00 in Europe/London"},
		{"10.30 on weekdays", "weekdays 10:30 in Europe/London"},
		{"3.15p.m. daily", "daily 15:15 in Europe/London"},
		{"“weekends” 9:00!", "weekends 09:00 in Europe/London"},
		{"10:30 in new york", "weekdays 10:30 in America/New_York"},
		{"10:30 IN EUROPE/BERLIN", "weekdays 10:30 in Europe/Berlin"},
		{"10:30 in Berlin time.", "weekdays 10:30 in Europe/Berlin"},
		{"10:30 in utc", "weekdays 10:30 in UTC"},
		{"0:00 23:59 in São Paulo", "weekdays 00:00 23:59 in America/Sao_Paulo"},
	}
	for _, tt := range tests {
		p, err := ParsePlan(tt.text, "Europe/London")
		if err != nil {
			t.Errorf("ParsePlan(%q): %v", tt.text, err)
			continue
		}
		if got := p.String(); got != tt.want {
			t.Errorf("ParsePlan(%q) = %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestAMistakeInAPlanSaysHowToMendIt(t *testing.T) {
	mixed := "One plan has the same times on each of its days. Write the days once, as mon,wed 10:30, and make a second plan for other times."
	tests := []struct{ text, want string }{
		{"", "Write days and times, such as weekdays 10:30 15:00."},
		{"in Berlin", "Write days and times, such as weekdays 10:30 15:00."},
		{"weekdays", `There is no time in "weekdays"; add one, such as 10:30 or 3pm.`},
		{"every monday in Berlin", `There is no time in "every monday"; add one, such as 10:30 or 3pm.`},
		{"9", `"9" does not say which half of the day; write 9:00, 9am or 9pm.`},
		{"weekdays at 15", `"15" is not a time yet; write 15:00.`},
		{"1", `"1" does not say which half of the day; write 1:00, 1am or 1pm.`},
		{"12", `"12" does not say which half of the day; write 12:00, 12am or 12pm.`},
		{"13", `"13" is not a time yet; write 13:00.`},
		{"0", `"0" is not a time yet; write 0:00.`},
		{"1x:30", `"1x:30" is not a time; write it as 10:30 or 3pm.`},
		{"10:3x", `"10:3x" is not a time; write it as 10:30 or 3pm.`},
		{"010:30", `"010:30" is not a time; write it as 10:30 or 3pm.`},
		{"1030", `"1030" is not a time; write it as 10:30 or 3pm.`},
		{"25:00", `"25:00" is not a time; write it as 10:30 or 3pm.`},
		{"24:00", `"24:00" is not a time; write it as 10:30 or 3pm.`},
		{"10:5", `"10:5" is not a time; write it as 10:30 or 3pm.`},
		{"10:60", `"10:60" is not a time; write it as 10:30 or 3pm.`},
		{"13pm", `"13pm" is not a time; write it as 10:30 or 3pm.`},
		{"0am", `"0am" is not a time; write it as 10:30 or 3pm.`},
		{"hourly 10:30", `"hourly" is neither a day nor a time; write days and times as mon-fri 10:30 15:00.`},
		{"pm 10:30", `"pm" is neither a day nor a time; write days and times as mon-fri 10:30 15:00.`},
		{"10:30 - 15:00", `"-" does not join times; write each time by itself, as 10:30 15:00.`},
		{"10:30 to 15:00", `"to" does not join times; write each time by itself, as 10:30 15:00.`},
		{"mon-", `"mon -" needs a last day; write it as mon-thu.`},
		{"mon-10:30", `"mon - 10:30" is not a range of days; write it as mon-thu.`},
		{"daily-fri 10:30", `"daily - fri" is not a range of days; write it as mon-thu.`},
		{"mon 10:30 wed 15:00", mixed},
		{"mon 10:30 wed", mixed},
		{"10:30 mon 15:00", mixed},
		{"10:30 Berlin", `"berlin" is a zone; write it after the word in, as in Europe/Berlin.`},
		{"10:30 CET", `"CET" is an abbreviation, which several places share or which ends with summer. Write a city, such as Berlin or New York.`},
		{"10:30 in cet", `"CET" is an abbreviation, which several places share or which ends with summer. Write a city, such as Berlin or New York.`},
		{"10:30 in UTC+2", `"UTC+2" does not say when the clocks change; write a city, such as Berlin or New York.`},
		{"10:30 in", "There is no zone after in. Write a city such as Berlin or New York, or a name such as Europe/Berlin."},
		{"10:30 in .", "There is no zone after in. Write a city such as Berlin or New York, or a name such as Europe/Berlin."},
		{"a\x07b\"c d\xff", `"abc" is neither a day nor a time; write days and times as mon-fri 10:30 15:00.`},
		{"in Berlin at 10:30", "Write days and times, such as weekdays 10:30 15:00."},
		{"weekdays 9am in Berlin at 10:30", "The zone comes last; write it as weekdays 10:30 in Berlin."},
		{"10:30 in Atlantis", `There is no time zone "Atlantis". Write a bigger city with the same time, such as Berlin, or a name such as Europe/Berlin.`},
		{"10:30 in Europe/Atlantis", `There is no time zone "Europe/Atlantis". Write a bigger city with the same time, such as Berlin, or a name such as Europe/Berlin.`},
		{"10:30 in ../../etc/passwd", `There is no time zone "/../etc/passwd". Write a bigger city with the same time, such as Berlin, or a name such as Europe/Berlin.`},
		{"10:30 in Local", `There is no time zone "Local". Write a bigger city with the same time, such as Berlin, or a name such as Europe/Berlin.`},
		{"10:30 in Pacific time", `"Pacific" can be America/Vancouver or America/Los_Angeles; write the one you mean.`},
		{strings.Repeat("x", 40), `"` + strings.Repeat("x", 40) + `" is neither a day nor a time; write days and times as mon-fri 10:30 15:00.`},
		{strings.Repeat("x", 41), `"` + strings.Repeat("x", 40) + `…" is neither a day nor a time; write days and times as mon-fri 10:30 15:00.`},
		{strings.Repeat("x", 50), `"` + strings.Repeat("x", 40) + `…" is neither a day nor a time; write days and times as mon-fri 10:30 15:00.`},
		{"0:00 1:00 2:00 3:00 4:00 5:00 6:00 7:00 8:00 9:00 10:00 11:00 12:00 13:00 14:00 15:00 16:00 17:00 18:00 19:00 20:00 21:00 22:00 23:00 23:30",
			"That is 25 times a day; write at most 24."},
	}
	for _, tt := range tests {
		p, err := ParsePlan(tt.text, "Europe/London")
		if m, ok := err.(*Mistake); !ok || m.Text != tt.want {
			t.Errorf("ParsePlan(%q) = %s, %v, want %s", tt.text, p, err, tt.want)
		}
	}
}

func TestAPlanHasUpToTwentyFourTimes(t *testing.T) {
	hourly := "0:00 1:00 2:00 3:00 4:00 5:00 6:00 7:00 8:00 9:00 10:00 11:00 12:00 13:00 14:00 15:00 16:00 17:00 18:00 19:00 20:00 21:00 22:00 23:00"
	p, err := ParsePlan(hourly, "Europe/London")
	if err != nil || len(p.At) != MostTimes {
		t.Fatalf("ParsePlan = %s, %v", p, err)
	}
	if err := valid(p); err != nil {
		t.Error(err)
	}
}

func TestAPlanNeedsAZoneFromSomewhere(t *testing.T) {
	want := "It needs a time zone; write a city such as Berlin or New York, or a name such as Europe/Berlin."
	if _, err := ParsePlan("10:30", ""); err == nil || err.Error() != want {
		t.Errorf("ParsePlan = %v, want %s", err, want)
	}
}

func TestEverySetOfDaysPrintsAsItIsRead(t *testing.T) {
	for days := Weekdays(1); days <= Everyday; days++ {
		p := Plan{days, []Minute{630}, "Europe/Berlin"}
		back, err := ParsePlan(p.String(), "")
		if err != nil || !back.Equal(p) {
			t.Errorf("ParsePlan(%q) = %s, %v", p, back, err)
		}
	}
	if got := Weekdays(0).String(); got != "no days" {
		t.Errorf("no days print as %q", got)
	}
}

func FuzzPlan(f *testing.F) {
	for _, text := range []string{"weekdays 10:30 15:00 in Berlin", "mon,wed 3pm", "fri-mon at 9:15 p.m.", "every day noon",
		"15h30 in new york", "10:30 in CET", "mon - ", "in", "at at", "\x00 10:30", "10:30 in Port-au-Prince", "“mon” 3 am"} {
		f.Add(text, "Europe/London")
	}
	f.Fuzz(func(t *testing.T, text, zone string) {
		p, err := ParsePlan(text, zone)
		if err != nil {
			checkMistake(t, err)
			return
		}
		if err := valid(p); err != nil || p.IsZero() {
			t.Fatalf("ParsePlan(%q, %q) = %s: %v", text, zone, p, err)
		}
		back, err := ParsePlan(p.String(), "")
		if err != nil || !back.Equal(p) {
			t.Fatalf("ParsePlan(%q) = %s, %v", p, back, err)
		}
	})
}

// checkMistake holds every mistake to one printable sentence of bearable length.
func checkMistake(t *testing.T, err error) {
	t.Helper()
	var m *Mistake
	if !errors.As(err, &m) {
		t.Fatalf("%T is not a mistake: %v", err, err)
	}
	if m.Text == "" || !strings.HasSuffix(m.Text, ".") || strings.ContainsAny(m.Text, "\n\r\t") ||
		!utf8.ValidString(m.Text) || len([]rune(m.Text)) > 250 {
		t.Fatalf("not a sentence: %q", m.Text)
	}
}

// valid returns what keeps a plan from working.
func valid(p Plan) error {
	if p.Days&Everyday == 0 || p.Days&^Everyday != 0 {
		return errors.New("a plan needs days of the week")
	}
	if len(p.At) == 0 || len(p.At) > MostTimes {
		return fmt.Errorf("a plan needs 1 to %d times, not %d", MostTimes, len(p.At))
	}
	for i, m := range p.At {
		if m < 0 || m >= 24*60 {
			return fmt.Errorf("minute %d is outside the day", m)
		}
		if i > 0 && m <= p.At[i-1] {
			return errors.New("the times of a plan must be sorted, each once")
		}
	}
	_, err := Zone(p.Zone)
	return err
}
