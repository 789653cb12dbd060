package care

import (
	"testing"
	"time"
)

func TestUsualIsTheMiddleOfTheLastTenWithin28Days(t *testing.T) {
	for _, c := range []struct {
		name     string
		checkins []CheckIn
		want     float64
		ok       bool
	}{
		{"none", nil, 0, false},
		{"three", everyOther(3, 3, 3), 0, false},
		{"four", everyOther(1, 2, 4, 9), 3, true},
		{"five", everyOther(9, 1, 2, 4, 9), 4, true},
		{"only the last ten", everyOther(0, 0, 0, 0, 9, 1, 1, 1, 1, 1, 8, 8, 8, 8), 4.5, true},
		{"words are none", []CheckIn{noted(-4, 3), noted(-3, 3), noted(-2, 3), said(-1, "mild")}, 0, false},
		{"and take no place", []CheckIn{noted(-4, 3), noted(-3, 3), noted(-2, 3), said(-1, "severe"), noted(0, 5)}, 3, true},
		{"28 days, today included", []CheckIn{noted(-27, 3), noted(-2, 3), noted(-1, 5), noted(0, 5)}, 4, true},
		{"29 days", []CheckIn{noted(-28, 3), noted(-2, 3), noted(-1, 5), noted(0, 5)}, 0, false},
		{"not of tomorrow", []CheckIn{noted(-2, 3), noted(-1, 3), noted(0, 5), noted(1, 5)}, 0, false},
	} {
		if got, ok := Usual(c.checkins, noon); got != c.want || ok != c.ok {
			t.Errorf("%s: %v %v, want %v %v", c.name, got, ok, c.want, c.ok)
		}
	}
}

func TestUsualDaysAreThePersonsOwn(t *testing.T) {
	checkins := []CheckIn{{At: after(-27*24 - 13)}, noted(-2, 3), noted(-1, 5), noted(0, 5)} // Tuesday 23:00 in UTC
	if _, ok := Usual(checkins, noon.In(time.UTC)); ok {
		t.Error("in UTC it is 28 days ago")
	}
	if _, ok := Usual(checkins, noon.In(must(time.LoadLocation("Asia/Tokyo")))); !ok {
		t.Error("in Tokyo it is 27 days ago")
	}
}

func TestMiddleScoreIsShownShort(t *testing.T) {
	for score, want := range map[float64]string{4: "4", 4.5: "4.5", 0: "0", 10: "10"} {
		if got := Shown(score); got != want {
			t.Errorf("Shown(%v) = %q, want %q", score, got, want)
		}
	}
}
