package commands

import (
	"slices"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// mayHaveCome are the states of a message that people have, or may have.
var mayHaveCome = []storage.State{storage.Planned, storage.Sending, storage.Sent, storage.Unknown}

// tooOften is why this nudge is one too many; "" when it is not.
func (t *talk) tooOften(nudge storage.Slot) (string, error) {
	slots, err := t.tx.Slots(storage.Nudge, string(t.me.ID), 2*habit.MostTimes)
	if err != nil {
		return "", err
	}
	if isSnoozed(nudge.Key) {
		slots = nil // it was asked for
	}
	var before []habit.Earlier
	for _, s := range slots {
		if s.Key != nudge.Key && slices.Contains(mayHaveCome, s.State) {
			sent := s.Tried
			if sent.IsZero() {
				sent = s.At
			}
			before = append(before, habit.Earlier{Day: dayOf(s.Key), Due: s.Due, Sent: sent})
		}
	}
	sessions, err := t.tx.Sessions(t.me.ID, t.today().Add(-1))
	if err != nil {
		return "", err
	}
	var moved []time.Time
	for _, s := range sessions {
		if !s.Back {
			moved = append(moved, s.At)
		}
	}
	return habit.TooOften(habit.Slot{Day: dayOf(nudge.Key), At: nudge.Due}, t.now, before, moved), nil
}

// crowded reports whether a channel had as many prompts on that day as it gets at most.
func crowded(before []storage.Slot, day habit.Day) bool {
	n := 0
	for _, s := range before {
		if dayOf(s.Key) == day && slices.Contains(mayHaveCome, s.State) {
			n++
		}
	}
	return n >= habit.MostPrompts
}

// dayOf is the day on the wall of a slot.
func dayOf(key storage.SlotKey) habit.Day {
	_, _, wall := key.Split()
	day, err := time.Parse(time.DateOnly, wall[:min(len(wall), len(time.DateOnly))])
	if err != nil {
		return habit.Day{}
	}
	return habit.DayOf(day)
}
