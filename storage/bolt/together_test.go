package bolt

import (
	"errors"
	"fmt"
	"path/filepath"
	"runtime"
	"sync"
	"testing"

	"catcow/internal/habit"
	"catcow/storage"
)

// crowd lets one change hold the disk up until all the others wait, and
// returns what became of each, a panic as an error.
func crowd(t *testing.T, s *Store, changes []func(storage.Tx) error) []error {
	t.Helper()
	inside, leave := make(chan struct{}), make(chan struct{})
	var work sync.WaitGroup
	work.Go(func() {
		s.Update(t.Context(), func(storage.Tx) error { close(inside); <-leave; return nil })
	})
	<-inside
	outcomes := make([]error, len(changes))
	for i, change := range changes {
		work.Go(func() {
			defer func() {
				if r := recover(); r != nil {
					outcomes[i] = fmt.Errorf("panic: %v", r)
				}
			}()
			outcomes[i] = s.Update(t.Context(), change)
		})
	}
	for waiting := 0; waiting < len(changes); runtime.Gosched() {
		s.line.mu.Lock()
		waiting = len(s.line.waiting)
		s.line.mu.Unlock()
	}
	close(leave)
	work.Wait()
	if s.line.led || len(s.line.waiting) > 0 {
		t.Errorf("the line is led: %v, %d wait", s.line.led, len(s.line.waiting))
	}
	return outcomes
}

func putting(id string, commits *sync.Map) func(storage.Tx) error {
	return func(t storage.Tx) error {
		commits.Store(t.(*tx).btx.ID(), true)
		return t.PutMember(member(id, monday))
	}
}

func has(t *testing.T, s *Store, id string) (there bool) {
	t.Helper()
	if err := s.View(t.Context(), func(r storage.Reader) error {
		m, err := r.Member(habit.UserID(id))
		there = !m.Due().IsZero()
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return there
}

func TestChangesThatWaitShareACommit(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "catcow.db"))
	const n = 2*mostTogether + 10
	var commits sync.Map
	var changes []func(storage.Tx) error
	for i := range n {
		changes = append(changes, putting(fmt.Sprint("U", i), &commits))
	}
	for i, err := range crowd(t, s, changes) {
		if err != nil || !has(t, s, fmt.Sprint("U", i)) {
			t.Errorf("change %d: %v", i, err)
		}
	}
	count := 0
	commits.Range(func(any, any) bool { count++; return true })
	if count != 3 {
		t.Errorf("%d changes took %d commits, want 3", n, count)
	}
}

// Of many changes in one commit each keeps its own fate.
func TestAChangeThatFailsTakesNobodyWithIt(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "catcow.db"))
	failed := errors.New("changed my mind")
	var commits sync.Map
	good := func(id string) func(storage.Tx) error { return putting(id, &commits) }
	changes := []func(storage.Tx) error{
		good("U0"),
		func(tx storage.Tx) error { return errors.Join(good("U1")(tx), failed) },
		good("U2"),
		func(tx storage.Tx) error { good("U3")(tx); panic("halt") },
		func(storage.Tx) error { return failed },
		good("U5"),
		func(storage.Tx) error { panic("halt") },
		good("U7"),
	}
	outcomes := crowd(t, s, changes)
	for i, want := range []string{"", "changed my mind", "", "panic: halt", "changed my mind", "", "panic: halt", ""} {
		got := ""
		if outcomes[i] != nil {
			got = outcomes[i].Error()
		}
		if kept := has(t, s, fmt.Sprint("U", i)); got != want || kept != (want == "") {
			t.Errorf("change %d: %q, kept %v, want %q", i, got, kept, want)
		}
	}
}

// Where nothing is written, nothing is committed.
func TestChangesThatWriteNothingCostNoCommit(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "catcow.db"))
	nothing := errors.New("nothing to write")
	before := s.db.Stats().TxStats.Write
	var changes []func(storage.Tx) error
	for range 10 {
		changes = append(changes, func(storage.Tx) error { return nothing })
	}
	for i, err := range crowd(t, s, changes) {
		if err != nothing {
			t.Errorf("change %d: %v, want its own error as it is", i, err)
		}
	}
	if after := s.db.Stats().TxStats.Write; after-before > 2 { // those of the change that held it up
		t.Errorf("%d writes", after-before)
	}
}
