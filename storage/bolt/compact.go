package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"catcow/storage"
)

// Compact rewrites the file without what was erased and without what is free.
func (s *Store) Compact(ctx context.Context) error {
	if s.broken.Load() {
		return fmt.Errorf("bolt: compact: %w: it failed before; start Catcow again", storage.ErrBroken)
	}
	err := s.db.compact(ctx, func(string) {})
	if errors.Is(err, storage.ErrBroken) {
		s.broken.Store(true)
	}
	return err
}

// compact tells which step has been done.
func (h *handle) compact(ctx context.Context, did func(step string)) error {
	if runtime.GOOS == "windows" {
		return fmt.Errorf("bolt: compact: an open file can't be replaced on Windows: %w", errors.ErrUnsupported)
	}
	h.replacing.Lock()
	defer h.replacing.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	old := h.now.Load()
	btx, err := old.Begin(true) // changes wait from here on
	if errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
		return storage.ErrClosed
	}
	if err == nil {
		err = h.replace(ctx, old, btx, did)
		err = errors.Join(err, btx.Rollback()) // changes go on, in the new file if there is one
	}
	if h.now.Load() != old {
		did("replaced")
		err = errors.Join(err, old.Close()) // waits for reads
	}
	if err != nil {
		return fmt.Errorf("bolt: compact %s: %w", old.path, err)
	}
	return nil
}

// replace puts a new file in the place of the old one. It is whole and locked before it
// has the name, so that nobody ever finds half of it, or finds it free.
func (h *handle) replace(ctx context.Context, old *live, btx *bbolt.Tx, did func(string)) error {
	there, err := os.Lstat(old.path)
	if err != nil {
		return err
	}
	if !os.SameFile(there, old.info) {
		return fmt.Errorf("somebody has put another file in its place: %w", storage.ErrReplaced)
	}
	if err := sweep(old.path, suffixCompact); err != nil {
		return err
	}
	if err := room(filepath.Dir(old.path), btx.Size()); err != nil {
		return err
	}
	file, err := unfinished(old.path, suffixCompact)
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // in vain once it has its name
	did("begun")
	next, err := rewritten(ctx, old, btx, file, there.Mode().Perm())
	if err != nil {
		return err
	}
	did("written")
	if err := os.Rename(file.Name(), old.path); err != nil {
		return errors.Join(err, next.Close())
	}
	next.path = old.path
	h.now.Store(next)
	did("named")
	if err := syncDir(filepath.Dir(old.path)); err != nil {
		return fmt.Errorf("%w: %w", storage.ErrBroken, err) // nobody knows which of the two files a power cut leaves
	}
	return nil
}

// rewritten is a new file, open, safe on disk and verified, with what the transaction sees.
func rewritten(ctx context.Context, old *live, btx *bbolt.Tx, file *os.File, mode os.FileMode) (_ *live, err error) {
	next, err := openAs(file.Name(), old.size, func(string, int, os.FileMode) (*os.File, error) { return file, nil })
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, next.Close())
		}
	}()
	next.NoSync, next.NoGrowSync = true, true // once, at the end
	if err := pour(ctx, btx, next.DB); err != nil {
		return nil, err
	}
	next.NoSync, next.NoGrowSync = false, false
	if err := errors.Join(file.Chmod(mode), file.Sync()); err != nil {
		return nil, err
	}
	if err := inspect(file); err != nil {
		return nil, fmt.Errorf("the new file is not sound: %w", err)
	}
	return next, nil
}

const portion = 4 << 20 // bytes in one transaction

// pour puts every entry into another database, and seals it there.
func pour(ctx context.Context, from *bbolt.Tx, to *bbolt.DB) error {
	was, err := begin(from)
	if err != nil {
		return err
	}
	var counted seal
	for _, tab := range tables {
		c := from.Bucket([]byte(tab)).Cursor()
		key, stored := c.First()
		some := func(btx *bbolt.Tx) error {
			b, err := btx.CreateBucketIfNotExists([]byte(tab))
			if err != nil {
				return err
			}
			b.FillPercent = 0.9
			for n := 0; key != nil && n < portion; key, stored = c.Next() {
				n += len(key) + len(stored)
				_, sum, err := tab.split(key, stored)
				if err != nil {
					return err
				}
				switch {
				case tab != meta:
					counted.add(sum)
				case bytes.Equal(key, keySeal), bytes.Equal(key, keyRewrite):
					continue
				}
				if err := b.Put(key, stored); err != nil {
					return err
				}
			}
			return ctx.Err()
		}
		for first := true; first || key != nil; first = false { // once at least, for the table itself
			if err := to.Update(some); err != nil {
				return err
			}
		}
	}
	if counted.count != was.seal.count || counted.sum != was.seal.sum {
		return damaged("entries are missing or out of date")
	}
	return to.Update(func(btx *bbolt.Tx) error {
		t := &tx{reader: reader{btx: btx}, seal: counted}
		return t.finish()
	})
}
