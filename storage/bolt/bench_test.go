package bolt

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"catcow/storage"
)

func BenchmarkCommit(b *testing.B) {
	s := opened(b, filepath.Join(b.TempDir(), "catcow.db"))
	populate(b, s)
	for i := 0; b.Loop(); i++ {
		err := s.Update(b.Context(), func(tx storage.Tx) error {
			_, err := tx.AddSession(storage.Session{User: "U1", Cause: fmt.Sprint(i), At: monday.Add(time.Duration(i))})
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// stored fills a store with members of whom three are due on Monday.
func stored(b *testing.B, members int) *Store {
	s := opened(b, filepath.Join(b.TempDir(), "catcow.db"))
	err := s.Update(b.Context(), func(tx storage.Tx) error {
		for i := range members {
			decided := monday
			if i < 3 {
				decided = monday.AddDate(0, 0, -1)
			}
			if err := tx.PutMember(member(fmt.Sprint("U", i), decided)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func BenchmarkMember(b *testing.B) {
	s := stored(b, 10_000)
	for b.Loop() {
		err := s.View(b.Context(), func(r storage.Reader) error {
			m, err := r.Member("U5000")
			if m.CheckIns.Plan.IsZero() {
				b.Fatal("the member is not there")
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDue(b *testing.B) {
	for _, members := range []int{100, 10_000} {
		b.Run(fmt.Sprint(members), func(b *testing.B) {
			s := stored(b, members)
			for b.Loop() {
				err := s.View(b.Context(), func(r storage.Reader) error {
					due, err := r.Due(monday, 100)
					if len(due) != 3 {
						b.Fatalf("%d are due, want 3", len(due))
					}
					return err
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkOpen is the price of reading the whole file before using it.
func BenchmarkOpen(b *testing.B) {
	s := stored(b, 10_000)
	path := s.db.Path()
	if err := s.Close(); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		s, err := Open(path)
		if err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
}
