package habit

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func keys(slots []Slot) []string {
	var keys []string
	for _, s := range slots {
		keys = append(keys, s.Key())
	}
	return keys
}

func TestWhatIsDueAfterACursor(t *testing.T) {
	plan := mustPlan(t, "daily 10:00 10:05 15:00 in Berlin")
	tests := []struct {
		name, cursor, now string
		send              string
		missed            []string
	}{
		{"nothing before the time", "2026-11-23T09:00:00+01:00", "2026-11-23T09:59:59+01:00", "", nil},
		{"at the minute", "2026-11-23T09:59:59+01:00", "2026-11-23T10:00:00+01:00", "2026-11-23T10:00", nil},
		{"not twice", "2026-11-23T10:00:00+01:00", "2026-11-23T10:00:15+01:00", "", nil},
		{"at the end of the window", "2026-11-23T14:00:00+01:00", "2026-11-23T15:10:00+01:00", "2026-11-23T15:00", nil},
		{"after the window", "2026-11-23T14:00:00+01:00", "2026-11-23T15:10:01+01:00", "", []string{"2026-11-23T15:00"}},
		{"two in the window: never a burst", "2026-11-23T09:00:00+01:00", "2026-11-23T10:08:00+01:00", "2026-11-23T10:05", []string{"2026-11-23T10:00"}},
		{"after a night", "2026-11-22T14:00:00+01:00", "2026-11-23T10:12:00+01:00", "2026-11-23T10:05", []string{"2026-11-22T15:00", "2026-11-23T10:00"}},
		{"the clock went back", "2026-11-23T12:00:00+01:00", "2026-11-23T10:00:00+01:00", "", nil},
	}
	for _, tt := range tests {
		due := plan.Due(at(t, tt.cursor), at(t, tt.now), PromptWindow)
		send := ""
		if due.Send != nil {
			send = due.Send.Key()
		}
		if missed := keys(due.Missed); send != tt.send || len(missed) != len(tt.missed) || due.Bulk != 0 {
			t.Errorf("%s: send %q, missed %v, bulk %d, want %q and %v", tt.name, send, missed, due.Bulk, tt.send, tt.missed)
			continue
		}
		for i, key := range keys(due.Missed) {
			if key != tt.missed[i] {
				t.Errorf("%s: missed %v, want %v", tt.name, keys(due.Missed), tt.missed)
			}
		}
	}
}

func TestSlotsOfOneInstantAreAllDecided(t *testing.T) {
	plan := mustPlan(t, "daily 23:00 23:30 in America/Nuuk")
	jump := at(t, "2027-03-28T00:00:00-01:00")
	due := plan.Due(jump.Add(-time.Second), jump, PromptWindow)
	if due.Send == nil || due.Send.Key() != "2027-03-27T23:30" {
		t.Errorf("send %v, want 2027-03-27T23:30", due.Send)
	}
	if got := keys(due.Missed); len(got) != 1 || got[0] != "2027-03-27T23:00" {
		t.Errorf("missed %v, want 2027-03-27T23:00", got)
	}
}

func TestALongAbsenceIsCountedNotListed(t *testing.T) {
	now := at(t, "2026-11-23T10:32:00+01:00")
	plan := mustPlan(t, "daily 10:30 in Berlin")
	tests := []struct {
		days   int
		missed int
		bulk   int
	}{
		{99, 99, 0},
		{100, 100, 0},
		{101, 0, 101},
		{365, 0, 365},
		{3650, 0, 3650},
	}
	for _, tt := range tests {
		due := plan.Due(now.AddDate(0, 0, -tt.days).Add(-2*time.Hour), now, PromptWindow)
		if due.Send == nil || due.Send.Key() != "2026-11-23T10:30" {
			t.Errorf("after %d days: send %v", tt.days, due.Send)
		}
		if len(due.Missed) != tt.missed || due.Bulk != tt.bulk {
			t.Errorf("after %d days: missed %d, bulk %d, want %d and %d", tt.days, len(due.Missed), due.Bulk, tt.missed, tt.bulk)
		}
	}
	if due := plan.Due(time.Time{}, now, PromptWindow); due.Send != nil || due.Missed != nil || due.Bulk != 0 {
		t.Errorf("without a cursor: %+v, want nothing", due)
	}
	if due := (Plan{}).Due(now.Add(-time.Hour), now, PromptWindow); due.Send != nil || due.Missed != nil {
		t.Errorf("never is due: %+v", due)
	}
}

func TestTheCountIsThatOfAWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPlan(5).Draw(t, "plan")
		cursor := anyInstant().Draw(t, "cursor")
		now := cursor.Add(time.Duration(rapid.IntRange(1, 200*24*60).Draw(t, "minutes")) * time.Minute)
		loc, err := Zone(p.Zone)
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		for day := DayOf(cursor.In(loc)).Add(-2); !day.After(DayOf(now.In(loc)).Add(2)); day = day.Add(1) {
			for _, m := range p.At {
				if at, ok := Resolve(day, m, loc); ok && p.Days.Has(day.Weekday()) && at.After(cursor) && !at.After(now) {
					want++
				}
			}
		}
		due := p.Due(cursor, now, PromptWindow)
		got := len(due.Missed) + due.Bulk
		if due.Send != nil {
			got++
		}
		if got != want {
			t.Fatalf("%d decided, want %d", got, want)
		}
	})
}

// A process is up and down at random, and ticks while it is up.
func TestASlotIsSentIfAndOnlyIfTheProcessWasUpInsideItsWindow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := mustPlanIn(t, "weekdays 9:30", "America/New_York")
		window := time.Duration(rapid.IntRange(1, 240).Draw(t, "window")) * time.Minute
		start := time.Date(2027, 3, 8, 0, 0, 0, 0, time.UTC)
		cursor, now := start, start
		decided := map[string]bool{} // sent?
		var ups [][2]time.Time
		for range rapid.IntRange(1, 12).Draw(t, "rounds") {
			up := now
			for range rapid.IntRange(1, 2000).Draw(t, "up") {
				due := plan.Due(cursor, now, func(Slot) time.Duration { return window })
				cursor = now
				slots := due.Missed
				if due.Send != nil {
					slots = append(slots, *due.Send)
				}
				for _, s := range slots {
					if _, ok := decided[s.Key()]; ok {
						t.Fatalf("%s decided twice", s.Key())
					}
					decided[s.Key()] = due.Send != nil && s.Key() == due.Send.Key()
				}
				now = now.Add(time.Minute)
			}
			ups = append(ups, [2]time.Time{up, cursor})
			now = now.Add(time.Duration(rapid.IntRange(0, 3000).Draw(t, "down")) * time.Minute)
		}
		count := 0
		for s := range slotsBetween(plan, start, cursor) {
			count++
			want := false
			for _, up := range ups {
				if !s.At.Add(window).Before(up[0]) && !s.At.After(up[1]) {
					want = true
				}
			}
			if sent, ok := decided[s.Key()]; !ok || sent != want {
				t.Fatalf("%s: decided %t, sent %t, want %t", s.Key(), ok, sent, want)
			}
		}
		if count != len(decided) {
			t.Fatalf("%d decided, want %d", len(decided), count)
		}
	})
}

func TestJumpsOfTheClockRepeatNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := anyPlan(4).Draw(t, "plan")
		now := anyInstant().Draw(t, "start")
		cursor := now
		decided := map[string]bool{}
		for range rapid.IntRange(1, 60).Draw(t, "ticks") {
			now = now.Add(time.Duration(rapid.IntRange(-50*60, 66*60).Draw(t, "step")) * time.Minute)
			due := plan.Due(cursor, now, PromptWindow)
			if now.After(cursor) {
				cursor = now
			}
			slots := due.Missed
			if due.Send != nil {
				slots = append(slots, *due.Send)
			}
			for _, s := range slots {
				if decided[s.Key()] {
					t.Fatalf("%s came twice", s.Key())
				}
				decided[s.Key()] = true
			}
		}
	})
}

func TestADirectMessageMayComeUntilTheWorkdayEnds(t *testing.T) {
	tests := []struct {
		time Minute
		want time.Duration
	}{
		{9 * 60, 4 * time.Hour},
		{14 * 60, 4 * time.Hour},
		{15 * 60, 3 * time.Hour},
		{17*60 + 55, 10 * time.Minute},
		{18 * 60, 10 * time.Minute},
		{22 * 60, 10 * time.Minute},
	}
	for _, tt := range tests {
		p := Plan{Everyday, []Minute{tt.time}, "Europe/Berlin"}
		s, ok := p.Next(at(t, "2026-11-23T00:00:00Z"))
		if !ok {
			t.Fatal("no slot")
		}
		if got := DMWindow(s); got != tt.want {
			t.Errorf("DMWindow at %s = %s, want %s", tt.time, got, tt.want)
		}
		if got := PromptWindow(s); got != 10*time.Minute {
			t.Errorf("PromptWindow at %s = %s", tt.time, got)
		}
	}
}

func mustPlanIn(t *rapid.T, text, zone string) Plan {
	p, err := ParsePlan(text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func slotsBetween(p Plan, after, until time.Time) func(func(Slot) bool) {
	return func(yield func(Slot) bool) {
		for {
			s, ok := p.Next(after)
			if !ok || s.At.After(until) || !yield(s) {
				return
			}
			after = s.At
		}
	}
}

func BenchmarkDueWithNothingToDo(b *testing.B) {
	p := mustPlan(b, "weekdays 10:30 15:00 in Berlin")
	now := at(b, "2026-11-20T14:00:15Z")
	cursor := now.Add(-15 * time.Second)
	b.ReportAllocs()
	for b.Loop() {
		p.Due(cursor, now, PromptWindow)
	}
}
