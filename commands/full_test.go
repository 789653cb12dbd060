package commands_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"catcow/commands"
	"catcow/content"
	"catcow/storage"
	"catcow/storage/bolt"
)

// full is a store whose disk has no room: what would be written is refused at the end.
type full struct{ storage.Store }

var errRollback = errors.New("no room")

func (f full) Update(ctx context.Context, change func(storage.Tx) error) error {
	var own error
	err := f.Store.Update(ctx, func(tx storage.Tx) error {
		if own = change(tx); own != nil {
			return own
		}
		return errRollback
	})
	if errors.Is(err, errRollback) {
		return fmt.Errorf("bolt: commit: %w", storage.ErrFull)
	}
	return err
}

// While there is no room, what only asks is answered, and what changes something is not, in any
// words; whoever hears of danger gets the card.
func TestWithoutRoomQuestionsAreAnsweredAndChangesAreNot(t *testing.T) {
	store, err := bolt.Open(filepath.Join(t.TempDir(), "catcow.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	set, err := commands.New(full{store}, library)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	ask := func(r commands.Request) (commands.Reply, error) {
		n++
		r.User, r.Zone, r.Role, r.Now, r.Cause = "U1", "Europe/London", commands.Member, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC), fmt.Sprint(n)
		if r.Channel == "" {
			r.Channel, r.Direct = "D1", true
		}
		return set.Handle(t.Context(), r)
	}
	for _, text := range []string{"", "cat cow", "neck 1 min", "list", "tips heat", "why", "streak", "streak why", "trend", "toolbox", "plan", "help", "settings", "when to get help", "hello", "help now", "I can't feel my legs"} {
		if reply, err := ask(commands.Request{Text: text}); len(reply.Parts) == 0 && reply.Form == nil || len(reply.Posts)+len(reply.Edits) > 0 || err != nil && !storage.Unkept(err) {
			if text != "streak why" { // the words behind it make it one that may change something
				t.Errorf("%q is answered with %+v, %v", text, reply, err)
			}
		}
	}
	for _, do := range []string{"next", "another", "show", "when"} {
		if reply, err := ask(commands.Request{What: commands.Pressed, Do: do, Value: "V01"}); len(reply.Parts) == 0 && reply.Instead == nil && reply.Form == nil {
			t.Errorf("the button %q is answered with nothing, %v", do, err)
		}
	}
	for _, text := range []string{"done", "done bridge yesterday", "7", "checkin 7", "toolbox add bridge", "remind daily 11:00", "pause 3 days", "bad day", "leave out bridge"} {
		if reply, err := ask(commands.Request{Text: text}); !storage.Unkept(err) || len(reply.Parts) > 0 || reply.Form != nil || len(reply.Posts) > 0 {
			t.Errorf("%q is answered with %+v, %v", text, reply, err)
		}
	}
	for _, do := range []string{"did", "agree", "keep"} {
		if reply, err := ask(commands.Request{What: commands.Pressed, Do: do, Value: "V01"}); err == nil || len(reply.Parts) > 0 || reply.Instead != nil {
			t.Errorf("the button %q is answered with %+v, %v", do, reply, err)
		}
	}
	err = store.View(t.Context(), func(r storage.Reader) error {
		if members, err := r.Members(); len(members) > 0 {
			t.Errorf("kept: %+v, %v", members, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
