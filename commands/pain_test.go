package commands_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"catcow/commands"
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

// aching is a person of whom pain is asked beside a check-in, and who has built
// something up; cause is the check-in that they made at that score.
func aching(t *testing.T, scores ...int) *life {
	l := newLife(t)
	l.press("agree", "")
	m := l.held().Member
	m.AskPain = true
	m.Moves = map[string]care.Progress{
		"E03": {Level: 2, Step: 1, Times: 6, Good: 2, Done: habit.DayOf(monday)},
		"V02": {Level: 1, Step: 2, Times: 4, Offer: 3, Done: habit.DayOf(monday)},
		"V11": {Level: 2, Times: 4, Good: 1, Eased: 1, By: "earlier", Done: habit.DayOf(monday)},
	}
	l.put(m)
	for n, score := range scores {
		l.do(commands.Request{Text: fmt.Sprint("checkin ", score), Cause: fmt.Sprint("c", n)})
	}
	return l
}

// In whatever order pain is answered, and however often, what holds in the end
// is what the last answer alone would have brought.
func TestOfPainTheLastAnswerCounts(t *testing.T) {
	type answer struct {
		pain  string
		after time.Duration
	}
	rapid.Check(t, func(rt *rapid.T) {
		scores := rapid.SampledFrom([][]int{{3}, {8}, {10}, {3, 4}, {8, 3}}).Draw(rt, "scores")
		l := aching(t, scores...)
		defer l.store.Close()
		// Of two check-ins within one gentle time: where one ends and another begins
		// between the answers, which of them lowered a move is remembered differently.
		longest := 20 * hour
		if len(scores) > 1 {
			longest = 5 * hour
		}
		last := map[string]answer{}
		after := time.Duration(0)
		for range rapid.IntRange(1, 7).Draw(rt, "answers") {
			after += rapid.SampledFrom([]time.Duration{time.Second, hour, longest}).Draw(rt, "later")
			pain := rapid.SampledFrom([]string{"none", "little", "sharp"}).Draw(rt, "pain")
			cause := fmt.Sprint("c", rapid.IntRange(0, len(scores)-1).Draw(rt, "of"))
			l.now = monday.Add(after)
			for range rapid.IntRange(1, 2).Draw(rt, "deliveries") {
				l.press("pain", pain+"|"+cause)
				l.now = l.now.Add(time.Second)
			}
			if last[cause].pain != pain {
				last[cause] = answer{pain, after}
			}
		}
		once := aching(t, scores...)
		defer once.store.Close()
		causes := slices.SortedFunc(maps.Keys(last), func(a, b string) int { return cmp.Compare(last[a].after, last[b].after) })
		for _, cause := range causes {
			once.now = monday.Add(last[cause].after)
			once.press("pain", last[cause].pain+"|"+cause)
		}
		if diff := gocmp.Diff(once.held(), l.held(), cmpopts.SortSlices(func(a, b care.Alert) bool { return a.Cause < b.Cause })); diff != "" {
			rt.Errorf("of scores %v, answered once (-) and more often (+):\n%s", scores, diff)
		}
	})
}

// What is to be said once a month is not used up by an answer that does not say it.
func TestPainUsesUpNoSuggestionOfAVisit(t *testing.T) {
	l := aching(t)
	m := l.held().Member
	for day := range 4 {
		m.Alerts = append(m.Alerts, care.Alert{Rule: care.R4, Cause: fmt.Sprint("a", day), At: monday.AddDate(0, 0, -2*day).Add(-hour)})
	}
	m.Noticed = monday.AddDate(0, 0, -29)
	l.put(m)
	l.do(commands.Request{Text: "checkin 3", Cause: "c0"})
	l.now = l.now.Add(25 * hour)
	for range 2 {
		l.press("pain", "none|c0")
	}
	if got := l.held().Member.Noticed; !got.Equal(m.Noticed) {
		t.Errorf("suggested at %v, though nothing was said", got)
	}
}

// Pain that is not sharp brings nothing, however late it is told.
func TestLittleOrNoPainLengthensNothing(t *testing.T) {
	for _, score := range []int{3, 8, 10} {
		for _, pain := range []string{"none", "little"} {
			l := aching(t, score)
			was := l.held().Member
			l.now = l.now.Add(20 * hour)
			l.press("pain", pain+"|c0")
			is := l.held().Member
			if diff := gocmp.Diff(was.Alerts, is.Alerts); diff != "" {
				t.Errorf("of a %d, %s: its alert changes:\n%s", score, pain, diff)
			}
			if diff := gocmp.Diff(was.Moves, is.Moves); diff != "" {
				t.Errorf("of a %d, %s: how much changes:\n%s", score, pain, diff)
			}
		}
	}
}
