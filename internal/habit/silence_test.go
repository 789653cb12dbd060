package habit

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestWhyASlotIsLeftOut(t *testing.T) {
	day := Day{2026, 11, 23}
	noon := at(t, "2026-11-23T12:00:00Z")
	slot := Slot{noon, day, 720}
	since := func(day Day, ago time.Duration) Silence { return Silence{Since: Slot{noon.Add(-ago), day, 0}} }
	tests := []struct {
		name    string
		silence Silence
		want    string
	}{
		{"nothing", Silence{}, ""},
		{"its date", Silence{Skip: []Day{day.Add(1), day}}, "skip date"},
		{"other dates", Silence{Skip: []Day{day.Add(-1), day.Add(1)}}, ""},
		{"a pause", Silence{Pauses: []Span{{From: day, Until: day.Add(1)}}}, "on pause"},
		{"an open pause", Silence{Pauses: []Span{{From: day}}}, "on pause"},
		{"a pause that ended", Silence{Pauses: []Span{{From: day.Add(-3), Until: day}}}, ""},
		{"a pause to come", Silence{Pauses: []Span{{From: day.Add(1)}}}, ""},
		{"both", Silence{Skip: []Day{day}, Pauses: []Span{{From: day}}}, "skip date"},
		{"a change on the same date", since(day, 24*time.Hour), "the time zone was changed"},
		{"a change from a later date", since(day.Add(1), 24*time.Hour), "the time zone was changed"},
		{"a change less than eight hours ago", since(day.Add(-1), 8*time.Hour-time.Second), "the time zone was changed"},
		{"a change eight hours ago", since(day.Add(-1), 8*time.Hour), ""},
	}
	for _, tt := range tests {
		if got := tt.silence.Why(slot); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
		over := tt.silence.Over(slot)
		if got, want := over.Since == (Slot{}), tt.want != "the time zone was changed"; got != want {
			t.Errorf("%s: the change is over: %t, want %t", tt.name, got, want)
		}
		if len(over.Skip) != len(tt.silence.Skip) || len(over.Pauses) != len(tt.silence.Pauses) {
			t.Errorf("%s: more than the change is over", tt.name)
		}
	}
}

// anySilence returns a silence around a day.
func anySilence(from Day) *rapid.Generator[Silence] {
	return rapid.Custom(func(t *rapid.T) Silence {
		var s Silence
		day := rapid.Custom(func(t *rapid.T) Day { return from.Add(rapid.IntRange(-3, 20).Draw(t, "day")) })
		s.Skip = rapid.SliceOfN(day, 0, 8).Draw(t, "skip")
		for range rapid.IntRange(0, 2).Draw(t, "pauses") {
			p := Span{From: day.Draw(t, "from")}
			if rapid.IntRange(0, 4).Draw(t, "open") > 0 {
				p.Until = p.From.Add(rapid.IntRange(0, 9).Draw(t, "long"))
			}
			s.Pauses = append(s.Pauses, p)
		}
		if rapid.Bool().Draw(t, "moved") {
			s.Since = Slot{At: from.Start(time.UTC).Add(time.Duration(rapid.IntRange(-48, 48).Draw(t, "hours")) * time.Hour), Day: day.Draw(t, "since")}
		}
		return s
	})
}

func TestUpcomingIsWhatWillBeSent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPlan(4).Draw(t, "plan")
		after := anyInstant().Draw(t, "after")
		silence := anySilence(DayOf(after)).Draw(t, "silence")
		n := rapid.IntRange(0, 12).Draw(t, "n")
		want := slices.DeleteFunc(slotsBetween(p, after, after.AddDate(0, 0, 250)), func(s Slot) bool { return silence.Why(s) != "" })
		for i := len(want) - 2; i >= 0; i-- {
			if want[i].At.Equal(want[i+1].At) {
				want = slices.Delete(want, i, i+1)
			}
		}
		want = want[:min(n, len(want))]
		if got := p.Upcoming(after, silence, n); !slices.Equal(keys(got), keys(want)) {
			t.Fatalf("Upcoming = %v, want %v", keys(got), keys(want))
		}
	})
}

func TestUpcomingLooksBeyondAYearAndNotForEver(t *testing.T) {
	p := mustPlan(t, "mon 10:30 in Berlin")
	now := at(t, "2026-11-22T12:00:00Z") // a Sunday
	var mondays []Day
	for n := range 60 {
		mondays = append(mondays, monday.Add(7*n))
	}
	pause := Span{From: monday.Add(420), Until: monday.Add(420 + 366)}
	got := keys(p.Upcoming(now, Silence{Skip: mondays, Pauses: []Span{pause}}, 2))
	if want := []string{"2029-01-22T10:30", "2029-01-29T10:30"}; !slices.Equal(got, want) {
		t.Errorf("after sixty skips and a year of pause: %v, want %v", got, want)
	}
	if got := p.Upcoming(now, Silence{Pauses: []Span{{From: monday.Add(8)}}}, 5); len(got) != 2 {
		t.Errorf("before an open pause: %v, want two", keys(got))
	}
	if got := p.Upcoming(now, Silence{}, -1); len(got) != 0 {
		t.Errorf("less than none: %v", keys(got))
	}
}

// In Nuuk the slots of 23:00 and 23:30 and the midnight after them are one instant once a year.
func TestUpcomingKnowsWhichSlotOfAnInstantIsLeftOut(t *testing.T) {
	p := mustPlan(t, "daily 0:00 23:30 in America/Nuuk")
	after := at(t, "2027-03-27T12:00:00-02:00")
	sunday := Day{2027, 3, 28}
	if got := keys(p.Upcoming(after, Silence{}, 1)); got[0] != "2027-03-28T00:00" {
		t.Errorf("first of all: %v", got)
	}
	if got := keys(p.Upcoming(after, Silence{Skip: []Day{sunday}}, 1)); got[0] != "2027-03-27T23:30" {
		t.Errorf("without the Sunday: %v", got)
	}
}

// hush is a plan with skip dates and pauses that are set while it runs.
type hush struct {
	plan  Plan
	start time.Time
	steps []hushStep
}

type hushStep struct {
	minutes int // until the next look
	do      int // 0: skip a date, 1: pause, 2: resume, else nothing
	days    int // the date lies, or the pause ends, so many days ahead; 0: the pause is open
}

func anyHush() *rapid.Generator[hush] {
	return rapid.Custom(func(t *rapid.T) hush {
		step := rapid.Custom(func(t *rapid.T) hushStep {
			return hushStep{rapid.IntRange(1, 900).Draw(t, "minutes"), rapid.IntRange(0, 9).Draw(t, "do"), rapid.IntRange(0, 4).Draw(t, "days")}
		})
		return hush{anyPlan(3).Draw(t, "plan"), anyInstant().Draw(t, "start"), rapid.SliceOfN(step, 1, 60).Draw(t, "steps")}
	})
}

func (h hush) check(decide decider) error {
	loc, err := Zone(h.plan.Zone)
	if err != nil {
		return err
	}
	var silence Silence
	quiet := map[Day]bool{} // the oracle: every date by itself
	cursor, now := h.start, h.start
	decided := map[string]bool{}
	count := 0
	for _, step := range h.steps {
		today := DayOf(now.In(loc))
		switch step.do {
		case 0:
			silence.Skip = append(silence.Skip, today.Add(step.days))
		case 1:
			pause := Span{From: today, Until: today.Add(step.days)}
			if step.days == 0 {
				pause.Until = Day{}
			}
			silence.Pauses = append(silence.Pauses, pause)
		case 2:
			silence.Pauses = nil
		}
		now = now.Add(time.Duration(step.minutes) * time.Minute)
		clear(quiet)
		for _, day := range silence.Skip {
			quiet[day] = true
		}
		for _, p := range silence.Pauses {
			for day := p.From; day.Sub(p.From) < 60 && day != p.Until; day = day.Add(1) {
				quiet[day] = true
			}
		}
		due := decide(h.plan, cursor, now, silence, func(Slot) time.Duration { return time.Hour })
		var want []Slot // what is not silent, oldest first
		for _, s := range slotsBetween(h.plan, cursor, now) {
			count++
			if !quiet[s.Day] {
				want = append(want, s)
			}
		}
		cursor = now
		for _, s := range slices.Concat(due.Missed, due.Skipped, toSend(due)) {
			if decided[s.Key()] {
				return fmt.Errorf("%s came twice", s.Key())
			}
			decided[s.Key()] = true
		}
		if newest := len(want) - 1; newest >= 0 && now.Sub(want[newest].At) <= time.Hour {
			if due.Send == nil || due.Send.Key() != want[newest].Key() {
				return fmt.Errorf("%s was not sent", want[newest].Key())
			}
			want = want[:newest]
		} else if due.Send != nil {
			return fmt.Errorf("%s was sent", due.Send.Key())
		}
		if !slices.Equal(keys(due.Missed), keys(want)) {
			return fmt.Errorf("missed %v, want %v", keys(due.Missed), keys(want))
		}
	}
	if count != len(decided) {
		return fmt.Errorf("%d decided, want %d", len(decided), count)
	}
	return nil
}

func TestASilenceIsKeptAndEndsWithoutABurst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if err := anyHush().Draw(t, "hush").check(Plan.Due); err != nil {
			t.Fatal(err)
		}
	})
	mustFail(t, "a silence that is not heard", anyHush(), func(h hush) error {
		return h.check(func(p Plan, cursor, now time.Time, _ Silence, window func(Slot) time.Duration) Due {
			return p.Due(cursor, now, Silence{}, window)
		})
	})
	mustFail(t, "a skipped slot that counts as missed", anyHush(), func(h hush) error {
		return h.check(func(p Plan, cursor, now time.Time, s Silence, window func(Slot) time.Duration) Due {
			due := p.Due(cursor, now, s, window)
			return Due{Send: due.Send, Missed: append(due.Missed, due.Skipped...)}
		})
	})
}
