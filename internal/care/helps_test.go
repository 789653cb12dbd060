package care

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestCheckInsAroundASessionMakeAPair(t *testing.T) {
	at := func(hours float64, score int) CheckIn {
		return CheckIn{At: after(hours), Score: score, Cause: after(hours).String()}
	}
	did := func(exercise string, hours float64) Done { return Done{Exercise: exercise, At: after(hours)} }
	word := at(0.5, 0)
	word.Word = "mild"
	for _, c := range []struct {
		name     string
		checkins []CheckIn
		sessions []Done
		want     []Pair
	}{
		{"one", []CheckIn{at(-1, 5), at(1, 4)}, []Done{did("V01", 0)}, []Pair{{"V01", 5, 4}}},
		{"the nearest", []CheckIn{at(-2, 9), at(-1, 5), at(1, 4), at(2, 9)}, []Done{did("V01", 0)}, []Pair{{"V01", 5, 4}}},
		{"in any order", []CheckIn{at(2, 9), at(1, 4), at(-1, 5), at(-2, 9)}, []Done{did("V01", 0)}, []Pair{{"V01", 5, 4}}},
		{"at four hours", []CheckIn{at(-4, 5), at(4, 4)}, []Done{did("V01", 0)}, []Pair{{"V01", 5, 4}}},
		{"too early", []CheckIn{at(-4.001, 5), at(4, 4)}, []Done{did("V01", 0)}, nil},
		{"too late", []CheckIn{at(-4, 5), at(4.001, 4)}, []Done{did("V01", 0)}, nil},
		{"at the same instant: before", []CheckIn{at(0, 5), at(1, 4)}, []Done{did("V01", 0)}, []Pair{{"V01", 5, 4}}},
		{"nothing before", []CheckIn{at(1, 4)}, []Done{did("V01", 0)}, nil},
		{"nothing after", []CheckIn{at(-1, 4)}, []Done{did("V01", 0)}, nil},
		{"another day before", []CheckIn{at(11, 5), at(14, 4)}, []Done{did("V01", 13)}, nil},
		{"another day after", []CheckIn{at(10, 5), at(13, 4)}, []Done{did("V01", 11)}, nil},
		{"words are no scores", []CheckIn{at(-1, 5), word}, []Done{did("V01", 0)}, nil},
		{"a session without a name", []CheckIn{at(-1, 5), at(1, 4)}, []Done{did("", 0)}, nil},
		{"once for each exercise", []CheckIn{at(-1, 5), at(1, 4)}, []Done{did("V01", 0.5), did("V02", 0.5), did("V01", 0)},
			[]Pair{{"V01", 5, 4}, {"V02", 5, 4}}},
		{"the after of one is not the before of the next", []CheckIn{at(-1, 5), at(1, 4), at(3, 3)}, []Done{did("V01", 0), did("V01", 2)},
			[]Pair{{"V01", 5, 4}}},
		{"the earliest session first", []CheckIn{at(-1, 5), at(1, 4), at(3, 3)}, []Done{did("V01", 2), did("V01", 0)},
			[]Pair{{"V01", 5, 4}}},
		{"two sessions, four check-ins", []CheckIn{at(-1, 5), at(1, 4), at(1.5, 6), at(3, 3)}, []Done{did("V01", 0), did("V01", 2)},
			[]Pair{{"V01", 5, 4}, {"V01", 6, 3}}},
	} {
		if diff := cmp.Diff(c.want, PairUp(c.checkins, c.sessions, noon.Location())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	over := PairUp([]CheckIn{at(11, 5), at(14, 4)}, []Done{did("V01", 13)}, must(time.LoadLocation("America/New_York")))
	if len(over) != 1 {
		t.Error("in New York it is one day")
	}
}

func TestHelpsAreShownFromFivePairsOn(t *testing.T) {
	pairs := func(exercise string, n int) (list []Pair) {
		for i := range n {
			list = append(list, Pair{exercise, 5 + i%3, 4})
		}
		return list
	}
	var all []Pair
	for _, p := range [][]Pair{pairs("V02", 5), pairs("V03", 4), pairs("V01", 5), pairs("V09", 6)} {
		all = append(all, p...)
	}
	want := []Help{{"V09", 6, 4, 6}, {"V01", 6, 4, 5}, {"V02", 6, 4, 5}}
	if diff := cmp.Diff(want, Helps(all)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestHelpNamesNoCause(t *testing.T) {
	got := Help{Exercise: "V01", Before: 5, After: 4.5, N: 6}.Sentence("Seated cat-cow")
	want := "Around seated cat-cow, your middle score was 5 before and 4.5 after, over 6 times."
	if got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
