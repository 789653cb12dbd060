package main

import (
	"bytes"
	"image/gif"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// drawn runs catcow draw in a folder of its own and returns what it says.
func drawn(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	t.Chdir(t.TempDir())
	var out, errs bytes.Buffer
	code = run(t.Context(), append([]string{"draw"}, args...), func(string) (string, bool) { return "", false }, &out, &errs)
	return code, out.String(), errs.String()
}

func TestDrawWritesThePictureThatWasNamed(t *testing.T) {
	if code, says, errs := drawn(t, "cat", "cow"); code != 0 || !strings.HasPrefix(says, "E02.png, ") {
		t.Fatalf("%d, %q, %q", code, says, errs)
	}
	data, err := os.ReadFile("E02.png")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := png.Decode(bytes.NewReader(data)); err != nil {
		t.Error(err)
	}
	if code, says, errs := drawn(t, "V08", "--motion", "--dark", "--side", "left", "-o", "hip.gif"); code != 0 {
		t.Fatalf("%d, %q, %q", code, says, errs)
	}
	data, err = os.ReadFile("hip.gif")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := gif.DecodeAll(bytes.NewReader(data)); err != nil {
		t.Error(err)
	}
	if code, says, errs := drawn(t, "--sheet", "moves.png"); code != 0 || !strings.HasPrefix(says, "moves.png, ") {
		t.Errorf("%d, %q, %q", code, says, errs)
	}
}

func TestDrawSaysInOneSentenceWhatIsWrong(t *testing.T) {
	for _, c := range []struct{ args, says string }{
		{"kat cow", `catcow: there is no move "kat cow": the nearest is Cat cow (E02)`},
		{"zzzzzz", `catcow: there is no move "zzzzzz": /stretch list names them`},
		{"E02 --side left", "catcow: Cat cow has no sides: leave --side out"},
		{"", "catcow: draw which move?"},
		{"E02 -o nowhere/at/all.png", "nowhere"},
	} {
		code, _, errs := drawn(t, strings.Fields(c.args)...)
		if code == 0 || !strings.Contains(errs, c.says) || strings.Count(errs, "\n") != 1 {
			t.Errorf("draw %s: %d, %q", c.args, code, errs)
		}
	}
}

// An exercise of one's own brings its own picture, and what no body can do in
// it is named with file and line.
func TestAnExerciseOfOnesOwnBringsItsPicture(t *testing.T) {
	data, err := os.ReadFile("content/exercises/standing-back-bend.yaml")
	if err != nil {
		t.Fatal(err)
	}
	mine := strings.NewReplacer("id: V11", "id: Z11", "name: Standing back bend", "name: Long look up",
		"aliases: [standing extension, hands-on-hips arch]", "aliases: []").Replace(string(data))
	dir := t.TempDir()
	file := filepath.Join(dir, "exercises", "look-up.yaml")
	put := func(text string) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	check := func() (int, string) {
		var out, errs bytes.Buffer
		code := run(t.Context(), []string{"content", "check", dir}, func(string) (string, bool) { return "", false }, &out, &errs)
		return code, errs.String()
	}
	put(mine)
	if code, errs := check(); code != 0 {
		t.Fatalf("%d, %s", code, errs)
	}
	if code, says, errs := drawn(t, "long", "look", "up", "--content", dir); code != 0 || !strings.HasPrefix(says, "Z11.png, ") {
		t.Errorf("%d, %q, %q", code, says, errs)
	}
	spoilt := strings.Replace(mine, "legs: {at: [0, 4, 5.5]}", "legs: {at: [0, -4, 5.5]}", 1)
	if spoilt == mine {
		t.Fatal("nothing was spoilt")
	}
	put(spoilt)
	line := 1 + strings.Count(mine[:strings.Index(mine, "- label: hands on hips")], "\n")
	want := "exercises/look-up.yaml:" + strconv.Itoa(line) + `: pose 1, "hands on hips": the right foot is 8.0 away from its point`
	if code, errs := check(); code != 78 || !strings.Contains(errs, want) {
		t.Errorf("%d, %s\nwant %s", code, errs, want)
	}
}
