// Package storagetest holds every storage engine to the contract of package storage.
package storagetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"catcow/internal/habit"
	"catcow/storage"
)

// Run tests an engine. open returns a new and empty store, and sees to it that the store
// is closed when the test ends; to close it twice does no harm.
func Run(t *testing.T, open func(t *testing.T) storage.Store) {
	for _, group := range []struct {
		name  string
		tests []test
	}{
		{"Transactions", transactions},
		{"Documents", documents},
		{"Fields", fields},
		{"Due", dues},
		{"Sessions", sessions},
		{"CheckIns", checkIns},
		{"Slots", slots},
		{"Audits", audits},
		{"Forget", forgets},
		{"Sweep", sweeps},
		{"Ids", ids},
		{"Moves", moves},
	} {
		t.Run(group.name, func(t *testing.T) {
			for _, test := range group.tests {
				t.Run(test.name, func(t *testing.T) { test.run(&harness{t, open(t)}) })
			}
		})
	}
	t.Run("RandomChangesMatchAMap", func(t *testing.T) { random(t, open) })
}

type test struct {
	name string
	run  func(*harness)
}

// harness is a test and its store.
type harness struct {
	*testing.T
	store storage.Store
}

// update changes the store, or ends the test.
func (h *harness) update(change func(storage.Tx) error) {
	h.Helper()
	if err := h.store.Update(h.Context(), change); err != nil {
		h.Fatalf("Update: %v", err)
	}
}

// view reads from the store, or ends the test.
func (h *harness) view(read func(storage.Reader) error) {
	h.Helper()
	if err := h.store.View(h.Context(), read); err != nil {
		h.Fatalf("View: %v", err)
	}
}

// put keeps any documents and facts in one transaction.
func (h *harness) put(things ...any) {
	h.Helper()
	h.update(func(tx storage.Tx) error { return put(tx, things...) })
}

func put(tx storage.Tx, things ...any) error {
	for _, thing := range things {
		var err error
		switch v := thing.(type) {
		case storage.Member:
			err = tx.PutMember(v)
		case storage.Channel:
			err = tx.PutChannel(v)
		case storage.Session:
			_, err = tx.AddSession(v)
		case storage.CheckIn:
			err = tx.PutCheckIn(v)
		case storage.Slot:
			err = tx.PutSlot(v)
		case storage.Life:
			err = tx.PutLife(v)
		case storage.Audit:
			err = tx.AddAudit(v)
		default:
			err = fmt.Errorf("storagetest: cannot put a %T", v)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// get reads one thing in a transaction of its own.
func get[T any](h *harness, read func(storage.Reader) (T, error)) T {
	h.Helper()
	var v T
	h.view(func(r storage.Reader) (err error) {
		v, err = read(r)
		return err
	})
	return v
}

// want compares; no slice equals an empty one.
func want[T any](h *harness, what string, got, expected T) {
	h.Helper()
	if diff := cmp.Diff(expected, got, cmpopts.EquateEmpty()); diff != "" {
		h.Errorf("%s is not as expected (-want +got):\n%s", what, diff)
	}
}

// noon is 12:00 UTC of a Monday, and so many days after.
func noon(days int) time.Time {
	return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC).AddDate(0, 0, days)
}

func day(days int) habit.Day { return habit.DayOf(noon(days)) }

// daily is a schedule at 12:00 UTC whose next slot is noon of that day.
func daily(next int) storage.Schedule {
	return storage.Schedule{
		Plan:    habit.Plan{Days: habit.Everyday, At: []habit.Minute{12 * 60}, Zone: "UTC"},
		Decided: noon(next - 1),
	}
}

// numbered is the schedules of a channel.
func numbered(schedules ...storage.Schedule) []storage.Schedule {
	for i := range schedules {
		schedules[i].Number = i + 1
	}
	return schedules
}

// asked is a member with a check-in next due at noon of that day.
func asked(id habit.UserID, next int) storage.Member {
	return storage.Member{ID: id, CheckIns: daily(next)}
}

func session(user habit.UserID, cause string, days int) storage.Session {
	return storage.Session{User: user, Cause: cause, Day: day(days), At: noon(days), Exercise: "cat-cow"}
}

func checkIn(user habit.UserID, cause string, days, score int) storage.CheckIn {
	return storage.CheckIn{User: user, Cause: cause, At: noon(days), Score: score}
}

func slot(kind storage.Kind, owner string, days int, state storage.State) storage.Slot {
	due := noon(days)
	return storage.Slot{
		Key:   storage.KeyOf(kind, owner, habit.Slot{At: due, Day: day(days), Minute: 12 * 60}),
		State: state,
		Due:   due,
		At:    due.Add(time.Second),
	}
}
