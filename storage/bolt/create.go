package bolt

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"go.etcd.io/bbolt"
)

const app = "catcow"

// Schema is the version of tables, keys and values. An older file is brought up to it, one of
// before the first release or of a newer Catcow is refused.
const (
	Schema = 4
	oldest = 3
)

// create makes an empty database and its key file. Each is built whole under another name and
// then linked into place, the key last, so that a crash leaves both whole, none, or a key that
// still waits for its name. Where another process was faster, its files stay.
func create(files Files) error {
	if err := cmp.Or(makeDir(filepath.Dir(files.DB)), makeDir(filepath.Dir(files.Key))); err != nil {
		return err
	}
	fresh := newSecrets()
	key := waiting(files.Key, fresh.id())
	if err := writeSecrets(key, fresh); err != nil {
		return err
	}
	if made, err := createDB(files.DB, fresh); !made {
		return errors.Join(err, os.Remove(key))
	}
	return errors.Join(syncDir(filepath.Dir(files.DB)), arrive(files.Key, fresh.id()))
}

// createDB makes the database alone; made is false where another process was faster, too.
func createDB(path string, with secrets) (made bool, err error) {
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*.new")
	if err != nil {
		return false, err
	}
	defer os.Remove(tmp.Name()) // on every way out; the linked file stays
	if err := fill(tmp, with); err != nil {
		return false, err
	}
	if err := os.Link(tmp.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return false, err
	} else if err != nil {
		return false, nil
	}
	return true, nil
}

// fill makes an empty file an empty database, safe on disk, and closes it.
func fill(file *os.File, with secrets) error {
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
	db.AllocSize = step
	err = db.Update(func(btx *bbolt.Tx) error {
		for _, table := range tables {
			if _, err := btx.CreateBucket([]byte(table)); err != nil {
				return err
			}
		}
		t := &tx{reader: reader{btx: btx, wrap: cipherOf(with.keys[0].key)}}
		_, err := t.cipherFor(theStore)
		return errors.Join(err,
			t.write(meta, keyKey, []byte(with.id())),
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
