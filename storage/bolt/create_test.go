package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"catcow/storage"
)

func TestNewDatabaseIsPrivate(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "var", "catcow", "catcow.db")
	opened(t, path)
	for name, want := range map[string]fs.FileMode{
		path:                      0o600,
		path + ".key":             0o600,
		filepath.Dir(path):        0o700 | fs.ModeDir,
		filepath.Join(dir, "var"): 0o700 | fs.ModeDir,
	} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != want {
			t.Errorf("%s has the mode %v, want %v", name, info.Mode(), want)
		}
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 3 {
		t.Errorf("in the directory: %v, %v, want the database, its key and the list", left, err)
	}
}

func TestNewDatabaseSaysWhatItIs(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "catcow.db"))
	err := s.db.View(func(btx *bbolt.Tx) error {
		said := map[string]string{}
		r := &reader{btx: btx}
		for e, err := range r.scan(meta, nil, nil) {
			if err != nil {
				return err
			}
			said[string(e.key)] = string(e.value)
		}
		if said["app"] != "catcow" || said["schema"] != fmt.Sprint(Schema) {
			t.Errorf("app %q, schema %q, want catcow and "+fmt.Sprint(Schema), said["app"], said["schema"])
		}
		created, err := time.Parse(time.RFC3339, said["created"])
		if age := time.Since(created); age < -time.Minute || age > time.Minute {
			t.Errorf("created %v, %v ago", created, age)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestExistingDirectoryKeepsItsMode(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "shared")
	if err := os.Mkdir(dir, 0o750); err != nil {
		t.Fatal(err)
	}
	opened(t, filepath.Join(dir, "catcow.db"))
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o750 {
		t.Errorf("the directory is %v, %v, want the mode 0750", info.Mode(), err)
	}
}

func TestCreationNeverReplacesAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	write(t, path, []byte("precious"))
	if err := create(Files{DB: path}.whole()); err != nil {
		t.Errorf("create = %v, want nil: another process may have been faster", err)
	}
	if file, _ := os.ReadFile(path); string(file) != "precious" {
		t.Errorf("the file holds %q", file)
	}
}

func TestManyCreatorsMakeOneDatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	var work sync.WaitGroup
	for range 8 {
		work.Go(func() {
			if err := create(Files{DB: path}.whole()); err != nil {
				t.Errorf("create: %v", err)
			}
		})
	}
	work.Wait()
	populate(t, opened(t, path))
}

func TestWhatIsNoFileIsRefused(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "file"), []byte("x"))
	if err := os.Symlink(filepath.Join(dir, "nowhere"), filepath.Join(dir, "dangling")); err != nil {
		t.Fatal(err)
	}
	for path, says := range map[string]string{
		dir:                                 "this is a directory",
		os.DevNull:                          "this is not a plain file",
		filepath.Join(dir, "file", "below"): "not a directory",
		filepath.Join(dir, "dangling"):      "which is not there",
	} {
		s, err := Open(path)
		if err == nil {
			s.Close()
		}
		if err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), path) {
			t.Errorf("Open(%s) = %v, want an error that says %q", path, err, says)
		}
	}
}

func TestLinkedDatabaseOpens(t *testing.T) {
	dir := t.TempDir()
	path, link := filepath.Join(dir, "catcow.db"), filepath.Join(dir, "link.db")
	s := opened(t, path)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	err := opened(t, link).Update(t.Context(), func(tx storage.Tx) error { return tx.PutMember(member("U1", monday)) })
	if err != nil {
		t.Error(err)
	}
}

func TestFileThatIsGoneWhenItWasReadIsNotMadeAnew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	if _, err := reopen(path, maxSize); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("reopen = %v, want that there is no file", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Stat = %v, want no file", err)
	}
}
