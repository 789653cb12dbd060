package commands

import (
	"slices"
	"strings"
)

// one is what was taken of the options; now where nothing that they offer was.
func (t *talk) one(id string, options []Option, now string) string {
	value := t.r.Fields[id]
	if slices.ContainsFunc(options, func(o Option) bool { return o.Value == value }) {
		return value
	}
	return now
}

// several is one for any number of options, in their order; they come joined by commas.
func (t *talk) several(id string, options []Option, now []string) []string {
	text, asked := t.r.Fields[id]
	if !asked {
		return now
	}
	values := strings.Split(text, ",")
	var taken []string
	for _, o := range options {
		if slices.Contains(values, o.Value) {
			taken = append(taken, o.Value)
		}
	}
	if taken == nil && text != "" {
		return now
	}
	return taken
}

func labelOf(options []Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return value
}

func labelsOf(options []Option, values []string) []string {
	var labels []string
	for _, v := range values {
		labels = append(labels, labelOf(options, v))
	}
	return labels
}

func orNone(labels []string) string {
	if len(labels) == 0 {
		return "none"
	}
	return strings.Join(labels, ", ")
}

func orUsual(value, usual string) string {
	if value == "" {
		return usual
	}
	return value
}

func unlessUsual(value, usual string) string {
	if value == usual {
		return ""
	}
	return value
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

func shownOrHidden(shown bool) string {
	return map[bool]string{true: "shown", false: "hidden"}[shown]
}
