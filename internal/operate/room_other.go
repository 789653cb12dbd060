//go:build !linux

package operate

// diskRoom is not known here: the standard library has no way to ask for it.
func diskRoom(string) (available, all int64, known bool) { return 0, 0, false }
