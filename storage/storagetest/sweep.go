package storagetest

import (
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

var sweeps = []test{
	{"WhatIsOldGoesAndTheRestStays", func(h *harness) {
		old, young, other := session("U1", "old", 0), session("U1", "young", 20), session("U2", "old", 0)
		old.Prompt = prompted
		h.put(old, young, other,
			checkIn("U1", "a", 0, 5), checkIn("U1", "b", 10, 5), checkIn("U1", "c", 20, 5),
			slot(storage.Prompt, "C9", 0, storage.Sending), slot(storage.Prompt, "C9", 10, storage.Sending), slot(storage.Prompt, "C9", 20, storage.Sent))
		var dropped int
		h.update(func(tx storage.Tx) (err error) {
			dropped, err = tx.Sweep(noon(15).Add(time.Hour), noon(10).Add(-time.Hour))
			return err
		})
		want(h, "dropped: 2 check-ins, 2 sessions and a slot", dropped, 5)
		want(h, "check-ins", checkInsOf(h, "U1", time.Time{}), []storage.CheckIn{checkIn("U1", "c", 20, 5)})
		want(h, "sessions of U1", sessionsOf(h, "U1", habit.Day{}), []storage.Session{young})
		want(h, "sessions of U2", sessionsOf(h, "U2", habit.Day{}), nil)
		want(h, "slots", len(slotsOf(h, storage.Prompt, "C9", 9)), 2)
		want(h, "unsettled slots", len(get(h, storage.Reader.Unsettled)), 1)
		want(h, "Took", took(h, prompted), 0)
		again := false
		h.update(func(tx storage.Tx) (err error) {
			again, err = tx.AddSession(other)
			return err
		})
		if !again {
			h.Error("the cause of a swept session is still taken")
		}
	}},
	{"NothingOldChangesNothing", func(h *harness) {
		h.put(checkIn("U1", "a", 1, 5))
		h.update(func(tx storage.Tx) error {
			if dropped, err := tx.Sweep(noon(0), noon(0)); dropped != 0 || err != nil {
				h.Errorf("Sweep = %d, %v, want 0", dropped, err)
			}
			return nil
		})
		want(h, "check-ins", len(checkInsOf(h, "U1", time.Time{})), 1)
	}},
}
