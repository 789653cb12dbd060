package bot

import (
	"strings"
	"testing"

	"catcow/commands"
	"catcow/internal/slacksim"
	"catcow/storage"
)

// namesNobody is held against the log of every test with a world: it holds no person, no
// direct message, no token and no response_url.
func namesNobody(t *testing.T, log string) {
	t.Helper()
	if found := named(log); found != "" {
		t.Errorf("the log names %q:\n%.5000s", found, log)
	}
}

func named(log string) string {
	for _, private := range []string{ann, bob, slacksim.AppToken, slacksim.BotToken, "/hooks/", "ticket=", `"D0`, "U0"} {
		if strings.Contains(log, private) {
			return private
		}
	}
	return ""
}

// The log knows people by names that tell nothing, each always by the same.
func TestTheLogKnowsPeopleByPseudonyms(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo}, func(c *Config) {
		c.Name = func(id string) string { return "name-of-" + strings.ToLower(id[2:5]) }
	})
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "x"))
	w.Say(t.Context(), bob, w.DM(bob), "y")
	w.sees(t, bob, w.DM(bob), "heard y")
	w.bot.settleOnce(commands.Post{To: bob}, commands.Outcome{State: storage.Failed})
	w.bot.decided(storage.Slot{Key: "nudge/" + ann + "/2026-11-23T12:00", State: storage.Sent})
	w.bot.decided(storage.Slot{Key: "prompt/" + team + "/2026-11-23T12:00", State: storage.Sent})
	log := w.log.String()
	for _, want := range []string{
		`"user":"name-of-ann","channel":"` + team + `"`, `"user":"name-of-bob","channel":"name-of-`, `"to":"name-of-bob"`,
		`"key":"nudge/name-of-ann/2026-11-23T12:00"`, `"key":"prompt/` + team + `/2026-11-23T12:00"`,
	} {
		if !strings.Contains(log, want) {
			t.Errorf("there is no %s in the log:\n%s", want, log)
		}
	}
}

// A log that names people is seen to.
func TestALogThatNamesPeopleIsNoticed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	if err := w.stop(); err != nil {
		t.Fatal(err)
	}
	var seen logged
	w.bot.cfg.Log = w.bot.cfg.Log.Output(&seen)
	w.bot.cfg.Name = func(id string) string { return id }
	w.bot.settleOnce(commands.Post{To: ann}, commands.Outcome{State: storage.Failed})
	if named(seen.String()) != ann {
		t.Errorf("nobody notices %s", seen.String())
	}
}
