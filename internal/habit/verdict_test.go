package habit

import (
	"slices"
	"testing"
	"time"
)

func TestEachDayHasItsVerdict(t *testing.T) {
	h := History{
		Active:   days(-7, -2, 1),
		Workdays: []Working{{monday.Add(3), WeekdaysOf(time.Thursday)}},
		Spans: []Span{
			{From: monday.Add(-5), Until: monday.Add(-4)},
			{From: monday.Add(-4), Until: monday.Add(-1), As: Resting},
			{From: monday.Add(9), Until: monday.Add(11), As: Resting},
		},
		Marks: []Mark{{monday.Add(-7), Frozen}, {monday.Add(-9), Away}, {monday.Add(-8), Missed}},
	}
	want := []Verdict{Away, Off, Active, Missed, Paused, Resting, Resting, Active, Off, Open, Open, Open, Open, Off, Off, Off, Off, Off, Off, Resting}
	var entries []Entry
	for i, verdict := range want {
		day := monday.Add(i - 9)
		entries = append(entries, Entry{day, verdict})
		if got := h.Verdict(day, monday); got != verdict {
			t.Errorf("verdict on day %d is %s, want %s", i-9, got, verdict)
		}
	}
	if got := h.Ledger(monday.Add(-9), monday.Add(11), monday); !slices.Equal(got, entries) {
		t.Errorf("ledger %v, want %v", got, entries)
	}
	h.Active = append(h.Active, monday)
	if got := h.Verdict(monday, monday); got != Active {
		t.Errorf("verdict on an active today is %s", got)
	}
	if got := h.Verdict(monday, monday.Add(1)); got != Active {
		t.Errorf("verdict on an active yesterday is %s", got)
	}
	for _, none := range [][2]Day{{{}, monday}, {monday, monday}, {monday, {}}} {
		if got := h.Ledger(none[0], none[1], monday); len(got) != 0 {
			t.Errorf("ledger from %s to %s: %v", none[0], none[1], got)
		}
	}
}

func TestOfSeveralReasonsTheFirstCounts(t *testing.T) {
	day := monday.Add(-7)
	mark := func(as ...Verdict) History {
		h := History{Active: days(-10)}
		for _, v := range as {
			h.Marks = append(h.Marks, Mark{day, v})
		}
		return h
	}
	paused := Span{From: day, Until: day.Add(1), As: Paused}
	resting := Span{From: day, Until: day.Add(1), As: Resting}
	off := []Working{{Days: Weekend}}
	tests := []struct {
		name string
		h    History
		want Verdict
	}{
		{"no mark", mark(), Missed},
		{"a mark that is none", mark(Missed, Active, Paused, "what"), Missed},
		{"a day off by a mark", mark(Off), Off},
		{"active before a day off by a mark", History{Active: []Day{day}, Marks: mark(Off).Marks}, Active},
		{"frozen", mark(Frozen), Frozen},
		{"repaired before frozen", mark(Frozen, Repaired), Repaired},
		{"travelled before repaired", mark(Repaired, Travelled), Travelled},
		{"away before travelled", mark(Travelled, Away), Away},
		{"a mark before a pause and a day off", History{Workdays: off, Spans: []Span{paused}, Marks: mark(Frozen).Marks}, Frozen},
		{"a day off before a pause", History{Workdays: off, Spans: []Span{paused}}, Off},
		{"a pause before a rest", History{Spans: []Span{resting, paused}}, Paused},
		{"a rest", History{Spans: []Span{resting}}, Resting},
		{"active before a mark", History{Active: []Day{day}, Marks: mark(Away).Marks}, Active},
	}
	for _, tt := range tests {
		if got := tt.h.Verdict(day, monday); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
		slices.Reverse(tt.h.Marks)
		slices.Reverse(tt.h.Spans)
		if got := tt.h.Verdict(day, monday); got != tt.want {
			t.Errorf("%s, in the other order: %s, want %s", tt.name, got, tt.want)
		}
	}
}

func TestWorkdaysHoldFromTheirDayOn(t *testing.T) {
	h := History{Workdays: []Working{
		{monday.Add(7), Everyday},
		{monday, WeekdaysOf(time.Monday, time.Saturday)},
		{monday.Add(14), 0},
		{monday.Add(21), Weekend},
		{monday.Add(21), Everyday}, // changed twice on one day: the later in the list counts
	}}
	later := monday.Add(100)
	for day, want := range map[int]Verdict{
		-2: Off, -3: Missed, 0: Missed, 1: Off, 5: Missed, 6: Off, 7: Missed, 13: Missed, 14: Missed, 19: Off, 20: Off, 21: Missed, 26: Missed,
	} {
		if got := h.Verdict(monday.Add(day), later); got != want {
			t.Errorf("day %d is %s, want %s", day, got, want)
		}
	}
}
