package bolt

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"catcow/storage"
)

// keptFile puts the kept file of a schema, with its key if it has one, where a test may open it.
func keptFile(t testing.TB, schema int) (path string) {
	t.Helper()
	name := filepath.Join("testdata", fmt.Sprintf("schema-%d.db", schema))
	path = filepath.Join(t.TempDir(), "catcow.db")
	duplicate(t, name, path)
	if schema >= sealedSince {
		duplicate(t, name+".key", path+".key")
	}
	return path
}

func keptFacts(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "kept.json"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// secretsOfKept is what of the kept facts may not lie open in a file.
var secretsOfKept = []string{`"score"`, "Europe/Berlin", "Asia/Kolkata", "Person 1", "cat-cow", "softly", `"seen"`, "paused", "D01KEPT"}

// exposes tells which of the secrets can be read in a file.
func exposes(t testing.TB, path string) (found []string) {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range secretsOfKept {
		if bytes.Contains(file, []byte(secret)) {
			found = append(found, secret)
		}
	}
	return found
}

func TestEverySchemaOpensWithTheSameFacts(t *testing.T) {
	for schema := oldest; schema <= Schema; schema++ {
		t.Run(fmt.Sprint(schema), func(t *testing.T) {
			path := keptFile(t, schema)
			s := opened(t, path)
			if got := told(t, s); got != keptFacts(t) {
				t.Errorf("it tells something else:\n%s", got)
			}
			m := s.Migrated()
			if m.From != 0 && m.From != schema || (m.From == 0) != (schema == Schema) {
				t.Errorf("Migrated = %+v", m)
			}
			if err := s.Update(t.Context(), func(tx storage.Tx) error { return tx.PutMember(member("U9", monday)) }); err != nil {
				t.Error(err)
			}
			if found := exposes(t, path); found != nil {
				t.Errorf("%q can be read in the file", found)
			}
			if m.Copy == "" {
				return
			}
			// The copy is the file as it was, and opens as it did.
			if name := filepath.Base(m.Copy); !strings.HasPrefix(name, fmt.Sprintf("catcow-pre-v%d-20", Schema)) || filepath.Ext(name) != ".db" {
				t.Errorf("the copy is called %s", name)
			}
			info, err := os.Stat(m.Copy)
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the copy: %v, %v, want the mode 0600", info, err)
			}
			if found := exposes(t, m.Copy); schema < sealedSince && len(found) != len(secretsOfKept) {
				t.Errorf("only %q can be read in the copy: this test cannot see what is open", found)
			}
			again := filepath.Join(t.TempDir(), "catcow.db")
			duplicate(t, m.Copy, again)
			if got := told(t, opened(t, again)); got != keptFacts(t) {
				t.Errorf("the copy tells something else:\n%s", got)
			}
		})
	}
}

func TestMigrationReplacesNoOlderCopy(t *testing.T) {
	path := keptFile(t, 3)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(filepath.Dir(path), fmt.Sprintf("catcow-pre-v%d-%s.db", Schema, info.ModTime().UTC().Format("2006-01-02")))
	write(t, name, []byte("precious"))
	s := opened(t, path)
	if got, _ := os.ReadFile(name); string(got) != "precious" {
		t.Errorf("the file that was there holds %.20q", got)
	}
	if want := strings.TrimSuffix(name, ".db") + "-2.db"; s.Migrated().Copy != want {
		t.Errorf("the copy is %s, want %s", s.Migrated().Copy, want)
	}
}

// A schema of before, opened as one of a later one, is refused as it lies: the steps are forward only.
func TestOpenNeverGoesBack(t *testing.T) {
	for schema := oldest; schema < Schema; schema++ {
		if steps[schema] == nil {
			t.Errorf("there is no step from schema %d", schema)
		}
	}
	if len(steps) != Schema-oldest {
		t.Errorf("there are %d steps between schema %d and %d", len(steps), oldest, Schema)
	}
}

// points are where a migration may be cut off, in their order.
var points = []string{"copying", "copied", "keyed", "stepped", "committed", "rewritten", "renamed"}

// dieAt lets this process be killed at a point.
func dieAt(point string) {
	reached = func(at string) {
		if at != point {
			return
		}
		if self, err := os.FindProcess(os.Getpid()); err == nil {
			self.Kill()
		}
		select {}
	}
}

func init() {
	for _, point := range points {
		roles["die "+point] = func(path string) error {
			dieAt(point)
			s, err := Open(path)
			if err != nil {
				return err
			}
			fmt.Println("alive")
			return s.Close()
		}
	}
}

// stateOf reads a file as it lies: its schema, and how many of its values lie open.
func stateOf(t testing.TB, path string) (schema, open, sealed int) {
	t.Helper()
	db, err := bbolt.Open(path, 0, &bbolt.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if schema, err = schemaOf(db); err != nil {
		t.Fatal(err)
	}
	err = db.View(func(btx *bbolt.Tx) error {
		return btx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			return b.ForEach(func(key, stored []byte) error {
				tab := table(name)
				value, _, err := tab.split(key, stored)
				switch {
				case tab.holder(key) == nobody || err != nil:
				case json.Valid(value), (tab == members || tab == channels) && json.Valid(value[timeSize:]), tab == causes && len(value) == 18, tab == answers && len(value) == timeSize:
					open++
				default:
					sealed++
				}
				return err
			})
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return schema, open, sealed
}

// TestKilledMigrationLeavesOldOrNew kills a process at each point of a migration.
func TestKilledMigrationLeavesOldOrNew(t *testing.T) {
	for i, point := range points {
		t.Run(point, func(t *testing.T) {
			path := keptFile(t, 3)
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			other := start(t, "die "+point, path)
			if line, ok := other.said(t); ok {
				t.Fatalf("the other process said %q, want it killed at %q", line, point)
			}
			var died *exec.ExitError
			if err := other.Wait(); !errors.As(err, &died) || died.Success() {
				t.Fatalf("the other process ended with %v, want it killed", err)
			}
			if what, err := verify(path); err != nil {
				t.Errorf("the file is not sound: %+v, %v", what, err)
			}
			schema, open, sealed := stateOf(t, path)
			if old := i < 4; old != (schema == 3) || old != (sealed == 0) || old == (open == 0) {
				t.Errorf("schema %d, %d values open, %d sealed: it is mixed", schema, open, sealed)
			}
			copies, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "catcow-pre-v*.db"))
			if want := min(i, 1); len(copies) != want {
				t.Fatalf("copies: %v, want %d", copies, want)
			}
			s := opened(t, path)
			if got := told(t, s); got != keptFacts(t) {
				t.Errorf("it tells something else:\n%s", got)
			}
			if found := exposes(t, path); found != nil {
				t.Errorf("%q can be read in the file", found)
			}
			if again, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "catcow-pre-v*.db")); len(again) != 1 {
				t.Errorf("copies: %v, want the one", again)
			} else if kept, _ := os.ReadFile(again[0]); !bytes.Equal(kept, before) {
				t.Error("the copy is not the file as it was")
			}
			if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".*")); len(left) != 0 {
				t.Errorf("there is left, and can be read by anybody: %v", left)
			}
		})
	}
}

// TestTornMigrationIsSeen shows that the test above can see a mixed file: here is one.
func TestTornMigrationIsSeen(t *testing.T) {
	path := keptFile(t, 3)
	db, err := reopen(path, maxSize)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(btx *bbolt.Tx) error {
		tr, err := begin(btx)
		if err != nil {
			return err
		}
		key := []byte("U01KEPT0")
		tr.wrap = cipherOf(randomly(secretSize))
		stored := btx.Bucket([]byte(members)).Get(key)
		return errors.Join(tr.write(members, key, enclose(tr.wrap, stored, nil)), tr.finish())
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if schema, open, sealed := stateOf(t, path); schema != 3 || open == 0 || sealed == 0 {
		t.Errorf("schema %d, %d values open, %d sealed, want some of both", schema, open, sealed)
	}
}

// A migration that fails changes nothing: here the key is not one.
func TestMigrationThatCannotBeDoneChangesNothing(t *testing.T) {
	path := keptFile(t, 3)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, path+".key", []byte("dear diary"))
	if _, err := Open(path); !errors.Is(err, storage.ErrKey) {
		t.Errorf("Open = %v, want ErrKey", err)
	}
	if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
		t.Error("the file has changed")
	}
	if err := opened(t, keptFile(t, 3)).View(context.Background(), func(storage.Reader) error { return nil }); err != nil {
		t.Errorf("View = %v: it is the key that kept it from that", err)
	}
}

func TestMigrationMakesTheDirectoryOfItsKey(t *testing.T) {
	files := Files{DB: keptFile(t, 3), Key: filepath.Join(t.TempDir(), "nowhere", "key")}
	s, err := OpenAt(files)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if told(t, s) != keptFacts(t) {
		t.Error("it tells something else")
	}
}
