package bolt

import (
	"catcow/internal/habit"
	"catcow/storage"
)

func (t *tx) MoveChannel(from, to habit.ChannelID) error {
	doc, err := t.read(channels, []byte(from))
	if doc == nil || from == to || err != nil {
		return err
	}
	c, err := t.Channel(from)
	if err != nil {
		return err
	}
	if err := t.dropDue(doc, sortChannel, string(from)); err != nil {
		return err
	}
	if err := t.drop(channels, []byte(from)); err != nil {
		return err
	}
	c.ID = to
	if err := t.PutChannel(c); err != nil {
		return err
	}
	for _, kind := range []storage.Kind{storage.Prompt, storage.Roundup} {
		if err := t.moveSlots(kind, from, to); err != nil {
			return err
		}
	}
	if err := t.moveFollowers(from, to); err != nil {
		return err
	}
	if err := t.moveAudits(from, to); err != nil {
		return err
	}
	return t.moveSessions(from, to)
}

// moveFollowers lets the streaks that follow the channel go along.
func (t *tx) moveFollowers(from, to habit.ChannelID) error {
	all, err := t.Members()
	if err != nil {
		return err
	}
	for _, m := range all {
		if m.Follows != from {
			continue
		}
		m.Follows = to
		if err := t.PutMember(m); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) moveSlots(kind storage.Kind, from, to habit.ChannelID) error {
	ours := func(s storage.Slot) bool { _, ok := s.Key.Moved(from, to); return ok }
	moving, err := those(t, slots, appendText(nil, string(kind)), ours)
	if err != nil {
		return err
	}
	for _, s := range moving {
		for _, tab := range []table{slots, unsettled} {
			if err := t.drop(tab, slotKey(s.Key)); err != nil {
				return err
			}
		}
		s.Key, _ = s.Key.Moved(from, to)
		if s.Channel == from {
			s.Channel = to
		}
		if err := t.PutSlot(s); err != nil {
			return err
		}
	}
	return nil
}

func (t *tx) moveSessions(from, to habit.ChannelID) error {
	ours := func(s storage.Session) bool { _, ok := s.Prompt.Moved(from, to); return ok }
	moving, err := those(t, sessions, nil, ours)
	if err != nil {
		return err
	}
	for _, s := range moving {
		if err := t.drop(took, tookKey(s.Prompt, s.User)); err != nil {
			return err
		}
		s.Prompt, _ = s.Prompt.Moved(from, to)
		if err := t.put(took, tookKey(s.Prompt, s.User), nil); err != nil {
			return err
		}
		body, err := encode(s)
		if err != nil {
			return err
		}
		if err := t.put(sessions, sessionKey(s), body); err != nil {
			return err
		}
	}
	return nil
}
