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

	"catcow/storage"
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

// Erasures reads the ledger: when somebody was last erased, by their name there. Without a file nobody was.
func (f Files) Erasures() (map[string]time.Time, error) {
	path := f.whole().Ledger
	text, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("bolt: who was erased: %w", err)
	}
	erased := map[string]time.Time{}
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		if !strings.HasSuffix(line, "\n") {
			break // cut off by a crash; it is written again
		}
		name, instant, _ := strings.Cut(strings.TrimSpace(line), " ")
		hash, notHex := hex.DecodeString(name)
		at, err := time.Parse(time.RFC3339Nano, instant)
		if notHex != nil || len(hash) != nameSize || err != nil {
			return nil, fmt.Errorf("bolt: who was erased: line %d of %s is none of it: %w; put back a copy, or move it away: what the database knows of it is written again", number, path, storage.ErrForeign)
		}
		if at.After(erased[string(hash)]) {
			erased[string(hash)] = at
		}
	}
	return erased, nil
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
		return fmt.Errorf("bolt: who was erased: %w", err)
	}
	clear(l.owed)
	return nil
}

// appendTo writes lines at the end of the file, safe on disk, in place of one that was cut off.
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
	whole := bytes.LastIndexByte(text, '\n') + 1
	if err := file.Truncate(int64(whole)); err != nil {
		return err
	}
	var lines []byte
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
