package bolt

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

var update = flag.Bool("update", false, "make the kept file of the current schema anew, and the list of what is in all of them")

// kept is what is in the kept file of every schema: some of each table.
func kept(tx storage.Tx) error {
	var errs []error
	for i, zone := range []string{"Europe/Berlin", "America/New_York", "Asia/Kolkata"} {
		user := habit.UserID(fmt.Sprint("U01KEPT", i))
		m := member(string(user), monday.AddDate(0, 0, i))
		m.Zone, m.Direct, m.Named, m.Agreed = zone, "D01KEPT", fmt.Sprint("Person ", i), monday
		m.Alerts = []care.Alert{{At: monday}}
		errs = append(errs, tx.PutMember(m))
		for n := range 3 {
			at := monday.AddDate(0, 0, n)
			_, err := tx.AddSession(storage.Session{User: user, Cause: fmt.Sprint("press ", n), Day: habit.DayOf(at), At: at, Exercise: "cat-cow", Prompt: "prompt/C01KEPT/2026-11-23T12:00"})
			errs = append(errs, err,
				tx.PutCheckIn(storage.CheckIn{User: user, Cause: fmt.Sprint("question ", n), By: "tap", At: at, Score: 3*n + i}))
		}
		errs = append(errs,
			tx.PutSlot(storage.Slot{Key: storage.SlotKey(fmt.Sprintf("asking/%s/2026-11-23T14:00", user)), State: storage.Sending, Due: monday}),
			tx.PutSlot(storage.Slot{Key: storage.SlotKey(fmt.Sprintf("nudge/%s/2026-11-23T15:00", user)), State: storage.Skipped, Due: monday, Why: "paused"}))
	}
	plan := storage.Schedule{Plan: habit.Plan{Days: habit.Everyday, At: []habit.Minute{12 * 60}, Zone: "Europe/Berlin"}, Decided: monday, By: "U01KEPT0", Word: "softly"}
	errs = append(errs,
		tx.PutChannel(storage.Channel{ID: "C01KEPT", Present: true}.With(plan)),
		tx.PutSlot(storage.Slot{Key: "prompt/C01KEPT/2026-11-23T12:00", State: storage.Sent, Due: monday, Exercise: "cat-cow"}),
		tx.AddAudit(storage.Audit{At: monday, Channel: "C01KEPT", Who: "U01KEPT0", Name: "Person 0", What: "set", After: "daily 12:00"}),
		tx.PutLife(storage.Life{Seen: monday, Outages: []storage.Outage{{From: monday, Until: monday.AddDate(0, 0, 1)}}}))
	return errors.Join(errs...)
}

// told is all that a store says, as text.
func told(t testing.TB, s *Store) string {
	t.Helper()
	var all []any
	err := s.View(t.Context(), func(r storage.Reader) error {
		add := func(v any, err error) error { all = append(all, v); return err }
		people, err := r.Members()
		errs := []error{add(people, err)}
		for _, m := range people {
			sessions, err := r.Sessions(m.ID, habit.Day{})
			errs = append(errs, add(sessions, err))
			for _, done := range sessions {
				one, err := r.Session(m.ID, done.Cause)
				errs = append(errs, add(one, err))
			}
			answers, err := r.CheckIns(m.ID, monday.AddDate(-1, 0, 0))
			errs = append(errs, add(answers, err))
			for _, answer := range answers {
				one, err := r.CheckIn(m.ID, answer.Cause)
				errs = append(errs, add(one, err))
			}
			for _, kind := range personal {
				slots, err := r.Slots(kind, string(m.ID), 100)
				errs = append(errs, add(slots, err))
			}
		}
		channels, err := r.Channels()
		errs = append(errs, add(channels, err))
		for _, c := range channels {
			slots, err := r.Slots(storage.Prompt, string(c.ID), 100)
			errs = append(errs, add(slots, err))
			audits, err := r.Audits(c.ID, 100)
			errs = append(errs, add(audits, err))
			for _, slot := range slots {
				people, err := r.Took(slot.Key)
				errs = append(errs, add(people, err))
			}
		}
		open, err := r.Unsettled()
		errs = append(errs, add(open, err))
		due, err := r.Due(monday.AddDate(1, 0, 0), 100)
		errs = append(errs, add(due, err))
		life, err := r.Life()
		return errors.Join(append(errs, add(life, err))...)
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.MarshalIndent(all, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	return string(text) + "\n"
}

func TestMakeKeptFile(t *testing.T) {
	if !*update {
		t.Skip("the kept files stay as they are; -update makes that of the current schema")
	}
	path := filepath.Join("testdata", fmt.Sprintf("schema-%d.db", Schema))
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	s := opened(t, path)
	if err := s.Update(t.Context(), kept); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join("testdata", "kept.json"), []byte(told(t, s)))
}
