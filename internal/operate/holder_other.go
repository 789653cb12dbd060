//go:build !linux

package operate

// Holder is not known here: the system does not tell who holds a lock.
func Holder(string) (pid int, known bool) { return 0, false }
