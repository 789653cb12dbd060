package operate

import (
	"os"
	"path/filepath"
)

// mostBytes is the most that a database may grow to, as storage/bolt has it.
const mostBytes = 1 << 30

// Room is how many bytes can still be written in a directory, where the system tells.
func Room(dir string) (available int64, known bool) {
	available, _, known = diskRoom(dir)
	return available, known
}

// room is the size of the file in bytes, and the part of the room for it that is left, 0 to 1.
func room(path string) (size int64, free float64, known bool) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, 0, false
	}
	free = max(0, 1-float64(info.Size())/mostBytes)
	if available, all, known := diskRoom(filepath.Dir(path)); known && all > 0 {
		free = min(free, float64(available)/float64(all))
	}
	return info.Size(), free, true
}
