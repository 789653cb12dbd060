package care

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"catcow/content"
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
			Situation{Seconds: 90, Plan: WhenThen{Exercise: "V01", When: "after stand-up"}, State: BeenSitting, Score: 4, Scored: true,
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

// The fifth of them: any lock, no pick.
func TestLockSuggestsNothing(t *testing.T) {
	for _, lock := range []Rule{RC, R0, R1, R2, R3} {
		if picks := Suggest(exercises(t), Situation{Now: noon, Lock: lock, Score: 9, Scored: true}); picks != nil {
			t.Errorf("%s suggests %d moves", lock, len(picks))
		}
	}
}

func TestGentleModeCutsToAMinute(t *testing.T) {
	for _, p := range Suggest(exercises(t), Situation{Now: noon, Place: Floor, Gentle: true, Seconds: 600, Moves: map[string]Progress{"V06": {Level: 3}, "V07": {Level: 2}}}) {
		if p.Dose != Lightest(p.Exercise) || p.Seconds > 60 || !p.Exercise.Gentle || p.Exercise.HasTag("strength") {
			t.Errorf("%s for %d s, %s", p.Exercise.ID, p.Seconds, p.Dose.Text)
		}
	}
}

func TestNothingHappenedWithoutAReason(t *testing.T) {
	for reason, s := range map[string]Situation{
		"You haven't had this one lately.":                                         {},
		"You've leaned back today, so here's something different.":                 {Done: []Done{did("V11", 3)}},
		"Because it's in your toolbox.":                                            {Toolbox: []string{"V02"}},
		"Because you've said it helped 3 of 3 times.":                              {Moves: map[string]Progress{"V02": {Helped: 3, Votes: 3}}},
		"Because you rated 5: easy movement first.":                                {Score: 5, Scored: true},
		"Because you said you've been sitting: this gets you up.":                  {State: BeenSitting, Kinds: []string{"walk"}},
		"Because you said you've been sitting: this opens the front of your hips.": {State: BeenSitting, Position: "standing", Areas: []string{"hips"}, NotThese: []string{"E01", "V06", "V11", "V14"}},
		"Because you said you've been standing.":                                   {State: BeenStanding},
		"Because you said you were active.":                                        {State: AfterSport},
		"Because you asked for something for your neck.":                           {Areas: []string{"neck"}},
		"Because you planned seated turn.":                                         {Plan: WhenThen{Exercise: "V02"}},
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

func BenchmarkSuggest(b *testing.B) {
	all := exercises(b)
	s := Situation{Now: noon, State: BeenSitting, Score: 5, Scored: true, Toolbox: []string{"V01", "V02", "V13"},
		Offered: []string{"V03", "V13", "V01", "V11", "V06"}, Moves: map[string]Progress{}}
	for i, e := range all {
		s.Moves[e.ID] = Progress{Level: 1 + i%3, Step: i % 2, Votes: 4, Helped: i % 4, Eased: i % 2}
	}
	for i := range 40 {
		s.Done = append(s.Done, did(all[i%len(all)].ID, float64(3+5*i)))
	}
	for b.Loop() {
		Suggest(all, s)
	}
}
