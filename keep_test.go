package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"catcow/internal/operate"
	"catcow/storage/bolt"
)

// typed runs a command as somebody types it, and returns what it says and its exit code.
func typed(t *testing.T, env map[string]string, args ...string) (said string, code int) {
	t.Helper()
	var both bytes.Buffer
	code = run(soon(t), args, from(env), &both, &both)
	return both.String(), code
}

// wants holds what was typed to its exit code, and what it has to say.
func wants(t *testing.T, env map[string]string, code int, says string, args ...string) string {
	t.Helper()
	said, got := typed(t, env, args...)
	if got != code || !regexp.MustCompile(says).MatchString(said) {
		t.Errorf("catcow %s: exit code %d, want %d and %q:\n%s", strings.Join(args, " "), got, code, says, said)
	}
	return said
}

// An operator's worst day: a backup while it runs, somebody is erased, the database is lost, and the
// backup is put in place. Everybody is back, but for who was erased.
func TestRestored(t *testing.T) {
	slack, dir := office(t, nil), t.TempDir()
	db := filepath.Join(dir, "catcow.db")
	env := variables(slack, db)
	backup := filepath.Join(dir, "mine.db")
	catcow := start(t, env)
	if err := slack.AwaitSockets(soon(t), 2); err != nil {
		t.Fatalf("%v\n%s", err, catcow.output)
	}
	ada, bo := person{t, slack, "UADA", "C1"}, person{t, slack, "UBO", "C1"}
	ada.ask("schedule daily 9:00")
	ada.ask("done cat cow")
	bo.ask("done cat cow")
	eventually(t, "daily backup", func() bool {
		s, err := operate.AskStatus(t.Context(), db+".sock")
		return err == nil && s.Backups.Verified
	})
	wants(t, env, 0, `mine\.db: \d+ kB, read back and whole.*\n.*keep a copy of .*catcow\.db\.key`, "backup", backup)
	wants(t, env, 1, `mine\.db: file already exists, and no file is ever replaced: choose another name`, "backup", backup)
	wants(t, env, 0, `backups/catcow-\d{4}-\d\d-\d\d-\d{6}\.db: `, "backup")
	wants(t, env, 0, `in use by a running Catcow, which has read all of it`, "check")
	wants(t, env, 75, `a Catcow runs here.*stop it first`, "restore", backup)
	if err := os.Rename(db+".key", db+".key.lost"); err != nil {
		t.Fatal(err)
	}
	wants(t, env, 0, `There is no key file .*nobody can read the backup`, "backup", filepath.Join(dir, "keyless.db"))
	if err := os.Rename(db+".key.lost", db+".key"); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(db + ".sock")
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the private socket: %v, %v", info, err)
	}
	whole := wants(t, env, 0, `is whole(.|\n)*2 people, 1 channel, 2 sessions(.|\n)*Every value opens`, "check", backup)

	bo.press(bo.ask("forget me"), "Erase it all")
	eventually(t, "erasure", func() bool {
		r, err := operate.AskBackup(t.Context(), db+".sock", filepath.Join(dir, fmt.Sprint("look", len(filesIn(t, dir)))))
		if err != nil {
			t.Fatal(err)
		}
		found, err := bolt.Look(t.Context(), r.File, db+".key", false)
		return err == nil && found.People == 1
	})
	catcow.end(t)
	if _, err := os.Stat(db + ".sock"); !os.IsNotExist(err) {
		t.Errorf("the private socket is left: %v", err)
	}
	wants(t, env, 1, `no file is ever replaced`, "restore", backup)

	// The database is lost.
	if err := os.Rename(db, db+".lost"); err != nil {
		t.Fatal(err)
	}
	elsewhere := maps.Clone(env)
	elsewhere["CATCOW_KEY_FILE"] = filepath.Join(dir, "nowhere.key")
	wants(t, elsewhere, 78, `nowhere\.key is not there`, "restore", backup)
	said := wants(t, env, 0, `is restored from .*mine\.db(.|\n)*1 person, 1 channel, 1 session(.|\n)*One person.*is erased again`, "restore", backup)
	if !strings.Contains(said, "last changed about 20") {
		t.Errorf("it does not say when it was last changed:\n%s", said)
	}
	again := wants(t, env, 0, `1 person, 1 channel, 1 session`, "check")
	if counts := regexp.MustCompile(`\d+ decisions`); counts.FindString(whole) != counts.FindString(again) {
		t.Errorf("copied:\n%s\nrestored:\n%s", whole, again)
	}
	catcow = start(t, env)
	if err := slack.AwaitSockets(soon(t), 2); err != nil {
		t.Fatalf("%v\n%s", err, catcow.output)
	}
	if m := ada.ask("schedule"); !strings.Contains(m.Text, "9:00") && !strings.Contains(m.Text, "09:00") {
		t.Errorf("after the restore the schedule is: %s", m.Text)
	}
	catcow.end(t)

	// Without the ledger it goes on only when told to, and then who was erased is back: that is the
	// control of all of the above.
	if err := os.Rename(db, db+".lost2"); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(db+".erased", db+".erased.lost"); err != nil {
		t.Fatal(err)
	}
	wants(t, env, 78, `the list of who was erased.*is not there.*--without-ledger`, "restore", backup)
	wants(t, env, 0, `2 people, 1 channel, 2 sessions`, "restore", "--without-ledger", backup)
}

func filesIn(t *testing.T, dir string) []os.DirEntry {
	t.Helper()
	all, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// A file that nobody uses is copied without a running Catcow, and so is one whose Catcow was killed.
func TestBackupAlone(t *testing.T) {
	dir := t.TempDir()
	env := map[string]string{"CATCOW_DB": filepath.Join(dir, "catcow.db")}
	wants(t, env, 1, `catcow\.db`, "backup")
	store, err := bolt.Open(env["CATCOW_DB"])
	if err != nil {
		t.Fatal(err)
	}
	wants(t, env, 75, `does not answer on its private socket .*catcow\.db\.sock`, "backup", filepath.Join(dir, "one.db"))
	wants(t, env, 75, `another catcow is using this file`, "check", "--socket=off")
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	wants(t, env, 0, `one\.db: \d+ kB, read back`, "backup", filepath.Join(dir, "one.db"))
	wants(t, env, 0, `backups/catcow-.*read back`, "backup")
	wants(t, env, 0, `There is no key file nowhere: without the one`, "backup", "--key-file=nowhere", filepath.Join(dir, "two.db"))
	old, err := os.ReadFile("storage/bolt/testdata/schema-3.db")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "old.db"), string(old))
	wants(t, env, 0, `whoever has it can read it`, "backup", "--db", filepath.Join(dir, "old.db"), filepath.Join(dir, "three.db"))
	wants(t, env, 0, `is whole(.|\n)*0 people`, "check", filepath.Join(dir, "one.db"))
	wants(t, env, 0, `The values stayed closed`, "check", "--key-file=nowhere", filepath.Join(dir, "one.db"))
	env["CATCOW_BACKUPS"] = "off"
	wants(t, env, 1, `CATCOW_BACKUPS is off, so name a file`, "backup")
	if said, code := typed(t, env, "check", "--fast"); said != "" || code != 0 {
		t.Errorf("check --fast: %d %q, want 0 and nothing", code, said)
	}
}

// A mistake of whoever types ends in one sentence that names the file once, without the words of the code,
// and changes nothing on disk.
func TestMistakesWithFilesEndInOneSentence(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	store, err := bolt.Open("catcow.db")
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{}
	wants(t, env, 0, "read back", "backup", "one.db")
	if err := os.Symlink("nowhere", "link.db"); err != nil {
		t.Skip("there are no links for whoever runs this here:", err)
	}
	write(t, "dog.db.erased", "dear diary\n")
	write(t, "diary", "dear diary")
	before := len(filesIn(t, dir))
	for _, c := range []struct {
		code int
		says string
		args []string
	}{
		{1, `copy to \S+/one\.db: file already exists, and no file is ever replaced: choose another name`, []string{"backup", "one.db"}},
		{1, `copy to \S+/link\.db: file already exists, .*`, []string{"backup", "link.db"}},
		{1, `copy to \S+/no/two\.db: open \S+/no: no such file or directory`, []string{"backup", "no/two.db"}},
		{1, `a backup is a file, .*: name one`, []string{"backup", "-"}},
		{1, `there is no database cat\.db: name it with --db, or with CATCOW_DB`, []string{"backup", "--db=cat.db", "two.db"}},
		{1, `there is no database cat\.db: name it with --db, or with CATCOW_DB`, []string{"check", "--db=cat.db"}},
		{1, `there is no database cat\.db: name it with --db, or with CATCOW_DB`, []string{"key", "rotate", "--db=cat.db"}},
		{1, `cat\.db: no such file or directory`, []string{"check", "cat.db"}},
		{1, `restore catcow\.db: file already exists, .*: move it away first, if the backup is to take its place`, []string{"restore", "one.db"}},
		{78, `diary: it does not begin as a database does: not a Catcow database; take another backup`, []string{"restore", "--db=cat.db", "diary"}},
		{78, `restore cat\.db: the key file cat\.db\.key is not there: no key that fits; .*`, []string{"restore", "--db=cat.db", "one.db"}},
		{78, `restore cat\.db: the list of who was erased, cat\.db\.erased, is not there: put it there; .*`, []string{"restore", "--db=cat.db", "--key-file=catcow.db.key", "one.db"}},
		{78, `restore dog\.db: the list of who was erased, dog\.db\.erased, has something else in line 1: .*`, []string{"restore", "--db=dog.db", "--key-file=catcow.db.key", "one.db"}},
	} {
		wants(t, env, c.code, "^catcow: "+c.says+"\n$", c.args...)
	}
	if after := len(filesIn(t, dir)); after != before {
		t.Errorf("%d files before, %d after", before, after)
	}
}

// What a killed Catcow leaves keeps nobody from a backup, and the next start from nothing.
func TestKilledKeep(t *testing.T) {
	slack, dir := office(t, nil), t.TempDir()
	db := filepath.Join(dir, "catcow.db")
	env := variables(slack, db)
	killed := child(t, slack, db, "sound")
	eventually(t, "answer", func() bool { return operate.Answers(db + ".sock") })
	if err := killed.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	killed.Wait()
	if _, err := os.Lstat(db + ".sock"); err != nil {
		t.Fatalf("the killed one left no socket: %v", err)
	}
	wants(t, env, 0, `one\.db: \d+ kB, read back`, "backup", filepath.Join(dir, "one.db"))
	catcow := start(t, env)
	eventually(t, "answer", func() bool {
		_, err := operate.AskStatus(t.Context(), db+".sock")
		return err == nil
	})
	wants(t, env, 0, `two\.db: \d+ kB, read back`, "backup", filepath.Join(dir, "two.db"))
	catcow.end(t)
}

// Without a socket Catcow works all the same, and says how to have one.
func TestKeepWithoutSocket(t *testing.T) {
	slack, dir := office(t, nil), t.TempDir()
	env := variables(slack, filepath.Join(dir, "catcow.db"))
	env["CATCOW_SOCKET"] = filepath.Join(dir, strings.Repeat("x", 100))
	env["CATCOW_BACKUPS"] = "off"
	catcow := start(t, env)
	if err := slack.AwaitSockets(soon(t), 2); err != nil {
		t.Fatalf("%v\n%s", err, catcow.output)
	}
	wants(t, env, 75, `another catcow is using this file`, "backup", filepath.Join(dir, "one.db"))
	catcow.end(t)
	if said := catcow.output.String(); !strings.Contains(said, "set CATCOW_SOCKET to a shorter one") {
		t.Errorf("it does not say how to mend it:\n%s", said)
	}
	if _, err := os.Stat(filepath.Join(dir, "backups")); !os.IsNotExist(err) {
		t.Errorf("backups are off, and there are some: %v", err)
	}
}

// Whoever restores a backup from before the key was rotated is told which key must not go.
func TestRestoredWithAnOlderKeySaysSo(t *testing.T) {
	dir := t.TempDir()
	db, backup := filepath.Join(dir, "catcow.db"), filepath.Join(dir, "one.db")
	env := map[string]string{"CATCOW_DB": db}
	store, err := bolt.Open(db)
	if err != nil {
		t.Fatal(err)
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	wants(t, env, 0, "read back", "backup", backup)
	old := regexp.MustCompile("the key before it was ([0-9a-f]+)").FindStringSubmatch(wants(t, env, 0, "now", "key", "rotate"))
	if err := os.Remove(db); err != nil || old == nil {
		t.Fatal(err, old)
	}
	wants(t, env, 0, "It has an older key, "+old[1]+": keep the line", "restore", backup) // nobody was erased, and the list says so
	wants(t, env, 0, "the key before it was "+old[1], "key", "rotate")
	wants(t, env, 0, "read back", "backup", backup+"2")
	if err := os.Remove(db); err != nil {
		t.Fatal(err)
	}
	if said := wants(t, env, 0, "is restored", "restore", backup+"2"); strings.Contains(said, "older key") {
		t.Errorf("of the newest key it is said:\n%s", said)
	}
}
