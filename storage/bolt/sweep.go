package bolt

import (
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

func (t *tx) Sweep(user habit.UserID, checkInsBefore time.Time, sessionsBefore habit.Day) (dropped int, err error) {
	told, err := those(t, checkins, of(user), func(c storage.CheckIn) bool { return c.At.Before(checkInsBefore) })
	if err != nil {
		return 0, err
	}
	for _, c := range told {
		if err := t.DropCheckIn(user, c.Cause); err != nil {
			return 0, err
		}
	}
	done, err := t.sweepSessions(user, sessionsBefore)
	if err != nil {
		return 0, err
	}
	return t.swept(len(told) + done)
}

func (t *tx) sweepSessions(user habit.UserID, before habit.Day) (dropped int, err error) {
	old := func(s storage.Session) bool { return s.Day.Before(before) }
	all, err := t.Sessions(user, habit.Day{})
	if err != nil {
		return 0, err
	}
	counted := map[storage.SlotKey]bool{} // prompts of the sessions that stay
	for _, s := range all {
		if !old(s) {
			counted[s.Prompt] = true
		}
	}
	for _, s := range all {
		if !old(s) {
			continue
		}
		if err := t.dropSession(s, counted[s.Prompt]); err != nil {
			return 0, err
		}
		dropped++
	}
	return dropped, nil
}

// dropSession removes a session, and its part in Took unless another one counts for it.
func (t *tx) dropSession(s storage.Session, counted bool) error {
	if err := t.drop(sessions, sessionKey(s)); err != nil {
		return err
	}
	if err := t.drop(causes, causeKey(s.User, s.Cause)); err != nil || counted {
		return err
	}
	return t.drop(took, tookKey(s.Prompt, s.User))
}

func (t *tx) SweepSlots(before time.Time) (dropped int, err error) {
	old, err := those(t, slots, nil, func(s storage.Slot) bool { return s.Due.Before(before) })
	if err != nil {
		return 0, err
	}
	for _, s := range old {
		for _, tab := range []table{slots, unsettled} {
			if err := t.drop(tab, slotKey(s.Key)); err != nil {
				return 0, err
			}
		}
	}
	return t.swept(len(old))
}

// swept says how many entries went, which leave traces.
func (t *tx) swept(n int) (dropped int, err error) {
	if n == 0 {
		return 0, nil
	}
	return n, t.leaveTraces()
}

// those is every fact whose key begins with the prefix that is meant: first all of
// them, for a cursor may skip what a delete moves.
func those[T any](t *tx, tab table, prefix []byte, meant func(T) bool) (found []T, err error) {
	for e, err := range t.scan(tab, prefix, nil) {
		if err != nil {
			return nil, err
		}
		fact, err := decode[T](tab, e.value)
		if err != nil {
			return nil, err
		}
		if meant(fact) {
			found = append(found, fact)
		}
	}
	return found, nil
}
