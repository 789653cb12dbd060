package bot

import (
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// soon makes the bot believe that Slack forgets a socket at once.
func soon(c *Config) { c.Linger, c.Operator = 300*time.Millisecond, bob }

func TestAnotherCopyIsNoticed(t *testing.T) {
	t.Parallel()
	sim := newSlack(t, nil)
	first := newWorldIn(t, sim, &script{}, soon)
	second := &world{Server: sim, script: &script{}, log: &logged{}}
	cfg := testConfig(sim, second.script, second.log)
	soon(&cfg)
	second.run(t, cfg)
	second.counted(t, "other_copies", 1)
	second.sees(t, bob, sim.DM(bob), "Another Catcow runs with the same tokens")
	if !strings.Contains(second.log.String(), "another Catcow runs with the same tokens") {
		t.Errorf("log:\n%s", second.log)
	}
	if n := first.bot.Counts()["other_copies"]; n != 0 {
		t.Errorf("the first copy, which Slack greeted before, counts %d", n) // it hears of it with its next hello
	}
}

// Slack counts sockets that are gone for a while, as after a crash. That is no other copy.
func TestSocketsThatAreGoneAreNoOtherCopy(t *testing.T) {
	t.Parallel()
	sim := newSlack(t, nil)
	first := newWorldIn(t, sim, &script{})
	second := &world{Server: sim, script: &script{}, log: &logged{}}
	cfg := testConfig(sim, second.script, second.log)
	soon(&cfg)
	cfg.Linger = 2 * time.Second
	second.run(t, cfg)
	second.counted(t, "hellos", sockets)
	if err := first.stop(); err != nil {
		t.Fatal(err)
	}
	second.counted(t, "hellos", sockets+1) // one was opened anew, to count again
	second.eventually(t, "the count", func() bool { return len(second.bot.greeting) == 0 })
	if n := second.bot.Counts()["other_copies"]; n != 0 {
		t.Errorf("%d other copies", n)
	}
}

// The operator hears of it once a day at most, and nobody does where none is named.
func TestTheOperatorIsToldOnceADay(t *testing.T) {
	t.Parallel()
	morning := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	var passed atomic.Int64
	now := func() time.Time { return morning.Add(time.Duration(passed.Load())) }
	w := newWorld(t, &script{}, func(c *Config) { c.Operator, c.Now = bob, now })
	for _, later := range []time.Duration{0, time.Minute, 23 * time.Hour, time.Hour} {
		passed.Add(int64(later))
		w.bot.warn(4)
	}
	w.bot.bulk.close(t.Context())
	told := w.Screen(bob, w.DM(bob))
	if len(told) != 2 || w.bot.Counts()["other_copies"] != 4 {
		t.Errorf("told %d times of %d, want 2 of 4", len(told), w.bot.Counts()["other_copies"])
	}
	w.bot.cfg.Operator = ""
	w.bot.told.at = nil
	w.bot.warn(4)
	if w.bot.told.at != nil {
		t.Error("nobody is named, and somebody was told")
	}
}
