package main

import (
	"sync/atomic"
	"testing"
	"time"

	"catcow/internal/slacksim"
)

func TestANudgeWaitsUntilTheMeetingIsOver(t *testing.T) {
	t.Parallel()
	aNudge(t)
}

// aNudge is one that comes to somebody who is in a meeting when it falls due, and what
// was asked of Slack until it did.
func aNudge(t *testing.T) []slacksim.Call {
	t.Helper()
	due := time.Date(2026, 3, 3, 10, 30, 0, 0, time.UTC) // a Tuesday; 10:30 in London
	var clock atomic.Pointer[time.Time]
	at := func(now time.Time) { clock.Store(&now) }
	at(due.Add(-time.Hour))
	now := func() time.Time { return *clock.Load() }
	slack := office(t, func(c *slacksim.Config) { c.Now = now })
	catcow, end := assembled(t, slack, now)
	defer end()
	dm := person{t, slack, "UADA", slack.DM("UADA")}
	dm.say("remind daily 10:30")
	slack.SetUser("UADA", func(u *slacksim.User) {
		u.Status = slacksim.Status{Text: "In a meeting", Emoji: ":spiral_calendar_pad:", Expires: due.Add(20 * time.Minute)}
	})
	asked := func() bool {
		n := 0
		for _, call := range slack.Calls() {
			if call.Method == "dnd.info" || call.Method == "users.info" && call.At.Equal(due) {
				n++
			}
		}
		return n == 2
	}
	at(due)
	if err := catcow.Tick(t.Context(), now()); err != nil {
		t.Fatal(err)
	}
	if err := slack.Await(soon(t), asked); err != nil {
		t.Fatal("nobody looked whether it is a good moment")
	}
	at(due.Add(20 * time.Minute))
	if nudge := dm.until("the nudge", saying("You asked for these")); nudge.At.Before(now()) {
		t.Errorf("it came at %v, in the meeting", nudge.At)
	}
	return slack.Calls()
}
