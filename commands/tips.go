package commands

import (
	"catcow/content"
)

// tips is the list of tip cards, or those on a topic.
func (t *talk) tips(topic string) (Reply, error) {
	if topic == "" {
		var lines List
		for _, tip := range t.library.Tips() {
			lines = append(lines, "*"+tip.Title+"*: "+firstSentence(tip.Text))
		}
		parts := []Part{Heading("Tips for a stiff back")}
		for _, line := range t.library.Framing().Prevention {
			parts = append(parts, Text(line.Text))
		}
		return Reply{Message: Message{Parts: append(parts, lines, Actions{t.tipMenu()}, Note(t.library.Footer()))}}, nil
	}
	found, ok := t.library.Tip(topic)
	if !ok {
		return Reply{Message: Message{Parts: []Part{
			Text("I have no tip on “" + Plain(clip(topic, 60)) + "”. Take one of these, or type `/stretch tips` for all of them."),
			Actions{t.tipMenu()},
		}}}, nil
	}
	var parts []Part
	for i, tip := range found {
		if i > 0 {
			parts = append(parts, Divider{})
		}
		parts = append(parts, t.tipParts(tip)...)
	}
	return Reply{Message: Message{Parts: append(parts, Actions{t.tipMenu()}, Note(t.library.Footer()))}, Keep: "tip/" + content.Normal(topic)}, nil
}

// tip is one card, taken from the menu.
func (t *talk) tip() (Reply, error) {
	reply, err := t.tips(t.r.Value)
	return reply.unless(t.r), err
}

func (t *talk) tipMenu() Menu {
	menu := Menu{Do: "tip", Label: "Read a tip…"}
	for _, tip := range t.library.Tips() {
		menu.Options = append(menu.Options, Option{Label: clip(tip.Title, 75), Value: tip.ID})
	}
	return menu
}

func (t *talk) tipParts(tip content.Tip) []Part {
	parts := []Part{Heading(tip.Title), Text(tip.Text)}
	if tip.If != "" {
		parts = append(parts, Text(tip.If))
	}
	if tip.Line != "" {
		parts = append(parts, Text("*What the physical therapists say:* "+tip.Line))
	}
	if tip.Note != "" {
		parts = append(parts, Text("*How sure is that?* "+tip.Note))
	}
	if line := t.sourceLine(tip.Sources); line != "" {
		parts = append(parts, Note(line))
	}
	return parts
}
