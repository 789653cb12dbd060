package bolt

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"catcow/storage"
)

func TestDiskOfAnotherMachineIsRefused(t *testing.T) {
	dir := t.TempDir()
	there, away := filepath.Join(dir, "here", "catcow.db"), filepath.Join(dir, "away", "new", "catcow.db")
	shut(t, opened(t, there))
	before := filesystem
	defer func() { filesystem = before }()
	filesystem = func(dir string) string {
		if strings.HasSuffix(dir, "away") {
			return "NFS"
		}
		return before(dir)
	}
	if err := os.Mkdir(filepath.Join(dir, "away"), 0o700); err != nil {
		t.Fatal(err)
	}
	linked := filepath.Join(dir, "linked.db")
	duplicate(t, there, filepath.Join(dir, "away", "catcow.db"))
	if err := os.Symlink(filepath.Join(dir, "away", "catcow.db"), linked); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{away, linked} {
		_, err := Open(path)
		if !errors.Is(err, storage.ErrPlace) || !strings.Contains(err.Error(), "another machine (NFS)") || !strings.Contains(err.Error(), path) {
			t.Errorf("Open(%s) = %v, want ErrPlace and the sort of file system", path, err)
		}
	}
	if left, _ := os.ReadDir(filepath.Dir(filepath.Dir(away))); len(left) != 1 {
		t.Errorf("something was made there: %v", left)
	}
	shut(t, opened(t, there)) // the control: elsewhere it opens
}
