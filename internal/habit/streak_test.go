package habit

import (
	"slices"
	"testing"
	"time"
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
		{"the first day", History{Active: days(0)}, 0, Streak{1, 1, 1, 1, true}},
		{"today is not over", History{Active: days(0)}, 1, Streak{1, 1, 1, 1, false}},
		{"a missed day ends it", History{Active: days(0)}, 2, Streak{0, 1, 1, 1, false}},
		{"a fresh start", History{Active: days(0, 1, 3)}, 3, Streak{1, 2, 3, 3, true}},
		{"the weekend breaks nothing", History{Active: days(-3)}, 0, Streak{1, 1, 1, 1, false}},
		{"the weekend counts", History{Active: days(-3, -2, 0)}, 0, Streak{3, 3, 3, 3, true}},
		{"other workdays", History{Active: days(-3), Workdays: []Working{{Days: Everyday}}}, 0, Streak{0, 1, 1, 1, false}},
		{"one workday a week", History{Active: days(-14, -7), Workdays: []Working{{Days: WeekdaysOf(time.Monday)}}}, 0, Streak{2, 2, 2, 2, false}},
		{"a pause holds it", History{Active: days(0), Spans: []Span{{From: monday.Add(1), Until: monday.Add(4)}}}, 4, Streak{1, 1, 1, 1, false}},
		{"after the pause it counts again", History{Active: days(0), Spans: []Span{{From: monday.Add(1), Until: monday.Add(3)}}}, 4, Streak{0, 1, 1, 1, false}},
		{"an open pause holds it for ever", History{Active: days(0), Spans: []Span{{From: monday.Add(1), Until: Day{}}}}, 4000, Streak{1, 1, 0, 1, false}},
		{"active in a pause counts", History{Active: days(0, 2), Spans: []Span{{From: monday, Until: Day{}}}}, 3, Streak{2, 2, 2, 2, false}},
		{"overlapping pauses", History{Active: days(0), Spans: []Span{{From: monday.Add(2), Until: monday.Add(4)}, {From: monday.Add(1), Until: monday.Add(12)}, {From: monday.Add(3), Until: monday.Add(4)}}}, 12, Streak{1, 1, 0, 1, false}},
		{"a pause without days", History{Active: days(0), Spans: []Span{{}, {From: monday.Add(1), Until: monday.Add(1)}, {From: monday.Add(2), Until: monday.Add(1)}}}, 2, Streak{0, 1, 1, 1, false}},
		{"days in any order, twice", History{Active: days(1, 0, 1, 0)}, 1, Streak{2, 2, 2, 2, true}},
		{"a day ahead, after a flight to the west", History{Active: days(0, 1)}, 0, Streak{1, 1, 1, 1, true}},
		{"only days ahead", History{Active: days(1)}, 0, Streak{}},
		{"this month", History{Active: days(0, 1, 2, 3, 4, 7, 8, 9)}, 9, Streak{8, 8, 2, 8, true}},
		{"no day is no activity", History{Active: []Day{{}, monday}}, 0, Streak{1, 1, 1, 1, true}},
	}
	for _, tt := range tests {
		if got := tt.history.On(monday.Add(tt.today)); got != tt.want {
			t.Errorf("%s: %+v, want %+v", tt.name, got, tt.want)
		}
	}
}

func TestMilestones(t *testing.T) {
	var got []int
	for length := range 100 {
		if Milestone(length) {
			got = append(got, length)
		}
	}
	if want := []int{5, 10, 20, 40, 60}; !slices.Equal(got, want) {
		t.Errorf("milestones %v, want %v", got, want)
	}
}

func aYear() History {
	h := History{
		Workdays: []Working{{monday.Add(-300), Workweek}, {monday.Add(-150), Everyday}},
		Spans:    []Span{{From: monday.Add(-200), Until: monday.Add(-190)}, {From: monday.Add(-100), Until: monday.Add(-93), As: Resting}},
	}
	for n := 364; n >= 0; n-- {
		switch day := monday.Add(-n); {
		case n%20 == 7:
			h.Marks = append(h.Marks, Mark{day, Frozen})
		case Workweek.Has(day.Weekday()):
			h.Active = append(h.Active, day)
		}
	}
	return h
}

func BenchmarkAYearOfStreak(b *testing.B) {
	h := aYear()
	b.ReportAllocs()
	for b.Loop() {
		h.On(monday)
		h.Ledger(monday.Add(-364), monday.Add(1), monday)
		h.Settle(monday.Add(-364), monday)
	}
}
