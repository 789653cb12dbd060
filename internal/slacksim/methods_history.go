package slacksim

import (
	"net/url"
	"slices"
	"strings"
)

// historyScope is the scope for reading what was said in a conversation of this type.
func (c *Channel) historyScope() string {
	switch {
	case c.IM:
		return "im:history"
	case c.Private:
		return "groups:history"
	}
	return "channels:history"
}

// readable finds a conversation whose messages the bot may read.
func (s *Server) readable(id string) (*Channel, answer) {
	c := s.channels[id]
	if c == nil || (c.Private || c.IM) && !slices.Contains(c.Members, botUser) {
		return nil, refuse("channel_not_found")
	}
	if scope := c.historyScope(); !s.manifest.granted(scope) {
		return nil, s.missingScope(scope)
	}
	if !slices.Contains(c.Members, botUser) {
		return nil, refuse("not_in_channel")
	}
	return c, nil
}

// between says whether a timestamp lies between oldest and latest.
func between(ts string, args url.Values) bool {
	inclusive := word("true 1", args.Get("inclusive"))
	oldest, latest := args.Get("oldest"), args.Get("latest")
	if inclusive && (ts == oldest || ts == latest) {
		return true
	}
	return (oldest == "" || ts > oldest) && (latest == "" || ts < latest)
}

// conversationsHistory is the newest messages first; of a thread its root alone, and of ephemeral ones none.
func (s *Server) conversationsHistory(args url.Values) answer {
	c, bad := s.readable(args.Get("channel"))
	if bad != nil {
		return bad
	}
	for _, bound := range []string{"oldest", "latest"} {
		if ts := args.Get(bound); ts != "" && !strings.Contains(ts, ".") {
			return refuse("invalid_ts_" + bound)
		}
	}
	var found []*message
	for _, m := range slices.Backward(s.messages[c.ID]) {
		if !m.Ephemeral && (m.ThreadTS == "" || m.ThreadTS == m.TS) && between(m.TS, args) {
			found = append(found, m)
		}
	}
	return s.pageOf(args, "next_ts:", found)
}

// conversationsReplies is a thread, its root first.
func (s *Server) conversationsReplies(args url.Values) answer {
	c, bad := s.readable(args.Get("channel"))
	if bad != nil {
		return bad
	}
	var found []*message
	for _, m := range s.messages[c.ID] {
		if !m.Ephemeral && (m.TS == args.Get("ts") || m.ThreadTS == args.Get("ts")) {
			found = append(found, m)
		}
	}
	if len(found) == 0 || found[0].TS != args.Get("ts") {
		return refuse("thread_not_found")
	}
	return s.pageOf(args, "next_ts:", found)
}

func (s *Server) pageOf(args url.Values, prefix string, found []*message) answer {
	shown, next, problem := page(args, prefix, found, func(m *message) string { return m.TS })
	if problem != "" {
		return refuse(problem)
	}
	list := []any{}
	for _, m := range shown {
		o := m.object()
		if m.Deleted {
			o["user"], o["subtype"] = "USLACKBOT", "tombstone"
			delete(o, "bot_id")
		}
		if n := s.repliesTo(m); n > 0 {
			o["thread_ts"], o["reply_count"] = m.TS, n
		}
		list = append(list, o)
	}
	return answer{"messages": list, "has_more": next != "", "response_metadata": map[string]any{"next_cursor": next}}
}

// repliesTo is how many messages stand in the thread of this one.
func (s *Server) repliesTo(root *message) (n int) {
	for _, m := range s.messages[root.Channel] {
		if m.ThreadTS == root.TS && m != root && !m.Ephemeral {
			n++
		}
	}
	return n
}
