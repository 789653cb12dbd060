package bolt

import (
	"context"
	"fmt"
	"os"
	"time"

	"catcow/storage"
)

var keyProbe = []byte("probe")

// Probe shows that the store works, by a commit of a few bytes, and that nobody who was erased is missing
// from the ledger. Its error wraps
// storage.ErrReplaced where the path no longer names the file that is open: what is written now
// is lost with it. It wraps storage.ErrFull or storage.ErrBroken as that of an Update does.
func (s *Store) Probe(ctx context.Context, at time.Time) error {
	if err := s.inPlace(); err != nil {
		return err
	}
	if err := s.ledger.enter(nil); err != nil {
		return err
	}
	return s.Update(ctx, func(change storage.Tx) error {
		t := change.(*tx)
		t.writes++
		t.grown++ // so that it has the room that a change has, and no more
		return t.write(meta, keyProbe, []byte(at.UTC().Format(time.RFC3339)))
	})
}

// inPlace is an error where the path does not name the file that is open.
func (s *Store) inPlace() error {
	s.db.replacing.Lock() // a compaction replaces it rightly
	defer s.db.replacing.Unlock()
	path := s.files.DB
	there, err := os.Stat(path)
	switch {
	case os.IsNotExist(err):
		return fmt.Errorf("bolt: probe: %s is gone: %w; stop Catcow, put the file back, start it again", path, storage.ErrReplaced)
	case err != nil:
		return fmt.Errorf("bolt: probe: %w", err)
	case !os.SameFile(there, s.db.now.Load().info):
		return fmt.Errorf("bolt: probe: %s is another file now: %w; stop Catcow, make sure that the right one is there, start it again", path, storage.ErrReplaced)
	}
	return nil
}
