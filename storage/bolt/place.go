package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
)

// What the names of unfinished files end in.
const (
	suffixCompact = ".compact"
	suffixCopy    = ".copy"
	suffixKey     = ".key"
)

// unfinished makes the file that will become the one at path: private, beside it.
func unfinished(path, suffix string) (*os.File, error) {
	dir := filepath.Dir(path)
	file, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*"+suffix)
	if wrapped, ok := errors.AsType[*fs.PathError](err); ok { // whose path is of a file that nobody knows
		return nil, fmt.Errorf("no file can be made in %s: %w", dir, wrapped.Err)
	}
	return file, err
}

// sweep removes unfinished files that somebody who was killed has left, and what was unfinished of those.
func sweep(path, suffix string) error {
	dir := filepath.Dir(path)
	name := regexp.QuoteMeta("."+filepath.Base(path)) + `\.\d+` + regexp.QuoteMeta(suffix)
	ours := regexp.MustCompile(`^(` + name + `|\.` + name + `\.\d+` + regexp.QuoteMeta(suffixCompact) + `)$`)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !ours.MatchString(e.Name()) {
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
	if err := absent(path, anotherName); err != nil {
		return err
	}
	tmp, err := unfinished(path, suffixCopy)
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // on every way out; the linked file stays
	err = finish(tmp, path, fill, judge)
	if _, swept := os.Lstat(tmp.Name()); err != nil && errors.Is(swept, fs.ErrNotExist) {
		return fmt.Errorf("another file of that name is made at the same time: %w", fs.ErrExist)
	}
	return err
}

// finish fills the file and gives it its name.
func finish(tmp *os.File, path string, fill, judge func(*os.File) error) error {
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
	switch {
	case errors.Is(err, fs.ErrExist):
		return absent(path, anotherName)
	case err == nil, errors.Is(err, fs.ErrNotExist): // gone: then nothing is to get that name
		return err
	}
	taken, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := taken.Close(); err != nil {
		return err
	}
	if err := os.Rename(tmp, path); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

const anotherName = "choose another name"

// absent is an error unless nothing has that name, and says what to do.
func absent(path, cure string) error {
	_, err := os.Lstat(path)
	switch {
	case err == nil:
		return fmt.Errorf("%w, and no file is ever replaced: %s", fs.ErrExist, cure)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return nil
}
