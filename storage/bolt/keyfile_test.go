package bolt

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"catcow/storage"
)

func TestKeyFileReadsAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newSecrets()
		for range rapid.IntRange(0, 4).Draw(t, "older keys") {
			s.keys = append(s.keys, newSecret())
		}
		got, err := parseSecrets(s.text())
		if err != nil || !bytes.Equal(got.names, s.names) || len(got.keys) != len(s.keys) {
			t.Fatalf("parseSecrets = %v, %v", got, err)
		}
		for i, k := range s.keys {
			if got.keys[i].id != k.id || !bytes.Equal(got.keys[i].key, k.key) {
				t.Fatalf("key %d is another", i)
			}
		}
	})
}

// What editors do to a key file does it no harm.
func TestKeyFileThatAnEditorSavedIsRead(t *testing.T) {
	s := newSecrets()
	text := strings.TrimSuffix("\ufeff"+strings.ReplaceAll(string(s.text()), "\n", " \r\n"), "\r\n")
	if got, err := parseSecrets([]byte(text)); err != nil || got.id() != s.id() || !bytes.Equal(got.names, s.names) {
		t.Errorf("parseSecrets = %v", err)
	}
}

// FuzzKeyFile: whatever stands in a key file, it is read or refused, and no part of it is told.
func FuzzKeyFile(f *testing.F) {
	good := newSecrets().text()
	f.Add(good)
	f.Add(good[:len(good)-9])
	f.Add([]byte("names\nkey\n# \nkey x y z\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		s, err := parseSecrets(text)
		if err == nil && (len(s.names) != secretSize || len(s.keys) == 0) {
			t.Errorf("half a key file was read: %+v", s)
		}
		if err != nil {
			for _, word := range strings.Fields(string(text)) {
				if len(word) > 12 && strings.Contains(err.Error(), word) {
					t.Errorf("the error tells what stands there: %v", err)
				}
			}
		}
	})
}

// refused opens a database that must be refused for its key, and left alone with all beside it.
func refused(t *testing.T, files Files, says ...string) {
	t.Helper()
	dir := filepath.Dir(files.DB)
	before := everything(t, dir)
	s, err := OpenAt(files)
	if err == nil {
		s.Close()
	}
	if !errors.Is(err, storage.ErrKey) || errors.Is(err, storage.ErrForeign) {
		t.Errorf("Open = %v, want ErrKey", err)
		return
	}
	if strings.Contains(err.Error(), "\n") {
		t.Errorf("not one sentence: %v", err)
	}
	for _, part := range append(says, files.DB) {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("Open = %v, want it to say %q", err, part)
		}
	}
	if after := everything(t, dir); !slices.Equal(before, after) {
		t.Errorf("something has changed:\n%q\n%q", before, after)
	}
}

// everything is the files of a directory, with their modes and contents.
func everything(t *testing.T, dir string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		text, err := os.ReadFile(path)
		all = append(all, path+info.Mode().String()+string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestDatabaseWithoutTheKeyThatFitsIsRefused(t *testing.T) {
	made := func(t *testing.T) (Files, string) {
		files := Files{DB: filepath.Join(t.TempDir(), "catcow.db")}.whole()
		s := keptStore(t, files.DB)
		shut(t, s)
		with, err := readSecrets(files.Key)
		if err != nil {
			t.Fatal(err)
		}
		return files, with.id()
	}
	t.Run("no key", func(t *testing.T) {
		files, _ := made(t)
		if err := os.Rename(files.Key, filepath.Join(t.TempDir(), "key")); err != nil {
			t.Fatal(err)
		}
		refused(t, files, files.Key+" is not there", "put the right one in its place")
	})
	t.Run("no database", func(t *testing.T) {
		files, _ := made(t)
		if err := os.Rename(files.DB, filepath.Join(t.TempDir(), "db")); err != nil {
			t.Fatal(err)
		}
		refused(t, files, "there is no database, but the key file of one, "+files.Key, "restore a backup")
	})
	t.Run("no database, and the key elsewhere", func(t *testing.T) {
		files, _ := made(t)
		refused(t, Files{DB: filepath.Join(t.TempDir(), "catcow.db"), Key: files.Key}, "there is no database", files.Key)
	})
	t.Run("another key", func(t *testing.T) {
		files, id := made(t)
		other, given := made(t)
		files.Key = other.Key
		refused(t, files, "key id "+id+" expected, "+given+" given in "+other.Key)
	})
	t.Run("a directory", func(t *testing.T) {
		files, _ := made(t)
		files.Key = t.TempDir()
		refused(t, files, files.Key+" is not a plain file")
	})
	for name, text := range map[string]func(string) string{
		"nothing":            func(string) string { return "" },
		"a diary":            func(string) string { return "dear diary\n" },
		"the comments alone": func(s string) string { return s[:strings.Index(s, "names")] },
		"no names":           func(s string) string { return s[:strings.Index(s, "names")] + s[strings.Index(s, "key "):] },
		"no key":             func(s string) string { return s[:strings.LastIndex(s, "key ")] },
		"the names twice":    func(s string) string { return s + s[strings.Index(s, "names"):strings.LastIndex(s, "key ")] },
		"a key twice":        func(s string) string { return s + s[strings.LastIndex(s, "key "):] },
		"a key cut off":      func(s string) string { return s[:len(s)-4] },
		"a word more":        func(s string) string { return strings.Replace(s, "key ", "key x ", 1) },
		"a key of another id": func(s string) string {
			return s[:strings.LastIndex(s, "key ")+4] + "00000000" + s[strings.LastIndex(s, "key ")+12:]
		},
		"a short key": func(s string) string {
			return s + "key 00000000 " + base64.StdEncoding.EncodeToString([]byte("short")) + "\n"
		},
		"a binary file": func(string) string { return string(randomly(5000)) },
	} {
		t.Run(name, func(t *testing.T) {
			files, _ := made(t)
			good, err := os.ReadFile(files.Key)
			if err != nil {
				t.Fatal(err)
			}
			write(t, files.Key, []byte(text(strings.TrimPrefix(string(good), preface))))
			if name == "the comments alone" {
				write(t, files.Key, []byte(preface))
			}
			refused(t, files, files.Key+" is damaged")
			write(t, files.Key, good)
			shut(t, opened(t, files.DB)) // so it was that
		})
	}
}

func TestKeyThatOthersCanReadIsRefused(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes say nothing about who may read a file on Windows")
	}
	path := filepath.Join(t.TempDir(), "catcow.db")
	shut(t, keptStore(t, path))
	for mode, fine := range map[fs.FileMode]bool{
		0o600: true, 0o400: true, 0o700: true, 0o440: os.Getuid() == 0, // root's, as systemd hands it over
		0o640: false, 0o644: false, 0o444: false, 0o604: false, 0o620: false, 0o666: false,
	} {
		if err := os.Chmod(path+".key", mode); err != nil {
			t.Fatal(err)
		}
		if !fine {
			refused(t, Files{DB: path}, path+".key can be read by others", "chmod 600 "+path+".key")
			continue
		}
		s, err := Open(path)
		if err != nil {
			t.Errorf("with a key file of the mode %v, Open = %v", mode, err)
			continue
		}
		shut(t, s)
	}
}

func TestKeyMayLieElsewhere(t *testing.T) {
	dir := t.TempDir()
	files := Files{DB: filepath.Join(dir, "data", "catcow.db"), Key: filepath.Join(dir, "secrets", "catcow")}
	s, err := OpenAt(files)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Update(t.Context(), kept); err != nil {
		t.Fatal(err)
	}
	shut(t, s)
	beside, err := os.ReadDir(filepath.Dir(files.DB))
	if err != nil || len(beside) != 2 {
		t.Errorf("beside the database: %v, %v, want the list alone", beside, err)
	}
	if s, err = OpenAt(files); err != nil {
		t.Fatal(err)
	}
	if told(t, s) != keptFacts(t) {
		t.Error("it tells something else")
	}
	shut(t, s)
}

// TestCrashBetweenDatabaseAndKeyIsMended leaves files as a crash would at each point of a first start.
func TestCrashBetweenDatabaseAndKeyIsMended(t *testing.T) {
	files := Files{DB: filepath.Join(t.TempDir(), "catcow.db")}.whole()
	wantBoth := func(when string) {
		t.Helper()
		s, err := OpenAt(files)
		if err != nil {
			t.Errorf("%s: Open = %v", when, err)
			return
		}
		shut(t, s)
		left, err := os.ReadDir(filepath.Dir(files.DB))
		if err != nil || len(left) != 3 {
			t.Errorf("%s: %v, %v, want the database, its key and the list", when, left, err)
		}
	}
	early := newSecrets() // a key whose database never came
	if err := writeSecrets(waiting(files.Key, early.id()), early); err != nil {
		t.Fatal(err)
	}
	wantBoth("before the database")
	with, err := readSecrets(files.Key)
	if err != nil {
		t.Fatal(err)
	}
	late := waiting(files.Key, with.id())
	if err := os.Rename(files.Key, late); err != nil {
		t.Fatal(err)
	}
	wantBoth("before the key had its name")
	if err := os.Link(files.Key, late); err != nil {
		t.Fatal(err)
	}
	wantBoth("before the key had lost its other name")

	// Where somebody has put another key in its place meanwhile, the one that waits stays.
	if err := os.Rename(files.Key, late); err != nil {
		t.Fatal(err)
	}
	if err := writeSecrets(files.Key, newSecrets()); err != nil {
		t.Fatal(err)
	}
	refused(t, files, "key id "+with.id()+" expected")
	if err := os.Remove(files.Key); err != nil {
		t.Fatal(err)
	}
	wantBoth("at last")
}

func TestNamesAreShortKeyedAndStay(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	s := opened(t, path)
	name := s.Name("U1")
	if len(name) != 10 || name == s.Name("U2") || strings.Contains(name, "U1") {
		t.Errorf("Name = %q, of another %q", name, s.Name("U2"))
	}
	shut(t, s)
	if again := opened(t, path).Name("U1"); again != name {
		t.Errorf("opened again, Name = %q, was %q", again, name)
	}
	if other := opened(t, path+"2").Name("U1"); other == name {
		t.Error("two installations have the same name for somebody")
	}
}
