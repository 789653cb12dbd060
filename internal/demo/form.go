package demo

import (
	"encoding/json"
	"net/url"
	"slices"

	"catcow/internal/slacksim"
)

// A form is a modal of Slack.
type form struct {
	ID, Title, Submit, Close, Failure string
	Blocks                            []block
}

func (n names) form(v *slacksim.View) form {
	f := form{ID: v.ID, Title: v.Title, Submit: v.Submit, Close: v.Close, Failure: v.Failure}
	if f.Close == "" {
		f.Close = "Close"
	}
	for _, raw := range v.Blocks {
		b := n.block(raw)
		b.Error = v.Errors[b.ID]
		for i := range b.Elements {
			_, action, _ := parseKey(b.Elements[i].Key)
			if state := v.Values[b.ID][action]; state != nil {
				b.Elements[i].fill(state)
			}
		}
		f.Blocks = append(f.Blocks, b)
	}
	return f
}

// fill shows what is in a field already.
func (e *element) fill(state json.RawMessage) {
	var now struct {
		Value   *string      `json:"value"`
		Option  *jsonOption  `json:"selected_option"`
		Options []jsonOption `json:"selected_options"`
	}
	if json.Unmarshal(state, &now) != nil {
		return
	}
	if now.Value != nil {
		e.Value = *now.Value
	}
	if now.Option != nil {
		now.Options = append(now.Options, *now.Option)
	}
	if now.Options == nil {
		return
	}
	for i, o := range e.Options {
		e.Options[i].Chosen = slices.ContainsFunc(now.Options, func(c jsonOption) bool { return c.Value == o.Value })
	}
}

// filled is what a browser sent of a form's fields, as the fake Slack takes it. A field left empty empties it.
func (f form) filled(sent url.Values) map[string]map[string]any {
	all := map[string]map[string]any{}
	for _, b := range f.Blocks {
		for _, e := range b.Elements {
			_, action, _ := parseKey(e.Key)
			if b.Kind != "input" || action == "" {
				continue
			}
			if all[b.ID] == nil {
				all[b.ID] = map[string]any{}
			}
			if e.Kind == "plain_text_input" {
				all[b.ID][action] = sent.Get(e.Key)
			} else {
				all[b.ID][action] = slices.DeleteFunc(slices.Clone(sent[e.Key]), func(s string) bool { return s == "" })
			}
		}
	}
	return all
}
