package care

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

func TestPromptsOfAMonth(t *testing.T) {
	all := exercises(t)
	var recent []string
	count := map[string]int{}
	for day := range 60 {
		var today []string
		up := false
		for _, hour := range []string{"10:30", "12:00", "15:00"} {
			seed := fmt.Sprintf("prompt/C1/day %d T%s", day, hour)
			p, ok := Prompt(all, recent, today, Desk, seed)
			if !ok {
				t.Fatalf("%s: nothing fits", seed)
			}
			again, _ := Prompt(all, recent, today, Desk, seed)
			e := p.Exercise
			if again.Exercise.ID != e.ID {
				t.Errorf("%s: %s, then %s", seed, e.ID, again.Exercise.ID)
			}
			if p.Seconds != min(e.Dose[0].Seconds, 90) || p.Dose != e.Dose[0] || e.Floor() || !e.At("desk") {
				t.Errorf("%s: %s for %d s, %s", seed, e.ID, p.Seconds, p.Dose.Text)
			}
			if slices.Contains(recent[max(0, len(recent)-5):], e.ID) {
				t.Errorf("%s: %s is one of the last five", seed, e.ID)
			}
			up = up || e.Positions[0] == "standing"
			recent, today = append(recent, e.ID), append(today, e.ID)
			count[e.ID]++
		}
		if !up {
			t.Errorf("day %d: nobody was asked to get up: %q", day, today)
		}
	}
	if count["V13"] == 0 {
		t.Error("a walk, cut to 90 s, was never prompted")
	}
	if len(count) < 12 {
		t.Errorf("180 prompts showed %d moves: %v", len(count), count)
	}
}

func TestPromptWithNothingLeftSaysSo(t *testing.T) {
	all := exercises(t)[:1]
	if p, ok := Prompt(all, []string{all[0].ID}, nil, Desk, "seed"); ok {
		t.Errorf("%s came again", p.Exercise.ID)
	}
	if _, ok := Prompt(nil, nil, nil, Desk, "seed"); ok {
		t.Error("a move out of nothing")
	}
}

func TestTimeSinceTheLastBreak(t *testing.T) {
	for ago, want := range map[time.Duration]string{
		time.Hour:        "It's been about 1 h since the last break here.",
		89 * time.Minute: "It's been about 1 h since the last break here.",
		90 * time.Minute: "It's been about 2 h since the last break here.",
		12 * time.Hour:   "It's been about 12 h since the last break here.",
		59 * time.Minute: "", 12*time.Hour + time.Second: "", -time.Hour: "",
	} {
		if got := SinceBreak(noon.Add(-ago).UTC(), noon); got != want {
			t.Errorf("%v ago: %q, want %q", ago, got, want)
		}
	}
	if got := SinceBreak(time.Time{}, noon); got != "" {
		t.Errorf("never: %q", got)
	}
}

// Where the floor is allowed it is asked for now and then, and never elsewhere.
func TestAPromptAsksForTheFloorWhereItMay(t *testing.T) {
	all := exercises(t)
	for place, want := range map[string]bool{"": false, Desk: false, Floor: true} {
		floor := 0
		for day := range 60 {
			walked := []string{"V13"} // so that nobody has to be asked to get up
			if p, ok := Prompt(all, nil, walked, place, fmt.Sprintf("prompt/C1/day %d T10:30", day)); ok && p.Exercise.Floor() {
				floor++
			}
		}
		if floor > 0 != want || floor == 60 {
			t.Errorf("at %q %d of 60 prompts ask for the floor", place, floor)
		}
	}
}
