package storagetest

import (
	"time"

	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

var documents = []test{
	{"AbsentDocumentIsZeroWithItsID", func(h *harness) {
		m := get(h, func(r storage.Reader) (storage.Member, error) { return r.Member("U1") })
		want(h, "the member", m, storage.Member{ID: "U1"})
		c := get(h, func(r storage.Reader) (storage.Channel, error) { return r.Channel("C1") })
		want(h, "the channel", c, storage.Channel{ID: "C1"})
		want(h, "all channels", get(h, storage.Reader.Channels), nil)
	}},
	{"EveryFieldOfAMemberIsKept", func(h *harness) {
		berlin := time.FixedZone("", 3600)
		full := storage.Member{
			ID: "U1", Zone: "Europe/Berlin",
			Welcomed: noon(0), Agreed: noon(0).In(berlin),
			Workdays: habit.Everyday, CheckIns: daily(1), Nudges: daily(2),
			Pauses:   []habit.Span{{}},
			Alerts:   []care.Alert{{Rule: care.R1, Cause: "c", Words: true, At: noon(0), Read: noon(1)}},
			Offered:  []storage.Offer{{Exercise: "cat-cow", At: noon(0).Add(time.Nanosecond)}},
			Question: storage.Question{Slot: "asking/U1/x", Channel: "D1", TS: "1.2", Asked: noon(0)},
		}
		full.CheckIns.By = "U2"
		h.put(full)
		got := get(h, func(r storage.Reader) (storage.Member, error) { return r.Member("U1") })
		want(h, "the member", got, full)
		if _, offset := got.Agreed.Zone(); offset != 3600 {
			h.Errorf("Agreed is %v, want the offset it was stored with", got.Agreed)
		}
	}},
	{"EveryFieldOfAChannelIsKept", func(h *harness) {
		full := storage.Channel{ID: "C1", Present: true, Welcomed: noon(0), Prompts: daily(1), Prompted: []string{"a", "b"}}
		h.put(full)
		got := get(h, func(r storage.Reader) (storage.Channel, error) { return r.Channel("C1") })
		want(h, "the channel", got, full)
	}},
	{"PutReplacesTheWholeDocument", func(h *harness) {
		h.put(storage.Member{ID: "U1", Zone: "UTC", Offered: []storage.Offer{{Exercise: "a"}}}, storage.Member{ID: "U1", Welcomed: noon(0)})
		got := get(h, func(r storage.Reader) (storage.Member, error) { return r.Member("U1") })
		want(h, "the member", got, storage.Member{ID: "U1", Welcomed: noon(0)})
	}},
	{"ChannelsComeInOrderOfID", func(h *harness) {
		h.put(storage.Channel{ID: "C2"}, storage.Channel{ID: "C10"}, storage.Channel{ID: "C1", Present: true})
		h.put(asked("U1", 1)) // no channel
		want(h, "all channels", get(h, storage.Reader.Channels),
			[]storage.Channel{{ID: "C1", Present: true}, {ID: "C10"}, {ID: "C2"}})
	}},
}
