package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime/debug"

	"catcow/internal/operate"
	"catcow/storage"
	"catcow/storage/bolt"
)

type checkCommand struct {
	database
	Fast bool   `help:"Without the key: structure and checksums alone. A file that is not there is fine."`
	File string `arg:"" optional:"" help:"A database or a backup; without one, the database."`
}

// Run reads all of a file and says what is wrong with it, or what is in it.
func (c checkCommand) Run(w world) error {
	file, key := c.File, c.files().Whole().Key
	if file == "" {
		file = c.DB
	}
	if _, err := os.Stat(file); c.Fast && errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if c.Fast {
		limit()
	}
	var r bolt.Report
	err := unharmed(func() (err error) {
		r, err = bolt.Look(w.ctx, file, key, c.Fast)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) && c.File == "" {
		return nowhere(c.DB)
	}
	if errors.Is(err, storage.ErrBusy) && c.socket() != "" && sameFile(file, c.DB) {
		asked := operate.AskCheck(w.ctx, c.socket())
		if !errors.Is(asked, operate.ErrSilent) {
			err = asked
		}
		if err == nil {
			fmt.Fprintf(w.stdout, "%s is in use by a running Catcow, which has read all of it: it is whole.\n", file)
			return nil
		}
	}
	if err != nil || c.Fast {
		return err
	}
	fmt.Fprintf(w.stdout, "%s is whole. It has the schema %d.\n%s", file, r.Schema, inventory(r))
	switch {
	case r.Opened:
		fmt.Fprintln(w.stdout, "Every value opens with its key.")
	case r.Key != "":
		fmt.Fprintf(w.stdout, "The values stayed closed, for there is no key file %s: name it with --key-file to have them opened.\n", key)
	}
	return nil
}

// unharmed is an error where reading a file does harm, and not the end of the process.
func unharmed(read func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("it can't be read without harm (%v): %w; restore a backup", p, storage.ErrForeign)
		}
	}()
	return read()
}

// nowhere is the error of a command that needs a database where there is none.
func nowhere(db string) error {
	return fmt.Errorf("there is no database %s: name it with --db, or with CATCOW_DB", db)
}

func sameFile(one, other string) bool {
	a, err := os.Stat(one)
	b, failed := os.Stat(other)
	return err == nil && failed == nil && os.SameFile(a, b)
}

// most is how much memory a file may cost that is read before Catcow starts, in bytes.
const most = 1 << 30

// limit keeps what a file made to do harm can cost.
func limit() {
	debug.SetMemoryLimit(most / 2)
	debug.SetMaxStack(64 << 20)
	limitData(most)
}
