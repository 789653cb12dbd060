package main

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"catcow/internal/habit"
	"catcow/internal/slacksim"
	"catcow/storage"
	"catcow/storage/bolt"
)

// formOf waits until somebody is in a form with these words in it.
func formOf(t testing.TB, slack *slacksim.Server, user, words string) *slacksim.View {
	t.Helper()
	var v *slacksim.View
	if err := slack.Await(soon(t), func() bool {
		v = slack.TopView(user)
		return v != nil && strings.Contains(v.Submit+blocksOf(v), words)
	}); err != nil {
		t.Errorf("%s is in no form with %q but in %+v", user, words, v)
		return &slacksim.View{}
	}
	return v
}

func blocksOf(v *slacksim.View) string {
	blocks, _ := json.Marshal(v.Blocks)
	return string(blocks)
}

// Sixty people press Start on the same prompt, ask Catcow to set the pace, and go through
// the session: all of them to its end, each credited once and counted below the prompt.
// The fake's clock stands still, so that no limit of Slack's gives more than it does at once.
func TestSixtyPeopleStartOnOnePrompt(t *testing.T) {
	const crowd = 60
	due := time.Date(2026, 3, 3, 10, 30, 0, 0, time.UTC)
	now := func() time.Time { return due.Add(-time.Minute) }
	slack := office(t, func(c *slacksim.Config) { c.Now = now })
	people := gathered(slack, crowd)
	path := filepath.Join(t.TempDir(), "catcow.db")
	store, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	catcow, end := assembledOn(t, slack, now, store)
	first := person{t, slack, people[0], "C9"}
	first.ask("schedule daily 10:30")
	if err := catcow.Tick(t.Context(), due); err != nil {
		t.Fatal(err)
	}
	prompt := first.until("the prompt", saying("Stretch break"))
	action := labelled(prompt.Blocks, "Start")

	began := time.Now()
	paced := make(chan bool, crowd)
	var all sync.WaitGroup
	for _, id := range people {
		all.Go(func() {
			if o := slack.Press(soon(t), id, slacksim.At{Channel: prompt.Channel, TS: prompt.TS}, action); o.Err != "" {
				t.Errorf("%s: Start: %s", id, o.Err)
				return
			}
			v := formOf(t, slack, id, "Begin")
			pace := field(v, "pace", "yes")
			for name := range pace {
				pace[name] = []string{"yes"}
			}
			if o := slack.Submit(soon(t), id, v.ID, map[string]map[string]any{"pace": pace}); o.Err != "" {
				t.Errorf("%s: Begin: %s", id, o.Err)
				return
			}
			v = formOf(t, slack, id, "Next")
			paced <- strings.Contains(blocksOf(v), "It goes on by itself")
			for range 20 {
				if v = slack.TopView(id); v.Submit == "" {
					break
				}
				if o := slack.Submit(soon(t), id, v.ID, nil); o.Err != "" {
					t.Errorf("%s: %s: %s", id, v.Submit, o.Err)
					return
				}
			}
			formOf(t, slack, id, "How was it?")
		})
	}
	all.Wait()
	close(paced)
	byThemselves := 0
	for p := range paced {
		if p {
			byThemselves++
		}
	}
	first.until("the number of people", saying("60 people did it"))
	calls := map[string]int{}
	for _, c := range slack.Calls() {
		calls[c.Method]++
		if c.Status == 429 && strings.HasPrefix(c.Method, "views.") {
			t.Errorf("%s met its limit", c.Method)
		}
	}
	t.Logf("60 sessions in %v: %d views.open, %d views.update; %d were to go on by themselves", time.Since(began).Round(time.Millisecond), calls["views.open"], calls["views.update"], byThemselves)
	if calls["views.open"] != crowd || calls["views.update"] > 20 || byThemselves == 0 {
		t.Errorf("%d views.open, %d views.update, %d by themselves", calls["views.open"], calls["views.update"], byThemselves)
	}
	end()
	if store, err = bolt.Open(path); err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	err = store.View(t.Context(), func(r storage.Reader) error {
		for _, id := range people {
			sessions, err := r.Sessions(habit.UserID(id), habit.Day{})
			if err != nil {
				return err
			}
			if len(sessions) != 1 || sessions[0].Prompt == "" {
				t.Errorf("%s is credited with %+v", id, sessions)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
