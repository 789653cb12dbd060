package storagetest

import (
	"time"

	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

var sessions = []test{
	{"AbsentSessionIsZero", func(h *harness) {
		h.put(session("U1", "press", 0))
		want(h, "another cause", sessionOf(h, "U1", "pres"), storage.Session{})
		want(h, "another person", sessionOf(h, "U11", "press"), storage.Session{})
		want(h, "the session", sessionOf(h, "U1", "press"), session("U1", "press", 0))
	}},
	{"OneCauseIsOneSessionOnWhateverDay", func(h *harness) {
		for i, s := range []storage.Session{session("U1", "press", 0), session("U1", "press", 0), session("U1", "press", 4), session("U2", "press", 4)} {
			h.update(func(tx storage.Tx) error {
				added, err := tx.AddSession(s)
				if first := i == 0 || i == 3; added != first {
					h.Errorf("AddSession number %d = %v, want %v", i, added, first)
				}
				return err
			})
		}
		want(h, "the sessions", sessionsOf(h, "U1", habit.Day{}), []storage.Session{session("U1", "press", 0)})
		want(h, "that of the cause", sessionOf(h, "U1", "press"), session("U1", "press", 0))
		want(h, "the other's", sessionsOf(h, "U2", habit.Day{}), []storage.Session{session("U2", "press", 4)})
	}},
	{"OneCauseTwiceInOneChangeIsOneSession", func(h *harness) {
		h.put(session("U1", "press", 0), session("U1", "press", 1))
		want(h, "the sessions", sessionsOf(h, "U1", habit.Day{}), []storage.Session{session("U1", "press", 0)})
	}},
	{"SessionsComeByDayThenByTime", func(h *harness) {
		early, late := session("U1", "b", 1), session("U1", "a", 1)
		late.At = late.At.Add(time.Minute)
		yesterday := session("U1", "c", 0) // logged after the others
		yesterday.At = noon(2)
		h.put(late, yesterday, early)
		want(h, "the sessions", sessionsOf(h, "U1", habit.Day{}), []storage.Session{yesterday, early, late})
		want(h, "the sessions from the day on", sessionsOf(h, "U1", day(1)), []storage.Session{early, late})
		want(h, "the sessions from later on", sessionsOf(h, "U1", day(2)), nil)
	}},
	{"TookCountsPeople", func(h *harness) {
		const key, other = storage.SlotKey("prompt/C1/2026-11-23T10:30"), storage.SlotKey("prompt/C1/2026-11-23T10:3")
		with := func(user habit.UserID, cause string, prompt storage.SlotKey) storage.Session {
			s := session(user, cause, 0)
			s.Prompt = prompt
			return s
		}
		h.put(with("U1", "a", key), with("U1", "b", key), with("U11", "a", key), with("U2", "a", other), session("U3", "a", 0))
		want(h, "Took", took(h, key), 2)
		want(h, "Took, by id", get(h, func(r storage.Reader) ([]habit.UserID, error) { return r.Took(key) }), []habit.UserID{"U1", "U11"})
		want(h, "Took of another", took(h, other), 1)
		want(h, "Took of none", took(h, "prompt/C2/2026-11-23T10:30"), 0)
		want(h, "Took of nothing", took(h, ""), 0)
	}},
	{"SessionThatIsNotNewCountsForNoPrompt", func(h *harness) {
		again := session("U1", "a", 0)
		again.Prompt = "prompt/C1/2026-11-23T10:30"
		h.put(session("U1", "a", 0), again)
		want(h, "Took", took(h, again.Prompt), 0)
	}},
	{"OneSessionIsReplacedAndNoOther", func(h *harness) {
		rated := session("U1", "press", 0)
		h.put(rated, session("U1", "presses", 0), session("U11", "press", 0), session("U1", "late", 1))
		rated.Exercise, rated.Effort, rated.Pain, rated.Helped = "", care.Hard, care.MildPain, storage.No
		h.update(func(tx storage.Tx) error { return tx.PutSession(rated) })
		want(h, "the sessions", sessionsOf(h, "U1", habit.Day{}), []storage.Session{rated, session("U1", "presses", 0), session("U1", "late", 1)})
		want(h, "the other's", sessionOf(h, "U11", "press"), session("U11", "press", 0))
	}},
	{"SessionTakenBackIsGone", func(h *harness) {
		with := func(user habit.UserID, cause string) storage.Session {
			s := session(user, cause, 0)
			s.Prompt = prompted
			return s
		}
		h.put(with("U1", "a"), with("U1", "b"), with("U11", "a"))
		drop := func(cause string) {
			h.update(func(tx storage.Tx) error { return tx.DropSession("U1", cause) })
		}
		drop("c") // absent is fine
		drop("a")
		want(h, "the sessions", sessionsOf(h, "U1", habit.Day{}), []storage.Session{with("U1", "b")})
		want(h, "the dropped one", sessionOf(h, "U1", "a"), storage.Session{})
		want(h, "Took while another counts", took(h, prompted), 2)
		drop("b")
		drop("b")
		want(h, "Took", took(h, prompted), 1)
		again := with("U1", "a")
		again.Day = day(1)
		h.put(again)
		want(h, "the cause, added again", sessionsOf(h, "U1", habit.Day{}), []storage.Session{again})
	}},
	{"WhatIsNoSessionYetCannotBeReplaced", func(h *harness) {
		kept := session("U1", "press", 0)
		kept.Prompt = prompted
		h.put(kept)
		for name, change := range map[string]func(*storage.Session){
			"another person": func(s *storage.Session) { s.User = "U11" },
			"nobody":         func(s *storage.Session) { s.User = "" },
			"another cause":  func(s *storage.Session) { s.Cause = "p" },
			"no cause":       func(s *storage.Session) { s.Cause = "" },
			"another day":    func(s *storage.Session) { s.Day = day(1) },
			"another time":   func(s *storage.Session) { s.At = s.At.Add(1) },
			"another prompt": func(s *storage.Session) { s.Prompt = "prompt/C9/2026-11-23T10:3" },
			"no prompt":      func(s *storage.Session) { s.Prompt = "" },
		} {
			other := kept
			change(&other)
			h.update(func(tx storage.Tx) error {
				if err := tx.PutSession(other); err == nil {
					h.Errorf("PutSession of %s = nil, want an error", name)
				}
				return nil
			})
		}
		want(h, "the sessions", sessionsOf(h, "U1", habit.Day{}), []storage.Session{kept})
		want(h, "the other's", sessionsOf(h, "U11", habit.Day{}), nil)
		want(h, "Took", took(h, prompted), 1)
	}},
}

var checkIns = []test{
	{"AbsentCheckInIsZero", func(h *harness) {
		want(h, "the check-in", checkInOf(h, "U1", "x"), storage.CheckIn{})
		want(h, "the check-ins", checkInsOf(h, "U1", time.Time{}), nil)
	}},
	{"CheckInsComeOldestFirst", func(h *harness) {
		a, b, c := checkIn("U1", "z", 0, 0), checkIn("U1", "a", 1, 10), checkIn("U1", "m", 2, 5)
		b.At = b.At.In(time.FixedZone("", -9*3600))
		h.put(c, a, b)
		want(h, "the check-ins", checkInsOf(h, "U1", time.Time{}), []storage.CheckIn{a, b, c})
		want(h, "the check-ins since", checkInsOf(h, "U1", noon(1)), []storage.CheckIn{b, c})
		want(h, "the check-ins just after", checkInsOf(h, "U1", noon(1).Add(1)), []storage.CheckIn{c})
		if _, offset := checkInOf(h, "U1", "a").At.Zone(); offset != -9*3600 {
			h.Errorf("At has the offset %d, want the one it was stored with", offset)
		}
	}},
	{"AnswerIsReplacedByItsCause", func(h *harness) {
		h.put(checkIn("U1", "q", 1, 3), checkIn("U1", "r", 2, 4), checkIn("U1", "q", 3, 7), checkIn("U2", "q", 0, 9))
		want(h, "the check-in", checkInOf(h, "U1", "q"), checkIn("U1", "q", 3, 7))
		want(h, "the check-ins", checkInsOf(h, "U1", time.Time{}), []storage.CheckIn{checkIn("U1", "r", 2, 4), checkIn("U1", "q", 3, 7)})
	}},
	{"DroppedCheckInIsGone", func(h *harness) {
		h.put(checkIn("U1", "q", 1, 3), checkIn("U1", "qq", 1, 4))
		h.update(func(tx storage.Tx) error { return tx.DropCheckIn("U1", "q") })
		h.update(func(tx storage.Tx) error { return tx.DropCheckIn("U1", "q") }) // absent is fine
		want(h, "the dropped one", checkInOf(h, "U1", "q"), storage.CheckIn{})
		want(h, "the check-ins", checkInsOf(h, "U1", time.Time{}), []storage.CheckIn{checkIn("U1", "qq", 1, 4)})
	}},
	{"TwoCausesAtOneInstantAreTwo", func(h *harness) {
		h.put(checkIn("U1", "q", 1, 3), checkIn("U1", "r", 1, 4))
		if all := checkInsOf(h, "U1", time.Time{}); len(all) != 2 {
			h.Errorf("CheckIns = %+v, want two", all)
		}
	}},
}

var slots = []test{
	{"AbsentSlotIsZero", func(h *harness) {
		want(h, "the slot", slotOf(h, "prompt/C1/2026-11-23T10:30"), storage.Slot{})
		want(h, "the slot of no key", slotOf(h, "nonsense"), storage.Slot{})
	}},
	{"NewestSlotsComeFirst", func(h *harness) {
		for days := range 12 {
			h.put(slot(storage.Prompt, "C1", days, storage.Sent))
		}
		h.put(slot(storage.Prompt, "C11", 20, storage.Sent), slot(storage.Prompt, "C", 20, storage.Sent),
			slot(storage.Nudge, "C1", 20, storage.Sent), slot(storage.Asking, "C1", 20, storage.Sent))
		newest := slotsOf(h, storage.Prompt, "C1", 2)
		want(h, "the newest two", newest, []storage.Slot{slot(storage.Prompt, "C1", 11, storage.Sent), slot(storage.Prompt, "C1", 10, storage.Sent)})
		want(h, "how many there are", len(slotsOf(h, storage.Prompt, "C1", 99)), 12)
		want(h, "the newest none", slotsOf(h, storage.Prompt, "C1", 0), nil)
		want(h, "those of nobody", slotsOf(h, storage.Prompt, "C12", 9), nil)
	}},
	{"PlannedAndSendingAreUnsettled", func(h *harness) {
		all := []storage.State{storage.Planned, storage.Sending, storage.Sent, storage.Failed, storage.Missed, storage.Skipped, storage.Blocked, storage.Unknown}
		for days, state := range all {
			h.put(slot(storage.Prompt, "C1", days, state))
		}
		want(h, "Unsettled", get(h, storage.Reader.Unsettled),
			[]storage.Slot{slot(storage.Prompt, "C1", 0, storage.Planned), slot(storage.Prompt, "C1", 1, storage.Sending)})
		h.put(slot(storage.Prompt, "C1", 0, storage.Sending), slot(storage.Prompt, "C1", 1, storage.Planned), slot(storage.Prompt, "C1", 7, storage.Planned))
		if got := get(h, storage.Reader.Unsettled); len(got) != 3 {
			h.Errorf("Unsettled = %+v, want three", got)
		}
	}},
	{"SettledSlotLeavesUnsettled", func(h *harness) {
		h.put(slot(storage.Prompt, "C1", 0, storage.Sending), slot(storage.Nudge, "U1", 0, storage.Sending), slot(storage.Nudge, "U1", 1, storage.Missed))
		if got := get(h, storage.Reader.Unsettled); len(got) != 2 {
			h.Errorf("Unsettled = %+v, want two", got)
		}
		h.put(slot(storage.Prompt, "C1", 0, storage.Unknown))
		want(h, "Unsettled", get(h, storage.Reader.Unsettled), []storage.Slot{slot(storage.Nudge, "U1", 0, storage.Sending)})
		want(h, "the settled one", slotOf(h, slot(storage.Prompt, "C1", 0, "").Key).State, storage.Unknown)
		want(h, "how many there are", len(slotsOf(h, storage.Prompt, "C1", 9)), 1)
	}},
}

func sessionsOf(h *harness, user habit.UserID, from habit.Day) []storage.Session {
	h.Helper()
	return get(h, func(r storage.Reader) ([]storage.Session, error) { return r.Sessions(user, from) })
}

func sessionOf(h *harness, user habit.UserID, cause string) storage.Session {
	h.Helper()
	return get(h, func(r storage.Reader) (storage.Session, error) { return r.Session(user, cause) })
}

func took(h *harness, key storage.SlotKey) int {
	h.Helper()
	return len(get(h, func(r storage.Reader) ([]habit.UserID, error) { return r.Took(key) }))
}

func checkInOf(h *harness, user habit.UserID, cause string) storage.CheckIn {
	h.Helper()
	return get(h, func(r storage.Reader) (storage.CheckIn, error) { return r.CheckIn(user, cause) })
}

func checkInsOf(h *harness, user habit.UserID, since time.Time) []storage.CheckIn {
	h.Helper()
	return get(h, func(r storage.Reader) ([]storage.CheckIn, error) { return r.CheckIns(user, since) })
}

func slotOf(h *harness, key storage.SlotKey) storage.Slot {
	h.Helper()
	return get(h, func(r storage.Reader) (storage.Slot, error) { return r.Slot(key) })
}

func slotsOf(h *harness, kind storage.Kind, owner string, n int) []storage.Slot {
	h.Helper()
	return get(h, func(r storage.Reader) ([]storage.Slot, error) { return r.Slots(kind, owner, n) })
}
