package bot

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"catcow/commands"
	"catcow/internal/habit"
	"catcow/internal/slacksim"
	"catcow/storage"
)

// frantic is commands of which one panics, if it is to.
type frantic struct {
	*script
	now atomic.Pointer[string]
}

func (f *frantic) set(name string) { f.now.Store(&name) }

func (f *frantic) maybe(name string) {
	if now := f.now.Load(); now != nil && *now == name {
		panic("at " + name)
	}
}

func (f *frantic) Handle(ctx context.Context, r commands.Request) (commands.Reply, error) {
	f.maybe("Handle")
	return f.script.Handle(ctx, r)
}

func (f *frantic) Due(ctx context.Context, now time.Time) iter.Seq2[commands.Post, error] {
	f.maybe("Due")
	return func(yield func(commands.Post, error) bool) { f.maybe("Due, later") }
}

func (f *frantic) Begin(ctx context.Context, k storage.SlotKey, now time.Time, b commands.Busy) (commands.Start, error) {
	f.maybe("Begin")
	return f.script.Begin(ctx, k, now, b)
}

func (f *frantic) Settle(ctx context.Context, k storage.SlotKey, now time.Time, o commands.Outcome) error {
	f.maybe("Settle")
	return f.script.Settle(ctx, k, now, o)
}

func (f *frantic) Resume(ctx context.Context, now time.Time) (commands.Resumed, error) {
	f.maybe("Resume")
	return f.script.Resume(ctx, now)
}

func (f *frantic) Present(ctx context.Context, now time.Time, open, archived []habit.ChannelID) error {
	f.maybe("Present")
	return f.script.Present(ctx, now, open, archived)
}

func (f *frantic) Recount(ctx context.Context, k storage.SlotKey) (commands.Edit, bool, error) {
	f.maybe("Recount")
	return f.script.Recount(ctx, k)
}

func (f *frantic) Departed(ctx context.Context, now time.Time) ([]habit.UserID, error) {
	f.maybe("Departed")
	return []habit.UserID{ann}, nil
}

func (f *frantic) Erase(ctx context.Context, id habit.UserID, now time.Time) error {
	f.maybe("Erase")
	return nil
}

func (f *frantic) Sweep(ctx context.Context, now time.Time) error {
	f.maybe("Sweep")
	return nil
}

func (f *frantic) Rewind(ctx context.Context, now time.Time) error {
	f.maybe("Rewind")
	return nil
}

func (f *frantic) Seen(ctx context.Context, now time.Time) error {
	f.maybe("Seen")
	return nil
}

func (f *frantic) Woke(ctx context.Context, now time.Time) error {
	f.maybe("Woke")
	return nil
}

// Wherever commands panic, for whatever reason they were called, Catcow goes on, counts it once,
// and whoever waits is told.
func TestAPanicAnywhereIsSurvivedAndCounted(t *testing.T) {
	t.Parallel()
	f := &frantic{script: &script{}}
	f.handle = func(ctx context.Context, r commands.Request) (commands.Reply, error) {
		if r.Text == "form" {
			return commands.Reply{Form: &commands.Form{Do: "f", Title: "A form", Message: says("write", commands.Input{ID: "i", Label: "here"})}}, nil
		}
		if r.Text == "card" {
			return commands.Reply{Message: says("a card", button("Did it", "did"))}, nil
		}
		return echo(ctx, r)
	}
	w := newWorld(t, f.script, func(c *Config) { c.Commands = f })
	b := w.bot
	post := commands.Post{To: team, Slot: "prompt/" + team + "/2026-11-23T12:00", Until: time.Now().Add(time.Hour), Message: says("move")}
	regretted := func(channel string) int {
		return len(slices.DeleteFunc(w.Screen(ann, channel), func(m slacksim.Message) bool { return m.Text != sorry }))
	}
	nobody := func(*testing.T) {}
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "card"))
	card := w.sees(t, ann, team, "a card")
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "form"))
	form := w.view(t, ann, "write")
	for _, c := range []struct {
		what, panics string
		cause        func(t *testing.T)
		then         func(t *testing.T)
	}{
		{"a command", "Handle", func(t *testing.T) { fine(t, w.Slash(t.Context(), ann, team, "/stretch", "x")) }, func(t *testing.T) {
			w.eventually(t, "a word of regret", func() bool { return regretted(team) == 1 })
		}},
		{"a button", "Handle", func(t *testing.T) {
			fine(t, w.Press(t.Context(), ann, slacksim.At{Channel: team, TS: card.TS}, "did/0"))
		}, func(t *testing.T) {
			w.eventually(t, "a word of regret", func() bool { return regretted(team) == 2 })
		}},
		{"a form", "Handle", func(t *testing.T) {
			o := w.Submit(t.Context(), ann, form.ID, map[string]map[string]any{"i": {"i": "x"}})
			if !strings.Contains(string(o.Payload), sorry) {
				t.Errorf("the form says %s", o.Payload)
			}
		}, nobody},
		{"a shortcut", "Handle", func(t *testing.T) { fine(t, w.Shortcut(t.Context(), ann, "stretch")) }, func(t *testing.T) { w.view(t, ann, "couldn't save") }},
		{"a channel", "Handle", func(t *testing.T) { b.serve(t.Context(), silent(), happening(commands.Joined)) }, nobody},
		{"a person", "Handle", func(t *testing.T) { b.record(t.Context(), ann) }, nobody},
		{"a pass", "Due", func(t *testing.T) { failing(t, b.Tick(t.Context(), time.Now())) }, nobody},
		{"a pass, later", "Due, later", func(t *testing.T) { failing(t, b.Tick(t.Context(), time.Now())) }, nobody},
		{"a post that leaves", "Begin", func(t *testing.T) { b.send(t.Context(), post) }, nobody},
		{"a post that left", "Settle", func(t *testing.T) { b.settle(t.Context(), post, commands.Outcome{State: storage.Sent}) }, nobody},
		{"a start", "Resume", func(t *testing.T) { b.resumed = false; failing(t, b.resume(t.Context())); b.resumed = true }, nobody},
		{"channels", "Present", func(t *testing.T) { b.present(t.Context()) }, nobody},
		{"a count", "Recount", func(t *testing.T) { b.recount(post.Slot, func() {}) }, nobody},
		{"who has left", "Departed", func(t *testing.T) { b.sweep(t.Context(), time.Now()) }, nobody},
		{"an erasure", "Erase", func(t *testing.T) {
			w.Fault(func(f *slacksim.Faults) {
				f.Methods = map[string]*slacksim.MethodFault{"users.info": {Times: 1, Error: "user_not_found"}}
			})
			b.sweep(t.Context(), time.Now())
		}, nobody},
		{"a sweep", "Sweep", func(t *testing.T) { b.sweep(t.Context(), time.Now()) }, nobody},
		{"a clock that goes back", "Rewind", func(t *testing.T) { b.rewind(t.Context(), time.Now()) }, nobody},
		{"a minute", "Seen", func(t *testing.T) { b.live(t.Context(), time.Now().Add(time.Hour), false) }, nobody},
		{"a night", "Woke", func(t *testing.T) { b.live(t.Context(), time.Now(), true) }, nobody},
	} {
		before := b.Counts()["panics"]
		f.set(c.panics)
		c.cause(t)
		w.eventually(t, "the count of "+c.what, func() bool { return b.Counts()["panics"] > before })
		f.set("")
		c.then(t)
		// A pass of the clock itself may have met it as well: it comes each second.
		if n := b.Counts()["panics"] - before; n != 1 && c.panics != "Due" && c.panics != "Due, later" && c.panics != "Seen" {
			t.Errorf("%s: %d panics are counted, want 1", c.what, n)
		}
		fine(t, w.Slash(t.Context(), bob, team, "/stretch", c.what))
		w.sees(t, bob, team, "heard "+c.what)
	}
}

func failing(t *testing.T, err error) {
	t.Helper()
	if !errors.Is(err, errPanic) {
		t.Errorf("it ends with %v", err)
	}
}

func silent() envelope { return envelope{id: "e", came: time.Now(), ack: func(any) {}} }

func happening(what commands.What) asking {
	a := asking{event: "Ev" + names[what], Request: commands.Request{What: what}}
	a.User, a.Channel = ann, team
	return a
}
