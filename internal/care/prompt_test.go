package care

import (
	"fmt"
	"slices"
	"testing"
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
			p, ok := Prompt(all, recent, today, seed)
			if !ok {
				t.Fatalf("%s: nothing fits", seed)
			}
			again, _ := Prompt(all, recent, today, seed)
			e := p.Exercise
			if again.Exercise.ID != e.ID {
				t.Errorf("%s: %s, then %s", seed, e.ID, again.Exercise.ID)
			}
			if p.Seconds > 90 || p.Level != 1 || e.Floor() || !e.At("desk") {
				t.Errorf("%s: %s for %d s at level %d", seed, e.ID, p.Seconds, p.Level)
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
	if len(count) < 12 {
		t.Errorf("180 prompts showed %d moves: %v", len(count), count)
	}
}

func TestPromptWithNothingLeftSaysSo(t *testing.T) {
	all := exercises(t)[:1]
	if p, ok := Prompt(all, []string{all[0].ID}, nil, "seed"); ok {
		t.Errorf("%s came again", p.Exercise.ID)
	}
	if _, ok := Prompt(nil, nil, nil, "seed"); ok {
		t.Error("a move out of nothing")
	}
}
