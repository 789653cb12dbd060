package commands

import (
	"maps"
	"slices"
)

// Doings is what everything that can be pressed or submitted does.
func Doings() []string { return slices.Sorted(maps.Keys(doings)) }
