package bolt

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"catcow/storage"
)

func numbers(n int) (all []string) {
	for i := range n {
		all = append(all, strconv.Itoa(i))
	}
	return all
}

// TestCopyUnderLoadIsWholeAndHoldsUpNobody copies fifty times beside a thousand changes a second. A
// copy holds every change that was acknowledged before it began, and is of one moment.
func TestCopyUnderLoadIsWholeAndHoldsUpNobody(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, filepath.Join(dir, "catcow.db"))
	bulky(t, s)
	var alone, beside time.Duration
	for range 3 { // a busy machine holds up one try
		if err := s.Update(t.Context(), func(tx storage.Tx) error { return tx.Forget("U1", monday) }); err != nil {
			t.Fatal(err)
		}
		under(t, s, func(l *load) {
			<-time.After(time.Second) // by itself, to be compared with
			alone = l.slow()
			for i := range 50 {
				kept := l.sure()
				to := filepath.Join(dir, fmt.Sprint("copy", i, "-", kept))
				if _, err := s.Copy(t.Context(), to); err != nil {
					t.Fatal(err)
				}
				duplicate(t, s.files.Key, to+".key")
				if n := lost(t, to, numbers(kept)); n > 0 {
					t.Fatalf("copy %d: %d of %d changes are missing", i, n, kept)
				}
				if err := errors.Join(os.Remove(to), os.Remove(to+".key"), os.Remove(SumOf(to))); err != nil {
					t.Fatal(err)
				}
			}
			beside = l.slow()
		})
		if beside <= 10*alone {
			break
		}
	}
	t.Logf("99 of 100 changes took %v at most alone, %v beside copies", alone, beside)
	if beside > 10*alone {
		t.Errorf("99 of 100 changes took %v at most beside copies, %v alone: more than ten times as long", beside, alone)
	}
}

// TestBareCopyUnderLoadIsCaught shows that the test above can see a copy that is not of one moment.
func TestBareCopyUnderLoadIsCaught(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, filepath.Join(dir, "catcow.db"))
	bulky(t, s)
	caught := 0
	under(t, s, func(l *load) {
		for i := range 200 {
			from, err := os.Open(s.db.Path())
			if err != nil {
				t.Fatal(err)
			}
			to, err := os.Create(filepath.Join(dir, fmt.Sprint("bare", i)))
			if err != nil {
				t.Fatal(err)
			}
			// As a slow tool does: in small pieces.
			if _, err := io.CopyBuffer(struct{ io.Writer }{to}, struct{ io.Reader }{from}, make([]byte, 4096)); err != nil {
				t.Fatal(err)
			}
			if inspect(to) != nil {
				caught++
			}
			from.Close()
			to.Close()
			if caught >= 3 {
				return
			}
		}
	})
	if caught == 0 {
		t.Error("of 200 bare copies of a file in use, none was refused")
	}
}

func TestCopyIsPrivateAndHasItsChecksum(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, filepath.Join(dir, "catcow.db"))
	populate(t, s)
	to := filepath.Join(dir, "copy.db")
	made, err := s.Copy(t.Context(), to)
	if err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(to)
	if err != nil || info.Mode() != 0o600 || info.Size() != made.Size || made.File != to {
		t.Errorf("Stat = %v, %v of %+v", info.Mode(), err, made)
	}
	if tool, err := exec.LookPath("sha256sum"); err == nil {
		cmd := exec.Command(tool, "--strict", "-c", "copy.db.sha256")
		cmd.Dir = dir
		if said, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("sha256sum: %v: %s", err, said)
		}
	}
	file, err := os.Open(to)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if compared, err := compareSum(file); !compared || err != nil {
		t.Errorf("compareSum = %v, %v", compared, err)
	}
	if err := os.WriteFile(to+".sha256", []byte(strings.Repeat("0", 64)+"  copy.db\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if compared, err := compareSum(file); !compared || !errors.Is(err, storage.ErrForeign) {
		t.Errorf("compareSum of another sum = %v, %v", compared, err)
	}
}

func TestCopyReplacesNoFile(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, filepath.Join(dir, "catcow.db"))
	to := filepath.Join(dir, "copy.db")
	write(t, to, []byte("precious"))
	for _, path := range []string{to, s.db.Path(), dir} {
		if _, err := s.Copy(t.Context(), path); !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), path) {
			t.Errorf("Copy(%s) = %v, want that it is there", path, err)
		}
	}
	if text, _ := os.ReadFile(to); string(text) != "precious" {
		t.Errorf("the file holds %q", text)
	}
	if err := name(filepath.Join(dir, "catcow.db"), to); !errors.Is(err, fs.ErrExist) {
		t.Errorf("name = %v: one who was faster lost the file", err)
	}
}

func TestCopyThatFailsLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, filepath.Join(dir, "catcow.db"))
	there, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	done, stop := context.WithCancel(t.Context())
	stop()
	if _, err := s.Copy(done, filepath.Join(dir, "copy.db")); !errors.Is(err, context.Canceled) {
		t.Errorf("Copy = %v, want that it was called off", err)
	}
	if _, err := s.Copy(t.Context(), filepath.Join(dir, "nowhere", "copy.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Copy = %v, want that there is no such directory", err)
	}
	judge := func(*os.File) error { return errors.New("ill") }
	if err := place(filepath.Join(dir, "copy.db"), func(*os.File) error { return nil }, judge); err == nil {
		t.Error("what is judged ill was kept")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != len(there) {
		t.Errorf("left: %v, %v", left, err)
	}
}

func TestCopyNeedsRoom(t *testing.T) {
	dir := t.TempDir()
	if _, known := available(dir); !known {
		t.Skip("what room there is can't be asked on this system; a copy without room ends with the system's error")
	}
	if err := room(dir, 1<<20); err != nil {
		t.Errorf("room for a megabyte: %v", err)
	}
	if err := room(dir, 1<<60); err == nil || !strings.Contains(err.Error(), "free some") {
		t.Errorf("room for an exabyte: %v", err)
	}
}

// Who makes a file of the same name at the same time sweeps the unfinished one away, which is not
// to leave an empty file that is no copy, and that no copy may replace.
func TestCopyThatIsSweptAwayLeavesNothing(t *testing.T) {
	to := filepath.Join(t.TempDir(), "copy.db")
	for step := range 2 {
		steps := [2]func(*os.File) error{func(*os.File) error { return nil }, func(*os.File) error { return nil }}
		steps[step] = func(*os.File) error { return sweep(to, suffixCopy) }
		if err := place(to, steps[0], steps[1]); !errors.Is(err, fs.ErrExist) || !strings.Contains(err.Error(), "at the same time") {
			t.Errorf("place = %v, want that another is made", err)
		}
		if err := absent(to, ""); err != nil {
			t.Errorf("there is something: %v", err)
		}
	}
}

// A copy without its checksum is none: its name is free for the next.
func TestCopyThatGetsNoChecksumLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, filepath.Join(dir, "catcow.db"))
	to := filepath.Join(dir, "copy.db")
	if err := os.MkdirAll(filepath.Join(SumOf(to), "full"), 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Copy(t.Context(), to); err == nil {
		t.Error("Copy went well")
	}
	if err := absent(to, ""); err != nil {
		t.Errorf("there is a copy: %v", err)
	}
}

// TestUnfinishedCopyIsRemovedByTheNext also shows that nothing else is.
func TestUnfinishedCopyIsRemovedByTheNext(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, filepath.Join(dir, "catcow.db"))
	names := map[string]bool{".copy.db.123.copy": false, ".copy.db.12x.copy": true, ".other.db.123.copy": true, "copy.db.123.copy": true, ".copy.db.123.new": true,
		"..copy.db.123.copy.456.compact": false, "..copy.db.123.copy.45x.compact": true, "..other.db.123.copy.456.compact": true}
	for name := range names {
		write(t, filepath.Join(dir, name), nil)
	}
	if _, err := s.Copy(t.Context(), filepath.Join(dir, "copy.db")); err != nil {
		t.Fatal(err)
	}
	for name, stays := range names {
		if _, err := os.Stat(filepath.Join(dir, name)); (err == nil) != stays {
			t.Errorf("%s: %v, want that it stays: %v", name, err, stays)
		}
	}
}

func TestCopyOfAFileThatNobodyUses(t *testing.T) {
	dir := t.TempDir()
	path, to := filepath.Join(dir, "catcow.db"), filepath.Join(dir, "copy.db")
	s := opened(t, path)
	populate(t, s)
	if _, err := CopyFile(t.Context(), path, to); !errors.Is(err, storage.ErrBusy) {
		t.Errorf("CopyFile of one in use = %v, want ErrBusy", err)
	}
	before := contents(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := CopyFile(t.Context(), path, to); err != nil {
		t.Fatal(err)
	}
	duplicate(t, path+".key", to+".key")
	if after := contents(t, opened(t, to)); len(after) != len(before) {
		t.Errorf("%d entries were copied, %d are there", len(before), len(after))
	}
}
