package bolt

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"catcow/internal/habit"
	"catcow/storage"
)

// large is a store of about fifty megabytes: two hundred people with a thousand sessions each.
func large(b *testing.B) *Store {
	b.Helper()
	s, err := Open(filepath.Join(b.TempDir(), "catcow.db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	for i := range 200 {
		err := s.Update(b.Context(), func(tx storage.Tx) error {
			user := habit.UserID(fmt.Sprint("U", i))
			errs := []error{tx.PutMember(member(string(user), monday))}
			for j := range 1000 {
				at := monday.AddDate(0, 0, -j)
				_, err := tx.AddSession(storage.Session{User: user, Cause: fmt.Sprint("C01234567/1700000000.", j), Day: habit.DayOf(at), At: at})
				errs = append(errs, err)
			}
			return errors.Join(errs...)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	return s
}

func BenchmarkCopy(b *testing.B) {
	s := large(b)
	to := filepath.Join(b.TempDir(), "copy.db")
	for b.Loop() {
		made, err := s.Copy(b.Context(), to)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(made.Size)/(1<<20), "MB")
		if err := errors.Join(os.Remove(to), os.Remove(SumOf(to))); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCompact(b *testing.B) {
	s := large(b)
	for b.Loop() {
		if err := s.Compact(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	c, err := s.Condition(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(c.Size)/(1<<20), "MB")
}
