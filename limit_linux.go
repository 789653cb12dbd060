package main

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// limitData lets the system refuse the process more than so many bytes of memory besides those
// that it has.
func limitData(bytes uint64) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return
	}
	for line := range strings.Lines(string(status)) {
		words := strings.Fields(line)
		if len(words) != 3 || words[0] != "VmData:" {
			continue
		}
		if has, err := strconv.ParseUint(words[1], 10, 64); err == nil {
			most := has<<10 + bytes
			syscall.Setrlimit(syscall.RLIMIT_DATA, &syscall.Rlimit{Cur: most, Max: most}) // where it can't be had, the time limit is left
		}
	}
}
