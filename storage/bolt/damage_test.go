package bolt

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"catcow/storage"
)

// sound is the bytes of a file with every kind of page, and what it holds. Its key goes beside
// the path at which it is to be opened.
func sound(t *testing.T, at string) (file []byte, held map[string]string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sound.db")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	populate(t, s)
	// More commits, so that stale copies of pages lie about.
	for i := range 8 {
		err := s.Update(t.Context(), func(tx storage.Tx) error {
			return tx.PutMember(member(fmt.Sprint("U", i), monday.AddDate(0, 0, i)))
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	held = contents(t, s)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	duplicate(t, path+".key", at+".key")
	if file, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	return file, held
}

// outcome opens the file, which must give all that is held or be refused and left alone.
func outcome(t *testing.T, what, path string, file []byte, held map[string]string) (refused error) {
	t.Helper()
	s, err := Open(path)
	if err == nil {
		defer s.Close()
		if found := contents(t, s); !maps.Equal(found, held) {
			t.Errorf("%s: opened, with %d entries that are not the %d held", what, len(found), len(held))
		}
		return nil
	}
	if !errors.Is(err, storage.ErrForeign) || !strings.Contains(err.Error(), path) {
		t.Errorf("%s: Open = %v, want ErrForeign and the path", what, err)
	}
	if left, _ := os.ReadFile(path); !bytes.Equal(left, file) {
		t.Errorf("%s: the refused file has changed", what)
	}
	return err
}

func write(t *testing.T, path string, file []byte) {
	t.Helper()
	if err := os.WriteFile(path, file, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTruncatedFileIsWholeOrRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	file, held := sound(t, path)
	size := os.Getpagesize()
	refused := 0
	for n := 0; n < len(file); n += size {
		for _, n := range []int{n, n + 1, n + size/2} {
			write(t, path, file[:n])
			if outcome(t, fmt.Sprint("cut to ", n), path, file[:n], held) != nil {
				refused++
			}
		}
	}
	if refused == 0 {
		t.Error("no cut was refused")
	}
}

// used are the pages that the newest commit reaches, and the two headers.
func used(t *testing.T, path string) map[int]bool {
	t.Helper()
	db, err := bbolt.Open(path, 0, &bbolt.Options{ReadOnly: true, PreLoadFreelist: true})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	pages := map[int]bool{}
	err = db.View(func(btx *bbolt.Tx) error {
		for id := 0; ; id++ {
			page, err := btx.Page(id)
			if page == nil || err != nil {
				return err
			}
			if page.Type == "free" {
				continue // what it says of itself is left from somewhere, and may be four billion
			}
			for i := range page.OverflowCount + 1 {
				pages[id+i] = true
			}
			id += page.OverflowCount
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// altered runs test while the bytes at an offset are others.
func altered(t *testing.T, path string, file []byte, at int, with []byte, test func()) {
	t.Helper()
	out, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	before := bytes.Clone(file[at : at+len(with)])
	copy(file[at:], with)
	_, err = out.WriteAt(with, int64(at))
	if err == nil {
		test()
		copy(file[at:], before)
		_, err = out.WriteAt(before, int64(at))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestFlippedBitIsHarmlessOrRefused turns bits all over a file: most in the beginning of the
// pages in use, where their headers and first elements are.
func TestFlippedBitIsHarmlessOrRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	file, held := sound(t, path)
	write(t, path, file)
	pages := used(t, path)
	chance := rand.New(rand.NewPCG(1, 2))
	size, opens, refused := os.Getpagesize(), 0, 0
	for at := range file {
		switch in := at % size; {
		case pages[at/size] && in < 36: // each byte
		case !pages[at/size] && chance.IntN(400) > 0, in > 96 && chance.IntN(100) > 0:
			continue
		}
		bit := chance.IntN(8)
		altered(t, path, file, at, []byte{file[at] ^ 1<<bit}, func() {
			opens++
			if outcome(t, fmt.Sprintf("byte %d of page %d, bit %d", at%size, at/size, bit), path, file, held) != nil {
				refused++
			}
		})
	}
	t.Logf("%d flips, %d refused", opens, refused)
	if refused < opens/2 {
		t.Errorf("%d of %d flips were refused, want half of them or more", refused, opens)
	}
	if err := outcome(t, "mended", path, file, held); err != nil {
		t.Errorf("Open of the mended file = %v, want nil", err)
	}
}

// TestEntryThatRotsInUseIsAnError turns a bit of a value behind the back of an open store.
func TestEntryThatRotsInUseIsAnError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	s, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	err = s.Update(t.Context(), func(tx storage.Tx) error {
		return errors.Join(tx.PutCheckIn(storage.CheckIn{User: "U1", Cause: "q", At: monday, Score: 3}), tx.PutMember(member("U1", monday)))
	})
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(file, []byte(contents(t, s)["checkins/"+hex.EncodeToString(checkInKey("U1", monday, "q"))])) + 30
	altered(t, path, file, at, []byte{file[at] ^ 1}, func() {
		if err := s.View(t.Context(), func(r storage.Reader) error {
			got, err := r.CheckIn("U1", "q")
			if err == nil || got.Score != 0 {
				t.Errorf("CheckIn = %+v, %v, want an error", got, err)
			}
			all, err := r.CheckIns("U1", monday)
			if err == nil {
				t.Errorf("CheckIns = %+v, want an error", all)
			}
			_, err = r.Member("U1") // the others are as they were
			return err
		}); err != nil {
			t.Error(err)
		}
		err := s.Update(t.Context(), func(tx storage.Tx) error { return tx.Forget("U1", monday) })
		if err == nil {
			t.Error("Forget = nil, want an error")
		}
	})
	if err := s.View(t.Context(), func(r storage.Reader) error {
		got, err := r.CheckIn("U1", "q")
		if got.Score != 3 {
			t.Errorf("CheckIn of the mended file = %+v, want the score 3", got)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
}

// TestPageInTheWrongPlaceIsHarmlessOrRefused puts pages, also stale ones, whole in the place of
// those in use.
func TestPageInTheWrongPlaceIsHarmlessOrRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	file, held := sound(t, path)
	write(t, path, file)
	size, tries, refused := os.Getpagesize(), 0, 0
	for to := range used(t, path) {
		for from := to % 2; from < len(file)/size; from += 2 {
			page := bytes.Clone(file[from*size : (from+1)*size])
			native.PutUint64(page, uint64(to)) // as if it had been written there
			altered(t, path, file, to*size, page, func() {
				tries++
				if outcome(t, fmt.Sprintf("page %d in place of %d", from, to), path, file, held) != nil {
					refused++
				}
			})
		}
	}
	t.Logf("%d tries, %d refused", tries, refused)
	if refused < tries/2 {
		t.Errorf("%d of %d pages in the wrong place were refused, want half of them or more", refused, tries)
	}
}
