package bot

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"catcow/commands"
	"catcow/storage"
)

// What the disk does not take is confirmed to nobody: whoever wanted to change something hears
// so at once, from wherever they asked; what Slack delivers again by itself it delivers again.
func TestWhatTheDiskDoesNotTakeIsNotConfirmed(t *testing.T) {
	t.Parallel()
	for name, failure := range map[string]error{"no room": storage.ErrFull, "a broken disk": storage.ErrBroken, "another file": storage.ErrReplaced} {
		w := newWorld(t, &script{handle: refusing(failure)})
		const want = "I can't save anything right now, so nothing was changed. Please tell whoever runs Catcow"
		fine(t, w.Slash(t.Context(), ann, team, "/stretch", "done"))
		w.sees(t, ann, team, want)
		w.Say(t.Context(), ann, w.DM(ann), "7")
		w.sees(t, ann, w.DM(ann), want)
		if n := len(w.Screen(ann, team)) + len(w.Screen(ann, w.DM(ann))); n != 3 { // and what she wrote
			t.Errorf("%s: %d messages, want 3", name, n)
		}
	}
}

// refusing is commands that cannot keep what is asked.
func refusing(failure error) func(context.Context, commands.Request) (commands.Reply, error) {
	return func(context.Context, commands.Request) (commands.Reply, error) {
		return commands.Reply{}, fmt.Errorf("bolt: commit: %w", failure)
	}
}

// An event that nobody waits for is not acknowledged where it was not kept.
func TestAnEventThatTheDiskDoesNotTakeComesAgain(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what  commands.What
		event string
		acks  int
	}{{commands.Left, "Ev1", 0}, {commands.Typed, "Ev2", 1}, {commands.Typed, "", 1}, {commands.Pressed, "", 1}} {
		w := newWorld(t, &script{handle: refusing(storage.ErrFull)})
		acks := 0
		e := envelope{id: "e1", came: time.Now(), ack: func(payload any) {
			if payload != nil {
				t.Errorf("%d is acknowledged with %v", c.what, payload)
			}
			acks++
		}}
		a := asking{event: c.event, Request: commands.Request{What: c.what}}
		a.User, a.Channel = ann, team
		w.bot.serve(t.Context(), e, a)
		if acks != c.acks {
			t.Errorf("%v %q is acknowledged %d times, want %d", c.what, c.event, acks, c.acks)
		}
	}
}

// A form that could not be kept stays open, with what was written in it.
func TestAFormThatTheDiskDoesNotTakeStaysOpen(t *testing.T) {
	a := asking{inputs: []string{"times"}, Request: commands.Request{What: commands.Submitted}}
	b := &Bot{cfg: Config{Operator: bob}}
	reply := a.regret(b.unkept())
	if text := reply.Errors["times"]; !strings.Contains(text, "I've told whoever runs Catcow") {
		t.Errorf("beside the field stands %q", text)
	}
}

// While nothing can be kept no prompt is asked for; a post that waits for room to keep what
// came of it is kept when there is room.
func TestNothingIsPostedWhileNothingCanBeKept(t *testing.T) {
	t.Parallel()
	var full atomic.Bool
	var asked atomic.Int32
	full.Store(true)
	w := newWorld(t, &script{
		due: func(context.Context, time.Time) iter.Seq2[commands.Post, error] {
			asked.Add(1)
			return func(func(commands.Post, error) bool) {}
		},
		resume: func() (commands.Resumed, error) {
			if full.Load() {
				return commands.Resumed{}, storage.ErrFull
			}
			return commands.Resumed{Posts: []commands.Post{{To: team, Slot: "prompt/" + team + "/2026-11-23T12:00", Until: time.Now().Add(time.Hour), Message: says("Time for a move.")}}}, nil
		},
		handle: echo,
	}, func(c *Config) {
		c.Ill = func() error {
			if full.Load() {
				return storage.ErrFull
			}
			return nil
		}
	})
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "help"))
	w.sees(t, ann, team, "heard help") // it started all the same
	if err := w.bot.Tick(t.Context(), time.Now()); !errors.Is(err, storage.ErrFull) || asked.Load() != 0 {
		t.Errorf("a pass without room ends with %v and asks %d times what is due", err, asked.Load())
	}
	full.Store(false)
	w.sees(t, ann, team, "Time for a move.") // what a stop left open goes on
	w.eventually(t, "a pass", func() bool { return asked.Load() > 0 })
}

// A scope that was taken away is told to the operator, once.
func TestAMissingScopeIsToldToTheOperator(t *testing.T) {
	t.Parallel()
	sim := newSlack(t, nil)
	w := newWorldIn(t, sim, &script{handle: echo}, func(c *Config) { c.Operator = bob })
	for range 2 {
		w.bot.call(t.Context(), ask{method: "dnd.info", rank: upkeep}, true, func(context.Context) error {
			return slack.SlackErrorResponse{Err: "missing_scope", Needed: "dnd:read"}
		})
	}
	w.sees(t, bob, w.DM(bob), "the scope `dnd:read` is missing")
	if n := len(w.Screen(bob, w.DM(bob))); n != 1 {
		t.Errorf("told %d times", n)
	}
}
