package storagetest

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
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
	someKinds    = []storage.Kind{storage.Prompt, storage.Asking, storage.Nudge}
	someOwners   = []string{"U1", "U11", "U/1", "ü", "C1", "C11"}
	someStates   = []storage.State{storage.Sending, storage.Sending, storage.Sent, storage.Missed}
	somePrompts  = []storage.SlotKey{"", "prompt/C1/2026-11-23T12:00", "prompt/C1/2026-11-23T12:0"}
)

type factKey struct {
	user  habit.UserID
	cause string
}

// model is what a store must hold.
type model struct {
	members  map[habit.UserID]storage.Member
	channels map[habit.ChannelID]storage.Channel
	sessions map[factKey]storage.Session
	checkIns map[factKey]storage.CheckIn
	slots    map[storage.SlotKey]storage.Slot
}

func newModel() model {
	return model{
		map[habit.UserID]storage.Member{}, map[habit.ChannelID]storage.Channel{},
		map[factKey]storage.Session{}, map[factKey]storage.CheckIn{}, map[storage.SlotKey]storage.Slot{},
	}
}

func (m model) clone() model {
	return model{maps.Clone(m.members), maps.Clone(m.channels), maps.Clone(m.sessions), maps.Clone(m.checkIns), maps.Clone(m.slots)}
}

func pick[T any](rt *rapid.T, from []T, what string) T { return rapid.SampledFrom(from).Draw(rt, what) }

func somePlan(rt *rapid.T) storage.Schedule {
	if rapid.Bool().Draw(rt, "no plan") {
		return storage.Schedule{}
	}
	s := daily(rapid.IntRange(0, 5).Draw(rt, "next"))
	s.By = pick(rt, someUsers, "by")
	return s
}

func someTime(rt *rapid.T) time.Time {
	return noon(rapid.IntRange(0, 5).Draw(rt, "days")).Add(time.Duration(rapid.IntRange(-1, 1).Draw(rt, "nanoseconds")))
}

// step makes one change to both.
func (m model) step(rt *rapid.T, tx storage.Tx) error {
	user, cause := pick(rt, someUsers, "user"), pick(rt, someCauses, "cause")
	key := factKey{user, cause}
	switch rapid.IntRange(0, 6).Draw(rt, "step") {
	case 0:
		v := storage.Member{ID: user, CheckIns: somePlan(rt), Nudges: somePlan(rt), Welcomed: someTime(rt)}
		m.members[user] = v
		return tx.PutMember(v)
	case 1:
		v := storage.Channel{ID: pick(rt, someChannels, "channel"), Present: rapid.Bool().Draw(rt, "present"), Prompts: somePlan(rt)}
		m.channels[v.ID] = v
		return tx.PutChannel(v)
	case 2:
		at := someTime(rt)
		v := storage.Session{User: user, Cause: cause, Day: day(rapid.IntRange(0, 3).Draw(rt, "day")), At: at, Prompt: pick(rt, somePrompts, "prompt")}
		_, known := m.sessions[key]
		if !known {
			m.sessions[key] = v
		}
		added, err := tx.AddSession(v)
		if added == known {
			rt.Fatalf("AddSession = %v, known before %v", added, known)
		}
		return err
	case 3:
		v := storage.CheckIn{User: user, Cause: cause, At: someTime(rt), Score: rapid.IntRange(0, 10).Draw(rt, "score")}
		m.checkIns[key] = v
		return tx.PutCheckIn(v)
	case 4:
		delete(m.checkIns, key)
		return tx.DropCheckIn(user, cause)
	case 5:
		v := slot(pick(rt, someKinds, "kind"), pick(rt, someOwners, "owner"), rapid.IntRange(0, 3).Draw(rt, "slot"), pick(rt, someStates, "state"))
		m.slots[v.Key] = v
		return tx.PutSlot(v)
	default:
		m.forget(user)
		return tx.Forget(user)
	}
}

func (m model) forget(user habit.UserID) {
	delete(m.members, user)
	for id, c := range m.channels {
		if c.Prompts.By == user {
			c.Prompts.By = ""
			m.channels[id] = c
		}
	}
	maps.DeleteFunc(m.sessions, func(k factKey, _ storage.Session) bool { return k.user == user })
	maps.DeleteFunc(m.checkIns, func(k factKey, _ storage.CheckIn) bool { return k.user == user })
	maps.DeleteFunc(m.slots, func(k storage.SlotKey, _ storage.Slot) bool {
		kind, owner, _ := k.Split()
		return kind != storage.Prompt && owner == string(user)
	})
}

// compare reads everything there is to read.
func (m model) compare(rt *rapid.T, r storage.Reader) error {
	var errs []error
	check := func(what string, got, expected any, err error) {
		errs = append(errs, err)
		if diff := gocmp.Diff(expected, got, cmpopts.EquateEmpty()); diff != "" {
			rt.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	for _, id := range someUsers {
		expected := m.members[id]
		expected.ID = id
		got, err := r.Member(id)
		check("Member", got, expected, err)
		m.compareFacts(id, r, check)
	}
	for _, id := range someChannels {
		expected := m.channels[id]
		expected.ID = id
		got, err := r.Channel(id)
		check("Channel", got, expected, err)
	}
	byMember := func(a, b storage.Member) int { return cmp.Compare(a.ID, b.ID) }
	members, err := r.Members()
	check("Members", members, slices.SortedFunc(maps.Values(m.members), byMember), err)
	byID := func(a, b storage.Channel) int { return cmp.Compare(a.ID, b.ID) }
	channels, err := r.Channels()
	check("Channels", channels, slices.SortedFunc(maps.Values(m.channels), byID), err)

	byKey := func(a, b storage.Slot) int { return cmp.Compare(a.Key, b.Key) }
	sending := func(s storage.Slot) bool { return s.State == storage.Sending }
	unsettled, err := r.Unsettled()
	slices.SortFunc(unsettled, byKey)
	check("Unsettled", unsettled, keep(slices.SortedFunc(maps.Values(m.slots), byKey), sending), err)
	for _, kind := range someKinds {
		for _, owner := range someOwners {
			newest := keep(slices.SortedFunc(maps.Values(m.slots), func(a, b storage.Slot) int { return byKey(b, a) }),
				func(s storage.Slot) bool { return strings.HasPrefix(string(s.Key), string(kind)+"/"+owner+"/2") })
			got, err := r.Slots(kind, owner, 2)
			check("Slots", got, newest[:min(2, len(newest))], err)
		}
	}
	for _, prompt := range somePrompts[1:] {
		people := map[habit.UserID]bool{}
		for _, s := range m.sessions {
			if s.Prompt == prompt {
				people[s.User] = true
			}
		}
		got, err := r.Took(prompt)
		check("Took", got, len(people), err)
	}
	errs = append(errs, m.compareDue(r, check))
	return errors.Join(errs...)
}

func (m model) compareFacts(user habit.UserID, r storage.Reader, check func(string, any, any, error)) {
	mine := keep(slices.SortedFunc(maps.Values(m.sessions), func(a, b storage.Session) int {
		return cmp.Or(cmp.Compare(a.Day.String(), b.Day.String()), a.At.Compare(b.At), cmp.Compare(a.Cause, b.Cause))
	}), func(s storage.Session) bool { return s.User == user && !s.Day.Before(day(1)) })
	done, err := r.Sessions(user, day(1))
	check("Sessions", done, mine, err)

	told := keep(slices.SortedFunc(maps.Values(m.checkIns), func(a, b storage.CheckIn) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Cause, b.Cause))
	}), func(c storage.CheckIn) bool { return c.User == user && !c.At.Before(noon(2)) })
	answers, err := r.CheckIns(user, noon(2))
	check("CheckIns", answers, told, err)
	for _, cause := range someCauses {
		got, err := r.CheckIn(user, cause)
		check("CheckIn", got, m.checkIns[factKey{user, cause}], err)
	}
}

func (m model) compareDue(r storage.Reader, check func(string, any, any, error)) error {
	var expected []storage.Due
	for id, v := range m.members {
		expected = append(expected, storage.Due{At: v.Due(), User: id})
	}
	for id, v := range m.channels {
		expected = append(expected, storage.Due{At: v.Due(), Channel: id})
	}
	expected = keep(expected, func(d storage.Due) bool { return !d.At.IsZero() })
	order := func(a, b storage.Due) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Channel, b.Channel), cmp.Compare(a.User, b.User))
	}
	slices.SortFunc(expected, order)
	first := time.Time{}
	if len(expected) > 0 {
		first = expected[0].At
	}
	next, err := r.NextDue()
	check("NextDue", next, first, err)

	until := noon(3)
	got, err := r.Due(until, 99)
	if !slices.IsSortedFunc(got, func(a, b storage.Due) int { return a.At.Compare(b.At) }) {
		check("the order of Due", got, nil, nil)
	}
	slices.SortFunc(got, order) // at one instant any order will do
	check("Due", got, keep(expected, func(d storage.Due) bool { return !d.At.After(until) }), err)
	return err
}

func keep[T any](all []T, good func(T) bool) []T {
	return slices.DeleteFunc(all, func(v T) bool { return !good(v) })
}
