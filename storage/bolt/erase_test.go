package bolt

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

const gone = habit.UserID("U01KEPT1")

// keptStore is a store with the kept facts.
func keptStore(t testing.TB, path string) *Store {
	t.Helper()
	s := opened(t, path)
	if err := s.Update(t.Context(), kept); err != nil {
		t.Fatal(err)
	}
	return s
}

func forget(t testing.TB, s *Store, user habit.UserID, at time.Time) {
	t.Helper()
	if err := s.Update(t.Context(), func(tx storage.Tx) error { return tx.Forget(user, at) }); err != nil {
		t.Fatal(err)
	}
}

// knows tells whether anything of a person is stored.
func knows(t testing.TB, s *Store, user habit.UserID) (there bool) {
	t.Helper()
	err := s.View(t.Context(), func(r storage.Reader) error {
		all, err := r.(*reader).people()
		there = all[user]
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return there
}

func shut(t testing.TB, s *Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// snapshot closes a store, copies its file, and opens it again.
func snapshot(t testing.TB, s *Store, to string) *Store {
	t.Helper()
	shut(t, s)
	duplicate(t, s.files.DB, to)
	return opened(t, s.files.DB)
}

func lines(t testing.TB, path string) (all []string) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

func TestErasureHoldsWhenAnOlderCopyIsPutInPlace(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	before := path + ".before"
	s := snapshot(t, keptStore(t, path), before)
	forget(t, s, gone, monday.AddDate(0, 0, 9))
	if knows(t, s, gone) {
		t.Fatal("they are still there after Forget")
	}
	shut(t, s)
	if info, err := os.Stat(path + ".erased"); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the ledger: %v, %v, want the mode 0600", info, err)
	}
	if text, _ := os.ReadFile(path + ".erased"); bytes.Contains(text, []byte(gone)) {
		t.Error("the ledger holds their id")
	}

	duplicate(t, before, path)
	s = opened(t, path)
	if knows(t, s, gone) || !knows(t, s, "U01KEPT0") || s.ErasedAgain() != 1 {
		t.Errorf("of the older copy: they are there %v, another %v, erased again %d", knows(t, s, gone), knows(t, s, "U01KEPT0"), s.ErasedAgain())
	}
	shut(t, s)
	if s = opened(t, path); s.ErasedAgain() != 0 {
		t.Errorf("opened once more, %d are erased again", s.ErasedAgain())
	}
	shut(t, s)

	// The control: without the ledger the copy comes back with them.
	duplicate(t, before, path)
	if err := os.Rename(path+".erased", path+".away"); err != nil {
		t.Fatal(err)
	}
	if s = opened(t, path); !knows(t, s, gone) {
		t.Error("without the ledger they are gone, too: this test cannot see a failure")
	}
}

func TestWhoCameBackAfterErasureStaysInALaterCopy(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	between := path + ".between"
	s := keptStore(t, path)
	forget(t, s, gone, monday)
	if err := s.Update(t.Context(), kept); err != nil {
		t.Fatal(err)
	}
	s = snapshot(t, s, between)
	want := told(t, s)
	shut(t, s)
	duplicate(t, between, path)
	if s = opened(t, path); told(t, s) != want || s.ErasedAgain() != 0 {
		t.Errorf("who came back is gone, erased again %d", s.ErasedAgain())
	}
	// Erased again at the same instant, by a clock that went back: the copy is older all the same.
	forget(t, s, gone, monday)
	shut(t, s)
	duplicate(t, between, path)
	if s = opened(t, path); knows(t, s, gone) {
		t.Error("the second erasure does not hold in a copy from before it")
	}
}

func TestLedgerIsWrittenOnceAndMendsItself(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	s := keptStore(t, path)
	forget(t, s, gone, monday)
	forget(t, s, "U01KEPT2", monday)
	want := lines(t, path+".erased")
	if len(want) != 2 {
		t.Fatalf("the ledger has the lines %q, want 2", want)
	}
	for name, damage := range map[string]func() error{
		"as it is": func() error { return nil },
		"gone":     func() error { return os.Remove(path + ".erased") },
		"cut off": func() error {
			info, err := os.Stat(path + ".erased")
			if err != nil {
				return err
			}
			return os.Truncate(path+".erased", info.Size()-7)
		},
		"empty": func() error { return os.Truncate(path+".erased", 0) },
	} {
		shut(t, s)
		if err := damage(); err != nil {
			t.Fatal(err)
		}
		s = opened(t, path)
		got := map[string]bool{}
		for _, line := range lines(t, path+".erased") {
			got[line] = true
		}
		if len(got) != 2 || !got[want[0]] || !got[want[1]] || len(lines(t, path+".erased")) != 2 {
			t.Errorf("%s: the ledger is %v, want %q", name, got, want)
		}
	}
	shut(t, s)
	write(t, path+".erased", []byte(want[0]+"\ndear diary\n"))
	before, _ := os.ReadFile(path)
	_, err := Open(path)
	if !errors.Is(err, ErrLedger) || !strings.Contains(err.Error(), path+".erased, has something else in line 2") || strings.Contains(err.Error(), "anew") {
		t.Errorf("Open = %v, want ErrLedger, the line, and no word of a new database", err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the file has changed")
	}
	if err := os.Remove(path + ".erased"); err != nil {
		t.Fatal(err)
	}
}

func TestLedgerThatCannotBeWrittenIsOwed(t *testing.T) {
	dir := t.TempDir()
	files := Files{DB: filepath.Join(dir, "catcow.db"), Ledger: filepath.Join(dir, "nowhere", "erased")}
	s, err := OpenAt(files)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Update(t.Context(), kept); err != nil {
		t.Fatal(err)
	}
	forget(t, s, gone, monday)
	if knows(t, s, gone) {
		t.Error("they are still there")
	}
	if err := s.Probe(t.Context(), monday); err == nil || !strings.Contains(err.Error(), files.Ledger) {
		t.Errorf("Probe = %v, want that the ledger can't be written", err)
	}
	if err := os.Mkdir(filepath.Dir(files.Ledger), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := s.Probe(t.Context(), monday); err != nil {
		t.Errorf("Probe = %v", err)
	}
	if erased, err := files.Erasures(); len(erased) != 1 || err != nil {
		t.Errorf("Erasures = %v, %v, want one", erased, err)
	}
}

func TestWhatGoesIsMarkedUntilTheFileIsWrittenAnew(t *testing.T) {
	marked := func(s *Store) bool {
		_, there := contents(t, s)[fmt.Sprintf("meta/%x", keyRewrite)]
		return there
	}
	for name, change := range map[string]func(tx storage.Tx) error{
		"Forget": func(tx storage.Tx) error { return tx.Forget(gone, monday) },
		"Sweep": func(tx storage.Tx) error {
			_, err := tx.Sweep(gone, monday.AddDate(1, 0, 0), habit.Day{})
			return err
		},
		"Sweep of sessions": func(tx storage.Tx) error {
			_, err := tx.Sweep(gone, time.Time{}, habit.DayOf(monday.AddDate(1, 0, 0)))
			return err
		},
		"SweepSlots":  func(tx storage.Tx) error { _, err := tx.SweepSlots(monday.AddDate(1, 0, 0)); return err },
		"SweepAudits": func(tx storage.Tx) error { _, err := tx.SweepAudits(monday.AddDate(1, 0, 0)); return err },
	} {
		path := filepath.Join(t.TempDir(), "catcow.db")
		s := keptStore(t, path)
		nothing := func(tx storage.Tx) error {
			_, first := tx.Sweep(gone, monday.AddDate(-1, 0, 0), habit.Day{})
			_, second := tx.SweepSlots(monday.AddDate(-1, 0, 0))
			_, third := tx.SweepAudits(monday.AddDate(-1, 0, 0))
			return errors.Join(first, second, third)
		}
		if err := s.Update(t.Context(), nothing); err != nil || marked(s) {
			t.Errorf("%s: where nothing went, marked %v, %v", name, marked(s), err)
		}
		if err := s.Update(t.Context(), change); err != nil || !marked(s) {
			t.Errorf("%s: marked %v, %v", name, marked(s), err)
		}
		want := told(t, s)
		shut(t, s)
		if err := rewrite(path, maxSize); err != nil {
			t.Fatal(err)
		}
		if s = opened(t, path); marked(s) || told(t, s) != want {
			t.Errorf("%s: written anew, marked %v, or it tells something else", name, marked(s))
		}
	}
}

func TestNoByteOfWhoIsForgottenIsLeft(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	s := keptStore(t, path)
	forget(t, s, gone, monday)
	shut(t, s)
	count := func() (n int) {
		entries, err := os.ReadDir(filepath.Dir(path))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			text, err := os.ReadFile(filepath.Join(filepath.Dir(path), e.Name()))
			if err != nil {
				t.Fatal(err)
			}
			n += bytes.Count(text, []byte(gone))
		}
		return n
	}
	if count() == 0 {
		t.Error("before it is written anew there is nothing of them: this test cannot see a failure")
	}
	if err := rewrite(path, maxSize); err != nil {
		t.Fatal(err)
	}
	if n := count(); n > 0 {
		t.Errorf("their id stands %d times in the file or beside it", n)
	}
	if s = opened(t, path); !knows(t, s, "U01KEPT0") {
		t.Error("another is gone, too")
	}
}
