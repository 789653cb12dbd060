package care

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// pick is what Suggest says of one exercise, with room and time for all.
func pick(t *testing.T, id string, s Situation) Pick {
	t.Helper()
	s.Now, s.Place, s.Seconds = noon, Floor, 3600
	picks := Suggest(exercises(t), s)
	i := slices.IndexFunc(picks, func(p Pick) bool { return p.Exercise.ID == id })
	if i < 0 {
		t.Fatalf("%s is not offered in %+v", id, s)
	}
	return picks[i]
}

func TestPointsAreThoseOfTheReference(t *testing.T) {
	votes := func(helped, votes int) Situation {
		return Situation{Moves: map[string]Progress{"V04": {Helped: helped, Votes: votes}}}
	}
	rated := func(score int) Situation { return Situation{Score: score, Scored: true} }
	ago := func(d time.Duration) Situation { return Situation{Done: []Done{{"V04", noon.Add(-d)}}} }
	others := []string{"E01", "E02", "E03", "E04"}
	for name, c := range map[string]struct {
		s    Situation
		id   string
		want float64 // a direction that is new gives 2, and a move that is new 1
	}{
		"nothing known":                 {Situation{}, "V04", 3},
		"planned":                       {Situation{Plan: WhenThen{Exercise: "V04"}}, "V04", 7},
		"in the toolbox":                {Situation{Toolbox: []string{"V02", "V04"}}, "V04", 6},
		"focus":                         {Situation{Focus: []string{"neck"}}, "V04", 5},
		"another focus":                 {Situation{Focus: []string{"hips"}}, "V04", 3},
		"helped 3 of 3":                 {votes(3, 3), "V04", 6},
		"helped 2 of 2":                 {votes(2, 2), "V04", 3},
		"helped 1 of 3":                 {votes(1, 3), "V04", 4},
		"helped 2 of 4, half to even":   {votes(2, 4), "V04", 5},
		"helped 5 of 6, half to even":   {votes(5, 6), "V04", 5},
		"helped 1 of 6, half to even":   {votes(1, 6), "V04", 3},
		"helped 0 of 9":                 {votes(0, 9), "V04", 3},
		"score 3":                       {rated(3), "V04", 3},
		"score 4":                       {rated(4), "V04", 5},
		"score 6":                       {rated(6), "V04", 5},
		"score 7":                       {rated(7), "V04", 3},
		"score 5, not gentle":           {rated(5), "V11", 3},
		"a score that is not told":      {Situation{Score: 5}, "V04", 3},
		"gentle mode":                   {Situation{Gentle: true}, "V04", 3.5},
		"gentle mode, one of the first": {Situation{Gentle: true}, "V06", 5},
		"the last that was offered":     {Situation{Offered: append(others, "V04")}, "V04", 2},
		"the fifth last":                {Situation{Offered: append([]string{"V04"}, others...)}, "V04", 2},
		"the sixth last":                {Situation{Offered: append([]string{"V04", "V13"}, others...)}, "V04", 3},
		"offered twice":                 {Situation{Offered: append([]string{"V04", "V13", "V04"}, others...)}, "V04", 2},
		"never, of five":                {Situation{Offered: append([]string{"V13"}, others...)}, "V04", 3},
		"never, of one":                 {Situation{Offered: []string{"V13"}}, "V04", 3},
		"done 3 hours ago":              {ago(3 * time.Hour), "V04", -1},
		"done less than a day ago":      {ago(24*time.Hour - time.Second), "V04", 1},
		"done a day ago":                {ago(24 * time.Hour), "V04", 3},
		"its direction today":           {Situation{Done: []Done{did("V12", 3), did("V03", 3)}}, "E04", 1},
		"turned down once":              {Situation{Skips: map[string]int{"V04": 1}}, "V04", 2},
		"turned down three times":       {Situation{Skips: map[string]int{"V04": 3}}, "V04", 0},
		"turned down five times":        {Situation{Skips: map[string]int{"V04": 5}}, "V04", 0},
		"another was turned down":       {Situation{Skips: map[string]int{"V05": 5}}, "V04", 3},
	} {
		if got := pick(t, c.id, c.s).Points; got != c.want {
			t.Errorf("%s: %v points, want %v", name, got, c.want)
		}
	}
}

func TestStatesSuitTheirMoves(t *testing.T) {
	for told, want := range map[string]string{
		BeenSitting:  "E02 E03 V01 V03 V06 V09 V11 V13 V14",
		BeenStanding: "E01 E02 V01 V06 V07 V08 V10",
		Tense:        "E01 V04 V05 V07",
		JustWoke:     "E02 E05 V01 V06",
		AfterSport:   "E01 V08 V09 V10",
		"":           "",
	} {
		var suited []string
		for _, p := range Suggest(exercises(t), Situation{Now: noon, Place: Floor, Seconds: 3600, State: told}) {
			if p.Points == 6 {
				suited = append(suited, p.Exercise.ID)
			}
		}
		slices.Sort(suited)
		if got := strings.Join(suited, " "); got != want {
			t.Errorf("%q: %s, want %s", told, got, want)
		}
	}
}

func TestOfEqualReasonsTheFirstIsGiven(t *testing.T) {
	s := Situation{State: Tense, Toolbox: []string{"V04"}, Moves: map[string]Progress{"V04": {Helped: 3, Votes: 3}}, Score: 5, Scored: true, Focus: []string{"neck"}}
	for _, c := range []struct {
		drop func()
		want string
	}{
		{func() {}, "Because it's in your toolbox."},
		{func() { s.Toolbox = nil }, "Because you said you feel tense."},
		{func() { s.State = "" }, "Because you've said it helped 3 of 3 times."},
		{func() { s.Moves = nil }, "Because you rated 5: easy movement first."},
		{func() { s.Score = 2; s.Done = []Done{did("V13", 3)} }, "You've walked today, so here's something different."},
		{func() { s.Done = nil }, "Because you picked neck as your focus."},
		{func() { s.Focus = nil }, "You haven't had this one lately."},
		{func() { s.Offered = []string{"V04"} }, "Fits where you are."},
		{func() { s.Areas = []string{"neck"} }, "Because you asked for something for your neck."},
	} {
		c.drop()
		if got := pick(t, "V04", s).Reason; got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
	picks := Suggest(exercises(t), Situation{Now: noon, Kinds: []string{"walk"}, Offered: []string{"V13"}, Moves: map[string]Progress{"V13": {Level: 2}}})
	if p := picks[0]; p.Reason != "Fits where you are, no floor needed." || p.Seconds != 120 {
		t.Errorf("at a desk, without a time: %q, %d s", p.Reason, p.Seconds)
	}
}
