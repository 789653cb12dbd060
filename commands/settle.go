package commands

import (
	"context"
	"slices"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// Settle records what came of a claimed Post, once; a slot that is settled
// stays as it is.
func (s *Set) Settle(ctx context.Context, key storage.SlotKey, now time.Time, o Outcome) error {
	return s.update(ctx, func(tx storage.Tx) error {
		slot, err := tx.Slot(key)
		if err != nil {
			return err
		}
		if slot.State != storage.Sending {
			return errSame
		}
		slot.State, slot.Why, slot.Channel, slot.TS = o.State, o.Why, o.Channel, o.TS
		if err := tx.PutSlot(slot); err != nil {
			return err
		}
		kind, owner, _ := key.Split()
		switch {
		case kind == storage.Asking && o.State == storage.Sent:
			return asked(tx, habit.UserID(owner), storage.Question{Slot: key, Channel: o.Channel, TS: o.TS, Asked: now})
		case kind == storage.Prompt && o.State == storage.Failed && (o.Why == "not_in_channel" || o.Why == "channel_not_found"):
			id, _ := storage.ChannelOf(owner)
			channel, err := tx.Channel(id)
			if err != nil {
				return err
			}
			channel.Present = false
			return tx.PutChannel(channel)
		}
		return nil
	})
}

// Wanted says whether a claimed Post is still to be sent: it may have waited
// while its plan was ended, its person paused or needs rest, or the next slot came.
func (s *Set) Wanted(ctx context.Context, key storage.SlotKey, now time.Time) (wanted bool, err error) {
	kind, owner, _ := key.Split()
	err = s.store.View(ctx, func(r storage.Reader) error {
		newest, err := r.Slots(kind, owner, 1)
		if err != nil || len(newest) == 1 && newest[0].Key > key {
			return err // a newer one has come: never a heap
		}
		if kind == storage.Prompt {
			id, number := storage.ChannelOf(owner)
			channel, err := r.Channel(id)
			wanted = channel.Present && !channel.Schedule(number).Plan.IsZero()
			return err
		}
		me, err := r.Member(habit.UserID(owner))
		plan := me.CheckIns.Plan
		if kind == storage.Nudge {
			plan = me.Nudges.Plan
		}
		t := &talk{me: me, now: now.In(zoneOf(me))}
		wanted = !plan.IsZero() && !t.paused() && !t.standing().Quiet
		return err
	})
	return wanted, err
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
			if checkIns || nudges {
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
			any := false
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

// asked remembers the question that waits, unless it was answered meanwhile or
// its person was forgotten.
func asked(tx storage.Tx, user habit.UserID, q storage.Question) error {
	me, err := tx.Member(user)
	if err != nil || me.CheckIns.Plan.IsZero() {
		return err
	}
	old, err := tx.CheckIn(user, string(q.Slot))
	if err != nil || old.Cause != "" {
		return err
	}
	me.Question = q
	return tx.PutMember(me)
}

// Resume decides what a crash left open: nobody knows whether those messages
// arrived, so they are never sent again. It returns the prompts whose number
// of people may not be shown yet. To be called before the first Due.
func (s *Set) Resume(ctx context.Context, now time.Time) ([]storage.SlotKey, error) {
	if err := s.Rewind(ctx, now); err != nil {
		return nil, err
	}
	if err := s.Woke(ctx, now); err != nil {
		return nil, err
	}
	var recount []storage.SlotKey
	err := s.update(ctx, func(tx storage.Tx) error {
		recount = nil
		open, err := tx.Unsettled()
		if err != nil {
			return err
		}
		for _, slot := range open {
			slot.State, slot.Why = storage.Unknown, "stopped"
			if err := tx.PutSlot(slot); err != nil {
				return err
			}
		}
		channels, err := tx.Channels()
		if err != nil {
			return err
		}
		for _, c := range channels {
			last, err := promptsOf(tx, c, habit.MostTimes)
			if err != nil {
				return err
			}
			for _, slot := range last {
				took, err := tx.Took(slot.Key)
				if err != nil {
					return err
				}
				if len(took) > 0 && slot.State == storage.Sent && now.Sub(slot.Due) < 24*time.Hour {
					recount = append(recount, slot.Key)
				}
			}
		}
		if len(open) == 0 {
			return errSame
		}
		return nil
	})
	return recount, err
}
