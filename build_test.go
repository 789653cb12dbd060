package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Who builds the same source gets the same bytes, wherever it lies. Without -trimpath they hold the
// place, so that this is seen to be able to fail.
func TestTheSameSourceBuildsTheSameBytes(t *testing.T) {
	if raced {
		t.Skip("this builds Catcow by itself, without the race detector, which would watch the wait alone; .ci/run runs it")
	}
	if testing.Short() {
		t.Skip("it builds Catcow three times, which -short asks not to wait for")
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.CopyFS(elsewhere, withoutGit{os.DirFS(here)}); err != nil {
		t.Fatal(err)
	}
	once := built(t, here, "-trimpath")
	if !bytes.Equal(once, built(t, elsewhere, "-trimpath")) {
		t.Error("the same source gives different bytes")
	}
	if bytes.Contains(once, []byte(here)) {
		t.Errorf("the program tells that it was built in %s", here)
	}
	if !bytes.Contains(built(t, here), []byte(here)) {
		t.Error("without -trimpath it does not tell where it was built, either: this shows nothing")
	}
}

// built is what is built there, as a release is: static, without the state of the repository.
func built(t *testing.T, dir string, flags ...string) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "catcow")
	cmd := exec.Command("go", append([]string{"build", "-buildvcs=false", "-o", file}, append(flags, ".")...)...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "CGO_ENABLED=0")
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// What is built in is what go.sum names, and the binary says what that is.
func TestTheLibrariesAreThoseThatGoSumNames(t *testing.T) {
	cmd := exec.Command("go", "mod", "verify")
	if said, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(said), "all modules verified") {
		t.Errorf("%v\n%s", err, said)
	}
}

// withoutGit is a source tree without the repository it comes from.
type withoutGit struct{ fs.FS }

func (w withoutGit) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(w.FS, name)
	var kept []fs.DirEntry
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".git") {
			kept = append(kept, e)
		}
	}
	return kept, err
}
