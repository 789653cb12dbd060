package care

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"catcow/content"
)

// Wish is what filter words ask of the next move. Its fields mean what those of
// Situation mean; "" and 0 are left open.
type Wish struct {
	Place    string
	Position string
	State    string
	Seconds  int
	Areas    []string
	Kinds    []string
	Easy     bool
}

// Empty reports whether nothing is asked.
func (w Wish) Empty() bool {
	return w.Place == "" && w.Position == "" && w.State == "" && w.Seconds == 0 &&
		len(w.Areas) == 0 && len(w.Kinds) == 0 && !w.Easy
}

// Words reads filter words such as "neck, 1 min" or "something for my lower
// back please, been sitting", in any order and case. Of two words for the same
// thing the later counts; areas and kinds add up. Unknown lists the words that
// it could not read, in order; words that only join others are none of them.
func Words(text string) (w Wish, unknown []string) {
	words := strings.FieldsFunc(content.Normal(text), func(c rune) bool {
		return unicode.IsSpace(c) || strings.ContainsRune(",;:.!?/&+()\"", c)
	})
	for i := 0; i < len(words); {
		n := w.take(words[i:])
		if n == 0 {
			if !slices.Contains(joining, words[i]) {
				unknown = append(unknown, words[i])
			}
			n = 1
		}
		i += n
	}
	return w, unknown
}

// longestWish is how many words a single thing takes at most.
const longestWish = 3

// take reads one thing from the beginning of the words and says how many words
// it took, the longest that makes sense; 0: none.
func (w *Wish) take(words []string) int {
	for n := min(longestWish, len(words)); n > 0; n-- {
		phrase := strings.Join(words[:n], " ")
		if seconds, ok := duration(words[:n]); ok {
			w.Seconds = seconds
			return n
		}
		if set := meaning[phrase]; set != nil {
			set(w)
			return n
		}
		if area, ok := content.Area(phrase); ok {
			w.Areas = with(w.Areas, area)
			return n
		}
	}
	return 0
}

// longest is the longest time that a wish may name, in seconds.
const longest = 60 * 60

// duration reads "30s", "1 min", "two minutes", "half a minute", in seconds.
func duration(words []string) (seconds int, ok bool) {
	if strings.Join(words, " ") == "half a minute" {
		return 30, true
	}
	digits, unit := words[0], ""
	switch len(words) {
	case 1:
		unit = strings.TrimLeft(digits, "0123456789")
		digits = strings.TrimSuffix(digits, unit)
	case 2:
		unit = words[1]
	}
	count, err := strconv.Atoi(digits)
	if err != nil {
		count = 1 + slices.Index([]string{"one", "two", "three", "four", "five"}, digits)
		if digits == "a" {
			count = 1
		}
	}
	if count <= 0 || count > longest {
		return 0, false
	}
	switch unit {
	case "s", "sec", "secs", "second", "seconds":
	case "m", "min", "mins", "minute", "minutes":
		count *= 60
	default:
		return 0, false
	}
	return count, count <= longest
}

// meaning is what the words for a place, a position, a state or a kind set.
var meaning = func() map[string]func(*Wish) {
	m := map[string]func(*Wish){}
	say := func(set func(*Wish), phrases ...string) {
		for _, p := range phrases {
			m[p] = set
		}
	}
	place := func(p string) func(*Wish) { return func(w *Wish) { w.Place = p } }
	position := func(p string) func(*Wish) { return func(w *Wish) { w.Position = p } }
	state := func(s string) func(*Wish) { return func(w *Wish) { w.State = s } }
	kind := func(k string) func(*Wish) { return func(w *Wish) { w.Kinds = with(w.Kinds, k) } }

	say(place(Desk), "desk", "office", "work")
	say(place(Floor), "home")
	say(position("seated"), "sitting", "seated", "sit", "chair", "sitting down")
	say(position("standing"), "standing", "stand", "standing up")
	say(position("floor"), "floor", "lying", "lying down", "on the floor", "mat")
	say(state(BeenSitting), "been sitting", "long sitting", "long sit", "sat long", "sat all day", "sitting all day", "sitting too long", "after sitting")
	say(state(BeenStanding), "been standing", "long standing", "stood long", "stood all day", "standing all day", "standing too long", "after standing")
	say(state(Tense), "tense", "stressed", "stress", "tension")
	say(state(JustWoke), "just woke", "just woke up", "woke", "woke up", "waking up", "just got up", "got up", "morning", "this morning")
	say(state(AfterSport), "sport", "sports", "after sport", "after sports", "after a run", "after run", "after running", "after gym", "after the gym",
		"after training", "after a workout", "after workout", "after exercise", "after a ride", "after cycling")
	say(func(w *Wish) { w.Areas = with(w.Areas, "legs") }, "hamstring", "hamstrings", "thigh", "thighs")
	say(kind("breath"), "breathing", "breath", "breathe")
	say(kind("walk"), "walk", "walking", "a walk")
	say(kind("strength"), "strength", "strengthening")
	say(func(w *Wish) { w.Easy = true }, "gentle", "gently", "easy", "light")
	say(func(w *Wish) { w.Seconds = 60 }, "quick", "short")
	return m
}()

// joining are words that ask for nothing by themselves.
var joining = strings.Fields(`a an and at the my for me i im i'm i've ive have got been with in on to of or from only just
	please thanks something anything some one move moves exercise exercises stretch stretches stretching
	need want give show can do day long all after time about that this is feel feeling bit today now`)

func with(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
