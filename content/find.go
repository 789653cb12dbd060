package content

import (
	"slices"
	"strings"
	"unicode"
)

// How says in which way a text led to an exercise.
type How int

// The ways, from none to the surest.
const (
	None  How = iota // nothing fits
	Typo             // fits after one or two letters are mended
	Part             // a clear part of a name or alias
	Exact            // the name, an alias or the id
)

// Match is what a text led to. With several exercises the text is not clear:
// offer them. They stand in id order.
type Match struct {
	Exercises []Exercise
	How       How
}

// Normal is a text as Catcow compares it: lower case, curly quotes straight,
// hyphens and other white space as single spaces, no punctuation around it.
func Normal(text string) string {
	text = strings.Map(func(c rune) rune {
		switch {
		case strings.ContainsRune("\u2018\u2019\u201a\u201b\u2032\u0060\u00b4", c):
			return '\''
		case strings.ContainsRune("\u201c\u201d\u201e\u201f\u2033", c):
			return '"'
		case strings.ContainsRune("-\u2010\u2011\u2012\u2013\u2014\u2212", c), unicode.IsSpace(c):
			return ' '
		case unicode.Is(unicode.Cf, c): // zero-width marks, soft hyphens
			return -1
		}
		return unicode.ToLower(c)
	}, text)
	return strings.Join(strings.Fields(strings.Trim(text, " .,;:!?\"'")), " ")
}

// squeeze leaves letters and digits only, so that "cat-cow", "Cat cow" and
// "catcow" are one.
func squeeze(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return c
		}
		return -1
	}, Normal(text))
}

// split is the words of a text, squeezed.
func split(text string) []string {
	var words []string
	for _, w := range strings.Fields(Normal(text)) {
		if w = squeeze(w); w != "" {
			words = append(words, w)
		}
	}
	return words
}

// Find looks an exercise up by what a person typed: its name, an alias or the
// id; else a part that is clear; else the nearest after mending a typing slip.
// Words that only name a place, a position or an area ("neck", "sitting") are
// no part of a name: they ask for any move that fits.
func (l *Library) Find(text string) Match {
	typed := squeeze(text)
	if typed == "" {
		return Match{}
	}
	words := split(text)
	exact := l.where(func(e Exercise) bool {
		return slices.ContainsFunc(e.called(), func(name string) bool { return squeeze(name) == typed })
	})
	if len(exact) > 0 {
		return Match{exact, Exact}
	}
	if asks(words) {
		return Match{}
	}
	if first := l.where(func(e Exercise) bool { return begins(words, split(e.Name)) }); len(first) > 0 {
		return Match{first, Part}
	}
	part := l.where(func(e Exercise) bool {
		return slices.ContainsFunc(e.called(), func(name string) bool { return within(words, split(name)) })
	})
	if len(part) > 0 {
		return Match{part, Part}
	}
	return l.nearest(typed)
}

// called is everything an exercise answers to.
func (e Exercise) called() []string { return append([]string{e.ID, e.Name}, e.Aliases...) }

func (l *Library) where(hit func(Exercise) bool) (found []Exercise) {
	for _, e := range l.exercises {
		if hit(e) {
			found = append(found, e)
		}
	}
	return found
}

// begins reports whether the words are the first ones of the name.
func begins(words, name []string) bool {
	return len(words) <= len(name) && slices.Equal(words, name[:len(words)])
}

// within reports whether the words stand in the name one after another; the
// last may be unfinished from four letters on ("walk" of "walking").
func within(words, name []string) bool {
	last := len(words) - 1
	for i := 0; i+len(words) <= len(name); i++ {
		if slices.Equal(words[:last], name[i:i+last]) &&
			(words[last] == name[i+last] || len(words[last]) >= 4 && strings.HasPrefix(name[i+last], words[last])) {
			return true
		}
	}
	return false
}

// nearest finds the exercises that are the fewest slips away from what was
// typed, by their names and aliases, else by parts of them.
func (l *Library) nearest(typed string) Match {
	for _, phrases := range []func(Exercise) []string{
		func(e Exercise) []string { return e.called()[1:] },
		func(e Exercise) []string { return l.parts[e.ID] },
	} {
		limit := slips(typed)
		best, found := limit, []Exercise(nil)
		for _, e := range l.exercises {
			d := limit + 1
			for _, phrase := range phrases(e) {
				d = min(d, distance(typed, squeeze(phrase), limit+1))
			}
			switch {
			case d < best:
				best, found = d, []Exercise{e}
			case d == best:
				found = append(found, e)
			}
		}
		if len(found) > 0 {
			return Match{found, Typo}
		}
	}
	return Match{}
}

// parts lists which parts of its names an exercise can be mistyped from: two
// words and more, and single words of six letters and more that no other
// exercise has.
func parts(exercises []Exercise) map[string][]string {
	owners := map[string][]string{} // of each single word
	all := map[string][]string{}
	for _, e := range exercises {
		for _, name := range e.called()[1:] {
			words := split(name)
			for i, word := range words {
				if !slices.Contains(owners[word], e.ID) {
					owners[word] = append(owners[word], e.ID)
				}
				for j := i + 2; j <= len(words); j++ {
					if !asks(words[i:j]) {
						all[e.ID] = append(all[e.ID], strings.Join(words[i:j], ""))
					}
				}
			}
		}
	}
	for word, ids := range owners {
		if len(ids) == 1 && len(word) >= 6 && !asking[word] {
			all[ids[0]] = append(all[ids[0]], word)
		}
	}
	return all
}

// Near is the words that a mistyped text may have meant, at most three, the
// nearest first: one slip away up to five letters, two beyond; or begun by the
// text. Texts below four letters are near nothing.
func Near(text string, words []string) []string {
	typed := squeeze(text)
	limit := slips(typed)
	if limit == 0 {
		return nil
	}
	type near struct {
		word string
		d    int
	}
	var found []near
	for _, w := range words {
		s := squeeze(w)
		if d := distance(typed, s, limit+1); d <= limit {
			found = append(found, near{w, d})
		} else if strings.HasPrefix(s, typed) {
			found = append(found, near{w, limit + 1})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return a.d - b.d })
	var out []string
	for _, f := range found[:min(3, len(found))] {
		out = append(out, f.word)
	}
	return out
}

// slips is how many typing slips a text of that length may hold.
func slips(typed string) int {
	switch n := len([]rune(typed)); {
	case n < 4:
		return 0
	case n <= 5:
		return 1
	default:
		return 2
	}
}

// distance counts the slips between two texts: a letter wrong, missing, too
// many, or two swapped (Damerau-Levenshtein, each place mended once). It gives
// up at limit and returns limit.
func distance(a, b string, limit int) int {
	s, t := []rune(a), []rune(b)
	if len(s)-len(t) >= limit || len(t)-len(s) >= limit {
		return limit
	}
	before, above, row := make([]int, len(t)+1), make([]int, len(t)+1), make([]int, len(t)+1)
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(s); i++ {
		row[0] = i
		for j := 1; j <= len(t); j++ {
			wrong := 1
			if s[i-1] == t[j-1] {
				wrong = 0
			}
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+wrong)
			if i > 1 && j > 1 && s[i-1] == t[j-2] && s[i-2] == t[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, above, row = above, row, before
	}
	return min(above[len(t)], limit)
}
