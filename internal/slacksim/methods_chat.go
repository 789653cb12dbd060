package slacksim

import (
	"encoding/json"
	"net/url"
	"slices"
	"unicode/utf8"
)

const (
	maxText       = 40000 // characters; chat.postMessage cuts off what is longer
	maxUpdateText = 4000  // characters; chat.update refuses what is longer
)

// reach finds the channel a chat method names, and whether the bot may act in it. A person's id stands for their DM.
// The caller holds the lock.
func (s *Server) reach(id string, needMember bool) (*Channel, string) {
	if u := s.users[id]; u != nil && !u.Bot && !u.Deleted {
		id = s.dm(id)
	}
	c := s.channels[id]
	member := c != nil && slices.Contains(c.Members, botUser)
	switch {
	case c == nil, !member && (c.Private || c.IM):
		return nil, "channel_not_found"
	case needMember && !member:
		return nil, "not_in_channel"
	case c.Archived:
		return nil, "is_archived"
	case c.IM && !s.manifest.Features.AppHome.Messages:
		return nil, "messages_tab_disabled"
	case c.IM && s.left(c):
		return nil, "account_inactive"
	}
	return c, ""
}

// body reads text and blocks, and checks them. The caller holds the lock.
func (s *Server) body(args url.Values) (text string, blocks []json.RawMessage, problem answer) {
	text = args.Get("text")
	if utf8.RuneCountInString(text) > maxText {
		text = string([]rune(text)[:maxText])
	}
	if raw := args.Get("blocks"); raw != "" {
		var problems []string
		blocks, problems = s.checkBlocks(raw)
		switch {
		case blocks == nil && problems == nil:
			return "", nil, refuse("invalid_blocks_format")
		case problems != nil:
			return "", nil, invalid("invalid_blocks", problems)
		}
	}
	if text == "" && len(blocks) == 0 {
		return "", nil, refuse("no_text")
	}
	return text, blocks, nil
}

func (s *Server) chatPostMessage(args url.Values) answer {
	c, problem := s.reach(args.Get("channel"), !s.manifest.granted("chat:write.public"))
	if problem != "" {
		return refuse(problem)
	}
	text, blocks, bad := s.body(args)
	if bad != nil {
		return bad
	}
	thread := args.Get("thread_ts")
	if thread != "" && s.find(c.ID, thread) == nil {
		return refuse("cannot_reply_to_message")
	}
	if wait := s.take("channel "+c.ID, channelPerMinute, channelBurst); wait > 0 {
		return answer{"retry_after": wait}
	}
	m := s.post(Message{Channel: c.ID, ThreadTS: thread, User: botUser, Bot: true, Text: text, Blocks: blocks})
	return answer{"channel": c.ID, "ts": m.TS, "message": m.object()}
}

func (s *Server) chatPostEphemeral(args url.Values) answer {
	c, problem := s.reach(args.Get("channel"), true)
	if problem != "" {
		return refuse(problem)
	}
	user := args.Get("user")
	if !slices.Contains(c.Members, user) || user == botUser {
		return refuse("user_not_in_channel")
	}
	if utf8.RuneCountInString(args.Get("text")) > maxText {
		return refuse("msg_too_long")
	}
	text, blocks, bad := s.body(args)
	if bad != nil {
		return bad
	}
	m := s.post(Message{Channel: c.ID, ThreadTS: args.Get("thread_ts"), User: botUser, Bot: true, Text: text, Blocks: blocks,
		Ephemeral: true, To: user})
	return answer{"message_ts": m.TS}
}

// own finds a message of the bot's that a chat method may change; an ephemeral one is not to be found.
func (s *Server) own(args url.Values, cannot string) (*message, string) {
	c := s.channels[args.Get("channel")]
	if c == nil || (c.Private || c.IM) && !slices.Contains(c.Members, botUser) {
		return nil, "channel_not_found"
	}
	m := s.find(c.ID, args.Get("ts"))
	switch {
	case m == nil || m.Ephemeral:
		return nil, "message_not_found"
	case !m.Bot:
		return nil, cannot
	case c.Archived:
		return nil, "is_inactive"
	}
	return m, ""
}

func (s *Server) chatUpdate(args url.Values) answer {
	m, problem := s.own(args, "cant_update_message")
	if problem != "" {
		return refuse(problem)
	}
	if utf8.RuneCountInString(args.Get("text")) > maxUpdateText {
		return refuse("msg_too_long")
	}
	text, blocks, bad := s.body(args)
	if bad != nil {
		return bad
	}
	s.rewrite(m, text, args.Has("text"), blocks)
	return answer{"channel": m.Channel, "ts": m.TS, "text": m.Text, "message": m.object()}
}

// rewrite changes a message in place: text without blocks takes the old blocks away, blocks without text keep the text.
// A message of blocks bears no mark of the change. The caller holds the lock.
func (s *Server) rewrite(m *message, text string, hasText bool, blocks []json.RawMessage) {
	before := m.object()
	if hasText {
		m.Text = text
	}
	m.Blocks = blocks
	m.Edited = m.Edited || len(blocks) == 0
	for user, old := range m.states {
		m.states[user] = stateOf(blocks)
		m.states[user].take(old)
	}
	s.change()
	if !m.Ephemeral {
		s.tellMessage(s.channels[m.Channel], map[string]any{"type": "message", "subtype": "message_changed", "hidden": true,
			"ts": s.stamp(), "message": m.object(), "previous_message": before})
	}
}

func (s *Server) chatDelete(args url.Values) answer {
	m, problem := s.own(args, "cant_delete_message")
	if problem != "" {
		return refuse(problem)
	}
	s.remove(m)
	return answer{"channel": m.Channel, "ts": m.TS}
}
