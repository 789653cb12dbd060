package bolt

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"go.etcd.io/bbolt"
)

const app = "catcow"

// Schema is the version of tables, keys and values. A file of another one is refused.
const Schema = 3

// create makes an empty database. It is built whole under another name and then linked into
// place, so that a crash leaves it whole or not at all. Where another process was
// faster, its file stays.
func create(path string) error {
	dir := filepath.Dir(path)
	if err := makeDir(dir); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*.new")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // on every way out; the linked file stays
	if err := fill(tmp); err != nil {
		return err
	}
	if err := os.Link(tmp.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(dir)
}

// fill makes an empty file an empty database, safe on disk, and closes it.
func fill(file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return errors.Join(err, file.Close())
	}
	db, err := bbolt.Open(file.Name(), 0o600, options(0, startWait, func(string, int, os.FileMode) (*os.File, error) {
		return file, nil
	}))
	if err != nil {
		return err
	}
	err = db.Update(func(btx *bbolt.Tx) error {
		for _, table := range tables {
			if _, err := btx.CreateBucket([]byte(table)); err != nil {
				return err
			}
		}
		t := &tx{reader: reader{btx}}
		return errors.Join(
			t.write(meta, keyApp, []byte(app)),
			t.write(meta, keySchema, []byte(strconv.Itoa(Schema))),
			t.write(meta, keyCreated, []byte(info.ModTime().UTC().Format(time.RFC3339))),
			t.finish(),
		)
	})
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, db.Close())
}

// makeDir makes the directory and its parents, private and safe on disk.
func makeDir(dir string) error {
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	parent := filepath.Dir(dir)
	if err := makeDir(parent); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(parent)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
