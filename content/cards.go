package content

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// Card is a fixed text about safety. Nothing laid over the built-in content
// can change it.
type Card struct {
	ID       string // S1, S1b, S2, S3, G1, HURT, HELP
	Opening  string // the first line, when there is one that can differ
	Unscored string // what stands for Opening, or without one for Text, when no number led here
	Text     string
	Sources  []string // ids of sources
	Status   string   // what could not be checked; for reviewers
}

// Blanks is what a card leaves open.
type Blanks struct {
	Score, Usual, Median string // as shown; empty when there is none
	Exercise             string // the name
	Emergency            string // a number; empty is "your local emergency number"
}

// Fill is the card's text with its blanks filled. Without a score or a median,
// a card that has other words for that uses them.
func (c Card) Fill(b Blanks) string {
	if b.Emergency == "" {
		b.Emergency = "your local emergency number"
	}
	opening, text := c.Opening, c.Text
	if b.Score == "" && b.Median == "" && c.Unscored != "" {
		if opening == "" {
			text = c.Unscored
		} else {
			opening = c.Unscored
		}
	}
	if opening != "" {
		text = opening + "\n" + text
	}
	return strings.NewReplacer("{score}", b.Score, "{usual}", b.Usual, "{median}", b.Median,
		"{exercise}", b.Exercise, "{emergency}", b.Emergency).Replace(text)
}

// notices are the short fixed texts.
type notices struct{ footer, firstRun, sessionHeader string }

func (r *reader) card(l *layer, n *yaml.Node) Card {
	var c Card
	r.object(n,
		need("id", "S1", r.id(&c.ID)),
		may("opening", r.text(&c.Opening, maxSection)),
		may("unscored", r.text(&c.Unscored, maxSection)),
		need("text", "the exact wording", r.text(&c.Text, maxSection)),
		may("sources", r.texts(&c.Sources, maxName)),
		may("status", r.text(&c.Status, maxSection)))
	l.cites(r, n, c.Sources, nil)
	return c
}

func (r *reader) notices(n *yaml.Node, to *notices) {
	r.object(n,
		need("footer", "one line", r.text(&to.footer, maxTitle)),
		need("first_run", "a short text", r.text(&to.firstRun, maxSection)),
		need("session_header", "one line", r.text(&to.sessionHeader, maxSection)))
}
