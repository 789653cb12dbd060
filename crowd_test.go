package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"catcow/internal/habit"
	"catcow/internal/slacksim"
	"catcow/storage"
	"catcow/storage/bolt"
)

// slowCommit is what a commit takes on a slow disk.
const slowCommit = 30 * time.Millisecond

// slowDisk is a store on a slow disk: the fault is a wait inside each
// transaction that writes, so that the next has to wait, too.
type slowDisk struct {
	storage.Store
	apart bool        // as if every change had a commit of its own
	slow  atomic.Bool // from when on
	last  storage.Tx  // guarded by the store's one writer
	count atomic.Int64
}

func (d *slowDisk) Update(ctx context.Context, change func(storage.Tx) error) error {
	return d.Store.Update(ctx, func(tx storage.Tx) error {
		if d.slow.Load() && (d.apart || tx != d.last) {
			time.Sleep(slowCommit) // the fault
			d.count.Add(1)
		}
		d.last = tx
		return change(tx)
	})
}

// Two hundred people press Did it on a prompt at the same moment, and the disk
// takes 30 ms to commit: everybody is acknowledged while Slack waits, and has
// the day once.
func TestTwoHundredPressesOnASlowDiskAreAcknowledgedInTime(t *testing.T) {
	c := crowded(t, false)
	if len(c.wrong) > 0 {
		t.Errorf("%d of 200 are not acknowledged, or not credited once: %.200v", len(c.wrong), c.wrong)
	}
	t.Logf("200 presses, %d commits of %v: the last acknowledged after %.0f ms", c.commits, slowCommit, percentile(c.took, 100))
}

// The same where each change has a commit of its own.
func TestTwoHundredPressesSeeADiskThatTakesThemOneByOne(t *testing.T) {
	if c := crowded(t, true); len(c.wrong) == 0 {
		t.Errorf("with %d commits of %v one after another everybody is acknowledged in time, too", c.commits, slowCommit)
	}
}

func BenchmarkTwoHundredPressesOnASlowDisk(b *testing.B) {
	var took []time.Duration
	for b.Loop() {
		took = append(took, crowded(b, false).took...)
	}
	b.ReportMetric(percentile(took, 50), "ack-p50-ms")
	b.ReportMetric(percentile(took, 99), "ack-p99-ms")
	b.ReportMetric(percentile(took, 100), "ack-max-ms")
}

// crush is what came of it.
type crush struct {
	took    []time.Duration
	commits int64
	wrong   []string
}

func crowded(t testing.TB, apart bool) (c crush) {
	const crowd = 200
	due := time.Date(2026, 3, 3, 10, 30, 0, 0, time.UTC)
	now := func() time.Time { return due.Add(-time.Minute) }
	slack := office(t, func(c *slacksim.Config) { c.NoLimits, c.AckWithin, c.Now = true, slacksWait, now })
	people := gathered(slack, crowd)
	path := filepath.Join(t.TempDir(), "catcow.db")
	store, err := bolt.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	disk := &slowDisk{Store: store, apart: apart}
	catcow, end := assembledOn(t, slack, now, disk)
	first := person{t, slack, people[0], "C9"}
	first.ask("schedule daily 10:30")
	if err := catcow.Tick(t.Context(), due); err != nil {
		t.Fatal(err)
	}
	prompt := first.until("the prompt", func(m slacksim.Message) bool { return strings.Contains(m.Text, "Stretch break") })
	action := labelled(prompt.Blocks, "Did it")
	disk.slow.Store(true)
	type result struct {
		id string
		slacksim.Outcome
	}
	outcomes := make(chan result, crowd)
	for _, id := range people {
		go func() {
			outcomes <- result{id, slack.Press(soon(t), id, slacksim.At{Channel: prompt.Channel, TS: prompt.TS}, action)}
		}()
	}
	for range people {
		o := <-outcomes
		if o.Err != "" {
			c.wrong = append(c.wrong, o.id+": "+o.Err)
			continue
		}
		c.took = append(c.took, o.AckAfter)
	}
	disk.slow.Store(false)
	c.commits = disk.count.Load()
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
			if len(sessions) != 1 {
				c.wrong = append(c.wrong, fmt.Sprintf("%s: credited %d times", id, len(sessions)))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// gathered are so many people in the channel C9, with Catcow.
func gathered(slack *slacksim.Server, n int) (people []string) {
	for i := range n {
		people = append(people, fmt.Sprintf("U%03d", i))
		slack.AddUser(slacksim.User{ID: people[i], Name: people[i], TZ: "Europe/London"})
	}
	slack.AddChannel(slacksim.Channel{ID: "C9", Name: "crowd", Members: append(slices.Clone(people), slack.BotUser())})
	return people
}
