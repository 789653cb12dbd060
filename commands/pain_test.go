package commands_test

import (
	"fmt"
	"strings"
	"testing"

	"catcow/internal/care"
	"catcow/internal/habit"
)

// watching is a person whose usual is 1, and whose last bridge came with mild pain.
func watching(t *testing.T) *life {
	l := newLife(t)
	l.press("agree", "")
	l.scores("1", 8, 6, 4, 2)
	m := l.held().Member
	m.Moves = map[string]care.Progress{"E03": {Level: 1, Step: 2, Times: 6, Watch: true, Done: habit.DayOf(monday)}}
	l.put(m)
	return l
}

// Content.md 6.3: after mild pain the next check-in decides, and a step down is said.
func TestAStepDownAfterMildPainIsSaid(t *testing.T) {
	const note = "Let's take bridge back to 7 for now. That's part of building up."
	for _, c := range []struct {
		say   string
		steps int
		told  bool
	}{
		{"2", 2, false},
		{"3", 1, true},
		{"10", 1, false}, // beside a safety card there is no talk of more or less
		{"checkin severe", 2, false},
	} {
		l := watching(t)
		text := all(l.say(c.say))
		if got := strings.Contains(text, note); got != c.told {
			t.Errorf("%s: told %v, want %v:\n%s", c.say, got, c.told, text)
		}
		if p := l.held().Member.Moves["E03"]; p.Step != c.steps || p.Watch {
			t.Errorf("%s: %+v, want step %d and no more watching", c.say, p, c.steps)
		}
	}
}

func TestWithoutAUsualMildPainIsForgottenAtTheNextCheckIn(t *testing.T) {
	l := newLife(t)
	l.press("agree", "")
	m := l.held().Member
	m.Moves = map[string]care.Progress{"E03": {Level: 1, Step: 2, Times: 6, Watch: true, Done: habit.DayOf(monday)}}
	l.put(m)
	for day, score := range []int{1, 1, 1, 1, 3} {
		l.now = monday.AddDate(0, 0, day)
		l.say(fmt.Sprint(score))
	}
	if p := l.held().Member.Moves["E03"]; p.Step != 2 || p.Watch {
		t.Errorf("a check-in of days later lowered it: %+v", p)
	}
}

// Content.md 3.4, After That hurt, for who has hidden the streak.
func TestAHiddenStreakIsNotNamedWhenSomethingHurt(t *testing.T) {
	for _, hidden := range []bool{false, true} {
		l := newLife(t)
		if hidden {
			l.say("streak hide")
		}
		for day, want := range []string{"off your list for a week", "until you take it back"} {
			l.now = monday.AddDate(0, 0, 10*day)
			text := all(l.press("hurt", "V02||"))
			if !strings.Contains(text, want) || strings.Contains(text, "Your streak is safe.") == hidden {
				t.Errorf("hidden %v, %d: %s", hidden, day+1, text)
			}
		}
	}
}
