package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"catcow/internal/operate"
	"catcow/storage"
	"catcow/storage/bolt"
)

type backupCommand struct {
	database
	backups
	File string `arg:"" optional:"" help:"The new file; without one, a dated name in the backup directory."`
}

// Run asks the running Catcow for a copy, or makes it itself where none runs.
func (c backupCommand) Run(w world) error {
	file := c.File
	if file == "-" {
		return errors.New("a backup is a file, and is not written to the standard output: name one")
	}
	if file != "" {
		var err error
		if file, err = filepath.Abs(file); err != nil {
			return err
		}
	}
	key := c.files().Whole().Key
	about := fmt.Sprintf("The key is not in it: keep a copy of %s in another place.", key)
	made, err := storage.Copied{}, operate.ErrSilent
	if c.socket() != "" {
		made, err = operate.AskBackup(w.ctx, c.socket(), file)
		if absent(key) { // lost while Catcow runs, which needs it at its next start
			about = keyGone(key)
		}
	}
	if errors.Is(err, operate.ErrSilent) {
		var r bolt.Report
		made, r, err = c.alone(w, file)
		switch {
		case r.Key == "":
			about = "It has no key, for it is of an older Catcow: whoever has it can read it."
		case !r.Opened:
			about = keyGone(key)
		}
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(w.stdout, "%s: %s, read back and whole. Its checksum stands beside it.\n%s\n", made.File, size(made.Size), about)
	return nil
}

// alone copies a file that nobody uses, and tells what is in the copy.
func (c backupCommand) alone(w world, file string) (made storage.Copied, r bolt.Report, err error) {
	if file == "" {
		dir := c.beside(c.DB)
		if dir == "" {
			return made, r, errors.New("CATCOW_BACKUPS is off, so name a file: catcow backup FILE")
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return made, r, err
		}
		file = operate.Dated(dir, c.DB, time.Now())
	}
	made, err = bolt.CopyFile(w.ctx, c.DB, file)
	switch {
	case errors.Is(err, storage.ErrBusy):
		if c.socket() == "" {
			return made, r, fmt.Errorf("%w; it was not asked, for CATCOW_SOCKET is off", err)
		}
		return made, r, fmt.Errorf("%w; it does not answer on its private socket %s: is it run by somebody else, or with another CATCOW_SOCKET?", err, c.socket())
	case absent(c.DB):
		return made, r, nowhere(c.DB)
	case err != nil:
		return made, r, err
	}
	if r, err = bolt.Look(w.ctx, made.File, c.files().Whole().Key, false); err != nil {
		return made, r, fmt.Errorf("the backup is made, but with this key file it is of no use: %w", err)
	}
	return made, r, nil
}

func keyGone(key string) string {
	return fmt.Sprintf("There is no key file %s: without the one of this database nobody can read the backup.", key)
}

// absent tells whether there is nothing at a path.
func absent(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}

// size is a number of bytes in words.
func size(n int64) string {
	switch {
	case n >= 10<<20:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%d kB", (n+1023)>>10)
}
