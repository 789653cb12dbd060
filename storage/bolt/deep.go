package bolt

import (
	"context"

	"go.etcd.io/bbolt"
)

// Deep opens every value with its key, and says how many there are. It finds what was changed by
// somebody who made the checksums fit, and rows that were swapped.
func (s *Store) Deep(ctx context.Context) (values int, err error) {
	err = s.run(ctx, s.db.View, func(btx *bbolt.Tx) error {
		r := s.reader(btx)
		for _, tab := range tables {
			for e, err := range r.scan(tab, nil, nil) {
				if err == nil && tab == keys {
					_, err = r.cipher(holder(e.key))
				}
				if err == nil && values%1024 == 0 {
					err = ctx.Err()
				}
				if err != nil {
					return err
				}
				values++
			}
		}
		return nil
	})
	return values, err
}
