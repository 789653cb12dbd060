package habit

import (
	"slices"
	"strings"
	"time"
)

// dateWords splits text into words, with "-" by itself wherever it does not stand within a
// date such as 2026-12-25.
func dateWords(text string) []string {
	var words []string
	for _, field := range strings.Fields(dateCleaner.Replace(strings.ToLower(text))) {
		for field != "" {
			word, rest := field, ""
			if i := strings.IndexByte(field, '-'); i >= 0 && !isoDate(field) {
				word, rest = field[:max(i, 1)], field[max(i, 1):]
			} else if i >= 0 {
				word, rest = field[:isoLength], field[isoLength:]
			}
			if word = strings.Trim(word, ".!?'‘’`"); word != "" && !slices.Contains(dateFillers, word) {
				words = append(words, word)
			}
			field = rest
		}
	}
	return words
}

var (
	dateCleaner = strings.NewReplacer(",", " ", ";", " ", "&", " ", "+", " ", "\"", "", "“", "", "”", "",
		"..", " - ", "–", "-", "—", "-", "−", "-", "‑", "-")
	dateFillers = []string{"and", "the", "of", "on", "from"}
)

const isoLength = len(time.DateOnly)

// isoDate reports whether a word is, or begins with, what has the form of 2026-12-25.
func isoDate(word string) bool {
	if len(word) < isoLength || len(word) > isoLength && word[isoLength] != '-' {
		return false
	}
	for i := range isoLength {
		if hyphen := i == 4 || i == 7; hyphen != (word[i] == '-') || !hyphen && !isDigit(word[i]) {
			return false
		}
	}
	return true
}
