package bolt

import (
	"time"

	"catcow/storage"
)

func (t *tx) Sweep(checkInsBefore, before time.Time) (dropped int, err error) {
	oldCheckIns, err := outdated(t, checkins, func(c storage.CheckIn) bool { return c.At.Before(checkInsBefore) })
	if err != nil {
		return 0, err
	}
	for _, c := range oldCheckIns {
		if err := t.DropCheckIn(c.User, c.Cause); err != nil {
			return 0, err
		}
	}
	oldSessions, err := outdated(t, sessions, func(s storage.Session) bool { return s.At.Before(before) })
	if err != nil {
		return 0, err
	}
	for _, s := range oldSessions {
		for tab, key := range map[table][]byte{sessions: sessionKey(s), causes: causeKey(s.User, s.Cause), took: tookKey(s.Prompt, s.User)} {
			if err := t.drop(tab, key); err != nil {
				return 0, err
			}
		}
	}
	oldSlots, err := outdated(t, slots, func(s storage.Slot) bool { return s.Due.Before(before) })
	if err != nil {
		return 0, err
	}
	for _, s := range oldSlots {
		for _, tab := range []table{slots, unsettled} {
			if err := t.drop(tab, slotKey(s.Key)); err != nil {
				return 0, err
			}
		}
	}
	return len(oldCheckIns) + len(oldSessions) + len(oldSlots), nil
}

// outdated is every fact of a table that is old: first all of them, for a
// cursor may skip what a delete moves.
func outdated[T any](t *tx, tab table, old func(T) bool) (found []T, err error) {
	for e, err := range t.scan(tab, nil, nil) {
		if err != nil {
			return nil, err
		}
		fact, err := decode[T](tab, e.value)
		if err != nil {
			return nil, err
		}
		if old(fact) {
			found = append(found, fact)
		}
	}
	return found, nil
}
