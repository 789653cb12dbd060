package blockkit

import (
	"strings"

	"github.com/slack-go/slack"

	"catcow/commands"
)

// Slack's limits of cards.
const (
	mostCards       = 10 // of a row; more make a further row
	mostCardTitle   = 150
	mostCardBody    = 200
	mostCardButtons = 2
	mostAlt         = 1000 // of a picture's words
	fewCards        = 5    // so many have a button each where no cards are drawn, and no menu
)

// picture adds the drawing, where Slack has it.
func (r *renderer) picture(p commands.Picture) {
	if p.File == "" {
		return
	}
	r.add(slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: p.File}, Cut(orDash(p.Alt), mostAlt), "", nil))
}

// cards adds them as rows of cards. A form takes none.
func (r *renderer) cards(c commands.Cards) {
	if r.form {
		for _, part := range listed(c) {
			r.part(part)
		}
		return
	}
	var row []*slack.CardBlock
	for _, card := range c.All {
		if block := r.card(card); block != nil {
			row = append(row, block)
		}
	}
	for len(row) > 0 {
		n := min(len(row), mostCards)
		r.add(slack.NewCarouselBlock(row[:n]...))
		row = row[n:]
	}
}

// card is one card; nil: there is nothing on it that Slack would take alone.
func (r *renderer) card(c commands.Card) *slack.CardBlock {
	block := slack.NewCardBlock()
	if c.Picture.File != "" {
		block.HeroImage = &slack.ImageBlockElement{Type: slack.METImage, SlackFile: &slack.SlackFileObject{ID: c.Picture.File}, AltText: Cut(orDash(c.Picture.Alt), mostAlt)}
	}
	if !blank(c.Title) {
		block.Title = mrkdwn(Cut(c.Title, mostCardTitle))
	}
	if !blank(c.Line) {
		block.Subtitle = mrkdwn(Cut(c.Line, mostCardTitle))
	}
	if !blank(c.Body) {
		block.Body = mrkdwn(Cut(c.Body, mostCardBody))
	}
	var buttons []slack.BlockElement
	for _, b := range c.Buttons[:min(len(c.Buttons), mostCardButtons)] {
		buttons = append(buttons, r.button(b))
	}
	if len(buttons) > 0 {
		block.WithActions(buttons...)
	}
	if block.HeroImage == nil && block.Title == nil && block.Body == nil && block.Actions == nil {
		return nil
	}
	return block
}

// listed is cards where none are drawn: a list, and their first buttons as a row or a menu.
func listed(c commands.Cards) []commands.Part {
	var lines commands.List
	var row commands.Actions
	menu := commands.Menu{Label: c.Pick}
	for _, card := range c.All {
		lines = append(lines, lineOf(card))
		if len(card.Buttons) == 0 {
			continue
		}
		first := card.Buttons[0]
		first.Label, first.Primary = plainly.Replace(unmarked(card.Title)), false
		row = append(row, first)
		menu.Do = first.Do
		menu.Options = append(menu.Options, commands.Option{Label: first.Label, Value: first.Value})
	}
	parts := []commands.Part{lines}
	switch {
	case len(row) > fewCards:
		parts = append(parts, commands.Actions{menu})
	case len(row) > 0:
		parts = append(parts, row)
	}
	return parts
}

// lineOf is a card in one line.
func lineOf(c commands.Card) string {
	text := ""
	if !blank(c.Title) {
		text = "*" + strings.TrimSpace(c.Title) + "*"
	}
	if !blank(c.Line) {
		text += ", " + strings.TrimSpace(c.Line)
	}
	if !blank(c.Body) {
		text += ": " + strings.TrimSpace(c.Body)
	}
	return strings.TrimLeft(text, ",: ")
}

// wordsOfCards is all that they say, and what can be pressed on each.
func wordsOfCards(c commands.Cards) string {
	var lines, labels []string
	seen := map[string]bool{}
	for _, card := range c.All {
		lines = append(lines, "• "+unmarked(lineOf(card)))
		for _, b := range card.Buttons[:min(len(card.Buttons), mostCardButtons)] {
			if !seen[b.Label] {
				seen[b.Label] = true
				labels = append(labels, b.Label)
			}
		}
	}
	if len(labels) > 0 {
		lines = append(lines, "On each: "+strings.Join(labels, ", ")+".")
	}
	return strings.Join(lines, "\n")
}
