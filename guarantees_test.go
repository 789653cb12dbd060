package main

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// Every test that docs/guarantees.md names is in the file that it names.
func TestGuaranteesNameTestsThatExist(t *testing.T) {
	text, err := os.ReadFile("docs/guarantees.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, missing := range unfounded(t, string(text), 20) {
		t.Error(missing)
	}
	if got := unfounded(t, "`kill_test.go` `TestNothing`", 1); len(got) != 1 {
		t.Errorf("a test that does not exist goes unnoticed: %v", got)
	}
}

var named = regexp.MustCompile("`([a-z_/]+_test\\.go|Test\\w+)`")

// unfounded is what a text names and nobody finds; it names so many tests at least.
func unfounded(t *testing.T, text string, least int) (missing []string) {
	t.Helper()
	tests := 0
	for line := range strings.Lines(text) {
		var file, code string
		for _, m := range named.FindAllStringSubmatch(line, -1) {
			if !strings.HasPrefix(m[1], "Test") {
				data, err := os.ReadFile(m[1])
				if err != nil {
					t.Fatal(err)
				}
				file, code = m[1], string(data)
				continue
			}
			tests++
			if !strings.Contains(code, "func "+m[1]+"(") {
				missing = append(missing, file+" has no "+m[1])
			}
		}
	}
	if tests < least {
		t.Errorf("%d tests are named, want %d or more", tests, least)
	}
	return missing
}
