// Package blockkit gives a commands.Message its look: once as Slack's blocks,
// once as the complete plain text that notifications and screen readers get. It
// holds every limit of Slack's.
package blockkit

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"catcow/commands"
)

// Slack's limits, from its Block Kit reference; in UTF-16 units, the strictest
// way to count characters.
const (
	mostBlocks   = 50 // of a message; a form may have twice as many
	mostText     = 3000
	mostHeading  = 150
	mostField    = 2000
	mostNote     = 2000
	mostFields   = 10
	mostActions  = 25
	mostOptions  = 100
	mostBoxes    = 10 // options that are all in sight
	mostLabel    = 75
	mostValue    = 2000
	mostOption   = 75 // of an option's value
	mostQuestion = 2000
	mostHolder   = 150
	mostTitle    = 24
	mostID       = 255
	mostMetadata = 3000
	mostSpans    = 500 // stretches of style in one item of a list; Slack names no limit
)

// Blocks is the message as Slack's blocks, at most 50. What does not fit is
// joined first and cut last; Text has it all.
func Blocks(m commands.Message) []slack.Block {
	return fit(m.Parts, mostBlocks, renderer{})
}

// View is the form as a modal.
func View(f commands.Form) slack.ModalViewRequest {
	view := slack.ModalViewRequest{
		Type:            slack.VTModal,
		Title:           plain(f.Title, mostTitle),
		Close:           plain("Close", mostTitle),
		CallbackID:      Cut(f.Do, mostID),
		PrivateMetadata: Cut(string(f.From)+"|"+f.Value, mostMetadata),
		Blocks:          slack.Blocks{BlockSet: fit(f.Parts, 2*mostBlocks, renderer{form: true})},
		NotifyOnClose:   f.Pace.After > 0,
	}
	submit := f.Submit
	for _, block := range view.Blocks.BlockSet {
		if block.BlockType() == slack.MBTInput && submit == "" {
			submit = "Save" // Slack refuses fields without a button below
		}
	}
	if submit != "" {
		view.Submit = plain(submit, mostTitle)
	}
	return view
}

// Metadata is the inverse of what View makes of where a form was opened and its value.
func Metadata(text string) (from, value string) {
	from, value, _ = strings.Cut(text, "|")
	return from, value
}

// Do is what an element does, read back from its action_id.
func Do(actionID string) string {
	if i := strings.LastIndexByte(actionID, '/'); i >= 0 {
		return actionID[:i]
	}
	return actionID
}

// fit renders the parts, and joins them when they are too many.
func fit(parts []commands.Part, most int, r renderer) []slack.Block {
	blocks := render(parts, r)
	if len(blocks) > most {
		blocks = render(join(parts), r)
	}
	return blocks[:min(len(blocks), most)]
}

// join makes one text of all that is said, and one row of all that can be
// pressed; fields stay.
func join(parts []commands.Part) []commands.Part {
	var said []string
	var pressed commands.Actions
	var rest []commands.Part
	for _, part := range parts {
		switch p := part.(type) {
		case commands.Actions:
			pressed = append(pressed, p...)
		case commands.Input, commands.Choice, commands.Choices:
			rest = append(rest, p)
		case commands.Divider, commands.Picture:
		case commands.Cards:
			for _, part := range listed(p) {
				if row, ok := part.(commands.Actions); ok {
					pressed = append(pressed, row...)
				} else {
					said = append(said, mrkdwnOf(part))
				}
			}
		default:
			said = append(said, mrkdwnOf(p))
		}
	}
	return append(append([]commands.Part{commands.Text(strings.Join(said, "\n"))}, rest...), pressed)
}

// A renderer counts what has to differ within one message.
type renderer struct {
	form    bool
	home    bool // there is no text beside the blocks: they say all of it
	blocks  []slack.Block
	actions int
	charts  int
}

func render(parts []commands.Part, r renderer) []slack.Block {
	r.blocks = []slack.Block{}
	for _, part := range parts {
		r.part(part)
	}
	return r.blocks
}

func (r *renderer) add(b slack.Block) { r.blocks = append(r.blocks, b) }

func (r *renderer) part(part commands.Part) {
	switch p := part.(type) {
	case commands.Heading:
		if !blank(string(p)) {
			r.add(slack.NewHeaderBlock(plain(string(p), mostHeading)))
		}
	case commands.Text:
		for _, piece := range split(string(p), mostText) {
			r.add(slack.NewSectionBlock(mrkdwn(piece), nil, nil))
		}
	case commands.Steps:
		r.list(slack.RTEListOrdered, p)
	case commands.List:
		r.list(slack.RTEListBullet, p)
	case commands.Facts:
		r.facts(p)
	case commands.Quote:
		r.quote(string(p))
	case commands.Note:
		for _, piece := range split(string(p), mostNote) {
			r.add(slack.NewContextBlock("", mrkdwn(piece)))
		}
	case commands.Divider:
		r.add(slack.NewDividerBlock())
	case commands.Actions:
		r.row(p)
	case commands.Chart:
		r.chart(p)
	case commands.Days:
		r.days(p)
	case commands.Picture:
		r.picture(p)
	case commands.Cards:
		r.cards(p)
	case commands.Input:
		if r.form {
			r.add(input(p))
		}
	case commands.Choice:
		if r.form && len(p.Options) > 0 {
			r.add(choice(p))
		}
	case commands.Choices:
		if r.form && len(p.Options) > 0 {
			r.add(choices(p))
		}
	}
}

func (r *renderer) facts(facts commands.Facts) {
	var fields []*slack.TextBlockObject
	for _, f := range facts {
		if text := factOf(f); !blank(text) {
			fields = append(fields, mrkdwn(Cut(text, mostField)))
		}
	}
	for len(fields) > 0 {
		n := min(len(fields), mostFields)
		r.add(slack.NewSectionBlock(nil, fields[:n], nil))
		fields = fields[n:]
	}
}

func (r *renderer) row(actions commands.Actions) {
	var elements []slack.BlockElement
	for _, action := range actions {
		switch a := action.(type) {
		case commands.Button:
			elements = append(elements, r.button(a))
		case commands.Menu:
			if len(a.Options) > 0 {
				elements = append(elements, r.menu(a))
			}
		}
	}
	for len(elements) > 0 {
		n := min(len(elements), mostActions)
		r.add(slack.NewActionBlock("", elements[:n]...))
		elements = elements[n:]
	}
}

// id is an action_id: what it does, and a number that no other has.
func (r *renderer) id(do string) string {
	n := strconv.Itoa(r.actions)
	r.actions++
	return Cut(do, mostID-len(n)-1) + "/" + n
}

func (r *renderer) button(b commands.Button) slack.BlockElement {
	element := slack.NewButtonBlockElement(r.id(b.Do), Cut(b.Value, mostValue), plain(b.Label, mostLabel))
	element.AccessibilityLabel = Cut(b.Spoken, mostLabel)
	switch {
	case b.Danger:
		element.Style = slack.StyleDanger
	case b.Primary:
		element.Style = slack.StylePrimary
	}
	return element
}

func (r *renderer) menu(m commands.Menu) slack.BlockElement {
	return slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, plain(m.Label, mostHolder), r.id(m.Do), options(m.Options)...)
}

func options(all []commands.Option) []*slack.OptionBlockObject {
	var objects []*slack.OptionBlockObject
	for _, o := range all[:min(len(all), mostOptions)] {
		objects = append(objects, slack.NewOptionBlockObject(Cut(orDash(o.Value), mostOption), plain(o.Label, mostLabel), nil))
	}
	return objects
}

func mrkdwn(text string) *slack.TextBlockObject {
	return &slack.TextBlockObject{Type: slack.MarkdownType, Text: text}
}

func plain(text string, most int) *slack.TextBlockObject {
	return &slack.TextBlockObject{Type: slack.PlainTextType, Text: Cut(orDash(text), most)}
}

// orDash keeps a place that Slack does not let be empty.
func orDash(text string) string {
	if blank(text) {
		return "-"
	}
	return text
}

func blank(text string) bool { return strings.TrimSpace(text) == "" }
