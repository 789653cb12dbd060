package operate

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"catcow/storage"
)

// shortDir is a directory whose path leaves room for a socket.
func shortDir(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("there are no private sockets on Windows; ListenPrivate says so")
	}
	dir, err := os.MkdirTemp("", "c")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

func TestThePrivateSocketIsAsked(t *testing.T) {
	k := upkept(t)
	path := filepath.Join(shortDir(t), "s")
	if _, err := AskStatus(t.Context(), path); !errors.Is(err, ErrSilent) {
		t.Errorf("before anybody listens: %v, want ErrSilent", err)
	}
	on, err := ListenPrivate(path)
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(path); err != nil || info.Mode() != 0o600|os.ModeSocket {
		t.Errorf("the socket is %v, %v, want 0600", info.Mode(), err)
	}
	ctx, stop := context.WithCancel(t.Context())
	var serving sync.WaitGroup
	serving.Go(func() {
		if err := ServePrivate(ctx, on, Private(k.Upkeep, map[string]string{"version": "v1"})); err != nil {
			t.Error(err)
		}
	})
	to := filepath.Join(t.TempDir(), "copy.db")
	made, err := AskBackup(t.Context(), path, to)
	if err != nil || made.File != to || made.Size == 0 || len(made.Sum) != 64 {
		t.Errorf("AskBackup = %+v, %v", made, err)
	}
	if _, err := AskBackup(t.Context(), path, to); err == nil || !strings.Contains(err.Error(), "file already exists") {
		t.Errorf("AskBackup again = %v", err)
	}
	if _, err := AskBackup(t.Context(), path, "copy.db"); err == nil || !strings.Contains(err.Error(), "absolute") {
		t.Errorf("AskBackup of a relative path = %v", err)
	}
	if made, err := AskBackup(t.Context(), path, ""); err != nil || filepath.Dir(made.File) != k.Dir {
		t.Errorf("AskBackup without a name = %+v, %v", made, err)
	}
	k.change(t, func(tx storage.Tx) error { return tx.Forget("U1", now) })
	if s, err := AskStatus(t.Context(), path); err != nil || s.Build["version"] != "v1" || !s.File.Rewrite || !s.Backups.Verified {
		t.Errorf("AskStatus = %+v, %v", s, err)
	}
	if c, err := AskCompact(t.Context(), path); err != nil || c.Rewrite || c.Size == 0 {
		t.Errorf("AskCompact = %+v, %v", c, err)
	}
	if err := AskCheck(t.Context(), path); err != nil {
		t.Errorf("AskCheck = %v", err)
	}
	if _, err := ListenPrivate(path); err == nil || !strings.Contains(err.Error(), "another program answers") {
		t.Errorf("a second one listens: %v", err)
	}
	stop()
	serving.Wait()
	if _, err := os.Lstat(path); !os.IsNotExist(err) {
		t.Errorf("the socket is left: %v", err)
	}
}

func TestWhatAKilledCatcowLeftIsReplaced(t *testing.T) {
	path := filepath.Join(shortDir(t), "s")
	dead, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	dead.(*net.UnixListener).SetUnlinkOnClose(false) // as after kill -9
	dead.Close()
	on, err := ListenPrivate(path)
	if err != nil {
		t.Fatal(err)
	}
	if !Answers(path) {
		t.Error("nobody answers")
	}
	if err := on.Close(); err != nil {
		t.Error(err)
	}
}

func TestASocketThatWouldNotBePrivateOrPossibleIsRefused(t *testing.T) {
	dir := shortDir(t)
	open, plain := filepath.Join(dir, "open"), filepath.Join(dir, "plain")
	if err := errors.Join(os.Mkdir(open, 0o700), os.Chmod(open, 0o777), os.WriteFile(plain, []byte("precious"), 0o600)); err != nil {
		t.Fatal(err)
	}
	for path, says := range map[string]string{
		filepath.Join(open, "s"):           "chmod o-w",
		plain:                              "something else has that name",
		filepath.Join(dir, "nowhere", "s"): "no such file",
		filepath.Join(dir, strings.Repeat("x", 100)): "set CATCOW_SOCKET to a shorter one",
	} {
		on, err := ListenPrivate(path)
		if err == nil {
			on.Close()
		}
		if err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), path) {
			t.Errorf("ListenPrivate(%s) = %v, want %q", path, err, says)
		}
	}
	if text, _ := os.ReadFile(plain); string(text) != "precious" {
		t.Errorf("the file holds %q", text)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".s*")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}
