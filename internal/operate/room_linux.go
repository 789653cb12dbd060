package operate

import "syscall"

// diskRoom is how many bytes an ordinary user may still write there, and of how many.
func diskRoom(dir string) (available, all int64, known bool) {
	var s syscall.Statfs_t
	if syscall.Statfs(dir, &s) != nil {
		return 0, 0, false
	}
	return int64(s.Bavail) * int64(s.Bsize), int64(s.Blocks) * int64(s.Bsize), true
}
