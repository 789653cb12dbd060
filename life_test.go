package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"catcow/internal/slacksim"
)

// A channel's life as the whole program lives it: archived and opened again, removed and invited
// while nobody listened, and at last the app is taken out of the workspace.
func TestTheLifeOfAChannel(t *testing.T) {
	slack, db := office(t, nil), filepath.Join(t.TempDir(), "catcow.db")
	begin := func() *started {
		t.Helper()
		s := start(t, variables(slack, db))
		if err := slack.AwaitSockets(soon(t), 2); err != nil {
			t.Fatalf("%v\n%s", err, s.output)
		}
		return s
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	catcow := begin()
	ada, alone := person{t, slack, "UADA", "C1"}, person{t, slack, "UADA", slack.DM("UADA")}
	ada.ask("schedule mon 3:33 in London")
	must(slack.Archive("C1", true))
	alone.until("that the prompts wait", saying("<#C1> is archived"))
	must(slack.Archive("C1", false))
	question := alone.until("the question", saying("<#C1> is open again"))
	if o := alone.press(question, "Go on"); o.Err != "" {
		t.Fatal(o.Err)
	}
	ada.until("that they go on", saying("Ada let this channel's stretch prompts go on"))
	alone.until("the same, in place of the question", func(m slacksim.Message) bool {
		return m.TS == question.TS && strings.Contains(m.Text, "The stretch prompts of <#C1> go on")
	})

	catcow.end(t)
	must(slack.Kick("C1", slack.BotUser()))
	catcow = begin()
	alone.until("that Catcow is out", saying("I'm no longer in <#C1>"))
	catcow.end(t)
	must(slack.Invite("UADA", "C1", slack.BotUser()))
	catcow = begin()
	ada.until("that it is back", saying("I'm back, and this channel's stretch prompts go on"))

	slack.Uninstall(soon(t))
	if code := <-catcow.code; code != 78 || !strings.Contains(catcow.output.String(), "catcow: Catcow was taken out of this workspace") {
		t.Errorf("ended with %d:\n%s", code, catcow.output)
	}
	if _, err := os.Stat(db); err != nil {
		t.Errorf("the data: %v", err)
	}
}
