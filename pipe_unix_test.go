//go:build unix

package main

import (
	"syscall"
	"testing"
)

// pipe is a FIFO, from which nothing ever comes.
func pipe(t *testing.T, path string) {
	t.Helper()
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
}
