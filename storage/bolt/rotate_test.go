package bolt

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"catcow/storage"
)

// cuts are where a change of the key may be cut off, in their order.
var cuts = []string{"new key", "key file", "wrapped", "rotated", "rewritten", "renamed"}

func init() {
	for _, cut := range cuts {
		roles["rotate until "+cut] = func(path string) error {
			dieAt(cut)
			_, err := RotateKey(Files{DB: path})
			return err
		}
	}
}

func keysIn(t testing.TB, path string) (ids []string) {
	t.Helper()
	s, err := readSecrets(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range s.keys {
		ids = append(ids, k.id)
	}
	return ids
}

func rotated(t testing.TB, path string) Rotated {
	t.Helper()
	r, err := RotateKey(Files{DB: path})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestNewKeyOpensWhatTheOldOneSealed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	backup := path + ".backup"
	s := keptStore(t, path)
	name := s.Name("U1")
	s = snapshot(t, s, backup)
	shut(t, s)
	first := keysIn(t, path+".key")[0]
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}

	r := rotated(t, path)
	if r.Old != first || r.New == first || r.Wrapped != 4 { // three people and the store
		t.Errorf("RotateKey = %+v, the key was %s", r, first)
	}
	if info, err := os.Stat(path); err != nil || info.Size() > 2*int64(len(before)) {
		t.Errorf("the file has %d bytes after %d: %v", info.Size(), len(before), err)
	}
	if ids := keysIn(t, path+".key"); len(ids) != 2 || ids[0] != r.New || ids[1] != first {
		t.Errorf("the key file has %v, want the new key, then the old one", ids)
	}
	s = opened(t, path)
	if told(t, s) != keptFacts(t) || s.Name("U1") != name {
		t.Errorf("it tells something else, or names have changed")
	}
	shut(t, s)

	// Nothing that the old key sealed is left, in use or free.
	old, err := readSecrets(path + ".key")
	if err != nil {
		t.Fatal(err)
	}
	secret, _ := old.find(first)
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if opens(before, secret) == 0 || opens(after, secret) != 0 {
		t.Errorf("the old key opens %d keys in the old file and %d in the new one, want some and none", opens(before, secret), opens(after, secret))
	}

	// A backup from before opens with the key file of now, until the old key is taken out.
	duplicate(t, backup, path)
	s = opened(t, path)
	if told(t, s) != keptFacts(t) {
		t.Error("the backup tells something else")
	}
	shut(t, s)
	text, err := os.ReadFile(path + ".key")
	if err != nil {
		t.Fatal(err)
	}
	write(t, path+".key", text[:strings.LastIndex(string(text), "key ")])
	refused(t, Files{DB: path}, "key id "+first+" expected, "+r.New+" given")

	// The control of the order: a database whose new key is not in the key file would not open.
	write(t, path+".key", text)
	rotated(t, path) // to the key that is there
	late := rotated(t, path)
	write(t, path+".key", text)
	refused(t, Files{DB: path}, "key id "+late.New+" expected")
}

// opens is how many keys of holders a key opens, wherever they lie in a file.
func opens(file []byte, with secret) (n int) {
	c := cipherOf(with.key)
	for _, who := range []holder{theStore, holderOf("U01KEPT0"), holderOf("U01KEPT1"), holderOf("U01KEPT2")} {
		rest := file
		for {
			i := bytes.Index(rest, []byte(who))
			if i < 0 {
				break
			}
			rest = rest[i+len(who):]
			if size := sealCost + secretSize; len(rest) >= size {
				if _, err := disclose(c, rest[:size], bound(keys, who, nil)); err == nil {
					n++
				}
			}
		}
	}
	return n
}

func TestKilledRotationLeavesADatabaseThatOpens(t *testing.T) {
	for i, cut := range cuts {
		t.Run(cut, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "catcow.db")
			shut(t, keptStore(t, path))
			first := keysIn(t, path+".key")[0]
			other := start(t, "rotate until "+cut, path)
			if line, ok := other.said(t); ok {
				t.Fatalf("the other process said %q, want it killed", line)
			}
			if err := other.Wait(); err == nil {
				t.Fatal("the other process ended well, want it killed")
			}
			what, err := verify(path)
			if err != nil || (what.key == first) != (i < 3) {
				t.Errorf("the file has the key %s, %v; it was %s", what.key, err, first)
			}
			s := opened(t, path)
			if told(t, s) != keptFacts(t) {
				t.Error("it tells something else")
			}
			shut(t, s)
			if i < 3 { // it goes on with the key that is there
				if r := rotated(t, path); r.Old != first || r.New != keysIn(t, path+".key")[0] {
					t.Errorf("RotateKey = %+v", r)
				}
			}
			if ids := keysIn(t, path+".key"); len(ids) != 2 || ids[1] != first {
				t.Errorf("the key file has %v, want a new key, then %s", ids, first)
			}
			if s = opened(t, path); told(t, s) != keptFacts(t) {
				t.Error("after all it tells something else")
			}
			if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); len(left) != 0 {
				t.Errorf("there is left: %v", left)
			}
		})
	}
}

func TestRotationThatCannotBeChangesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	s := keptStore(t, path)
	before := everything(t, filepath.Dir(path))
	if _, err := RotateKey(Files{DB: path}); !errors.Is(err, storage.ErrBusy) {
		t.Errorf("while it is in use, RotateKey = %v, want ErrBusy", err)
	}
	shut(t, s)
	if _, err := RotateKey(Files{DB: path + ".nowhere"}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("of no file, RotateKey = %v, want that there is none", err)
	}
	if after := everything(t, filepath.Dir(path)); len(after) != len(before) || strings.Join(after, "") != strings.Join(before, "") {
		t.Error("something has changed")
	}
	if _, err := RotateKey(Files{DB: keptFile(t, 3)}); err == nil || !strings.Contains(err.Error(), "schema 3") {
		t.Errorf("of an older schema, RotateKey = %v, want that it has to be brought up first", err)
	}
}

// The mode of a key file stays: one that only root may replace stays one.
func TestRotationKeepsTheModeOfTheKeyFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	shut(t, keptStore(t, path))
	if err := os.Chmod(path+".key", 0o400); err != nil {
		t.Fatal(err)
	}
	rotated(t, path)
	if info, err := os.Stat(path + ".key"); err != nil || info.Mode().Perm() != 0o400 {
		t.Errorf("the key file: %v, %v, want the mode 0400", info.Mode(), err)
	}
	shut(t, opened(t, path))
}
