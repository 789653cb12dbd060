package bolt

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// While a database is made its key waits under another name, which says whose it is: the key
// file gets its own once the database has. So a crash in between leaves what the next start
// puts right.

// waiting is the name of a key file whose database is still to come.
func waiting(path, id string) string {
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+id+".new")
}

// arrive gives a key that waits its name. Another process may do the same.
func arrive(path, id string) error {
	from := waiting(path, id)
	err := os.Link(from, path)
	switch {
	case errors.Is(err, fs.ErrExist):
		there, err := readSecrets(path)
		if err != nil {
			return err
		}
		if _, err := there.fitting(id, path); err != nil { // then this one is not given away
			return err
		}
	case errors.Is(err, fs.ErrNotExist):
		if _, there := os.Stat(path); there != nil {
			return err
		}
	case err != nil:
		return err
	}
	if err := os.Remove(from); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// secretsOf reads the key file of a database that is sealed with the key of that id.
func secretsOf(path, id string) (secrets, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Stat(waiting(path, id)); err == nil {
			if err := arrive(path, id); err != nil {
				return secrets{}, keyless("let Catcow write there", "its key file can't be put in place: %w", err)
			}
		}
	}
	s, err := readSecrets(path)
	if err != nil {
		return secrets{}, err
	}
	if _, err := s.fitting(id, path); err != nil {
		return secrets{}, err
	}
	return s, tidy(path, id)
}

// tidy removes what waits beside a key file that is in place: keys whose database never came, and
// the other name of this one.
func tidy(path, id string) error {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return nil // who may not look there has left nothing there
	}
	for _, e := range entries {
		rest, ours := strings.CutPrefix(e.Name(), "."+filepath.Base(path)+".")
		other, waits := strings.CutSuffix(rest, ".new")
		if !ours || !waits || len(other) != len(id) {
			continue
		}
		if err := os.Remove(waiting(path, other)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("a key that no database came of: %w", err)
		}
	}
	return nil
}
