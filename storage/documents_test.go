package storage

import (
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
	silent := at(60)
	silent.Silence.Skip = []habit.Day{habit.DayOf(monday)}
	if got := silent.Due(); !got.Equal(monday.Add(time.Hour)) {
		t.Errorf("Due of a slot that is left out = %v, want it to fall due", got)
	}
	if got := (Channel{Prompts: at(60)}).Due(); !got.Equal(monday.Add(time.Hour)) {
		t.Errorf("Due of a channel = %v", got)
	}
}
