package commands

import (
	"maps"
	"slices"
)

// Doings is what everything that can be pressed or submitted does.
func Doings() []string { return slices.Sorted(maps.Keys(doings)) }

// NameOf is the name of the command that the word is one of.
func NameOf(word string) string {
	for _, c := range table {
		if slices.Contains(c.words, word) {
			return c.words[0]
		}
	}
	return ""
}
