package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestKeyRotate(t *testing.T) {
	dir := t.TempDir()
	env := map[string]string{"CATCOW_DB": filepath.Join(dir, "catcow.db"), "CATCOW_KEY_FILE": filepath.Join(dir, "catcow.db.key")}
	var stdout, stderr bytes.Buffer
	rotate := func() int {
		stdout.Reset()
		stderr.Reset()
		return run(t.Context(), []string{"key", "rotate"}, from(env), &stdout, &stderr)
	}
	if code := rotate(); code == 0 || !strings.Contains(stderr.String(), "catcow.db") {
		t.Errorf("without a database: exit code %d, %s", code, &stderr)
	}
	if left := files(t, dir); len(left) != 0 {
		t.Errorf("something was made: %v", left)
	}
	made(t, env)
	before, err := os.ReadFile(env["CATCOW_KEY_FILE"])
	if err != nil {
		t.Fatal(err)
	}
	if code := rotate(); code != 0 {
		t.Fatalf("exit code %d, %s", code, &stderr)
	}
	said := regexp.MustCompile(`has the key ([0-9a-f]{8}) now; the key before it was ([0-9a-f]{8})\.`).FindStringSubmatch(stdout.String())
	if said == nil || !strings.Contains(stdout.String(), "begins with: key "+said[2]) {
		t.Fatalf("it says:\n%s", &stdout)
	}
	after, err := os.ReadFile(env["CATCOW_KEY_FILE"])
	if err != nil {
		t.Fatal(err)
	}
	_, old, _ := strings.Cut(string(before), "key "+said[2])
	if !strings.Contains(string(after), "key "+said[1]) || old == "" || !strings.HasSuffix(string(after), "key "+said[2]+old) {
		t.Errorf("the key file does not hold the new key, then the old one")
	}
	for _, word := range strings.Fields(string(after)) {
		if len(word) == 44 && strings.Contains(stdout.String()+stderr.String(), word) {
			t.Error("it tells a key")
		}
	}
	made(t, env) // it opens
	if err := os.Remove(env["CATCOW_KEY_FILE"]); err != nil {
		t.Fatal(err)
	}
	if code := rotate(); code != 78 || !strings.Contains(stderr.String(), "is not there") {
		t.Errorf("without its key: exit code %d, %s", code, &stderr)
	}
}
