package slacksim

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
)

// viewDefinition is a checked view.
type viewDefinition struct {
	Title           json.RawMessage   `json:"title"`
	Submit          json.RawMessage   `json:"submit"`
	Close           json.RawMessage   `json:"close"`
	Blocks          []json.RawMessage `json:"blocks"`
	PrivateMetadata string            `json:"private_metadata"`
	CallbackID      string            `json:"callback_id"`
	ExternalID      string            `json:"external_id"`
	ClearOnClose    bool              `json:"clear_on_close"`
	NotifyOnClose   bool              `json:"notify_on_close"`
}

// checkBlocks checks the blocks of a message, and returns them as Slack keeps them. Both results are nil where the text
// is no JSON list.
func (s *Server) checkBlocks(raw string) (blocks []json.RawMessage, found []string) {
	var list []any
	if json.Unmarshal([]byte(raw), &list) != nil {
		return nil, nil
	}
	c := s.newChecker("message")
	c.blocks("/blocks", list, 50)
	if c.found != nil {
		return nil, c.found
	}
	return kept(list), nil
}

// checkView checks a view's definition, and returns it as Slack keeps it.
func (s *Server) checkView(raw, kind string) (def viewDefinition, found []string) {
	var v any
	if json.Unmarshal([]byte(raw), &v) != nil {
		return def, []string{"must provide an object [json-pointer:/view]"}
	}
	c := s.newChecker(kind)
	m := c.view("/view", v)
	if c.found != nil {
		return def, c.found
	}
	blocks := m["blocks"].([]any)
	m["blocks"] = kept(blocks)
	for _, k := range []string{"title", "submit", "close"} {
		fill(m[k])
	}
	if err := json.Unmarshal([]byte(encode(m)), &def); err != nil {
		panic(err) // unreachable: it was checked
	}
	return def, nil
}

// kept is blocks as Slack keeps and returns them: with ids and flags that were left out.
func kept(list []any) []json.RawMessage {
	out := make([]json.RawMessage, len(list))
	for i, b := range list {
		block := b.(map[string]any)
		if block["block_id"] == nil || block["block_id"] == "" {
			block["block_id"] = rand.Text()[:5]
		}
		nameCards(block)
		fill(block)
		out[i] = json.RawMessage(encode(block))
	}
	return out
}

// interactive are the elements that have an action_id.
const interactive = inInput + " button overflow"

// fill adds what Slack adds: action_id, emoji and verbatim.
func fill(v any) {
	switch v := v.(type) {
	case []any:
		for _, item := range v {
			fill(item)
		}
	case map[string]any:
		kind, _ := v["type"].(string)
		_, isText := v["text"].(string)
		switch {
		case kind == "plain_text" && isText && v["emoji"] == nil:
			v["emoji"] = true
		case kind == "mrkdwn" && isText && v["verbatim"] == nil:
			v["verbatim"] = false
		case word(interactive, kind) && (v["action_id"] == nil || v["action_id"] == ""):
			v["action_id"] = rand.Text()[:5]
		case kind == "rich_text":
			return
		}
		for _, item := range v {
			fill(item)
		}
	}
}

// view checks a modal or a Home tab.
func (c *checker) view(at string, v any) map[string]any {
	if m, ok := v.(map[string]any); ok && m["type"] != nil && m["type"] != c.surface {
		c.unsupported(at, fmt.Sprint(m["type"]))
		return nil
	}
	required, allowed := "type blocks", "private_metadata callback_id external_id"
	if c.surface == "modal" {
		required += " title"
		allowed += " submit close clear_on_close notify_on_close submit_disabled"
	}
	m := c.object(at, v, required, allowed)
	if m == nil {
		return nil
	}
	for _, name := range []string{"title", "submit", "close"} {
		c.words(at, m, name, "plain_text", 24)
	}
	c.text(at, m, "private_metadata", 0, 3000)
	c.text(at, m, "callback_id", 0, 255)
	c.text(at, m, "external_id", 0, 255)
	c.flags(at, m, "clear_on_close", "notify_on_close", "submit_disabled")
	c.blocks(at+"/blocks", m["blocks"], 100)
	if c.surface == "modal" && m["submit"] == nil && len(c.inputs) > 0 {
		c.fail(c.inputs[0], "must define `submit` to use an `input` block in modals")
	}
	return m
}

func (c *checker) blocks(at string, v any, most int) {
	if v == nil {
		return // object has complained
	}
	list, ok := v.([]any)
	if !ok {
		c.fail(at, "must provide an array")
		return
	}
	if len(list) > most {
		c.fail(at, "no more than %d items allowed", most)
		return
	}
	for i, b := range list {
		c.block(fmt.Sprintf("%s/%d", at, i), b)
	}
}

func (c *checker) block(at string, v any) {
	m, ok := v.(map[string]any)
	if !ok {
		c.fail(at, "must provide an object")
		return
	}
	kind, _ := m["type"].(string)
	check, known := c.blockKinds[kind]
	switch {
	case m["type"] == nil:
		c.fail(at, "missing required field: type")
		return
	case !known:
		if !slices.Contains(c.refused, kind) {
			c.unknown("block type " + kind)
		}
		c.unsupported(at, kind)
		return
	case slices.Contains(c.refused, kind), !check.on(c.surface):
		c.unsupported(at, kind)
		return
	}
	if id := c.text(at, m, "block_id", 0, 255); id != "" {
		if c.blockIDs[id] {
			c.fail(at+"/block_id", "`block_id` %q already exists", id)
		}
		c.blockIDs[id] = true
	}
	check.run(c, at, c.object(at, m, check.required, check.allowed+" block_id"))
}

// within checks the elements of one block: known, in place, and with different action_ids.
func (c *checker) within(places []string, vs []any, kinds string) {
	seen := map[string]bool{}
	for i, v := range vs {
		at := places[i]
		m, ok := v.(map[string]any)
		if !ok {
			c.fail(at, "must provide an object")
			continue
		}
		kind, _ := m["type"].(string)
		check, known := c.elementKinds[kind]
		switch {
		case m["type"] == nil:
			c.fail(at, "missing required field: type")
			continue
		case !known:
			c.unknown("element type " + kind)
			c.unsupported(at, kind)
			continue
		case !word(kinds, kind) || !check.on(c.surface):
			c.unsupported(at, kind)
			continue
		}
		if id := c.text(at, m, "action_id", 0, 255); id != "" {
			if seen[id] {
				c.fail(at+"/action_id", "`action_id` %q already exists", id)
			}
			seen[id] = true
		}
		allowed := check.allowed
		if word(interactive, kind) {
			allowed += " action_id"
		}
		c.object(at, m, check.required, allowed)
		c.flags(at, m, "focus_on_load")
		if m["focus_on_load"] == true {
			if c.focus++; c.focus > 1 {
				c.fail(at+"/focus_on_load", "only one element may have `focus_on_load`")
			}
		}
		c.words(at, m, "placeholder", "plain_text", 150)
		c.confirm(at, m)
		check.run(c, at, m)
	}
}
