package slacksim

import (
	"context"
	"fmt"
	"slices"
)

// SetZone moves a person to another IANA zone: user_change.
func (s *Server) SetZone(user, tz string) { s.ChangeUser(user, func(u *User) { u.TZ = tz }) }

// Deactivate switches a person's account off, or on again: user_change.
func (s *Server) Deactivate(user string, off bool) {
	s.ChangeUser(user, func(u *User) { u.Deleted = off })
}

// ChangeUser changes anything about a person but their id: user_change.
func (s *Server) ChangeUser(user string, change func(*User)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.users[user]
	if u == nil {
		return
	}
	change(u)
	u.ID = user
	s.change()
	s.tell("user_change", map[string]any{"user": s.userObject(u), "cache_ts": s.cfg.Now().Unix(), "event_ts": s.stamp()})
}

// Archive archives a channel or brings it back: channel_archive, channel_unarchive, or the same of a group.
func (s *Server) Archive(channel string, on bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	if c == nil || c.IM || c.Archived == on {
		return fmt.Errorf("slacksim: cannot archive %s", channel)
	}
	c.Archived = on
	s.change()
	inner := map[string]any{"channel": c.ID, "user": s.partner(c), "event_ts": s.stamp()}
	if on {
		inner["is_moved"] = 0
		s.tellOf(c, "archive", inner)
	} else {
		s.tellOf(c, "unarchive", inner)
	}
	return nil
}

// Delete deletes a channel with its messages: channel_deleted, group_deleted.
func (s *Server) Delete(channel string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	if c == nil || c.IM {
		return fmt.Errorf("slacksim: no channel %s to delete", channel)
	}
	s.forgetChannel(channel)
	delete(s.messages, channel)
	s.change()
	inner := map[string]any{"channel": c.ID, "actor_id": s.partner(c), "event_ts": s.stamp()}
	if c.Private {
		inner["date_deleted"] = s.cfg.Now().Unix()
	}
	s.tellOf(c, "deleted", inner)
	return nil
}

func (s *Server) forgetChannel(channel string) {
	delete(s.channels, channel)
	s.chanOrder = slices.DeleteFunc(slices.Clone(s.chanOrder), func(id string) bool { return id == channel })
}

// Rename gives a channel another name: channel_rename, group_rename.
func (s *Server) Rename(channel, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	if c == nil || c.IM {
		return fmt.Errorf("slacksim: no channel %s to rename", channel)
	}
	c.Name = name
	s.change()
	s.tellOf(c, "rename", map[string]any{"event_ts": s.stamp(), "channel": map[string]any{"id": c.ID, "is_channel": !c.Private,
		"is_mpim": false, "name": name, "name_normalized": name, "created": 1700000000}})
	return nil
}

// MakePrivate turns a public channel into a private one. Slack's documents name no event for it.
func (s *Server) MakePrivate(channel string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	if c == nil || c.IM || c.Private {
		return fmt.Errorf("slacksim: cannot make %s private", channel)
	}
	c.Private = true
	s.change()
	return nil
}

// ChangeID gives a channel another id, as when it is shared with another company: channel_id_changed. Its messages
// go along; the old id is unknown from then on.
func (s *Server) ChangeID(from, to string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[from]
	if c == nil || c.IM || s.channels[to] != nil {
		return fmt.Errorf("slacksim: cannot turn %s into %s", from, to)
	}
	s.forgetChannel(from)
	c.ID = to
	s.addChannel(c)
	for _, m := range s.messages[from] {
		m.Channel = to
	}
	s.messages[to] = s.messages[from]
	delete(s.messages, from)
	if !c.Private || slices.Contains(c.Members, botUser) {
		s.tell("channel_id_changed", map[string]any{"old_channel_id": from, "new_channel_id": to, "event_ts": s.stamp()})
	}
	return nil
}

// tellOf sends channel_WHAT, or group_WHAT of a private channel that the bot is in. The caller holds the lock.
func (s *Server) tellOf(c *Channel, what string, inner map[string]any) {
	if inner["channel"] == nil {
		inner["channel"] = c.ID
	}
	switch {
	case !c.Private:
		s.tell("channel_"+what, inner)
	case slices.Contains(c.Members, botUser):
		s.tell("group_"+what, inner)
	}
}

// Uninstall takes the app out of the workspace: the bot token is dead, and app_uninstalled and tokens_revoked arrive
// in no order that can be relied on. The app's own token still opens sockets.
func (s *Server) Uninstall(ctx context.Context) {
	s.mu.Lock()
	s.uninstalled = true
	s.change()
	var sent []*envelope
	for _, subscription := range []string{"tokens_revoked", "app_uninstalled"} {
		inner := map[string]any{}
		if subscription == "tokens_revoked" {
			inner["tokens"] = map[string]any{"oauth": []string{}, "bot": []string{botUser}}
		}
		if e := s.event(subscription, inner); e != nil {
			sent = append(sent, e)
		}
	}
	s.mu.Unlock()
	for _, e := range sent {
		s.deliverEvent(ctx, e)
	}
}
