package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"catcow/internal/habit"
	"catcow/storage"
)

func init() { roles["full"] = fillUp }

// fillUp writes until the system allows no more bytes, and says how many members were kept.
func fillUp(path string) error {
	s, err := Open(path)
	if err != nil {
		return err
	}
	const most = 1 << 17
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
		return err
	}
	kept := 0
	for ; err == nil; kept++ {
		err = s.Update(context.Background(), func(tx storage.Tx) error {
			m := member(fmt.Sprint("U", kept), monday)
			m.Zone = strings.Repeat("x", 3000)
			return tx.PutMember(m)
		})
	}
	kept--                                                     // the last was refused
	if !strings.Contains(err.Error(), syscall.EFBIG.Error()) { // bbolt keeps the words alone
		return fmt.Errorf("want %v, got %w", syscall.EFBIG, err)
	}
	if !errors.Is(err, storage.ErrFull) || errors.Is(err, storage.ErrBroken) {
		return fmt.Errorf("want ErrFull, got %w", err)
	}
	err = s.View(context.Background(), func(r storage.Reader) error { return holds(r, kept) })
	if err != nil {
		return err
	}
	fmt.Println(kept)
	return s.Close()
}

func holds(r storage.Reader, kept int) error {
	for i := range kept + 1 {
		m, err := r.Member(habit.UserID(fmt.Sprint("U", i)))
		if err != nil {
			return err
		}
		if there := m.Zone != ""; there != (i < kept) {
			return fmt.Errorf("member %d of %d is there: %v", i, kept, there)
		}
	}
	return nil
}

// TestFullDiskRefusesAndKeepsWhatItHas lets the system refuse every byte past a limit.
func TestFullDiskRefusesAndKeepsWhatItHas(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	other := start(t, "full", path)
	line, _ := other.said(t)
	if err := other.Wait(); err != nil {
		t.Fatalf("the other process: %v", err)
	}
	var kept int
	if _, err := fmt.Sscan(line, &kept); err != nil || kept < 5 {
		t.Fatalf("the other process kept %q, %v, want 5 or more", line, err)
	}
	if err := opened(t, path).View(t.Context(), func(r storage.Reader) error { return holds(r, kept) }); err != nil {
		t.Error(err)
	}
}

// TestDiskThatTakesNothingMoreIsBroken takes away what the store writes with, as a disk does that the system
// has made read-only.
func TestDiskThatTakesNothingMoreIsBroken(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Update(t.Context(), kept); err != nil {
		t.Fatal(err)
	}
	readOnly, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer readOnly.Close()
	descriptors, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	taken := 0
	for _, d := range descriptors {
		number, _ := strconv.Atoi(d.Name())
		if to, _ := os.Readlink("/proc/self/fd/" + d.Name()); to == path && number != int(readOnly.Fd()) {
			if err := syscall.Dup3(int(readOnly.Fd()), number, syscall.O_CLOEXEC); err != nil {
				t.Fatal(err)
			}
			taken++
		}
	}
	if taken != 1 {
		t.Fatalf("%d descriptors of the file, want 1", taken)
	}
	put := func(tx storage.Tx) error { return tx.PutMember(member("U1", monday)) }
	for range 2 { // it is not tried again
		if err := s.Update(t.Context(), put); !errors.Is(err, storage.ErrBroken) || errors.Is(err, storage.ErrFull) {
			t.Errorf("Update = %v, want ErrBroken", err)
		}
	}
	if err := s.Probe(t.Context(), monday); !errors.Is(err, storage.ErrBroken) {
		t.Errorf("Probe = %v, want ErrBroken", err)
	}
	if told(t, s) != keptFacts(t) {
		t.Error("what was kept cannot be read")
	}
}

// asNobody runs work on a thread that the file system takes for an ordinary user.
func asNobody(work func()) {
	var done sync.WaitGroup
	done.Go(func() {
		runtime.LockOSThread() // and never unlock: the thread ends with the goroutine
		if os.Geteuid() == 0 {
			syscall.Setfsuid(65534)
		}
		work()
	})
	done.Wait()
}

func TestMissingPermissionIsSaidWithThePath(t *testing.T) {
	dir := t.TempDir()
	readable := filepath.Join(dir, "readable.db")
	if err := opened(t, readable).Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(readable, 0o444); err != nil {
		t.Fatal(err)
	}
	secret := filepath.Join(dir, "secret.db")
	if err := opened(t, secret).Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(secret, 0); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(dir, 0o700)
	for _, path := range []string{readable, secret, filepath.Join(dir, "new.db"), filepath.Join(dir, "new", "new.db")} {
		asNobody(func() {
			s, err := Open(path)
			if err == nil {
				s.Close()
			}
			if !errors.Is(err, os.ErrPermission) || errors.Is(err, storage.ErrForeign) || !strings.Contains(err.Error(), path) {
				t.Errorf("Open(%s) = %v, want a missing permission and the path", path, err)
			}
		})
	}
}
