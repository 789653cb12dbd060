package care

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"catcow/content"
	"catcow/internal/habit"
)

// noted is a check-in so many days after noon of Tuesday, 24 November 2026.
func noted(days float64, score int) CheckIn {
	return CheckIn{At: after(24 * days), Score: score, Cause: fmt.Sprint("c", -days)} // causes do not sort as times do
}

// said is a check-in on the scale of words.
func said(days float64, word string) CheckIn {
	c := noted(days, 0)
	c.Word = word
	return c
}

// sharp is the check-in with pain that is sharp or spreading.
func sharp(c CheckIn) CheckIn {
	c.Pain = SharpPain
	return c
}

// latest is the case of the last check-in, at its time.
func latest(checkins ...CheckIn) Case {
	last := len(checkins) - 1
	return Case{CheckIn: &checkins[last], Before: checkins[:last], Now: checkins[last].At}
}

// everyOther are check-ins every other day, the last one now.
func everyOther(scores ...int) []CheckIn {
	checkins := make([]CheckIn, len(scores))
	for i, score := range scores {
		checkins[i] = noted(float64(2*(i+1-len(scores))), score)
	}
	return checkins
}

func TestRuleThatAScoreBringsByItself(t *testing.T) {
	for score, want := range []Rule{"", "", "", "", "", "", "", R4, R4, R1, R1} {
		if got := Judge(Case{CheckIn: &CheckIn{Score: score}}); got != want {
			t.Errorf("%d brings %q, want %q", score, got, want)
		}
	}
}

// Content.md 3.3 and the last two examples of 6.4, trigger by trigger.
func TestFirstRuleThatAppliesCounts(t *testing.T) {
	usual3 := everyOther(3, 3, 3, 3)
	before := func(c CheckIn, more ...CheckIn) Case { return latest(append(slices.Clone(more), c)...) }
	hurt := func(hours ...float64) Case {
		c := Case{Now: noon}
		for _, h := range hours {
			c.Hurts = append(c.Hurts, after(h))
		}
		return c
	}
	steadyWeeks := everyOther(5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5)
	noticedAgo := func(hours float64) Case {
		c := latest(steadyWeeks...)
		c.Noticed = after(-hours)
		return c
	}
	both := hurt(0, -1)
	both.CheckIn = &CheckIn{Score: 8, At: noon}
	for _, c := range []struct {
		name string
		c    Case
		want Rule
	}{
		{"nothing", Case{Now: noon}, ""},
		{"R1 nine", latest(noted(0, 9)), R1},
		{"R1 ten", latest(noted(0, 10)), R1},
		{"R1 sharp pain with any score", latest(sharp(noted(0, 0))), R1},
		{"R1 sharp pain with a word", latest(sharp(said(0, "none"))), R1},
		{"R1 before R2", latest(everyOther(8, 8, 9)...), R1},
		{"a little pain is no rule", latest(CheckIn{At: noon, Score: 6, Pain: SomePain}), ""},
		{"6.4: 8 on Monday", latest(everyOther(8)...), R4},
		{"6.4: 8 on Monday, Wednesday", latest(everyOther(8, 8)...), R4},
		{"6.4: 8 on Monday, Wednesday, Friday", latest(everyOther(8, 8, 8)...), R2},
		{"R2 at exactly 7", latest(everyOther(7, 7, 7)...), R2},
		{"R2 with a 6 in the row", latest(everyOther(7, 6, 7)...), R4},
		{"R2 not after a 6", latest(everyOther(8, 8, 6)...), ""},
		{"R2 with an older 6", latest(everyOther(6, 7, 7, 7)...), R2},
		{"R2 with three on two days", latest(noted(-1, 8), noted(-0.9, 8), noted(0, 8)), R4},
		{"R2 with four on three days", latest(noted(-2, 8), noted(-1, 8), noted(-0.9, 8), noted(0, 8)), R2},
		{"R2 with a low one between, on the same day", latest(noted(-2, 8), noted(-1, 8), noted(-0.9, 2), noted(-0.8, 8), noted(0, 8)), R4},
		{"R2 with words between: they interrupt nothing", latest(noted(-2, 8), said(-1.5, "none"), noted(-1, 8), noted(0, 8)), R2},
		{"R2 with words among: they count for nothing", latest(noted(-2, 8), said(-1, "severe"), noted(0, 8)), R4},
		{"R2 not by words", latest(noted(-2, 8), noted(-1, 8), said(0, "severe")), R4},
		{"R2 without its own former answer", Case{Now: noon, CheckIn: &CheckIn{At: noon, Score: 8, Cause: "c"},
			Before: []CheckIn{noted(-1, 8), {At: after(-48), Score: 8, Cause: "c"}}}, R4},
		{"R2 without later check-ins", Case{Now: noon, CheckIn: &CheckIn{At: noon, Score: 8, Cause: "c"},
			Before: []CheckIn{noted(-1, 8), noted(1, 8)}}, R4},
		{"R2 before R3", Case{CheckIn: &everyOther(8, 8, 8)[2], Before: everyOther(8, 8, 8)[:2], Hurts: both.Hurts, Now: noon}, R2},
		{"R3 once is none", hurt(0), ""},
		{"R3 twice", hurt(0, -100), R3},
		{"R3 twice at seven days", hurt(0, -168), R3},
		{"R3 twice in more than seven days", hurt(0, -168.001), ""},
		{"R3 before R4", both, R3},
		{"R4 seven", latest(noted(0, 7)), R4},
		{"R4 eight", latest(noted(0, 8)), R4},
		{"R4 severe", latest(said(0, "severe")), R4},
		{"moderate is no rule", latest(said(0, "moderate")), ""},
		{"a word's score says nothing", latest(CheckIn{At: noon, Score: 10, Word: "mild"}), ""},
		{"R4 before R5", before(noted(2, 7), usual3...), R4},
		{"6.4: usual 3, check-in 6", before(noted(2, 6), usual3...), R5},
		{"R5 at 2 above", before(noted(2, 5), usual3...), R5},
		{"R5 at 1 above", before(noted(2, 4), usual3...), ""},
		{"R5 not below 4", before(noted(2, 3), everyOther(1, 1, 1, 1)...), ""},
		{"R5 from 4 on", before(noted(2, 4), everyOther(1, 1, 1, 1)...), R5},
		{"R5 at half a point less", before(noted(2, 5), everyOther(3, 3, 4, 4)...), ""},
		{"R5 with too few for a usual", before(noted(2, 6), everyOther(1, 1, 1)...), ""},
		{"R5 not by words", before(said(2, "moderate"), usual3...), ""},
		{"R6", latest(steadyWeeks...), R6},
		{"R6 in a row of mixed weeks", latest(everyOther(9, 1, 5, 5, 5, 4, 6, 5, 5, 4, 5)...), R6},
		{"R6 with two weeks only", latest(steadyWeeks[4:]...), ""},
		{"R6 with the first week below", latest(everyOther(4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5)...), ""},
		{"R6 with one week below", latest(everyOther(5, 5, 5, 5, 4, 4, 4, 4, 5, 5, 5)...), ""},
		{"R6 with a thin week", latest(slices.Delete(slices.Clone(steadyWeeks), 5, 6)...), ""},
		{"R6 not in words", latest(append(slices.Clone(steadyWeeks), said(0.1, "moderate"))...), ""},
		{"R6 was suggested 29 days ago", noticedAgo(30*24 - 1), ""},
		{"R6 was suggested 30 days ago", noticedAgo(30 * 24), R6},
	} {
		if got := Judge(c.c); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestDaysOfTheRulesAreThePersonsOwn(t *testing.T) {
	tokyo := must(time.LoadLocation("Asia/Tokyo"))
	c := latest(noted(-1, 8), noted(-0.4, 8), noted(0, 8)) // Monday noon, Tuesday 02:24, Tuesday noon
	if got := Judge(c); got != R4 {
		t.Errorf("on two days it is %q, want %q", got, R4)
	}
	c.Before[0].At = time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC) // Monday 23:00 in Tokyo
	c.Before[1].At = time.Date(2026, 11, 23, 16, 0, 0, 0, time.UTC) // Tuesday there
	c.CheckIn.At = time.Date(2026, 11, 24, 16, 0, 0, 0, time.UTC)   // Wednesday there
	c.Now = c.CheckIn.At.In(tokyo)
	if got := Judge(c); got != R2 {
		t.Errorf("on three days in Tokyo it is %q, want %q", got, R2)
	}
}

func TestCardShowsTheNumberThatLedToIt(t *testing.T) {
	hurt := latest(noted(0, 8))
	hurt.Hurts = []time.Time{noon, noon}
	for _, c := range []struct {
		name string
		c    Case
		want content.Blanks
	}{
		{"R1", latest(noted(0, 9)), content.Blanks{Score: "9"}},
		{"R1 by pain", latest(sharp(noted(0, 8))), content.Blanks{}},
		{"R1 by pain and score", latest(sharp(noted(0, 10))), content.Blanks{Score: "10"}},
		{"R1 by pain and nine", latest(sharp(noted(0, 9))), content.Blanks{Score: "9"}},
		{"R2", latest(everyOther(8, 8, 8)...), content.Blanks{Score: "8"}},
		{"R3", hurt, content.Blanks{}},
		{"R4", latest(noted(0, 7)), content.Blanks{Score: "7"}},
		{"R4 by a word", latest(said(0, "severe")), content.Blanks{}},
		{"R5", latest(append(everyOther(3, 4, 3, 4), noted(1, 6))...), content.Blanks{Usual: "3.5"}},
		{"R6", latest(everyOther(9, 9, 9, 5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6)...), content.Blanks{Median: "6"}},
		{"R6 with today among them", latest(everyOther(5, 6, 5, 6, 5, 6, 5, 6, 5, 6, 6)...), content.Blanks{Median: "6"}},
		{"none", latest(noted(0, 3)), content.Blanks{}},
	} {
		if diff := cmp.Diff(c.want, c.c.Blanks()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// Everything restated: what is shown, what is not offered, for how long.
func TestEveryRuleShowsItsCardAndHoldsItsTime(t *testing.T) {
	const never = -1
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	day := func(d int) habit.Day { return habit.DayOf(noon).Add(d) }
	for _, c := range []struct {
		rule                 Rule
		card                 string
		locked, gentle, open float64 // hours from noon until when; gentle after the lock
		quiet                float64
		rests                int // days, the first included
	}{
		{rule: RC, card: "", locked: 24, gentle: never, quiet: 24, rests: 2},
		{rule: R0, card: "S3", locked: 24, gentle: never, quiet: 24, rests: 2},
		{rule: R1, card: "S2", locked: 12, gentle: 60, quiet: 12, rests: 3},
		{rule: R2, card: "S2", locked: 12, gentle: 12 + 28*24, open: 12 + 28*24, quiet: 12, rests: 29},
		{rule: R3, card: "S2", locked: 12, gentle: never, quiet: 12, rests: 1},
		{rule: R4, card: "S1", locked: never, gentle: 48, quiet: never, rests: 3},
		{rule: R5, card: "G1", locked: never, gentle: 48, quiet: never, rests: 3},
		{rule: R6, card: "S1b", locked: never, gentle: never, quiet: never},
		{rule: BadDay, card: "", locked: never, gentle: 12, quiet: 12, rests: 1},
		{rule: ThatHurt, card: "HURT", locked: never, gentle: never, quiet: never, rests: 1},
		{rule: "", card: "", locked: never, gentle: never, quiet: never},
	} {
		if got := c.rule.Card(); got != c.card {
			t.Errorf("%s shows %q, want %q", c.rule, got, c.card)
		}
		if c.card != "" && library.Card(c.card).ID != c.card {
			t.Errorf("%s shows %q, which is no card", c.rule, c.card)
		}
		alerts := []Alert{{Rule: c.rule, Cause: "c", At: noon, Read: noon}}
		for h := range 30 * 24 * 2 {
			hour := float64(h) / 2
			s := Stand(alerts, after(hour))
			if got, want := s.Lock != "", hour < c.locked; got != want {
				t.Fatalf("%s after %v hours: locked %v, want %v", c.rule, hour, got, want)
			}
			if got, want := s.Gentle, hour < c.gentle && hour >= c.locked; got != want {
				t.Fatalf("%s after %v hours: gentle %v, want %v", c.rule, hour, got, want)
			}
			if got, want := s.Open, hour < c.open && hour >= c.locked; got != want {
				t.Fatalf("%s after %v hours: open %v, want %v", c.rule, hour, got, want)
			}
			if got, want := s.Quiet, hour < c.quiet; got != want {
				t.Fatalf("%s after %v hours: quiet %v, want %v", c.rule, hour, got, want)
			}
		}
		var rests []habit.Span
		if c.rests > 0 {
			rests = []habit.Span{{From: day(0), Until: day(c.rests), As: habit.Resting}}
		}
		if diff := cmp.Diff(rests, Rests(alerts, noon.Location())); diff != "" {
			t.Errorf("%s rests (-want +got):\n%s", c.rule, diff)
		}
	}
}

func TestDocumentNamesEveryRuleWithItsCard(t *testing.T) {
	doc, err := os.ReadFile("../../docs/rules.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{}
	for line := range strings.Lines(string(doc)) {
		if cells := strings.Split(line, "|"); len(cells) > 4 {
			rows[strings.TrimSpace(cells[1])] = strings.TrimSpace(cells[3])
		}
	}
	for _, r := range rulings {
		if card, ok := rows[string(r.rule)]; !ok || r.card != "" && card != r.card {
			t.Errorf("%s is in docs/rules.md as %q with card %q, want %q", r.rule, r.rule, card, r.card)
		}
	}
}
