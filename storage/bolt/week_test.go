package bolt

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// A week of the notes that Catcow makes while it works, over what is there, takes no more room
// than a day of them: what is free is used again.
func TestAWeekOfChangesUsesItsPagesAgain(t *testing.T) {
	day, week := grown(t, false)
	if float64(week) > 1.2*float64(day) {
		t.Errorf("%d bytes after a day, %d after a week", day, week)
	}
	t.Logf("%d bytes after a day, %d after a week", day, week)
}

// What is new each time takes room: this can be seen.
func TestAWeekOfNewFactsTakesRoom(t *testing.T) {
	if day, week := grown(t, true); float64(week) <= 1.2*float64(day) {
		t.Errorf("%d bytes after a day, %d after a week", day, week)
	}
}

// grown is how large the file is after a day and after a week of changes, also of new facts.
func grown(t *testing.T, facts bool) (day, week int64) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "catcow.db")
	s := opened(t, path)
	populate(t, s)
	size := func() int64 {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		return info.Size()
	}
	work := func(from, days int) {
		for i := range days * 288 { // each five minutes
			at := monday.AddDate(0, 0, from).Add(time.Duration(i) * 5 * time.Minute)
			err := s.Update(t.Context(), func(tx storage.Tx) error {
				if err := tx.PutMember(member(fmt.Sprint("U", i%60), at)); err != nil {
					return err
				}
				if facts {
					if _, err := tx.AddSession(storage.Session{User: "U1", Cause: at.String(), Day: habit.DayOf(at), At: at}); err != nil {
						return err
					}
				}
				return tx.PutLife(storage.Life{Seen: at})
			})
			if err == nil {
				err = s.Probe(t.Context(), at)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	work(0, 1)
	day = size()
	work(1, 6)
	return day, size()
}
