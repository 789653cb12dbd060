package commands

import (
	"context"

	"catcow/internal/habit"
	"catcow/storage"
)

// Present tells all channels that Catcow is in, as Slack knows them now.
func (s *Set) Present(ctx context.Context, channels []habit.ChannelID) error {
	return s.update(ctx, func(tx storage.Tx) error {
		known, err := tx.Channels()
		if err != nil {
			return err
		}
		here := map[habit.ChannelID]bool{}
		for _, id := range channels {
			here[id] = true
		}
		same := true
		for _, c := range known {
			if c.Present != here[c.ID] {
				c.Present, same = here[c.ID], false
				if err := tx.PutChannel(c); err != nil {
					return err
				}
			}
			delete(here, c.ID)
		}
		for id := range here {
			same = false
			if err := tx.PutChannel(storage.Channel{ID: id, Present: true}); err != nil {
				return err
			}
		}
		if same {
			return errSame
		}
		return nil
	})
}
