package bolt

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"go.etcd.io/bbolt"

	"catcow/storage"
)

var _ storage.Keeper = (*Store)(nil)

// Copy writes all of it to a new file, and beside it FILE.sha256, as sha256sum does.
//
// What is read is read in one transaction, which ends before anything is made safe or verified.
// It refuses before it begins where there is no room.
func (s *Store) Copy(ctx context.Context, to string) (storage.Copied, error) {
	return copied(to, func(file *os.File) error {
		return s.run(ctx, s.db.View, writeTo(file))
	}, s.examine)
}

// CopyFile is Copy of a file that nobody has open for writing: else it wraps storage.ErrBusy.
func CopyFile(ctx context.Context, from, to string) (storage.Copied, error) {
	made, unmade := storage.Copied{}, error(nil)
	err := reading(from, func(db *bbolt.DB, file *os.File) error {
		if err := inspect(file); err != nil {
			return err
		}
		made, unmade = copied(to, func(file *os.File) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return db.View(writeTo(file))
		}, inspect)
		return nil
	})
	switch {
	case unmade != nil:
		return storage.Copied{}, unmade
	case err != nil:
		return storage.Copied{}, fmt.Errorf("bolt: %s: %w", from, explained(bare(err, from)))
	}
	return made, nil
}

func writeTo(file *os.File) func(*bbolt.Tx) error {
	return func(btx *bbolt.Tx) error {
		if err := room(filepath.Dir(file.Name()), btx.Size()); err != nil {
			return err
		}
		_, err := btx.WriteTo(file)
		return err
	}
}

// slack is how many bytes have to be left on a disk beside a copy.
const slack = 1 << 20

// room is an error where a directory's disk has none for so many bytes. Where it can't be
// known, there is.
func room(dir string, size int64) error {
	free, known := available(dir)
	if need := size + slack; known && free < need {
		return fmt.Errorf("%s has room for %s and needs %s: free some, or choose another disk", dir, inWords(free), inWords(need))
	}
	return nil
}

func inWords(size int64) string { return fmt.Sprintf("%.1f MiB", float64(size)/(1<<20)) }

// copied makes a file and its checksum.
func copied(to string, fill, judge func(*os.File) error) (made storage.Copied, err error) {
	if err := sweep(to, suffixCopy); err != nil {
		return made, fmt.Errorf("bolt: copy to %s: %w", to, bare(err, to))
	}
	err = place(to, fill, func(file *os.File) error {
		if err := judge(file); err != nil {
			return fmt.Errorf("the copy is not sound: %w", err)
		}
		made, err = sumOf(file)
		made.File = to
		return err
	})
	if err == nil {
		if err = writeSum(made); err != nil { // so that the next try finds its name free
			err = errors.Join(err, os.Remove(to))
		}
	}
	if err != nil {
		return storage.Copied{}, fmt.Errorf("bolt: copy to %s: %w", to, err)
	}
	return made, nil
}

// SumOf is where the checksum of a copy stands.
func SumOf(file string) string { return file + ".sha256" }

func sumOf(file *os.File) (storage.Copied, error) {
	info, err := file.Stat()
	if err != nil {
		return storage.Copied{}, err
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(file, 0, info.Size())); err != nil {
		return storage.Copied{}, err
	}
	return storage.Copied{Size: info.Size(), Sum: hex.EncodeToString(sum.Sum(nil))}, nil
}

// writeSum writes the checksum beside a copy, in place of one that belonged to no copy.
func writeSum(made storage.Copied) error {
	path := SumOf(made.File)
	tmp, err := unfinished(path, suffixCopy)
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	fmt.Fprintf(tmp, "%s  %s\n", made.Sum, filepath.Base(made.File))
	if err := tmp.Sync(); err != nil {
		tmp.Close()
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// compareSum holds a copy to its checksum. Without one, compared is false.
func compareSum(file *os.File) (compared bool, err error) {
	text, err := os.ReadFile(SumOf(file.Name()))
	if os.IsNotExist(err) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	is, err := sumOf(file)
	if err != nil {
		return false, err
	}
	if said, _, _ := bytes.Cut(text, []byte(" ")); string(said) != is.Sum {
		return true, damaged("it does not match %s", SumOf(filepath.Base(file.Name())))
	}
	return true, nil
}
