package commands

import (
	"slices"
	"strings"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// delivered is what follows when a message stands: the one before it has no buttons from
// then on, and it counts as unanswered until its person does something.
func delivered(tx storage.Tx, slot storage.Slot, now time.Time) (storage.Slot, error) {
	kind, owner, _ := slot.Key.Split()
	if kind == storage.Prompt {
		slots, err := tx.Slots(kind, owner, habit.MostTimes)
		if i := slices.IndexFunc(slots, func(s storage.Slot) bool { return s.Key < slot.Key && s.State == storage.Sent }); i >= 0 {
			slot.Before = slots[i].Key
		}
		return slot, err
	}
	if kind.ForChannel() || kind == storage.Tending {
		return slot, nil
	}
	me, err := tx.Member(habit.UserID(owner))
	if err != nil || scheduleOf(&me, kind).Plan.IsZero() { // ended, or its person was forgotten
		return slot, err
	}
	answer, err := tx.CheckIn(me.ID, string(slot.Key))
	if err != nil || answer.Cause != "" {
		return slot, err
	}
	stands := &me.Question
	if kind == storage.Nudge {
		stands = &me.Nudged
	}
	if stands.Slot != slot.Key {
		slot.Before = stands.Slot
	}
	*stands = storage.Question{Slot: slot.Key, Channel: slot.Channel, TS: slot.TS, Asked: now}
	if s := scheduleOf(&me, kind); s.Ignored >= quietFrom {
		s.Quiet, *stands = true, storage.Question{}
	} else {
		s.Ignored++
	}
	return slot, tx.PutMember(me)
}

// unbuttoned takes note that the message with the pressed button says something else now.
func (t *talk) unbuttoned(reply Reply) {
	n := t.me.Nudged
	if reply.Instead != nil && n.TS != "" && t.r.On == (Place{n.Channel, n.TS}) {
		t.me.Nudged, t.changed = storage.Question{}, true
	}
}

// olderOne is a message of a person that a newer one followed, as it looks then.
func (s *Set) olderOne(r storage.Reader, slot storage.Slot) (m Message, ok bool, err error) {
	kind, owner, _ := slot.Key.Split()
	me, err := r.Member(habit.UserID(owner))
	if err != nil {
		return Message{}, false, err
	}
	if kind == storage.Nudge {
		e, known := s.known().Exercise(slot.Exercise)
		return Message{Parts: []Part{
			Text("A newer move is below. `/stretch " + strings.ToLower(e.Name) + "` shows this one again."),
		}}, known && me.Nudged.Slot != slot.Key, nil
	}
	answer, err := r.CheckIn(me.ID, string(slot.Key))
	return Message{Parts: []Part{Text("A newer question is below.")}}, answer.Cause == "" && me.Question.Slot != slot.Key, err
}

// lately is how far back a start looks for what a stop may have left with its buttons.
const lately = time.Hour

// older are the messages that lost their buttons lately, of those that people have.
func older(r storage.Reader, now time.Time) (keys []storage.SlotKey, err error) {
	members, err := r.Members()
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		for _, stands := range []storage.Question{m.Question, m.Nudged} {
			if stands.Slot == "" || now.Sub(stands.Asked) > lately {
				continue
			}
			slot, err := r.Slot(stands.Slot)
			if err != nil {
				return nil, err
			}
			if slot.Before != "" {
				keys = append(keys, slot.Before)
			}
		}
	}
	return keys, nil
}
