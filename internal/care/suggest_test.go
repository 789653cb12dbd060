package care

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"catcow/content"
	"catcow/internal/habit"
)

func exercises(t testing.TB) []content.Exercise {
	t.Helper()
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	return library.Exercises()
}

// noon is a Tuesday in a zone with summer time.
var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, must(time.LoadLocation("Europe/Berlin")))

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// did is a session so many hours before noon.
func did(id string, hours float64) Done {
	return Done{id, noon.Add(-time.Duration(hours * float64(time.Hour)))}
}

func TestWorkedExamplesOfTheReference(t *testing.T) {
	all := exercises(t)
	type first struct {
		ID      string
		Seconds int
		Points  float64
		Reason  string
		Next    []string
	}
	for name, example := range map[string]struct {
		s    Situation
		want first
	}{
		"1 been sitting": {
			Situation{Seconds: 60, State: BeenSitting, Score: 3, Scored: true, Toolbox: []string{"V01"},
				Offered: []string{"V03", "V13", "V01"},
				Done:    []Done{did("V01", 20), did("V03", 21), did("V13", 22), did("V13", 3)}},
			first{"V11", 25, 6, "Because you said you've been sitting: this takes you the other way.", []string{"V06", "V14"}}},
		"2 just woke, floor": {
			Situation{Place: Floor, Seconds: 120, State: JustWoke, Score: 5, Scored: true,
				Offered: []string{"V01", "V06"}, Done: []Done{did("V01", 20)}},
			first{"E02", 40, 8, "Because you said you just got up.", []string{"E05"}}},
		"3 gentle mode": {
			Situation{Seconds: 60, Score: 7, Scored: true, Gentle: true, Offered: []string{"V01"}},
			first{"V06", 35, 5, "Gentle mode: short and light.", []string{"V07", "V13"}}},
		"4 tense, limits": {
			Situation{Seconds: 60, State: Tense, Score: 2, Scored: true, Avoid: []string{"BONE"},
				Offered: []string{"V07"}, Done: []Done{did("V07", 20)}},
			first{"V04", 30, 6, "Because you said you feel tense.", []string{"V05"}}},
		"6 a plan": {
			Situation{Seconds: 90, Plan: "V01", PlanWhen: "after stand-up", State: BeenSitting, Score: 4, Scored: true,
				Offered: []string{"V11"}, Done: []Done{did("V11", 3)}},
			first{"V01", 40, 10, "Because you planned seated cat-cow after stand-up.", []string{"V13"}}},
	} {
		example.s.Now = noon
		picks := Suggest(all, example.s)
		if len(picks) < 1+len(example.want.Next) {
			t.Fatalf("%s: %d picks", name, len(picks))
		}
		got := first{picks[0].Exercise.ID, picks[0].Seconds, picks[0].Points, picks[0].Reason, nil}
		for _, p := range picks[1 : 1+len(example.want.Next)] {
			got.Next = append(got.Next, p.Exercise.ID)
		}
		if diff := cmp.Diff(example.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestLockSuggestsNothing(t *testing.T) {
	for _, lock := range []Rule{R0, R1} {
		if picks := Suggest(exercises(t), Situation{Now: noon, Lock: lock, Score: 9, Scored: true}); picks != nil {
			t.Errorf("%s suggests %d moves", lock, len(picks))
		}
	}
}

func TestGentleModeCutsToAMinute(t *testing.T) {
	for _, p := range Suggest(exercises(t), Situation{Now: noon, Place: Floor, Gentle: true, Seconds: 600, Levels: map[string]int{"V06": 3, "V07": 2}}) {
		if p.Level != 1 || p.Seconds > 60 || !p.Exercise.Gentle || p.Exercise.HasTag("strength") {
			t.Errorf("%s at level %d for %d s", p.Exercise.ID, p.Level, p.Seconds)
		}
	}
}

func TestNothingHappenedWithoutAReason(t *testing.T) {
	for reason, s := range map[string]Situation{
		"You haven't had this one lately.":                                         {},
		"You've leaned back today, so here's something different.":                 {Done: []Done{did("V11", 3)}},
		"Because it's in your toolbox.":                                            {Toolbox: []string{"V02"}},
		"Because you've said it helped 3 of 3 times.":                              {Helped: map[string][2]int{"V02": {3, 3}}},
		"Because you rated 5: easy movement first.":                                {Score: 5, Scored: true},
		"Because you said you've been sitting: this gets you up.":                  {State: BeenSitting, Kinds: []string{"walk"}},
		"Because you said you've been sitting: this opens the front of your hips.": {State: BeenSitting, Position: "standing", Areas: []string{"hips"}, NotThese: []string{"E01", "V06", "V11", "V14"}},
		"Because you said you've been standing.":                                   {State: BeenStanding},
		"Because you said you were active.":                                        {State: AfterSport},
		"Because you asked for something for your neck.":                           {Areas: []string{"neck"}},
		"Because you planned seated turn.":                                         {Plan: "V02"},
	} {
		s.Now = noon
		picks := Suggest(exercises(t), s)
		if len(picks) == 0 || picks[0].Reason != reason {
			t.Errorf("%+v: want %q, got %d picks, first %+v", s, reason, len(picks), head(picks))
		}
	}
}

func head(picks []Pick) string {
	if len(picks) == 0 {
		return ""
	}
	return picks[0].Exercise.ID + ": " + picks[0].Reason
}

func TestSuggestionsTravelThroughTheLibrary(t *testing.T) {
	all := exercises(t)
	s := Situation{Now: noon}
	seen := map[string]bool{}
	for range 16 {
		id := Suggest(all, s)[0].Exercise.ID
		seen[id] = true
		s.Offered = append(s.Offered, id)
	}
	if len(seen) < 15 {
		t.Errorf("16 questions showed %d different moves: %q", len(seen), s.Offered)
	}
}

func TestAnotherOneIsAlwaysAnother(t *testing.T) {
	all := exercises(t)
	s := Situation{Now: noon, Areas: []string{"hips"}}
	want := len(Suggest(all, s))
	if want < 3 {
		t.Fatalf("only %d moves for the hips", want)
	}
	for range want {
		id := Suggest(all, s)[0].Exercise.ID
		if slices.Contains(s.NotThese, id) {
			t.Errorf("%s came twice", id)
		}
		s.NotThese = append(s.NotThese, id)
	}
	if picks := Suggest(all, s); len(picks) != 0 {
		t.Errorf("%d moves are left", len(picks))
	}
}

func TestStrengthRestsAfterADayOfIt(t *testing.T) {
	for hours, want := range map[float64]bool{20: false, 3: true, 44: true} { // yesterday, today, the day before
		picks := Suggest(exercises(t), Situation{Now: noon, Done: []Done{did("V05", hours)}})
		if got := slices.ContainsFunc(picks, func(p Pick) bool { return p.Exercise.ID == "V14" }); got != want {
			t.Errorf("strength %v hours ago: a strength move is offered = %v, want %v", hours, got, want)
		}
	}
}

func TestPickIsOfASituation(t *testing.T) {
	all := exercises(t)
	var ids []string
	for _, e := range all {
		ids = append(ids, e.ID)
	}
	some := func(t *rapid.T, name string, from []string, most int) []string {
		return rapid.SliceOfN(rapid.SampledFrom(from), 0, most).Draw(t, name)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := Situation{
			Now:      noon.Add(time.Duration(rapid.IntRange(0, 400*24*60).Draw(t, "minutes")) * time.Minute),
			Place:    rapid.SampledFrom([]string{"", Desk, Floor}).Draw(t, "place"),
			Seconds:  rapid.SampledFrom([]int{0, 30, 45, 60, 90, 120, 300, 600}).Draw(t, "seconds"),
			State:    rapid.SampledFrom([]string{"", BeenSitting, BeenStanding, Tense, JustWoke, AfterSport}).Draw(t, "state"),
			Position: rapid.SampledFrom([]string{"", "", "seated", "standing", "floor"}).Draw(t, "position"),
			Areas:    some(t, "areas", content.Areas(), 2),
			Kinds:    some(t, "kinds", []string{"breath", "walk", "strength"}, 1),
			Easy:     rapid.Bool().Draw(t, "easy"),
			Score:    rapid.IntRange(0, 8).Draw(t, "score"),
			Scored:   rapid.Bool().Draw(t, "scored"),
			Gentle:   rapid.Bool().Draw(t, "gentle"),
			Offered:  some(t, "offered", ids, 8),
			NotThese: some(t, "not these", ids, 4),
			Toolbox:  some(t, "toolbox", ids, 3),
			Parked:   some(t, "parked", ids, 3),
			Disliked: some(t, "disliked", ids, 3),
			Avoid:    some(t, "avoid", content.Codes(), 2),
			Focus:    some(t, "focus", content.Areas(), 1),
			Discreet: rapid.Bool().Draw(t, "discreet"),
			Levels:   map[string]int{}, Helped: map[string][2]int{}, Skips: map[string]int{},
		}
		for _, id := range some(t, "done", ids, 6) {
			s.Done = append(s.Done, Done{id, s.Now.Add(-time.Duration(rapid.IntRange(0, 72*60).Draw(t, "ago")) * time.Minute)})
		}
		for _, id := range some(t, "levels", ids, 5) {
			s.Levels[id] = rapid.IntRange(0, 4).Draw(t, "level")
			s.Skips[id] = rapid.IntRange(0, 5).Draw(t, "skips")
			n := rapid.IntRange(0, 9).Draw(t, "votes")
			s.Helped[id] = [2]int{rapid.IntRange(0, n).Draw(t, "helped"), n}
		}
		picks := Suggest(all, s)
		if diff := cmp.Diff(picks, Suggest(all, s)); diff != "" {
			t.Fatalf("the same question, another answer:\n%s", diff)
		}
		limit := s.Seconds
		if limit == 0 {
			limit = 120
		}
		for i, p := range picks {
			e := p.Exercise
			for what, wrong := range map[string]bool{
				"was shown":          slices.Contains(s.NotThese, e.ID),
				"is parked":          slices.Contains(s.Parked, e.ID),
				"is disliked":        slices.Contains(s.Disliked, e.ID),
				"is to be avoided":   slices.ContainsFunc(e.Codes, func(c string) bool { return slices.Contains(s.Avoid, c) }),
				"is not for healing": slices.Contains(s.Avoid, "SURG") && e.ID != "V07" && e.ID != "V13",
				"needs the floor":    s.Place != Floor && s.Position != "floor" && e.Floor(),
				"wrong position":     s.Position != "" && !e.In(s.Position),
				"wrong area":         len(s.Areas) > 0 && !slices.ContainsFunc(s.Areas, e.HasArea),
				"wrong kind":         len(s.Kinds) > 0 && !slices.ContainsFunc(s.Kinds, e.HasTag),
				"is not gentle":      (s.Gentle || s.Easy) && !e.Gentle,
				"takes too long":     p.Seconds > limit || s.Gentle && p.Seconds > 60,
				"is too short":       p.Seconds < e.Dose[p.Level-1].Seconds && (!e.Trimmable() || p.Seconds < 45),
				"is seen":            s.Discreet && e.Positions[0] == "standing" && e.ID != "V13",
				"was just done": slices.ContainsFunc(s.Done, func(d Done) bool {
					return d.Exercise == e.ID && s.Now.Sub(d.At) < 2*time.Hour
				}),
				"comes too early": i > 0 && p.Points > picks[i-1].Points,
			} {
				if wrong {
					t.Errorf("%s %s", e.ID, what)
				}
			}
			if !honest(p, s) {
				t.Errorf("%s: %q names nothing that is in %+v", e.ID, p.Reason, s)
			}
		}
	})
}

// honest reports whether the reason is borne out by the situation.
func honest(p Pick, s Situation) bool {
	id := p.Exercise.ID
	begins := func(text string) bool { return strings.HasPrefix(p.Reason, text) }
	switch {
	case begins("Because you asked"):
		return slices.ContainsFunc(s.Areas, func(a string) bool { return strings.Contains(p.Reason, a) && p.Exercise.HasArea(a) })
	case begins("Gentle mode"):
		return s.Gentle
	case begins("Because it's in your toolbox"):
		return slices.Contains(s.Toolbox, id)
	case begins("Because you said you've been sitting"):
		return s.State == BeenSitting
	case begins("Because you said you've been standing"):
		return s.State == BeenStanding
	case begins("Because you said you feel tense"):
		return s.State == Tense
	case begins("Because you said you just got up"):
		return s.State == JustWoke
	case begins("Because you said you were active"):
		return s.State == AfterSport
	case begins("Because you've said it helped"):
		return s.Helped[id][1] >= 3 && s.Helped[id][0] > 0
	case begins("Because you rated"):
		return s.Scored && s.Score >= 4 && s.Score <= 6
	case begins("You've "):
		return slices.ContainsFunc(s.Done, func(d Done) bool { return habit.DayOf(d.At) == habit.DayOf(s.Now) })
	case begins("Because you picked"):
		return slices.ContainsFunc(s.Focus, func(a string) bool { return strings.Contains(p.Reason, a) && p.Exercise.HasArea(a) })
	case begins("You haven't had this one lately"):
		return !slices.Contains(s.Offered[max(0, len(s.Offered)-5):], id)
	case begins("Fits where you are"):
		return !strings.Contains(p.Reason, "no floor") || !p.Exercise.Floor()
	}
	return false
}

func BenchmarkSuggest(b *testing.B) {
	all := exercises(b)
	s := Situation{Now: noon, State: BeenSitting, Score: 5, Scored: true, Toolbox: []string{"V01", "V02", "V13"},
		Offered: []string{"V03", "V13", "V01", "V11", "V06"}}
	for i := range 40 {
		s.Done = append(s.Done, did(all[i%len(all)].ID, float64(3+5*i)))
	}
	for b.Loop() {
		Suggest(all, s)
	}
}
