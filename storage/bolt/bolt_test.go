package bolt

import (
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"catcow/internal/habit"
	"catcow/storage"
	"catcow/storage/storagetest"
)

func TestStoreKeepsTheContract(t *testing.T) {
	storagetest.Run(t, func(t *testing.T) storage.Store {
		return opened(t, filepath.Join(t.TempDir(), "catcow.db"))
	})
}

// opened opens a store until the test ends, and then walks its file.
func opened(t testing.TB, path string) *Store {
	t.Helper()
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
		if _, err := verify(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Errorf("the file after the test: %v", err)
		}
	})
	return s
}

var monday = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func member(id string, decided time.Time) storage.Member {
	return storage.Member{ID: habit.UserID(id), CheckIns: storage.Schedule{
		Plan:    habit.Plan{Days: habit.Everyday, At: []habit.Minute{12 * 60}, Zone: "UTC"},
		Decided: decided,
	}}
}

// populate fills every table, with branches, small buckets and a value over several pages.
func populate(t testing.TB, s *Store) {
	t.Helper()
	err := s.Update(t.Context(), func(tx storage.Tx) error {
		var errs []error
		for i := range 60 {
			user := fmt.Sprint("U", i)
			at := monday.Add(time.Duration(i) * time.Hour)
			_, err := tx.AddSession(storage.Session{User: habit.UserID(user), Cause: "press", Day: habit.DayOf(at), At: at, Prompt: "prompt/C1/2026-11-23T12:00"})
			errs = append(errs, err, tx.PutMember(member(user, at)),
				tx.PutCheckIn(storage.CheckIn{User: habit.UserID(user), Cause: "q", At: at, Score: i % 11}))
		}
		long := member("U60", monday)
		for range 200 {
			long.Offered = append(long.Offered, storage.Offer{Exercise: strings.Repeat("x", 40), At: monday})
		}
		errs = append(errs, tx.PutMember(long), tx.PutChannel(storage.Channel{ID: "C1"}),
			tx.PutSlot(storage.Slot{Key: "prompt/C1/2026-11-23T12:00", State: storage.Sending}),
			tx.AddAudit(storage.Audit{At: monday, Channel: "C1", Who: "U1", Name: "Ada", What: "set"}),
			tx.PutLife(storage.Life{Seen: monday}))
		return errors.Join(errs...)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// contents is every entry of every table.
func contents(t testing.TB, s *Store) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := s.db.View(func(btx *bbolt.Tx) error {
		return btx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			return b.ForEach(func(k, v []byte) error {
				found[string(name)+"/"+hex.EncodeToString(k)] = string(v)
				return nil
			})
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// duplicate copies a file.
func duplicate(t testing.TB, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestReopenedStoreHoldsTheSame(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	s := opened(t, path)
	populate(t, s)
	before := contents(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if after := contents(t, opened(t, path)); !maps.Equal(before, after) {
		t.Errorf("%d entries were kept, %d are there", len(before), len(after))
	}
}

// TestCopyOfALiveDatabaseOpens holds the checks of Open to what bbolt writes as a backup.
func TestCopyOfALiveDatabaseOpens(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, filepath.Join(dir, "catcow.db"))
	for i := range 3 { // odd and even commits lie on different header pages
		populate(t, s)
		path := filepath.Join(dir, fmt.Sprint("copy", i))
		if _, err := s.Copy(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		duplicate(t, s.files.Key, path+".key")
		backup := opened(t, path)
		if before, after := contents(t, s), contents(t, backup); !maps.Equal(before, after) {
			t.Errorf("%d entries were copied, %d are there", len(before), len(after))
		}
		for range 3 {
			populate(t, backup)
			if err := backup.Close(); err != nil {
				t.Fatal(err)
			}
			backup = opened(t, path)
		}
	}
}

func TestForgottenPersonLeavesNoEntry(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "catcow.db"))
	before := contents(t, s)
	populate(t, s)
	err := s.Update(t.Context(), func(tx storage.Tx) error {
		for i := range 61 {
			if err := tx.Forget(habit.UserID(fmt.Sprint("U", i)), monday); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for key, value := range contents(t, s) {
		tab, _, _ := strings.Cut(key, "/")
		switch table(tab) {
		case meta, channels, life, audits, erased:
		case keys:
			if key != "keys/"+hex.EncodeToString([]byte(theStore)) {
				t.Errorf("left: %s = %q", key, value)
			}
		case slots, unsettled:
			if !strings.Contains(key, hex.EncodeToString([]byte("C1"))) {
				t.Errorf("left: %s = %q", key, value)
			}
		default:
			t.Errorf("left: %s = %q", key, value)
		}
	}
	if len(before) != 6 {
		t.Errorf("an empty store has %d entries, want the 5 of meta and its key", len(before))
	}
	err = s.View(t.Context(), func(r storage.Reader) error {
		changes, err := r.Audits("C1", 9)
		if len(changes) != 1 || changes[0].Who != "" || changes[0].Name != "" {
			t.Errorf("left: %+v", changes)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFullFileRefusesAndKeepsWhatItHas(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	if err := create(Files{DB: path}.whole()); err != nil {
		t.Fatal(err)
	}
	s, err := open(Files{DB: path}, 1<<18)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	kept := 0
	for i := range 1000 {
		err = s.Update(t.Context(), func(tx storage.Tx) error {
			m := member(fmt.Sprint("U", i), monday)
			m.Zone = strings.Repeat("x", 3000)
			return tx.PutMember(m)
		})
		if err != nil {
			break
		}
		kept++
	}
	if !errors.Is(err, bolterrors.ErrMaxSizeReached) || !errors.Is(err, storage.ErrFull) {
		t.Fatalf("Update number %d = %v, want ErrMaxSizeReached", kept, err)
	}
	err = s.View(t.Context(), func(r storage.Reader) error {
		for i := range kept + 1 {
			m, err := r.Member(habit.UserID(fmt.Sprint("U", i)))
			if err != nil {
				return err
			}
			if there := m.Zone != ""; there != (i < kept) {
				t.Errorf("member %d of %d is there: %v", i, kept, there)
			}
		}
		due, err := r.Due(monday.AddDate(0, 0, 9), 9999)
		if len(due) != kept {
			t.Errorf("%d are due, want %d", len(due), kept)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	// A little still fits, so that Catcow can go on deciding.
	err = s.Update(t.Context(), func(tx storage.Tx) error { return tx.PutMember(member("U0", monday)) })
	if err != nil {
		t.Errorf("Update in place = %v, want nil", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	opened(t, path)
}
