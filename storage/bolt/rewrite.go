package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"go.etcd.io/bbolt"
)

// layOpen is what stands under keyRewrite in a file whose free pages hold what was not yet sealed.
const layOpen = "open"

// rewrite puts a new file with the same entries in the place of one that nobody else has open, so
// that nothing is left of what was erased or replaced. A crash leaves the one or the other.
func rewrite(path string, size int) (err error) {
	if path, err = filepath.EvalSymlinks(path); err != nil { // what replaces the file replaces no link
		return err
	}
	db, err := reopen(path, size)
	if err != nil {
		return err
	}
	closed := false
	defer func() {
		if !closed { // until then nobody else has the lock
			err = errors.Join(err, db.Close())
		}
	}()
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	tmp, err := unfinished(path, suffixCompact)
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // in vain once it has its name
	if err := renew(tmp, info.Mode().Perm(), db.DB); err != nil {
		return fmt.Errorf("to write it anew: %w", err)
	}
	reached("rewritten")
	if runtime.GOOS == "windows" { // where an open file cannot be replaced
		closed = true
		if err := db.Close(); err != nil {
			return err
		}
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return err
	}
	reached("renamed")
	return syncDir(filepath.Dir(path))
}

// renew makes an empty file one that holds what a database does, safe on disk and verified,
// and closes it.
func renew(file *os.File, mode os.FileMode, from *bbolt.DB) error {
	if err := file.Chmod(mode); err != nil {
		return errors.Join(err, file.Close())
	}
	db, err := bbolt.Open(file.Name(), 0o600, options(0, startWait, func(string, int, os.FileMode) (*os.File, error) {
		return file, nil
	}))
	if err != nil {
		return err
	}
	db.AllocSize = step // else it takes 16 MB
	err = from.View(func(source *bbolt.Tx) error { return pour(context.Background(), source, db) })
	if err == nil {
		err = errors.Join(file.Sync(), inspect(file))
	}
	return errors.Join(err, db.Close())
}
