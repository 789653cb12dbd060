package bolt

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
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
