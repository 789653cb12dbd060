package commands_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"catcow/commands"
	"catcow/content"
	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
	"catcow/storage/bolt"
)

// aged is what is held of somebody, by age in days: check-ins, sessions, messages, changes, cards.
func aged(rt rapid.TB, store storage.Store, now time.Time) (ages map[string][]int) {
	ages = map[string][]int{}
	old := func(kind string, at time.Time) { ages[kind] = append(ages[kind], int(now.Sub(at)/(24*time.Hour))) }
	err := store.View(context.Background(), func(r storage.Reader) error {
		m, err := r.Member("U1")
		if err != nil {
			return err
		}
		for _, a := range m.Alerts {
			old("cards", a.At)
		}
		checkIns, _ := r.CheckIns("U1", time.Time{})
		for _, c := range checkIns {
			old("check-ins", c.At)
		}
		sessions, _ := r.Sessions("U1", habit.Day{})
		for _, s := range sessions {
			old("sessions", s.Day.Start(time.UTC).Add(12*time.Hour))
		}
		slots, _ := r.Slots(storage.Nudge, "U1", 10_000)
		for _, s := range slots {
			old("messages", s.Due)
		}
		audits, err := r.Audits("C1", 10_000)
		for _, a := range audits {
			old("changes", a.At)
		}
		return err
	})
	if err != nil {
		rt.Fatal(err)
	}
	return ages
}

// Row 44: after a sweep nothing is older than it may be, by default or as the person chose,
// and nothing younger is gone.
func TestNothingOutlivesItsTime(t *testing.T) {
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	dir, n, gone := t.TempDir(), 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		n++
		store, err := bolt.Open(fmt.Sprintf("%s/%d.db", dir, n))
		if err != nil {
			rt.Fatal(err)
		}
		defer store.Close()
		set, err := commands.New(store, library)
		if err != nil {
			rt.Fatal(err)
		}
		now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
		keep := storage.Keep{
			CheckIns: rapid.SampledFrom([]int{0, 7, 30, 180, 365}).Draw(rt, "check-ins kept"), Sessions: rapid.SampledFrom([]int{0, 30, 90, 180}).Draw(rt, "sessions kept"),
		}
		some := rapid.SliceOfN(rapid.IntRange(0, 500), 0, 25)
		ages := map[string][]int{}
		for _, kind := range []string{"check-ins", "sessions", "messages", "changes", "cards"} {
			ages[kind] = append(some.Draw(rt, kind), 91, 366, 401, 6)
		}
		err = store.Update(context.Background(), func(tx storage.Tx) error {
			m := storage.Member{ID: "U1", Zone: "UTC", Welcomed: now, Agreed: now, Keep: keep}
			for i, age := range ages["cards"] {
				m.Alerts = append(m.Alerts, care.Alert{Rule: care.R4, Cause: fmt.Sprint(i), At: now.AddDate(0, 0, -age)})
			}
			errs := []error{tx.PutMember(m), tx.PutChannel(storage.Channel{ID: "C1", Present: true})}
			for i, age := range ages["check-ins"] {
				errs = append(errs, tx.PutCheckIn(storage.CheckIn{User: "U1", Cause: fmt.Sprint(i), At: now.AddDate(0, 0, -age), Score: 3}))
			}
			for i, age := range ages["sessions"] {
				_, err := tx.AddSession(storage.Session{User: "U1", Cause: fmt.Sprint(i), Day: habit.DayOf(now).Add(-age), At: now.AddDate(0, 0, -age)})
				errs = append(errs, err)
			}
			for i, age := range ages["messages"] {
				due := now.AddDate(0, 0, -age)
				errs = append(errs, tx.PutSlot(storage.Slot{Key: storage.SlotKey(fmt.Sprintf("nudge/U1/%s+%d", due.Format("2006-01-02T15:04"), i)), State: storage.Sent, Due: due, At: due}))
			}
			for _, age := range ages["changes"] {
				errs = append(errs, tx.AddAudit(storage.Audit{At: now.AddDate(0, 0, -age), Channel: "C1", Who: "U1", What: "set"}))
			}
			return errorsOf(errs...)
		})
		if err != nil {
			rt.Fatal(err)
		}
		limit := map[string]int{"check-ins": orElse(keep.CheckIns, 90), "cards": orElse(keep.CheckIns, 90), "sessions": orElse(keep.Sessions, 400), "messages": 400, "changes": 365}
		overdue := func(ages map[string][]int) (late []string, kept map[string]int) {
			kept = map[string]int{}
			for kind, all := range ages {
				for _, age := range all {
					if age > limit[kind] {
						late = append(late, fmt.Sprintf("%s of %d days", kind, age))
					} else {
						kept[kind]++
					}
				}
			}
			return late, kept
		}
		late, young := overdue(ages)
		if len(late) == 0 {
			rt.Fatal("nothing was too old before the sweep: it shows nothing")
		}
		gone += len(late)
		if err := set.Sweep(context.Background(), now); err != nil {
			rt.Fatal(err)
		}
		left, still := overdue(aged(rt, store, now))
		if len(left) > 0 {
			rt.Fatalf("kept %v: %v are left", limit, left)
		}
		for kind, many := range young {
			if kind != "cards" && still[kind] != many { // of cards those that are over may go early
				rt.Fatalf("of %d young %s %d are left", many, kind, still[kind])
			}
		}
	})
	t.Logf("%d histories, %d rows that were too old", n, gone)
}

func orElse(n, usual int) int {
	if n == 0 {
		return usual
	}
	return n
}

// The settings offer a week and a year for check-ins, and no longer.
func TestAPersonChoosesHowLongCheckInsAreKept(t *testing.T) {
	for value, want := range map[string]int{"7": 7, "365": 365, "90": 0, "400": 0, "6": 0, "-1": 0} {
		l := newLife(t)
		l.form("set", map[string]string{"checkins": value})
		if got := l.held().Member.Keep.CheckIns; got != want {
			t.Errorf("%s days: kept for %d, want %d", value, got, want)
		}
	}
}
