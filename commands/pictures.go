package commands

import (
	"context"
	"maps"

	"catcow/storage"
)

// Pictures is which pictures Slack has, by the bot's name for them.
func (s *Set) Pictures(ctx context.Context) (pictures map[string]storage.Picture, err error) {
	err = s.store.View(ctx, func(r storage.Reader) error {
		life, err := r.Life()
		pictures = maps.Clone(life.Pictures)
		return err
	})
	return pictures, err
}

// PutPicture remembers one more, in the place of one of the same name.
func (s *Set) PutPicture(ctx context.Context, name string, p storage.Picture) error {
	return s.update(ctx, func(tx storage.Tx) error {
		life, err := tx.Life()
		if err != nil {
			return err
		}
		pictures := maps.Clone(life.Pictures)
		if pictures == nil {
			pictures = map[string]storage.Picture{}
		}
		pictures[name] = p
		life.Pictures = pictures
		return tx.PutLife(life)
	})
}
