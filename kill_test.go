package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"catcow/internal/habit"
	"catcow/internal/slacksim"
	"catcow/storage"
	"catcow/storage/bolt"
)

// Every Did it that was acknowledged before kill -9 is in the file after it.
func TestKillKeepsEveryConfirmedDidIt(t *testing.T) {
	confirmed, lost := killRounds(t, "sound", 6)
	if confirmed < 12 {
		t.Fatalf("only %d presses were confirmed before the kills: this shows nothing", confirmed)
	}
	if len(lost) > 0 {
		t.Errorf("%d of %d confirmed presses are gone: %v", len(lost), confirmed, lost)
	}
	t.Logf("%d presses confirmed, %d lost", confirmed, len(lost))
}

// The same rounds with a bot that acknowledges first: the test can see loss.
func TestKillSeesABotThatAcknowledgesFirst(t *testing.T) {
	confirmed, lost := killRounds(t, "hasty", 3)
	if len(lost) == 0 {
		t.Errorf("%d presses confirmed by a bot that commits later, and none was missed", confirmed)
	}
}

// killRounds lets people press Did it all at once, kills Catcow in the middle,
// and looks into the file.
func killRounds(t *testing.T, role string, rounds int) (confirmed int, lost []string) {
	slack := office(t, func(c *slacksim.Config) { c.NoLimits = true })
	db := filepath.Join(t.TempDir(), "catcow.db")
	var people []person
	for i := range 12 {
		id := fmt.Sprintf("U%02d", i)
		slack.AddUser(slacksim.User{ID: id, Name: id, TZ: "Europe/London"})
		slack.AddChannel(slacksim.Channel{ID: "CH" + id, Name: "ch" + strings.ToLower(id), Members: []string{id}})
		people = append(people, person{t, slack, id, "CH" + id})
	}
	presses := map[string]int{} // confirmed ones, by person
	for round := range rounds {
		cmd := child(t, slack, db, role)
		if err := slack.AwaitSockets(soon(t), 2); err != nil {
			t.Fatal(err)
		}
		cards := map[string]slacksim.Message{}
		for _, p := range people {
			cards[p.id] = p.ask("seated turn")
		}
		pressing, giveUp := context.WithCancel(soon(t))
		first := make(chan struct{}, len(people))
		var mu sync.Mutex
		var wg sync.WaitGroup
		for _, p := range people {
			action := labelled(cards[p.id].Blocks, "Did it")
			wg.Go(func() {
				o := slack.Press(pressing, p.id, slacksim.At{Channel: p.channel, TS: cards[p.id].TS}, action)
				if o.Err == "" {
					mu.Lock()
					presses[p.id]++
					confirmed++
					mu.Unlock()
					first <- struct{}{}
				}
			})
		}
		for range 1 + round%4*3 { // sooner and later
			select {
			case <-first:
			case <-pressing.Done():
				t.Fatalf("round %d: too few presses are confirmed", round)
			}
		}
		cmd.Process.Signal(syscall.SIGKILL)
		cmd.Wait()
		giveUp() // whoever is not answered now will not be
		wg.Wait()
	}
	store, err := bolt.Open(db)
	if err != nil {
		t.Fatalf("the file after %d kills: %v", rounds, err)
	}
	defer store.Close()
	err = store.View(t.Context(), func(r storage.Reader) error {
		for id, n := range presses {
			sessions, err := r.Sessions(habit.UserID(id), habit.Day{})
			if err != nil {
				return err
			}
			if len(sessions) < n {
				lost = append(lost, fmt.Sprintf("%s: %d of %d", id, n-len(sessions), n))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return confirmed, lost
}
