package blockkit

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"catcow/commands"
)

// days adds the rows where every character is as wide as the others, so that
// the days stand below one another.
func (r *renderer) days(d commands.Days) {
	for _, piece := range split(strings.Join(picture(d.Rows), "\n"), mostText) {
		r.add(slack.NewRichTextBlock("", &slack.RichTextPreformatted{
			Type:     slack.RTEPreformatted,
			Elements: []slack.RichTextSectionElement{slack.NewRichTextSectionTextElement(piece, nil)},
		}))
	}
	r.part(commands.Note(d.Legend))
	if r.home {
		r.part(commands.Note(strings.ReplaceAll(wordsOfDays(d), "\n", " ")))
	}
}

// picture is a line for each row, with the labels filled up to one length.
func picture(rows []commands.DayRow) (lines []string) {
	width := 0
	for _, row := range rows {
		width = max(width, utf8.RuneCountInString(row.Label))
	}
	for _, row := range rows {
		lines = append(lines, fmt.Sprintf("%-*s  %s", width, row.Label, strings.Join(row.Signs, " ")))
	}
	return lines
}

// wordsOfDays are the rows for those who hear them: a sign has no name.
func wordsOfDays(d commands.Days) string {
	var lines []string
	for _, row := range d.Rows {
		if !blank(row.Alt) {
			lines = append(lines, escape(row.Alt))
		}
	}
	return strings.Join(lines, "\n")
}
