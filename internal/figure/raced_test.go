//go:build race

package figure

// raced: the race detector is in this program; drawing, which has no goroutines, takes it minutes.
const raced = true
