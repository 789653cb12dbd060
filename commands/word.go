package commands

import (
	"slices"
	"strings"

	"catcow/internal/care"
)

// word is an answer on the scale of words.
func (t *talk) word() (Reply, error) {
	a, cause, err := t.pressedWord()
	if err != nil {
		return Reply{}, err
	}
	return t.answerQuestion(a, cause)
}

// reword is a word pressed after Change my answer.
func (t *talk) reword() (Reply, error) {
	a, cause, err := t.pressedWord()
	if err != nil {
		return Reply{}, err
	}
	reply, err := t.take(a, cause)
	return reply.instead(t.r), err
}

func (t *talk) pressedWord() (a answer, cause string, err error) {
	word, cause, _ := strings.Cut(t.r.Value, "|")
	if !slices.Contains(care.Words4, word) {
		err = &Problem{Text: "This button is from an older Catcow. Type `/stretch checkin` and a number from 0 to 10."}
	}
	return answer{word: word}, cause, err
}
