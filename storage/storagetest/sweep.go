package storagetest

import (
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

var sweeps = []test{
	{"WhatIsOldGoesAndTheRestStays", func(h *harness) {
		old, young := session("U1", "old", 0), session("U1", "young", 20)
		old.Prompt = prompted
		h.put(old, young, session("U1", "exact", 10),
			checkIn("U1", "a", 0, 5), checkIn("U1", "b", 10, 5), checkIn("U1", "c", 15, 5))
		want(h, "dropped: 2 check-ins, a session", sweep(h, "U1", noon(15), day(10)), 3)
		want(h, "check-ins", checkInsOf(h, "U1", time.Time{}), []storage.CheckIn{checkIn("U1", "c", 15, 5)})
		want(h, "a check-in that went", checkInOf(h, "U1", "a"), storage.CheckIn{})
		want(h, "sessions", sessionsOf(h, "U1", habit.Day{}), []storage.Session{session("U1", "exact", 10), young})
		want(h, "the session that went", sessionOf(h, "U1", "old"), storage.Session{})
		want(h, "Took", took(h, prompted), 0)
		h.put(old)
		want(h, "the session whose cause is free again", sessionOf(h, "U1", "old"), old)
	}},
	{"OnePersonIsSweptAndNobodyElse", func(h *harness) {
		others := []habit.UserID{"U", "U11", "U2"}
		before := map[habit.UserID]all{}
		h.put(everything("U1")...)
		for _, id := range others {
			h.put(everything(id)...)
		}
		h.update(func(tx storage.Tx) error { return tx.Forget("U1", noon(9)) })
		for _, id := range others {
			before[id] = snapshot(h, id)
		}
		h.put(everything("U1")...)
		want(h, "dropped: a check-in, a session", sweep(h, "U1", noon(99), day(99)), 2)
		for _, id := range others {
			want(h, "what is stored of "+string(id), snapshot(h, id), before[id])
		}
		mine := snapshot(h, "U1")
		want(h, "the member", mine.Member, asked("U1", 1))
		want(h, "how many slots there are", len(mine.Asked)+len(mine.Nudged), 4)
	}},
	{"TookCountsWhomAYoungerSessionKeeps", func(h *harness) {
		old, young := session("U1", "old", 0), session("U1", "young", 1)
		old.Prompt, young.Prompt = prompted, prompted
		h.put(old, young)
		want(h, "dropped", sweep(h, "U1", noon(1), day(1)), 1)
		want(h, "Took while one is there", took(h, prompted), 1)
		want(h, "dropped", sweep(h, "U1", noon(2), day(2)), 1)
		want(h, "Took when both are gone", took(h, prompted), 0)
	}},
	{"SessionsOfADayGoTogether", func(h *harness) {
		morning, evening, back, west, next := session("U1", "morning", 0), session("U1", "evening", 0), session("U1", "back", 0), session("U1", "west", 1), session("U1", "next", 1)
		morning.At, evening.At = noon(0).Add(-11*time.Hour), noon(0).Add(11*time.Hour)
		back.At = noon(7)                     // logged a week later
		west.At = noon(0).Add(-2 * time.Hour) // where it is a day later already
		h.put(morning, evening, back, west, next)
		want(h, "dropped before their day", sweep(h, "U1", noon(0), day(0)), 0)
		want(h, "dropped after it", sweep(h, "U1", noon(0), day(1)), 3)
		want(h, "sessions", sessionsOf(h, "U1", habit.Day{}), []storage.Session{west, next})
	}},
	{"NothingOldChangesNothing", func(h *harness) {
		h.put(everything("U1")...)
		before := snapshot(h, "U1")
		want(h, "dropped before that time", sweep(h, "U1", noon(0), day(0)), 0)
		want(h, "dropped before no time", sweep(h, "U1", time.Time{}, habit.Day{}), 0)
		want(h, "dropped of a stranger", sweep(h, "U2", noon(9), day(9)), 0)
		want(h, "slots dropped", sweepSlots(h, noon(0)), 0)
		want(h, "what is stored", snapshot(h, "U1"), before)
	}},
	{"OldSlotsGoWhoeverOwnsThem", func(h *harness) {
		h.put(slot(storage.Prompt, "C9", 0, storage.Sending), slot(storage.Prompt, "C9", 10, storage.Sending), slot(storage.Nudge, "U1", 0, storage.Sent))
		h.put(session("U1", "press", 0), checkIn("U1", "q", 0, 5))
		want(h, "dropped", sweepSlots(h, noon(10)), 2)
		want(h, "slots", slotsOf(h, storage.Prompt, "C9", 9), []storage.Slot{slot(storage.Prompt, "C9", 10, storage.Sending)})
		want(h, "nudges", slotsOf(h, storage.Nudge, "U1", 9), nil)
		want(h, "unsettled slots", len(get(h, storage.Reader.Unsettled)), 1)
		want(h, "the session", sessionOf(h, "U1", "press"), session("U1", "press", 0))
		want(h, "the check-in", checkInOf(h, "U1", "q"), checkIn("U1", "q", 0, 5))
	}},
}

func sweep(h *harness, user habit.UserID, checkIns time.Time, sessions habit.Day) (dropped int) {
	h.Helper()
	h.update(func(tx storage.Tx) (err error) {
		dropped, err = tx.Sweep(user, checkIns, sessions)
		return err
	})
	return dropped
}

func sweepSlots(h *harness, before time.Time) (dropped int) {
	h.Helper()
	h.update(func(tx storage.Tx) (err error) {
		dropped, err = tx.SweepSlots(before)
		return err
	})
	return dropped
}
