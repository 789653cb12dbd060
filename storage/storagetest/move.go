package storagetest

import (
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

var moves = []test{
	{"AChannelGoesWithAllThatIsIts", func(h *harness) {
		const answered storage.SlotKey = "prompt/C1/2026-11-23T12:00"
		c := storage.Channel{ID: "C1", Present: true, Schedules: numbered(daily(3))}
		second := slot(storage.Prompt, "C1.2", 0, storage.Sent)
		second.Channel = "C1"
		done := session("U1", "press", 0)
		done.Prompt = answered
		h.put(c, second, slot(storage.Prompt, "C1", 1, storage.Sending), done, storage.Channel{ID: "C2", Schedules: numbered(daily(1))})
		h.put(slot(storage.Roundup, "C1", 2, storage.Sent), storage.Member{ID: "U1", Follows: "C1"}, storage.Member{ID: "U2", Follows: "C11"})
		h.update(func(tx storage.Tx) error { return tx.MoveChannel("C1", "C2") })
		c.ID = "C2"
		want(h, "the members", get(h, storage.Reader.Members), []storage.Member{{ID: "U1", Follows: "C2"}, {ID: "U2", Follows: "C11"}})
		want(h, "the sums of the week", slotsOf(h, storage.Roundup, "C2", 9), []storage.Slot{slot(storage.Roundup, "C2", 2, storage.Sent)})
		want(h, "the channels", get(h, storage.Reader.Channels), []storage.Channel{c})
		want(h, "what is due", get(h, func(r storage.Reader) ([]storage.Due, error) { return r.Due(noon(9), 9) }),
			[]storage.Due{{At: noon(3), Channel: "C2"}})
		want(h, "the open slots", get(h, storage.Reader.Unsettled), []storage.Slot{slot(storage.Prompt, "C2", 1, storage.Sending)})
		want(h, "the old slots", slotsOf(h, storage.Prompt, "C1", 9), nil)
		second.Key, second.Channel = "prompt/C2.2/2026-11-23T12:00", "C2"
		want(h, "the second schedule's", slotsOf(h, storage.Prompt, "C2.2", 9), []storage.Slot{second})
		want(h, "Took by the old id", took(h, answered), 0)
		done.Prompt, _ = answered.Moved("C1", "C2")
		want(h, "Took by the new id", took(h, done.Prompt), 1)
		want(h, "the sessions", sessionsOf(h, "U1", habit.Day{}), []storage.Session{done})
		want(h, "the session by its cause", sessionOf(h, "U1", "press"), done)
		want(h, "dropped", sweep(h, "U1", time.Time{}, day(9)), 1)
		want(h, "Took after the sweep", took(h, done.Prompt), 0)
	}},
	{"NobodyElseMoves", func(h *harness) {
		alike := []any{storage.Channel{ID: "C11", Schedules: numbered(daily(1))}, slot(storage.Prompt, "C11", 0, storage.Sent),
			slot(storage.Nudge, "C1", 0, storage.Sent), asked("C1", 2)}
		h.put(append(alike, storage.Channel{ID: "C1"})...)
		h.update(func(tx storage.Tx) error { return tx.MoveChannel("C1", "C2") })
		want(h, "the channels", get(h, storage.Reader.Channels), []storage.Channel{{ID: "C11", Schedules: numbered(daily(1))}, {ID: "C2"}})
		want(h, "another's slots", len(slotsOf(h, storage.Prompt, "C11", 9)), 1)
		want(h, "a person's slots", len(slotsOf(h, storage.Nudge, "C1", 9)), 1)
		want(h, "a person", get(h, func(r storage.Reader) (storage.Member, error) { return r.Member("C1") }), asked("C1", 2))
	}},
	{"ToItselfOrOfNothingItChangesNothing", func(h *harness) {
		c := storage.Channel{ID: "C1", Schedules: numbered(daily(1))}
		h.put(c, slot(storage.Prompt, "C9", 0, storage.Sent))
		h.update(func(tx storage.Tx) error { return tx.MoveChannel("C1", "C1") })
		h.update(func(tx storage.Tx) error { return tx.MoveChannel("C9", "C1") })
		want(h, "the channels", get(h, storage.Reader.Channels), []storage.Channel{c})
		want(h, "slots of a channel that is not stored", len(slotsOf(h, storage.Prompt, "C9", 9)), 1)
	}},
	{"ANewIdIsChecked", func(h *harness) {
		h.put(storage.Channel{ID: "C1"})
		if err := h.store.Update(h.Context(), func(tx storage.Tx) error { return tx.MoveChannel("C1", "") }); err == nil {
			h.Error("a channel moved to no id")
		}
	}},
}
