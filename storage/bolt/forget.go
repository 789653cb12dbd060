package bolt

import (
	"errors"
	"slices"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

func (t *tx) Forget(user habit.UserID, at time.Time) error {
	done, err := t.Sessions(user, habit.Day{})
	if err != nil {
		return err
	}
	for _, s := range done {
		if err := t.drop(took, tookKey(s.Prompt, user)); err != nil {
			return err
		}
	}
	for _, tab := range []table{sessions, causes, checkins, answers} {
		if err := t.dropAll(tab, of(user)); err != nil {
			return err
		}
	}
	for _, kind := range personal {
		for _, tab := range []table{slots, unsettled} {
			if err := t.dropAll(tab, slotsOf(kind, string(user))); err != nil {
				return err
			}
		}
	}
	if err := t.forgetSetter(user); err != nil {
		return err
	}
	if err := t.forgetAudits(user); err != nil {
		return err
	}
	doc, err := t.read(members, []byte(user))
	if err != nil {
		return err
	}
	if err := t.dropDue(doc, sortMember, string(user)); err != nil {
		return err
	}
	if err := t.drop(members, []byte(user)); err != nil {
		return err
	}
	if err := t.loseKey(holderOf(user)); err != nil || user == "" {
		return err
	}
	return errors.Join(t.remember(user, at), t.leaveTraces())
}

// forgetSetter takes the person's name off the schedules they set, and off what they were
// to be told of them.
func (t *tx) forgetSetter(user habit.UserID) error {
	all, err := t.Channels()
	if err != nil {
		return err
	}
	for _, c := range all {
		told := slices.Contains(c.Off.Tell, string(user))
		c.Off.Tell = slices.DeleteFunc(c.Off.Tell, func(id string) bool { return id == string(user) })
		set := false
		for _, schedules := range [][]storage.Schedule{c.Schedules, c.Change.Was} {
			for i := range schedules {
				if schedules[i].By == user {
					schedules[i].By, set = "", true
				}
			}
		}
		if c.Change.By == user {
			c.Change.By, c.Change.Text, set = "", "", true
		}
		if !set && !told {
			continue
		}
		if err := t.PutChannel(c); err != nil {
			return err
		}
	}
	return nil
}

// dropAll removes every entry whose key begins with the prefix.
func (t *tx) dropAll(tab table, prefix []byte) error {
	found, err := t.keysOf(tab, prefix)
	if err != nil {
		return err
	}
	for _, key := range found {
		if err := t.drop(tab, key); err != nil {
			return err
		}
	}
	return nil
}

// personal is the kinds of slot that are a person's, and go with them.
var personal = []storage.Kind{storage.Asking, storage.Nudge, storage.Tending}
