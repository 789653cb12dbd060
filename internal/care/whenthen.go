package care

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// WhenThen is a when-then plan: "When my stand-up ends, I'll do seated cat-cow.
// If a call comes, I'll do it after."
type WhenThen struct {
	When     string `json:"when,omitempty"`     // "my stand-up ends" or "after stand-up", in the person's words
	Exercise string `json:"exercise,omitempty"` // its id
	Obstacle string `json:"obstacle,omitempty"` // what may get in the way: "a call comes"
	Instead  string `json:"instead,omitempty"`  // and what then: "do it after"
}

// Sentence is the plan as the person says it; exercise is the name of the move.
// It is "" without a plan.
func (w WhenThen) Sentence(exercise string) string {
	when, obstacle, instead := bare(w.When), bare(w.Obstacle), bare(w.Instead)
	if w.Exercise == "" || when == "" {
		return ""
	}
	text := capital(began(when)) + ", I'll do " + lowered(exercise) + "."
	if obstacle == "" || instead == "" {
		return text
	}
	if first(obstacle) == "if" {
		obstacle = obstacle[len("if"):]
	}
	instead = strings.TrimPrefix(small(instead), "I'll ")
	if slices.Contains(starting, first(instead)) { // "after it"
		instead = "do it " + instead
	}
	return text + " If " + small(bare(obstacle)) + ", I'll " + instead + "."
}

// cue is when the plan comes, said to the person: "when your stand-up ends".
func (w WhenThen) cue() string {
	when := bare(w.When)
	if when == "" {
		return ""
	}
	words := strings.Fields(began(when))
	for i, word := range words {
		if yours := turned[strings.ToLower(word)]; yours != "" {
			words[i] = yours
		}
	}
	return strings.Join(words, " ")
}

// starting are the words that a time begins with; before anything else goes "when".
var starting = strings.Fields("when whenever after before while during at on in once as every each until by around right then")

func began(when string) string {
	if slices.Contains(starting, first(when)) {
		return lowered(when)
	}
	return "when " + small(when)
}

// turned is a word about oneself, turned to the other.
var turned = map[string]string{
	"i": "you", "i'm": "you're", "i've": "you've", "i'll": "you'll", "i'd": "you'd", "am": "are",
	"me": "you", "my": "your", "mine": "yours", "myself": "yourself",
}

// small is the text with a small first letter, unless it begins with a word
// that may be a name, or with "I".
func small(text string) string {
	if slices.Contains(plain, first(text)) {
		return lowered(text)
	}
	return text
}

// plain are words that no name begins with.
var plain = strings.Fields("a an the my our we it they there someone somebody work lunch do go try take move wait skip use after before when then")

// first is the first word, in small letters.
func first(text string) string {
	word, _, _ := strings.Cut(text, " ")
	return strings.ToLower(word)
}

// bare is the text with straight apostrophes, and without the spaces and stops around it.
func bare(text string) string {
	text = strings.ReplaceAll(strings.Join(strings.Fields(text), " "), "\u2019", "'")
	return strings.Trim(text, " .,;")
}

func capital(text string) string {
	letter, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(letter)) + text[size:]
}
