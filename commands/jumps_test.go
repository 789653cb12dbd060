package commands_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"catcow/commands"
	"catcow/content"
	"catcow/internal/habit"
	"catcow/storage"
	"catcow/storage/bolt"
)

// A clock is set forward and back by two days and more, and Catcow stopped in
// between: no prompt comes twice, and none outside its window.
func TestAClockThatIsSetForwardAndBackRepeatsNoPrompt(t *testing.T) {
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	sent := 0
	jumping := func(rt *rapid.T, wrap func(storage.Store) storage.Store) error {
		n, err := jumped(rt, t.TempDir(), library, wrap)
		sent += n
		return err
	}
	rapid.Check(t, func(rt *rapid.T) {
		if err := jumping(rt, func(s storage.Store) storage.Store { return s }); err != nil {
			rt.Fatal(err)
		}
	})
	t.Logf("%d prompts were sent", sent)
	if sent < 100 {
		t.Errorf("only %d prompts were sent: this shows little", sent)
	}
	wrong := rapid.Custom(func(rt *rapid.T) bool {
		return jumping(rt, func(s storage.Store) storage.Store { return absentMinded{s} }) != nil
	})
	for seed := range 100 {
		if wrong.Example(seed) {
			return
		}
	}
	t.Error("a store that forgets what was decided goes unnoticed")
}

// absentMinded forgets what was decided of a slot.
type absentMinded struct{ storage.Store }

func (a absentMinded) Update(ctx context.Context, change func(storage.Tx) error) error {
	return a.Store.Update(ctx, func(tx storage.Tx) error { return change(withoutSlots{tx}) })
}

type withoutSlots struct{ storage.Tx }

func (w withoutSlots) Slot(storage.SlotKey) (storage.Slot, error) { return storage.Slot{}, nil }

func jumped(rt *rapid.T, dir string, library *content.Library, wrap func(storage.Store) storage.Store) (sent int, err error) {
	store, err := bolt.Open(filepath.Join(dir, "catcow.db"))
	if err != nil {
		return 0, err
	}
	defer store.Close()
	set, err := commands.New(wrap(store), library)
	if err != nil {
		return 0, err
	}
	ctx := context.Background()
	if err := set.Present(ctx, time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), []habit.ChannelID{"C1"}, nil); err != nil {
		return 0, err
	}
	zone := rapid.SampledFrom([]string{"Europe/Berlin", "America/New_York", "Africa/Cairo", "Australia/Lord_Howe"}).Draw(rt, "zone")
	loc, err := habit.Zone(zone)
	if err != nil {
		return 0, err
	}
	day := rapid.IntRange(1, 300).Draw(rt, "day")
	now := time.Date(2026, 1, day, 9, 0, 0, 0, loc)
	if _, err := set.Handle(ctx, commands.Request{User: "U1", Role: commands.Member, Channel: "C1", Text: "schedule daily 9:30 12:00 16:15", Zone: zone, Cause: "1", Now: now}); err != nil {
		return 0, err
	}
	seen := map[storage.SlotKey]bool{}
	for range rapid.IntRange(15, 25).Draw(rt, "steps") {
		// To around one of the times, up to two days away.
		day += rapid.IntRange(-2, 2).Draw(rt, "days")
		at := rapid.SampledFrom([]int{9*60 + 30, 12 * 60, 16*60 + 15}).Draw(rt, "time") + rapid.IntRange(-3, 12).Draw(rt, "minutes")
		before := now
		now = time.Date(2026, 1, day, 0, at, 0, 0, loc)
		switch {
		case rapid.IntRange(0, 5).Draw(rt, "restart") == 0:
			_, err = set.Resume(ctx, now)
		case now.Before(before):
			err = set.Rewind(ctx, now)
		}
		if err != nil {
			return sent, err
		}
		for post, err := range set.Due(ctx, now) {
			switch {
			case err != nil:
				return sent, err
			case seen[post.Slot]:
				return sent, fmt.Errorf("%s came twice", post.Slot)
			case now.After(post.Until) || now.Before(post.Until.Add(-habit.PromptWindow(habit.Slot{}))):
				return sent, fmt.Errorf("%s came at %v, until %v", post.Slot, now, post.Until)
			}
			seen[post.Slot] = true
			sent++
			if err := set.Settle(ctx, post.Slot, now, commands.Outcome{State: storage.Sent, Place: commands.Place{Channel: "C1", TS: fmt.Sprint(sent, ".0")}}); err != nil {
				return sent, err
			}
		}
	}
	return sent, nil
}
