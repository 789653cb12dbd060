package bot

import (
	"context"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"catcow/commands"
	knowledge "catcow/content"
	"catcow/internal/habit"
	"catcow/storage/bolt"
)

// A prompt set for the next minute leaves once, less than two seconds into it,
// wherever in the second the clock happens to tick. Time passes here in no
// time, so that this is the bot's own doing and not the machine's.
func TestAPromptForTheNextMinuteLeavesOnceWithinTwoSecondsOfIt(t *testing.T) {
	library, err := knowledge.Load()
	if err != nil {
		t.Fatal(err)
	}
	minute := time.Date(2026, 3, 3, 10, 30, 0, 0, time.UTC) // a Tuesday; 10:30 in London
	for _, before := range []time.Duration{time.Second, 20*time.Second + time.Millisecond, 59*time.Second + 999*time.Millisecond} {
		path := filepath.Join(t.TempDir(), "catcow.db")
		synctest.Test(t, func(t *testing.T) {
			store, err := bolt.Open(path)
			if err != nil {
				t.Fatal(err)
			}
			defer store.Close()
			set, err := commands.New(store, library)
			if err != nil {
				t.Fatal(err)
			}
			begun := time.Now()
			now := func() time.Time { return minute.Add(-before).Add(time.Since(begun)) }
			if err := set.Present(t.Context(), time.Time{}, []habit.ChannelID{team}, nil); err != nil {
				t.Fatal(err)
			}
			if _, err := set.Handle(t.Context(), commands.Request{
				What: commands.Typed, User: ann, Name: "ann", Role: commands.Member, Channel: team, Text: "schedule daily 10:30",
				Cause: "slash/1", Zone: "Europe/London", Now: now(),
			}); err != nil {
				t.Fatal(err)
			}
			b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1", Commands: set, Now: now})
			if err != nil {
				t.Fatal(err)
			}
			var late []time.Duration
			b.http.Transport = wire(func(r *http.Request) (*http.Response, error) {
				if strings.HasSuffix(r.URL.Path, "/chat.postMessage") && strings.Contains(r.FormValue("text"), "Stretch break") {
					late = append(late, now().Sub(minute))
				}
				return answering(`{"ok":true,"channel":"C0TEAM0001","ts":"1.000001"}`)
			})
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
			defer cancel()
			b.clock(ctx)
			b.bulk.close(t.Context())
			if len(late) != 1 || late[0] < 0 || late[0] > 2*time.Second {
				t.Errorf("set %v before its minute, the prompt left after %v, want once and within 2 s", before, late)
			}
		})
	}
}
