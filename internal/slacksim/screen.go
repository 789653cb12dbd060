package slacksim

import (
	"encoding/json"
	"maps"
	"slices"
	"time"
)

// A Message is one message as its reader sees it.
type Message struct {
	Channel, TS, ThreadTS string
	User                  string // who wrote it; BotUser for the bot
	Bot                   bool
	Text                  string
	Blocks                []json.RawMessage // with the block_id and action_id that Slack fills in
	Files                 []File
	Ephemeral             bool
	To                    string // an ephemeral message's only reader
	Edited                bool
	Deleted               bool // the stone that stays for the deleted root of a thread
	At                    time.Time
}

// A View is a modal or a Home tab as its owner sees it.
type View struct {
	ID, User, Type, CallbackID, PrivateMetadata, Hash string
	Title, Submit, Close                              string
	Blocks                                            []json.RawMessage
	Errors                                            map[string]string                     // by block_id, from the app or from required inputs
	Values                                            map[string]map[string]json.RawMessage // by block_id and action_id, as in state.values
	Failure                                           string                                // what Slack says at the form's foot when the app did not answer properly
}

type message struct {
	Message
	states map[string]values // what each reader chose, by user
}

// Screen returns what a person sees in a conversation, oldest first: every message, and of the ephemeral ones their own;
// nothing in a private one they are not in.
func (s *Server) Screen(user, channel string) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.channels[channel]; c == nil || (c.Private || c.IM) && !slices.Contains(c.Members, user) {
		return nil
	}
	var seen []Message
	for _, m := range s.messages[channel] {
		if m.Ephemeral && m.To != user {
			continue
		}
		shown := m.Message
		shown.Blocks, shown.Files = slices.Clone(m.Blocks), slices.Clone(m.Files)
		for i, f := range shown.Files {
			if kept := s.files[f.ID]; kept != nil {
				shown.Files[i] = kept.seen()
			}
		}
		seen = append(seen, shown)
	}
	return seen
}

// TopView returns the modal on top of the person's stack, or nil.
func (s *Server) TopView(user string) *View {
	s.mu.Lock()
	defer s.mu.Unlock()
	stack := s.stacks[user]
	if len(stack) == 0 {
		return nil
	}
	return stack[len(stack)-1].shown()
}

// Home returns what was last published to the person's Home tab, or nil.
func (s *Server) Home(user string) *View {
	s.mu.Lock()
	defer s.mu.Unlock()
	if v := s.homes[user]; v != nil {
		return v.shown()
	}
	return nil
}

func (v *view) shown() *View {
	shown := v.View
	shown.Blocks = slices.Clone(v.Blocks)
	shown.Errors = maps.Clone(v.Errors)
	shown.Values = v.values.clone()
	return &shown
}

// post puts a message on the screen; of its own messages the bot hears, as on Slack. The caller holds the lock.
func (s *Server) post(m Message) *message {
	m.TS = s.stamp()
	m.At = s.cfg.Now()
	kept := &message{Message: m, states: map[string]values{}}
	s.messages[m.Channel] = append(s.messages[m.Channel], kept)
	s.change()
	if m.Bot && !m.Ephemeral {
		s.tellMessage(s.channels[m.Channel], kept.object())
	}
	return kept
}

func (s *Server) find(channel, ts string) *message {
	for _, m := range s.messages[channel] {
		if m.TS == ts && !m.Deleted {
			return m
		}
	}
	return nil
}

// remove takes a message from the screen; of a thread's root a stone stays. The caller holds the lock.
func (s *Server) remove(m *message) {
	all, before := s.messages[m.Channel], m.object()
	if slices.ContainsFunc(all, func(r *message) bool { return r.ThreadTS == m.TS && r != m }) {
		m.Deleted, m.Text, m.Blocks = true, "This message was deleted.", nil
	} else {
		s.messages[m.Channel] = slices.DeleteFunc(all, func(o *message) bool { return o == m })
	}
	s.change()
	if !m.Ephemeral {
		s.tellMessage(s.channels[m.Channel], map[string]any{"type": "message", "subtype": "message_deleted", "hidden": true,
			"ts": s.stamp(), "deleted_ts": m.TS, "previous_message": before})
	}
}

// object is the message as the Web API and the events carry it.
func (m *message) object() map[string]any {
	o := map[string]any{"type": "message", "user": m.User, "text": m.Text, "ts": m.TS, "team": teamID}
	if m.Bot {
		o["bot_id"] = botID
		o["app_id"] = appID
	}
	if m.Blocks != nil {
		o["blocks"] = m.Blocks
	}
	if m.Files != nil {
		var files []any
		for _, f := range m.Files {
			files = append(files, map[string]any{"id": f.ID, "name": f.Name, "title": f.Title, "size": f.Size, "mimetype": f.Mimetype})
		}
		o["subtype"], o["upload"], o["files"] = "file_share", false, files
	}
	if m.ThreadTS != "" {
		o["thread_ts"] = m.ThreadTS
	}
	if m.Edited {
		o["edited"] = map[string]any{"user": m.User, "ts": m.TS}
	}
	return o
}
