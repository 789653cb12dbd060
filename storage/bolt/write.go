package bolt

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"catcow/internal/habit"
	"catcow/storage"
)

func (t *tx) PutMember(m storage.Member) error {
	return t.putDocument(members, sortMember, string(m.ID), m.Due(), m)
}

func (t *tx) PutChannel(c storage.Channel) error {
	return t.putDocument(channels, sortChannel, string(c.ID), c.Due(), c)
}

// putDocument keeps a document with the instant of its place in the due index before it, so
// that the place is found again however the document's rules change.
func (t *tx) putDocument(tab table, sort byte, id string, at time.Time, doc any) error {
	body, err := encode(doc, id)
	if err != nil {
		return fmt.Errorf("bolt: put in %s: %w", tab, err)
	}
	stamp := appendTime(nil, at)
	old, err := t.read(tab, []byte(id))
	if err != nil {
		return err
	}
	if old == nil || !bytes.Equal(old[:timeSize], stamp) {
		if err := t.dropDue(old, sort, id); err != nil {
			return err
		}
		if !at.IsZero() {
			if err := t.put(due, dueKey(at, sort, id), nil); err != nil {
				return err
			}
		}
	}
	return t.put(tab, []byte(id), append(stamp, body...))
}

// dropDue takes a stored document, nil for none, out of the due index.
func (t *tx) dropDue(stored []byte, sort byte, id string) error {
	if stored == nil {
		return nil
	}
	return t.drop(due, dueKey(timeOf(stored), sort, id))
}

func (t *tx) AddSession(s storage.Session) (added bool, err error) {
	texts := []string{string(s.User), s.Cause}
	if s.Prompt != "" {
		texts = append(texts, string(s.Prompt))
	}
	body, err := encode(s, texts...)
	if err != nil {
		return false, fmt.Errorf("bolt: add session: %w", err)
	}
	cause := causeKey(s.User, s.Cause)
	if known, err := t.read(causes, cause); known != nil || err != nil {
		return false, err
	}
	if err := t.put(causes, cause, sessionPlace(s)); err != nil {
		return false, err
	}
	if s.Prompt != "" {
		if err := t.put(took, tookKey(s.Prompt, s.User), nil); err != nil {
			return false, err
		}
	}
	return true, t.put(sessions, sessionKey(s), body)
}

func (t *tx) PutSession(s storage.Session) error {
	old, err := t.Session(s.User, s.Cause)
	if err != nil {
		return err
	}
	switch {
	case old.Cause == "":
		return fmt.Errorf("bolt: put session: there is none of the cause %.40q", s.Cause)
	case s.Day != old.Day || !s.At.Equal(old.At) || s.Prompt != old.Prompt:
		return fmt.Errorf("bolt: put session: that of the cause %.40q has another day, time or prompt", s.Cause)
	}
	body, err := encode(s)
	if err != nil {
		return fmt.Errorf("bolt: put session: %w", err)
	}
	return t.put(sessions, sessionKey(s), body)
}

func (t *tx) DropSession(user habit.UserID, cause string) error {
	s, err := t.Session(user, cause)
	if s.Cause == "" || err != nil {
		return err
	}
	others, err := t.Sessions(user, habit.Day{})
	if err != nil {
		return err
	}
	counted := slices.ContainsFunc(others, func(o storage.Session) bool { return o.Prompt == s.Prompt && o.Cause != cause })
	return t.dropSession(s, counted)
}

func (t *tx) PutCheckIn(c storage.CheckIn) error {
	body, err := encode(c, string(c.User), c.Cause)
	if err != nil {
		return fmt.Errorf("bolt: put check-in: %w", err)
	}
	if err := t.DropCheckIn(c.User, c.Cause); err != nil {
		return err
	}
	if err := t.put(answers, causeKey(c.User, c.Cause), appendTime(nil, c.At)); err != nil {
		return err
	}
	return t.put(checkins, checkInKey(c.User, c.At, c.Cause), body)
}

func (t *tx) DropCheckIn(user habit.UserID, cause string) error {
	key := causeKey(user, cause)
	at, err := t.read(answers, key)
	if at == nil || err != nil {
		return err
	}
	if err := t.drop(checkins, checkInKey(user, timeOf(at), cause)); err != nil {
		return err
	}
	return t.drop(answers, key)
}

func (t *tx) PutSlot(s storage.Slot) error {
	body, err := encode(s, string(s.Key))
	if err != nil {
		return fmt.Errorf("bolt: put slot: %w", err)
	}
	key := slotKey(s.Key)
	if key == nil {
		return fmt.Errorf("bolt: put slot: %q is not the key of a slot", s.Key)
	}
	if s.State.Open() {
		err = t.put(unsettled, key, nil)
	} else {
		err = t.drop(unsettled, key)
	}
	if err != nil {
		return err
	}
	return t.put(slots, key, body)
}

func (t *tx) PutLife(l storage.Life) error {
	body, err := encode(l)
	if err != nil {
		return fmt.Errorf("bolt: put life: %w", err)
	}
	return t.put(life, keyLife, body)
}

const longest = 4096 // bytes of an id, a cause or a slot's key; bbolt bears keys of 32768

// encode makes JSON of a document or fact, if the texts that its key is made of will do.
func encode(v any, texts ...string) ([]byte, error) {
	for _, text := range texts {
		if text == "" || len(text) > longest || !utf8.ValidString(text) {
			return nil, fmt.Errorf("%.40q cannot be an id, a cause or a key", text)
		}
	}
	return json.Marshal(v)
}
