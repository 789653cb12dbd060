package bolt

import (
	"crypto/cipher"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"catcow/internal/habit"
	"catcow/storage"
)

// letter is a sealed value and where it lies.
type letter struct {
	tab    table
	key    []byte
	who    holder
	sealed []byte
	cipher cipher.AEAD
}

// letters are the sealed values of a store that holds a thousand, of every table that has any.
func letters(t *testing.T) (all []letter) {
	t.Helper()
	s := opened(t, filepath.Join(t.TempDir(), "catcow.db"))
	err := s.Update(t.Context(), func(tx storage.Tx) error {
		errs := []error{kept(tx)}
		for i := range 90 {
			user := habit.UserID(fmt.Sprint("U", i/3))
			at := monday.Add(time.Duration(i) * time.Hour)
			for n := range 2 { // of one cause, so that rows of different tables have the same key
				_, err := tx.AddSession(storage.Session{User: user, Cause: fmt.Sprint("press", i, n), Day: habit.DayOf(at), At: at, Prompt: "prompt/C1/2026-11-23T12:00"})
				errs = append(errs, err, tx.PutCheckIn(storage.CheckIn{User: user, Cause: fmt.Sprint("press", i, n), At: at, Score: i % 11}))
			}
			errs = append(errs, tx.PutMember(member(string(user), at)),
				tx.PutSlot(storage.Slot{Key: storage.SlotKey(fmt.Sprint("prompt/C1/2026-11-23T", i)), State: storage.Sent}),
				tx.PutSlot(storage.Slot{Key: storage.SlotKey(fmt.Sprint("asking/", user, "/2026-11-23T", i)), State: storage.Sent}),
				tx.PutChannel(storage.Channel{ID: habit.ChannelID(fmt.Sprint("C", i))}),
				tx.AddAudit(storage.Audit{At: at, Channel: "C1", Who: user, What: "set"}))
		}
		return errors.Join(append(errs, tx.Forget("U0", monday))...)
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.db.View(func(btx *bbolt.Tx) error {
		r := s.reader(btx)
		return btx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			tab := table(name)
			return b.ForEach(func(key, stored []byte) error {
				who := tab.holder(key)
				if who == nobody {
					return nil
				}
				c, err := r.cipher(who)
				if c == nil || err != nil {
					return errors.Join(err, fmt.Errorf("%s has no key", who))
				}
				value, _, err := tab.split(key, stored)
				all = append(all, letter{tab, append([]byte(nil), key...), who, append([]byte(nil), value...), c})
				return err
			})
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	in := map[table]int{}
	for _, l := range all {
		in[l.tab]++
	}
	for _, tab := range tables {
		switch sealed := tab.holder([]byte{0, 0}) != nobody; {
		case sealed != (in[tab] > 0):
			t.Fatalf("of table %s there are %d sealed values", tab, in[tab])
		}
	}
	if len(all) < 1000 {
		t.Fatalf("%d sealed values, want 1000", len(all))
	}
	return all
}

func (l letter) opens(sealed []byte) bool {
	_, err := disclose(l.cipher, sealed, bound(l.tab, l.who, l.key))
	return err == nil
}

// TestEveryFlippedByteIsSeen flips each byte of a thousand values, with a checksum that fits.
func TestEveryFlippedByteIsSeen(t *testing.T) {
	flips, missed, values := 0, 0, letters(t)
	for _, l := range values {
		if !l.opens(l.sealed) {
			t.Fatalf("a value of table %s does not open as it is", l.tab)
		}
		for i := range l.sealed {
			l.sealed[i] ^= 1 << (flips % 8)
			if flips++; l.opens(l.sealed) {
				missed++
			}
			l.sealed[i] ^= 1 << ((flips - 1) % 8)
		}
	}
	t.Logf("%d flips in %d values, %d missed", flips, len(values), missed)
	if missed > 0 {
		t.Errorf("%d of %d flips were missed", missed, flips)
	}
	// The control: of what is not sealed nothing is seen once the checksum fits.
	open := []byte(`{"score":3}`)
	open[9] ^= 1
	if c, err := decode[storage.CheckIn](checkins, open); err != nil || c.Score != 2 {
		t.Errorf("an open value that was changed gives %+v, %v, want the score 2", c, err)
	}
}

// TestNoValueOpensInAnotherPlace puts each of a thousand values in the place of each other.
func TestNoValueOpensInAnotherPlace(t *testing.T) {
	values := letters(t)
	tries, taken := 0, 0
	for i, from := range values {
		for j, to := range values {
			if i == j {
				continue
			}
			if tries++; to.opens(from.sealed) {
				taken++
			}
		}
	}
	t.Logf("%d swaps among %d values, %d accepted", tries, len(values), taken)
	if taken > 0 {
		t.Errorf("%d of %d swaps were accepted", taken, tries)
	}

	// The control: bound to nothing, a value opens in every place of its holder's.
	bare := 0
	for _, from := range values[:50] {
		sealed := enclose(from.cipher, []byte("{}"), nil)
		for _, to := range values {
			if _, err := disclose(to.cipher, sealed, nil); (err == nil) != (from.who == to.who) {
				t.Fatalf("a value of %s opens as one of %s: %v", from.who, to.who, err == nil)
			} else if err == nil {
				bare++
			}
		}
	}
	if bare <= 50 {
		t.Errorf("bound to nothing, %d values open elsewhere: this test cannot see a failure", bare-50)
	}
}

// What binds a value tells every two places apart.
func TestPlacesDiffer(t *testing.T) {
	seen := map[string]string{}
	for _, tab := range []table{members, slots, "member", "s"} {
		for _, who := range []holder{theStore, "pU1", "pU", "p"} {
			for _, key := range []string{"", "U1", "1", "\x00\x02U1"} {
				place, is := string(bound(tab, who, []byte(key))), fmt.Sprintf("%s %s %q", tab, who, key)
				if other, twice := seen[place]; twice {
					t.Errorf("%s and %s are bound alike", is, other)
				}
				seen[place] = is
			}
		}
	}
}

// A store refuses, by name, what was swapped behind its back with all checksums right.
func TestSwappedRowsAreAnError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "catcow.db")
	s := keptStore(t, path)
	swap := func(tab table, one, other []byte) {
		t.Helper()
		err := s.db.Update(func(btx *bbolt.Tx) error {
			tr, err := s.begin(btx)
			if err != nil {
				return err
			}
			b := btx.Bucket([]byte(tab))
			first, _, _ := tab.split(one, b.Get(one))
			second, _, _ := tab.split(other, b.Get(other))
			first, second = append([]byte(nil), first...), append([]byte(nil), second...)
			for key, value := range map[string][]byte{string(one): second, string(other): first} {
				if _, err := tr.unseal(tab, []byte(key)); err != nil {
					return err
				}
				tr.seal.add(tab.sum([]byte(key), value))
				if err := tr.write(tab, []byte(key), value); err != nil {
					return err
				}
			}
			return tr.finish()
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	fails := func() (failed bool) {
		s.View(t.Context(), func(r storage.Reader) error {
			_, first := r.Members()
			_, second := r.CheckIns("U01KEPT0", time.Time{})
			failed = first != nil || second != nil
			return nil
		})
		return failed
	}
	mine, later := checkInKey("U01KEPT0", monday, "question 0"), checkInKey("U01KEPT0", monday.AddDate(0, 0, 1), "question 1")
	yours := checkInKey("U01KEPT1", monday, "question 0")
	for name, c := range map[string]struct {
		tab        table
		one, other []byte
	}{
		"two people's documents":   {members, []byte("U01KEPT0"), []byte("U01KEPT1")},
		"two scores of a person":   {checkins, mine, later},
		"two people's scores":      {checkins, mine, yours},
		"two people's keys":        {keys, []byte(holderOf("U01KEPT0")), []byte(holderOf("U01KEPT1"))},
		"the store's and a person": {keys, []byte(theStore), []byte(holderOf("U01KEPT0"))},
	} {
		if err := s.Check(t.Context()); fails() || err != nil {
			t.Fatalf("%s: it fails before they are swapped: Check = %v", name, err)
		}
		swap(c.tab, c.one, c.other)
		if !fails() {
			t.Errorf("%s were swapped, and nobody says so", name)
		}
		if err := s.Check(t.Context()); err == nil || !strings.Contains(err.Error(), errSealed.Error()) {
			t.Errorf("%s were swapped, and Check says %v", name, err)
		}
		swap(c.tab, c.one, c.other)
	}
}

func BenchmarkSeal(b *testing.B) {
	c, place, value := cipherOf(randomly(secretSize)), bound(checkins, "pU1", make([]byte, 40)), make([]byte, 200)
	for b.Loop() {
		if _, err := disclose(c, enclose(c, value, place), place); err != nil {
			b.Fatal(err)
		}
	}
}
