package slacksim

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
)

// event wraps an inner event and sends its first attempt; nil when the app has not subscribed it. The caller holds the
// lock, lets go of it and calls deliverEvent.
func (s *Server) event(subscription string, inner map[string]any) *envelope {
	if !s.manifest.subscribed(subscription) {
		return nil
	}
	if inner["type"] == nil {
		inner["type"] = subscription
	}
	channel, _ := inner["channel"].(string)
	payload := map[string]any{"token": "verification-token", "team_id": teamID, "api_app_id": appID, "event": inner,
		"type": "event_callback", "event_id": "Ev" + rand.Text()[:12], "event_time": s.cfg.Now().Unix(),
		"authorizations": []any{map[string]any{"enterprise_id": nil, "team_id": teamID, "user_id": botUser, "is_bot": true,
			"is_enterprise_install": false}},
		"is_ext_shared_channel": false, "event_context": fmt.Sprintf("1-%v-%s-%s", inner["type"], teamID, channel)}
	e := newEnvelope("events_api", payload, false)
	s.send(e)
	return e
}

// tell sends an event that nobody waits for. The caller holds the lock.
func (s *Server) tell(subscription string, inner map[string]any) {
	if e := s.event(subscription, inner); e != nil {
		s.spawn(func() { s.deliverEvent(context.Background(), e) })
	}
}

// messageEvent sends a message event to the bot where it is in the conversation. The caller holds the lock.
func (s *Server) messageEvent(c *Channel, inner map[string]any) *envelope {
	kind, subscription := "channel", "message.channels"
	switch {
	case c.IM:
		kind, subscription = "im", "message.im"
	case c.Private:
		kind, subscription = "group", "message.groups"
	}
	if !slices.Contains(c.Members, botUser) {
		return nil
	}
	inner["channel"], inner["channel_type"], inner["event_ts"] = c.ID, kind, inner["ts"]
	return s.event(subscription, inner)
}

// tellMessage sends a message event that nobody waits for. The caller holds the lock.
func (s *Server) tellMessage(c *Channel, inner map[string]any) {
	if e := s.messageEvent(c, inner); e != nil {
		s.spawn(func() { s.deliverEvent(context.Background(), e) })
	}
}

// Event sends an arbitrary inner event, which must hold its type and be subscribed.
func (s *Server) Event(ctx context.Context, event map[string]any) Outcome {
	s.mu.Lock()
	subscription, _ := event["type"].(string)
	if subscription == "message" {
		subscription = fmt.Sprint("message.", map[any]string{"im": "im", "channel": "channels", "group": "groups"}[event["channel_type"]])
	}
	e := s.event(subscription, event)
	s.mu.Unlock()
	if e == nil {
		return Outcome{Err: "slacksim: event " + subscription + " is not subscribed"}
	}
	return s.deliverEvent(ctx, e)
}

// Invite brings a person, or the bot, into a channel: member_joined_channel where the bot is to hear it.
func (s *Server) Invite(by, channel, user string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	switch {
	case c == nil || c.IM:
		return fmt.Errorf("slacksim: no channel %s to invite to", channel)
	case s.users[user] == nil && user != botUser:
		return fmt.Errorf("slacksim: no user %s", user)
	case slices.Contains(c.Members, user):
		return fmt.Errorf("slacksim: %s is in %s already", user, channel)
	case c.Archived:
		return fmt.Errorf("slacksim: %s is archived", channel)
	}
	c.Members = append(c.Members, user)
	s.change()
	if slices.Contains(c.Members, botUser) {
		inner := s.membership(c, user)
		if by != "" {
			inner["inviter"] = by
		}
		s.tell("member_joined_channel", inner)
	}
	return nil
}

// Kick takes a person, or the bot, out of a channel: member_left_channel.
func (s *Server) Kick(channel, user string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.channels[channel]
	if c == nil || c.IM || !slices.Contains(c.Members, user) {
		return fmt.Errorf("slacksim: %s is not in %s", user, channel)
	}
	heard := slices.Contains(c.Members, botUser)
	c.Members = slices.DeleteFunc(slices.Clone(c.Members), func(m string) bool { return m == user })
	s.change()
	if heard {
		s.tell("member_left_channel", s.membership(c, user))
	}
	return nil
}

func (s *Server) membership(c *Channel, user string) map[string]any {
	kind := "C"
	if c.Private {
		kind = "G"
	}
	return map[string]any{"user": user, "channel": c.ID, "channel_type": kind, "team": teamID, "event_ts": s.stamp()}
}
