package storagetest

import (
	"fmt"
	"math"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

var dues = []test{
	{"NothingIsDueInAnEmptyStore", func(h *harness) {
		want(h, "Due", dueUntil(h, noon(9), 9), nil)
		if next := get(h, storage.Reader.NextDue); !next.IsZero() {
			h.Errorf("NextDue = %v, want the zero time", next)
		}
	}},
	{"EarliestComesFirst", func(h *harness) {
		h.put(asked("U1", 3), asked("U2", 1), storage.Channel{ID: "C1", Schedules: numbered(daily(2))}, storage.Member{ID: "U3"})
		want(h, "Due", dueUntil(h, noon(9), 9), []storage.Due{
			{At: noon(1), User: "U2"}, {At: noon(2), Channel: "C1"}, {At: noon(3), User: "U1"}})
		want(h, "NextDue", get(h, storage.Reader.NextDue), noon(1))
	}},
	{"TheInstantItselfIsIncluded", func(h *harness) {
		h.put(asked("U1", 1))
		want(h, "Due just before", dueUntil(h, noon(1).Add(-time.Nanosecond), 9), nil)
		want(h, "Due at the instant", dueUntil(h, noon(1), 9), []storage.Due{{At: noon(1), User: "U1"}})
		want(h, "Due elsewhere", dueUntil(h, noon(1).In(time.FixedZone("", -3600)), 9), []storage.Due{{At: noon(1), User: "U1"}})
	}},
	{"TheLimitKeepsTheEarliest", func(h *harness) {
		h.put(asked("U1", 3), asked("U2", 1), asked("U3", 2))
		want(h, "Due of two", dueUntil(h, noon(9), 2), []storage.Due{{At: noon(1), User: "U2"}, {At: noon(2), User: "U3"}})
		want(h, "Due of none", dueUntil(h, noon(9), 0), nil)
	}},
	{"ManyAtOneInstantAreAllThere", func(h *harness) {
		for _, id := range []habit.UserID{"U1", "U11", "U2"} {
			h.put(asked(id, 1))
		}
		h.put(storage.Channel{ID: "U1", Schedules: numbered(daily(1))}) // the same text is another id
		if due := dueUntil(h, noon(1), 9); len(due) != 4 {
			h.Errorf("Due = %+v, want four", due)
		}
	}},
	{"TheEarlierOfTwoSchedulesCounts", func(h *harness) {
		m := asked("U1", 5)
		m.Nudges = daily(2)
		h.put(m)
		want(h, "Due", dueUntil(h, noon(9), 9), []storage.Due{{At: noon(2), User: "U1"}})
	}},
	{"TheEarliestOfAChannelsSchedulesCounts", func(h *harness) {
		h.put(storage.Channel{ID: "C1", Schedules: numbered(daily(5), daily(2), daily(3))})
		want(h, "Due", dueUntil(h, noon(9), 9), []storage.Due{{At: noon(2), Channel: "C1"}})
	}},
	{"WhatComesOnceIsDueToo", func(h *harness) {
		later := func(days ...int) (list []storage.Later) {
			for _, n := range days {
				list = append(list, storage.Later{At: noon(n), Kind: storage.Asking})
			}
			return list
		}
		m := asked("U1", 5)
		m.Later = later(6, 3, 4)
		h.put(m, storage.Member{ID: "U2", Later: later(2)})
		want(h, "Due", dueUntil(h, noon(9), 9), []storage.Due{{At: noon(2), User: "U2"}, {At: noon(3), User: "U1"}})
		m.Later = later(6)
		h.put(m, storage.Member{ID: "U2"})
		want(h, "Due after they came", dueUntil(h, noon(9), 9), []storage.Due{{At: noon(5), User: "U1"}})
	}},
	{"ARoundupFallsDueToo", func(h *harness) {
		h.put(storage.Channel{ID: "C1", Schedules: numbered(daily(5)), Roundup: daily(2)})
		want(h, "Due", dueUntil(h, noon(9), 9), []storage.Due{{At: noon(2), Channel: "C1"}})
	}},
	{"ReplacedDocumentsLeaveNoGhost", func(h *harness) {
		for _, next := range []int{3, 1, 7, 7, 2} {
			h.put(asked("U1", next), storage.Channel{ID: "C1", Schedules: numbered(daily(next + 1))})
			want(h, "Due", dueUntil(h, noon(99), 9), []storage.Due{
				{At: noon(next), User: "U1"}, {At: noon(next + 1), Channel: "C1"}})
		}
		h.put(storage.Member{ID: "U1"}, storage.Channel{ID: "C1"})
		want(h, "Due of what has no plan any more", dueUntil(h, noon(99), 9), nil)
	}},
	{"LongPastAndFarAheadKeepTheirOrder", func(h *harness) {
		old, late := asked("U1", 0), asked("U2", 0)
		old.CheckIns.Decided = time.Date(1890, 1, 1, 0, 0, 0, 0, time.UTC)
		late.CheckIns.Decided = time.Date(2400, 1, 1, 0, 0, 0, 0, time.UTC)
		h.put(late, asked("U3", 1), old)
		var order []habit.UserID
		for _, d := range dueUntil(h, time.Unix(math.MaxInt32*100, 0), 9) {
			order = append(order, d.User)
		}
		want(h, "the order", order, []habit.UserID{"U1", "U3", "U2"})
	}},
	{"DueCostsWhatItYields", func(h *harness) {
		fill := func(from, to int) {
			h.update(func(tx storage.Tx) error {
				for i := from; i < to; i++ {
					if err := tx.PutMember(asked(habit.UserID(fmt.Sprint("U", i)), 10+i%7)); err != nil {
						return err
					}
				}
				return nil
			})
		}
		h.put(asked("A", 1), asked("B", 2), asked("C", 3))
		fill(0, 50)
		few := cost(h)
		fill(50, 5000)
		many := cost(h)
		// A walk over everything would be a hundred times slower.
		if many > 10*few {
			h.Errorf("Due of 3 among 5003 takes %v, among 53 %v", many, few)
		}
	}},
}

func dueUntil(h *harness, until time.Time, limit int) []storage.Due {
	h.Helper()
	return get(h, func(r storage.Reader) ([]storage.Due, error) { return r.Due(until, limit) })
}

// cost is the least time that three due documents take to find.
func cost(h *harness) time.Duration {
	least := time.Duration(math.MaxInt64)
	h.view(func(r storage.Reader) error {
		for range 50 {
			start := time.Now()
			for range 10 {
				due, err := r.Due(noon(3), 100)
				if err != nil {
					return err
				}
				if len(due) != 3 {
					return fmt.Errorf("%d are due, want 3", len(due))
				}
			}
			least = min(least, time.Since(start))
		}
		return nil
	})
	return least
}
