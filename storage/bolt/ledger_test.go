package bolt

import (
	"fmt"
	"path/filepath"
	"testing"

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
