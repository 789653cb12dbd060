package commands_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// stuck is a store that erases nothing of U1 or of the slots, and counts whom
// each transaction sweeps.
type stuck struct {
	storage.Store
	most *int
}

func (s stuck) Update(ctx context.Context, change func(storage.Tx) error) error {
	swept := 0
	err := s.Store.Update(ctx, func(tx storage.Tx) error { return change(stuckTx{tx, &swept}) })
	*s.most = max(*s.most, swept)
	return err
}

type stuckTx struct {
	storage.Tx
	swept *int
}

func (tx stuckTx) Sweep(user habit.UserID, checkIns time.Time, sessions habit.Day) (int, error) {
	*tx.swept++
	if user == "U1" {
		return 0, errDamaged
	}
	return tx.Tx.Sweep(user, checkIns, sessions)
}

func (tx stuckTx) SweepSlots(time.Time) (int, error) {
	*tx.swept++
	return 0, context.DeadlineExceeded
}

// What cannot be erased of one person keeps nobody else's, and nobody waits
// until all are swept.
func TestEachPersonIsSweptAlone(t *testing.T) {
	l := newLife(t)
	users := []habit.UserID{"U0", "U1", "U2"}
	if err := l.store.Update(t.Context(), func(tx storage.Tx) error {
		for _, id := range users {
			old := storage.Session{User: id, Cause: "s", Day: habit.DayOf(monday), At: monday}
			if _, err := tx.AddSession(old); err != nil {
				return err
			}
			if err := tx.PutMember(storage.Member{ID: id}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	most := 0
	err := l.over(stuck{l.store, &most}).Sweep(t.Context(), monday.AddDate(0, 0, 402))
	if !errors.Is(err, errDamaged) || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Sweep = %v, want both errors", err)
	}
	if most != 1 {
		t.Errorf("a transaction sweeps %d times", most)
	}
	for _, id := range users {
		if err := l.store.View(t.Context(), func(r storage.Reader) error {
			left, err := r.Sessions(id, habit.Day{})
			if (len(left) > 0) != (id == "U1") {
				t.Errorf("%s: %d sessions are left", id, len(left))
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestASweepEndsWithItsContext(t *testing.T) {
	l := newLife(t)
	if err := l.store.Update(t.Context(), func(tx storage.Tx) error {
		return errors.Join(tx.PutMember(storage.Member{ID: "U1"}), tx.PutMember(storage.Member{ID: "U2"}), tx.PutMember(storage.Member{ID: "U3"}))
	}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err := l.over(cancelling{l.store, cancel}).Sweep(ctx, l.now)
	if !errors.Is(err, context.Canceled) || strings.Count(err.Error(), "canceled") != 1 {
		t.Errorf("Sweep = %v, want to hear once that it was ended", err)
	}
}

// cancelling is a store whose user ends after the first person is swept.
type cancelling struct {
	storage.Store
	end func()
}

func (e cancelling) Update(ctx context.Context, change func(storage.Tx) error) error {
	return e.Store.Update(ctx, func(tx storage.Tx) error { return change(cancellingTx{tx, e.end}) })
}

type cancellingTx struct {
	storage.Tx
	end func()
}

func (tx cancellingTx) Sweep(user habit.UserID, checkIns time.Time, sessions habit.Day) (int, error) {
	tx.end()
	return tx.Tx.Sweep(user, checkIns, sessions)
}

// Who never logged a session has their check-ins swept all the same.
func TestCheckInsAreSweptWithoutAnySession(t *testing.T) {
	l := newLife(t)
	l.press("agree", "")
	l.say("checkin 5")
	if err := l.set.Sweep(t.Context(), l.now.AddDate(0, 0, 91)); err != nil {
		t.Fatal(err)
	}
	if left := l.held().CheckIns; len(left) > 0 {
		t.Errorf("left: %+v", left)
	}
}
