package slacksim

import (
	"encoding/json"
	"fmt"
)

// Check is what Slack has against blocks on a surface (message, modal or home): the blocks of a
// message as a JSON list, or a whole view. Every picture counts as uploaded; what the fake does
// not know is a complaint.
func Check(surface string, raw []byte) (complaints []string) {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		return []string{err.Error()}
	}
	c := &checker{surface: surface, file: func(string) bool { return true }, blockIDs: map[string]bool{}}
	c.unknown = func(what string) { c.found = append(c.found, "the fake does not know "+what) }
	c.blockKinds, c.elementKinds = kinds()
	if surface == "message" {
		c.blocks("/blocks", v, 50)
	} else if c.view("/view", v) == nil && c.found == nil {
		return []string{fmt.Sprintf("no view: %.100s", raw)}
	}
	return c.found
}
