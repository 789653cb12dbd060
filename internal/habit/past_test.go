package habit

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// erased is the history without the facts of the days before the day.
func erased(h History, day, today Day) History {
	older := func(d Day) bool { return d.Before(day) }
	return History{
		Workdays: h.Workdays,
		Active:   slices.DeleteFunc(slices.Clone(h.Active), older),
		Marks:    slices.DeleteFunc(slices.Clone(h.Marks), func(m Mark) bool { return older(m.Day) }),
		Spans:    slices.DeleteFunc(slices.Clone(h.Spans), func(s Span) bool { return !s.Until.IsZero() && !s.Until.After(day) }),
		Past:     h.Before(day, today),
	}
}

// However often the oldest facts are erased, what is left says the same as all of them.
func TestWhatIsErasedStillCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := anyHistory().Draw(t, "history")
		left := whole
		for today, day := monday.Add(-40), monday.Add(-70); today.Before(monday.Add(20)); today = today.Add(rapid.IntRange(1, 9).Draw(t, "days")) {
			marks, same := left.Settle(today.Add(-3), today), whole.Settle(today.Add(-3), today)
			if !slices.ContainsFunc(same, func(m Mark) bool { return m.Day.Before(day) }) && !slices.Equal(marks, same) {
				t.Fatalf("from %s on, of the facts from %s on: settled %v, want %v", today.Add(-3), day, marks, same)
			}
			whole, left = whole.with(nil, marks), left.with(nil, marks)
			if rapid.Bool().Draw(t, "erase") {
				to := day.Add(rapid.IntRange(-5, today.Sub(day)).Draw(t, "of")) // at times nothing, or all there is
				if left = erased(left, to, today); to.After(day) {
					day = to
				}
			}
			got, want := left.On(today), whole.On(today)
			if day.After(Day{today.Year, today.Month, 1}) {
				got.ThisMonth, want.ThisMonth = 0, 0
			}
			if got != want {
				t.Fatalf("on %s, of the facts from %s on: %+v, want %+v", today, day, got, want)
			}
			if got, want := left.Reserve(today), whole.Reserve(today); got != want {
				t.Fatalf("on %s: reserve %d, want %d", today, got, want)
			}
			if got, want := left.Steadiness(today), whole.Steadiness(today); math.Abs(got-want) > 1e-9 {
				t.Fatalf("on %s: steadiness %f, want %f", today, got, want)
			}
		}
	})
}

func TestThePast(t *testing.T) {
	whole := History{Active: days(0, 1, 2, 3), Marks: []Mark{{monday.Add(4), Frozen}}, Spans: []Span{{From: monday.Add(7), Until: monday.Add(50)}}}
	today := monday.Add(40)
	all := whole.Before(today, today)
	if want := (Past{From: today, Length: 4, Best: 4, Total: 4, Points: 5, Steady: whole.Steadiness(today)}); all != want {
		t.Errorf("%+v, want %+v", all, want)
	}
	if got := whole.Before(monday, today); got != (Past{}) {
		t.Errorf("nothing is past: %+v", got)
	}
	if got := whole.Before(today.Add(3), today); got != all {
		t.Errorf("today is past: %+v", got)
	}
	left := History{Past: all, Workdays: []Working{{Days: Everyday}}}
	if got := left.Before(today.Add(-1), today); got != all {
		t.Errorf("what is past changes: %+v", got)
	}
	if got := left.Settle(today, today.Add(3)); !slices.Equal(got, []Mark{{today, Frozen}}) {
		t.Errorf("the reserve holds %v of a streak of which nothing is left", got)
	}
	for n, want := range []int{4, 0, 0, 1} {
		h := left
		h.Active = []Day{today.Add(3)}
		if got := h.On(today.Add(n)).Length; got != want {
			t.Errorf("%d days on, with nothing logged before the third: %d, want %d", n, got, want)
		}
	}
	// A clock that ran ahead erased too much; what is logged since counts on top.
	left.Active = []Day{today.Add(-9), today.Add(-8)}
	if got := left.On(today.Add(-8)); got.Length != 6 || got.Total != 6 {
		t.Errorf("before the days that are past: %+v", got)
	}
	if got := left.Before(today.Add(-8), today.Add(-8)); got.From != today.Add(-8) || got.Total != 5 {
		t.Errorf("before the days that are past: %+v", got)
	}
}
