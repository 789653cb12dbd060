package commands

import (
	"slices"
	"strings"

	"catcow/content"
)

// called is what people call the fields of the settings when they type; a field without a
// name here is called by its id.
var called = map[string][]string{
	"place":    {"place", "where"},
	"avoid":    {"avoid", "movements"},
	"only":     {"only", "show me only"},
	"workdays": {"workdays", "days"},
	"ends":     {"working day ends at", "ends at", "ends"},
	"scale":    {"check ins by", "scale"},
	"pain":     {"ask about pain", "pain"},
	"checkins": {"keep check ins for", "keep check ins"},
	"sessions": {"keep sessions for", "keep sessions"},
	"streak":   {"show my streak", "streak"},
	"named":    {"show my name", "my name", "name"},
	"follows":  {"take days off from the channel", "days off"},
}

// settingTyped is a field of the settings, typed: "settings place floor", "settings avoid
// kneeling, balance". It is the form with one line filled in.
func (t *talk) settingTyped(text string) (Reply, error) {
	reply, err := t.settingsForm()
	if err != nil {
		return Reply{}, err
	}
	said := compared(text)
	var names []string
	for _, part := range reply.Form.Parts {
		id, label, options, many := fieldOf(part)
		if id == "" {
			continue
		}
		words := called[id]
		if words == nil {
			words = []string{id}
		}
		names = append(names, words[0])
		for _, word := range append(slices.Clone(words), id, compared(label)) {
			rest, ok := strings.CutPrefix(said+" ", word+" ")
			if !ok {
				continue
			}
			value, unknown := chosen(options, strings.TrimSpace(rest), many)
			if unknown != "" {
				return Reply{}, &Problem{Text: "I don't know “" + Plain(clip(unknown, 60)) + "” there, so nothing was changed. It takes: " + Plain(clip(strings.Join(labelled(options), "; "), 300)) + "."}
			}
			t.r.Fields = map[string]string{id: value}
			set, err := t.set()
			for _, wrong := range set.Errors {
				return Reply{}, &Problem{Text: wrong}
			}
			return set, err
		}
	}
	return Reply{}, &Problem{Text: "I don't know that setting. There are: " + strings.Join(names, ", ") + ". Such as `/stretch settings place floor`; `/stretch settings` shows how they are."}
}

// fieldOf is what can be set in a line of a form; "": nothing.
func fieldOf(part Part) (id, label string, options []Option, many bool) {
	switch p := part.(type) {
	case Choice:
		return p.ID, p.Label, p.Options, false
	case Choices:
		return p.ID, p.Label, p.Options, true
	}
	return "", "", nil, false
}

// compared is a text as it is compared: the words alone.
func compared(text string) string {
	return strings.Join(strings.FieldsFunc(content.Normal(text), func(r rune) bool { return strings.ContainsRune(" ?!.,", r) }), " ")
}

// chosen finds options by their value, their label or a clear part of it; of many, with
// commas or "and" between, or none. unknown is what is no option, or no clear one.
func chosen(options []Option, said string, many bool) (value, unknown string) {
	if many && slices.Contains([]string{"", "none", "nothing", "off"}, said) {
		return "", ""
	}
	var values []string
	for len(said) > 0 {
		found, rest := longest(options, said)
		if found == "" {
			return "", said
		}
		values = append(values, found)
		said = strings.TrimPrefix(strings.TrimSpace(rest), "and ")
		if !many && said != "" {
			return "", said
		}
	}
	if len(values) == 0 {
		return "", "nothing"
	}
	return strings.Join(values, ","), ""
}

// longest is the option that most of the beginning of the text names, and what is left of it.
func longest(options []Option, said string) (value, rest string) {
	words := strings.Fields(said)
	for n := len(words); n > 0; n-- {
		head := strings.Join(words[:n], " ")
		var whole, part []string
		for _, o := range options {
			label := compared(o.Label)
			switch {
			case head == compared(o.Value) || head == label || head == strings.Join(strings.Fields(yesNo[o.Value]), " "):
				whole = append(whole, o.Value)
			case strings.Contains(" "+label+" ", " "+head+" ") || strings.HasPrefix(label, head) && len(head) > 2:
				part = append(part, o.Value)
			}
		}
		if len(whole) == 0 {
			whole = part
		}
		if len(whole) == 1 {
			return whole[0], strings.Join(words[n:], " ")
		}
	}
	return "", said
}

// yesNo is what else a yes and a no may be called.
var yesNo = map[string]string{"yes": "on", "no": "off"}

func labelled(options []Option) (all []string) {
	for _, o := range options {
		all = append(all, o.Label)
	}
	return all
}
