package care

import (
	"slices"
	"strings"
	"testing"

	"catcow/content"
)

func TestWhatIsOfferedIsSaidInPlainWords(t *testing.T) {
	for _, c := range []struct {
		id                 string
		level, step, times int
		up, down           string
	}{
		{"E03", 1, 0, 3, "Bridge felt fine three times running. Try 7 instead of 5?", "Let's take bridge back to 5 for now."},
		{"E03", 1, 1, 2, "Bridge felt easy twice running. Try 8 instead of 7?", "Let's take bridge back to 7 for now."},
		{"E03", 2, 1, 5, "Bridge felt fine 5 times running. Try holding 5 seconds instead of 3?", "Let's take bridge back to holding 3 seconds for now."},
		{"E03", 2, 2, 3, "Bridge felt fine three times running. Try 2 rounds instead of 1?", "Let's take bridge back to 1 round for now."},
		{"E01", 1, 0, 3, "Standing child's pose felt fine three times running. Try 15 seconds instead of 10?", "Let's take standing child's pose back to 10 seconds for now."},
		{"E01", 1, 2, 3, "Standing child's pose felt fine three times running. Try 3 holds instead of 2?", "Let's take standing child's pose back to 2 holds for now."},
		{"E01", 2, 0, 3, "Standing child's pose felt fine three times running. Try 2 holds of 30 seconds instead of 3 holds of 20 seconds?", "Let's take standing child's pose back to 3 holds of 20 seconds for now."},
		{"E02", 2, 0, 3, "Cat cow felt fine three times running. Try a 2-second pause at each end instead of none?", "Let's take cat cow back to 10 times for now."},
		{"E05", 2, 0, 3, "Knee rocking felt fine three times running. Try 5 times, holding 10 seconds, instead of 8 times, holding 4 seconds?", "Let's take knee rocking back to 8 times, holding 4 seconds, for now."},
		{"V05", 2, 1, 3, "Shoulder-blade squeeze felt fine three times running. Try 2 rounds of 5, holding 10 seconds, instead of 8 times, holding 10 seconds?", "Let's take shoulder-blade squeeze back to 8 times, holding 10 seconds, for now."},
		{"V06", 1, 1, 3, "Seated pelvic tilt felt fine three times running. Try 10 times instead of 8 times, holding 2 seconds?", "Let's take seated pelvic tilt back to 8 times, holding 2 seconds, for now."},
		{"V07", 1, 0, 3, "Belly breathing felt fine three times running. Try 10 breaths instead of 6?", "Let's take belly breathing back to 6 breaths for now."},
		{"V08", 1, 1, 3, "Figure-four hip stretch felt fine three times running. Try 2 holds instead of 1?", "Let's take figure-four hip stretch back to 1 hold for now."},
		{"V13", 1, 0, 3, "Walking break felt fine three times running. Try 3 minutes instead of 2?", "Let's take walking break back to 2 minutes for now."},
		{"V14", 2, 2, 3, "Sit to stand felt fine three times running. Try 10 times, a little slower?", "Let's take sit to stand back to 10 times for now."},
	} {
		e, p := exercise(t, c.id), at(c.level, c.step, 0)
		p.Offer = c.times
		if got := p.Tell(Offered, e, monday); got != c.up {
			t.Errorf("%s up: %q, want %q", c.id, got, c.up)
		}
		p, ok := p.Up(e, on(0))
		if p = p.Down(e, monday); !ok || p.Level != c.level || p.Step != c.step {
			t.Fatalf("%s: up and down again ends at level %d, step %d", c.id, p.Level, p.Step)
		}
		if got, want := p.Tell(Lowered, e, monday), c.down+" That's part of building up."; got != want {
			t.Errorf("%s down: %q, want %q", c.id, got, want)
		}
	}
}

func TestAChangeNamesOneThingOrBothAmounts(t *testing.T) {
	reps := func(sets, reps, hold, move int) content.Dose {
		return content.Dose{Sets: sets, Reps: reps, HoldSeconds: hold, MoveSeconds: move, Text: "reps"}
	}
	said := func(d content.Dose, text string) content.Dose { d.Text = text; return d }
	for _, c := range []struct {
		from, to        content.Dose
		becomes, former string
	}{
		{reps(1, 5, 3, 4), reps(1, 7, 3, 4), "7", "5"},
		{reps(1, 5, 3, 4), reps(2, 5, 3, 4), "2 rounds", "1"},
		{reps(1, 5, 1, 4), reps(1, 5, 2, 4), "holding 2 seconds", "1"},
		{reps(1, 5, 2, 4), reps(1, 5, 1, 4), "holding 1 second", "2"},
		{reps(1, 5, 0, 4), reps(1, 5, 2, 4), "5 times, holding 2 seconds,", "5 times"},
		{reps(1, 5, 2, 4), reps(1, 5, 0, 4), "5 times", "5 times, holding 2 seconds"},
		{reps(1, 5, 3, 4), reps(2, 6, 3, 4), "2 rounds of 6, holding 3 seconds,", "5 times, holding 3 seconds"},
		{reps(1, 5, 3, 4), reps(2, 5, 4, 4), "2 rounds of 5, holding 4 seconds,", "5 times, holding 3 seconds"},
		{reps(1, 5, 3, 4), reps(1, 6, 4, 4), "6 times, holding 4 seconds,", "5 times, holding 3 seconds"},
		{reps(1, 5, 0, 5), reps(1, 5, 0, 6), "5 times, a little slower", ""},
		{reps(1, 5, 0, 6), reps(1, 5, 0, 5), "5 times", "5 times"},
		{reps(1, 5, 0, 4), said(reps(1, 5, 4, 4), "reps, pause at each end"), "a 2-second pause at each end", "none"},
		{said(reps(1, 5, 2, 4), "reps, pause at each end"), said(reps(1, 5, 4, 4), "reps, pause at each end"),
			"5 times, pausing 2 seconds at each end,", "5 times, pausing 1 second at each end"},
		{said(reps(1, 2, 10, 4), "hold"), said(reps(2, 2, 10, 4), "hold"), "4 holds", "2"},
		{said(reps(2, 2, 10, 4), "hold"), said(reps(1, 1, 10, 4), "hold"), "1 hold", "4"},
		{said(reps(1, 1, 10, 4), "hold"), said(reps(1, 1, 15, 4), "hold"), "15 seconds", "10"},
		{said(reps(1, 1, 10, 4), "hold"), said(reps(1, 2, 15, 4), "hold"), "2 holds of 15 seconds", "10 seconds"},
		{said(reps(2, 2, 10, 4), "hold"), said(reps(2, 3, 15, 4), "hold"), "6 holds of 15 seconds", "4 holds of 10 seconds"},
		{reps(1, 5, 3, 4), reps(1, 5, 3, 4), "5 times, holding 3 seconds,", "5 times, holding 3 seconds"},
		{said(reps(1, 1, 120, 0), "min"), said(reps(1, 1, 60, 0), "min"), "1 minute", "2"},
		{said(reps(1, 6, 0, 10), "breaths"), said(reps(1, 10, 0, 10), "breaths"), "10 breaths", "6"},
		{said(reps(1, 6, 0, 10), "breaths"), said(reps(2, 10, 0, 10), "breaths"), "10 breaths", "6 breaths"},
		{said(reps(1, 1, 60, 0), "min"), said(reps(2, 1, 120, 0), "min"), "2 minutes", "1 minute"},
	} {
		if becomes, former := change(c.from, c.to); becomes != c.becomes || former != c.former {
			t.Errorf("%+v to %+v: %q, %q, want %q, %q", c.from, c.to, becomes, former, c.becomes, c.former)
		}
	}
}

func TestWhatIsToldKeepsToTheTone(t *testing.T) {
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	never := append(library.Claims().Never, "must", "just", "simply", ", ,", "1 rounds", "1 holds", "1 times", "1 minutes", "1 seconds")
	count := 0
	for _, e := range library.Exercises() {
		p := Progress{Level: 1, Times: 9, Done: monday}
		for ok := true; ok; {
			for _, o := range []Outcome{Offered, Lowered, Resumed, Gone, Upkeep} {
				p.Offer = 3
				text := p.Tell(o, e, monday)
				if o == Offered && p.Level == 3 || o == Lowered && p.Level == 3 || o == Resumed && p.Level == 1 && p.Step == 0 {
					continue
				}
				count++
				if text == "" {
					t.Errorf("%s: nothing is said of %q", e.ID, o)
				}
				for _, phrase := range never {
					if said := strings.NewReplacer(",", " ,", ".", " .", "?", " ?").Replace(strings.ToLower(text)); strings.Contains(" "+said+" ", " "+phrase+" ") {
						t.Errorf("%s: %q holds %q", e.ID, text, phrase)
					}
				}
				for _, sentence := range strings.SplitAfter(text, ". ") {
					if n := len(strings.Fields(sentence)); n > 20 {
						t.Errorf("%s: %d words in %q", e.ID, n, sentence)
					}
				}
			}
			p.Raised = monday.Add(-9)
			p, ok = p.Up(e, on(0))
		}
	}
	if count < 400 {
		t.Errorf("only %d texts were read", count)
	}
}

func TestThereIsNothingToTell(t *testing.T) {
	bridge := exercise(t, "E03")
	old := at(1, 1, 0)
	old.Offer = 3
	if got := old.Tell(Offered, bridge, monday.Add(14)); got != "" {
		t.Errorf("after two weeks without it: %q", got)
	}
	for _, o := range []Outcome{"", Resting, Offered} { // the second has a card, the third no open offer
		if got := at(1, 1, 0).Tell(o, bridge, monday); got != "" {
			t.Errorf("%q says %q", o, got)
		}
	}
	if got, want := at(1, 0, 0).Tell(Gone, bridge, monday), "That's the second time, so bridge stays off your list until you take it back."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestStarterSetsAreThoseOfTheReference(t *testing.T) {
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	want := []content.Set{{Name: "Desk", Moves: []string{"V01", "V02", "V13"}}, {Name: "On my feet", Moves: []string{"E01", "V11", "V09"}},
		{Name: "At home", Moves: []string{"E02", "E05", "E03"}}}
	if got := library.Toolbox().Sets; !slices.EqualFunc(got, want, func(a, b content.Set) bool { return a.Name == b.Name && slices.Equal(a.Moves, b.Moves) }) {
		t.Errorf("%v, want %v", got, want)
	}
}
