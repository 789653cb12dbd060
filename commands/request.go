package commands

import (
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// What is the kind of thing that happened.
type What int

// What can happen.
const (
	Typed       What = iota // text: the slash command, a direct message, a mention
	Pressed                 // a button, or an option taken from a menu
	Submitted               // a form
	Called                  // a shortcut from Slack's own menu; Do says which
	Opened                  // the person opened Catcow's direct messages
	Joined                  // Catcow was invited to the channel
	Left                    // Catcow was removed from the channel
	Moved                   // Slack's record of the person changed, and their account is in use
	Archived                // the channel was archived
	Unarchived              // the channel was opened again
	Deleted                 // the channel was deleted
	Renumbered              // the channel's id is Value from now on
	Deactivated             // the person's account was switched off
	Quit                    // the person left the channel or, without a Channel, the workspace
)

// Role is what somebody is in the workspace, as Slack says.
type Role int

// The roles. A bot and a deactivated account are Strangers, too.
const (
	Unknown  Role = iota // Slack has not said, and that is not a Member
	Stranger             // of another workspace, in a shared channel
	Guest
	Member
	Admin // or owner of the workspace
)

// Person is somebody, as Slack tells.
type Person struct {
	ID   habit.UserID
	Name string // may be ""
	Role Role
}

// Request is something that happened, once; Cause is the same however often
// Slack delivers it.
type Request struct {
	What     What
	User     habit.UserID
	Name     string            // how Slack calls the person; may be ""
	Role     Role              // what they are in the workspace
	Channel  habit.ChannelID   // where; "" when nowhere
	Direct   bool              // Channel is the person's own conversation with Catcow
	From     habit.ChannelID   // Submitted, InForm: where the form was opened; "" when nowhere
	DM       habit.ChannelID   // that conversation, wherever this is, when it is known for sure
	Text     string            // Typed: all of it, without the command or the mention
	About    Person            // Typed: the first other person whom the text mentions; zero: none
	Do       string            // Pressed, Submitted, Called: what it does
	Value    string            // Pressed, Submitted: the value that came with it; Renumbered: the new id
	Fields   map[string]string // Submitted: by the ID of the Input or Choice
	On       Place             // Pressed: the message that held the button
	InForm   bool              // Pressed: the button stood in a form, or in Home
	AtHome   bool              // Pressed: it stood in Home
	Fleeting bool              // Pressed: that message is seen by the presser alone, and Slack does not keep it
	Crowded  bool              // no form may go on by itself now: too many do
	Cause    string
	Zone     string    // the person's IANA zone as Slack knows it; "": not known now
	Now      time.Time // any location; Catcow reads it in the person's zone
}

// Place is a message in Slack.
type Place struct {
	Channel habit.ChannelID
	TS      string
}

// Reply is what Catcow does about a Request.
type Reply struct {
	Message                    // for the person who asked, seen by them alone; without parts: nothing
	Personal bool              // the message holds a personal result: Slack shall not keep it
	Instead  *Message          // takes the place of the message that held the pressed button
	Edits    []Edit            // other messages that change
	Form     *Form             // opens, or takes the place of the form that held the pressed button
	Else     *Message          // is said where Form can't be opened; nil: to try again
	Errors   map[string]string // Submitted: what is wrong, by the ID of the field; the form stays
	Posts    []Post            // messages to others
	Keep     string            // what the message is of, for who wants to keep it; "": nothing to keep
	Export   bool              // all that is held about them comes to them as files: see Set.Export
	Forgot   bool              // they were forgotten: what is remembered of them elsewhere goes, too
	Recount  storage.SlotKey   // a channel prompt whose number of people changed; "": none
}

// Edit is a message that changes.
type Edit struct {
	Place
	Message
}

// Post is a message that nobody asked for just now. To is a channel or, for a
// direct message, a person.
type Post struct {
	To   string
	Slot storage.SlotKey // the slot it was claimed for; "": none. Its outcome is told to Settle
	// DM is the conversation with the person, of a Post to one; "": not known.
	DM habit.ChannelID
	// Until is how long it may be tried to send it, of a claimed Post.
	Until time.Time
	Message
}

// Outcome is what came of a claimed Post.
type Outcome struct {
	State storage.State // Sent, Failed, Unknown, Missed; Planned: nothing happened, and it may Begin again
	Place               // Sent: where it stands
	Why   string        // Slack's error, or the network's
}

// Problem is a mistake that a person can mend. Its text says how.
type Problem struct {
	Text   string
	Denied bool // the person may not do it
}

func (p *Problem) Error() string { return p.Text }
