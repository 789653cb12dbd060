package habit

import (
	"math"
	"testing"
	"time"
)

func TestSteadinessForgets(t *testing.T) {
	m := math.Pow(0.5, math.Sqrt(5.0/7)/13)
	daily := math.Pow(0.5, 1.0/13)
	everyday := []Working{{Days: Everyday}}
	tests := []struct {
		name  string
		h     History
		today int
		want  float64
	}{
		{"nothing yet", History{}, 9, 0},
		{"one day", History{Active: days(0)}, 0, 1 - m},
		{"today is open", History{Active: days(0)}, 1, 1 - m},
		{"a missed day", History{Active: days(0)}, 2, (1 - m) * m},
		{"two days", History{Active: days(0, 1)}, 1, 1 - m*m},
		{"a day off adds", History{Active: days(4, 5)}, 5, 1 - m*m},
		{"days off, marks, pauses and rests leave it alone", History{
			Active: days(0),
			Marks:  []Mark{{monday.Add(1), Frozen}, {monday.Add(2), Repaired}, {monday.Add(3), Away}, {monday.Add(4), Travelled}},
			Spans:  []Span{{From: monday.Add(7), Until: monday.Add(9)}, {From: monday.Add(9), Until: monday.Add(12), As: Resting}},
		}, 14, 1 - m},
		{"daily", History{Active: days(0), Workdays: everyday}, 0, 1 - daily},
		{"sundays", History{Active: days(-1), Workdays: []Working{{Days: WeekdaysOf(time.Sunday)}}}, 0, 1 - math.Pow(0.5, math.Sqrt(1.0/7)/13)},
		{"thirteen days halve it", History{Active: days(0), Workdays: everyday}, 14, (1 - daily) / 2},
		{"other workdays from a day on", History{Active: days(0, 1), Workdays: []Working{{monday.Add(1), Everyday}}}, 1, (1-m)*daily + 1 - daily},
	}
	for _, tt := range tests {
		if got := tt.h.Steadiness(monday.Add(tt.today)); math.Abs(got-tt.want) > 1e-12 {
			t.Errorf("%s: %f, want %f", tt.name, got, tt.want)
		}
	}
}

func BenchmarkSteadinessOfAYear(b *testing.B) {
	h := aYear()
	for b.Loop() {
		h.Steadiness(monday)
	}
}
