package bolt

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"catcow/storage"
)

// copiedStore is a closed store with the kept facts, of which a copy was made before a person was
// erased.
func copiedStore(t *testing.T) (files Files, backup string, before Report) {
	t.Helper()
	dir := t.TempDir()
	backup = filepath.Join(dir, "backup.db")
	s := keptStore(t, filepath.Join(dir, "catcow.db"))
	if _, err := s.Copy(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	forget(t, s, gone, monday)
	shut(t, s)
	before, err := Look(t.Context(), backup, s.files.Key, false)
	if err != nil {
		t.Fatal(err)
	}
	return s.files, backup, before
}

// away moves the database away, as if it were lost.
func away(t *testing.T, files Files) {
	t.Helper()
	if err := os.Rename(files.DB, files.DB+".lost"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // for the checks of those who had it open
		if _, err := os.Stat(files.DB); errors.Is(err, fs.ErrNotExist) {
			os.Rename(files.DB+".lost", files.DB)
		}
	})
}

func TestRestoredCopyIsWithoutWhoWasErasedSince(t *testing.T) {
	files, backup, before := copiedStore(t)
	sound, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	away(t, files)
	r, err := Restore(t.Context(), backup, files, false)
	if err != nil {
		t.Fatal(err)
	}
	if r.Again != 1 || r.People != before.People-1 || r.Channels != before.Channels || r.Sessions == 0 || !r.Opened {
		t.Errorf("restored %+v, copied %+v, want one person less", r, before)
	}
	s := opened(t, files.DB)
	if knows(t, s, gone) || !knows(t, s, "U01KEPT0") || s.ErasedAgain() != 0 {
		t.Errorf("who was erased is there: %v, another: %v", knows(t, s, gone), knows(t, s, "U01KEPT0"))
	}
	if condition(t, s).Rewrite {
		t.Error("traces of who was erased may be in the file")
	}
	file, err := os.ReadFile(files.DB)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(file), string(gone)) || !strings.Contains(string(sound), string(gone)) {
		t.Error("their id stands in the restored file, or did not in the copy: then this can't tell")
	}
	if info, err := os.Stat(files.DB); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the mode is %v, %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(files.DB), ".*")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}

// TestRestoredCopyIsEqual also is the control of the test above: without the ledger everybody is back.
func TestRestoredCopyIsEqual(t *testing.T) {
	files, backup, before := copiedStore(t)
	away(t, files)
	if err := os.Rename(files.Ledger, files.Ledger+".lost"); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(t.Context(), backup, files, false); !errors.Is(err, ErrLedger) || !strings.Contains(err.Error(), "--without-ledger") {
		t.Errorf("Restore without the ledger = %v, want ErrLedger and what to do", err)
	}
	if _, err := os.Stat(files.DB); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a refused restore has left the database: %v", err)
	}
	r, err := Restore(t.Context(), backup, files, true)
	if err != nil {
		t.Fatal(err)
	}
	r.Size, r.Summed = before.Size, before.Summed
	if r.Report != before || r.Again != 0 {
		t.Errorf("restored %+v, copied %+v", r, before)
	}
	s := opened(t, files.DB)
	if told(t, s) != keptFacts(t) || !knows(t, s, gone) {
		t.Error("it tells something else than was copied")
	}
}

func TestWhatCannotBeRestoredIsRefusedAndNothingChanges(t *testing.T) {
	flip := func(t *testing.T, path string, at int) {
		file, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		file[at] ^= 1
		write(t, path, file)
	}
	for name, c := range map[string]struct {
		arrange func(*testing.T, *Files, string)
		want    error
		says    string
	}{
		"a file is there":      {func(t *testing.T, f *Files, _ string) { write(t, f.DB, []byte("precious")) }, fs.ErrExist, "no file is ever replaced"},
		"the key is not there": {func(t *testing.T, f *Files, _ string) { os.Rename(f.Key, f.Key+".lost") }, storage.ErrKey, "apart from the backups"},
		"the key is another one": {func(t *testing.T, f *Files, _ string) {
			os.Rename(f.Key, f.Key+".lost")
			if err := writeSecrets(f.Key, newSecrets()); err != nil {
				t.Fatal(err)
			}
		}, storage.ErrKey, "expected"},
		"the copy has rotted": {func(t *testing.T, _ *Files, b string) { flip(t, b, 4*os.Getpagesize()+100) }, storage.ErrForeign, "sha256"},
		"the copy has rotted, and its checksum is gone": {func(t *testing.T, _ *Files, b string) {
			os.Remove(SumOf(b))
			flip(t, b, 20)
		}, storage.ErrForeign, b0},
		"the checksum is another's": {func(t *testing.T, _ *Files, b string) { write(t, SumOf(b), []byte("00  x\n")) }, storage.ErrForeign, "does not match"},
		"it is no database":         {func(t *testing.T, _ *Files, b string) { os.Remove(SumOf(b)); write(t, b, []byte("dear diary")) }, storage.ErrForeign, b0},
		"it is empty":               {func(t *testing.T, _ *Files, b string) { write(t, b, nil) }, storage.ErrForeign, "empty"},
		"it is not there":           {func(t *testing.T, _ *Files, b string) { os.Remove(b) }, fs.ErrNotExist, b0},
		"the ledger is damaged":     {func(t *testing.T, f *Files, _ string) { write(t, f.Ledger, []byte("dear diary\n")) }, ErrLedger, "line 1"},
	} {
		t.Run(name, func(t *testing.T) {
			files, backup, _ := copiedStore(t)
			away(t, files)
			c.arrange(t, &files, backup)
			before := listing(t, filepath.Dir(files.DB))
			_, err := Restore(t.Context(), backup, files, false)
			if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("Restore = %v, want %v, and %q", err, c.want, c.says)
			}
			if after := listing(t, filepath.Dir(files.DB)); !slices.Equal(before, after) {
				t.Errorf("before: %v, after: %v", before, after)
			}
			if name == "a file is there" {
				if err := os.Remove(files.DB); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

const b0 = "backup.db"

// listing is the names and sizes of the files in a directory.
func listing(t *testing.T, dir string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e.Name()+": "+string(text))
	}
	return all
}

func TestOldCopyIsBroughtUpAndLeavesNothingOpen(t *testing.T) {
	dir := t.TempDir()
	backup := keptFile(t, 3)
	files := Files{DB: filepath.Join(dir, "catcow.db")}
	if _, err := Restore(t.Context(), backup, files, true); err != nil {
		t.Fatal(err)
	}
	if found := exposes(t, files.DB); found != nil {
		t.Errorf("%q can be read in the file", found)
	}
	s := opened(t, files.DB)
	if told(t, s) != keptFacts(t) {
		t.Error("it tells something else")
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 3 {
		t.Errorf("there are %v, %v, want the database, its key and the list", entries, err)
	}
}

func TestLookNeedsNoKeyAndTellsWhetherItHadOne(t *testing.T) {
	files, backup, before := copiedStore(t)
	if !before.Opened || !before.Summed || before.People == 0 || before.Sessions == 0 || before.Schema != Schema || before.Changed.IsZero() {
		t.Errorf("Look = %+v", before)
	}
	for name, r := range map[string]func() (Report, error){
		"fast":    func() (Report, error) { return Look(context.Background(), backup, files.Key, true) },
		"keyless": func() (Report, error) { return Look(context.Background(), backup, files.Key+".nowhere", false) },
	} {
		got, err := r()
		want := before
		want.Opened = false
		if got != want || err != nil {
			t.Errorf("%s: Look = %+v, %v, want %+v", name, got, err, want)
		}
	}
}
