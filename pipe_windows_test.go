package main

import (
	"os"
	"testing"
)

// pipe is a directory: Windows has no pipes among its files.
func pipe(t *testing.T, path string) {
	t.Helper()
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Skip("there are no pipes among files here; a directory is refused in TestMistakesAtStart")
}
