package commands

import (
	"slices"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// settleTime is how long a message may be on its way whose outcome nobody knows. It is
// longer than the bot's patience with Slack.
const settleTime = time.Minute

// unsure keeps a slot of which nobody knows whether its message arrived. A check-in is
// asked once more while that is in time, for a lost question is worse than a second one,
// and both have the same answer. Everything else is never sent again.
func unsure(tx storage.Tx, slot storage.Slot, now time.Time) error {
	kind, owner, _ := slot.Key.Split()
	if kind != storage.Asking && kind != storage.Nudge {
		return tx.PutSlot(slot)
	}
	me, err := tx.Member(habit.UserID(owner))
	if err != nil {
		return err
	}
	if s := scheduleOf(&me, kind); s.Ignored >= quietFrom && !s.Plan.IsZero() {
		s.Quiet = true // it may have been said, and is not said twice
		if err := tx.PutMember(me); err != nil {
			return err
		}
		return tx.PutSlot(slot)
	}
	if kind != storage.Asking {
		return tx.PutSlot(slot)
	}
	answer, err := tx.CheckIn(me.ID, string(slot.Key))
	if err != nil {
		return err
	}
	if answer.Cause != "" {
		return tx.PutSlot(ended(slot, storage.Sent, "", now)) // the answer tells that it arrived
	}
	if !me.CheckIns.Plan.IsZero() {
		me.Question = storage.Question{Slot: slot.Key, Asked: now} // so that a typed number is its answer
		if at := now.Add(settleTime); !slot.Again && !at.After(slot.Until) {
			me.Later = append(me.Later, storage.Later{At: at, Kind: kind, Slot: slot.Key})
		}
		if err := tx.PutMember(me); err != nil {
			return err
		}
	}
	return tx.PutSlot(slot)
}

// claimLater decides the one-off of this person that is due first.
func (s *Set) claimLater(t *talk, now time.Time) (*Post, error) {
	first := slices.MinFunc(t.me.Later, func(a, b storage.Later) int { return a.At.Compare(b.At) })
	t.me.Later = slices.DeleteFunc(slices.Clone(t.me.Later), func(l storage.Later) bool { return l == first })
	if err := t.tx.PutMember(t.me); err != nil {
		return nil, err
	}
	if isSnooze(first, first.Kind) {
		return s.claimSnoozed(t, first, now)
	}
	slot, err := t.tx.Slot(first.Slot)
	if err != nil {
		return nil, err
	}
	answer, err := t.tx.CheckIn(t.me.ID, string(slot.Key))
	switch {
	case err != nil:
		return nil, err
	case slot.State == storage.Unknown && answer.Cause != "":
		return nil, t.tx.PutSlot(ended(slot, storage.Sent, "", now))
	case slot.State == storage.Unknown && !slot.Again:
		slot.Again = true
	case slot.State != storage.Planned:
		return nil, nil
	}
	why := t.quietFor(first.Kind)
	switch {
	case why != "":
		return nil, t.tx.PutSlot(ended(slot, storage.Skipped, why, now))
	case now.After(slot.Until):
		return nil, t.tx.PutSlot(ended(slot, storage.Missed, "late", now))
	}
	return s.render(t.tx, slot, now)
}

// arrived takes note that a question stands where somebody pressed something below it,
// though nobody knew whether it arrived: it is not asked again.
func (t *talk) arrived(key storage.SlotKey) error {
	_, owner, _ := key.Split()
	slot, err := t.tx.Slot(key)
	if err != nil || owner != string(t.me.ID) || slot.State != storage.Unknown && !slot.State.Open() {
		return err
	}
	if !t.r.Fleeting {
		slot.Channel, slot.TS = t.r.On.Channel, t.r.On.TS
	}
	return t.tx.PutSlot(ended(slot, storage.Sent, "", t.now))
}

// notLater takes back what was put off of a slot.
func (t *talk) notLater(key storage.SlotKey) {
	later := slices.DeleteFunc(slices.Clone(t.me.Later), func(l storage.Later) bool { return l.Slot == key })
	if len(later) != len(t.me.Later) {
		t.me.Later, t.changed = later, true
	}
}
