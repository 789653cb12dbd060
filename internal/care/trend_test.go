package care

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"catcow/internal/habit"
)

// fortnights are four check-ins in the 14 days before the last 14, and four in these.
func fortnights(before, recent [4]int) []CheckIn {
	var checkins []CheckIn
	for i := range 4 {
		checkins = append(checkins, noted(float64(i-27), before[i]), noted(float64(i-13), recent[i]))
	}
	return checkins
}

// Content.md 4.7, text by text.
func TestTrendIsSaidHonestly(t *testing.T) {
	const always = " 8 check-ins, range 2-7. Scores move for many reasons, so I can't say why."
	for _, c := range []struct {
		name     string
		checkins []CheckIn
		want     string
	}{
		{"nothing", nil, "Not enough check-ins yet to compare (0 of 4)."},
		{"one", []CheckIn{noted(0, 5)},
			"Not enough check-ins yet to compare (1 of 4). 1 check-in, at 5. Scores move for many reasons, so I can't say why."},
		{"three now", fortnights([4]int{2, 3, 4, 5}, [4]int{2, 3, 4, 5})[:7],
			"Not enough check-ins yet to compare (3 of 4). 7 check-ins, range 2-5. Scores move for many reasons, so I can't say why."},
		{"three before", fortnights([4]int{2, 3, 4, 5}, [4]int{2, 3, 4, 5})[1:],
			"Not enough check-ins yet to compare (3 of 4). 7 check-ins, range 2-5. Scores move for many reasons, so I can't say why."},
		{"same", fortnights([4]int{2, 5, 5, 7}, [4]int{2, 4, 5, 7}), "About the same: middle score 4.5, before 5." + always},
		{"equal", fortnights([4]int{2, 5, 5, 7}, [4]int{2, 5, 5, 7}), "About the same: middle score 5, before 5." + always},
		{"a little lower", fortnights([4]int{2, 5, 5, 7}, [4]int{2, 4, 4, 7}),
			"A little lower: 4, before 5. That can be ordinary up and down." + always},
		{"a little higher", fortnights([4]int{2, 4, 4, 7}, [4]int{2, 5, 6, 7}),
			"A little higher: 5.5, before 4. That can be ordinary up and down." + always},
		{"lower", fortnights([4]int{2, 6, 6, 7}, [4]int{2, 4, 4, 7}),
			"Lower than before: 4, earlier 6. Two points is a change many people notice in studies of back pain." + always},
		{"higher", fortnights([4]int{2, 3, 3, 7}, [4]int{2, 6, 6, 7}),
			"Higher than before: 6, earlier 3. Two points is a change many people notice in studies of back pain." + always},
		{"words are no scores", []CheckIn{said(0, "severe")}, "Not enough check-ins yet to compare (0 of 4)."},
		{"older and later ones are left out", []CheckIn{noted(-28, 9), noted(1, 9)}, "Not enough check-ins yet to compare (0 of 4)."},
	} {
		if got := Compare(c.checkins, noon).Sentence(); got != c.want {
			t.Errorf("%s:\n%q, want\n%q", c.name, got, c.want)
		}
	}
}

func TestComparisonHoldsItsNumbers(t *testing.T) {
	got := Compare(fortnights([4]int{2, 6, 6, 7}, [4]int{3, 4, 4, 5})[1:], noon)
	want := Comparison{N: 7, Min: 3, Max: 7, Recent: 4, Earlier: 3, A: 4, Before: 6}
	if got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	got = Compare([]CheckIn{noted(-14, 6), noted(-13, 5)}, noon)
	if want := (Comparison{N: 2, Min: 5, Max: 6, Recent: 1, Earlier: 1, A: 5, Before: 6}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := Compare(fortnights([4]int{2, 6, 6, 7}, [4]int{3, 4, 4, 5}), noon).Word; got != "lower" {
		t.Errorf("word %q", got)
	}
}

func TestWeeksKeepTheirGaps(t *testing.T) {
	day := func(d int) habit.Day { return habit.DayOf(noon).Add(d) }
	checkins := []CheckIn{noted(-26, 5), noted(-21, 6), noted(-6, 4), noted(-5, 2), noted(0, 7), said(-10, "mild"), noted(1, 9)}
	want := []Week{
		{From: day(-27), Median: 5.5, N: 2, Min: 5, Max: 6},
		{From: day(-20)},
		{From: day(-13)},
		{From: day(-6), Median: 4, N: 3, Min: 2, Max: 7},
	}
	for _, n := range []int{4, 5, 20, 21, 100} {
		if diff := cmp.Diff(want, Weeks(checkins, noon, n)); diff != "" {
			t.Errorf("%d weeks (-want +got):\n%s", n, diff)
		}
	}
	if diff := cmp.Diff(want[3:], Weeks(checkins, noon, 3)); diff != "" {
		t.Errorf("three weeks (-want +got):\n%s", diff)
	}
	if got := Weeks(checkins, noon, 0); got != nil {
		t.Errorf("no weeks are %v", got)
	}
}

func TestWeeksAreTwentyAtMost(t *testing.T) {
	checkins := []CheckIn{noted(-140, 1), noted(-139, 2), noted(0, 3)}
	got := Weeks(checkins, noon, 52)
	if len(got) != 20 || got[0].N != 1 || got[0].Median != 2 {
		t.Errorf("%d weeks, the first %+v", len(got), got[0])
	}
}

func TestWeeksAreCountedWhereThePersonIs(t *testing.T) {
	auckland := must(time.LoadLocation("Pacific/Auckland"))
	got := Weeks([]CheckIn{noted(0, 3)}, noon.In(auckland), 1)
	if want := habit.DayOf(noon.In(auckland)).Add(-6); len(got) != 1 || got[0].From != want {
		t.Errorf("%+v, want from %v", got, want)
	}
}

func TestBandIsTheMiddleHalf(t *testing.T) {
	for _, c := range []struct {
		name     string
		checkins []CheckIn
		lo, hi   float64
		ok       bool
	}{
		{"three", everyOther(1, 2, 3), 0, 0, false},
		{"four", everyOther(4, 1, 3, 2), 1.5, 3.5, true},
		{"five", everyOther(5, 1, 3, 2, 4), 2, 4, true},
		{"eight", everyOther(8, 7, 6, 5, 4, 3, 2, 1), 2.5, 6.5, true},
		{"28 days", []CheckIn{noted(-27, 1), noted(-3, 2), noted(-2, 3), noted(-1, 4)}, 1.5, 3.5, true},
		{"29 days", []CheckIn{noted(-28, 1), noted(-3, 2), noted(-2, 3), noted(-1, 4)}, 0, 0, false},
		{"words", append(everyOther(1, 2, 3), said(0, "none")), 0, 0, false},
		{"tomorrow", append(everyOther(1, 2, 3), noted(1, 4)), 0, 0, false},
	} {
		if lo, hi, ok := Band(c.checkins, noon); lo != c.lo || hi != c.hi || ok != c.ok {
			t.Errorf("%s: %v to %v %v, want %v to %v %v", c.name, lo, hi, ok, c.lo, c.hi, c.ok)
		}
	}
}

// The example of content.md 4.6, and what else a chart can be.
func TestChartIsReadOut(t *testing.T) {
	week := func(median float64, n, low, high int) Week { return Week{Median: median, N: n, Min: low, Max: high} }
	for _, c := range []struct {
		weeks []Week
		want  string
	}{
		{[]Week{week(5, 3, 4, 7), week(5, 3, 5, 5), week(4, 3, 2, 5), week(4, 2, 3, 5)},
			"Line chart of 11 check-ins over four weeks. Weekly middle scores: 5, 5, 4, 4. Range 2 to 7."},
		{[]Week{week(5, 1, 5, 5)}, "Line chart of 1 check-in over one week. Weekly middle score: 5. Range 5 to 5."},
		{[]Week{week(4.5, 2, 4, 5), {}, week(0, 1, 0, 0)},
			"Line chart of 3 check-ins over three weeks. Weekly middle scores: 4.5, none, 0. Range 0 to 5."},
		{[]Week{week(10, 2, 10, 10)}, "Line chart of 2 check-ins over one week. Weekly middle score: 10. Range 10 to 10."},
		{[]Week{week(0, 2, 0, 0)}, "Line chart of 2 check-ins over one week. Weekly middle score: 0. Range 0 to 0."},
		{[]Week{{}, {}}, ""},
		{nil, ""},
	} {
		if got := Alt(c.weeks); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	twelve, thirteen := make([]Week, 12), make([]Week, 13)
	twelve[0], thirteen[0] = week(3, 1, 3, 3), week(3, 1, 3, 3)
	if got := Alt(twelve); !strings.Contains(got, "over twelve weeks") {
		t.Error(got)
	}
	if got := Alt(thirteen); !strings.Contains(got, "over 13 weeks") {
		t.Error(got)
	}
}

func TestWordsAreListedApart(t *testing.T) {
	checkins := []CheckIn{said(0, "mild"), noted(1, 5), said(2, "none"), said(3, "mild"), said(4, "severe"), said(5, "rotten")}
	if got, want := InWords(checkins), "In words: 1 none, 2 mild, 1 severe."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got := InWords([]CheckIn{noted(0, 3)}); got != "" {
		t.Errorf("without words it is %q", got)
	}
}
