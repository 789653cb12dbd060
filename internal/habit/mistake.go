package habit

import (
	"fmt"
	"strings"
	"unicode"
)

// Mistake is an error that the person who typed can mend.
type Mistake struct {
	Text string // one sentence that says what was wrong and what to write instead
}

// Error returns the sentence.
func (m *Mistake) Error() string { return m.Text }

func mistake(format string, args ...any) *Mistake {
	return &Mistake{fmt.Sprintf(format, args...)}
}

// quote repeats what a person typed, on one line and no longer than a sentence bears.
func quote(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) || r == '"' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
	if runes := []rune(text); len(runes) > 40 {
		text = string(runes[:40]) + "…"
	}
	return `"` + text + `"`
}

// either joins two choices or more: "a or b", "a, b or c".
func either(choices []string) string {
	last := len(choices) - 1
	return strings.Join(choices[:last], ", ") + " or " + choices[last]
}
