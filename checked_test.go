package main

import (
	"context"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"catcow/storage/bolt"
)

// checker is the process that reads a database. CATCOW_TEST_CHECK has it hang, as on a disk that
// does not answer, or die, as of a file made to do harm.
func checker(args []string) int {
	switch os.Getenv("CATCOW_TEST_CHECK") {
	case "hang":
		time.Sleep(time.Hour) // a disk that does not answer
	case "tokens":
		for _, v := range os.Environ() {
			if strings.HasPrefix(v, "SLACK_") {
				return 1
			}
		}
		return 0
	case "harm":
		var nothing *int
		*nothing = 1
	}
	return run(context.Background(), args, os.LookupEnv, os.Stdout, os.Stderr)
}

// A disk that hangs, a reader that dies of the file, and something that is no file end Catcow
// with one sentence that says what to do, and with no trace of a crash. No token goes along.
func TestAFileThatDoesHarmEndsInOneSentence(t *testing.T) {
	if most := checkFor(t) + 5*time.Second; most > 35*time.Second {
		t.Errorf("a file may hold it up for %v", most)
	}
	for name, c := range map[string]struct {
		does, within string
		prepare      func(t *testing.T, db string)
		code         int
		says         []string
	}{
		"a disk that hangs":      {"hang", "--check-for=1s", prepared, 1, []string{"could not be read within 1s", "network share", "restore a backup"}},
		"a file made to do harm": {"harm", "--check-for=20s", prepared, 1, []string{"can't be read without harm", "restore a backup"}},
		"a pipe in place of it":  {"", "--check-for=20s", pipe, 78, []string{"not a plain file", "restore a backup"}},
		"a file cut in the middle": {"", "--check-for=20s", func(t *testing.T, db string) {
			prepared(t, db)
			if err := os.Truncate(db, 20_000); err != nil {
				t.Fatal(err)
			}
		}, 78, []string{"restore a backup"}},
		"a sound file": {"", "--check-for=20s", prepared, 0, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Setenv("CATCOW_TEST_CHECK", c.does)
			slack := office(t, nil)
			env := variables(slack, filepath.Join(t.TempDir(), "catcow.db"))
			c.prepare(t, env["CATCOW_DB"])
			env["CATCOW_LOG"] = "error"
			var said notes
			ctx, stop := context.WithTimeout(t.Context(), hang)
			defer stop()
			if c.code == 0 {
				go func() {
					defer stop()
					slack.AwaitSockets(ctx, 2)
				}()
			}
			code := run(ctx, []string{c.within}, from(env), &said, &said)
			text := strings.TrimSpace(said.String())
			if code != c.code || strings.Contains(text, "goroutine") || strings.Count(text, "\n") > 0 {
				t.Errorf("code %d, want %d, and one sentence:\n%s", code, c.code, text)
			}
			for _, part := range c.says {
				if !strings.Contains(text, part) || !strings.Contains(text, env["CATCOW_DB"]) {
					t.Errorf("it does not say %q of the file:\n%s", part, text)
				}
			}
		})
	}
}

// checkFor is how long reading may take, unless a test says otherwise.
func checkFor(t *testing.T) time.Duration {
	t.Helper()
	field, ok := reflect.TypeFor[runCommand]().FieldByName("CheckFor")
	if !ok {
		t.Fatal("there is no such setting")
	}
	d, err := time.ParseDuration(field.Tag.Get("default"))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func prepared(t *testing.T, db string) {
	t.Helper()
	store, err := bolt.Open(db)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
}

// What reads the file knows no token.
func TestWhatReadsTheFileKnowsNoToken(t *testing.T) {
	t.Setenv("CATCOW_TEST_CHECK", "tokens")
	t.Setenv("SLACK_BOT_TOKEN", "xoxb-1")
	t.Setenv("SLACK_APP_TOKEN_FILE", "/somewhere")
	if err := inspected(world{ctx: t.Context()}, "catcow.db", time.Minute); err != nil {
		t.Error(err)
	}
}
