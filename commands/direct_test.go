package commands_test

import (
	"testing"
	"time"

	"catcow/commands"
	"catcow/internal/habit"
	"catcow/storage"
)

// The conversation with a person is learnt from what they ask and from what
// arrives, and is where the next message goes.
func TestTheConversationWithAPersonIsRemembered(t *testing.T) {
	l := newLife(t)
	known := func(want habit.ChannelID) {
		t.Helper()
		if got := l.held().Member.Direct; got != want {
			t.Errorf("the conversation is %q, want %q", got, want)
		}
	}
	l.do(commands.Request{Channel: "C1", Text: "remind daily 10:00 11:00"})
	known("")
	l.now = l.now.Add(time.Hour)
	if posts := l.clock(); len(posts) != 1 || posts[0].DM != "" || posts[0].To != "U1" {
		t.Errorf("posts = %+v, want one to U1, of whom nothing is known", posts)
	}
	known("D1") // where it arrived
	l.now = l.now.Add(time.Hour)
	if posts := l.clock(); len(posts) != 1 || posts[0].DM != "D1" {
		t.Errorf("posts = %+v, want one into D1", posts)
	}
	l.do(commands.Request{Channel: "C1", Text: "help", DM: "D2"})
	known("D2")
	l.do(commands.Request{Channel: "D3", Direct: true, Text: "help"}) // perhaps with somebody else
	known("D2")
}

// Whoever only looks in leaves nothing behind, also not where they looked.
func TestTheConversationAloneMakesNobodyAMember(t *testing.T) {
	l := newLife(t)
	l.do(commands.Request{What: commands.Moved, DM: "D1"})
	if m := l.held().Member; m.Direct != "" {
		t.Errorf("a stranger is kept as %+v", m)
	}
}

// What arrives in a channel makes no person of it.
func TestAMessageToAChannelIsNoConversation(t *testing.T) {
	l := newLife(t)
	for _, kind := range []storage.Kind{storage.Prompt, storage.Roundup} {
		key := storage.SlotKey(string(kind) + "/C1/2026-03-06T16:00")
		if err := l.store.Update(t.Context(), func(tx storage.Tx) error {
			return tx.PutSlot(storage.Slot{Key: key, State: storage.Sending, Due: l.now, At: l.now})
		}); err != nil {
			t.Fatal(err)
		}
		o := commands.Outcome{State: storage.Sent, Place: commands.Place{Channel: "C1", TS: "1.000001"}}
		if err := l.set.Settle(t.Context(), key, l.now, o); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.store.View(t.Context(), func(r storage.Reader) error {
		members, err := r.Members()
		if len(members) != 0 {
			t.Errorf("members: %+v", members)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
