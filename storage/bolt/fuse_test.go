package bolt

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"catcow/internal/habit"
	"catcow/storage"
)

// stuffed is a store whose file has room for nothing more, not even for little, and how many members it has.
func stuffed(t *testing.T) (s *Store, kept int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "catcow.db")
	s, err := open(Files{DB: path}, 1<<18)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	for _, size := range []int{3000, 500, 1} {
		for err = nil; err == nil; kept++ {
			m := member(fmt.Sprint("U", kept), monday)
			m.Zone = strings.Repeat("x", size)
			err = s.Update(t.Context(), func(tx storage.Tx) error { return tx.PutMember(m) })
		}
		if kept--; !errors.Is(err, storage.ErrFull) || errors.Is(err, storage.ErrBroken) {
			t.Fatalf("Update number %d = %v, want ErrFull", kept, err)
		}
	}
	return s, kept
}

func TestFullFileLetsGo(t *testing.T) {
	for range 5 {
		s, kept := stuffed(t)
		if kept < 20 {
			t.Fatalf("%d members fit", kept)
		}
		letGo(t, s)
	}
	// The control: without the room that is kept for it, nothing could go, but for a page or two that
	// happens to be free, as in four of five files.
	refused := false
	for tries := 0; tries < 200 && !refused; tries++ {
		s, _ := stuffed(t)
		err := s.db.Update(func(btx *bbolt.Tx) error {
			tr, err := s.begin(btx)
			if err != nil {
				return err
			}
			err = tr.Forget("U0", monday)
			tr.grown, tr.traces = 1, false
			return errors.Join(err, tr.finish())
		})
		refused = errors.Is(err, bolterrors.ErrMaxSizeReached)
	}
	if !refused {
		t.Error("a Forget that has no more room than others is never refused: this test cannot see a failure")
	}
}

func letGo(t *testing.T, s *Store) {
	t.Helper()
	for i := range 20 {
		err := s.Update(t.Context(), func(tx storage.Tx) error { return tx.Forget(habit.UserID(fmt.Sprint("U", i)), monday) })
		if err != nil {
			t.Errorf("Forget in a full file = %v, want nil", err)
		}
	}
	for i := range 5 {
		m := member(fmt.Sprint("U", i), monday)
		m.Zone = strings.Repeat("x", 100)
		if err := s.Update(t.Context(), func(tx storage.Tx) error { return tx.PutMember(m) }); err != nil {
			t.Errorf("Update where there is room again = %v, want nil", err)
		}
	}
	if err := s.Probe(t.Context(), monday); err != nil {
		t.Errorf("Probe = %v, want nil", err)
	}
}
