package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"catcow/storage"
)

// filesystem tells what sort of file system a directory is on; "" where it is not known, or will do.
// A variable, so that a test can stand on another.
var filesystem = sortOf

// local is an error where a file lies on, or would come to lie on, a file system that is shared over a network.
func local(path string) error {
	dir := filepath.Dir(path)
	if target, err := filepath.EvalSymlinks(path); err == nil {
		dir = filepath.Dir(target)
	}
	for {
		if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) || dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	if sort := filesystem(dir); sort != "" {
		return fmt.Errorf("it is on a file system of another machine (%s): %w; there neither a lock nor what was written can be relied on: choose a disk of this machine", sort, storage.ErrPlace)
	}
	return nil
}
