package bolt

import (
	"context"
	"crypto/cipher"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"go.etcd.io/bbolt"

	"catcow/storage"
)

// A Report is what a look at a database, or at a copy of one, tells.
type Report struct {
	Schema  int
	Size    int64     // bytes
	Changed time.Time // about when it was last written to; Catcow notes it once a minute
	Key     string    // the id of the key that it is sealed with; "": it is of before there were any
	Opened  bool      // every value was opened with that key
	Summed  bool      // it was held to the checksum beside it

	People, Channels, Sessions, CheckIns, Decisions int
}

// Look reads all of a file and changes nothing in it: its structure, the checksum of every entry, the
// checksum beside it where there is one, and, unless fast, every value, with the key file. Without
// a key file the values stay closed, which is no error. What is wrong wraps storage.ErrForeign,
// ErrNewer, ErrKey or, of a file in use, ErrBusy.
func Look(ctx context.Context, path, keyFile string, fast bool) (Report, error) {
	r, err := look(ctx, path, keyFile, fast)
	if err != nil {
		return Report{}, fmt.Errorf("bolt: %s: %w", path, explained(bare(err, path)))
	}
	return r, nil
}

func look(ctx context.Context, path, keyFile string, fast bool) (r Report, err error) {
	err = looked(path)
	if err == nil {
		err = reading(path, func(db *bbolt.DB, file *os.File) error {
			if r.Summed, err = compareSum(file); err != nil {
				return err
			}
			what, err := survey(file)
			if err != nil {
				return err
			}
			r.Schema, r.Key = what.schema, what.key
			var wrap cipher.AEAD
			if _, err := os.Stat(keyFile); !fast && what.key != "" && !errors.Is(err, fs.ErrNotExist) {
				if wrap, err = wrapOf(keyFile, what.key); err != nil {
					return err
				}
				r.Opened = true
			}
			return db.View(func(btx *bbolt.Tx) error {
				r.Size = btx.Size()
				return (&reader{btx: btx, wrap: wrap}).report(ctx, &r)
			})
		})
	}
	return r, err
}

// Fits is an error where a key file has not got the key of a database. It reads all of the database but
// its values, and needs it while nobody uses it.
func Fits(path, keyFile string) error {
	what, err := verify(path)
	if err == nil && what.key != "" {
		_, err = wrapOf(keyFile, what.key)
	}
	if err != nil {
		return fmt.Errorf("bolt: %w", explained(bare(err, path)))
	}
	return nil
}

// looked is an error of what is no file with something in it.
func looked(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return fmt.Errorf("this is a directory: %w", storage.ErrForeign)
	case !info.Mode().IsRegular():
		return fmt.Errorf("this is not a plain file: %w", storage.ErrForeign)
	case info.Size() == 0:
		return fmt.Errorf("the file is empty: %w", storage.ErrForeign)
	}
	return nil
}

// wrapOf is the key of that id in a key file.
func wrapOf(keyFile, id string) (cipher.AEAD, error) {
	with, err := readSecrets(keyFile)
	if err != nil {
		return nil, err
	}
	key, err := with.fitting(id, keyFile)
	if err != nil {
		return nil, err
	}
	return cipherOf(key.key), nil
}

// report counts what there is, and opens every value if it has a key.
func (r *reader) report(ctx context.Context, to *Report) error {
	counts := map[table]*int{members: &to.People, channels: &to.Channels, sessions: &to.Sessions, checkins: &to.CheckIns, slots: &to.Decisions}
	for _, tab := range tablesOf(to.Schema) {
		if err := ctx.Err(); err != nil {
			return err
		}
		n := 0
		c := r.btx.Bucket([]byte(tab)).Cursor()
		for key, stored := c.First(); key != nil; key, stored = c.Next() {
			n++
			value, _, err := tab.split(key, stored)
			if err == nil && r.wrap != nil {
				value, err = r.open(tab, key, value)
			}
			if err == nil && r.wrap != nil && tab == keys {
				_, err = r.cipher(holder(key))
			}
			if err != nil {
				return damaged("%w", err)
			}
			if tab == meta && (string(key) == string(keyProbe) || string(key) == string(keyCreated)) {
				if at, err := time.Parse(time.RFC3339, string(value)); err == nil && at.After(to.Changed) {
					to.Changed = at
				}
			}
		}
		if count := counts[tab]; count != nil {
			*count = n
		}
	}
	return nil
}

// examine judges a file as Open does, and opens every value.
func (s *Store) examine(file *os.File) error {
	if err := inspect(file); err != nil {
		return err
	}
	return reading(file.Name(), func(db *bbolt.DB, _ *os.File) error {
		return db.View(func(btx *bbolt.Tx) error {
			return s.reader(btx).report(context.Background(), &Report{Schema: Schema})
		})
	})
}
