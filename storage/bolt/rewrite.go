package bolt

import (
	"bytes"
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
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.new")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // in vain once it has its name
	if err := renew(tmp, info.Mode().Perm(), db); err != nil {
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
	err = from.View(func(source *bbolt.Tx) error {
		return db.Update(func(btx *bbolt.Tx) error { return transcribe(source, btx) })
	})
	if err == nil {
		err = errors.Join(file.Sync(), inspect(file))
	}
	return errors.Join(err, db.Close())
}

// transcribe puts every entry into an empty database, and seals it there.
func transcribe(from, to *bbolt.Tx) error {
	t := &tx{reader: reader{btx: to}}
	for _, tab := range tables {
		b, err := to.CreateBucket([]byte(tab))
		if err != nil {
			return err
		}
		b.FillPercent = 0.9 // they come in order
		err = from.Bucket([]byte(tab)).ForEach(func(key, stored []byte) error {
			_, sum, err := tab.split(key, stored)
			switch {
			case err != nil:
				return err
			case tab == meta && (bytes.Equal(key, keyRewrite) || bytes.Equal(key, keySeal)):
				return nil
			case tab != meta:
				t.seal.add(sum)
			}
			return b.Put(key, stored)
		})
		if err != nil {
			return err
		}
	}
	return t.finish()
}
