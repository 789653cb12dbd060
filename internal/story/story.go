// Package story plays stories: what happens to Catcow, a line each, and what people see of it.
// The stories lie in commands/testdata; tests hold them, and the demo shows them.
//
// A line that begins with a time (UTC) happens; the indented lines below are what came of it.
// "ada: /stretch" is typed in #wellness, "ada in #general: …" elsewhere, "ada dm: …" to Catcow;
// "ada: [Did it]" presses the newest button of that label that ada sees, "ada opens Home" looks
// at that tab and "ada home: [Start]" presses there, "[Start > Bridge]" presses a button of a
// card, "[Read a tip… > Take a lap]" takes from a menu, "ada: {times=10:30}" fills and submits
// the form. "ada: (did Z99)" presses a button of long ago that is to do "did" with "Z99". "again" delivers the same thing once more. "bo is a guest" and "bo leaves #wellness"
// are what they say; "<@bo>" mentions bo. "clock" is one pass of the clock; "clock, with
// reasons" tells what it leaves out, too. "check-ins are switched off", "admins set the
// prompts" or "U0CY sets the prompts", and "cy runs Catcow" are what whoever runs Catcow did. After a time, "ada is in a meeting until 14:30" and "ada is free" are what Slack
// shows of her. "ada waits" lets a form that goes on by itself do so.
package story

import (
	"context"
	"fmt"
	"strings"
	"time"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/internal/habit"
	"catcow/storage"
)

// A Sight is one thing that somebody sees, when they see it.
type Sight struct {
	Under   string           // the remark above it in the story
	Line    string           // what happened
	Where   string           // where it stands, as a story tells it
	Asked   commands.Request // what it answers; of a Form and a Home, too
	Message commands.Message // without parts where it is no more than a Text
	Form    *commands.Form
	Home    *commands.Home
	Text    string // all of it in words: what is read aloud, and what the story tells
	Unasked bool   // nobody asked for it just now: it may show on a lock screen
	Problem bool   // a mistake that the person can mend
}

// Hooks are told how a story goes; each may be nil.
type Hooks struct {
	Seen func(Sight)
	Done func(commands.Request) // after each thing that somebody did
}

// Play plays a story on a store that is as new, and returns it with what happens now.
func Play(ctx context.Context, set *commands.Set, text string, hooks Hooks) (now string, err error) {
	s := &stage{
		ctx: ctx, set: set, hooks: hooks, zones: map[string]string{}, roles: map[string]commands.Role{}, forms: map[string]commands.Form{},
		homes: map[string]commands.Home{}, busy: map[string]commands.Busy{},
	}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case failure:
			now, err = s.out.String(), fmt.Errorf("%s: %w", s.at, r.error)
		default:
			panic(r)
		}
	}()
	set.Tell(s.decided)
	if err := set.Present(ctx, time.Time{}, []habit.ChannelID{"wellness"}, nil); err != nil {
		return "", err
	}
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		switch {
		case strings.HasPrefix(line, "    ") || strings.TrimSpace(line) == "":
			// what came of the line before; told anew below
		case strings.HasPrefix(line, "#"):
			s.line(line)
			s.under = strings.TrimSpace(strings.TrimPrefix(line, "#"))
		default:
			s.line(line)
			s.at = line
			s.happen(line)
		}
	}
	return s.out.String(), nil
}

// stage is the world of a story.
type stage struct {
	ctx     context.Context
	set     *commands.Set
	hooks   Hooks
	out     strings.Builder
	under   string // the remark above
	at      string // the line that happens
	now     time.Time
	zones   map[string]string
	roles   map[string]commands.Role // none: a member
	shown   []shown
	forms   map[string]commands.Form
	homes   map[string]commands.Home
	last    commands.Request
	busy    map[string]commands.Busy
	stale   []storage.SlotKey // messages that do not look yet as they should
	events  int               // so far
	gap     bool              // a blank line is due
	reasons bool              // what the clock leaves out is told, with why
}

// shown is a message on somebody's screen.
type shown struct {
	place    commands.Place
	to       string // who sees it; "": everybody in the channel
	fleeting bool
	message  commands.Message
}

// failure ends a story that can't go on.
type failure struct{ error }

func (s *stage) fail(err error) { panic(failure{err}) }

func (s *stage) failf(format string, args ...any) { panic(failure{fmt.Errorf(format, args...)}) }

// line writes a line of the story, after a blank one where something was told.
func (s *stage) line(text string) {
	if s.gap {
		s.out.WriteByte('\n')
		s.gap = false
	}
	fmt.Fprintln(&s.out, text)
}

// tell writes what somebody sees.
func (s *stage) tell(where, text string) {
	s.gap = true
	fmt.Fprintf(&s.out, "    %s:\n", where)
	for line := range strings.Lines(text) {
		s.out.WriteString(strings.TrimRight("      "+line, " \n") + "\n")
	}
}

// see is tell, of what has a look.
func (s *stage) see(one Sight) {
	if one.Text == "" {
		one.Text = blockkit.Text(one.Message)
	}
	s.tell(one.Where, one.Text)
	one.Under, one.Line = s.under, s.at
	if s.hooks.Seen != nil {
		s.hooks.Seen(one)
	}
}
