package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"catcow/storage"
)

// ErrLedger is wrapped where nobody knows who was erased since a copy was made.
var ErrLedger = errors.New("the list of who was erased")

// Restored is what a restored database holds, how many people were erased from it once more, and the
// id of the newest key there is, which may not be the one it is sealed with.
type Restored struct {
	Report
	Again  int
	Newest string
}

// Restore puts a copy in place as the database: never over a file, and whole or not at all. The key file
// has to be there, and fit. Who was erased since the copy was made, says the ledger, is erased from
// it before it has its name, without a trace; where there is no ledger it goes on only if ledgerless.
func Restore(ctx context.Context, backup string, files Files, ledgerless bool) (r Restored, err error) {
	files = files.whole()
	fail := func(err error) (Restored, error) {
		return Restored{}, fmt.Errorf("bolt: restore %s: %w", files.DB, err)
	}
	if err := absent(files.DB, "move it away first, if the backup is to take its place"); err != nil {
		return fail(err)
	}
	found, err := look(ctx, backup, files.Key, false)
	switch {
	case errors.Is(err, storage.ErrForeign):
		return Restored{}, fmt.Errorf("bolt: %s: %w; take another backup", backup, err)
	case err != nil:
		return Restored{}, fmt.Errorf("bolt: %s: %w", backup, explained(bare(err, backup)))
	}
	if found.Key != "" && !found.Opened {
		return fail(keyless("put the copy of it there that you kept apart from the backups", "the key file %s is not there", files.Key))
	}
	if _, err := os.Stat(files.Ledger); errors.Is(err, fs.ErrNotExist) && !ledgerless {
		return fail(fmt.Errorf("%w, %s, is not there: put it there; where it is lost, or nobody was ever erased, add --without-ledger, "+
			"but whoever was erased after this backup was made is then back", ErrLedger, files.Ledger))
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fail(err)
	}
	if _, err := files.Erasures(); err != nil { // before anything is made
		return fail(err)
	}
	if err := makeDir(filepath.Dir(files.DB)); err != nil {
		return fail(err)
	}
	if err := errors.Join(sweep(files.DB, suffixCopy), room(filepath.Dir(files.DB), 2*found.Size)); err != nil {
		return fail(err)
	}
	err = place(files.DB, func(to *os.File) error { return takeOver(backup, to) }, func(file *os.File) (err error) {
		unnamed := files
		unnamed.DB = file.Name()
		r.Again, err = unnamed.settle(ctx)
		return err
	})
	if err != nil {
		return fail(err)
	}
	if r.Report, err = Look(ctx, files.DB, files.Key, false); err != nil {
		return r, err
	}
	with, err := readSecrets(files.Key)
	if err != nil {
		return fail(err)
	}
	r.Newest = with.id()
	return r, nil
}

// takeOver copies the bytes of a file that was looked at.
func takeOver(from string, to *os.File) error {
	file, err := os.Open(from)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, file)
	return errors.Join(err, file.Close())
}

// settle lets a database that has no name yet know who was erased, and leaves no trace of them.
func (f Files) settle(ctx context.Context) (again int, err error) {
	s, err := OpenAt(f)
	if err != nil {
		return 0, err
	}
	if m := s.Migrated(); m.Copy != "" { // of what is a copy itself
		err = os.Remove(m.Copy)
	}
	if err == nil {
		if err = s.Compact(ctx); errors.Is(err, errors.ErrUnsupported) {
			err = nil
		}
	}
	if err := errors.Join(err, s.Close()); err != nil {
		return 0, err
	}
	if _, err := verify(f.DB); err != nil {
		return 0, fmt.Errorf("it is not sound: %w", err)
	}
	return s.ErasedAgain(), nil
}
