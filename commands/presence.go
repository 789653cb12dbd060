package commands

import (
	"context"
	"slices"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// Present tells all channels that Catcow is in, open and archived ones, as Slack knows them
// now: what happened while nobody listened is caught up with.
func (s *Set) Present(ctx context.Context, now time.Time, open, archived []habit.ChannelID) error {
	return s.update(ctx, func(tx storage.Tx) error {
		channels, err := tx.Channels()
		if err != nil {
			return err
		}
		for _, id := range slices.Concat(open, archived) {
			if !slices.ContainsFunc(channels, func(c storage.Channel) bool { return c.ID == id }) {
				channels = append(channels, storage.Channel{ID: id})
			}
		}
		same := true
		for _, c := range channels {
			var news bool
			switch {
			case slices.Contains(open, c.ID):
				news = found(&c, now)
			case slices.Contains(archived, c.ID):
				news = closedAway(&c, now)
			default:
				news = gone(&c, now)
			}
			if !news {
				continue
			}
			same = false
			if err := tx.PutChannel(c); err != nil {
				return err
			}
		}
		if same {
			return errSame
		}
		return nil
	})
}

// found is a channel that Catcow is in and that is open.
func found(c *storage.Channel, now time.Time) (news bool) {
	was := c.Present
	c.Present = true
	switch {
	case c.Off.Why == archived:
		asleep(c, reopened, now)
	case prompting(*c) && (c.Off.Why == taken || !was && c.Off.Why == ""):
		awake(c, now)
	default:
		return !was
	}
	return true
}

// closedAway is an archived channel that Catcow is in.
func closedAway(c *storage.Channel, now time.Time) (news bool) {
	was := c.Present
	c.Present = true
	return asleep(c, archived, now) || !was
}

// gone is a channel that Catcow is not in.
func gone(c *storage.Channel, now time.Time) (news bool) {
	was := c.Present
	c.Present = false
	return was && (asleep(c, taken, now) || true)
}
