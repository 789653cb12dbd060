package bolt

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/bbolt"
)

// reopen opens a file that was verified for writing, and makes none if it is gone.
func reopen(path string, size int) (*live, error) {
	path, err := filepath.EvalSymlinks(path) // what replaces the file replaces no link
	if err != nil {
		return nil, err
	}
	db, err := openAs(path, size, func(name string, flag int, mode os.FileMode) (*os.File, error) {
		return os.OpenFile(name, flag&^os.O_CREATE, mode)
	})
	if err != nil {
		return nil, err
	}
	// Who held the lock may have put another file in its place meanwhile, and hold that one.
	if err := cmp.Or(same(path, db.info), sweep(path, suffixCompact), sweep(path, suffixCopy)); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// openAs opens the file that opener gives.
func openAs(path string, size int, opener func(string, int, os.FileMode) (*os.File, error)) (*live, error) {
	var file *os.File
	db, err := bbolt.Open(path, 0o600, options(size, startWait, func(name string, flag int, mode os.FileMode) (_ *os.File, err error) {
		file, err = opener(name, flag, mode)
		return file, err
	}))
	if err != nil {
		return nil, err
	}
	db.AllocSize = step
	info, err := file.Stat()
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &live{db, path, info, size}, nil
}

const step = 32 << 10 // bytes by which a file grows

func options(size int, wait time.Duration, open func(string, int, os.FileMode) (*os.File, error)) *bbolt.Options {
	return &bbolt.Options{
		Timeout:         wait,
		FreelistType:    bbolt.FreelistMapType,
		NoFreelistSync:  true, // nothing on disk that can disagree with the pages; found anew by a scan at Open
		MaxSize:         size,
		InitialMmapSize: mapped,
		OpenFile:        open,
	}
}
