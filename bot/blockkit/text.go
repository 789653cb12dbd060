package blockkit

import (
	"fmt"
	"strings"

	"catcow/commands"
)

// Text is the whole message in plain text: all that is said, numbered where it
// has an order, and what can be pressed as the last line. What Slack reads as
// a mark there (&lt;, <#C1>) stays; the marks of bold and italic go.
func Text(m commands.Message) string {
	var lines, pressed []string
	for _, part := range m.Parts {
		if actions, ok := part.(commands.Actions); ok {
			pressed = append(pressed, labels(actions)...)
			continue
		}
		if text := textOf(part); !blank(text) {
			lines = append(lines, text)
		}
	}
	if len(pressed) > 0 {
		lines = append(lines, "Buttons: "+strings.Join(pressed, ", ")+".")
	}
	return strings.Join(lines, "\n")
}

func textOf(part commands.Part) string {
	switch p := part.(type) {
	case commands.Heading:
		return escape(string(p))
	case commands.Text:
		return unmarked(string(p))
	case commands.Quote:
		return quoted(string(p))
	case commands.Note:
		return unmarked(string(p))
	case commands.Steps:
		return numbered(p, unmarked)
	case commands.List:
		return bulleted(p, unmarked)
	case commands.Facts:
		var lines []string
		for _, f := range p {
			lines = append(lines, unmarked(f.Label)+": "+unmarked(f.Value))
		}
		return strings.Join(lines, "\n")
	case commands.Chart:
		return strings.TrimSpace(escape(p.Title) + "\n" + unmarked(p.Alt))
	case commands.Days:
		return wordsOfDays(p)
	case commands.Picture:
		if p.File != "" && !blank(p.Alt) {
			return "Picture: " + escape(p.Alt)
		}
	case commands.Cards:
		return wordsOfCards(p)
	case commands.Input:
		return escape(strings.TrimSpace(p.Label + " " + p.Hint))
	case commands.Choice:
		return escape(strings.TrimSpace(p.Label + " " + p.Hint))
	case commands.Choices:
		return escape(strings.TrimSpace(p.Label + " " + p.Hint))
	}
	return ""
}

// mrkdwnOf is a part as one text with marks, where blocks have run out.
func mrkdwnOf(part commands.Part) string {
	switch p := part.(type) {
	case commands.Heading:
		return title(string(p))
	case commands.Text:
		return string(p)
	case commands.Quote:
		return quoted(string(p))
	case commands.Note:
		return string(p)
	case commands.Steps:
		return numbered(p, strings.TrimSpace)
	case commands.List:
		return bulleted(p, strings.TrimSpace)
	case commands.Facts:
		var lines []string
		for _, f := range p {
			lines = append(lines, factOf(f))
		}
		return strings.Join(lines, "\n")
	case commands.Chart:
		return strings.TrimSpace(title(p.Title) + "\n" + p.Alt)
	case commands.Days:
		return wordsOfDays(p)
	}
	return ""
}

// quoted is a quotation as a line of its own, in which nothing is read as a mark.
func quoted(text string) string {
	if blank(text) {
		return ""
	}
	return "“" + lifeless.Replace(strings.TrimSpace(text)) + "”"
}

// title is plain text as a bold line.
func title(text string) string {
	if blank(text) {
		return ""
	}
	return "*" + escape(strings.TrimSpace(text)) + "*"
}

func factOf(f commands.Fact) string {
	if blank(f.Label) {
		return f.Value
	}
	return "*" + strings.TrimSpace(f.Label) + "*\n" + f.Value
}

func numbered(items []string, show func(string) string) string {
	var lines []string
	for _, item := range items {
		if !blank(item) {
			lines = append(lines, fmt.Sprintf("%d. %s", len(lines)+1, show(item)))
		}
	}
	return strings.Join(lines, "\n")
}

func bulleted(items []string, show func(string) string) string {
	var lines []string
	for _, item := range items {
		if !blank(item) {
			lines = append(lines, "• "+show(item))
		}
	}
	return strings.Join(lines, "\n")
}

// labels are what the actions say on them; a menu says its options, too.
func labels(actions commands.Actions) []string {
	var all []string
	for _, action := range actions {
		switch a := action.(type) {
		case commands.Button:
			all = append(all, escape(a.Label))
		case commands.Menu:
			var inside []string
			for _, o := range a.Options {
				inside = append(inside, escape(o.Label))
			}
			if len(inside) > 0 {
				all = append(all, escape(a.Label)+" ("+strings.Join(inside, ", ")+")")
			}
		}
	}
	return all
}

var lifeless = strings.NewReplacer("<", "&lt;", ">", "&gt;")

var entities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escape writes plain text where Slack reads marks.
func escape(text string) string { return entities.Replace(text) }
