package slacksim

import (
	"slices"
	"time"
)

// A User is a person, or another app's bot, in the workspace.
type User struct {
	ID, Name, RealName string
	TZ                 string // IANA zone; empty is not sent, as for some bots and guests
	Locale             string // like "en-US"
	Bot, Deleted       bool
	Restricted         bool // a guest of several channels
	UltraRestricted    bool // a guest of one channel; Slack then says Restricted, too
	Admin, Owner       bool // of the workspace
	Stranger           bool // somebody from another workspace, not visible to the bot's own

	Status Status
	Huddle bool // in a call of Slack's own
	Quiet  DoNotDisturb
}

// A Status is what a person says of themselves beside their name.
type Status struct {
	Text    string
	Emoji   string    // with its colons
	Expires time.Time // zero: it stays
}

// DoNotDisturb is the next, or running, time in which Slack brings a person no notifications; zero: none is set.
type DoNotDisturb struct{ From, Until time.Time }

// SetUser changes what the workspace knows of a person; no event follows.
func (s *Server) SetUser(id string, change func(*User)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.users[id]; u != nil {
		change(u)
		s.change()
	}
}

// A Channel is a conversation; with IM it is a person's direct messages with the bot.
type Channel struct {
	ID, Name              string
	Private, Archived, IM bool
	Members               []string
}

// AddUser adds a person, or replaces them.
func (s *Server) AddUser(u User) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.users[u.ID] == nil {
		s.userOrder = append(s.userOrder, u.ID)
	}
	s.users[u.ID] = &u
	s.change()
}

// AddChannel adds a conversation, or replaces it; no events follow.
func (s *Server) AddChannel(c Channel) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c.Members = slices.Clone(c.Members)
	s.addChannel(&c)
}

func (s *Server) addChannel(c *Channel) {
	if s.channels[c.ID] == nil {
		s.chanOrder = append(s.chanOrder, c.ID)
	}
	s.channels[c.ID] = c
	s.change()
}

func dmID(user string) string { return "D" + user[1:] }

// DM returns the id of a person's direct messages with the bot, and makes them when they are not there yet. It is always
// D and the user's id without its first letter.
func (s *Server) DM(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.dm(user)
}

func (s *Server) dm(user string) string {
	id := dmID(user)
	if s.channels[id] == nil {
		s.addChannel(&Channel{ID: id, Name: "directmessage", IM: true, Members: []string{user, botUser}})
	}
	return id
}

// Users returns the people added, in order.
func (s *Server) Users() []User {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []User
	for _, id := range s.userOrder {
		all = append(all, *s.users[id])
	}
	return all
}

// Channels returns the conversations, in the order they came up; direct messages with the bot are among them.
func (s *Server) Channels() []Channel {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Channel
	for _, id := range s.chanOrder {
		c := *s.channels[id]
		c.Members = slices.Clone(c.Members)
		all = append(all, c)
	}
	return all
}

// shownName is the name that payloads carry.
func (c *Channel) shownName() string {
	switch {
	case c.IM:
		return "directmessage"
	case c.Private:
		return "privategroup"
	}
	return c.Name
}

// partner is the person in a conversation that is not the bot.
func (s *Server) partner(c *Channel) string {
	for _, u := range c.Members {
		if u != botUser {
			return u
		}
	}
	return ""
}

// left reports whether the person of a direct conversation is deactivated.
func (s *Server) left(c *Channel) bool {
	u := s.users[s.partner(c)]
	return u != nil && u.Deleted
}
