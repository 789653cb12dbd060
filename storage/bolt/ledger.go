package bolt

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"
)

// The ledger is who was erased, and when, outside of the database: a backup of it comes back without
// them. It holds a line each, a keyed hash of the id and an instant; without the key
// file nobody can tell whose.

// ledger is the file, and what is still to be written to it.
type ledger struct {
	path string
	mu   sync.Mutex
	owed map[string]time.Time
}

// Erasures reads the ledger: when somebody was last erased, by their name there. Without a file there is nobody to name.
func (f Files) Erasures() (map[string]time.Time, error) {
	path := f.whole().Ledger
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%w, %s, can't be read: %w", ErrLedger, path, bare(err, path))
	}
	erased := map[string]time.Time{}
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		name, at, ok := erasure(line)
		switch {
		case !ok && !strings.HasSuffix(line, "\n"): // cut off by a crash; it is written again
		case !ok:
			return nil, fmt.Errorf("%w, %s, has something else in line %d: take it out, or put back a copy of the file", ErrLedger, path, number)
		case at.After(erased[name]):
			erased[name] = at
		}
	}
	return erased, nil
}

// erasure is what a line says; an editor may have left out the end of the last.
func erasure(line string) (name string, at time.Time, ok bool) {
	number, instant, _ := strings.Cut(strings.TrimSpace(line), " ")
	hash, notHex := hex.DecodeString(number)
	at, err := time.Parse(time.RFC3339Nano, instant)
	return string(hash), at, notHex == nil && err == nil && len(hash) == nameSize
}

// enter writes who was erased, with what could not be written before.
func (l *ledger) enter(erased map[string]time.Time) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.owed == nil {
		l.owed = map[string]time.Time{}
	}
	maps.Copy(l.owed, erased)
	if len(l.owed) == 0 {
		return nil
	}
	if err := appendTo(l.path, l.owed); err != nil {
		return fmt.Errorf("bolt: %w, %s, can't be written: %w", ErrLedger, l.path, bare(err, l.path))
	}
	clear(l.owed)
	return nil
}

// begin makes the file where there is none. An empty one says that nobody was erased; none, that nobody
// knows. It is for an open database, which has told who was.
func (l *ledger) begin() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if _, err := os.Stat(l.path); !errors.Is(err, fs.ErrNotExist) || len(l.owed) > 0 {
		return err
	}
	return appendTo(l.path, nil)
}

// owes is how many people could not be written.
func (l *ledger) owes() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.owed)
}

// List writes to the ledger what could not be written before.
func (s *Store) List() error { return s.ledger.enter(nil) }

// appendTo writes lines at the end of the file, safe on disk, in place of one that was cut off. A last line
// that is whole but for its end stays, and gets one.
func appendTo(path string, erased map[string]time.Time) (err error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var lines []byte
	whole := bytes.LastIndexByte(text, '\n') + 1
	if _, _, ok := erasure(string(text[whole:])); ok {
		whole, lines = len(text), []byte("\n")
	}
	if err := file.Truncate(int64(whole)); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(erased)) {
		lines = fmt.Appendf(lines, "%x %s\n", name, erased[name].UTC().Format(time.RFC3339Nano))
	}
	if _, err := file.WriteAt(lines, int64(whole)); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	if len(text) > 0 {
		return nil
	}
	return syncDir(filepath.Dir(path))
}
