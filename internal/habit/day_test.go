package habit

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func anyDay() *rapid.Generator[Day] {
	return rapid.Custom(func(t *rapid.T) Day {
		return Day{1970, time.January, 1}.Add(rapid.IntRange(-200_000, 200_000).Draw(t, "day"))
	})
}

func TestDaysAreCountedAsTheCalendarDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := anyDay().Draw(t, "day")
		n := rapid.IntRange(-1000, 1000).Draw(t, "n")
		date := time.Date(day.Year, day.Month, day.Date, 12, 0, 0, 0, time.UTC)
		later := day.Add(n)
		if want := DayOf(date.AddDate(0, 0, n)); later != want {
			t.Fatalf("%s.Add(%d) = %s, want %s", day, n, later, want)
		}
		if got := later.Sub(day); got != n {
			t.Fatalf("%s.Sub(%s) = %d, want %d", later, day, got, n)
		}
		if got := day.Weekday(); got != date.Weekday() {
			t.Fatalf("%s is a %s, want %s", day, got, date.Weekday())
		}
		if day.Before(later) != (n > 0) || day.After(later) != (n < 0) {
			t.Fatalf("%s and %s are in the wrong order", day, later)
		}
		if back, err := ParseDay(day.String()); err != nil || back != day {
			t.Fatalf("ParseDay(%s) = %s, %v", day, back, err)
		}
	})
}

func TestADayIsTheDateWhereTheTimeIs(t *testing.T) {
	loc, err := Zone("Pacific/Kiritimati")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC)
	if got, want := DayOf(at), (Day{2026, 11, 22}); got != want {
		t.Errorf("DayOf = %s, want %s", got, want)
	}
	if got, want := DayOf(at.In(loc)), (Day{2026, 11, 23}); got != want {
		t.Errorf("DayOf = %s, want %s", got, want)
	}
}

func TestNoDayIsNothingInText(t *testing.T) {
	type document struct {
		From  Day
		Until Day
		Skips map[Day]bool
	}
	in := document{From: Day{2026, 2, 3}, Skips: map[Day]bool{{2026, 12, 25}: true}}
	text, err := json.Marshal(in)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := string(text), `{"From":"2026-02-03","Until":"","Skips":{"2026-12-25":true}}`; got != want {
		t.Errorf("marshal = %s, want %s", got, want)
	}
	out := document{Until: Day{2026, 1, 1}}
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	if out.From != in.From || !out.Until.IsZero() || !out.Skips[Day{2026, 12, 25}] {
		t.Errorf("unmarshal = %+v, want %+v", out, in)
	}
	if err := json.Unmarshal([]byte(`{"From":"2026-02-30"}`), &out); err == nil {
		t.Error("30 February was read")
	}
}

func TestNoDayStaysNoDay(t *testing.T) {
	if got := (Day{}).Add(3); !got.IsZero() {
		t.Errorf("Add = %s, want no day", got)
	}
	if !(Day{}).Before(Day{1, 1, 1}) {
		t.Error("no day is not before the first")
	}
}

func TestOnlyDatesAreDates(t *testing.T) {
	if day, err := ParseDay("0001-01-01"); err != nil || day != (Day{1, 1, 1}) {
		t.Errorf("the first of all days is %s, %v", day, err)
	}
	for _, text := range []string{"", "2026-13-01", "2026-02-29", "26-01-01", "2026-1-1", "0000-01-01", "2026-01-01 ", "tomorrow"} {
		_, err := ParseDay(text)
		want := quote(text) + " is not a date; write it as year-month-day, such as 2026-12-01."
		if m, ok := err.(*Mistake); !ok || m.Text != want {
			t.Errorf("ParseDay(%q) = %v, want %s", text, err, want)
		}
	}
}
