package bolt

import (
	"cmp"
	"context"
	"fmt"
	"os"

	"go.etcd.io/bbolt"

	"catcow/storage"
)

// Condition is how the file is.
func (s *Store) Condition(ctx context.Context) (storage.Condition, error) {
	c := storage.Condition{Owed: s.ledger.owes()}
	err := s.run(ctx, s.db.View, func(btx *bbolt.Tx) error {
		r := s.reader(btx)
		value, err := r.read(meta, keyRewrite)
		if err != nil {
			return err
		}
		c.Rewrite = value != nil
		value, err = r.read(meta, keySeal)
		if err != nil {
			return err
		}
		sealed, err := sealOf(value)
		c.Commit = sealed.commit
		info, failed := os.Stat(s.db.Path())
		if err != nil || failed != nil {
			return fmt.Errorf("bolt: condition: %w", cmp.Or(err, failed))
		}
		c.Size = info.Size()
		stats, page := s.db.Stats(), int64(btx.DB().Info().PageSize)
		free := int64(stats.FreePageN+stats.PendingPageN)*page + max(0, c.Size-btx.Size())
		c.Free = min(1, float64(free)/float64(c.Size))
		return nil
	})
	return c, err
}

// Check reads all of the file as it is now. It reads a copy, for what changes can't be
// followed page by page; the copy lies beside the file and goes at once.
func (s *Store) Check(ctx context.Context) error {
	file, err := unfinished(s.db.Path(), suffixCopy)
	if err == nil {
		defer os.Remove(file.Name())
		defer file.Close()
		if err = s.run(ctx, s.db.View, writeTo(file)); err == nil {
			err = s.examine(file)
		}
	}
	if err != nil {
		return fmt.Errorf("bolt: check %s: %w", s.db.Path(), err)
	}
	return nil
}
