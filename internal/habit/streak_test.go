package habit

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var monday = Day{2026, 11, 23}

// days returns the days that lie so many days from the Monday.
func days(from ...int) []Day {
	var days []Day
	for _, n := range from {
		days = append(days, monday.Add(n))
	}
	return days
}

func TestStreaks(t *testing.T) {
	tests := []struct {
		name    string
		history History
		today   int
		want    Streak
	}{
		{"nothing yet", History{}, 0, Streak{}},
		{"the first day", History{Active: days(0)}, 0, Streak{1, 1, 1, 1, monday, true}},
		{"today is not over", History{Active: days(0)}, 1, Streak{1, 1, 1, 1, monday, false}},
		{"a missed day ends it", History{Active: days(0)}, 2, Streak{0, 1, 1, 1, monday, false}},
		{"a fresh start", History{Active: days(0, 1, 3)}, 3, Streak{1, 2, 3, 3, monday.Add(3), true}},
		{"the weekend breaks nothing", History{Active: days(-3)}, 0, Streak{1, 1, 1, 1, monday.Add(-3), false}},
		{"the weekend counts", History{Active: days(-3, -2, 0)}, 0, Streak{3, 3, 3, 3, monday, true}},
		{"other workdays", History{Active: days(-3), Workdays: Everyday}, 0, Streak{0, 1, 1, 1, monday.Add(-3), false}},
		{"one workday a week", History{Active: days(-14, -7), Workdays: WeekdaysOf(time.Monday)}, 0, Streak{2, 2, 2, 2, monday.Add(-7), false}},
		{"a pause holds it", History{Active: days(0), Pauses: []Span{{From: monday.Add(1), Until: monday.Add(4)}}}, 4, Streak{1, 1, 1, 1, monday, false}},
		{"after the pause it counts again", History{Active: days(0), Pauses: []Span{{monday.Add(1), monday.Add(3)}}}, 4, Streak{0, 1, 1, 1, monday, false}},
		{"an open pause holds it for ever", History{Active: days(0), Pauses: []Span{{monday.Add(1), Day{}}}}, 4000, Streak{1, 1, 0, 1, monday, false}},
		{"active in a pause counts", History{Active: days(0, 2), Pauses: []Span{{monday, Day{}}}}, 3, Streak{2, 2, 2, 2, monday.Add(2), false}},
		{"overlapping pauses", History{Active: days(0), Pauses: []Span{{monday.Add(2), monday.Add(4)}, {monday.Add(1), monday.Add(12)}, {monday.Add(3), monday.Add(4)}}}, 12, Streak{1, 1, 0, 1, monday, false}},
		{"a pause without days", History{Active: days(0), Pauses: []Span{{}, {monday.Add(1), monday.Add(1)}, {monday.Add(2), monday.Add(1)}}}, 2, Streak{0, 1, 1, 1, monday, false}},
		{"days in any order, twice", History{Active: days(1, 0, 1, 0)}, 1, Streak{2, 2, 2, 2, monday.Add(1), true}},
		{"a day ahead, after a flight to the west", History{Active: days(0, 1)}, 0, Streak{1, 1, 1, 1, monday, true}},
		{"only days ahead", History{Active: days(1)}, 0, Streak{}},
		{"this month", History{Active: days(0, 1, 2, 3, 4, 7, 8, 9)}, 9, Streak{8, 8, 2, 8, monday.Add(9), true}},
		{"no day is no activity", History{Active: []Day{{}, monday}}, 0, Streak{1, 1, 1, 1, monday, true}},
	}
	for _, tt := range tests {
		if got := tt.history.On(monday.Add(tt.today)); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

func TestEachDayHasItsVerdict(t *testing.T) {
	h := History{Active: days(-7, -2, 1), Pauses: []Span{{monday.Add(-5), monday.Add(-3)}}}
	want := []Verdict{Active, Missed, Paused, Paused, Missed, Active, Off, Open, Open}
	for i, verdict := range want {
		if got := h.Verdict(monday.Add(i-7), monday); got != verdict {
			t.Errorf("verdict on day %d is %s, want %s", i-7, got, verdict)
		}
	}
	h.Active = append(h.Active, monday)
	if got := h.Verdict(monday, monday); got != Active {
		t.Errorf("verdict on an active today is %s", got)
	}
	if got := h.Verdict(monday, monday.Add(1)); got != Active {
		t.Errorf("verdict on an active yesterday is %s", got)
	}
}

func anyHistory() *rapid.Generator[History] {
	return rapid.Custom(func(t *rapid.T) History {
		var h History
		// Mostly unbroken, so that long streaks occur.
		for n := -60; n <= 5; n++ {
			if rapid.IntRange(0, 9).Draw(t, "active") > 1 {
				h.Active = append(h.Active, monday.Add(n))
			}
		}
		h.Workdays = Weekdays(rapid.IntRange(0, int(Everyday)).Draw(t, "workdays"))
		for range rapid.IntRange(0, 3).Draw(t, "pauses") {
			from := monday.Add(rapid.IntRange(-60, 5).Draw(t, "from"))
			p := Span{From: from, Until: from.Add(rapid.IntRange(0, 14).Draw(t, "long"))}
			if rapid.IntRange(0, 9).Draw(t, "open") == 0 {
				p.Until = Day{}
			}
			h.Pauses = append(h.Pauses, p)
		}
		return h
	})
}

// plainly judges a streak day by day, from the verdicts.
func plainly(h History, today Day) Streak {
	var s Streak
	for day := today.Add(-100); !day.After(today); day = day.Add(1) {
		switch h.Verdict(day, today) {
		case Active:
			s.Length++
			s.Total++
			s.Best = max(s.Best, s.Length)
			if day.Year == today.Year && day.Month == today.Month {
				s.ThisMonth++
			}
			s.Last, s.Today = day, day == today
		case Missed:
			s.Length = 0
		}
	}
	return s
}

func TestAStreakIsWhatTheVerdictsSay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := anyHistory().Draw(t, "history")
		today := monday.Add(rapid.IntRange(-10, 20).Draw(t, "today"))
		if got, want := h.On(today), plainly(h, today); got != want {
			t.Fatalf("%+v, want %+v", got, want)
		}
	})
}

func TestOrderAndDuplicatesDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := anyHistory().Draw(t, "history")
		shuffled := History{slices.Concat(h.Active, h.Active), h.Workdays, slices.Clone(h.Pauses)}
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		r.Shuffle(len(shuffled.Active), func(i, j int) {
			shuffled.Active[i], shuffled.Active[j] = shuffled.Active[j], shuffled.Active[i]
		})
		r.Shuffle(len(shuffled.Pauses), func(i, j int) {
			shuffled.Pauses[i], shuffled.Pauses[j] = shuffled.Pauses[j], shuffled.Pauses[i]
		})
		before := slices.Clone(shuffled.Active)
		if got, want := shuffled.On(monday), h.On(monday); got != want {
			t.Fatalf("%+v, want %+v", got, want)
		}
		if !slices.Equal(before, shuffled.Active) {
			t.Fatal("On changed the history")
		}
	})
}

func TestAnotherActiveDayOrPauseNeverLowersAStreak(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := anyHistory().Draw(t, "history")
		was := h.On(monday)
		if was.Length > was.Best || was.Best > was.Total || was.ThisMonth > was.Total {
			t.Fatalf("impossible: %+v", was)
		}
		day := monday.Add(rapid.IntRange(-60, 5).Draw(t, "day"))
		more := h
		more.Active = append(slices.Clone(h.Active), day)
		if is := more.On(monday); is.Length < was.Length || is.Best < was.Best || is.Total < was.Total || is.ThisMonth < was.ThisMonth {
			t.Fatalf("active on %s: %+v, was %+v", day, is, was)
		}
		longer := h
		longer.Pauses = append(slices.Clone(h.Pauses), Span{day, day.Add(3)})
		if is := longer.On(monday); is.Length < was.Length || is.Best < was.Best || is.Total != was.Total {
			t.Fatalf("paused from %s: %+v, was %+v", day, is, was)
		}
	})
}

func TestMidnightEndsAStreakOnlyAfterAMissedDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := anyHistory().Draw(t, "history")
		today := monday.Add(rapid.IntRange(-20, 20).Draw(t, "today"))
		h.Active = slices.DeleteFunc(h.Active, today.Before)
		was, is := h.On(today), h.On(today.Add(1))
		missed := h.Verdict(today, today.Add(1)) == Missed
		if missed && is.Length != 0 || !missed && is.Length != was.Length {
			t.Fatalf("missed %t: %d, was %d", missed, is.Length, was.Length)
		}
		if is.Best != was.Best || is.Total != was.Total || is.Last != was.Last {
			t.Fatalf("%+v, was %+v", is, was)
		}
	})
}

func BenchmarkAYearOfStreak(b *testing.B) {
	h := History{Pauses: []Span{{monday.Add(-200), monday.Add(-190)}, {monday.Add(-100), monday.Add(-93)}}}
	for n := 0; n < 365; n++ {
		if day := monday.Add(-n); Workweek.Has(day.Weekday()) {
			h.Active = append(h.Active, day)
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		h.On(monday)
	}
}
