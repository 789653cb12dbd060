package commands_test

import (
	"strings"
	"testing"
	"time"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/storage"
)

// ignoring is a person who did nothing with eight messages of one kind.
func ignoring(t *testing.T, said string) *life {
	l := newLife(t)
	l.press("agree", "")
	l.say(said)
	for range 13 { // three, then every other one
		l.now = l.now.Truncate(24 * hour).Add(10 * hour)
		l.clock()
		l.now = l.now.Add(24 * hour)
	}
	l.now = l.now.Truncate(24 * hour).Add(10 * hour)
	return l
}

// That Catcow goes quiet is said once, also where nobody knows whether it arrived; where it
// surely did not, it is said the next time.
func TestGoingQuietIsSaidOnce(t *testing.T) {
	for _, said := range []string{"remind daily 10:00", "checkin daily 10:00"} {
		for state, again := range map[storage.State]int{storage.Sent: 0, storage.Unknown: 0, storage.Failed: 1} {
			l := ignoring(t, said)
			posts := l.claim()
			if len(posts) != 1 || !strings.Contains(blockkit.Text(posts[0].Message), "I've gone quiet") {
				t.Fatalf("%s: came %v", said, posts)
			}
			if err := l.set.Settle(t.Context(), posts[0].Slot, l.now, commands.Outcome{State: state, Why: "x"}); err != nil {
				t.Fatal(err)
			}
			told := 0
			for range 3 * 24 {
				l.now = l.now.Add(time.Hour)
				told += len(l.clock())
			}
			if told != again {
				t.Errorf("%s: after %s it was said %d times more", said, state, told)
			}
			if q := l.held().Member.Question; q.Slot != "" && state == storage.Sent {
				t.Errorf("%s: the last word waits for a score: %+v", said, q)
			}
		}
	}
}

// Anything that somebody does counts for them, what happens to them does not.
func TestWhatCountsAsDoingSomething(t *testing.T) {
	for name, c := range map[string]struct {
		r    commands.Request
		want int
	}{
		"a word":         {commands.Request{Text: "tips"}, 0},
		"opening the DM": {commands.Request{What: commands.Opened}, 0},
		"Not now":        {commands.Request{What: commands.Pressed, Do: "later"}, 0},
		"the shortcut":   {commands.Request{What: commands.Called, Do: commands.Shortcut}, 0},
		"a new zone":     {commands.Request{What: commands.Moved, Zone: "Europe/Berlin"}, 8},
	} {
		l := ignoring(t, "remind daily 10:00")
		l.do(c.r)
		if got := l.held().Member.Nudges.Ignored; got != c.want {
			t.Errorf("after %s %d are ignored", name, got)
		}
	}
}
