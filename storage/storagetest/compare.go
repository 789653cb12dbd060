package storagetest

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"catcow/internal/habit"
	"catcow/storage"
)

// compare reads everything there is to read.
func (m *model) compare(rt *rapid.T, r storage.Reader) error {
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
	open := func(s storage.Slot) bool { return s.State == storage.Planned || s.State == storage.Sending }
	unsettled, err := r.Unsettled()
	slices.SortFunc(unsettled, byKey)
	check("Unsettled", unsettled, keep(slices.SortedFunc(maps.Values(m.slots), byKey), open), err)
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
		check("Took", got, slices.Sorted(maps.Keys(people)), err)
	}
	for _, id := range someChannels {
		newest := keep(slices.Clone(m.audits), func(a storage.Audit) bool { return a.Channel == id })
		slices.Reverse(newest)
		slices.SortStableFunc(newest, func(a, b storage.Audit) int { return b.At.Compare(a.At) })
		got, err := r.Audits(id, 3)
		check("Audits", got, newest[:min(3, len(newest))], err)
	}
	known, err := r.Life()
	check("Life", known, m.life, err)
	errs = append(errs, m.compareDue(r, check))
	return errors.Join(errs...)
}

func (m *model) compareFacts(user habit.UserID, r storage.Reader, check func(string, any, any, error)) {
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
		s, err := r.Session(user, cause)
		check("Session", s, m.sessions[factKey{user, cause}], err)
	}
}

func (m *model) compareDue(r storage.Reader, check func(string, any, any, error)) error {
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
