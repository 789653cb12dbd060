package habit

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestTheReserve(t *testing.T) {
	frozen := func(from ...int) (marks []Mark) {
		for _, day := range days(from...) {
			marks = append(marks, Mark{day, Frozen})
		}
		return marks
	}
	tests := []struct {
		name   string
		active []Day
		marks  []Mark
		want   int
	}{
		{"two at the beginning", nil, nil, 2},
		{"never more than two", days(0, 1, 2, 3, 4, 7, 8), nil, 2},
		{"one was used", days(0), frozen(1), 1},
		{"both were used", days(0), frozen(1, 2), 0},
		{"never fewer than none", days(0, 5, 6, 7, 8), frozen(1, 2, 3), 0},
		{"four active days later", days(0, 3, 4, 7, 8), frozen(1, 2), 0},
		{"five active days later", days(0, 3, 4, 7, 8, 9), frozen(1, 2), 1},
		{"ten active days later", days(0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), frozen(1, 2), 2},
		{"a full reserve earns nothing", days(0, 1, 2, 3, 4, 7, 11), frozen(8, 9), 0},
		{"an active day is not frozen", days(0, 1, 2), frozen(1, 2), 2},
		{"the same mark twice", days(0), frozen(1, 1), 1},
		{"today counts", days(19, 20), frozen(1), 1},
		{"what is ahead does not", days(0), frozen(21), 2},
	}
	for _, tt := range tests {
		if got := (History{Active: tt.active, Marks: tt.marks}).Reserve(monday.Add(20)); got != tt.want {
			t.Errorf("%s: %d, want %d", tt.name, got, tt.want)
		}
	}
	others := []Mark{{monday.Add(1), Repaired}, {monday.Add(2), Away}, {monday.Add(3), Travelled}}
	if got := (History{Active: days(0), Marks: others}).Reserve(monday.Add(20)); got != 2 {
		t.Errorf("other marks cost: %d left", got)
	}
}

func TestWhatTheStreakForgives(t *testing.T) {
	frozen := func(n int) Mark { return Mark{monday.Add(n), Frozen} }
	repaired := func(n int) Mark { return Mark{monday.Add(n), Repaired} }
	used := []Mark{frozen(1), frozen(2)} // an empty reserve, if day 0 was active
	tests := []struct {
		name        string
		h           History
		from, today int
		want        []Mark
	}{
		{"nothing without a streak", History{}, 0, 4, nil},
		{"nothing before the first active day", History{Active: days(2)}, 0, 3, nil},
		{"nothing between a mark and the first active day", History{Active: days(4), Marks: []Mark{{monday, Away}}}, 0, 4, nil},
		{"the reserve covers two", History{Active: days(0)}, 0, 4, []Mark{frozen(1), frozen(2)}},
		{"today is not over", History{Active: days(0)}, 0, 1, nil},
		{"only from the first day on", History{Active: days(0, 1)}, 3, 4, nil},
		{"the day before the first was held", History{Active: days(0, 1, 2)}, 3, 4, []Mark{frozen(3)}},
		{"no day off, no pause", History{Active: days(4), Spans: []Span{{From: monday.Add(7), Until: monday.Add(9)}}}, 0, 9, nil},
		{"the next workday repairs", History{Active: days(0, 4), Marks: used}, 3, 4, []Mark{repaired(3)}},
		{"not before it is active", History{Active: days(0), Marks: used}, 3, 4, nil},
		{"later on the same day", History{Active: days(0, 4), Marks: used}, 4, 4, []Mark{repaired(3)}},
		{"not when that day was judged", History{Active: days(0, 4), Marks: used}, 5, 7, nil},
		{"not two days at once", History{Active: days(0, 7), Marks: used}, 3, 7, nil},
		{"over a weekend", History{Active: days(0, 3, 7), Marks: used}, 3, 7, []Mark{repaired(4)}},
		{"on the weekend", History{Active: days(0, 3, 5), Marks: used}, 3, 7, []Mark{repaired(4)}},
		{"over a pause", History{Active: days(0, 8), Marks: used, Spans: []Span{{From: monday.Add(4), Until: monday.Add(8)}}}, 3, 8, []Mark{repaired(3)}},
		{"once, until a freeze is back", History{Active: days(0, 4, 8, 9), Marks: used}, 3, 9, []Mark{repaired(3)}},
		{"not after an older repair", History{Active: days(0, 4, 8), Marks: append(slices.Clone(used), repaired(3))}, 4, 8, nil},
		{"again once a freeze came back", History{Active: days(0, 4, 7, 8, 9, 10, 15), Marks: append(slices.Clone(used), repaired(3))}, 4, 15, []Mark{frozen(11), repaired(14)}},
		{"again after a repair that was not out of need", History{
			Active: days(-11, -5, 0), Marks: []Mark{frozen(-7), frozen(-6)}, Spans: []Span{{From: monday.Add(-3)}},
		}, -5, 0, []Mark{repaired(-10), repaired(-4)}},
		{"a marked day stays as it is", History{Active: days(0), Marks: []Mark{{monday.Add(1), Away}}}, 0, 3, []Mark{frozen(2)}},
		{"only the first of more", History{Active: days(0)}, 0, 9, []Mark{frozen(1), frozen(2)}},
		{"a freeze earned in between", History{Active: days(0, 3, 4, 7, 8, 9), Marks: used}, 3, 14, []Mark{frozen(10)}},
	}
	for _, tt := range tests {
		if got := tt.h.Settle(monday.Add(tt.from), monday.Add(tt.today)); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestARepairGivesTheStreakBack(t *testing.T) {
	h := History{Active: days(-7, -6, -5, 0, 4), Marks: []Mark{{monday.Add(-4), Frozen}, {monday.Add(-3), Frozen}, {monday.Add(1), Away}, {monday.Add(2), Travelled}}}
	today := monday.Add(4)
	if got := h.On(today).Length; got != 1 {
		t.Errorf("before the repair: %d, want 1", got)
	}
	h.Marks = append(h.Marks, h.Settle(monday.Add(-7), today)...)
	if got := h.On(today); got.Length != 5 || got.Best != 5 || got.Total != 5 {
		t.Errorf("after the repair: %+v, want 5", got)
	}
}

// settled reads the rule of Settle sentence by sentence.
func settled(h History, from, today Day) []Mark {
	var marks []Mark
	for day := from; day.Before(today); day = day.Add(1) {
		if now := h.with(nil, marks); judged(now, day, today) == Missed && lengthAfter(now, day.Add(-1)) > 0 && reserved(now, day.Add(-1)) >= 5 {
			marks = append(marks, Mark{day, Frozen})
		}
	}
	for day := from; !day.After(today); day = day.Add(1) {
		now := h.with(nil, marks)
		if judged(now, day, today) != Active {
			continue
		}
		missed := day.Add(-1)
		for v := judged(now, missed, today); v != Active && v != Missed && missed.After(before); v = judged(now, missed, today) {
			missed = missed.Add(-1)
		}
		if judged(now, missed, today) != Missed || lengthAfter(now, missed.Add(-1)) == 0 {
			continue
		}
		fresh := missed.Add(-1) // the last day with a freeze in the reserve
		for fresh.After(before) && reserved(now, fresh) < 5 {
			fresh = fresh.Add(-1)
		}
		if !slices.ContainsFunc(now.Marks, func(m Mark) bool {
			return m.Day.After(fresh) && m.Day.Before(missed) && judged(now, m.Day, today) == Repaired
		}) {
			marks = append(marks, Mark{missed, Repaired})
		}
	}
	slices.SortFunc(marks, func(a, b Mark) int { return a.Day.compare(b.Day) })
	return marks
}

func TestSettleIsWhatTheRuleSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := anyHistory().Draw(t, "history")
		from := monday.Add(rapid.IntRange(-65, 0).Draw(t, "from"))
		if got, want := h.Settle(from, monday), settled(h, from, monday); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

func TestSettlingTwiceAddsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := anyHistory().Draw(t, "history")
		from := monday.Add(rapid.IntRange(-65, 0).Draw(t, "from"))
		marks := h.Settle(from, monday)
		for i, m := range marks {
			if judged(h, m.Day, monday) != Missed || i > 0 && !m.Day.After(marks[i-1].Day) {
				t.Fatalf("%v in %v", m, marks)
			}
		}
		if again := h.with(nil, marks).Settle(from, monday); len(again) > 0 {
			t.Fatalf("%v after %v", again, marks)
		}
	})
}

func TestSettlingDayByDayIsSettlingAtTheEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := anyHistory().Draw(t, "history")
		from := monday.Add(rapid.IntRange(-65, 0).Draw(t, "from"))
		var marks []Mark
		for today, last := from, from; !today.After(monday); today = today.Add(1) {
			morning := h.with(nil, marks)
			morning.Active = slices.DeleteFunc(morning.Active, func(day Day) bool { return day == today })
			if rapid.Bool().Draw(t, "looked") {
				marks = append(marks, morning.Settle(last, today)...)
				last = today
			}
			if rapid.Bool().Draw(t, "looked later") || today == monday {
				marks = append(marks, h.with(nil, marks).Settle(last, today)...)
				last = today
			}
		}
		slices.SortFunc(marks, func(a, b Mark) int { return a.Day.compare(b.Day) })
		if want := h.Settle(from, monday); !slices.Equal(marks, want) {
			t.Fatalf("%v, want %v", marks, want)
		}
	})
}
