//go:build !linux

package bolt

// sortOf knows nothing here: each system has names of its own for its file systems.
func sortOf(string) string { return "" }
