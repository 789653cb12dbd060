package storagetest

import (
	"errors"

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
	{"LifeIsZeroThenReplacedWhole", func(h *harness) {
		want(h, "the life", get(h, storage.Reader.Life), storage.Life{})
		h.put(storage.Life{Outages: []storage.Outage{{From: noon(0), Until: noon(1)}}}, storage.Life{Seen: noon(2)})
		want(h, "the life", get(h, storage.Reader.Life), storage.Life{Seen: noon(2)})
		h.update(func(tx storage.Tx) error { return tx.Forget("life", noon(9)) })
		want(h, "the life after somebody was forgotten", get(h, storage.Reader.Life), storage.Life{Seen: noon(2)})
	}},
	{"FailedChangeLeavesTheLife", func(h *harness) {
		h.put(storage.Life{Seen: noon(0)})
		err := h.store.Update(h.Context(), func(tx storage.Tx) error {
			return errors.Join(tx.PutLife(storage.Life{Seen: noon(1)}), errChanged)
		})
		if !errors.Is(err, errChanged) {
			h.Errorf("Update = %v, want the error of its function", err)
		}
		want(h, "the life", get(h, storage.Reader.Life), storage.Life{Seen: noon(0)})
	}},
}
