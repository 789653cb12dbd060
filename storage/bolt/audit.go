package bolt

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

func (r *reader) Audits(channel habit.ChannelID, n int) ([]storage.Audit, error) {
	var all []storage.Audit
	for e, err := range r.scan(audits, auditsOf(channel), nil) {
		if err != nil {
			return nil, err
		}
		a, err := decode[storage.Audit](audits, e.value)
		if err != nil {
			return nil, err
		}
		all = append(all, a)
	}
	slices.Reverse(all)
	return all[:max(0, min(n, len(all)))], nil
}

func (t *tx) AddAudit(a storage.Audit) error {
	body, err := encode(a, string(a.Channel))
	if err != nil {
		return fmt.Errorf("bolt: add audit: %w", err)
	}
	key := appendTime(auditsOf(a.Channel), a.At)
	number := uint32(0)
	for e, err := range t.scan(audits, key, nil) {
		if err != nil {
			return err
		}
		number = binary.BigEndian.Uint32(e.key) + 1
	}
	return t.put(audits, binary.BigEndian.AppendUint32(key, number), body)
}

func (t *tx) SweepAudits(before time.Time) (dropped int, err error) {
	old, err := t.auditKeys(func(a storage.Audit) bool { return a.At.Before(before) })
	for _, key := range old {
		if err := t.drop(audits, key); err != nil {
			return 0, err
		}
	}
	if err != nil {
		return 0, err
	}
	return t.swept(len(old))
}

// auditKeys is the keys of the changes that are meant.
func (t *tx) auditKeys(meant func(storage.Audit) bool) (keys [][]byte, err error) {
	for e, err := range t.scan(audits, nil, nil) {
		if err != nil {
			return nil, err
		}
		a, err := decode[storage.Audit](audits, e.value)
		if err != nil {
			return nil, err
		}
		if meant(a) {
			keys = append(keys, bytes.Clone(e.key))
		}
	}
	return keys, nil
}

// forgetAudits takes the person out of the changes they made, or are named in.
func (t *tx) forgetAudits(user habit.UserID) error {
	is := func(id string) bool { return user != "" && id == string(user) }
	keys, err := t.auditKeys(func(a storage.Audit) bool { return is(string(a.Who)) || is(a.Before) || is(a.After) })
	if err != nil {
		return err
	}
	for _, key := range keys {
		value, err := t.read(audits, key)
		if err != nil {
			return err
		}
		a, err := decode[storage.Audit](audits, value)
		if err != nil {
			return err
		}
		if is(string(a.Who)) {
			a.Who, a.Name = "", ""
		}
		if is(a.Before) {
			a.Before = ""
		}
		if is(a.After) {
			a.After = ""
		}
		body, err := encode(a)
		if err != nil {
			return fmt.Errorf("bolt: forget audit: %w", err)
		}
		if err := t.put(audits, key, body); err != nil {
			return err
		}
	}
	return nil
}

// moveAudits gives the changes of a channel to another id, behind those it has.
func (t *tx) moveAudits(from, to habit.ChannelID) error {
	moving, err := those(t, audits, auditsOf(from), func(storage.Audit) bool { return true })
	if err != nil {
		return err
	}
	if err := t.dropAll(audits, auditsOf(from)); err != nil {
		return err
	}
	for _, a := range moving {
		a.Channel = to
		if err := t.AddAudit(a); err != nil {
			return err
		}
	}
	return nil
}
