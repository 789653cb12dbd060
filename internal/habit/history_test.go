package habit

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func anyHistory() *rapid.Generator[History] {
	return rapid.Custom(func(t *rapid.T) History {
		var h History
		// Mostly unbroken, so that long streaks occur; and at times not, so that they end.
		often := rapid.IntRange(0, 5).Draw(t, "often")
		for n := -60; n <= 5; n++ {
			if rapid.IntRange(0, 9).Draw(t, "active") > often {
				h.Active = append(h.Active, monday.Add(n))
			}
		}
		for i := range rapid.IntRange(0, 3).Draw(t, "workdays") {
			from := monday.Add(-70 + 25*i + rapid.IntRange(0, 20).Draw(t, "from"))
			h.Workdays = append(h.Workdays, Working{from, Weekdays(rapid.IntRange(0, int(Everyday)).Draw(t, "days"))})
		}
		for range rapid.IntRange(0, 3).Draw(t, "spans") {
			h.Spans = append(h.Spans, anySpan().Draw(t, "span"))
		}
		for range rapid.IntRange(0, 8).Draw(t, "marks") {
			h.Marks = append(h.Marks, anyMark().Draw(t, "mark"))
		}
		return h
	})
}

func anySpan() *rapid.Generator[Span] {
	return rapid.Custom(func(t *rapid.T) Span {
		from := monday.Add(rapid.IntRange(-60, 5).Draw(t, "from"))
		s := Span{From: from, Until: from.Add(rapid.IntRange(0, 14).Draw(t, "long")), As: rapid.SampledFrom([]Verdict{"", Paused, Resting}).Draw(t, "as")}
		if rapid.IntRange(0, 9).Draw(t, "open") == 0 {
			s.Until = Day{}
		}
		return s
	})
}

func anyMark() *rapid.Generator[Mark] {
	return rapid.Custom(func(t *rapid.T) Mark {
		return Mark{monday.Add(rapid.IntRange(-65, 5).Draw(t, "marked")), rapid.SampledFrom([]Verdict{Frozen, Frozen, Repaired, Away, Travelled, Off, Missed}).Draw(t, "as")}
	})
}

// with returns the history with more facts, and leaves h as it is.
func (h History) with(active []Day, marks []Mark) History {
	h.Active = slices.Concat(h.Active, active)
	h.Marks = slices.Concat(h.Marks, marks)
	return h
}

// judged is the naive verdict: it asks each fact, each time.
func judged(h History, day, today Day) Verdict {
	if !day.After(today) && slices.Contains(h.Active, day) {
		return Active
	}
	for _, as := range []Verdict{Away, Travelled, Repaired, Frozen, Off} {
		if slices.Contains(h.Marks, Mark{day, as}) {
			return as
		}
	}
	workdays, since := Workweek, Day{}
	for _, w := range h.Workdays {
		if !w.From.After(day) && !w.From.Before(since) {
			workdays, since = w.Days, w.From
		}
	}
	if workdays == 0 {
		workdays = Workweek
	}
	if !workdays.Has(day.Weekday()) {
		return Off
	}
	resting := false
	for _, s := range h.Spans {
		if s.Has(day) && s.As != Resting {
			return Paused
		}
		resting = resting || s.Has(day)
	}
	switch {
	case resting:
		return Resting
	case !day.Before(today):
		return Open
	}
	return Missed
}

// before is earlier than every fact of anyHistory.
var before = monday.Add(-80)

// plainly judges a streak day by day.
func plainly(h History, today Day) Streak { return lived(h, today, today) }

// lengthAfter is the length of the streak when the day is over.
func lengthAfter(h History, day Day) int { return lived(h, day, day.Add(1)).Length }

func lived(h History, until, today Day) Streak {
	var s Streak
	for day := before; !day.After(until); day = day.Add(1) {
		switch judged(h, day, today) {
		case Active:
			s.Length++
			s.Total++
			s.Best = max(s.Best, s.Length)
			if day.Year == today.Year && day.Month == today.Month {
				s.ThisMonth++
			}
			s.Today = day == today
		case Missed:
			s.Length = 0
		}
	}
	return s
}

// reserved counts the points of the reserve day by day, as they stand when the day is over.
func reserved(h History, until Day) int {
	points := 10
	for day := before; !day.After(until); day = day.Add(1) {
		switch judged(h, day, until) {
		case Active:
			points = min(10, points+1)
		case Frozen:
			points = max(0, points-5)
		}
	}
	return points
}

func TestAHistoryIsWhatANaiveJudgeSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := anyHistory().Draw(t, "history")
		today := monday.Add(rapid.IntRange(-10, 20).Draw(t, "today"))
		if got, want := h.On(today), plainly(h, today); got != want {
			t.Fatalf("streak %+v, want %+v", got, want)
		}
		if got, want := h.Reserve(today), reserved(h, today)/5; got != want {
			t.Fatalf("reserve %d, want %d", got, want)
		}
		for i, e := range h.Ledger(before, monday.Add(30), today) {
			if want := (Entry{before.Add(i), judged(h, before.Add(i), today)}); e != want {
				t.Fatalf("ledger says %v, want %v", e, want)
			}
			if e.Day.Weekday() == today.Weekday() && h.Verdict(e.Day, today) != e.Verdict {
				t.Fatalf("%s is %s, and %s in the ledger", e.Day, h.Verdict(e.Day, today), e.Verdict)
			}
		}
	})
}

func TestOrderAndDuplicatesDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := anyHistory().Draw(t, "history")
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		other := History{twice(r, h.Active), twice(r, h.Workdays), twice(r, h.Spans), twice(r, h.Marks), h.Past}
		was := fmt.Sprint(other)
		from := monday.Add(-40)
		if got, want := other.On(monday), h.On(monday); got != want {
			t.Fatalf("streak %+v, want %+v", got, want)
		}
		if got, want := other.Reserve(monday), h.Reserve(monday); got != want {
			t.Fatalf("reserve %d, want %d", got, want)
		}
		if got, want := other.Steadiness(monday), h.Steadiness(monday); got != want {
			t.Fatalf("steadiness %f, want %f", got, want)
		}
		if got, want := other.Settle(from, monday), h.Settle(from, monday); !slices.Equal(got, want) {
			t.Fatalf("settled %v, want %v", got, want)
		}
		if got, want := other.Ledger(before, monday, monday), h.Ledger(before, monday, monday); !slices.Equal(got, want) {
			t.Fatalf("ledger %v, want %v", got, want)
		}
		if fmt.Sprint(other) != was {
			t.Fatal("judging changed the history")
		}
	})
}

// twice returns the facts twice, in any order.
func twice[T any](r *rand.Rand, facts []T) []T {
	facts = slices.Concat(facts, facts)
	r.Shuffle(len(facts), func(i, j int) { facts[i], facts[j] = facts[j], facts[i] })
	return facts
}

func TestAnotherFactNeverLowersAStreak(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := anyHistory().Draw(t, "history")
		was, reserve, steady := h.On(monday), h.Reserve(monday), h.Steadiness(monday)
		if was.Length > was.Best || was.Best > was.Total || was.ThisMonth > was.Total {
			t.Fatalf("impossible: %+v", was)
		}
		if reserve < 0 || reserve > 2 || steady < 0 || steady > 1 {
			t.Fatalf("impossible: reserve %d, steadiness %f", reserve, steady)
		}
		credited := map[Day]bool{}
		for _, day := range h.Active {
			credited[day] = true
		}
		if was.Length > len(credited) {
			t.Fatalf("a streak of %d from %d days", was.Length, len(credited))
		}
		day := monday.Add(rapid.IntRange(-65, 5).Draw(t, "day"))
		credit := h.with([]Day{day}, nil)
		if is := credit.On(monday); is.Length < was.Length || is.Best < was.Best || is.Total < was.Total || is.ThisMonth < was.ThisMonth {
			t.Fatalf("active on %s: %+v, was %+v", day, is, was)
		}
		if is := credit.Reserve(monday); is < reserve {
			t.Fatalf("active on %s: reserve %d, was %d", day, is, reserve)
		}
		if is := credit.Steadiness(monday); is < steady-1e-12 {
			t.Fatalf("active on %s: steadiness %f, was %f", day, is, steady)
		}
		mark := anyMark().Draw(t, "another mark")
		if is := h.with(nil, []Mark{mark}).On(monday); is.Length < was.Length || is.Best < was.Best || is.Total != was.Total {
			t.Fatalf("%v: %+v, was %+v", mark, is, was)
		}
		longer := h
		longer.Spans = append(slices.Clone(h.Spans), anySpan().Draw(t, "another span"))
		if is := longer.On(monday); is.Length < was.Length || is.Best < was.Best || is.Total != was.Total {
			t.Fatalf("%v: %+v, was %+v", longer.Spans, is, was)
		}
	})
}

func TestMidnightEndsAStreakOnlyAfterAMissedDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := anyHistory().Draw(t, "history")
		today := monday.Add(rapid.IntRange(-20, 20).Draw(t, "today"))
		h.Active = slices.DeleteFunc(h.Active, today.Before)
		was, is := h.On(today), h.On(today.Add(1))
		missed := judged(h, today, today.Add(1)) == Missed
		if missed && is.Length != 0 || !missed && is.Length != was.Length {
			t.Fatalf("missed %t: %d, was %d", missed, is.Length, was.Length)
		}
		if is.Best != was.Best || is.Total != was.Total {
			t.Fatalf("%+v, was %+v", is, was)
		}
	})
}
