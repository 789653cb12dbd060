package bolt

import (
	"cmp"
	"context"
	"maps"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// names is the secret of pseudonyms and of the names of those who are erased.
type names []byte

// remember keeps that somebody was erased, and when: later than ever before, whatever the clock says,
// so that a copy from between two erasures can be told.
func (t *tx) remember(user habit.UserID, at time.Time) error {
	name := t.names.of("erased", string(user))
	known, err := t.read(erased, name)
	if err != nil {
		return err
	}
	if known != nil && !at.After(timeOf(known)) {
		at = timeOf(known).Add(1)
	}
	if t.erased == nil {
		t.erased = map[string]time.Time{}
	}
	t.erased[string(name)] = at.UTC()
	return t.put(erased, name, appendTime(nil, at))
}

// erasures is who was erased, as the database knows.
func (r *reader) erasures() (map[string]time.Time, error) {
	known := map[string]time.Time{}
	for e, err := range r.scan(erased, nil, nil) {
		if err != nil {
			return nil, err
		}
		known[string(e.key)] = timeOf(e.value)
	}
	return known, nil
}

// leaveTraces says that bytes of what was dropped may lie in the file until it is written anew.
func (t *tx) leaveTraces() error {
	t.traces = true
	marked, err := t.read(meta, keyRewrite)
	if marked != nil || err != nil {
		return err
	}
	t.writes++
	return t.write(meta, keyRewrite, []byte("erased"))
}

// reconcile lets the ledger and an open database know the same: whom the one has erased since the
// other was copied is erased again, and the ledger gets what it has not. It says how many people
// were erased.
//
// A person who came back after they were erased stays: then the database knows of it.
func (s *Store) reconcile() (again int, err error) {
	listed, err := s.files.Erasures()
	if err != nil {
		return 0, err
	}
	var known map[string]time.Time
	err = s.View(context.Background(), func(read storage.Reader) (err error) {
		r := read.(*reader)
		if c, err := r.cipher(theStore); c == nil || err != nil { // so the key is known to fit
			return damaged("%w", cmp.Or(err, errSealed))
		}
		known, err = r.erasures()
		return err
	})
	if err != nil {
		return 0, err
	}
	newer := maps.Clone(listed)
	maps.DeleteFunc(newer, func(name string, at time.Time) bool { return !at.After(known[name]) })
	if len(newer) > 0 {
		err := s.Update(context.Background(), func(change storage.Tx) (err error) {
			again, err = change.(*tx).eraseAgain(newer)
			return err
		})
		if err != nil {
			return 0, err
		}
	}
	maps.DeleteFunc(known, func(name string, at time.Time) bool { return !at.After(listed[name]) })
	s.ledger.enter(known) // what cannot be written is owed, and Probe says so
	s.ledger.begin()      // without one a restore asks, which does no harm
	return again, nil
}

// eraseAgain forgets those people, given by their names in the ledger.
func (t *tx) eraseAgain(named map[string]time.Time) (again int, err error) {
	people, err := t.people()
	if err != nil {
		return 0, err
	}
	left := maps.Clone(named)
	for user := range people {
		name := string(t.names.of("erased", string(user)))
		at, meant := named[name]
		if !meant {
			continue
		}
		if err := t.Forget(user, at); err != nil {
			return 0, err
		}
		delete(left, name)
		again++
	}
	for name, at := range left { // of whom there is nothing; the next copy is to know, too
		if err := t.put(erased, []byte(name), appendTime(nil, at)); err != nil {
			return 0, err
		}
	}
	return again, nil
}

// people is everybody of whom anything is stored.
func (r *reader) people() (map[habit.UserID]bool, error) {
	all := map[habit.UserID]bool{}
	found, err := r.keysOf(keys, nil)
	if err != nil {
		return nil, err
	}
	for _, key := range found {
		if user, ok := holder(key).person(); ok {
			all[user] = true
		}
	}
	known, err := r.Channels()
	if err != nil {
		return nil, err
	}
	for _, c := range known {
		all[c.Change.By] = true
		for _, s := range append(c.Schedules, c.Change.Was...) {
			all[s.By] = true
		}
		for _, id := range c.Off.Tell {
			all[habit.UserID(id)] = true
		}
	}
	for e, failed := range r.scan(audits, nil, nil) {
		if failed != nil {
			return nil, failed
		}
		a, err := decode[storage.Audit](audits, e.value)
		if err != nil {
			return nil, err
		}
		for _, id := range []string{string(a.Who), a.Before, a.After} {
			all[habit.UserID(id)] = true
		}
	}
	delete(all, "")
	return all, nil
}

// ErasedAgain is how many people Open erased once more, for a copy from before they were erased had
// been put in place.
func (s *Store) ErasedAgain() int { return s.again }
