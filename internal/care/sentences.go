package care

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentences yields the words of each sentence of a text as signs.txt writes
// them: lower case, without apostrophes, a letter that was drawn out
// ("ouuuuch") once, and words with hyphens apart. A new line ends no sentence.
func sentences(text string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		var words []string
		var word []rune
		closed := func() {
			if len(word) > 0 {
				words = append(words, plainWord(word))
				word = word[:0]
			}
		}
		for len(text) > 0 {
			c, size := utf8.DecodeRuneInString(text)
			text = text[size:]
			// Upper before lower: letters with several small forms become one.
			switch c = unicode.ToLower(unicode.ToUpper(c)); {
			case unicode.IsLetter(c), unicode.IsDigit(c):
				word = append(word, c)
			case strings.ContainsRune("'\u2018\u2019\u201a\u201b\u02bc\u2032`\u00b4", c):
				if len(word) > 0 {
					word = append(word, '\'')
				}
			case unicode.Is(unicode.Cf, c): // zero-width marks, soft hyphens
			case unicode.Is(unicode.Mn, c): // accents on their own
			default:
				closed()
				next, _ := utf8.DecodeRuneInString(text)
				ends := strings.ContainsRune("!?;", c) || c == '.' && !unicode.IsLetter(next) && !unicode.IsDigit(next)
				if ends && len(words) > 0 {
					if !yield(words) {
						return
					}
					words = nil
				}
			}
		}
		if closed(); len(words) > 0 {
			yield(words)
		}
	}
}

// plainWord leaves out the apostrophes, the 'll of "I'll", which is not "ill",
// and the repeats of a letter that stands three times and more.
func plainWord(word []rune) string {
	text := strings.ReplaceAll(strings.TrimSuffix(string(word), "'ll"), "'", "")
	var b strings.Builder
	var last rune
	run := 0
	letters := []rune(text)
	for i, c := range letters {
		if c == last {
			run++
		} else {
			last, run = c, 1
		}
		drawn := run > 1 && (run > 2 || i+1 < len(letters) && letters[i+1] == c) && !unicode.IsDigit(c)
		if !drawn {
			b.WriteRune(c)
		}
	}
	return b.String()
}
