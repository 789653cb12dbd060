package operate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"catcow/storage"
)

// longestSocket is how many bytes the path of a unix socket may have on every system.
const longestSocket = 103

// ListenPrivate opens the private socket, by which whoever may read the database file asks a running
// Catcow for a backup. It is for its owner alone from the moment it has its name. The caller holds
// the database, so a socket that nobody answers is one that a killed Catcow has left, and goes.
func ListenPrivate(path string) (net.Listener, error) {
	on, err := listenPrivate(path)
	if err != nil {
		return nil, fmt.Errorf("the private socket %s: %w", path, err)
	}
	return on, nil
}

func listenPrivate(path string) (net.Listener, error) {
	dir := filepath.Dir(path)
	switch info, err := os.Stat(dir); {
	case runtime.GOOS == "windows":
		return nil, fmt.Errorf("there are none on Windows that are private: %w", errors.ErrUnsupported)
	case max(len(path), len(dir)+len("/.s4294967295/s")) > longestSocket: // the second is where it is made
		return nil, fmt.Errorf("its path has %d bytes, and %d are possible: set CATCOW_SOCKET to a shorter one", len(path), longestSocket-2)
	case err != nil:
		return nil, err
	case info.Mode().Perm()&0o002 != 0 && info.Mode()&fs.ModeSticky == 0:
		return nil, fmt.Errorf("everybody may write to %s: run chmod o-w %s, or set CATCOW_SOCKET to one elsewhere", dir, dir)
	}
	switch info, err := os.Lstat(path); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, err
	case info.Mode()&fs.ModeSocket == 0:
		return nil, errors.New("something else has that name: move it away, or set CATCOW_SOCKET to another")
	case Answers(path):
		return nil, errors.New("another program answers there: set CATCOW_SOCKET to another")
	}
	// It gets its name only when nobody else can come in.
	room, err := os.MkdirTemp(dir, ".s")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(room)
	first := filepath.Join(room, "s")
	on, err := net.Listen("unix", first)
	if err != nil {
		return nil, err
	}
	on.(*net.UnixListener).SetUnlinkOnClose(false)
	if err := errors.Join(os.Chmod(first, 0o600), os.Rename(first, path)); err != nil {
		return nil, errors.Join(err, on.Close())
	}
	made, err := os.Lstat(path)
	if err != nil {
		return nil, errors.Join(err, on.Close())
	}
	return &private{on, path, made}, nil
}

// private takes its name away when it is closed, unless another has it by then.
type private struct {
	net.Listener
	path string
	made fs.FileInfo
}

func (p *private) Close() error {
	if there, err := os.Lstat(p.path); err == nil && os.SameFile(there, p.made) {
		os.Remove(p.path)
	}
	return p.Listener.Close()
}

// Answers tells whether somebody listens on that socket.
func Answers(path string) bool {
	conn, err := net.DialTimeout("unix", path, 2*time.Second)
	if err != nil {
		return false
	}
	conn.Close()
	return true
}

// Status is what a running Catcow tells of its file.
type Status struct {
	Build   map[string]string `json:"build"`
	File    storage.Condition `json:"file"`
	Backups Backups           `json:"backups"`
}

// Private answers on the private socket.
func Private(u *Upkeep, build map[string]string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /status", answers(func(r *http.Request) (any, error) {
		file, err := u.Keeper.Condition(r.Context())
		return Status{build, file, u.Backups()}, err
	}))
	mux.HandleFunc("POST /backup", answers(func(r *http.Request) (any, error) {
		file := r.FormValue("file")
		if file == "" {
			return u.Backup(r.Context(), time.Now())
		}
		if !filepath.IsAbs(file) {
			return nil, fmt.Errorf("%q is not an absolute path", file)
		}
		return u.Keeper.Copy(r.Context(), file)
	}))
	mux.HandleFunc("POST /compact", answers(func(r *http.Request) (any, error) {
		if err := u.Keeper.Compact(r.Context()); err != nil {
			return nil, err
		}
		return u.Keeper.Condition(r.Context())
	}))
	mux.HandleFunc("POST /check", answers(func(r *http.Request) (any, error) {
		return struct{}{}, u.Keeper.Check(r.Context())
	}))
	return mux
}

// answers writes what work returns as JSON, or its error in words, with 500.
func answers(work func(*http.Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		answer, err := work(r)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(answer)
	}
}

// ServePrivate answers until ctx is done, and then lets what has begun end.
func ServePrivate(ctx context.Context, on net.Listener, h http.Handler) error {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second}
	stopped := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() {
		within, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		stopped <- server.Shutdown(within)
	})
	if err := server.Serve(on); !errors.Is(err, http.ErrServerClosed) {
		stop()
		return errors.Join(err, on.Close())
	}
	return <-stopped
}
