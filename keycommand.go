package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"catcow/storage/bolt"
)

type keyCommand struct {
	Rotate keyRotateCommand `cmd:"" help:"Give the database a new key, while no Catcow uses it."`
}

type keyRotateCommand struct{ datafile }

// Run makes the key and says what is to be done about the old one.
func (c keyRotateCommand) Run(w world) error {
	files := c.files()
	if _, err := os.Stat(c.DB); errors.Is(err, fs.ErrNotExist) {
		return nowhere(c.DB)
	}
	r, err := bolt.RotateKey(files)
	if err != nil {
		return err
	}
	fmt.Fprintf(w.stdout, `%s has the key %s now; the key before it was %s.
Copy %s to where its copy is kept.
The old key stays in it, for backups from before now. Once the last of them is gone (daily ones after 30 days), delete the line that begins with: key %s
`, c.DB, r.New, r.Old, files.Whole().Key, r.Old)
	return nil
}
