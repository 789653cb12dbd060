package commands

import (
	"context"
	"slices"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// Settle records what came of a claimed Post, once; a slot that is decided stays
// as it is. A Post that surely had no effect is Planned again, and may Begin again.
func (s *Set) Settle(ctx context.Context, key storage.SlotKey, now time.Time, o Outcome) error {
	return s.update(ctx, func(tx storage.Tx) error {
		slot, err := tx.Slot(key)
		if err != nil {
			return err
		}
		if !slot.State.Open() || slot.State == o.State {
			return errSame
		}
		return settle(tx, slot, now, o)
	})
}

func settle(tx storage.Tx, slot storage.Slot, now time.Time, o Outcome) error {
	kind, owner, _ := slot.Key.Split()
	switch o.State {
	case storage.Planned:
		slot.State, slot.Why, slot.At = storage.Planned, o.Why, now
		return tx.PutSlot(slot)
	case storage.Unknown:
		return unsure(tx, ended(slot, storage.Unknown, o.Why, now), now)
	case storage.Failed:
		if o.State = classify(kind, o.Why); o.State == storage.Blocked {
			slot.Why = o.Why
			if err := blocked(tx, slot, now); err != nil {
				return err
			}
		}
	}
	slot = ended(slot, o.State, o.Why, now)
	slot.Channel, slot.TS = o.Channel, o.TS
	if o.State == storage.Sent && !kind.ForChannel() {
		if err := met(tx, habit.UserID(owner), o.Channel); err != nil {
			return err
		}
	}
	if o.State == storage.Sent {
		var err error
		if slot, err = delivered(tx, slot, now); err != nil {
			return err
		}
	}
	return tx.PutSlot(slot)
}

// Rewind takes back what a clock that ran ahead has decided too early: where
// a schedule is decided up to a time that is still to come, it goes on from
// now. What was sent is not sent again, for its slot has its decision.
func (s *Set) Rewind(ctx context.Context, now time.Time) error {
	return s.update(ctx, func(tx storage.Tx) error {
		same := true
		back := func(schedule *storage.Schedule) bool {
			ahead := schedule.Decided.After(now)
			if ahead {
				schedule.Decided, same = now, false
			}
			return ahead
		}
		members, err := tx.Members()
		if err != nil {
			return err
		}
		for _, m := range members {
			checkIns, nudges := back(&m.CheckIns), back(&m.Nudges)
			later := slices.DeleteFunc(slices.Clone(m.Later), func(l storage.Later) bool { return l.At.Sub(now) > day })
			fewer := len(later) != len(m.Later) // one-offs are for the same day
			m.Later, same = later, same && !fewer
			if checkIns || nudges || fewer {
				if err := tx.PutMember(m); err != nil {
					return err
				}
			}
		}
		channels, err := tx.Channels()
		if err != nil {
			return err
		}
		for _, c := range channels {
			any := back(&c.Roundup)
			for i := range c.Schedules {
				any = back(&c.Schedules[i]) || any
			}
			if any {
				if err := tx.PutChannel(c); err != nil {
					return err
				}
			}
		}
		life, err := tx.Life()
		if err != nil {
			return err
		}
		if life.Seen.After(now) {
			same = false
			life.Seen = now.UTC()
			life.Outages = slices.DeleteFunc(life.Outages, func(o storage.Outage) bool { return o.Until.After(now) })
			if err := tx.PutLife(life); err != nil {
				return err
			}
		}
		if same {
			return errSame
		}
		return nil
	})
}

// Met remembers the conversation in which a message to a person arrived that stands for no
// slot. Of somebody who is not known, or was forgotten, nothing is remembered.
func (s *Set) Met(ctx context.Context, user habit.UserID, in habit.ChannelID) error {
	return s.update(ctx, func(tx storage.Tx) error {
		me, err := tx.Member(user)
		if err != nil {
			return err
		}
		if me.Welcomed.IsZero() && me.Zone == "" || in == me.Direct {
			return errSame
		}
		return met(tx, user, in)
	})
}

// met remembers the conversation in which a message to a person arrived.
func met(tx storage.Tx, user habit.UserID, in habit.ChannelID) error {
	me, err := tx.Member(user)
	if err != nil || in == "" || in == me.Direct {
		return err
	}
	me.Direct = in
	return tx.PutMember(me)
}
