// Package bolt keeps what Catcow remembers in one bbolt file.
//
// Documents and facts are JSON in tables (bbolt buckets); beside them stand the
// indexes that the engine derives. Every entry ends in a checksum, and every
// commit seals the sum of them all, so that Open notices whatever is damaged,
// stale or missing before it lets anyone write.
package bolt

import (
	"context"
	"crypto/cipher"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync/atomic"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"catcow/storage"
)

// Store is a storage.Store in one file. Open makes one.
type Store struct {
	db     handle
	line   line
	files  Files
	size   int         // bytes that the file may have
	wrap   cipher.AEAD // of the key that the keys of people are sealed with
	names  names
	ledger ledger
	broken atomic.Bool // the disk failed: nothing more is written

	migrated Migrated
	again    int // people whom Open erased once more
}

var _ storage.Store = (*Store)(nil)

const (
	lockWait  = 2 * time.Second // how long to wait for another process to let go of the file
	startWait = time.Second     // the same, once the file was seen unlocked
	maxSize   = 1 << 30         // bytes; a fuse well below the size of a disk
)

// Open opens the database file, and makes it, with mode 0600, where there is none;
// a directory that it makes for it has mode 0700. Beside it lies its key file.
//
// It reads the whole file before it writes the first byte. A file that Catcow did not write,
// or that is damaged, is left as it is: the error wraps storage.ErrForeign. One of a newer
// Catcow: storage.ErrNewer. One without the key that it is sealed with, or a key without its
// database: storage.ErrKey. On a disk of another machine: storage.ErrPlace. One that another process holds for longer than two
// seconds: storage.ErrBusy. Every error names the path.
//
// A file of an older schema is brought up to this one; a copy of how it was stays beside it.
func Open(path string) (*Store, error) { return OpenAt(Files{DB: path}) }

// OpenAt is Open with the other files elsewhere.
func OpenAt(files Files) (*Store, error) { return open(files, maxSize) }

func open(files Files, size int) (*Store, error) {
	files = files.whole()
	s, err := openFiles(files, size)
	if err != nil {
		return nil, fmt.Errorf("bolt: open %s: %w", files.DB, explained(bare(err, files.DB)))
	}
	return s, nil
}

func openFiles(files Files, size int) (_ *Store, err error) {
	what, err := openFile(files)
	if err != nil {
		return nil, err
	}
	s := &Store{files: files, size: size, ledger: ledger{path: files.Ledger}}
	if what.schema < Schema {
		if s.migrated, err = migrate(files, size); err != nil {
			return nil, err
		}
		if what, err = verify(files.DB); err != nil {
			return nil, err
		}
	}
	with, err := secretsOf(files.Key, what.key)
	if err != nil {
		return nil, err
	}
	key, _ := with.find(what.key)
	s.wrap, s.names = cipherOf(key.key), with.names
	if what.open {
		if err := rewrite(files.DB, size); err != nil {
			return nil, err
		}
	}
	db, err := reopen(files.DB, size)
	if err != nil {
		return nil, err
	}
	s.db.now.Store(db)
	defer func() {
		if err != nil {
			err = errors.Join(err, s.db.Close())
		}
	}()
	s.again, err = s.reconcile()
	return s, err
}

// openFile makes the database where there is none, and verifies it.
func openFile(files Files) (said, error) {
	if err := local(files.DB); err != nil {
		return said{}, err
	}
	_, keyless := os.Stat(files.Key) // first: a database has its name before its key does
	if _, err := os.Stat(files.DB); errors.Is(err, fs.ErrNotExist) {
		if target, err := os.Readlink(files.DB); err == nil {
			return said{}, fmt.Errorf("it is a link to %s, which is not there: put that back, or take the link away", target)
		}
		if keyless == nil {
			return said{}, orphan(files.Key)
		}
		if err := create(files); err != nil {
			return said{}, err
		}
	}
	if err := looked(files.DB); err != nil {
		return said{}, err
	}
	return verify(files.DB)
}

// explained says what can be done about it.
func explained(err error) error {
	if errors.Is(err, bolterrors.ErrTimeout) {
		return fmt.Errorf("another catcow is using this file: %w", storage.ErrBusy)
	}
	if errors.Is(err, storage.ErrForeign) {
		return fmt.Errorf("%w; restore a backup, or move it away to begin anew", err)
	}
	return err
}

// bare leaves out the path of the system's error where whoever wraps it names that path.
func bare(err error, path string) error {
	if of, ok := err.(*fs.PathError); ok && of.Path == path {
		return of.Err
	}
	return err
}

// verify inspects the whole file under a shared lock, without writing to it.
func verify(path string) (what said, err error) {
	err = reading(path, func(_ *bbolt.DB, file *os.File) (err error) {
		what, err = survey(file)
		return err
	})
	return what, err
}

// reading lets work read a file under a shared lock.
func reading(path string, work func(*bbolt.DB, *os.File) error) error {
	var file *os.File
	db, err := bbolt.Open(path, 0, &bbolt.Options{
		ReadOnly: true,
		Timeout:  lockWait,
		OpenFile: func(name string, _ int, _ os.FileMode) (_ *os.File, err error) {
			if file, err = os.Open(name); err != nil {
				return nil, err
			}
			if err := recognize(file); err != nil {
				file.Close()
				return nil, err
			}
			return file, nil
		},
	})
	switch {
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrChecksum):
		return damaged("%w", err)
	case err != nil:
		return err
	}
	return errors.Join(work(db, file), db.Close())
}

// View runs read in a read-only transaction.
func (s *Store) View(ctx context.Context, read func(storage.Reader) error) error {
	return s.run(ctx, s.db.View, func(btx *bbolt.Tx) error {
		return read(s.reader(btx))
	})
}

func (s *Store) reader(btx *bbolt.Tx) *reader { return &reader{btx: btx, wrap: s.wrap} }

func (s *Store) begin(btx *bbolt.Tx) (*tx, error) {
	t, err := begin(btx)
	if err == nil {
		t.wrap, t.names, t.limit = s.wrap, s.names, s.size
	}
	return t, err
}

// alone is Update in a transaction of its own.
func (s *Store) alone(ctx context.Context, change func(storage.Tx) error) error {
	if s.broken.Load() {
		return fmt.Errorf("bolt: %w: it failed before; start Catcow again", storage.ErrBroken)
	}
	var erased map[string]time.Time
	err := s.run(ctx, s.db.Update, func(btx *bbolt.Tx) error {
		t, err := s.begin(btx)
		if err != nil {
			return err
		}
		if err := change(t); err != nil {
			return err
		}
		erased = t.erased
		return t.finish()
	})
	if err == nil {
		s.ledger.enter(erased) // what cannot be written is owed, and Probe says so
	}
	return err
}

func (s *Store) run(ctx context.Context, transact func(func(*bbolt.Tx) error) error, work func(*bbolt.Tx) error) error {
	var failed error
	err := transact(func(btx *bbolt.Tx) error {
		// Only now: the wait for other writers may have outlasted ctx.
		if failed = ctx.Err(); failed == nil {
			failed = work(btx)
		}
		return failed
	})
	switch {
	case failed != nil:
		return failed
	case errors.Is(err, bolterrors.ErrDatabaseNotOpen):
		return storage.ErrClosed
	case err != nil:
		return s.fails(err)
	}
	return nil
}

// fails is what the error of a commit means. Once the disk has failed nothing more is written.
func (s *Store) fails(err error) error {
	err = failure(err)
	if errors.Is(err, storage.ErrBroken) {
		s.broken.Store(true)
	}
	return err
}

// Close waits for running transactions and lets go of the file.
func (s *Store) Close() error {
	if err := s.db.Close(); err != nil {
		return fmt.Errorf("bolt: close: %w", err)
	}
	return nil
}
