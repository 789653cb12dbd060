package operate

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"catcow/storage"
)

// sick is a store that fails as a test says.
type sick struct {
	storage.Store
	mu  sync.Mutex
	err error
}

func (s *sick) now() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

func (s *sick) fall(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.err = err
}

func (s *sick) Update(context.Context, func(storage.Tx) error) error { return s.now() }
func (s *sick) Probe(context.Context, time.Time) error               { return s.now() }

// A full disk is noticed with the first change that does not fit, told once, and over within
// fifteen seconds of there being room.
func TestAFullDiskIsToldOnceAndIsOverByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		store := &sick{}
		d := Watch(store, time.Now)
		ctx, stop := context.WithCancel(t.Context())
		var told []string
		ended := make(chan error, 1)
		go func() { ended <- d.Run(ctx, func(err error) { told = append(told, fmt.Sprint(err)) }) }()
		time.Sleep(2 * time.Minute)
		store.fall(fmt.Errorf("commit: %w", storage.ErrFull))
		for range 5 {
			if err := d.Update(t.Context(), nil); !errors.Is(err, storage.ErrFull) {
				t.Errorf("a change that does not fit: %v", err)
			}
			synctest.Wait()
		}
		if len(told) != 1 || d.Ill() == nil {
			t.Fatalf("told %q", told)
		}
		time.Sleep(time.Hour)
		store.fall(nil)
		freed := time.Now()
		for d.Ill() != nil {
			time.Sleep(10 * time.Millisecond)
		}
		if took := time.Since(freed); took > 15*time.Second+10*time.Millisecond {
			t.Errorf("it took %v", took)
		}
		synctest.Wait()
		if want := []string{"commit: there is no room", "<nil>"}; !slices.Equal(told, want) {
			t.Errorf("told %q, want %q", told, want)
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// What only a new start mends is told and ends it: at once where a change showed it, within half a
// minute where nobody changes anything.
func TestABrokenDiskAndAnotherFileEndIt(t *testing.T) {
	for name, c := range map[string]struct {
		err    error
		change bool
		within time.Duration
	}{
		"a change that failed": {storage.ErrBroken, true, 0}, "a probe that failed": {storage.ErrBroken, false, 30 * time.Second},
		"another file": {storage.ErrReplaced, false, 30 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			store := &sick{}
			d := Watch(store, time.Now)
			var told error
			ended := make(chan error, 1)
			go func() { ended <- d.Run(t.Context(), func(err error) { told = err }) }()
			time.Sleep(time.Minute + time.Second)
			synctest.Wait()
			store.fall(c.err)
			began := time.Now()
			if c.change {
				d.Update(t.Context(), nil)
			}
			err := <-ended
			if took := time.Since(began); !errors.Is(err, c.err) || !errors.Is(told, c.err) || took > c.within {
				t.Errorf("%s: it ends with %v, told %v, after %v", name, err, told, took)
			}
		})
	}
}

// An error that is the change's own is no illness of the disk, and no commit.
func TestAChangeThatIsRefusedIsNoIllness(t *testing.T) {
	store := &sick{err: errors.New("nothing to write")}
	d := Watch(store, time.Now)
	d.Update(t.Context(), nil)
	// Each bucket is there before it is reached.
	if n, _, buckets := d.commits(); d.Ill() != nil || n != 0 || len(buckets) != len(bounds) {
		t.Errorf("ill: %v, %d commits, buckets %v", d.Ill(), n, buckets)
	}
}
