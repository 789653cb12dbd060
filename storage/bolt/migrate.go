package bolt

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"go.etcd.io/bbolt"

	"catcow/storage"
)

// steps brings a file from one schema to the next. A step is one transaction, which also says
// that it is done: a crash leaves the file before it or after it.
var steps = map[int]func(*tx, secrets) error{
	3: sealAll,
}

// Migrated is what Open did to a file of an older schema; zero: nothing.
type Migrated struct {
	From, To int    // schemas
	Copy     string // the file as it was, beside it. It lies open where schema From did.
}

// Migrated tells what Open did.
func (s *Store) Migrated() Migrated { return s.migrated }

// reached tells a test how far a migration has come.
var reached = func(string) {}

// migrate brings a file up to Schema, after it has made a copy of it. What cannot be brought up is left as it is.
func migrate(files Files, size int) (m Migrated, err error) {
	db, err := reopen(files.DB, size)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	m.To = Schema
	if m.From, err = schemaOf(db.DB); err != nil || m.From == Schema { // somebody was faster
		return Migrated{}, err
	}
	with := newSecrets()
	_, err = os.Stat(files.Key)
	fresh := errors.Is(err, fs.ErrNotExist)
	if !fresh { // one of before a crash, or of the database that this is an old copy of
		if with, err = readSecrets(files.Key); err != nil {
			return m, err
		}
	}
	if err := makeDir(filepath.Dir(files.Key)); err != nil {
		return m, err
	}
	if m.Copy, err = preserve(files.DB); err != nil {
		return m, fmt.Errorf("no copy of schema %d could be made: %w", m.From, err)
	}
	reached("copied")
	if fresh {
		if err := writeSecrets(files.Key, with); err != nil {
			return m, err
		}
	}
	reached("keyed")
	for schema := m.From; schema < Schema; schema++ {
		err := db.Update(func(btx *bbolt.Tx) error {
			t, err := begin(btx)
			if err != nil {
				return err
			}
			if err := steps[schema](t, with); err != nil {
				return err
			}
			if err := errors.Join(t.write(meta, keySchema, []byte(strconv.Itoa(schema+1))), t.finish()); err != nil {
				return err
			}
			reached("stepped")
			return nil
		})
		if err != nil {
			return m, fmt.Errorf("from schema %d to %d: %w", schema, schema+1, err)
		}
		reached("committed")
	}
	return m, nil
}

func schemaOf(db *bbolt.DB) (schema int, err error) {
	err = db.View(func(btx *bbolt.Tx) error {
		value, err := (&reader{btx: btx}).read(meta, keySchema)
		if err != nil {
			return err
		}
		schema, err = strconv.Atoi(string(value))
		return err
	})
	return schema, err
}

// sealAll seals every value that lay open.
func sealAll(t *tx, with secrets) error {
	for _, tab := range []table{keys, erased} {
		if _, err := t.btx.CreateBucket([]byte(tab)); err != nil {
			return err
		}
	}
	t.wrap = cipherOf(with.keys[0].key)
	if _, err := t.cipherFor(theStore); err != nil {
		return err
	}
	for _, tab := range tablesOf(sealedSince - 1) {
		found, err := t.keysOf(tab, nil)
		if err != nil {
			return err
		}
		for _, key := range found {
			if tab.holder(key) == nobody {
				continue
			}
			value, _, err := tab.split(key, t.btx.Bucket([]byte(tab)).Get(key))
			if err != nil {
				return err
			}
			if err := t.put(tab, key, value); err != nil {
				return err
			}
		}
	}
	return errors.Join(t.write(meta, keyKey, []byte(with.id())), t.write(meta, keyRewrite, []byte(layOpen)))
}

// preserve makes a verified copy of a file that nobody else can change now, beside it, named after the
// day of its last change. It replaces nothing; a copy that is there already will do.
func preserve(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if err := sweep(path, suffixCopy); err != nil {
		return "", err
	}
	tmp, err := unfinished(path, suffixCopy)
	if err != nil {
		return "", err
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close()
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(tmp, file)
	if err := errors.Join(err, tmp.Sync(), file.Close()); err != nil {
		return "", err
	}
	if err := inspect(tmp); err != nil {
		return "", fmt.Errorf("it is not sound: %w", err)
	}
	reached("copying")
	suffix := filepath.Ext(path)
	stem := fmt.Sprintf("%s-pre-v%d-%s", strings.TrimSuffix(path, suffix), Schema, info.ModTime().UTC().Format("2006-01-02"))
	for n := 1; ; n++ {
		name := stem + suffix
		if n > 1 {
			name = fmt.Sprintf("%s-%d%s", stem, n, suffix)
		}
		err := os.Link(tmp.Name(), name)
		if err == nil {
			return name, syncDir(filepath.Dir(path))
		}
		if !errors.Is(err, fs.ErrExist) {
			return "", err
		}
		if same, err := alike(tmp, name); same || err != nil {
			return name, err
		}
	}
}

// alike tells whether a file holds the same as another.
func alike(file *os.File, name string) (bool, error) {
	other, err := os.Open(name)
	if err != nil {
		return false, err
	}
	defer other.Close()
	one, err := io.ReadAll(io.NewSectionReader(file, 0, maxSize))
	if err != nil {
		return false, err
	}
	two, err := io.ReadAll(io.LimitReader(other, maxSize))
	return string(one) == string(two), err
}

// same is an error where a path no longer names the file that is open.
func same(path string, open fs.FileInfo) error {
	there, err := os.Stat(path)
	if err != nil || !os.SameFile(there, open) {
		return fmt.Errorf("the file was replaced just now: %w", storage.ErrBusy)
	}
	return nil
}
