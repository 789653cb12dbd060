package bolt

import (
	"errors"
	"os"
	"sync"
	"sync/atomic"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// A handle is the open file, which compaction replaces by another while transactions
// come and go. Nobody waits for a lock here: who finds that the file has been
// replaced turns to the new one.
type handle struct {
	now       atomic.Pointer[live]
	replacing sync.Mutex // held while the file is replaced or closed
}

// live is one open file.
type live struct {
	*bbolt.DB
	path string      // of the file itself, no link
	info os.FileInfo // which file it is
	size int         // bytes that it may have at most
}

// errReplaced ends a change that has begun in a file that is no longer the one.
var errReplaced = errors.New("the file has been replaced")

func (h *handle) View(read func(*bbolt.Tx) error) error {
	for {
		db := h.now.Load()
		err := db.View(read)
		if h.now.Load() == db || !errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
			return err
		}
	}
}

func (h *handle) Update(change func(*bbolt.Tx) error) error {
	for {
		db := h.now.Load()
		err := db.Update(func(btx *bbolt.Tx) error {
			if h.now.Load() != db {
				return errReplaced
			}
			return change(btx)
		})
		if h.now.Load() == db || !errors.Is(err, errReplaced) && !errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
			return err
		}
	}
}

// Path is where the file is.
func (h *handle) Path() string { return h.now.Load().path }

// Stats are bbolt's.
func (h *handle) Stats() bbolt.Stats { return h.now.Load().Stats() }

// Close waits for running transactions, and for a compaction.
func (h *handle) Close() error {
	h.replacing.Lock()
	defer h.replacing.Unlock()
	return h.now.Load().Close()
}
