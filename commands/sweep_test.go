package commands_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"catcow/bot/blockkit"
	"catcow/commands"
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

// swept is one person with a random past, who reads their streak before and
// after each sweep.
type swept struct {
	*rapid.T
	set   *commands.Set
	store storage.Store
	user  habit.UserID
	now   time.Time
	n     int
}

func (s *swept) say(text string) string {
	s.n++
	reply, err := s.set.Handle(context.Background(), commands.Request{
		User: s.user, Channel: "D1", Direct: true, Text: text, Cause: fmt.Sprint(s.n), Zone: "Europe/London", Now: s.now,
	})
	if err != nil {
		s.Fatalf("%s: %v", text, err)
	}
	return blockkit.Text(reply.Message)
}

func (s *swept) change(change func(*storage.Member)) {
	if err := s.store.Update(context.Background(), func(tx storage.Tx) error {
		m, err := tx.Member(s.user)
		change(&m)
		return errors.Join(err, tx.PutMember(m))
	}); err != nil {
		s.Fatal(err)
	}
}

// live is some days with sessions on most of them, or something that rests.
func (s *swept) live() {
	switch rapid.IntRange(0, 9).Draw(s.T, "what") {
	case 0:
		s.say(fmt.Sprintf("pause %d days", rapid.IntRange(1, 120).Draw(s.T, "paused")))
	case 1:
		s.say("bad day")
	case 2:
		days := habit.Weekdays(rapid.IntRange(1, int(habit.Everyday)).Draw(s.T, "workdays"))
		s.change(func(m *storage.Member) {
			m.Workdays = append(m.Workdays, habit.Working{From: habit.DayOf(s.now), Days: days})
		})
	case 3:
		s.change(func(m *storage.Member) { m.Keep.Sessions = rapid.SampledFrom([]int{30, 30, 90, 400}).Draw(s.T, "kept") })
	case 4:
		s.now = s.now.AddDate(0, 0, rapid.IntRange(5, 70).Draw(s.T, "away"))
	default:
		for range rapid.IntRange(1, 12).Draw(s.T, "days") {
			s.say("done")
			s.now = s.now.AddDate(0, 0, rapid.SampledFrom([]int{1, 1, 1, 1, 1, 2, 3}).Draw(s.T, "next"))
		}
	}
}

// Whatever is erased, what the streak says is the same right after it.
func TestASweepChangesNoStreak(t *testing.T) {
	t.Parallel()
	set, store := newSet(t)
	users := 0
	rapid.Check(t, func(rt *rapid.T) {
		users++
		s := &swept{T: rt, set: set, store: store, user: habit.UserID(fmt.Sprint("U", users)), now: monday}
		s.say("done")
		s.change(func(m *storage.Member) { m.Keep.Sessions = rapid.SampledFrom([]int{30, 60}).Draw(rt, "kept first") })
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			s.live()
			before := s.say("streak")
			if err := set.Sweep(context.Background(), s.now); err != nil {
				rt.Fatal(err)
			}
			if strings.Contains(before, "waits for today") { // the day that it would make up for may be erased
				continue
			}
			if diff := cmp.Diff(before, s.say("streak")); diff != "" {
				rt.Fatalf("on %s a sweep changes the streak:\n%s", habit.DayOf(s.now), diff)
			}
		}
		if err := store.Update(context.Background(), func(tx storage.Tx) error { return tx.Forget(s.user, s.now) }); err != nil {
			rt.Fatal(err)
		}
	})
}
