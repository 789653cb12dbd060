package commands

import (
	"context"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// Busy is what Slack shows of a person before a direct message leaves; zero: free.
type Busy struct {
	Until time.Time // zero: not known
	Why   string    // for the decision; what somebody says of themselves is not kept
}

// at says whether they are busy at now.
func (b Busy) at(now time.Time) bool {
	return b != (Busy{}) && (b.Until.IsZero() || b.Until.After(now))
}

// Start says whether a claimed Post leaves now.
type Start struct {
	Go    bool
	State storage.State // what its slot is now; "": its person was forgotten
	Why   string        // why it does not leave
}

// Begin is to be called immediately before a claimed Post leaves, each time. In
// one transaction it looks whether the Post is still wanted and writes down that
// it is on its way; or that it is not sent, or comes later. Without its word
// nothing leaves: who began and did not Settle leaves a slot nobody knows about.
func (s *Set) Begin(ctx context.Context, key storage.SlotKey, now time.Time, busy Busy) (start Start, err error) {
	err = s.update(ctx, func(tx storage.Tx) error {
		slot, err := tx.Slot(key)
		if err != nil {
			return err
		}
		if slot.State != storage.Planned {
			start = Start{State: slot.State, Why: "decided already"}
			return errSame
		}
		if slot, err = s.begun(tx, slot, now, busy); err != nil {
			return err
		}
		start = Start{Go: slot.State == storage.Sending, State: slot.State, Why: slot.Why}
		return tx.PutSlot(slot)
	})
	return start, err
}

// begun is the planned slot as it is when its message is about to leave.
func (s *Set) begun(tx storage.Tx, slot storage.Slot, now time.Time, busy Busy) (storage.Slot, error) {
	kind, owner, _ := slot.Key.Split()
	why, err := s.unwanted(tx, slot.Key, now)
	switch {
	case err != nil:
		return slot, err
	case why != "":
		return ended(slot, storage.Skipped, why, now), nil
	case now.After(slot.Until):
		return ended(slot, storage.Missed, "late", now), nil
	case kind.ForChannel() || !busy.at(now):
		slot.State, slot.Why, slot.At, slot.Tried = storage.Sending, "", now, now
		slot.Attempt++
		return slot, nil
	case busy.Until.IsZero() || busy.Until.After(slot.Until):
		return ended(slot, storage.Skipped, busy.Why, now), nil
	}
	slot.Why, slot.At = busy.Why, now
	return slot, putOff(tx, habit.UserID(owner), storage.Later{At: busy.Until, Kind: kind, Slot: slot.Key, Exercise: slot.Exercise})
}

// ended is a slot that goes no further. Of one that was sent before, and may have
// arrived, nobody can say any more that it was not.
func ended(slot storage.Slot, state storage.State, why string, now time.Time) storage.Slot {
	if slot.Again && state != storage.Sent {
		state = storage.Unknown
	}
	slot.State, slot.Why, slot.At = state, why, now
	return slot
}

// putOff lets something of a person come once, later.
func putOff(tx storage.Tx, user habit.UserID, one storage.Later) error {
	me, err := tx.Member(user)
	if err != nil {
		return err
	}
	me.Later = append(me.Later, one)
	return tx.PutMember(me)
}

// unwanted is why a claimed Post is not to be sent any more, "" when it is: it may
// have waited while its plan was ended, its person paused or needs rest, or the
// next slot came.
func (s *Set) unwanted(r storage.Reader, key storage.SlotKey, now time.Time) (why string, err error) {
	kind, owner, _ := key.Split()
	newest, err := r.Slots(kind, owner, 1)
	if err != nil || len(newest) == 1 && newest[0].Key > key && kind != storage.Tending {
		return "a newer one came", err // never a heap
	}
	if kind.ForChannel() {
		id, number := storage.ChannelOf(owner)
		channel, err := r.Channel(id)
		switch {
		case err != nil:
			return "", err
		case !channel.Present:
			return taken, nil
		case channel.Off.Why != "":
			return channel.Off.Why, nil
		case kind == storage.Prompt && channel.Schedule(number).Plan.IsZero(), kind == storage.Roundup && !summed(channel):
			return "ended", nil
		}
		return "", nil
	}
	me, err := r.Member(habit.UserID(owner))
	if err != nil {
		return "", err
	}
	if kind == storage.Tending {
		if tended, err := slowOf(r, key); err != nil || tended.By != me.ID {
			return "settled", err
		}
	}
	return (&talk{me: me, now: now.In(zoneOf(me)), noCheckIns: s.NoCheckIns}).quietFor(kind), nil
}

// quietFor is why nothing of that kind is sent to this person now; "" when it may be.
func (t *talk) quietFor(kind storage.Kind) string {
	s := scheduleOf(&t.me, kind)
	switch {
	case kind == storage.Asking && t.noCheckIns:
		return noCheckIns
	case s.Plan.IsZero() && kind != storage.Tending:
		return "ended"
	case t.me.Off.Why != "":
		return t.me.Off.Why
	case t.paused():
		return "on pause"
	case t.standing().Quiet:
		return "resting"
	case s.Quiet && kind != storage.Tending:
		return "gone quiet"
	}
	return ""
}
