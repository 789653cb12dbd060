package bolt

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

func init() {
	for _, step := range stages {
		roles["compact-"+step] = func(path string) error { return compactUntil(path, step) }
	}
}

var stages = []string{"begun", "written", "named", "replaced"}

// compactUntil compacts as far as that step, says so and hangs.
func compactUntil(path, until string) error {
	s, err := Open(path)
	if err != nil {
		return err
	}
	err = s.db.compact(context.Background(), func(step string) {
		if step == until {
			fmt.Println(step)
			io.Copy(io.Discard, os.Stdin)
		}
	})
	return errors.Join(err, s.Close())
}

// remembered is what there is, but for the seal, which counts commits, and marks of the engine's own.
func remembered(t *testing.T, s *Store) map[string]string {
	t.Helper()
	all := contents(t, s)
	maps.DeleteFunc(all, func(key, _ string) bool {
		return key == "meta/"+hex.EncodeToString(keySeal) || key == "meta/"+hex.EncodeToString(keyRewrite)
	})
	return all
}

// crowded fills the file, and empties most of it again.
func crowded(t *testing.T, s *Store) {
	t.Helper()
	populate(t, s)
	for _, fill := range []bool{true, false} {
		err := s.Update(t.Context(), func(tx storage.Tx) error {
			for i := range 200 {
				m := member(fmt.Sprint("V", i), monday)
				m.Zone = strings.Repeat("x", 3000)
				err := tx.PutMember(m)
				if !fill {
					err = tx.Forget(m.ID, monday)
				}
				if err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func condition(t *testing.T, s *Store) storage.Condition {
	t.Helper()
	c, err := s.Condition(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestCompactKeepsAllAndGivesBackTheRest(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	s := opened(t, path)
	crowded(t, s)
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	before, was := remembered(t, s), condition(t, s)
	for range 2 { // also what is compact already
		if err := s.Compact(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	is := condition(t, s)
	if after := remembered(t, s); !maps.Equal(before, after) {
		t.Errorf("%d entries before, %d after", len(before), len(after))
	}
	if was.Free < 0.5 || is.Free > 0.3 || is.Size > was.Size/2 || is.Rewrite {
		t.Errorf("the file was %+v and is %+v", was, is)
	}
	populate(t, s) // it can be written to
	if err := s.Check(t.Context()); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Compact(t.Context()); !errors.Is(err, storage.ErrClosed) {
		t.Errorf("Compact of a closed store = %v, want ErrClosed", err)
	}
	opened(t, path)
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range left {
		if !strings.HasPrefix(e.Name(), "catcow.db") {
			t.Errorf("left: %s", e.Name())
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the mode is %v, %v, want 0640 as before", info.Mode(), err)
	}
}

// TestCompactedFileHoldsNothingOfWhoIsGone looks for the bytes of everything that was stored of a
// person. Before it is compacted, the file has them.
func TestCompactedFileHoldsNothingOfWhoIsGone(t *testing.T) {
	dir := t.TempDir()
	s := opened(t, filepath.Join(dir, "catcow.db"))
	populate(t, s)
	with := contents(t, s)
	if err := s.Update(t.Context(), func(tx storage.Tx) error { return tx.Forget("U7", monday) }); err != nil {
		t.Fatal(err)
	}
	without := contents(t, s)
	var gone [][]byte
	for key, value := range with {
		tab, _, _ := strings.Cut(key, "/")
		if _, stays := without[key]; !stays && tab != string(meta) && len(value) > sumSize {
			gone = append(gone, []byte(value))
		}
	}
	if len(gone) < 4 {
		t.Fatalf("%d entries are gone, want 4 to look for", len(gone))
	}
	found := func() (n int) {
		files, err := filepath.Glob(filepath.Join(dir, "*"))
		hidden, failed := filepath.Glob(filepath.Join(dir, ".*"))
		if err != nil || failed != nil {
			t.Fatal(err, failed)
		}
		for _, name := range append(files, hidden...) {
			if text, err := os.ReadFile(name); err == nil {
				for _, value := range gone {
					n += bytes.Count(text, value)
				}
			}
		}
		return n
	}
	if n := found(); n == 0 {
		t.Error("before it is compacted the file holds nothing of who is gone: the test can't tell")
	}
	if err := s.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := found(); n > 0 {
		t.Errorf("%d entries of who is gone are in the files", n)
	}
}

func TestKilledCompactionLeavesOneWholeFile(t *testing.T) {
	for _, step := range stages {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "catcow.db")
			s := opened(t, path)
			crowded(t, s)
			before := remembered(t, s)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			start(t, "compact-"+step, path).killAfter(t, 1)
			left := unfinishedBeside(t, path)
			if want := step == "begun" || step == "written"; (left > 0) != want {
				t.Errorf("%d unfinished files are left, want some: %v", left, want)
			}
			if after := remembered(t, opened(t, path)); !maps.Equal(before, after) {
				t.Errorf("%d entries before, %d after", len(before), len(after))
			}
			if n := unfinishedBeside(t, path); n > 0 {
				t.Errorf("%d unfinished files are left by the next open", n)
			}
		})
	}
}

func unfinishedBeside(t *testing.T, path string) int {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(filepath.Dir(path), ".*"+suffixCompact))
	if err != nil {
		t.Fatal(err)
	}
	return len(found)
}

// slipsIn fails the test if another opens the file for writing.
func slipsIn(t *testing.T, path string) {
	t.Helper()
	if db, err := reopen(path, maxSize); err == nil {
		t.Error("another has it open for writing")
		db.Close()
	}
}

func TestNobodySlipsInWhileItIsCompacted(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "catcow.db")
	s := opened(t, path)
	crowded(t, s)
	tries := 0
	err := s.db.compact(t.Context(), func(string) {
		tries++
		slipsIn(t, path)
	})
	if err != nil || tries != len(stages) {
		t.Errorf("compact = %v, %d steps", err, tries)
	}
}

// TestWhoWaitedForTheOldFileDoesNotGetIt lets somebody have the old file open, wait for its lock, and get
// it when the compaction is over.
func TestWhoWaitedForTheOldFileDoesNotGetIt(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "catcow.db")
	s := opened(t, path)
	crowded(t, s)
	var waiting sync.WaitGroup
	for range 3 {
		err := s.db.compact(t.Context(), func(step string) {
			if step == "begun" {
				begun := make(chan bool)
				waiting.Go(func() { close(begun); slipsIn(t, path) })
				<-begun
				<-time.After(100 * time.Millisecond) // for it to open the file; too short a time tests less, and fails nobody
			}
		})
		if err != nil {
			t.Error(err)
		}
		waiting.Wait()
	}
}

// TestCompactionBesideALoad loses nothing that was acknowledged, and nobody reads half of it.
func TestCompactionBesideALoad(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	s := opened(t, path)
	kept, reads := 0, 0
	under(t, s, func(l *load) {
		ctx, stop := context.WithCancel(t.Context())
		var reading sync.WaitGroup
		reading.Go(func() {
			for ctx.Err() == nil {
				sure := l.sure()
				err := s.View(context.WithoutCancel(ctx), func(r storage.Reader) error {
					all, err := r.Sessions("U1", habit.Day{})
					if len(all) < sure {
						t.Errorf("%d changes were acknowledged, %d are read", sure, len(all))
					}
					return err
				})
				if err != nil {
					t.Error(err)
				}
				reads++
			}
		})
		for range 100 {
			if err := s.Compact(t.Context()); err != nil {
				t.Error(err)
			}
		}
		stop()
		reading.Wait()
		kept = l.sure()
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if n := lost(t, path, numbers(kept)); n > 0 || kept < 30 || reads < 30 {
		t.Errorf("%d of %d changes are lost, after %d reads", n, kept, reads)
	}
	t.Logf("%d changes and %d reads beside 100 compactions", kept, reads)
}

func TestCompactionReplacesNeitherALinkNorAStranger(t *testing.T) {
	dir := t.TempDir()
	path, link := filepath.Join(dir, "catcow.db"), filepath.Join(dir, "link.db")
	if err := opened(t, path).Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	s := opened(t, link)
	if err := s.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if to, err := os.Readlink(link); err != nil || to != path {
		t.Errorf("the link leads to %q, %v", to, err)
	}
	if err := os.Rename(path, path+".away"); err != nil {
		t.Fatal(err)
	}
	write(t, path, []byte("precious"))
	if err := s.Compact(t.Context()); !errors.Is(err, storage.ErrReplaced) {
		t.Errorf("Compact = %v, want ErrReplaced", err)
	}
	if text, _ := os.ReadFile(path); string(text) != "precious" {
		t.Errorf("the stranger's file holds %q", text)
	}
	if err := os.Rename(path+".away", path); err != nil { // for the checks at the end
		t.Fatal(err)
	}
}
