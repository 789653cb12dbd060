package care

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"catcow/content"
)

func exercise(t testing.TB, id string) content.Exercise {
	t.Helper()
	e := byID(exercises(t), id)
	if e == nil {
		t.Fatalf("there is no %s", id)
	}
	return *e
}

func TestWordsOfADoseAreThoseOfTheLibrary(t *testing.T) {
	for _, e := range exercises(t) {
		for _, d := range e.Dose {
			if got := words(d, d); got != d.Text {
				t.Errorf("%s, level %d: %q, want %q", e.ID, d.Level, got, d.Text)
			}
		}
	}
}

func TestMinutesOfBreathingAreToTheNearest(t *testing.T) {
	for d, want := range map[content.Dose]string{
		{Sets: 1, Reps: 8, MoveSeconds: 10}: "8 breaths, about 1 min", {Sets: 1, Reps: 9, MoveSeconds: 10}: "9 breaths, about 2 min",
		{Sets: 1, Reps: 89, MoveSeconds: 1}: "89 breaths, about 1 min", {Sets: 1, Reps: 90, MoveSeconds: 1}: "90 breaths, about 2 min",
	} {
		if got := words(d, content.Dose{Text: "6 breaths, about 1 min"}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestAWideGapKeepsToTwoStepsOfFiveSeconds(t *testing.T) {
	var e content.Exercise
	dose := func(level, sets, reps, hold int, text string) content.Dose {
		d := content.Dose{Level: level, Sets: sets, Reps: reps, HoldSeconds: hold, MoveSeconds: 4, Text: text}
		d.Seconds = d.Length()
		return d
	}
	e.Dose = [3]content.Dose{dose(1, 1, 5, 5, "5 reps, 5 s hold"), dose(2, 1, 5, 25, "5 reps, 25 s hold"), dose(3, 2, 6, 40, "2 x 6 reps, 40 s hold")}
	want := []string{"5 reps, 5 s hold", "5 reps, 10 s hold", "5 reps, 15 s hold", "5 reps, 25 s hold", "6 reps, 25 s hold", "6 reps, 30 s hold", "2 x 6 reps, 40 s hold"}
	if diff := cmp.Diff(want, ladder(e)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := Amount(exercise(t, "V13"), 1, 1).Seconds; got != 180 {
		t.Errorf("3 min are %d s", got)
	}
}

func TestAmountsGrowOneThingAtATime(t *testing.T) {
	for id, want := range map[string][]string{
		"E03": {"5 reps, 3 s hold", "7 reps, 3 s hold", "8 reps, 3 s hold", // repeats alone: the example of the reference
			"10 reps, 3 s hold", "12 reps, 3 s hold", "12 reps, 5 s hold", // repeats, then the hold, then a second set
			"2 x 12 reps, 5 s hold"},
		"E01": {"2 x 10 s hold", "2 x 15 s hold", "2 x 20 s hold", "3 x 20 s hold", // the hold in steps of 5, then a third
			"2 x 30 s hold"}, // nothing lies between
		"E02": {"5 reps", "7 reps", "8 reps", "10 reps", "10 reps, 2 s pause at each end", "2 x 10 reps, 2 s pause at each end"},
		"E04": {"5 reps each side, 3 s hold", "6 reps each side, 3 s hold", "7 reps each side, 3 s hold",
			"8 reps each side, 3 s hold", "9 reps each side, 3 s hold", "10 reps each side, 3 s hold", "2 x 10 reps each side, 3 s hold"},
		"E05": {"5 reps each side, 2 s hold", "7 reps each side, 2 s hold", "8 reps each side, 2 s hold",
			"8 reps each side, 4 s hold", "5 reps each side, 10 s hold"},
		"V02": {"3 reps each side, 5 s hold", "4 reps each side, 5 s hold", "5 reps each side, 5 s hold", "4 reps each side, 10 s hold"},
		"V05": {"5 reps, 3 s hold", "7 reps, 3 s hold", "8 reps, 3 s hold", "8 reps, 5 s hold", "8 reps, 10 s hold", "2 x 5 reps, 10 s hold"},
		"V06": {"5 reps, 2 s hold", "8 reps, 2 s hold", "10 reps", "12 reps", "13 reps", "15 reps"},
		"V07": {"6 breaths, about 1 min", "10 breaths, about 2 min", "14 breaths, about 2 min",
			"18 breaths, about 3 min", "22 breaths, about 4 min", "26 breaths, about 4 min", "30 breaths, about 5 min"},
		"V08": {"1 x 15 s hold each side", "1 x 20 s hold each side", "2 x 20 s hold each side", "2 x 25 s hold each side", "2 x 30 s hold each side"},
		"V09": {"2 x 10 s hold each side", "2 x 15 s hold each side", "2 x 20 s hold each side", "2 x 25 s hold each side", "2 x 30 s hold each side"},
		"V11": {"3 reps, 2 s hold", "4 reps, 2 s hold", "5 reps, 2 s hold", "5 reps, 3 s hold", "7 reps, 3 s hold", "8 reps, 3 s hold", "10 reps, 2 s hold"},
		"V13": {"2 min", "3 min", "4 min", "5 min", "7 min", "8 min", "10 min"},
		"V14": {"5 reps", "6 reps", "7 reps", "8 reps", "9 reps", "10 reps", "10 reps"}, // the last is slower
	} {
		if diff := cmp.Diff(want, ladder(exercise(t, id))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
}

// ladder is every amount of the exercise, in words, from the first on.
func ladder(e content.Exercise) (texts []string) {
	p := Progress{}
	for {
		texts = append(texts, Amount(e, p.Level, p.Step).Text)
		level, step := p.above(&e)
		if level == p.level() && step == p.Step {
			return texts
		}
		p.Level, p.Step = level, step
	}
}

func TestAmountsOfALevelLieBetweenItAndTheNext(t *testing.T) {
	for _, e := range exercises(t) {
		for level := 1; level <= 3; level++ {
			own := e.Dose[level-1]
			if got := Amount(e, level, 0); got != own {
				t.Errorf("%s: level %d is %+v, want %+v", e.ID, level, got, own)
			}
			if level == 3 {
				if got := Amount(e, 3, 2); got != own {
					t.Errorf("%s: after the last level comes %+v", e.ID, got)
				}
				continue
			}
			next, last := e.Dose[level], own
			for step := 1; step <= 2; step++ {
				d := Amount(e, level, step)
				changes := 0
				for what, n := range map[string][4]int{
					"reps": {own.Reps, last.Reps, d.Reps, max(own.Reps, next.Reps)},
					"hold": {own.HoldSeconds, last.HoldSeconds, d.HoldSeconds, max(own.HoldSeconds, next.HoldSeconds)},
				} {
					if n[2] < n[1] || n[2] > n[3] {
						t.Errorf("%s, level %d, step %d: %s are %d, after %d and before %d", e.ID, level, step, what, n[2], n[1], n[3])
					}
					if n[2] != n[1] {
						changes++
					}
				}
				if d.Sets != own.Sets || d.MoveSeconds != own.MoveSeconds || d.RestSeconds != own.RestSeconds || d.PerSide != own.PerSide || d.Level != level {
					t.Errorf("%s, level %d, step %d changes more than repeats and hold: %+v", e.ID, level, step, d)
				}
				if changes > 1 {
					t.Errorf("%s, level %d, step %d changes two things: %s, then %s", e.ID, level, step, last.Text, d.Text)
				}
				if d.Seconds != d.Length() || d.Seconds < last.Seconds || d != own && d.Seconds > next.Seconds {
					t.Errorf("%s, level %d, step %d takes %d s, after %d and before %d", e.ID, level, step, d.Seconds, last.Seconds, next.Seconds)
				}
				if numbers(d) == numbers(next) {
					t.Errorf("%s, level %d, step %d is the next level already", e.ID, level, step)
				}
				last = d
			}
		}
	}
}

func TestAmountOutOfRangeIsTheNearest(t *testing.T) {
	bridge := exercise(t, "E03")
	for _, c := range []struct {
		level, step int
		want        string
	}{
		{0, 0, "5 reps, 3 s hold"}, {-4, -1, "5 reps, 3 s hold"}, {1, 3, "8 reps, 3 s hold"}, {1, 99, "8 reps, 3 s hold"},
		{4, 0, "2 x 12 reps, 5 s hold"}, {2, -1, "10 reps, 3 s hold"},
	} {
		if got := Amount(bridge, c.level, c.step).Text; got != c.want {
			t.Errorf("level %d, step %d: %s, want %s", c.level, c.step, got, c.want)
		}
	}
}

func TestLightestIsHalfTheSetsOfLevelOne(t *testing.T) {
	for _, e := range exercises(t) {
		want := e.Dose[0]
		if e.ID == "E01" { // the only one with more than one set
			want.Sets, want.Text, want.Seconds = 1, "1 x 10 s hold", 25
		}
		if got := Lightest(e); got != want {
			t.Errorf("%s: %+v, want %+v", e.ID, got, want)
		}
	}
	odd := exercise(t, "E01")
	odd.Dose[0].Sets = 3
	if got := Lightest(odd); got.Sets != 2 || got.Seconds != got.Length() || !strings.HasPrefix(got.Text, "2 x ") {
		t.Errorf("half of three sets is %+v", got)
	}
}
