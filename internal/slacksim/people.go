package slacksim

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// At is where something is pressed: in a message (Channel and TS, ephemeral ones too) or in a view. Block names the
// block_id where several elements share the action_id.
type At struct{ Channel, TS, View, Block string }

// place says why this person cannot act in this conversation; empty when they can.
func (s *Server) place(user, channel string) string {
	c := s.channels[channel]
	switch {
	case s.users[user] == nil:
		return "slacksim: no user " + user
	case c == nil:
		return "slacksim: no channel " + channel
	case !slices.Contains(c.Members, user):
		return "slacksim: " + user + " is not in " + channel
	case c.Archived:
		return "This channel has been archived."
	}
	return ""
}

// Slash types a slash command into a conversation, where the bot need not be.
func (s *Server) Slash(ctx context.Context, user, channel, command, text string) Outcome {
	s.mu.Lock()
	cmd, known := s.manifest.command(command)
	wrong := s.place(user, channel)
	if wrong == "" && !known {
		wrong = command + " is not a valid command."
	}
	if wrong != "" {
		s.mu.Unlock()
		return Outcome{Err: wrong}
	}
	typed := strings.TrimSpace(command + " " + text)
	if cmd.Escape {
		text = s.escape(text)
	}
	c := s.channels[channel]
	hook := s.newURL("commands", user, channel, nil)
	payload := map[string]any{"token": "verification-token", "team_id": teamID, "team_domain": teamDomain, "api_app_id": appID,
		"channel_id": channel, "channel_name": c.shownName(), "user_id": user, "user_name": s.users[user].Name,
		"command": command, "text": text, "response_url": hook.address, "trigger_id": s.newTrigger(user, nil)}
	if s.count++; s.count%2 == 0 { // Slack sends it sometimes, and as a string
		payload["is_enterprise_install"] = "false"
	}
	e := newEnvelope("slash_commands", payload, true)
	hook.typed = typed
	e.apply = func(answer json.RawMessage) string {
		problem := s.respond(hook, answer)
		if problem != "" {
			return fmt.Sprintf("%s failed with the error %q", command, problem)
		}
		return ""
	}
	s.mu.Unlock()
	o := s.deliver(ctx, e)
	if o.Err == timedOut || o.Err == undelivered {
		o.Err = fmt.Sprintf("%s failed with the error %q", command, o.Err)
	}
	return o
}

// SlashInThread types a slash command into a thread: Slack refuses it and sends nothing.
func (s *Server) SlashInThread(ctx context.Context, user, channel, threadTS, command, text string) Outcome {
	s.mu.Lock()
	defer s.mu.Unlock()
	if wrong := s.place(user, channel); wrong != "" {
		return Outcome{Err: wrong}
	}
	return Outcome{Err: command + " is not supported in threads. Sorry!"}
}

// Say posts a person's message and returns its timestamp; @names become mentions.
func (s *Server) Say(ctx context.Context, user, channel, text string) (ts string, o Outcome) {
	return s.SayInThread(ctx, user, channel, "", text)
}

// SayInThread posts a person's message into a thread.
func (s *Server) SayInThread(ctx context.Context, user, channel, threadTS, text string) (ts string, o Outcome) {
	s.mu.Lock()
	wrong := s.place(user, channel)
	home := s.manifest.Features.AppHome
	if wrong == "" && s.channels[channel].IM && (!home.Messages || home.ReadOnly) {
		wrong = "Sending messages to this app has been turned off."
	}
	if wrong == "" && threadTS != "" && s.find(channel, threadTS) == nil {
		wrong = "slacksim: no message " + threadTS
	}
	if wrong != "" {
		s.mu.Unlock()
		return "", Outcome{Err: wrong}
	}
	c := s.channels[channel]
	text = s.escape(text)
	m := s.post(Message{Channel: channel, ThreadTS: threadTS, User: user, Text: text, Blocks: []json.RawMessage{richText(text)}})
	inner := m.object()
	inner["client_msg_id"] = uuid()
	var sent []*envelope
	add := func(e *envelope) {
		if e != nil {
			sent = append(sent, e)
		}
	}
	add(s.messageEvent(c, inner))
	if !c.IM && strings.Contains(text, "<@"+botUser+">") && slices.Contains(c.Members, botUser) {
		mention := m.object()
		mention["type"], mention["client_msg_id"] = "app_mention", inner["client_msg_id"]
		mention["channel"], mention["event_ts"] = channel, m.TS
		add(s.event("app_mention", mention))
	}
	s.mu.Unlock()
	for _, e := range sent {
		if one := s.deliverEvent(ctx, e); o.Envelope == "" || o.Err == "" {
			o = one
		}
	}
	return m.TS, o
}

// Shortcut chooses a global shortcut.
func (s *Server) Shortcut(ctx context.Context, user, callbackID string) Outcome {
	s.mu.Lock()
	known := slices.ContainsFunc(s.manifest.Features.Shortcuts, func(c shortcut) bool { return c.CallbackID == callbackID && c.Type == "global" })
	if !known || s.users[user] == nil {
		s.mu.Unlock()
		return Outcome{Err: "slacksim: no shortcut " + callbackID + " for " + user}
	}
	payload := s.interaction("shortcut", user)
	payload["callback_id"] = callbackID
	payload["action_ts"] = s.stamp()
	payload["trigger_id"] = s.newTrigger(user, nil)
	s.mu.Unlock()
	return s.interactive(ctx, newEnvelope("interactive", payload, false))
}

// OpenDM opens the app's Messages tab.
func (s *Server) OpenDM(ctx context.Context, user string) Outcome {
	return s.openTab(ctx, user, "messages", s.manifest.Features.AppHome.Messages)
}

// OpenHome opens the app's Home tab.
func (s *Server) OpenHome(ctx context.Context, user string) Outcome {
	return s.openTab(ctx, user, "home", s.manifest.Features.AppHome.Home)
}

func (s *Server) openTab(ctx context.Context, user, tab string, enabled bool) Outcome {
	s.mu.Lock()
	if s.users[user] == nil || !enabled {
		s.mu.Unlock()
		return Outcome{Err: "slacksim: no " + tab + " tab for " + user}
	}
	inner := map[string]any{"user": user, "channel": s.dm(user), "tab": tab, "event_ts": s.stamp()}
	if v := s.homes[user]; v != nil && tab == "home" {
		inner["view"] = s.viewObject(v)
	}
	e := s.event("app_home_opened", inner)
	s.mu.Unlock()
	if e == nil {
		return Outcome{}
	}
	return s.deliverEvent(ctx, e)
}
