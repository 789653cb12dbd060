package habit

import (
	"slices"
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
		due := plan.Due(at(t, tt.cursor), at(t, tt.now), Silence{}, PromptWindow)
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
	due := plan.Due(jump.Add(-time.Second), jump, Silence{}, PromptWindow)
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
		due := plan.Due(now.AddDate(0, 0, -tt.days).Add(-2*time.Hour), now, Silence{}, PromptWindow)
		if due.Send == nil || due.Send.Key() != "2026-11-23T10:30" {
			t.Errorf("after %d days: send %v", tt.days, due.Send)
		}
		if len(due.Missed) != tt.missed || due.Bulk != tt.bulk {
			t.Errorf("after %d days: missed %d, bulk %d, want %d and %d", tt.days, len(due.Missed), due.Bulk, tt.missed, tt.bulk)
		}
	}
	// A hundred Mondays and the one that is sent, the first three days after the cursor.
	weekly := mustPlan(t, "mon 10:30 in Berlin")
	if due := weekly.Due(now.AddDate(0, 0, -7*100-3), now, Silence{}, PromptWindow); due.Send == nil || len(due.Missed) != 100 || due.Bulk != 0 {
		t.Errorf("a hundred weeks: missed %d, bulk %d, want 100 and 0", len(due.Missed), due.Bulk)
	}
	if due := plan.Due(time.Time{}, now, Silence{}, PromptWindow); due.Send != nil || due.Missed != nil || due.Bulk != 0 {
		t.Errorf("without a cursor: %+v, want nothing", due)
	}
	if due := (Plan{}).Due(now.Add(-time.Hour), now, Silence{}, PromptWindow); due.Send != nil || due.Missed != nil {
		t.Errorf("never is due: %+v", due)
	}
}

func TestTheCountIsThatOfAWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPlan(5).Draw(t, "plan")
		cursor := anyInstant().Draw(t, "cursor")
		now := cursor.Add(time.Duration(rapid.IntRange(1, 200*24*60).Draw(t, "minutes")) * time.Minute)
		want := len(slotsBetween(p, cursor, now))
		due := p.Due(cursor, now, Silence{}, PromptWindow)
		got := len(due.Missed) + due.Bulk
		if due.Send != nil {
			got++
		}
		if got != want {
			t.Fatalf("%d decided, want %d", got, want)
		}
	})
}

func TestWhatTheSilenceLeavesOutIsSkipped(t *testing.T) {
	plan := mustPlan(t, "daily 10:00 15:00 in Berlin")
	day := Day{2026, 11, 23}
	tests := []struct {
		name, cursor, now string
		silence           Silence
		send              string
		missed, skipped   int
	}{
		{"a skip date", "2026-11-23T09:00:00+01:00", "2026-11-23T10:00:00+01:00", Silence{Skip: []Day{day}}, "", 0, 1},
		{"another skip date", "2026-11-23T09:00:00+01:00", "2026-11-23T10:00:00+01:00", Silence{Skip: []Day{day.Add(1)}}, "2026-11-23T10:00", 0, 0},
		{"a pause", "2026-11-21T16:00:00+01:00", "2026-11-23T15:05:00+01:00", Silence{Pauses: []Span{{From: day.Add(-1), Until: day}}}, "2026-11-23T15:00", 1, 2},
		{"a pause, which is over: no burst", "2026-11-22T09:00:00+01:00", "2026-11-24T10:10:00+01:00", Silence{Pauses: []Span{{From: day.Add(-1), Until: day.Add(1)}}}, "2026-11-24T10:00", 0, 4},
		{"another zone", "2026-11-23T14:00:00+01:00", "2026-11-23T15:00:00+01:00", Silence{Since: Slot{at(t, "2026-11-22T10:00:00+14:00"), day, 600}}, "", 0, 1},
	}
	for _, tt := range tests {
		due := plan.Due(at(t, tt.cursor), at(t, tt.now), tt.silence, PromptWindow)
		send := ""
		if due.Send != nil {
			send = due.Send.Key()
		}
		if send != tt.send || len(due.Missed) != tt.missed || len(due.Skipped) != tt.skipped {
			t.Errorf("%s: send %q, missed %v, skipped %v, want %q, %d and %d", tt.name, send, keys(due.Missed), keys(due.Skipped), tt.send, tt.missed, tt.skipped)
		}
		if !slices.IsSorted(keys(due.Missed)) || !slices.IsSorted(keys(due.Skipped)) {
			t.Errorf("%s: missed %v, skipped %v, want the oldest first", tt.name, keys(due.Missed), keys(due.Skipped))
		}
		for _, s := range due.Skipped {
			if tt.silence.Why(s) == "" {
				t.Errorf("%s: no reason to skip %s", tt.name, s.Key())
			}
		}
	}
}

func TestASkippedSlotLeavesTheOneBeforeItInItsWindow(t *testing.T) {
	plan := mustPlan(t, "daily 0:03 23:58 in Berlin")
	now := at(t, "2026-11-24T00:05:00+01:00")
	due := plan.Due(now.Add(-time.Hour), now, Silence{Skip: []Day{{2026, 11, 24}}}, PromptWindow)
	if due.Send == nil || due.Send.Key() != "2026-11-23T23:58" || len(due.Skipped) != 1 || due.Missed != nil {
		t.Errorf("%+v, want 2026-11-23T23:58 to be sent and 00:03 to be skipped", due)
	}
}

func TestABulkCountsTheSkippedToo(t *testing.T) {
	now := at(t, "2026-11-23T10:32:00+01:00")
	plan := mustPlan(t, "daily 10:30 in Berlin")
	silence := Silence{Pauses: []Span{{From: Day{2026, 10, 1}, Until: Day{2026, 11, 23}}}}
	due := plan.Due(now.AddDate(0, 0, -101).Add(-2*time.Hour), now, silence, PromptWindow)
	if due.Send == nil || due.Bulk != 101 || due.Missed != nil || due.Skipped != nil {
		t.Errorf("send %v, missed %d, skipped %d, bulk %d, want one and a bulk of 101", due.Send, len(due.Missed), len(due.Skipped), due.Bulk)
	}
	due = plan.Due(now.AddDate(0, 0, -100).Add(-2*time.Hour), now, silence, PromptWindow)
	if due.Send == nil || due.Bulk != 0 || len(due.Missed) != 47 || len(due.Skipped) != 53 {
		t.Errorf("missed %d, skipped %d, bulk %d, want 47, 53 and 0", len(due.Missed), len(due.Skipped), due.Bulk)
	}
}

func TestADirectMessageMayComeUntilTheWorkdayEnds(t *testing.T) {
	tests := []struct {
		time, ends Minute
		want       time.Duration
	}{
		{9 * 60, WorkdayEnds, 4 * time.Hour},
		{14 * 60, WorkdayEnds, 4 * time.Hour},
		{15 * 60, WorkdayEnds, 3 * time.Hour},
		{17*60 + 55, WorkdayEnds, 10 * time.Minute},
		{18 * 60, WorkdayEnds, 10 * time.Minute},
		{22 * 60, WorkdayEnds, 10 * time.Minute},
		{12 * 60, 14 * 60, 2 * time.Hour},
		{14 * 60, 14 * 60, 10 * time.Minute},
		{19 * 60, 22*60 + 30, 3*time.Hour + 30*time.Minute},
	}
	for _, tt := range tests {
		p := Plan{Everyday, []Minute{tt.time}, "Europe/Berlin"}
		s, ok := p.Next(at(t, "2026-11-23T00:00:00Z"))
		if !ok {
			t.Fatal("no slot")
		}
		if got := DMWindow(s, tt.ends); got != tt.want {
			t.Errorf("DMWindow at %s of a day to %s = %s, want %s", tt.time, tt.ends, got, tt.want)
		}
		if got := PromptWindow(s); got != 10*time.Minute {
			t.Errorf("PromptWindow at %s = %s", tt.time, got)
		}
	}
}

// On the day on which the clocks go forward, three hours on the wall are two.
func TestTheWindowEndsOnTheWall(t *testing.T) {
	p := Plan{Everyday, []Minute{1 * 60}, "Europe/Berlin"}
	s, ok := p.Next(at(t, "2026-03-28T23:00:00Z"))
	if got := DMWindow(s, 4*60); !ok || got != 2*time.Hour {
		t.Errorf("from 1:00 to 4:00 of %s are %s", s.Day, got)
	}
}

func BenchmarkDueWithNothingToDo(b *testing.B) {
	p := mustPlan(b, "weekdays 10:30 15:00 in Berlin")
	now := at(b, "2026-11-20T14:00:15Z")
	cursor := now.Add(-15 * time.Second)
	b.ReportAllocs()
	for b.Loop() {
		p.Due(cursor, now, Silence{}, PromptWindow)
	}
}
