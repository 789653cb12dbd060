package demo

import (
	"encoding/json"
	"net/url"
)

// A block is one of Slack's blocks, ready for the template.
type block struct {
	Kind      string // header, section, rich_text, context, divider, actions, image, input, data_visualization, carousel; any other is named as not shown
	ID        string
	Level     int
	Text      []span
	Fields    [][]span
	Rich      []rich
	Accessory *element
	Elements  []element
	Label     string
	Hint      string
	Optional  bool
	Error     string
	Chart     chart
	File      string // of a picture: what Slack calls it
	Cards     []card
}

// A card is one of a row.
type card struct {
	File, Alt         string // of its picture
	Title, Line, Body []span
	Buttons           []element
}

// An element is something to press, choose or fill in, or a piece of a context.
type element struct {
	Kind        string // as in Slack: button, static_select, ...; text for the texts of a context
	Key         string // the form field it comes back in: its block and action
	Label       string
	Spoken      string
	Style       string
	URL         string
	Text        []span
	Options     []option
	Placeholder string
	Value       string
	Multiline   bool
	MaxLength   int
}

type option struct {
	Label, Value, About string
	Chosen              bool
}

// block reads one block. What does not decode becomes a block that says so.
func (n names) block(raw json.RawMessage) block {
	var j jsonBlock
	if err := json.Unmarshal(raw, &j); err != nil {
		return block{Kind: "unreadable"}
	}
	if j.Type == "data_visualization" {
		c, ok := readChart(raw)
		if !ok {
			return block{Kind: "chart other than lines"}
		}
		return block{Kind: j.Type, ID: j.ID, Chart: c}
	}
	if j.Type == "card" || j.Type == "carousel" {
		return n.row(raw)
	}
	b := block{Kind: j.Type, ID: j.ID, Level: j.Level, Optional: j.Optional, Label: j.Label.Text, Hint: j.Hint.Text}
	b.Text = n.text(j.Text)
	for _, f := range j.Fields {
		b.Fields = append(b.Fields, n.text(f))
	}
	if j.Accessory != nil {
		e := n.element(j.ID, *j.Accessory)
		b.Accessory = &e
	}
	if j.Element != nil {
		b.Elements = []element{n.element(j.ID, *j.Element)}
	}
	if j.Type == "image" {
		b.Label, b.Text, b.File = j.Alt, n.title(j.Title), j.File.ID
	}
	for _, raw := range j.Elements {
		if j.Type == "rich_text" {
			b.Rich = append(b.Rich, n.rich(raw))
			continue
		}
		var e jsonElement
		if err := json.Unmarshal(raw, &e); err != nil {
			e.Type = "unreadable"
		}
		b.Elements = append(b.Elements, n.element(j.ID, e))
	}
	return b
}

// row is a card, or a row of them.
func (n names) row(raw json.RawMessage) block {
	var j jsonCard
	if err := json.Unmarshal(raw, &j); err != nil {
		return block{Kind: "unreadable"}
	}
	b := block{Kind: "carousel", ID: j.ID}
	all := j.Elements
	if j.Type == "card" {
		all = []jsonCard{j}
	}
	for _, one := range all {
		c := card{Title: n.text(one.Title), Line: n.text(one.Subtitle), Body: n.text(one.Body)}
		if one.Hero != nil {
			c.File, c.Alt = one.Hero.File.ID, one.Hero.Alt
		}
		for _, e := range one.Actions {
			c.Buttons = append(c.Buttons, n.element(one.ID, e))
		}
		b.Cards = append(b.Cards, c)
	}
	return b
}

// title is the title of a picture; a chart's is no object.
func (n names) title(raw json.RawMessage) []span {
	var t jsonText
	if json.Unmarshal(raw, &t) != nil {
		return nil
	}
	return n.text(t)
}

func (n names) text(t jsonText) []span {
	if t.Text == "" {
		return nil
	}
	if t.Type == "mrkdwn" {
		return n.mrkdwn(t.Text)
	}
	return []span{{Kind: "text", Text: t.Text}}
}

func (n names) element(blockID string, j jsonElement) element {
	e := element{
		Kind: j.Type, Key: key(blockID, j.ActionID), Spoken: j.Spoken, Style: j.Style,
		Placeholder: j.Placeholder.Text, Value: j.InitialValue, Multiline: j.Multiline, MaxLength: j.MaxLength,
	}
	switch j.Type {
	case "mrkdwn", "plain_text":
		e.Kind = "text"
		var s string
		if json.Unmarshal(j.Text, &s) == nil {
			e.Text = n.text(jsonText{Type: j.Type, Text: s})
		}
	case "button":
		var t jsonText
		if json.Unmarshal(j.Text, &t) == nil {
			e.Label = t.Text
		}
		if l := link(j.URL, nil); l.Kind == "link" {
			e.URL = l.Href
		}
	case "image":
		e.Label = j.Alt
	}
	options := j.Options
	for _, g := range j.Groups {
		options = append(options, g.Options...)
	}
	for _, o := range options {
		chosen := o.Value == j.InitialOption.Value && j.InitialOption.Text.Text != ""
		for _, i := range j.InitialOptions {
			chosen = chosen || o.Value == i.Value
		}
		e.Options = append(e.Options, option{Label: o.Text.Text, Value: o.Value, About: o.Description.Text, Chosen: chosen})
	}
	return e
}

// key names a form field after an element: block and action may hold any character.
func key(block, action string) string {
	return url.Values{"block": {block}, "action": {action}}.Encode()
}

// parseKey is key backwards; ok is false for a field that is none.
func parseKey(s string) (block, action string, ok bool) {
	v, err := url.ParseQuery(s)
	return v.Get("block"), v.Get("action"), err == nil && v.Has("block") && v.Has("action")
}
