package blockkit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack"
)

// list adds a list of which a screen reader says how long it is.
func (r *renderer) list(style slack.RichTextListElementType, items []string) {
	var rows []slack.RichTextElement
	for _, item := range items {
		if !blank(item) {
			elements := rich(item)
			if len(elements) > mostSpans {
				elements = stretch(unmarked(item), nil)
			}
			rows = append(rows, slack.NewRichTextSection(elements...))
		}
	}
	if len(rows) > 0 {
		r.add(slack.NewRichTextBlock("", slack.NewRichTextList(style, 0, rows...)))
	}
}

// quote adds a quotation in which nothing is read as a mark, a link or a mention.
func (r *renderer) quote(text string) {
	var elements []slack.RichTextSectionElement
	for _, piece := range split(strings.TrimSpace(text), mostText) {
		elements = append(elements, slack.NewRichTextSectionTextElement(plainly.Replace(piece), nil))
	}
	if len(elements) > 0 {
		r.add(slack.NewRichTextBlock("", &slack.RichTextQuote{Type: slack.RTEQuote, Elements: elements}))
	}
}

// rich is a text with marks as the elements of a rich text, where nothing is
// escaped.
func rich(text string) []slack.RichTextSectionElement {
	var elements []slack.RichTextSectionElement
	for _, s := range spans(strings.TrimSpace(text)) {
		var style *slack.RichTextSectionTextStyle
		if s.bold || s.italic || s.code {
			style = &slack.RichTextSectionTextStyle{Bold: s.bold, Italic: s.italic, Code: s.code}
		}
		elements = append(elements, stretch(s.text, style)...)
	}
	return elements
}

// stretch is a span as one element, or as several where it is long.
func stretch(text string, style *slack.RichTextSectionTextStyle) (elements []slack.RichTextSectionElement) {
	if inner, ok := strings.CutPrefix(text, "<"); ok && strings.HasSuffix(text, ">") {
		target, label, _ := strings.Cut(strings.TrimSuffix(inner, ">"), "|")
		switch {
		case len(target) > 1 && strings.HasPrefix(target, "#C"):
			return append(elements, slack.NewRichTextSectionChannelElement(target[1:], style))
		case len(target) > 1 && (strings.HasPrefix(target, "@U") || strings.HasPrefix(target, "@W")):
			return append(elements, slack.NewRichTextSectionUserElement(target[1:], style))
		case strings.HasPrefix(target, "https://"), strings.HasPrefix(target, "mailto:"):
			return append(elements, slack.NewRichTextSectionLinkElement(plainly.Replace(target), Cut(plainly.Replace(label), mostText), style))
		}
	}
	for text = plainly.Replace(text); text != ""; {
		end := reach(text, mostText)
		elements = append(elements, slack.NewRichTextSectionTextElement(text[:end], style))
		text = text[end:]
	}
	return elements
}

var plainly = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// unmarked is the text without the marks of bold and italic.
func unmarked(text string) string {
	var b strings.Builder
	for _, s := range spans(text) {
		if s.code {
			s.text = "`" + s.text + "`"
		}
		b.WriteString(s.text)
	}
	return b.String()
}

// A span is a stretch of text in one style; a reference (<#C1>) is a span of
// its own.
type span struct {
	text               string
	bold, italic, code bool
}

// spans reads *bold*, _italic_ and `code` as Slack does: a mark opens before a
// character that is not a space, after none, a space or a sign; it closes the
// other way round.
func spans(text string) []span { return parse(text, false, false) }

func parse(text string, bold, italic bool) []span {
	var all []span
	from := 0 // of the text that is not in a span yet
	flush := func(to int) {
		if to > from {
			all = append(all, span{text[from:to], bold, italic, false})
		}
	}
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '<':
			if n := strings.IndexByte(text[i:], '>'); n > 1 && !strings.Contains(text[i:i+n], "\n") {
				flush(i)
				all = append(all, span{text[i : i+n+1], bold, italic, false})
				i += n
				from = i + 1
			}
		case c == '`' && opens(text, i):
			if n := closes(text, i); n > 0 {
				flush(i)
				all = append(all, span{text[i+1 : n], bold, italic, true})
				i = n
				from = i + 1
			}
		case (c == '*' && !bold || c == '_' && !italic) && opens(text, i):
			n := closes(text, i)
			if n < 0 {
				continue
			}
			flush(i)
			all = append(all, parse(text[i+1:n], bold || c == '*', italic || c == '_')...)
			i = n
			from = i + 1
		}
	}
	flush(len(text))
	return all
}

func opens(text string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i+1:])
	return (i == 0 || !wordy(before)) && i+1 < len(text) && !unicode.IsSpace(after) && text[i+1] != text[i]
}

// closes is where the mark at i closes, in the same line; -1: nowhere.
func closes(text string, i int) int {
	for n := i + 2; n < len(text) && text[n] != '\n'; n++ {
		if text[n] != text[i] {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(text[:n])
		after, _ := utf8.DecodeRuneInString(text[n+1:])
		if !unicode.IsSpace(before) && (n+1 == len(text) || !wordy(after)) {
			return n
		}
	}
	return -1
}

func wordy(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
