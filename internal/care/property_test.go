package care

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// anyCheckIns are check-ins of the last weeks, with causes of their own.
func anyCheckIns(t *rapid.T) []CheckIn {
	return rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) CheckIn {
		c := noted(-float64(rapid.IntRange(0, 200).Draw(t, "quarters"))/4, rapid.IntRange(0, 10).Draw(t, "score"))
		c.Word = rapid.SampledFrom(append([]string{"", "", "", ""}, Words4...)).Draw(t, "word")
		return c
	}), 0, 40, func(c CheckIn) string { return c.Cause }).Draw(t, "checkins")
}

func TestLowerScoreNeverBringsAStricterRule(t *testing.T) {
	rank := func(r Rule) int {
		if i := slices.IndexFunc(rulings, func(x ruling) bool { return x.rule == r }); i >= 0 {
			return i
		}
		return len(rulings)
	}
	rapid.Check(t, func(t *rapid.T) {
		before := anyCheckIns(t)
		former := len(rulings)
		for score := range 11 {
			c := noted(0.1, score)
			rule := rank(Judge(Case{CheckIn: &c, Before: before, Now: c.At}))
			if rule > former {
				t.Fatalf("%d brings %q, one less something stricter", score, Judge(Case{CheckIn: &c, Before: before, Now: c.At}))
			}
			former = rule
		}
	})
}

func TestOrderOfTheFactsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		checkins := anyCheckIns(t)
		shuffled := rapid.Permutation(checkins).Draw(t, "shuffled")
		c := noted(0.1, rapid.IntRange(0, 10).Draw(t, "now"))
		a, b := Case{CheckIn: &c, Before: checkins, Now: c.At}, Case{CheckIn: &c, Before: shuffled, Now: c.At}
		if Judge(a) != Judge(b) || a.Blanks() != b.Blanks() || Compare(checkins, noon) != Compare(shuffled, noon) ||
			!slices.Equal(Weeks(checkins, noon, 9), Weeks(shuffled, noon, 9)) {
			t.Fatal("the order decides")
		}
	})
}

func anyAlerts(t *rapid.T) []Alert {
	return rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) Alert {
		at := after(-float64(rapid.IntRange(0, 400).Draw(t, "hours")))
		return Alert{
			Rule:  rapid.SampledFrom(rulings).Draw(t, "rule").rule,
			Cause: "a" + at.String(), At: at, Words: rapid.Bool().Draw(t, "words"),
			Read: rapid.SampledFrom([]time.Time{{}, at.Add(time.Hour)}).Draw(t, "read"),
		}
	}), 0, 6, func(a Alert) string { return a.Cause }).Draw(t, "alerts")
}

func TestWithoutUndoesEaseAndTheOrderOfAlertsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		alerts, before := anyAlerts(t), anyCheckIns(t)
		c := noted(0.1, rapid.IntRange(0, 10).Draw(t, "score"))
		eased := Ease(alerts, before, c)
		if diff := cmp.Diff(alerts, Without(eased, c.Cause)); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
		if again := Ease(eased, before, c); !cmp.Equal(again, eased) {
			t.Fatal("easing twice is not easing once")
		}
		a, b := Stand(eased, c.At), Stand(rapid.Permutation(eased).Draw(t, "shuffled"), c.At)
		if a != b {
			t.Fatalf("the order decides: %+v, %+v", a, b)
		}
		if former := Stand(alerts, c.At); a.Lock != former.Lock || a.Gentle && !former.Gentle {
			t.Fatalf("easing made %+v of %+v", a, former)
		}
	})
}
