package care

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed signs.txt
var signsTable string

// signs is what Hear knows, read from signs.txt.
type signs struct {
	kinds   []string          // their names; a kind is its index
	words   map[string]marks  // the kinds of a word
	phrases map[string]string // several words and the one they stand for
	longest map[string]int    // by first word: how many words its phrases have at most
	pairs   []pair
	rules   []rule
	slips   map[string][]string // a word less one letter, and the words it may have been
	plain   map[string]bool
}

type pair struct{ first, second int } // kinds

var knownSigns = sync.OnceValue(func() *signs {
	s := &signs{
		words: map[string]marks{}, phrases: map[string]string{}, longest: map[string]int{},
		slips: map[string][]string{}, plain: map[string]bool{},
	}
	rules := map[string]Sign{"sore": Soreness, "flag": RedFlag, "crisis": Crisis}
	var written [][2]string // the rules; they may come before the kinds they name
	for line := range strings.Lines(signsTable) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		head, rest, _ := strings.Cut(line, ":")
		verb, name, _ := strings.Cut(head, " ")
		switch verb {
		case "words":
			s.kinds = append(s.kinds, name)
			for word := range strings.FieldsSeq(rest) {
				m := s.words[word]
				m.set(len(s.kinds) - 1)
				s.words[word] = m
			}
		case "phrase":
			for phrase := range strings.SplitSeq(rest, ",") {
				words := strings.Fields(phrase)
				s.phrases[strings.Join(words, " ")] = name
				s.longest[words[0]] = max(s.longest[words[0]], len(words))
			}
		case "typo":
			for word := range strings.FieldsSeq(rest) {
				for _, less := range lessOne(word) {
					s.slips[less] = append(s.slips[less], word)
				}
			}
		case "plain":
			for word := range strings.FieldsSeq(rest) {
				s.plain[word] = true
			}
		default:
			written = append(written, [2]string{verb, line[len(verb):]})
		}
	}
	for _, w := range written {
		s.rules = append(s.rules, s.rule(rules[w[0]], w[1]))
	}
	return s
})

// rule reads "a b>c -d". It panics on a mistake in signs.txt, which the tests read.
func (s *signs) rule(sign Sign, text string) rule {
	r := rule{sign: sign}
	for part := range strings.FieldsSeq(text) {
		name, unless := strings.CutPrefix(part, "-")
		first, second, ordered := strings.Cut(name, ">")
		switch {
		case unless:
			r.unless.set(s.kind(name))
		case ordered:
			p := pair{s.kind(first), s.kind(second)}
			if !slices.Contains(s.pairs, p) {
				s.pairs = append(s.pairs, p)
			}
			r.need.pairs.set(slices.Index(s.pairs, p))
		default:
			r.need.kinds.set(s.kind(name))
		}
	}
	if sign == NoSign || r.need == (sentence{}) {
		panic(fmt.Sprintf("care: signs.txt: no rule: %q", text))
	}
	return r
}

func (s *signs) kind(name string) int {
	i := slices.Index(s.kinds, name)
	if i < 0 {
		panic(fmt.Sprintf("care: signs.txt: no such kind: %q", name))
	}
	return i
}

// kindsOf is what kinds a word is of, also with one slip in it.
func (s *signs) kindsOf(word string) marks {
	kinds, known := s.words[word]
	if known || len(word) < 4 || len(word) > 20 || s.plain[word] {
		return kinds
	}
	for _, less := range lessOne(word) {
		for _, meant := range s.slips[less] {
			if word[0] == meant[0] && oneSlip(word, meant) {
				return s.words[meant]
			}
		}
	}
	return marks{}
}

// lessOne lists the word and what is left of it without one of its letters.
func lessOne(word string) []string {
	less := []string{word}
	for i := range word {
		less = append(less, word[:i]+word[i+1:])
	}
	return less
}

// oneSlip reports whether one letter more, less or other, or two neighbours
// swapped, makes a of b.
func oneSlip(a, b string) bool {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(a) <= 1 && len(b) <= 1 || len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}
