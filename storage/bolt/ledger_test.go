package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// The list is there from the first start on, so that an empty one is told from one that is lost:
// then a restore asks, and asks no more once the database has said who was erased.
func TestLedgerIsThereBeforeAnybodyIsErased(t *testing.T) {
	dir := t.TempDir()
	backup := filepath.Join(dir, "backup.db")
	s := keptStore(t, filepath.Join(dir, "catcow.db"))
	if _, err := s.Copy(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	info, err := os.Stat(s.files.Ledger)
	if err != nil || info.Size() != 0 || info.Mode().Perm() != 0o600 {
		t.Fatalf("the list is %v, %v, want an empty one for its owner alone", info, err)
	}
	away(t, s.files)
	if r, err := Restore(t.Context(), backup, s.files, false); err != nil || r.Again != 0 {
		t.Errorf("Restore = %+v, %v, want nobody erased again", r, err)
	}
	if err := errors.Join(os.Remove(s.files.DB), os.Remove(s.files.Ledger)); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), backup, s.files, false); !errors.Is(err, ErrLedger) {
		t.Errorf("Restore without the list = %v, want ErrLedger", err)
	}
	if _, err := os.Stat(s.files.Ledger); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a refused restore has made a list: %v", err)
	}
}

// People who are erased in one commit are all in the ledger, and nobody whose change failed.
func TestLedgerHoldsWhoIsErasedTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	s := keptStore(t, path)
	var changes []func(storage.Tx) error
	for i := range 9 {
		changes = append(changes, func(tx storage.Tx) error {
			err := tx.Forget(habit.UserID(fmt.Sprint("U01KEPT", i)), monday)
			if i == 4 {
				return fmt.Errorf("changed my mind: %w", err)
			}
			return err
		})
	}
	failed := 0
	for _, err := range crowd(t, s, changes) {
		if err != nil {
			failed++
		}
	}
	erased, err := s.files.Erasures()
	if err != nil || failed != 1 || len(erased) != 8 {
		t.Errorf("%d failed, the ledger holds %d, %v, want 1 and 8", failed, len(erased), err)
	}
	if _, there := erased[string(s.names.of("erased", "U01KEPT4"))]; there {
		t.Error("the ledger holds somebody who was not erased")
	}
}

// An editor may leave out the end of the last line, or put carriage returns at every end: who stands there
// was erased all the same, and is not written over.
func TestLedgerThatAnEditorSavedHoldsEverybody(t *testing.T) {
	files := Files{Ledger: filepath.Join(t.TempDir(), "erased")}
	name := func(b byte) string { return string(make([]byte, nameSize-1)) + string([]byte{b}) }
	l := ledger{path: files.Ledger}
	for i := range byte(3) {
		if err := l.enter(map[string]time.Time{name(i): monday}); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(files.Ledger)
		if err != nil {
			t.Fatal(err)
		}
		text = text[:len(text)-1]
		if i == 1 {
			text = append(text, '\r')
		}
		write(t, files.Ledger, text)
		if erased, err := files.Erasures(); err != nil || len(erased) != int(i)+1 {
			t.Fatalf("after %d: Erasures = %v, %v", i+1, erased, err)
		}
	}
}
