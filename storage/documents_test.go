package storage

import (
	"slices"
	"testing"
	"time"

	"catcow/internal/habit"
)

func TestDueIsTheEarlierSlot(t *testing.T) {
	monday := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	at := func(minute habit.Minute) Schedule {
		return Schedule{Plan: habit.Plan{Days: habit.Everyday, At: []habit.Minute{minute}, Zone: "UTC"}, Decided: monday}
	}
	broken := at(60)
	broken.Plan.Zone = "Nowhere/Else"
	for name, test := range map[string]struct {
		member Member
		want   time.Time
	}{
		"no plan":                  {Member{}, time.Time{}},
		"check-ins alone":          {Member{CheckIns: at(60)}, monday.Add(time.Hour)},
		"nudges alone":             {Member{Nudges: at(60)}, monday.Add(time.Hour)},
		"check-ins before":         {Member{CheckIns: at(60), Nudges: at(120)}, monday.Add(time.Hour)},
		"nudges before":            {Member{CheckIns: at(120), Nudges: at(60)}, monday.Add(time.Hour)},
		"a zone that is not known": {Member{CheckIns: broken, Nudges: at(120)}, monday.Add(2 * time.Hour)},
	} {
		if got := test.member.Due(); !got.Equal(test.want) {
			t.Errorf("%s: Due = %v, want %v", name, got, test.want)
		}
	}
	if got := (Channel{}).Due(); !got.IsZero() {
		t.Errorf("Due of a channel without a schedule = %v, want never", got)
	}
	silent := at(60)
	silent.Silence.Skip = []habit.Day{habit.DayOf(monday)}
	if got := silent.Due(); !got.Equal(monday.Add(time.Hour)) {
		t.Errorf("Due of a slot that is left out = %v, want it to fall due", got)
	}
	if got := (Channel{Schedules: []Schedule{at(120), at(60)}}).Due(); !got.Equal(monday.Add(time.Hour)) {
		t.Errorf("Due of a channel = %v", got)
	}
	told := Channel{Schedules: []Schedule{at(60)}, Off: Off{Next: monday, Tell: []string{"U1"}}}
	if got := told.Due(); !got.Equal(monday) {
		t.Errorf("Due of a channel whose owner is to be told = %v", got)
	}
	told.Off.Tell = nil
	if got := told.Due(); !got.Equal(monday.Add(time.Hour)) {
		t.Errorf("Due of a channel whose owner was told = %v", got)
	}
}

func TestANumberComesAgainOnlyWhenNoScheduleStands(t *testing.T) {
	plan := habit.Plan{Days: habit.Everyday, At: []habit.Minute{60}, Zone: "UTC"}
	var c Channel
	numbers := func() (all []int) {
		for _, s := range c.Schedules {
			all = append(all, s.Number)
		}
		return all
	}
	for _, step := range []struct {
		put  Schedule
		want []int
	}{
		{Schedule{Plan: plan}, []int{1}},
		{Schedule{Plan: plan}, []int{1, 2}},
		{Schedule{Number: 2}, []int{1}},
		{Schedule{Plan: plan}, []int{1, 3}},
		{Schedule{Number: 1, Plan: plan, By: "U1"}, []int{1, 3}},
		{Schedule{Number: 1}, []int{3}},
		{Schedule{Number: 3}, nil},
		{Schedule{Plan: plan}, []int{1}},
	} {
		before := slices.Clone(c.Schedules)
		old := c
		c = c.With(step.put)
		if got := numbers(); !slices.Equal(got, step.want) {
			t.Errorf("after %+v the schedules are %v, want %v", step.put, got, step.want)
		}
		if len(old.Schedules) != len(before) || len(before) > 0 && old.Schedules[0].By != before[0].By {
			t.Errorf("With changed the channel that it was called on")
		}
	}
	if got := c.Schedule(1).Plan; !got.Equal(plan) {
		t.Errorf("Schedule(1) has the plan %v", got)
	}
	if got := c.Schedule(2); !got.Plan.IsZero() {
		t.Errorf("Schedule(2) = %+v, want none", got)
	}
}

func TestTheOwnerOfASlotTellsChannelAndNumber(t *testing.T) {
	for owner, want := range map[string]struct {
		channel habit.ChannelID
		number  int
	}{
		"C1": {"C1", 1}, "C1.2": {"C1", 2}, "C1.12": {"C1", 12}, "C1.1": {"C1.1", 1}, "C1.x": {"C1.x", 1}, ".2": {".2", 1}, "": {"", 1},
	} {
		channel, number := ChannelOf(owner)
		if channel != want.channel || number != want.number {
			t.Errorf("ChannelOf(%q) = %q, %d, want %q, %d", owner, channel, number, want.channel, want.number)
		}
		if got := OwnerOf(channel, number); got != owner {
			t.Errorf("OwnerOf(%q, %d) = %q, want %q", channel, number, got, owner)
		}
	}
}
