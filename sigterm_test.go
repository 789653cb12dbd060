package main

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"syscall"
	"testing"

	"catcow/internal/habit"
	"catcow/internal/slacksim"
	"catcow/storage"
	"catcow/storage/bolt"
)

const sigtermSeed = 36

// Catcow is told to stop while two hundred presses are on their way. It ends
// with code 0; what is in the file is what people saw confirmed, no more and
// no less.
func TestSIGTERMLeavesKeptWhatIsConfirmedAndNothingElse(t *testing.T) {
	chance := rand.New(rand.NewPCG(sigtermSeed, 0))
	all, open := 0, 0
	for range 5 {
		confirmed, unconfirmed, kept := stopUnderway(t, "stopping", 1+chance.IntN(120))
		for id := range confirmed {
			if !kept[id] {
				t.Errorf("%s saw it confirmed, and it is gone", id)
			}
		}
		for id := range kept {
			if !confirmed[id] {
				t.Errorf("%s is kept, and was never confirmed", id)
			}
		}
		all, open = all+len(confirmed), open+unconfirmed
	}
	if all < 20 || open < 20 {
		t.Errorf("%d confirmed, %d open: this shows little", all, open)
	}
	t.Logf("5 stops: %d presses confirmed, %d open (seed %d)", all, open, sigtermSeed)
}

// The same with a bot that acknowledges first.
func TestSIGTERMSeesABotThatAcknowledgesFirst(t *testing.T) {
	confirmed, _, kept := stopUnderway(t, "hasty", 50)
	if len(confirmed) < 50 || len(kept) > 0 {
		t.Errorf("%d confirmed, %d kept by a bot that commits later", len(confirmed), len(kept))
	}
}

// stopUnderway stops Catcow as soon as so many of two hundred presses are
// confirmed, and tells whose was, how many were not, and whose is kept.
func stopUnderway(t *testing.T, role string, after int) (confirmed map[string]bool, open int, kept map[string]bool) {
	t.Helper()
	const crowd = 200
	slack := office(t, func(c *slacksim.Config) { c.NoLimits = true })
	var people []string
	for i := range crowd {
		people = append(people, fmt.Sprintf("U%03d", i))
		slack.AddUser(slacksim.User{ID: people[i], Name: people[i], TZ: "Europe/London"})
	}
	slack.AddChannel(slacksim.Channel{ID: "C9", Name: "crowd", Members: append(people, slack.BotUser())})
	db := filepath.Join(t.TempDir(), "catcow.db")
	cmd := child(t, slack, db, role)
	if err := slack.AwaitSockets(soon(t), 2); err != nil {
		t.Fatal(err)
	}
	cards := make([]slacksim.Message, crowd)
	var each sync.WaitGroup
	for i, id := range people {
		each.Go(func() { cards[i] = person{t, slack, id, "C9"}.ask("seated turn") })
	}
	each.Wait()

	var mu sync.Mutex
	confirmed = map[string]bool{}
	enough := make(chan struct{})
	for i, id := range people {
		action := labelled(cards[i].Blocks, "Did it")
		each.Go(func() {
			o := slack.Press(t.Context(), id, slacksim.At{Channel: "C9", TS: cards[i].TS}, action)
			mu.Lock()
			defer mu.Unlock()
			if o.Err != "" {
				open++
			} else if confirmed[id] = true; len(confirmed) == after {
				close(enough)
			}
		})
	}
	<-enough
	cmd.Process.Signal(syscall.SIGTERM)
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	if err := slack.Await(soon(t), func() bool { return slack.Sockets() == 0 }); err != nil { // all that was written is read
		t.Fatal(err)
	}
	slack.Close() // whoever is not answered now will not be
	each.Wait()

	store, err := bolt.Open(db)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	kept = map[string]bool{}
	err = store.View(t.Context(), func(r storage.Reader) error {
		for _, id := range people {
			sessions, err := r.Sessions(habit.UserID(id), habit.Day{})
			if err != nil {
				return err
			}
			if len(sessions) > 0 {
				kept[id] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return confirmed, open, kept
}
