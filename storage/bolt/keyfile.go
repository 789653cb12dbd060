package bolt

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"catcow/storage"
)

// secrets is what a key file holds.
type secrets struct {
	names []byte // of pseudonyms, and of those who are erased; it outlives every key
	keys  []secret
}

// secret is a key that the keys in a database are wrapped with.
type secret struct {
	id  string // a hash of it
	key []byte
}

const (
	secretSize  = 32
	longestFile = 1 << 16 // bytes of a key file
)

func randomly(size int) []byte {
	b := make([]byte, size)
	rand.Read(b) // never fails
	return b
}

func newSecret() secret { return secretOf(randomly(secretSize)) }

func secretOf(key []byte) secret {
	sum := sha256.Sum256(append([]byte("catcow key "), key...))
	return secret{hex.EncodeToString(sum[:4]), key}
}

func newSecrets() secrets {
	return secrets{randomly(secretSize), []secret{newSecret()}}
}

// id is that of the newest key.
func (s secrets) id() string { return s.keys[0].id }

// find is the key of that id; ok is false where there is none.
func (s secrets) find(id string) (_ secret, ok bool) {
	i := slices.IndexFunc(s.keys, func(k secret) bool { return k.id == id })
	if i < 0 {
		return secret{}, false
	}
	return s.keys[i], true
}

// fitting is the key of that id, or an error that names the file that has others.
func (s secrets) fitting(id, path string) (secret, error) {
	key, ok := s.find(id)
	if !ok {
		return secret{}, keyless(putBack, "key id %s expected, %s given in %s", id, s.id(), path)
	}
	return key, nil
}

const preface = `# The key of a Catcow database. Without it nobody can read what the database
# holds. Keep a copy of this file in a safe place, apart from the backups.
# Only its owner may read it. The first key is the one in use; the others are
# for backups from before it.
`

func (s secrets) text() []byte {
	b := bytes.NewBufferString(preface)
	fmt.Fprintln(b, "names", base64.StdEncoding.EncodeToString(s.names))
	for _, k := range s.keys {
		fmt.Fprintln(b, "key", k.id, base64.StdEncoding.EncodeToString(k.key))
	}
	return b.Bytes()
}

// parseSecrets is the inverse of text. Its errors name lines, and nothing that stands in them.
func parseSecrets(text []byte) (s secrets, err error) {
	number := 0
	for line := range strings.Lines(strings.TrimPrefix(string(text), "\ufeff")) { // some editors put that first
		number++
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(words[0], "#") {
			continue
		}
		value, err := base64.StdEncoding.DecodeString(words[len(words)-1])
		switch {
		case err != nil || len(value) != secretSize:
			return secrets{}, fmt.Errorf("line %d does not end in a key", number)
		case words[0] == "names" && len(words) == 2 && s.names == nil:
			s.names = value
		case words[0] == "key" && len(words) == 3:
			k := secretOf(value)
			if _, twice := s.find(k.id); twice || k.id != words[1] {
				return secrets{}, fmt.Errorf("line %d has a key that is not that of its id", number)
			}
			s.keys = append(s.keys, k)
		default:
			return secrets{}, fmt.Errorf("line %d is none of a key file", number)
		}
	}
	if s.names == nil || len(s.keys) == 0 {
		return secrets{}, errors.New("it is not whole")
	}
	return s, nil
}

// keyless says why there is no key that fits, and what to do.
func keyless(cure, format string, args ...any) error {
	return fmt.Errorf("%w: %w; %s", fmt.Errorf(format, args...), storage.ErrKey, cure)
}

const putBack = "put the right one in its place: without it nobody can read what is stored"

// orphan is the error of a key without its database.
func orphan(path string) error {
	return keyless("restore a backup, or move the key file away to begin anew", "there is no database, but the key file of one, %s", path)
}

// readSecrets reads a key file, which must be a secret.
func readSecrets(path string) (secrets, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return secrets{}, keyless(putBack, "its key file %s is not there", path)
	}
	if err != nil {
		return secrets{}, keyless("let Catcow read it", "its key file: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	switch {
	case err != nil:
		return secrets{}, keyless("let Catcow read it", "its key file: %w", err)
	case !info.Mode().IsRegular():
		return secrets{}, keyless(putBack, "its key file %s is not a plain file", path)
	case exposed(info):
		return secrets{}, keyless("run: chmod 600 "+path, "its key file %s can be read by others", path)
	}
	text, err := io.ReadAll(io.LimitReader(file, longestFile))
	if err != nil {
		return secrets{}, keyless("let Catcow read it", "its key file: %w", err)
	}
	s, err := parseSecrets(text)
	if err != nil {
		return secrets{}, keyless(putBack, "its key file %s is damaged: %w", path, err)
	}
	return s, nil
}

// writeSecrets makes a new key file, safe on disk. It replaces none.
func writeSecrets(path string, s secrets) error {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(s.text())
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return syncDir(filepath.Dir(path))
}
