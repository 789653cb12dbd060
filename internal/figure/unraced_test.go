//go:build !race

package figure

const raced = false
