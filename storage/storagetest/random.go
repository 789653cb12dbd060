package storagetest

import (
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"catcow/internal/habit"
	"catcow/storage"
)

// random makes changes at random to a store and to a model of plain maps, and compares
// all that can be read after each.
func random(t *testing.T, open func(t *testing.T) storage.Store) {
	rapid.Check(t, func(rt *rapid.T) {
		store := open(t)
		defer store.Close()
		m := newModel()
		for range rapid.IntRange(1, 15).Draw(rt, "changes") {
			next := m.clone()
			fails := rapid.IntRange(0, 4).Draw(rt, "fails") == 0
			err := store.Update(t.Context(), func(tx storage.Tx) error {
				for range rapid.IntRange(1, 6).Draw(rt, "steps") {
					if err := next.step(rt, tx); err != nil {
						return err
					}
				}
				if fails {
					return errChanged
				}
				return nil
			})
			switch {
			case fails && err != errChanged || !fails && err != nil:
				rt.Fatalf("Update = %v, fails %v", err, fails)
			case !fails:
				m = next
			}
			if err := store.View(t.Context(), func(r storage.Reader) error { return m.compare(rt, r) }); err != nil {
				rt.Fatalf("View: %v", err)
			}
		}
	})
}

var (
	someUsers    = []habit.UserID{"U1", "U11", "U/1", "ü"}
	someChannels = []habit.ChannelID{"C1", "C11", "U1"}
	someCauses   = []string{"q", "qq", "1q"}
	someKinds    = []storage.Kind{storage.Prompt, storage.Asking, storage.Nudge, storage.Roundup, storage.Tending}
	someOwners   = []string{"U1", "U11", "U/1", "ü", "C1", "C1.2", "C11"}
	someStates   = []storage.State{storage.Planned, storage.Sending, storage.Sent, storage.Missed, storage.Unknown}
	somePrompts  = []storage.SlotKey{"", "prompt/C1/2026-11-23T12:00", "prompt/C1/2026-11-23T12:0", "prompt/C11/2026-11-23T12:00"}
)

func pick[T any](rt *rapid.T, from []T, what string) T { return rapid.SampledFrom(from).Draw(rt, what) }

// some is a value with any of its fields set.
func some[T any](rt *rapid.T, what string) T {
	v := filled[T](rt, rapid.IntRange(0, 3).Draw(rt, what))
	set := rapid.Uint64().Draw(rt, "fields of it")
	of := reflect.ValueOf(&v).Elem()
	for i := range of.NumField() {
		if set>>(i%64)&1 == 0 {
			of.Field(i).SetZero()
		}
	}
	return v
}

func somePlan(rt *rapid.T) storage.Schedule {
	s := some[storage.Schedule](rt, "schedule")
	s.Plan, s.Decided, s.By = habit.Plan{}, time.Time{}, ""
	if rapid.Bool().Draw(rt, "no plan") {
		return s
	}
	plan := daily(rapid.IntRange(0, 5).Draw(rt, "next"))
	s.Plan, s.Decided, s.By = plan.Plan, plan.Decided, pick(rt, someUsers, "by")
	return s
}

func someTime(rt *rapid.T) time.Time {
	return noon(rapid.IntRange(0, 5).Draw(rt, "days")).Add(time.Duration(rapid.IntRange(-1, 1).Draw(rt, "nanoseconds")))
}

// step makes one change to both.
func (m *model) step(rt *rapid.T, tx storage.Tx) error {
	user, cause := pick(rt, someUsers, "user"), pick(rt, someCauses, "cause")
	key := factKey{user, cause}
	switch rapid.IntRange(0, 14).Draw(rt, "step") {
	case 0:
		v := some[storage.Member](rt, "member")
		v.ID, v.CheckIns, v.Nudges = user, somePlan(rt), somePlan(rt)
		v.Follows = pick(rt, someChannels, "follows")
		m.members[user] = v
		return tx.PutMember(v)
	case 1:
		v := some[storage.Channel](rt, "channel")
		v.ID, v.Schedules = pick(rt, someChannels, "id"), numbered(somePlan(rt), somePlan(rt))
		if rapid.Bool().Draw(rt, "to be told") {
			v.Off.Tell = []string{string(pick(rt, someUsers, "told"))}
		}
		v.Roundup, v.Change.Was, v.Change.By = somePlan(rt), numbered(somePlan(rt)), pick(rt, someUsers, "by")
		m.channels[v.ID] = v
		return tx.PutChannel(v)
	case 2:
		return m.addSession(rt, tx, someSession(rt, key))
	case 3:
		return m.putSession(rt, tx, someSession(rt, key))
	case 4:
		v := some[storage.CheckIn](rt, "check-in")
		v.User, v.Cause, v.At = user, cause, someTime(rt)
		m.checkIns[key] = v
		return tx.PutCheckIn(v)
	case 11:
		delete(m.sessions, key)
		return tx.DropSession(user, cause)
	case 12:
		from, to := pick(rt, someChannels, "from"), pick(rt, someChannels, "to")
		m.moveChannel(from, to)
		return tx.MoveChannel(from, to)
	case 5:
		delete(m.checkIns, key)
		return tx.DropCheckIn(user, cause)
	case 6:
		v := some[storage.Slot](rt, "slot")
		named := slot(pick(rt, someKinds, "kind"), pick(rt, someOwners, "owner"), rapid.IntRange(0, 3).Draw(rt, "day"), "")
		v.Key, v.Due, v.State = named.Key, named.Due, pick(rt, someStates, "state")
		m.slots[v.Key] = v
		return tx.PutSlot(v)
	case 7:
		m.life = some[storage.Life](rt, "life")
		return tx.PutLife(m.life)
	case 8:
		checkIns, sessions := someTime(rt), day(rapid.IntRange(0, 4).Draw(rt, "sessions before"))
		got, err := tx.Sweep(user, checkIns, sessions)
		if want := m.sweep(user, checkIns, sessions); got != want {
			rt.Fatalf("Sweep = %d, want %d", got, want)
		}
		return err
	case 9:
		before, had := someTime(rt), len(m.slots)
		maps.DeleteFunc(m.slots, func(_ storage.SlotKey, s storage.Slot) bool { return s.Due.Before(before) })
		got, err := tx.SweepSlots(before)
		if want := had - len(m.slots); got != want {
			rt.Fatalf("SweepSlots = %d, want %d", got, want)
		}
		return err
	case 13:
		v := some[storage.Audit](rt, "audit")
		v.At, v.Channel, v.Who, v.After = someTime(rt), pick(rt, someChannels, "channel"), user, string(pick(rt, someUsers, "after"))
		m.audits = append(m.audits, v)
		return tx.AddAudit(v)
	case 14:
		before, had := someTime(rt), len(m.audits)
		m.audits = slices.DeleteFunc(m.audits, func(a storage.Audit) bool { return a.At.Before(before) })
		got, err := tx.SweepAudits(before)
		if want := had - len(m.audits); got != want {
			rt.Fatalf("SweepAudits = %d, want %d", got, want)
		}
		return err
	default:
		m.forget(user)
		return tx.Forget(user, someTime(rt))
	}
}

func someSession(rt *rapid.T, key factKey) storage.Session {
	s := some[storage.Session](rt, "session")
	s.User, s.Cause = key.user, key.cause
	s.Day, s.At = day(rapid.IntRange(0, 3).Draw(rt, "day")), someTime(rt)
	s.Prompt = pick(rt, somePrompts, "prompt")
	return s
}

func (m *model) addSession(rt *rapid.T, tx storage.Tx, s storage.Session) error {
	key := factKey{s.User, s.Cause}
	_, known := m.sessions[key]
	if !known {
		m.sessions[key] = s
	}
	added, err := tx.AddSession(s)
	if added == known {
		rt.Fatalf("AddSession = %v, known before %v", added, known)
	}
	return err
}

// putSession replaces a session, most often as it may be.
func (m *model) putSession(rt *rapid.T, tx storage.Tx, s storage.Session) error {
	key := factKey{s.User, s.Cause}
	old, known := m.sessions[key]
	if rapid.IntRange(0, 3).Draw(rt, "elsewhere") > 0 {
		s.Day, s.At, s.Prompt = old.Day, old.At, old.Prompt
	}
	fits := known && s.Day == old.Day && s.At.Equal(old.At) && s.Prompt == old.Prompt
	if fits {
		m.sessions[key] = s
	}
	if err := tx.PutSession(s); (err == nil) != fits {
		rt.Fatalf("PutSession = %v, fits %v", err, fits)
	}
	return nil
}
