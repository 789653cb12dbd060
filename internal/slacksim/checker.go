package slacksim

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// checker collects what is wrong with one payload. Every complaint is worded as Slack words it, where that is known:
// the text, then where it is as a JSON pointer.
type checker struct {
	surface  string // message, modal or home
	refused  []string
	unknown  func(string)
	file     func(id string) bool // it is there, and was processed
	found    []string
	blockIDs map[string]bool
	inputs   []string
	focus    int
	charts   int

	blockKinds, elementKinds map[string]kind
}

func (s *Server) newChecker(surface string) *checker {
	c := &checker{surface: surface, refused: s.Faults.RefuseBlocks, unknown: s.unknown, file: s.fileReady, blockIDs: map[string]bool{}}
	c.blockKinds, c.elementKinds = kinds()
	return c
}

func (c *checker) fail(at, format string, args ...any) {
	c.found = append(c.found, fmt.Sprintf(format, args...)+" [json-pointer:"+at+"]")
}

// object takes v for an object with these members and no others; allowed and required are separated by spaces.
func (c *checker) object(at string, v any, required, allowed string) map[string]any {
	m, ok := v.(map[string]any)
	if !ok {
		c.fail(at, "must provide an object")
		return nil
	}
	for name := range strings.FieldsSeq(required) {
		if m[name] == nil {
			c.fail(at, "missing required field: %s", name)
		}
	}
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if name != "type" && !word(required, name) && !word(allowed, name) {
			c.fail(at, "invalid additional property: %s", name)
		}
	}
	return m
}

// text takes a member for a string of low to high characters; an absent one is left to object.
func (c *checker) text(at string, m map[string]any, name string, low, high int) string {
	v, there := m[name]
	if !there || v == nil {
		return ""
	}
	at += "/" + name
	text, ok := v.(string)
	if !ok {
		c.fail(at, "must provide a string")
		return ""
	}
	c.length(at, text, low, high)
	return text
}

func (c *checker) length(at, text string, low, high int) {
	n := len([]rune(text))
	if n < low {
		c.fail(at, "must be more than %d characters", low-1)
	}
	if n > high {
		c.fail(at, "must be less than %d characters", high+1)
	}
}

func (c *checker) flags(at string, m map[string]any, names ...string) {
	for _, name := range names {
		if v, there := m[name]; there {
			if _, ok := v.(bool); !ok {
				c.fail(at+"/"+name, "must provide a boolean")
			}
		}
	}
}

// number takes a member for a whole number from low to high.
func (c *checker) number(at string, m map[string]any, name string, low, high int) {
	v, there := m[name]
	if !there {
		return
	}
	n, ok := v.(float64)
	switch {
	case !ok || n != math.Trunc(n):
		c.fail(at+"/"+name, "must provide an integer")
	case n < float64(low):
		c.fail(at+"/"+name, "must be greater than %d", low-1)
	case n > float64(high):
		c.fail(at+"/"+name, "must be less than %d", high+1)
	}
}

// list takes a member for a list of low to high items; an absent one is left to object.
func (c *checker) list(at string, m map[string]any, name string, low, high int) []any {
	v, there := m[name]
	if !there || v == nil {
		return nil
	}
	at += "/" + name
	list, ok := v.([]any)
	if !ok {
		c.fail(at, "must provide an array")
		return nil
	}
	if len(list) < low {
		c.fail(at, "no fewer than %d items allowed", low)
	}
	if len(list) > high {
		c.fail(at, "no more than %d items allowed", high)
	}
	return list
}

func (c *checker) oneOf(at string, m map[string]any, name string, allowed ...string) {
	if v, there := m[name]; there {
		if text, ok := v.(string); !ok || !slices.Contains(allowed, text) {
			c.fail(at+"/"+name, "must be a valid enum value")
		}
	}
}

// words takes a member for a text object; kind is plain_text, or "" for either.
func (c *checker) words(at string, m map[string]any, name, kind string, high int) {
	if v, there := m[name]; there && v != nil {
		c.textObject(at+"/"+name, v, kind, high)
	}
}

func (c *checker) textObject(at string, v any, kind string, high int) {
	t := c.object(at, v, "type text", "emoji verbatim")
	if t == nil {
		return
	}
	is, _ := t["type"].(string)
	if is != "plain_text" && (is != "mrkdwn" || kind == "plain_text") {
		c.unsupported(at, is)
		return
	}
	c.text(at, t, "text", 1, high)
	c.flags(at, t, "emoji", "verbatim")
	if _, there := t["emoji"]; there && is == "mrkdwn" {
		c.fail(at, "invalid additional property: emoji")
	}
	if _, there := t["verbatim"]; there && is == "plain_text" {
		c.fail(at, "invalid additional property: verbatim")
	}
}

func (c *checker) unsupported(at, kind string) {
	c.fail(at+"/type", "unsupported type: %s", kind)
}
