package bolt

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

func (r *reader) Member(id habit.UserID) (storage.Member, error) {
	m, err := document[storage.Member](r, members, string(id))
	m.ID = id
	return m, err
}

func (r *reader) Channel(id habit.ChannelID) (storage.Channel, error) {
	c, err := document[storage.Channel](r, channels, string(id))
	c.ID = id
	return c, err
}

func (r *reader) Members() ([]storage.Member, error) { return documents[storage.Member](r, members) }

func (r *reader) Channels() ([]storage.Channel, error) {
	return documents[storage.Channel](r, channels)
}

func (r *reader) Sessions(user habit.UserID, from habit.Day) ([]storage.Session, error) {
	return facts[storage.Session](r, sessions, of(user), appendDay(nil, from))
}

func (r *reader) Session(user habit.UserID, cause string) (storage.Session, error) {
	place, err := r.read(causes, causeKey(user, cause))
	if place == nil || err != nil {
		return storage.Session{}, err
	}
	value, err := r.read(sessions, sessionKeyAt(user, place, cause))
	if err != nil {
		return storage.Session{}, err
	}
	return decode[storage.Session](sessions, value)
}

func (r *reader) CheckIn(user habit.UserID, cause string) (storage.CheckIn, error) {
	at, err := r.read(answers, causeKey(user, cause))
	if at == nil || err != nil {
		return storage.CheckIn{}, err
	}
	value, err := r.read(checkins, checkInKey(user, timeOf(at), cause))
	if err != nil {
		return storage.CheckIn{}, err
	}
	return decode[storage.CheckIn](checkins, value)
}

func (r *reader) CheckIns(user habit.UserID, since time.Time) ([]storage.CheckIn, error) {
	return facts[storage.CheckIn](r, checkins, of(user), appendTime(nil, since))
}

func (r *reader) Slot(key storage.SlotKey) (storage.Slot, error) {
	value, err := r.read(slots, slotKey(key))
	if value == nil || err != nil {
		return storage.Slot{}, err
	}
	return decode[storage.Slot](slots, value)
}

func (r *reader) Slots(kind storage.Kind, owner string, n int) ([]storage.Slot, error) {
	var newest []storage.Slot
	if n <= 0 {
		return nil, nil
	}
	for e, err := range r.scanBack(slots, slotsOf(kind, owner)) {
		if err != nil {
			return nil, err
		}
		s, err := decode[storage.Slot](slots, e.value)
		if err != nil {
			return nil, err
		}
		if newest = append(newest, s); len(newest) == n {
			break
		}
	}
	return newest, nil
}

func (r *reader) Unsettled() ([]storage.Slot, error) {
	var open []storage.Slot
	for e, err := range r.scan(unsettled, nil, nil) {
		if err != nil {
			return nil, err
		}
		value, err := r.read(slots, e.key)
		if err != nil {
			return nil, err
		}
		s, err := decode[storage.Slot](slots, value)
		if err != nil {
			return nil, err
		}
		open = append(open, s)
	}
	return open, nil
}

func (r *reader) Took(key storage.SlotKey) ([]habit.UserID, error) {
	var people []habit.UserID
	for e, err := range r.scan(took, tookKey(key, ""), nil) {
		if err != nil {
			return nil, err
		}
		people = append(people, habit.UserID(e.key))
	}
	return people, nil
}

func (r *reader) Due(until time.Time, limit int) ([]storage.Due, error) {
	var found []storage.Due
	for e, err := range r.scan(due, nil, nil) {
		if err != nil {
			return nil, err
		}
		d := storage.Due{At: timeOf(e.key)}
		if d.At.After(until) || len(found) >= limit {
			break
		}
		if id := string(e.key[timeSize+1:]); e.key[timeSize] == sortMember {
			d.User = habit.UserID(id)
		} else {
			d.Channel = habit.ChannelID(id)
		}
		found = append(found, d)
	}
	return found, nil
}

func (r *reader) NextDue() (time.Time, error) {
	for e, err := range r.scan(due, nil, nil) {
		if err != nil {
			return time.Time{}, err
		}
		return timeOf(e.key), nil
	}
	return time.Time{}, nil
}

func (r *reader) Life() (storage.Life, error) {
	value, err := r.read(life, keyLife)
	if value == nil || err != nil {
		return storage.Life{}, err
	}
	return decode[storage.Life](life, value)
}

// document reads a document, zero if there is none.
func document[T any](r *reader, tab table, id string) (T, error) {
	value, err := r.read(tab, []byte(id))
	if value == nil || err != nil {
		var none T
		return none, err
	}
	return decode[T](tab, value[timeSize:])
}

// documents reads every document of a table.
func documents[T any](r *reader, tab table) ([]T, error) {
	var all []T
	for e, err := range r.scan(tab, nil, nil) {
		if err != nil {
			return nil, err
		}
		doc, err := decode[T](tab, e.value[timeSize:])
		if err != nil {
			return nil, err
		}
		all = append(all, doc)
	}
	return all, nil
}

// facts reads a person's facts, from start on.
func facts[T any](r *reader, tab table, prefix, start []byte) ([]T, error) {
	var all []T
	for e, err := range r.scan(tab, prefix, start) {
		if err != nil {
			return nil, err
		}
		fact, err := decode[T](tab, e.value)
		if err != nil {
			return nil, err
		}
		all = append(all, fact)
	}
	return slices.Clip(all), nil
}

func decode[T any](tab table, value []byte) (T, error) {
	var v T
	if err := json.Unmarshal(value, &v); err != nil {
		return v, fmt.Errorf("bolt: table %s: %w", tab, err)
	}
	return v, nil
}
