package blockkit

import (
	"cmp"
	"slices"

	"github.com/slack-go/slack"

	"catcow/commands"
)

func input(i commands.Input) slack.Block {
	element := slack.NewPlainTextInputBlockElement(nil, Cut(i.ID, mostID))
	if !blank(i.Placeholder) {
		element.Placeholder = plain(i.Placeholder, mostHolder)
	}
	element.Multiline = i.Long
	if i.Most > 0 {
		element.MaxLength = min(i.Most, mostText)
	}
	element.InitialValue = Cut(i.Value, cmp.Or(element.MaxLength, mostText))
	return slack.NewInputBlock(Cut(i.ID, mostID), plain(i.Label, mostQuestion), hint(i.Hint), element).WithOptional(i.Optional)
}

func choice(c commands.Choice) slack.Block {
	element := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, Cut(c.ID, mostID), options(c.Options)...)
	for _, option := range element.Options {
		if c.Chosen != "" && option.Value == c.Chosen {
			element.InitialOption = option
		}
	}
	return slack.NewInputBlock(Cut(c.ID, mostID), plain(c.Label, mostQuestion), hint(c.Hint), element)
}

// choices are boxes to tick where Slack takes that many, and a menu beyond.
func choices(c commands.Choices) slack.Block {
	all := options(c.Options)
	var chosen []*slack.OptionBlockObject
	for _, option := range all {
		if slices.Contains(c.Chosen, option.Value) {
			chosen = append(chosen, option)
		}
	}
	var element slack.BlockElement
	if len(all) <= mostBoxes {
		boxes := slack.NewCheckboxGroupsBlockElement(Cut(c.ID, mostID), all...)
		boxes.InitialOptions = chosen
		element = boxes
	} else {
		menu := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, nil, Cut(c.ID, mostID), all...)
		menu.InitialOptions = chosen
		element = menu
	}
	return slack.NewInputBlock(Cut(c.ID, mostID), plain(c.Label, mostQuestion), hint(c.Hint), element).WithOptional(!c.Some)
}

func hint(text string) *slack.TextBlockObject {
	if blank(text) {
		return nil
	}
	return plain(text, mostQuestion)
}
