package commands_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	_ "time/tzdata"

	"catcow/commands"
	"catcow/content"
	"catcow/internal/story"
	"catcow/storage"
	"catcow/storage/bolt"
)

var update = flag.Bool("update", false, "rewrite the stories in testdata with what happens now")

// TestStories plays every story in testdata and compares what people see. Package story says
// how a story is written.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			was, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := tell(t, string(was))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if got != string(was) {
				t.Errorf("the story goes differently now (go test ./commands -update rewrites it):\n%s", difference(string(was), got))
			}
		})
	}
}

func newSet(t testing.TB) (*commands.Set, storage.Store) {
	t.Helper()
	store, err := bolt.Open(filepath.Join(t.TempDir(), "catcow.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	set, err := commands.New(store, library)
	if err != nil {
		t.Fatal(err)
	}
	return set, store
}

// tell plays a story, and holds all that is seen in it to what holds everywhere.
func tell(t *testing.T, text string) string {
	t.Helper()
	set, _ := newSet(t)
	now, err := story.Play(t.Context(), set, text, story.Hooks{
		Seen: func(one story.Sight) { holds(t, one) },
		Done: func(r commands.Request) { homeHolds(t, set, r) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return now
}

// difference is the first lines in which two texts differ.
func difference(was, got string) string {
	a, b := strings.Split(was, "\n"), strings.Split(got, "\n")
	for i := range max(len(a), len(b)) {
		left, right := "", ""
		if i < len(a) {
			left = a[i]
		}
		if i < len(b) {
			right = b[i]
		}
		if left != right {
			return fmt.Sprintf("line %d\n was: %s\n now: %s", i+1, left, right)
		}
	}
	return ""
}
