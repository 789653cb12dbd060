package commands

import (
	"context"
	"errors"
	"time"

	"catcow/storage"
)

// How long facts are kept.
const (
	checkInsFor = 90 * 24 * time.Hour
	othersFor   = 400 * 24 * time.Hour
)

// Sweep erases what has been kept for its time: check-ins after 90 days,
// sessions and decisions after 400. It is to be called once a day or so.
func (s *Set) Sweep(ctx context.Context, now time.Time) error {
	err := s.store.Update(ctx, func(tx storage.Tx) error {
		dropped, err := tx.Sweep(now.Add(-checkInsFor), now.Add(-othersFor))
		if err == nil && dropped == 0 {
			return errSame
		}
		return err
	})
	if errors.Is(err, errSame) {
		return nil
	}
	return err
}
