package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"catcow/internal/habit"
	"catcow/storage"
)

// A load is changes one after another, for as long as it runs, and how long each took.
type load struct {
	store *Store
	pause time.Duration
	kept  int // sessions of U1 that were acknowledged
	took  []time.Duration
	err   error
	mu    sync.Mutex
}

// run makes changes until ctx is done: a session more, and the member's document with its number.
func (l *load) run(ctx context.Context) {
	tick := time.NewTicker(l.pause)
	defer tick.Stop()
	for i := l.kept; ctx.Err() == nil && l.err == nil; i++ {
		begun := time.Now()
		err := l.store.Update(context.WithoutCancel(ctx), func(tx storage.Tx) error {
			m := member("U1", monday.AddDate(0, 0, i))
			m.Zone = strconv.Itoa(i)
			day := habit.DayOf(monday).Add(i)
			_, err := tx.AddSession(storage.Session{User: "U1", Cause: strconv.Itoa(i), Day: day, At: monday})
			return errors.Join(err, tx.PutMember(m))
		})
		l.mu.Lock()
		l.took, l.err = append(l.took, time.Since(begun)), err
		if err == nil {
			l.kept = i + 1
		}
		l.mu.Unlock()
		<-tick.C
	}
}

// sure is how many sessions were acknowledged.
func (l *load) sure() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.kept
}

// slow is what 99 of 100 changes since the last call took at most.
func (l *load) slow() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	took := l.took
	l.took = nil
	slices.Sort(took)
	if len(took) == 0 {
		return 0
	}
	return took[len(took)*99/100]
}

// under lets work run beside a load of a thousand changes a second.
func under(t *testing.T, s *Store, work func(*load)) {
	t.Helper()
	l := &load{store: s, pause: time.Millisecond}
	ctx, stop := context.WithCancel(t.Context())
	var writing sync.WaitGroup
	writing.Go(func() { l.run(ctx) })
	work(l)
	stop()
	writing.Wait()
	if l.err != nil {
		t.Error(l.err)
	}
}

// bulky fills a few hundred kilobytes, with nothing that falls due.
func bulky(t *testing.T, s *Store) {
	t.Helper()
	err := s.Update(t.Context(), func(tx storage.Tx) error {
		for i := range 200 {
			if err := tx.PutMember(storage.Member{ID: habit.UserID(fmt.Sprint("B", i)), Zone: strings.Repeat("x", 3000)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// grow writes ten megabytes, while somebody reads in one long transaction.
func grow(t *testing.T, db *bbolt.DB) (waited bool) {
	t.Helper()
	reading, read := make(chan bool), make(chan bool)
	var both sync.WaitGroup
	both.Go(func() {
		db.View(func(*bbolt.Tx) error { close(reading); <-read; return nil })
	})
	<-reading
	written := make(chan error, 1)
	both.Go(func() {
		written <- db.Update(func(btx *bbolt.Tx) error {
			b, err := btx.CreateBucketIfNotExists([]byte("x"))
			if err != nil {
				return err
			}
			return b.Put([]byte("x"), make([]byte, 10<<20))
		})
	})
	var err error
	select {
	case err = <-written:
		close(read)
	case <-time.After(3 * time.Second):
		waited = true
		close(read)
		err = <-written
	}
	both.Wait()
	if err != nil {
		t.Error(err)
	}
	return waited
}

// TestLongReadHoldsUpNoChange lets a file grow while somebody reads: as Catcow opens it, and, to see
// that the test can tell, as bbolt does by itself.
func TestLongReadHoldsUpNoChange(t *testing.T) {
	t.Parallel()
	for name, size := range map[string]int{"ours": mapped, "bbolt's own": 0} {
		o := options(maxSize, time.Second, os.OpenFile)
		o.InitialMmapSize = size
		db, err := bbolt.Open(filepath.Join(t.TempDir(), "x.db"), 0o600, o)
		if err != nil {
			t.Fatal(err)
		}
		if waited := grow(t, db); waited != (size == 0) {
			t.Errorf("%s: the change waited for the read: %v", name, waited)
		}
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestExportHoldsUpNoChange reads all of a person with five years of sessions, over and over in long
// transactions, beside a thousand changes a second.
func TestExportHoldsUpNoChange(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "catcow.db"))
	err := s.Update(t.Context(), func(tx storage.Tx) error {
		for i := range 5000 {
			if _, err := tx.AddSession(storage.Session{User: "U9", Cause: strconv.Itoa(i), Day: habit.DayOf(monday).Add(-i), At: monday}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var alone, beside time.Duration
	for range 3 { // a busy machine holds up one try
		if err := s.Update(t.Context(), func(tx storage.Tx) error { return tx.Forget("U1", monday) }); err != nil {
			t.Fatal(err)
		}
		exports := 0
		under(t, s, func(l *load) {
			<-time.After(time.Second) // by itself, to be compared with
			alone = l.slow()
			for begun := time.Now(); time.Since(begun) < time.Second; exports++ {
				err := s.View(t.Context(), func(r storage.Reader) error {
					for range 3 {
						if all, err := r.Sessions("U9", habit.Day{}); len(all) != 5000 || err != nil {
							return fmt.Errorf("%d sessions, %w", len(all), err)
						}
					}
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
			}
			beside = l.slow()
		})
		t.Logf("99 of 100 changes took %v at most alone, %v beside %d exports", alone, beside, exports)
		if beside <= 10*alone {
			return
		}
	}
	t.Errorf("99 of 100 changes took %v at most beside exports, %v alone: more than ten times as long", beside, alone)
}
