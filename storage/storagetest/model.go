package storagetest

import (
	"maps"
	"slices"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

type factKey struct {
	user  habit.UserID
	cause string
}

// model is what a store must hold.
type model struct {
	members  map[habit.UserID]storage.Member
	channels map[habit.ChannelID]storage.Channel
	sessions map[factKey]storage.Session
	checkIns map[factKey]storage.CheckIn
	slots    map[storage.SlotKey]storage.Slot
	life     storage.Life
	audits   []storage.Audit // in the order they were added
}

func newModel() model {
	return model{
		map[habit.UserID]storage.Member{}, map[habit.ChannelID]storage.Channel{},
		map[factKey]storage.Session{}, map[factKey]storage.CheckIn{}, map[storage.SlotKey]storage.Slot{}, storage.Life{}, nil,
	}
}

func (m *model) clone() model {
	return model{maps.Clone(m.members), maps.Clone(m.channels), maps.Clone(m.sessions), maps.Clone(m.checkIns), maps.Clone(m.slots), m.life, slices.Clone(m.audits)}
}

func (m *model) sweep(user habit.UserID, checkIns time.Time, sessions habit.Day) (dropped int) {
	had := len(m.checkIns) + len(m.sessions)
	maps.DeleteFunc(m.checkIns, func(k factKey, c storage.CheckIn) bool { return k.user == user && c.At.Before(checkIns) })
	maps.DeleteFunc(m.sessions, func(k factKey, s storage.Session) bool { return k.user == user && s.Day.Before(sessions) })
	return had - len(m.checkIns) - len(m.sessions)
}

func (m *model) moveChannel(from, to habit.ChannelID) {
	c, known := m.channels[from]
	if !known || from == to {
		return
	}
	delete(m.channels, from)
	c.ID = to
	m.channels[to] = c
	for key, s := range maps.Clone(m.slots) {
		if moved, ok := key.Moved(from, to); ok {
			delete(m.slots, key)
			s.Key = moved
			if s.Channel == from {
				s.Channel = to
			}
			m.slots[moved] = s
		}
	}
	for id, member := range m.members {
		if member.Follows == from {
			member.Follows = to
			m.members[id] = member
		}
	}
	for key, s := range m.sessions {
		s.Prompt, _ = s.Prompt.Moved(from, to)
		m.sessions[key] = s
	}
	var moved []storage.Audit
	m.audits = slices.DeleteFunc(m.audits, func(a storage.Audit) bool {
		if a.Channel != from {
			return false
		}
		a.Channel = to
		moved = append(moved, a)
		return true
	})
	m.audits = append(m.audits, moved...)
}

func (m *model) forget(user habit.UserID) {
	delete(m.members, user)
	for id, c := range m.channels {
		c.Schedules, c.Change.Was = slices.Clone(c.Schedules), slices.Clone(c.Change.Was)
		for _, schedules := range [][]storage.Schedule{c.Schedules, c.Change.Was} {
			for i := range schedules {
				if schedules[i].By == user {
					schedules[i].By = ""
				}
			}
		}
		c.Off.Tell = keep(slices.Clone(c.Off.Tell), func(told string) bool { return told != string(user) })
		if c.Change.By == user {
			c.Change.By, c.Change.Text = "", ""
		}
		m.channels[id] = c
	}
	for i, a := range m.audits {
		if a.Who == user {
			a.Who, a.Name = "", ""
		}
		if a.After == string(user) {
			a.After = ""
		}
		m.audits[i] = a
	}
	maps.DeleteFunc(m.sessions, func(k factKey, _ storage.Session) bool { return k.user == user })
	maps.DeleteFunc(m.checkIns, func(k factKey, _ storage.CheckIn) bool { return k.user == user })
	maps.DeleteFunc(m.slots, func(k storage.SlotKey, _ storage.Slot) bool {
		kind, owner, _ := k.Split()
		return !kind.ForChannel() && owner == string(user)
	})
}
