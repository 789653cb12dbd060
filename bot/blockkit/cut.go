package blockkit

import (
	"strings"
	"unicode/utf16"
)

// Cut is the text, or its beginning with an ellipsis, in at most so many
// UTF-16 units.
func Cut(text string, most int) string {
	if length(text) <= most {
		return text
	}
	return strings.TrimRight(text[:reach(text, most-1)], " \n") + "…"
}

// split breaks a text into pieces of at most so many UTF-16 units: at the end of
// a line where there is one, else of a word, else anywhere. Blank pieces are
// left out.
func split(text string, most int) []string {
	var pieces []string
	for !blank(text) {
		end := reach(text, most) // not length: a text of many pieces is counted once, not once a piece
		if end < len(text) {
			if i := strings.LastIndexByte(text[:end], '\n'); i > 0 {
				end = i + 1
			} else if i := strings.LastIndexByte(text[:end], ' '); i > 0 {
				end = i + 1
			}
		}
		if piece := strings.TrimRight(text[:end], " \n"); !blank(piece) {
			pieces = append(pieces, piece)
		}
		text = text[end:]
	}
	return pieces
}

// reach is the index after the last character that fits.
func reach(text string, most int) int {
	for i, r := range text {
		if most -= width(r); most < 0 {
			return i
		}
	}
	return len(text)
}

func length(text string) int {
	n := 0
	for _, r := range text {
		n += width(r)
	}
	return n
}

func width(r rune) int { return max(utf16.RuneLen(r), 1) }
