package bolt

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

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
