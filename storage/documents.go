package storage

import (
	"slices"
	"time"

	"catcow/internal/care"
	"catcow/internal/habit"
)

// Member is what Catcow remembers of a person. The zero value of every field
// means "as before it was added".
type Member struct {
	ID       habit.UserID    `json:"id"`
	Zone     string          `json:"zone,omitempty"`     // IANA zone, as Slack last told
	Direct   habit.ChannelID `json:"direct,omitempty"`   // their conversation with Catcow; "": not known
	Welcomed time.Time       `json:"welcomed,omitzero"`  // when the first-run notice was shown
	Agreed   time.Time       `json:"agreed,omitzero"`    // when they agreed that their scores are kept; zero: they have not
	NoStore  bool            `json:"no_store,omitempty"` // check-ins are answered and not kept; Agreed is zero then
	Workdays []habit.Working `json:"workdays,omitempty"` // none: Monday to Friday
	Ends     habit.Minute    `json:"ends,omitempty"`     // when their working day ends; 0: at 18:00
	CheckIns Schedule        `json:"checkins,omitzero"`  // when Catcow asks how stiff the back is
	Nudges   Schedule        `json:"nudges,omitzero"`    // when Catcow suggests a move in private
	Pauses   []habit.Span    `json:"pauses,omitempty"`   // silence, and a frozen streak
	Alerts   []care.Alert    `json:"alerts,omitempty"`   // safety cards shown: what, when, read when
	Offered  []Offer         `json:"offered,omitempty"`  // the last moves suggested, oldest first
	Question Question        `json:"question,omitzero"`  // the check-in that waits for an answer
	Nudged   Question        `json:"nudged,omitzero"`    // the nudge that stands with its buttons
	Later    []Later         `json:"later,omitempty"`    // what comes once, whatever the plans say
	Off      Off             `json:"off,omitzero"`       // Slack brings them nothing, or their account is switched off

	Marks   []habit.Mark    `json:"marks,omitempty"`   // what was decided of single days
	Judged  habit.Day       `json:"judged,omitzero"`   // every day before this one has been decided
	Past    habit.Past      `json:"past,omitzero"`     // what the days came to whose sessions are erased
	Follows habit.ChannelID `json:"follows,omitempty"` // the channel whose skip dates are days off for the streak

	Moves    map[string]care.Progress `json:"moves,omitempty"`    // by exercise
	Toolbox  []string                 `json:"toolbox,omitempty"`  // exercises, in the person's order
	Disliked []string                 `json:"disliked,omitempty"` // exercises never to be suggested
	Skips    []Offer                  `json:"skips,omitempty"`    // suggestions that were turned down, oldest first
	Plan     care.WhenThen            `json:"plan,omitzero"`

	Avoid    []string `json:"avoid,omitempty"`     // movements, words of content.Codes
	Focus    []string `json:"focus,omitempty"`     // words of content.Areas
	Place    string   `json:"place,omitempty"`     // care.Floor: the floor will do; "": a desk
	Seated   bool     `json:"seated,omitempty"`    // seated moves only
	Gentle   bool     `json:"gentle,omitempty"`    // gentle moves only, until the person says
	Discreet bool     `json:"discreet,omitempty"`  // nothing that is seen across the room
	Scale    string   `json:"scale,omitempty"`     // how scores are given: "": buttons, "menu" or "words"
	AskPain  bool     `json:"ask_pain,omitempty"`  // ask about pain after a score
	NoStreak bool     `json:"no_streak,omitempty"` // the streak is hidden
	Still    bool     `json:"still,omitempty"`     // no pictures that move
	Named    string   `json:"named,omitempty"`     // the name that may stand below a channel's prompt; "": none
	Keep     Keep     `json:"keep,omitzero"`

	Noticed time.Time `json:"noticed,omitzero"` // when a visit to a professional was last suggested
	Begun   int       `json:"begun,omitempty"`  // how many of the first questions on Home are answered
	Rooms   []Room    `json:"rooms,omitempty"`  // channels whose prompts they use, the latest last
	Kept    []string  `json:"kept,omitempty"`   // presses on Keep in my DM, the latest last
	Useful  time.Time `json:"useful,omitzero"`  // when "still useful to check in?" was last asked, or check-ins began
}

// Room is a channel in which somebody pressed or set a prompt, which is how Catcow knows
// that they are in it.
type Room struct {
	Channel habit.ChannelID `json:"channel"`
	Used    habit.Day       `json:"used"` // the last day on which they did
}

// Keep is how long facts of this person are kept, in days; 0 is the usual.
type Keep struct {
	CheckIns int `json:"checkins,omitempty"` // usually 90
	Sessions int `json:"sessions,omitempty"` // usually 400
}

// Due is when something of this member falls due next; the zero time: never.
func (m Member) Due() time.Time {
	due := earliest(m.CheckIns.Due(), m.Nudges.Due())
	for _, one := range m.Later {
		due = earliest(due, one.At)
	}
	return due
}

// Channel is what Catcow remembers of a channel.
type Channel struct {
	ID        habit.ChannelID `json:"id"`
	Present   bool            `json:"present,omitempty"`   // Catcow is a member of it
	Welcomed  time.Time       `json:"welcomed,omitzero"`   // when it was greeted
	Schedules []Schedule      `json:"schedules,omitempty"` // when it is prompted, by number
	Numbered  int             `json:"numbered,omitempty"`  // the highest number given to a schedule; 0: there is none
	Prompted  []string        `json:"prompted,omitempty"`  // ids of the last moves, oldest first
	Off       Off             `json:"off,omitzero"`        // its prompts sleep
	Roundup   Schedule        `json:"roundup,omitzero"`    // when the week is summed up
	Change    Change          `json:"change,omitzero"`     // the last one of its schedules
}

// Change is a change of a channel's schedules that may be taken back.
type Change struct {
	Number  int          `json:"number,omitempty"` // 1, 2, ... of this channel
	At      time.Time    `json:"at,omitzero"`
	By      habit.UserID `json:"by,omitempty"`
	Text    string       `json:"text,omitempty"` // what the channel was told, with their name
	Was     []Schedule   `json:"was,omitempty"`  // the schedules before it
	Roundup Schedule     `json:"roundup,omitzero"`
	Undone  bool         `json:"undone,omitempty"` // it was taken back
}

// Due is when something of this channel falls due next; the zero time: never.
func (c Channel) Due() time.Time {
	due := c.Roundup.Due()
	if len(c.Off.Tell) > 0 {
		due = earliest(due, c.Off.Next)
	}
	for _, s := range c.Schedules {
		due = earliest(due, s.Due())
	}
	return due
}

// Schedule is the channel's schedule of that number; zero if it has none.
func (c Channel) Schedule(number int) Schedule {
	for _, s := range c.Schedules {
		if s.Number == number {
			return s
		}
	}
	return Schedule{}
}

// With is the channel with that schedule, in place of one of the same number. One
// without a number gets the next; one without a plan is taken out. A number comes
// again only when no schedule stands.
func (c Channel) With(s Schedule) Channel {
	if s.Number == 0 && s.Plan.IsZero() {
		return c
	}
	if s.Number == 0 {
		s.Number = c.Numbered + 1
	}
	others := slices.DeleteFunc(slices.Clone(c.Schedules), func(o Schedule) bool { return o.Number == s.Number })
	if !s.Plan.IsZero() {
		others = append(others, s)
		slices.SortFunc(others, func(a, b Schedule) int { return a.Number - b.Number })
	}
	c.Schedules, c.Numbered = others, max(c.Numbered, s.Number)
	if len(others) == 0 {
		c.Numbered = 0
	}
	return c
}

// Off is why nothing is sent, and since when. Without a Why things are sent.
type Off struct {
	Why   string    `json:"why,omitempty"` // Slack's error, or one of Catcow's own
	Since time.Time `json:"since,omitzero"`
	Tell  []string  `json:"tell,omitempty"` // who is still to be told: people, or the channel
	Next  time.Time `json:"next,omitzero"`  // when they are told
}

// Schedule is a plan in use.
type Schedule struct {
	Number  int          `json:"number,omitempty"` // of a channel's schedule: 1, 2, ...
	Plan    habit.Plan   `json:"plan,omitzero"`
	Decided time.Time    `json:"decided,omitzero"` // every slot up to and including this instant has its decision
	By      habit.UserID `json:"by,omitempty"`     // who set it

	Silence habit.Silence `json:"silence,omitzero"` // slots that are left out
	Sent    habit.Slot    `json:"sent,omitzero"`    // the last slot that was sent

	Place string `json:"place,omitempty"` // of a channel's: care.Floor: prompts may ask for the floor; "": a desk
	Word  string `json:"word,omitempty"`  // of a channel's: a sentence that stands below each prompt

	Touched habit.Day `json:"touched,omitzero"`  // of a channel's: the last day on which somebody pressed a button of a prompt, or when it was set
	Slow    bool      `json:"slow,omitempty"`    // of a channel's: one a day comes, for nobody presses a button
	Ignored int       `json:"ignored,omitempty"` // of a person's: sent in a row since they last did anything
	Quiet   bool      `json:"quiet,omitempty"`   // of a person's: nothing is sent until they say so
}

// Due is when the plan falls due next; the zero time: never. A slot that Silence leaves out
// falls due as any other: that it is skipped has to be decided when it comes, for the
// silence may be over by then.
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

// Later is something that comes once: a slot that was put off, a check-in that is asked
// again, a move that somebody wanted later.
type Later struct {
	At       time.Time `json:"at"`
	Kind     Kind      `json:"kind,omitempty"`
	Slot     SlotKey   `json:"slot,omitempty"`     // the slot that was put off
	Exercise string    `json:"exercise,omitempty"` // the move, by its id
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

// Life is what Catcow remembers of itself.
type Life struct {
	Seen    time.Time `json:"seen,omitzero"` // when it last worked
	Outages []Outage  `json:"outages,omitempty"`
	Wipes   []Wipe    `json:"wipes,omitempty"` // messages that are still to be deleted in Slack

	Pictures map[string]Picture `json:"pictures,omitempty"` // that Slack has, by what they show
}

// Wipe is a conversation with somebody who was forgotten: what Catcow wrote there before that
// is to be deleted. It names no person, and goes when it is done.
type Wipe struct {
	Direct habit.ChannelID `json:"direct"`
	Before time.Time       `json:"before"`
}

// Picture is a drawing that Slack has.
type Picture struct {
	Team string `json:"team"` // the workspace
	File string `json:"file"` // what Slack calls it
	Hash string `json:"hash"` // of what was drawn
}

// Outage is a time in which Catcow did not work.
type Outage struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}
