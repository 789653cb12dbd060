package storagetest

import (
	"strings"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

const prompted = storage.SlotKey("prompt/C9/2026-11-23T10:30")

// everything is one of each that there can be of a person.
func everything(user habit.UserID) []any {
	s := session(user, "press", 0)
	s.Prompt = prompted
	return []any{
		asked(user, 1), s, checkIn(user, "q", 0, 6),
		slot(storage.Asking, string(user), 0, storage.Sending), slot(storage.Asking, string(user), 1, storage.Sent),
		slot(storage.Nudge, string(user), 0, storage.Sending), slot(storage.Nudge, string(user), 1, storage.Missed),
		slot(storage.Tending, string(user), 0, storage.Sending), slot(storage.Tending, string(user), 1, storage.Sent),
	}
}

// all is what a store holds of a person, by every way to ask.
type all struct {
	Member    storage.Member
	Due       []storage.Due
	Session   storage.Session
	Sessions  []storage.Session
	CheckIn   storage.CheckIn
	CheckIns  []storage.CheckIn
	Asked     []storage.Slot
	Nudged    []storage.Slot
	Tended    []storage.Slot
	Unsettled []storage.Slot
	Took      int
}

func snapshot(h *harness, user habit.UserID) all {
	h.Helper()
	a := all{
		Member:   get(h, func(r storage.Reader) (storage.Member, error) { return r.Member(user) }),
		Session:  sessionOf(h, user, "press"),
		Sessions: sessionsOf(h, user, habit.Day{}),
		CheckIn:  checkInOf(h, user, "q"),
		CheckIns: checkInsOf(h, user, time.Time{}),
		Asked:    slotsOf(h, storage.Asking, string(user), 99),
		Nudged:   slotsOf(h, storage.Nudge, string(user), 99),
		Tended:   slotsOf(h, storage.Tending, string(user), 99),
		Took:     took(h, prompted),
	}
	for _, d := range dueUntil(h, noon(999), 999) {
		if d.User == user {
			a.Due = append(a.Due, d)
		}
	}
	for _, s := range get(h, storage.Reader.Unsettled) {
		if _, owner, _ := s.Key.Split(); owner == string(user) {
			a.Unsettled = append(a.Unsettled, s)
		}
	}
	return a
}

// wantAbsent checks that nothing is stored of a person but so many check-ins.
func wantAbsent(h *harness, user habit.UserID, checkIns int) {
	h.Helper()
	got := snapshot(h, user)
	if len(got.CheckIns) != checkIns {
		h.Errorf("%d check-ins are stored, want %d", len(got.CheckIns), checkIns)
	}
	got.CheckIns = nil
	want(h, "what is stored of "+string(user), got, all{Member: storage.Member{ID: user}})
}

var forgets = []test{
	{"NothingOfThePersonIsLeft", func(h *harness) {
		h.put(everything("U1")...)
		if got := snapshot(h, "U1"); len(got.Due) != 1 || len(got.Unsettled) != 3 || got.Took != 1 {
			h.Fatalf("the store holds %+v, want one due, three unsettled, one who took", got)
		}
		h.update(func(tx storage.Tx) error { return tx.Forget("U1", noon(9)) })
		wantAbsent(h, "U1", 0)
	}},
	{"NobodyElseLosesAnything", func(h *harness) {
		others := []habit.UserID{"U", "U11", "U2"}
		before := map[habit.UserID]all{}
		for _, id := range others {
			h.put(everything(id)...)
		}
		channel := storage.Channel{ID: "C1", Schedules: numbered(daily(1))}
		h.put(channel, slot(storage.Prompt, "C1", 0, storage.Sending))
		for _, id := range others {
			before[id] = snapshot(h, id)
		}
		h.put(everything("U1")...)
		h.update(func(tx storage.Tx) error { return tx.Forget("U1", noon(9)) })
		for _, id := range others {
			want(h, "what is stored of "+string(id), snapshot(h, id), before[id])
		}
		got := get(h, func(r storage.Reader) (storage.Channel, error) { return r.Channel("C1") })
		want(h, "the channel", got, channel)
		want(h, "the channel's slots", len(slotsOf(h, storage.Prompt, "C1", 9)), 1)
	}},
	{"TheScheduleTheySetStaysWithoutTheirName", func(h *harness) {
		mine, other := storage.Channel{ID: "C1", Schedules: numbered(daily(1), daily(2))}, storage.Channel{ID: "C2", Schedules: numbered(daily(1))}
		mine.Schedules[0].By, mine.Schedules[1].By, other.Schedules[0].By = "U11", "U1", "U11"
		other.Off.Tell = []string{"U11", "U1"}
		mine.Change.Was, other.Change.Was = numbered(daily(3)), numbered(daily(3))
		mine.Change.Was[0].By, other.Change.Was[0].By = "U11", "U1"
		mine.Change.By, mine.Change.Text, other.Change.By, other.Change.Text = "U11", "Bo set it", "U1", "Ada set it"
		h.put(mine, other)
		h.update(func(tx storage.Tx) error { return tx.Forget("U1", noon(9)) })
		mine.Schedules[1].By, other.Change.Was[0].By, other.Change.By, other.Change.Text = "", "", "", ""
		other.Off.Tell = []string{"U11"}
		want(h, "the channels", get(h, storage.Reader.Channels), []storage.Channel{mine, other})
	}},
	{"TheForgottenCanBeginAnew", func(h *harness) {
		h.put(everything("U1")...)
		before := snapshot(h, "U1")
		h.update(func(tx storage.Tx) error { return tx.Forget("U1", noon(9)) })
		h.put(everything("U1")...)
		want(h, "what is stored", snapshot(h, "U1"), before)
	}},
	{"AStrangerIsForgottenAtOnce", func(h *harness) {
		h.update(func(tx storage.Tx) error { return tx.Forget("U1", noon(9)) })
		h.update(func(tx storage.Tx) error { return tx.Forget("", noon(9)) })
	}},
}

var ids = []test{
	{"OddIDsAreKeptApart", func(h *harness) {
		odd := []habit.UserID{"U1", "U11", "U/1", "U1/", "/", "U\x001", "U\x00", "\x00", "ü", "火", "U 1", habit.UserID(strings.Repeat("x", 4000))}
		for i, id := range odd {
			h.put(asked(id, i+1), session(id, "q", i), checkIn(id, "q", i, i%11), slot(storage.Asking, string(id), i, storage.Sending))
		}
		for i, id := range odd {
			got := snapshot(h, id)
			want(h, "what is stored", got, all{
				Member:    asked(id, i+1),
				Due:       []storage.Due{{At: noon(i + 1), User: id}},
				Sessions:  []storage.Session{session(id, "q", i)},
				CheckIn:   checkIn(id, "q", i, i%11),
				CheckIns:  []storage.CheckIn{checkIn(id, "q", i, i%11)},
				Asked:     []storage.Slot{slot(storage.Asking, string(id), i, storage.Sending)},
				Unsettled: []storage.Slot{slot(storage.Asking, string(id), i, storage.Sending)},
			})
			h.update(func(tx storage.Tx) error { return tx.Forget(id, noon(9)) })
			wantAbsent(h, id, 0)
		}
	}},
	{"UserAndCauseCannotRunIntoEachOther", func(h *harness) {
		h.put(session("U1", "1q", 0), session("U11", "q", 0), checkIn("U1", "1q", 0, 1), checkIn("U11", "q", 0, 2))
		want(h, "the sessions", len(sessionsOf(h, "U11", habit.Day{})), 1)
		want(h, "a cause of nobody", checkInOf(h, "U1", "q"), storage.CheckIn{})
		want(h, "a check-in", checkInOf(h, "U11", "q"), checkIn("U11", "q", 0, 2))
	}},
	{"WhatCannotBeAnIDIsRefused", func(h *harness) {
		for _, bad := range []string{"", "\xff", strings.Repeat("x", 4097)} {
			for _, thing := range []any{
				storage.Member{ID: habit.UserID(bad)},
				storage.Channel{ID: habit.ChannelID(bad)},
				session(habit.UserID(bad), "q", 0), session("U1", bad, 0),
				checkIn(habit.UserID(bad), "q", 0, 1), checkIn("U1", bad, 0, 1),
				slot(storage.Prompt, bad, 0, storage.Sending), storage.Slot{Key: storage.SlotKey(bad)},
			} {
				h.update(func(tx storage.Tx) error {
					if err := put(tx, thing); err == nil {
						h.Errorf("%.80q was put, want an error", thing)
					}
					return nil
				})
			}
		}
		h.update(func(tx storage.Tx) error {
			if err := tx.PutSlot(storage.Slot{Key: "nonsense"}); err == nil {
				h.Errorf("a slot of no key was put, want an error")
			}
			return nil
		})
		wantAbsent(h, "U1", 0)
		wantAbsent(h, "", 0)
		want(h, "the channels", get(h, storage.Reader.Channels), nil)
	}},
}
