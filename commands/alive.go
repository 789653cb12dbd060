package commands

import (
	"context"
	"slices"
	"time"

	"catcow/storage"
)

// leastOutage is the shortest time that counts as one: a restart is none.
const leastOutage = 5 * time.Minute

// Seen notes that Catcow works at now. It is to be called about once a minute.
func (s *Set) Seen(ctx context.Context, now time.Time) error {
	return s.update(ctx, func(tx storage.Tx) error {
		life, err := tx.Life()
		if err != nil {
			return err
		}
		if !now.After(life.Seen) {
			return errSame
		}
		life.Seen = now.UTC()
		return tx.PutLife(life)
	})
}

// Woke notes that Catcow works again after a time in which it did not: since it was
// last Seen nobody could log anything, so no day of those is held against a streak.
func (s *Set) Woke(ctx context.Context, now time.Time) error {
	return s.update(ctx, func(tx storage.Tx) error {
		life, err := tx.Life()
		if err != nil {
			return err
		}
		if !life.Seen.IsZero() && now.Sub(life.Seen) >= leastOutage {
			life.Outages = append(life.Outages, storage.Outage{From: life.Seen, Until: now.UTC()})
		}
		life.Outages = slices.DeleteFunc(life.Outages, func(o storage.Outage) bool { return o.Until.Before(now.Add(-outagesFor)) })
		life.Seen = now.UTC()
		return tx.PutLife(life)
	})
}

// outagesFor is how long outages are remembered: a streak can be settled that late.
const outagesFor = 400 * 24 * time.Hour

func spans(outages []storage.Outage) [][2]time.Time {
	var spans [][2]time.Time
	for _, o := range outages {
		spans = append(spans, [2]time.Time{o.From, o.Until})
	}
	return spans
}
