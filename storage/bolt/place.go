package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// What the names of unfinished files end in.
const (
	suffixCompact = ".compact"
	suffixCopy    = ".copy"
)

// unfinished makes the file that will become the one at path: private, beside it.
func unfinished(path, suffix string) (*os.File, error) {
	return os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*"+suffix)
}

// sweep removes unfinished files that somebody who was killed has left.
func sweep(path, suffix string) error {
	dir := filepath.Dir(path)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name, ours := strings.CutPrefix(e.Name(), "."+filepath.Base(path)+".")
		number, ends := strings.CutSuffix(name, suffix)
		if !ours || !ends || strings.ContainsFunc(number, func(r rune) bool { return r < '0' || r > '9' }) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, e.Name())); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// place makes a new file at path, whole or not at all: it is filled under another name, made
// safe on disk, judged as it lies there, and only then gets its name. It replaces nothing.
func place(path string, fill, judge func(*os.File) error) error {
	if err := absent(path); err != nil {
		return err
	}
	tmp, err := unfinished(path, suffixCopy)
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // on every way out; the linked file stays
	for _, step := range []func(*os.File) error{fill, (*os.File).Sync, judge} {
		if err := step(tmp); err != nil {
			return errors.Join(err, tmp.Close())
		}
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	if err := name(tmp.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// name gives a file its name, unless another has it. Where the file system knows no links, the name
// is taken by an empty file first.
func name(tmp, path string) error {
	err := os.Link(tmp, path)
	if errors.Is(err, fs.ErrExist) {
		return absent(path)
	}
	if err == nil {
		return nil
	}
	taken, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := taken.Close(); err != nil {
		return err
	}
	return os.Rename(tmp, path)
}

// absent is an error unless nothing has that name.
func absent(path string) error {
	_, err := os.Lstat(path)
	switch {
	case err == nil:
		return fmt.Errorf("%s is there already, and no file is ever replaced: choose another name: %w", path, fs.ErrExist)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return nil
}
