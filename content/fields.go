package content

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// value reads the node that belongs to a key.
type value func(key string, n *yaml.Node)

// key is one key of a mapping and how its value is read.
type key struct {
	name string
	hint string // what to write when a required key is missing; empty: optional
	read value
}

func need(name, hint string, read value) key { return key{name, hint, read} }
func may(name string, read value) key        { return key{name, "", read} }

// object reads a mapping: every key must be known, every required one present.
func (r *reader) object(n *yaml.Node, keys ...key) {
	if n.Kind != yaml.MappingNode {
		r.problem(n.Line, "must be keys and values, such as %q", keys[0].name+": ...")
		return
	}
	names := make([]string, len(keys))
	known := map[string]key{}
	for i, k := range keys {
		names[i], known[k.name] = k.name, k
	}
	given := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name := n.Content[i].Value
		k, ok := known[name]
		if !ok {
			if near := Near(name, names); len(near) > 0 {
				r.problem(n.Content[i].Line, "unknown key %q: write %q", name, near[0])
				given[near[0]] = true
			} else {
				r.problem(n.Content[i].Line, "unknown key %q: the keys are %s", name, strings.Join(names, ", "))
			}
			continue
		}
		given[name] = true
		k.read(name, n.Content[i+1])
	}
	for _, k := range keys {
		if k.hint != "" && !given[k.name] {
			r.problem(n.Line, "%q is missing: add %s: %s", k.name, k.name, k.hint)
		}
	}
}

// items reads a list, entry by entry.
func (r *reader) items(each value) value {
	return func(key string, n *yaml.Node) {
		if n.Kind != yaml.SequenceNode {
			r.problem(n.Line, "%q must be a list: write [one, another], or a line with - for each", key)
			return
		}
		for _, c := range n.Content {
			each(key, c)
		}
	}
}

func (r *reader) text(to *string, max int) value {
	return func(key string, n *yaml.Node) {
		s := strings.TrimSpace(n.Value)
		switch {
		case n.Kind != yaml.ScalarNode:
			r.problem(n.Line, "%q must be text", key)
		case n.Tag == "!!null" || s == "":
			r.problem(n.Line, "%q is empty: write a text", key)
		case n.Tag != "!!str" && n.Tag != "!!timestamp":
			r.problem(n.Line, "%q must be text: put %s in quotes", key, s)
		case utf8.RuneCountInString(s) > max:
			r.problem(n.Line, "%q has %d characters, at most %d fit", key, utf8.RuneCountInString(s), max)
		default:
			*to = s
		}
	}
}

func (r *reader) texts(to *[]string, max int) value {
	return r.items(func(key string, n *yaml.Node) {
		var s string
		if r.text(&s, max)(key, n); s != "" {
			*to = append(*to, s)
		}
	})
}

// filled is texts with at least one entry.
func (r *reader) filled(to *[]string, max int) value {
	return func(key string, n *yaml.Node) {
		if n.Kind == yaml.SequenceNode && len(n.Content) == 0 {
			r.problem(n.Line, "%q is empty: write at least one", key)
			return
		}
		r.texts(to, max)(key, n)
	}
}

// words is a list of words out of a fixed vocabulary.
func (r *reader) words(to *[]string, list value, vocabulary []string) value {
	return func(key string, n *yaml.Node) {
		before := len(r.problems)
		list(key, n)
		if len(r.problems) > before {
			return
		}
		for i, word := range *to {
			if key == "where" { // may say more in brackets: desk (corridor)
				word, _, _ = strings.Cut(word, " (")
			}
			r.oneOf(key, word, n.Content[i].Line, vocabulary)
		}
	}
}

func (r *reader) oneOf(key, word string, line int, vocabulary []string) {
	if slices.Contains(vocabulary, word) {
		return
	}
	if near := Near(word, vocabulary); len(near) > 0 {
		r.problem(line, "%q has an unknown word %q: write %q", key, word, near[0])
		return
	}
	r.problem(line, "%q has an unknown word %q: the words are %s", key, word, strings.Join(vocabulary, ", "))
}

func (r *reader) yes(to *bool) value {
	return func(key string, n *yaml.Node) {
		if n.Kind != yaml.ScalarNode || n.Tag != "!!bool" {
			r.problem(n.Line, "%q must be true or false", key)
			return
		}
		*to = n.Value[0] == 't' || n.Value[0] == 'T'
	}
}

func (r *reader) whole(to *int, min, max int) value {
	return func(key string, n *yaml.Node) {
		i, err := strconv.Atoi(n.Value)
		if n.Kind != yaml.ScalarNode || n.Tag != "!!int" || err != nil || i < min || i > max {
			r.problem(n.Line, "%q must be a whole number from %d to %d", key, min, max)
			return
		}
		*to = i
	}
}

// maxCoordinate bounds the numbers of a picture; its unit is percent of
// standing height, or degrees.
const maxCoordinate = 360

func (r *reader) number(to *float64) value {
	return func(key string, n *yaml.Node) {
		f, err := strconv.ParseFloat(n.Value, 64)
		if n.Kind != yaml.ScalarNode || err != nil || math.IsNaN(f) || math.Abs(f) > maxCoordinate {
			r.problem(n.Line, "%q must be a number from -%d to %d", key, maxCoordinate, maxCoordinate)
			return
		}
		*to = f
	}
}
