package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"catcow/internal/habit"
	"catcow/storage"
	"catcow/storage/bolt"
)

func init() {
	roles["typed"] = func() int {
		return run(context.Background(), os.Args[1:], os.LookupEnv, os.Stdout, os.Stderr)
	}
	roles["bare"] = bare
	roles["modest"] = func() int { limit(); return greed() }
	roles["greedy"] = greed
}

// bare reads a file as bbolt does by itself.
func bare() int {
	db, err := bbolt.Open(os.Args[1], 0o600, &bbolt.Options{ReadOnly: true, PreLoadFreelist: true})
	if err != nil {
		fmt.Println(err)
		return 78
	}
	entries := 0
	err = db.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(_ []byte, b *bbolt.Bucket) error {
			return b.ForEach(func(_, v []byte) error {
				for _, c := range v {
					entries += int(c) & 1
				}
				return nil
			})
		})
	})
	if err != nil {
		return 78
	}
	return 0
}

const (
	pageSize = 4096
	branches = 0x01
	leaves   = 0x02
)

// pages are the offsets of all that say they are of a sort.
func pages(file []byte, sort uint16) (all []int) {
	for at := 2 * pageSize; at < len(file); at += pageSize {
		if binary.NativeEndian.Uint16(file[at+8:]) == sort {
			all = append(all, at)
		}
	}
	return all
}

// remeta changes both headers, and makes their checksums fit.
func remeta(file []byte, change func(meta []byte)) {
	for _, at := range []int{16, pageSize + 16} {
		meta := file[at : at+64]
		change(meta)
		sum := fnv.New64a()
		sum.Write(meta[:56])
		binary.NativeEndian.PutUint64(meta[56:], sum.Sum64())
	}
}

func noise(b []byte) {
	chance := rand.New(rand.NewPCG(1, 2))
	for i := range b {
		b[i] = byte(chance.Uint32())
	}
}

// damages are sixteen ways in which a file is spoilt.
var damages = map[string]func(file []byte) []byte{
	"empty":              func(f []byte) []byte { return nil },
	"cut to a hundred":   func(f []byte) []byte { return f[:100] },
	"cut to a page":      func(f []byte) []byte { return f[:pageSize] },
	"cut to its headers": func(f []byte) []byte { return f[:2*pageSize] },
	"cut to four pages":  func(f []byte) []byte { return f[:4*pageSize] },
	"cut in half":        func(f []byte) []byte { return f[:len(f)/2] },
	"the first header":   func(f []byte) []byte { noise(f[:pageSize]); return f },
	"the second header":  func(f []byte) []byte { noise(f[pageSize : 2*pageSize]); return f },
	"both headers":       func(f []byte) []byte { noise(f[:2*pageSize]); return f },
	"the list of free pages": func(f []byte) []byte {
		at := uint64(pages(f, leaves)[0] / pageSize)
		remeta(f, func(meta []byte) { binary.NativeEndian.PutUint64(meta[32:], at) })
		return f
	},
	"branches": func(f []byte) []byte {
		for _, at := range pages(f, branches) {
			noise(f[at+8 : at+64])
		}
		return f
	},
	"leaves": func(f []byte) []byte {
		for _, at := range pages(f, leaves) {
			noise(f[at+8 : at+64])
		}
		return f
	},
	"bits of values": func(f []byte) []byte {
		for _, at := range pages(f, leaves) {
			f[at+pageSize-200] ^= 1
		}
		return f
	},
	"branches that lead to themselves": func(f []byte) []byte {
		for _, at := range pages(f, branches) {
			for i := range int(binary.NativeEndian.Uint16(f[at+10:])) {
				binary.NativeEndian.PutUint64(f[at+16+16*i+8:], uint64(at/pageSize))
			}
		}
		return f
	},
	"pages of sixteen terabytes": func(f []byte) []byte {
		for _, at := range pages(f, leaves) {
			binary.NativeEndian.PutUint32(f[at+12:], 1<<32-1)
		}
		return f
	},
	"all of it": func(f []byte) []byte { noise(f); return f },
}

// greed takes twice as much memory as a file may cost.
func greed() int {
	fmt.Println(len(make([]byte, 2*most)))
	return 0
}

// What a file made to do harm can cost is limited.
func TestReadingIsLimited(t *testing.T) {
	if raced {
		t.Skip("the race detector takes more memory than the limit; .ci/run runs this without it")
	}
	if e := process(t, "modest", nil, hang); e.code == 0 || !strings.Contains(e.said, "out of memory") {
		t.Errorf("with the limit: exit code %d: %.200s", e.code, e.said)
	}
	if e := process(t, "greedy", nil, hang); e.code != 0 {
		t.Errorf("without: exit code %d: %.200s", e.code, e.said)
	}
}

// filled is the bytes of a database of some size, and its key file's.
func filled(t *testing.T) (file, key []byte) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "catcow.db")
	store, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	err = store.Update(t.Context(), func(tx storage.Tx) error {
		for i := range 1000 {
			user := habit.UserID(fmt.Sprint("U", i))
			_, err := tx.AddSession(storage.Session{User: user, Cause: "press", Day: habit.DayOf(at), At: at})
			err = errors.Join(err, tx.PutMember(storage.Member{ID: user, Zone: strings.Repeat("x", 100)}), tx.PutCheckIn(storage.CheckIn{User: user, Cause: "q", At: at, Score: 3}))
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, store.Close()); err != nil {
		t.Fatal(err)
	}
	file, err = os.ReadFile(path)
	key, failed := os.ReadFile(path + ".key")
	if err != nil || failed != nil {
		t.Fatal(err, failed)
	}
	return file, key
}

// ended is a process that has come to its end.
type ended struct {
	code   int
	said   string
	took   time.Duration
	memory int64 // bytes, at most
}

func process(t *testing.T, role string, env map[string]string, within time.Duration, args ...string) ended {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), within)
	defer stop()
	cmd := exec.CommandContext(ctx, os.Args[0], args...)
	cmd.Env = append(os.Environ(), "CATCOW_TEST_CHILD="+role)
	for name, value := range env {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	cmd.WaitDelay = time.Second
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	begun := time.Now()
	err := cmd.Run()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return ended{cmd.ProcessState.ExitCode(), said.String(), time.Since(begun), usage.Maxrss << 10}
}

// traces are what a program leaves that was not meant to end.
var traces = []string{"panic", "SIGSEGV", "SIGBUS", "goroutine ", "runtime error", "fatal error", "unexpected fault", "out of memory"}

func crashed(e ended) bool {
	for _, trace := range traces {
		if strings.Contains(e.said, trace) {
			return true
		}
	}
	return e.code < 0
}

const memoryOfACheck = 400 << 20 // bytes at most; the race detector needs most of them

// Each of sixteen damages ends in one sentence with a hint, whichever command meets it, and the
// file stays as it is.
func TestDamaged(t *testing.T) {
	if raced {
		t.Skip("the race detector takes more memory than a damaged file may cost; .ci/run runs this without it")
	}
	slack := office(t, nil)
	file, key := filled(t)
	if len(damages) != 16 || len(pages(file, branches)) < 3 {
		t.Fatalf("%d damages, %d branches", len(damages), len(pages(file, branches)))
	}
	slowest, largest, wrong := time.Duration(0), int64(0), 0
	for name, damage := range damages {
		dir := t.TempDir()
		env := variables(slack, filepath.Join(dir, "catcow.db"))
		spoilt := damage(bytes.Clone(file))
		write(t, env["CATCOW_DB"], string(spoilt))
		write(t, env["CATCOW_DB"]+".key", string(key))
		env["CATCOW_LOG"] = "error"
		for _, args := range [][]string{{"run"}, {"check"}, {"check", "--fast", env["CATCOW_DB"]}, {"backup", filepath.Join(dir, "copy.db")}} {
			e := process(t, "typed", env, 35*time.Second, args...)
			slowest, largest = max(slowest, e.took), max(largest, e.memory)
			if e.code != 78 || crashed(e) || strings.Count(e.said, "\n") != 1 || e.memory > memoryOfACheck ||
				!strings.Contains(e.said, "restore a backup") || !strings.Contains(e.said, env["CATCOW_DB"]) {
				t.Errorf("%s: catcow %s: exit code %d after %v with %d MB, want 78 and one sentence:\n%s", name, strings.Join(args, " "), e.code, e.took, e.memory>>20, e.said)
			}
		}
		if left, err := os.ReadFile(env["CATCOW_DB"]); err != nil || !bytes.Equal(left, spoilt) {
			t.Errorf("%s: the file has changed, %v", name, err)
		}
		if e := process(t, "bare", nil, 3*time.Second, env["CATCOW_DB"]); e.code == 0 || crashed(e) {
			wrong++ // it took the damaged file for sound, crashed, or came to no end
		}
	}
	t.Logf("the slowest of %d took %v, the largest %d MB; bbolt by itself was wrong about %d of 16", 4*len(damages), slowest, largest>>20, wrong)
	// The controls: bbolt by itself is seen to fail, and a sound file is not refused.
	if wrong < 5 {
		t.Errorf("bbolt by itself was wrong about %d of 16 damages: then this test can't tell", wrong)
	}
	env := map[string]string{"CATCOW_DB": filepath.Join(t.TempDir(), "catcow.db")}
	write(t, env["CATCOW_DB"], string(file))
	write(t, env["CATCOW_DB"]+".key", string(key))
	if e := process(t, "typed", env, 35*time.Second, "check"); e.code != 0 || !strings.Contains(e.said, "1000 people") {
		t.Errorf("a sound file: exit code %d:\n%s", e.code, e.said)
	}
}
