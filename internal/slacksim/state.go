package slacksim

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// values is what is chosen and typed in a message or view: block_id, action_id, then the state as payloads carry it.
type values map[string]map[string]json.RawMessage

func (v values) clone() values {
	c := values{}
	for block, actions := range v {
		c[block] = maps.Clone(actions)
	}
	return c
}

func (v values) set(block, action string, state map[string]any) {
	if v[block] == nil {
		v[block] = map[string]json.RawMessage{}
	}
	v[block][action] = json.RawMessage(encode(state))
}

// take keeps the old values of elements that are still there with the same type.
func (v values) take(old values) {
	for block, actions := range v {
		for action, state := range actions {
			if before := old[block][action]; before != nil && typeOf(before) == typeOf(state) {
				actions[action] = before
			}
		}
	}
}

func typeOf(raw json.RawMessage) string {
	var t struct {
		Type string `json:"type"`
	}
	json.Unmarshal(raw, &t)
	return t.Type
}

// element is one interactive element with the block it is in.
type element struct {
	blockID, actionID, kind string
	def                     map[string]any
	input                   bool // in an input block
	dispatches              bool // its changes are sent at once
	optional                bool
}

// stateful reports whether the element has a value that stays.
func (e element) stateful() bool { return e.kind != "button" && e.kind != "overflow" }

// elementsOf lists the interactive elements of checked blocks, in order.
func elementsOf(blocks []json.RawMessage) []element {
	var all []element
	for _, raw := range blocks {
		var b struct {
			Type      string           `json:"type"`
			BlockID   string           `json:"block_id"`
			Accessory map[string]any   `json:"accessory"`
			Element   map[string]any   `json:"element"`
			Elements  []map[string]any `json:"elements"`
			Dispatch  bool             `json:"dispatch_action"`
			Optional  bool             `json:"optional"`
		}
		if json.Unmarshal(raw, &b) != nil {
			continue
		}
		if b.Type == "card" || b.Type == "carousel" {
			var whole map[string]any
			json.Unmarshal(raw, &whole)
			all = append(all, buttonsIn(whole)...)
			continue
		}
		defs := []map[string]any{b.Accessory, b.Element}
		if b.Type == "actions" {
			defs = b.Elements
		}
		for _, def := range defs {
			action, _ := def["action_id"].(string)
			if action == "" {
				continue
			}
			kind, _ := def["type"].(string)
			input := b.Type == "input"
			all = append(all, element{blockID: b.BlockID, actionID: action, kind: kind, def: def, input: input,
				dispatches: !input || b.Dispatch, optional: b.Optional})
		}
	}
	return all
}

// stateOf is the state the blocks begin with: every stateful element with its initial value or null.
func stateOf(blocks []json.RawMessage) values {
	v := values{}
	for _, e := range elementsOf(blocks) {
		if e.stateful() {
			v.set(e.blockID, e.actionID, e.initial())
		}
	}
	return v
}

// key is the name of the member that holds the element's value.
func (e element) key() string {
	switch e.kind {
	case "static_select", "radio_buttons", "overflow":
		return "selected_option"
	case "multi_static_select", "checkboxes":
		return "selected_options"
	case "datepicker":
		return "selected_date"
	case "timepicker":
		return "selected_time"
	case "conversations_select":
		return "selected_conversation"
	}
	return "value"
}

func (e element) initial() map[string]any {
	from := map[string]string{"selected_option": "initial_option", "selected_options": "initial_options", "selected_date": "initial_date",
		"selected_time": "initial_time", "selected_conversation": "initial_conversation", "value": "initial_value"}[e.key()]
	state := map[string]any{"type": e.kind, e.key(): e.def[from]}
	if e.key() == "selected_options" && e.def[from] == nil {
		state["selected_options"] = []any{}
	}
	if zone, there := e.def["timezone"]; there {
		state["timezone"] = zone
	}
	return state
}

// options are the element's options, groups flattened.
func (e element) options() []map[string]any {
	var all []map[string]any
	add := func(list any) {
		items, _ := list.([]any)
		for _, item := range items {
			if o, ok := item.(map[string]any); ok {
				all = append(all, o)
			}
		}
	}
	add(e.def["options"])
	groups, _ := e.def["option_groups"].([]any)
	for _, g := range groups {
		if group, ok := g.(map[string]any); ok {
			add(group["options"])
		}
	}
	return all
}

func (e element) option(value string) (map[string]any, error) {
	for _, o := range e.options() {
		if o["value"] == value {
			return o, nil
		}
	}
	return nil, fmt.Errorf("slacksim: %s %q has no option %q", e.kind, e.actionID, value)
}

// choose is the element's state after a person set it to these values; none empties it.
func (e element) choose(chosen []string) (map[string]any, error) {
	state := map[string]any{"type": e.kind}
	if zone, there := e.def["timezone"]; there {
		state["timezone"] = zone
	}
	if e.key() == "selected_options" {
		picked := []any{}
		for _, v := range chosen {
			o, err := e.option(v)
			if err != nil {
				return nil, err
			}
			picked = append(picked, o)
		}
		if most, ok := e.def["max_selected_items"].(float64); ok && len(picked) > int(most) {
			return nil, fmt.Errorf("slacksim: %q takes at most %v", e.actionID, most)
		}
		state[e.key()] = picked
		return state, nil
	}
	state[e.key()] = nil
	if len(chosen) == 0 || chosen[0] == "" && e.key() == "value" {
		return state, nil
	}
	if len(chosen) > 1 {
		return nil, fmt.Errorf("slacksim: %s %q takes one value", e.kind, e.actionID)
	}
	state[e.key()] = chosen[0]
	var err error
	switch e.kind {
	case "static_select", "radio_buttons", "overflow":
		state[e.key()], err = e.option(chosen[0])
	case "datepicker":
		_, err = time.Parse(time.DateOnly, chosen[0])
	case "timepicker":
		_, err = time.Parse("15:04", chosen[0])
	}
	return state, err
}

// mistake is what Slack's client says under an input it does not send off; empty when all is well.
func (e element) mistake(state json.RawMessage) string {
	var s map[string]any
	json.Unmarshal(state, &s)
	value := s[e.key()]
	list, isList := value.([]any)
	if value == nil || isList && len(list) == 0 {
		if e.optional {
			return ""
		}
		return "Please complete this required field."
	}
	text, _ := value.(string)
	limit := func(name string) (float64, bool) {
		switch n := e.def[name].(type) {
		case float64:
			return n, true
		case string:
			f, err := strconv.ParseFloat(n, 64)
			return f, err == nil
		}
		return 0, false
	}
	switch e.kind {
	case "plain_text_input":
		n := float64(utf8.RuneCountInString(text))
		if least, ok := limit("min_length"); ok && n < least {
			return fmt.Sprintf("Please enter at least %v characters.", least)
		}
		if most, ok := limit("max_length"); ok && n > most {
			return fmt.Sprintf("Please enter at most %v characters.", most)
		}
	case "number_input":
		f, err := strconv.ParseFloat(text, 64)
		if err == nil && e.def["is_decimal_allowed"] == false && strings.ContainsAny(text, ".eE") {
			err = errors.New("decimal")
		}
		if err != nil {
			return "Please enter a valid number."
		}
		if least, ok := limit("min_value"); ok && f < least {
			return fmt.Sprintf("Please enter a number of at least %v.", least)
		}
		if most, ok := limit("max_value"); ok && f > most {
			return fmt.Sprintf("Please enter a number of at most %v.", most)
		}
	}
	return ""
}

// locate finds the one element with this action_id, in the named block where one is named.
func locate(blocks []json.RawMessage, block, action string) (element, error) {
	all := slices.DeleteFunc(elementsOf(blocks), func(e element) bool {
		return e.actionID != action || block != "" && e.blockID != block
	})
	switch len(all) {
	case 0:
		return element{}, fmt.Errorf("slacksim: no element %q is to be seen there", action)
	case 1:
		return all[0], nil
	}
	return element{}, fmt.Errorf("slacksim: several elements %q; name the block", action)
}
