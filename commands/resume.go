package commands

import (
	"context"
	"slices"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// Resumed is what a start goes on with.
type Resumed struct {
	Posts   []Post            // claimed before the stop and still in time; as if Due had yielded them
	Recount []storage.SlotKey // messages that may not look yet as they should
}

// ahead is how far in the future a slot may lie that was claimed already: the clock was
// set back by more, and its time comes again.
const ahead = 2 * time.Minute

// Resume decides what a stop left open. What had begun to leave may have arrived:
// it is never sent again, but a check-in, once. What had not is sent if it is in
// time. To be called before the first Due.
func (s *Set) Resume(ctx context.Context, now time.Time) (Resumed, error) {
	if err := s.Rewind(ctx, now); err != nil {
		return Resumed{}, err
	}
	if err := s.Woke(ctx, now); err != nil {
		return Resumed{}, err
	}
	var on Resumed
	err := s.update(ctx, func(tx storage.Tx) (err error) {
		on = Resumed{}
		open, err := tx.Unsettled()
		if err != nil {
			return err
		}
		for _, slot := range open {
			post, err := s.resume(tx, slot, now)
			if err != nil {
				return err
			}
			if post != nil {
				on.Posts = append(on.Posts, *post)
			}
		}
		if on.Recount, err = uncounted(tx, now); err != nil {
			return err
		}
		closed, err := older(tx, now)
		if err != nil {
			return err
		}
		on.Recount = append(on.Recount, closed...)
		if len(open) == 0 {
			return errSame
		}
		return nil
	})
	return on, err
}

// resume decides one open slot. The Post is nil where nothing is to be sent now.
func (s *Set) resume(tx storage.Tx, slot storage.Slot, now time.Time) (*Post, error) {
	if slot.State == storage.Sending {
		return nil, unsure(tx, ended(slot, storage.Unknown, "stopped", now), now)
	}
	waits, err := putOffAlready(tx, slot.Key)
	switch {
	case err != nil || waits:
		return nil, err
	case now.After(slot.Until), slot.Due.Sub(now) > ahead:
		return nil, tx.PutSlot(ended(slot, storage.Missed, "stopped", now))
	}
	return s.render(tx, slot, now)
}

// putOffAlready says whether the slot comes by itself, later.
func putOffAlready(r storage.Reader, key storage.SlotKey) (bool, error) {
	kind, owner, _ := key.Split()
	if kind.ForChannel() {
		return false, nil
	}
	me, err := r.Member(habit.UserID(owner))
	return slices.ContainsFunc(me.Later, func(l storage.Later) bool { return l.Slot == key }), err
}

// render is the message of a slot that is to be sent, written anew; the slot is
// kept as planned, or as skipped when there is nothing to send.
func (s *Set) render(tx storage.Tx, slot storage.Slot, now time.Time) (*Post, error) {
	kind, to, _ := slot.Key.Split()
	message := s.messageTo
	if kind.ForChannel() {
		id, _ := storage.ChannelOf(to)
		message, to = s.messageFor, string(id)
	}
	m, why, err := message(tx, &slot, now)
	if err != nil {
		return nil, err
	}
	if why != "" {
		return nil, tx.PutSlot(ended(slot, storage.Skipped, why, now))
	}
	var dm habit.ChannelID
	if !kind.ForChannel() {
		me, err := tx.Member(habit.UserID(to))
		if err != nil {
			return nil, err
		}
		dm = me.Direct
	}
	slot.State, slot.Why, slot.At = storage.Planned, "", now
	return &Post{To: to, DM: dm, Slot: slot.Key, Until: slot.Until, Message: m}, tx.PutSlot(slot)
}

// messageFor is what a slot brings to its channel.
func (s *Set) messageFor(tx storage.Tx, slot *storage.Slot, _ time.Time) (Message, string, error) {
	kind, owner, _ := slot.Key.Split()
	id, number := storage.ChannelOf(owner)
	channel, err := tx.Channel(id)
	if err != nil {
		return Message{}, "", err
	}
	if kind == storage.Roundup {
		return roundupOf(tx, channel, slot.Due)
	}
	exercise, known := s.known().Exercise(slot.Exercise)
	if !known {
		return Message{}, "no move fits a channel", nil
	}
	before, err := promptsOf(tx, channel, habit.MostTimes)
	return prompt(s.known(), exercise, channel.Schedule(number).Word, slot.Key, sinceBreak(before, slot.Due), 0, nil), "", err
}

func (s *Set) messageTo(tx storage.Tx, slot *storage.Slot, now time.Time) (Message, string, error) {
	kind, owner, _ := slot.Key.Split()
	me, err := tx.Member(habit.UserID(owner))
	if err != nil {
		return Message{}, "", err
	}
	t := &talk{tx: tx, library: s.known(), me: me, now: now.In(zoneOf(me)), noCheckIns: s.NoCheckIns}
	m, why, err := t.unasked(kind, slot)
	if err != nil || why != "" {
		return m, why, err
	}
	return m, "", tx.PutMember(t.me)
}

// uncounted are the prompts of the last day that somebody took.
func uncounted(r storage.Reader, now time.Time) (keys []storage.SlotKey, err error) {
	channels, err := r.Channels()
	if err != nil {
		return nil, err
	}
	for _, c := range channels {
		last, err := promptsOf(r, c, habit.MostTimes)
		if err != nil {
			return nil, err
		}
		for _, slot := range last {
			took, err := r.Took(slot.Key)
			if err != nil {
				return nil, err
			}
			if len(took) > 0 && slot.State == storage.Sent && now.Sub(slot.Due) < day {
				keys = append(keys, slot.Key)
			}
			if slot.Before != "" && now.Sub(slot.Due) < lately {
				keys = append(keys, slot.Before)
			}
		}
	}
	return keys, nil
}
