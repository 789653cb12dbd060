package storage

import (
	"strconv"
	"strings"
	"time"

	"catcow/internal/care"
	"catcow/internal/habit"
)

// Session is a move somebody did. It credits its Day once, however many there are.
type Session struct {
	User     habit.UserID `json:"user"`
	Cause    string       `json:"cause"` // what logged it: the press, the typed command; one session each
	Day      habit.Day    `json:"day"`   // civil date in the person's zone at that moment
	At       time.Time    `json:"at"`
	Exercise string       `json:"exercise,omitempty"` // its id; "" when not said
	Prompt   SlotKey      `json:"prompt,omitempty"`   // the channel prompt that was answered

	Back   bool        `json:"back,omitempty"`   // it was logged on a later day than its own
	Effort care.Effort `json:"effort,omitempty"` // how it felt
	Pain   care.Pain   `json:"pain,omitempty"`   // whether it hurt
	Helped Vote        `json:"helped,omitempty"`
}

// Vote is an answer to "did it help?".
type Vote string

// The votes; "" is none.
const (
	Yes Vote = "yes"
	No  Vote = "no"
)

// CheckIn is an answer to "how stiff does your back feel right now?".
type CheckIn struct {
	User  habit.UserID `json:"user"`
	Cause string       `json:"cause"`        // the question, or the message that told it
	By    string       `json:"by,omitempty"` // the press or message that answered
	At    time.Time    `json:"at"`
	Score int          `json:"score"`          // numeric rating scale, 0 to 10
	Word  string       `json:"word,omitempty"` // the answer on the scale of words, one of care.Words4; Score then says nothing
	Pain  care.Pain    `json:"pain,omitempty"`
}

// Kind is what a slot is for.
type Kind string

// The kinds of slot.
const (
	Prompt Kind = "prompt" // a channel's stretch prompt
	Asking Kind = "asking" // a person's check-in
	Nudge  Kind = "nudge"  // a person's private nudge

	Roundup Kind = "roundup" // the sum of a channel's week
	Tending Kind = "tending" // a question to who set a channel's schedule
)

// ForChannel reports whether such a slot is a channel's, and not a person's.
func (k Kind) ForChannel() bool { return k == Prompt || k == Roundup }

// SlotKey names one occurrence of a plan: kind, owner and wall time
// ("prompt/C1/2026-11-23T10:30"). It does not change with the zone.
type SlotKey string

// KeyOf is the key of an owner's slot.
func KeyOf(kind Kind, owner string, slot habit.Slot) SlotKey {
	return SlotKey(string(kind) + "/" + owner + "/" + slot.Key())
}

// OwnerOf is who owns the slots of a channel's schedule: "C1" those of the first, "C1.2"
// those of the second.
func OwnerOf(channel habit.ChannelID, number int) string {
	if number <= 1 {
		return string(channel)
	}
	return string(channel) + "." + strconv.Itoa(number)
}

// ChannelOf is the inverse of OwnerOf.
func ChannelOf(owner string) (channel habit.ChannelID, number int) {
	if i := strings.LastIndex(owner, "."); i > 0 {
		if n, err := strconv.Atoi(owner[i+1:]); err == nil && n > 1 {
			return habit.ChannelID(owner[:i]), n
		}
	}
	return habit.ChannelID(owner), 1
}

// Split is the inverse of KeyOf; wall is "2026-11-23T10:30".
// A text that is no key gives empty strings.
func (k SlotKey) Split() (kind Kind, owner, wall string) {
	first, rest, _ := strings.Cut(string(k), "/")
	i := strings.LastIndex(rest, "/")
	if i < 1 || first == "" || i == len(rest)-1 {
		return "", "", ""
	}
	return Kind(first), rest[:i], rest[i+1:]
}

// Moved is the key of a channel's slot under the channel's new id; ok is false for a key
// that is none of that channel.
func (k SlotKey) Moved(from, to habit.ChannelID) (moved SlotKey, ok bool) {
	kind, owner, wall := k.Split()
	channel, number := ChannelOf(owner)
	if !kind.ForChannel() || channel != from {
		return k, false
	}
	return SlotKey(string(kind) + "/" + OwnerOf(to, number) + "/" + wall), true
}

// State is what was decided of a slot, and what came of it.
type State string

// The states of a slot. Planned and Sending are open; every other is final, but for an
// Unknown check-in, which is asked once more.
const (
	Planned State = "planned" // it is to be sent, and nothing has left
	Sending State = "sending" // written before the message leaves
	Sent    State = "sent"
	Failed  State = "failed"  // Slack refused this message
	Missed  State = "missed"  // nobody could send it while its window was open
	Skipped State = "skipped" // nobody wanted it: paused, resting, not in the channel, ended meanwhile
	Blocked State = "blocked" // Slack takes nothing more for this channel or person
	Unknown State = "unknown" // it left, and nobody knows whether it arrived; never sent again to a channel
)

// Open says that what becomes of the slot is still to be decided.
func (s State) Open() bool { return s == Planned || s == Sending }

// Slot is a decision about one occurrence of a plan.
type Slot struct {
	Key      SlotKey         `json:"key"`
	State    State           `json:"state"`
	Due      time.Time       `json:"due"`
	Until    time.Time       `json:"until,omitzero"`     // how long it may be sent
	At       time.Time       `json:"at"`                 // when its State was decided
	Tried    time.Time       `json:"tried,omitzero"`     // when it last left; zero: it never did
	Attempt  int             `json:"attempt,omitempty"`  // how often it left
	Again    bool            `json:"again,omitempty"`    // it was sent once more, for nobody knew whether it had arrived
	Why      string          `json:"why,omitempty"`      // Slack's error, the reason it was skipped, or what it waits for
	Exercise string          `json:"exercise,omitempty"` // the move it offered
	Channel  habit.ChannelID `json:"channel,omitempty"`  // where the message stands
	TS       string          `json:"ts,omitempty"`       // Slack's id of the message
	Before   SlotKey         `json:"before,omitempty"`   // the message that lost its buttons by this one
}

// Audit is a change of a channel's schedules: who made which, and when. It is kept for a year.
type Audit struct {
	At      time.Time       `json:"at"`
	Channel habit.ChannelID `json:"channel"`
	Who     habit.UserID    `json:"who,omitempty"`    // "": Catcow itself, or somebody who is forgotten
	Name    string          `json:"name,omitempty"`   // how Slack called them then
	What    string          `json:"what"`             // a word or two: "set", "off", "pause", "owner"
	Before  string          `json:"before,omitempty"` // the schedules in words, or who looked after them
	After   string          `json:"after,omitempty"`
}

// Due is a document with something due.
type Due struct {
	At      time.Time
	User    habit.UserID // one of the two is set
	Channel habit.ChannelID
}
