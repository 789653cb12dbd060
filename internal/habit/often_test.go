package habit

import (
	"testing"
	"time"
)

// nudge is a slot of a plan in Berlin.
func nudge(t *testing.T, when string) Slot {
	t.Helper()
	s, ok := mustPlan(t, "daily "+when[11:16]+" in Berlin").Next(at(t, when).Add(-time.Minute))
	if !ok || !s.At.Equal(at(t, when)) {
		t.Fatalf("no slot at %s: %v", when, s)
	}
	return s
}

func TestNudgesAreAnHourApartAndAfterARest(t *testing.T) {
	slot := nudge(t, "2026-11-23T12:00:00+01:00")
	early := func(ago, late time.Duration) []Earlier {
		return []Earlier{{slot.Day, slot.At.Add(-ago), slot.At.Add(late - ago)}}
	}
	for name, c := range map[string]struct {
		late   time.Duration // the nudge itself
		before []Earlier
		moved  []time.Time
		want   string
	}{
		"the first":                    {},
		"an hour after another":        {before: early(time.Hour, 0)},
		"that left within the minute":  {late: time.Second, before: early(time.Hour, 50*time.Second)},
		"59 minutes after another":     {before: early(59*time.Minute, 0), want: "less than an hour after another"},
		"44 minutes after a late one":  {before: early(2*time.Hour, 76*time.Minute), want: "less than an hour after another"},
		"45 minutes after a late one":  {before: early(2*time.Hour, 75*time.Minute)},
		"before one of later":          {before: early(-30*time.Minute, 0), want: "less than an hour after another"},
		"44 minutes after a session":   {moved: []time.Time{slot.At.Add(-44 * time.Minute)}, want: "a move was logged shortly before"},
		"45 minutes after a session":   {moved: []time.Time{slot.At.Add(-45 * time.Minute)}},
		"late, 45 minutes after one":   {late: time.Minute, moved: []time.Time{slot.At.Add(-44 * time.Minute)}},
		"a session of a clock to come": {moved: []time.Time{slot.At.Add(time.Minute)}},
	} {
		if got := TooOften(slot, slot.At.Add(c.late), c.before, c.moved); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// The day is that of the wall, also of one that has 25 hours.
func TestSixNudgesADay(t *testing.T) {
	slot := nudge(t, "2026-10-25T23:30:00+01:00")
	day := func(d Day, n int) (list []Earlier) {
		for i := range n {
			at := slot.At.Add(-time.Duration(i+2) * time.Hour)
			list = append(list, Earlier{d, at, at})
		}
		return list
	}
	for name, c := range map[string]struct {
		before []Earlier
		want   string
	}{
		"five":             {day(slot.Day, 5), ""},
		"six":              {day(slot.Day, 6), "six came that day"},
		"six of yesterday": {day(slot.Day.Add(-1), 6), ""},
	} {
		if got := TooOften(slot, slot.At, c.before, nil); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
