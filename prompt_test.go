package main

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"catcow/bot"
	"catcow/commands"
	"catcow/content"
	"catcow/internal/slacksim"
	"catcow/storage"
	"catcow/storage/bolt"
)

// assembled is a Catcow that runs with a clock of the test's own, and what
// ends it.
func assembled(t testing.TB, slack *slacksim.Server, now func() time.Time) (catcow *bot.Bot, end func()) {
	t.Helper()
	store, err := bolt.Open(filepath.Join(t.TempDir(), "catcow.db"))
	if err != nil {
		t.Fatal(err)
	}
	return assembledOn(t, slack, now, store)
}

// assembledOn is the same over a store that it closes.
func assembledOn(t testing.TB, slack *slacksim.Server, now func() time.Time, store storage.Store) (catcow *bot.Bot, end func()) {
	t.Helper()
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	set, err := commands.New(store, library)
	if err != nil {
		t.Fatal(err)
	}
	catcow, err = bot.New(bot.Config{
		AppToken: slacksim.AppToken, BotToken: slacksim.BotToken, APIURL: slack.APIURL(),
		Commands: set, Now: now, Log: zerolog.Nop(),
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- catcow.Run(ctx) }()
	if err := slack.AwaitSockets(soon(t), 2); err != nil {
		t.Fatal(err)
	}
	return catcow, func() {
		stop()
		if err := errors.Join(<-ended, store.Close()); err != nil {
			t.Error(err)
		}
	}
}

// A prompt set for the next minute comes at that minute, and once: by Catcow's
// own clock loop, in real time. The clock of both sides stands shortly before a
// full minute until the prompt is set. That it leaves within two seconds is for
// a test of the bot's own, where no other program takes the time.
func TestAPromptSetForTheNextMinuteComesOnce(t *testing.T) {
	t.Parallel()
	minute := time.Date(2026, 3, 3, 10, 30, 0, 0, time.UTC) // a Tuesday; 10:30 in London
	var set atomic.Pointer[time.Time]
	now := func() time.Time {
		at := minute.Add(-2 * time.Second)
		if begun := set.Load(); begun != nil {
			at = at.Add(time.Since(*begun))
		}
		return at
	}

	slack := office(t, func(c *slacksim.Config) { c.Now = now })
	catcow, end := assembled(t, slack, now)
	ada := person{t, slack, "UADA", "C1"}
	if answer := ada.ask("schedule daily 10:30"); !strings.Contains(answer.Text, "Today at 10:30") {
		t.Fatalf("not set for the next minute:\n%s", answer.Text)
	}
	begun := time.Now()
	set.Store(&begun)
	prompt := ada.until("the prompt", saying("Stretch break"))
	if prompt.At.Before(minute) {
		t.Errorf("the prompt came %v before its minute", minute.Sub(prompt.At))
	}
	for range 20 { // further passes of the clock, as after a restart or a stutter
		if err := catcow.Tick(t.Context(), now()); err != nil {
			t.Fatal(err)
		}
	}
	end()
	prompts := 0
	for _, m := range ada.all() {
		if strings.Contains(m.Text, "Stretch break") {
			prompts++
		}
	}
	if prompts != 1 {
		t.Errorf("%d prompts came, want 1", prompts)
	}
}
