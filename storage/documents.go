package storage

import (
	"time"

	"catcow/internal/care"
	"catcow/internal/habit"
)

// Member is what Catcow remembers of a person. The zero value of every field
// means "as before it was added".
type Member struct {
	ID       habit.UserID   `json:"id"`
	Zone     string         `json:"zone,omitempty"`     // IANA zone, as Slack last told
	Welcomed time.Time      `json:"welcomed,omitzero"`  // when the first-run notice was shown
	Agreed   time.Time      `json:"agreed,omitzero"`    // when they agreed that their scores are kept; zero: they have not
	Workdays habit.Weekdays `json:"workdays,omitempty"` // zero: Monday to Friday
	CheckIns Schedule       `json:"checkins,omitzero"`  // when Catcow asks how stiff the back is
	Nudges   Schedule       `json:"nudges,omitzero"`    // when Catcow suggests a move in private
	Pauses   []habit.Span   `json:"pauses,omitempty"`   // silence, and a frozen streak
	Alerts   []care.Alert   `json:"alerts,omitempty"`   // safety cards shown: what, when, read when
	Offered  []Offer        `json:"offered,omitempty"`  // the last moves suggested, oldest first
	Question Question       `json:"question,omitzero"`  // the check-in that waits for an answer
}

// Due is when something of this member falls due next; the zero time: never.
func (m Member) Due() time.Time { return earliest(m.CheckIns.Due(), m.Nudges.Due()) }

// Channel is what Catcow remembers of a channel.
type Channel struct {
	ID       habit.ChannelID `json:"id"`
	Present  bool            `json:"present,omitempty"`  // Catcow is a member of it
	Welcomed time.Time       `json:"welcomed,omitzero"`  // when it was greeted
	Prompts  Schedule        `json:"prompts,omitzero"`   // when it is prompted
	Prompted []string        `json:"prompted,omitempty"` // ids of the last moves, oldest first
}

// Due is when something of this channel falls due next; the zero time: never.
func (c Channel) Due() time.Time { return c.Prompts.Due() }

// Schedule is a plan in use.
type Schedule struct {
	Plan    habit.Plan   `json:"plan,omitzero"`
	Decided time.Time    `json:"decided,omitzero"` // every slot up to and including this instant has its decision
	By      habit.UserID `json:"by,omitempty"`     // who set it
}

// Due is when the plan falls due next; the zero time: never.
func (s Schedule) Due() time.Time {
	if s.Plan.IsZero() {
		return time.Time{}
	}
	slot, ok := s.Plan.Next(s.Decided)
	if !ok {
		return time.Time{}
	}
	return slot.At
}

// Offer is a move that was suggested.
type Offer struct {
	Exercise string    `json:"exercise"`
	At       time.Time `json:"at"`
}

// Question is a check-in that was asked and not yet answered.
type Question struct {
	Slot    SlotKey         `json:"slot,omitempty"`
	Channel habit.ChannelID `json:"channel,omitempty"`
	TS      string          `json:"ts,omitempty"`
	Asked   time.Time       `json:"asked,omitzero"`
}

func earliest(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}
