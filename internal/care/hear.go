package care

// Sign is what a text tells about its writer, from the least to the gravest.
type Sign int

// The signs. A Crisis outweighs a RedFlag, and that the rest.
const (
	NoSign   Sign = iota
	Soreness      // something hurts: the soft pain card
	RedFlag       // a sign that a doctor should hear of: rule R0
	Crisis        // thoughts of ending one's life
)

// Hear reads a person's words for signs. RedFlag and Crisis come before
// anything else that the text may mean; Soreness is weaker, and words such as
// "pain" may also be a command.
//
// It would rather give a false alarm than miss: a denial ("no numbness") counts
// as the thing itself, and so does what is said of someone else. It reads
// English, knows British and American spellings and one slip in the weightiest
// words, and takes time in proportion to the text.
func Hear(text string) Sign {
	signs := knownSigns()
	heard := NoSign
	var before sentence
	for words := range sentences(text) {
		now := signs.read(words)
		if now != (sentence{}) {
			for _, r := range signs.rules {
				if r.sign > heard && (r.holds(now) || r.holds(now.and(before))) {
					heard = r.sign
				}
			}
		}
		before = now
	}
	return heard
}

// sentence is what was found in a sentence: kinds of words, and pairs of kinds
// that followed each other.
type sentence struct{ kinds, pairs marks }

func (s sentence) and(other sentence) sentence {
	return sentence{s.kinds.and(other.kinds), s.pairs.and(other.pairs)}
}

// rule tells of a sign when all of a kind and pair, and nothing unless, is there.
type rule struct {
	sign   Sign
	need   sentence
	unless marks
}

func (r rule) holds(s sentence) bool {
	return s.kinds.all(r.need.kinds) && s.pairs.all(r.need.pairs) && !s.kinds.any(r.unless)
}

// near is how many words may lie from the first word of a pair to the second.
const near = 3

// read marks what the words of one sentence are.
func (s *signs) read(words []string) sentence {
	var found sentence
	seen := make([]int, len(s.kinds)) // by kind: one more than the place of its last word
	place := 0
	for len(words) > 0 {
		word, n := s.join(words)
		words = words[n:]
		if word == "" {
			continue
		}
		place++
		kinds := s.kindsOf(word)
		if kinds == (marks{}) {
			continue
		}
		for i, p := range s.pairs {
			if kinds.has(p.second) && seen[p.first] > 0 && place-seen[p.first] <= near {
				found.pairs.set(i)
			}
		}
		for kind := range s.kinds {
			if kinds.has(kind) {
				seen[kind] = place
			}
		}
		found.kinds = found.kinds.and(kinds)
	}
	return found
}

// join is the word that the first words stand for, and how many they are; ""
// means that they say nothing.
func (s *signs) join(words []string) (word string, n int) {
	for n := min(s.longest[words[0]], len(words)); n > 1; n-- {
		key := words[0]
		for _, w := range words[1:n] {
			key += " " + w
		}
		if word, ok := s.phrases[key]; ok {
			return word, n
		}
	}
	return words[0], 1
}

// marks is a set of small numbers.
type marks [3]uint64

func (m *marks) set(i int)     { m[i/64] |= 1 << (i % 64) }
func (m marks) has(i int) bool { return m[i/64]&(1<<(i%64)) != 0 }

func (m marks) and(other marks) marks {
	for i, bits := range other {
		m[i] |= bits
	}
	return m
}

func (m marks) all(other marks) bool { return m.and(other) == m }

func (m marks) any(other marks) bool {
	for i, bits := range other {
		if m[i]&bits != 0 {
			return true
		}
	}
	return false
}
