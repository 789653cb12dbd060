package storagetest

import (
	"catcow/internal/habit"
	"catcow/storage"
)

func audit(channel habit.ChannelID, who habit.UserID, what string, days int) storage.Audit {
	return storage.Audit{At: noon(days), Channel: channel, Who: who, Name: "name of " + string(who), What: what}
}

func auditsOf(h *harness, channel habit.ChannelID, n int) []storage.Audit {
	h.Helper()
	return get(h, func(r storage.Reader) ([]storage.Audit, error) { return r.Audits(channel, n) })
}

func sweepAudits(h *harness, days int) (dropped int) {
	h.Helper()
	h.update(func(tx storage.Tx) (err error) {
		dropped, err = tx.SweepAudits(noon(days))
		return err
	})
	return dropped
}

var audits = []test{
	{"TheNewestComeFirst", func(h *harness) {
		first, second, third := audit("C1", "U1", "set", 1), audit("C1", "U2", "off", 3), audit("C1", "U1", "set", 2)
		h.put(first, second, third, audit("C11", "U1", "set", 4))
		want(h, "the changes", auditsOf(h, "C1", 9), []storage.Audit{second, third, first})
		want(h, "the newest two", auditsOf(h, "C1", 2), []storage.Audit{second, third})
		want(h, "none of them", auditsOf(h, "C1", 0), nil)
		want(h, "fewer than none", auditsOf(h, "C1", -1), nil)
		want(h, "those of no channel", auditsOf(h, "C", 9), nil)
	}},
	{"NoneIsReplaced", func(h *harness) {
		same := audit("C1", "U1", "set", 1)
		other := same
		other.What = "off"
		h.put(same, same)
		h.put(other)
		want(h, "the changes", auditsOf(h, "C1", 9), []storage.Audit{other, same, same})
	}},
	{"OldOnesGo", func(h *harness) {
		young := audit("C1", "U1", "off", 2)
		h.put(audit("C1", "U1", "set", 1), young, audit("C2", "U2", "set", 0))
		want(h, "how many went", sweepAudits(h, 2), 2)
		want(h, "what is left", auditsOf(h, "C1", 9), []storage.Audit{young})
		want(h, "the other channel's", auditsOf(h, "C2", 9), nil)
		want(h, "how many went again", sweepAudits(h, 2), 0)
	}},
	{"TheForgottenAreInNone", func(h *harness) {
		set, gave, took, other := audit("C1", "U1", "set", 1), audit("C1", "U1", "owner", 2), audit("C2", "U2", "owner", 3), audit("C2", "U11", "set", 4)
		gave.Before, gave.After = "U1", "U2"
		took.Before, took.After = "U11", "U1"
		set.Before, set.After = "about U1", "daily 10:30"
		h.put(set, gave, took, other)
		h.update(func(tx storage.Tx) error { return tx.Forget("U1", noon(9)) })
		set.Who, set.Name, gave.Who, gave.Name, gave.Before, took.After = "", "", "", "", "", ""
		want(h, "the changes", auditsOf(h, "C1", 9), []storage.Audit{gave, set})
		want(h, "the other channel's", auditsOf(h, "C2", 9), []storage.Audit{other, took})
	}},
	{"ForgettingNobodyChangesNone", func(h *harness) {
		own := audit("C1", "", "owner", 1)
		h.put(own)
		h.update(func(tx storage.Tx) error { return tx.Forget("", noon(9)) })
		want(h, "the changes", auditsOf(h, "C1", 9), []storage.Audit{own})
	}},
	{"TheyGoWithTheirChannel", func(h *harness) {
		first, second, there := audit("C1", "U1", "set", 1), audit("C1", "U1", "off", 1), audit("C2", "U2", "set", 1)
		h.put(storage.Channel{ID: "C1"}, first, second, there, audit("C11", "U1", "set", 1))
		h.update(func(tx storage.Tx) error { return tx.MoveChannel("C1", "C2") })
		first.Channel, second.Channel = "C2", "C2"
		want(h, "the changes", auditsOf(h, "C2", 9), []storage.Audit{second, first, there})
		want(h, "those of the old id", auditsOf(h, "C1", 9), nil)
		want(h, "another channel's", len(auditsOf(h, "C11", 9)), 1)
	}},
	{"OneOfNoChannelIsRefused", func(h *harness) {
		h.update(func(tx storage.Tx) error {
			if err := tx.AddAudit(audit("", "U1", "set", 1)); err == nil {
				h.Error("AddAudit of no channel = nil, want an error")
			}
			return nil
		})
	}},
}
