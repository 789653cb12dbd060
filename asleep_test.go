package main

import (
	"bufio"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"catcow/internal/slacksim"
	"catcow/storage"
	"catcow/storage/bolt"
)

// wakeWithin is how soon after a sleep what came due in it is decided.
const wakeWithin = 15 * time.Second

// A machine falls asleep before a prompt is due and wakes after it. Within its
// ten minutes the prompt comes; later it is missed, and the next one comes.
// Either is decided by the first passes of the clock.
func TestASleepOverADueMinute(t *testing.T) {
	for _, c := range []struct {
		name   string
		asleep time.Duration
		want   storage.State
	}{{"short", 5 * time.Minute, storage.Sent}, {"long", 20 * time.Minute, storage.Missed}} {
		t.Run(c.name, func(t *testing.T) {
			slot, woke := sleepOver(t, "awake", c.asleep)
			if slot.State != c.want {
				t.Errorf("after %v asleep the prompt is %q, want %q", c.asleep, slot.State, c.want)
			}
			if late := slot.At.Sub(woke); late < 0 || late > wakeWithin {
				t.Errorf("decided %v after the end of the sleep, want within %v", late, wakeWithin)
			}
			t.Logf("%v asleep: %s, decided %v after its end", c.asleep, slot.State, slot.At.Sub(woke).Round(time.Millisecond))
		})
	}
}

// The same with a clock that stood still while the machine slept.
func TestASleepIsSeenToBeSleptThrough(t *testing.T) {
	if slot, _ := sleepOver(t, "drowsy", 5*time.Minute); slot.State != "" {
		t.Errorf("a clock that stood still has decided: %q", slot.State)
	}
}

// sleepOver freezes Catcow before a prompt is due, moves the clock of the
// world, and lets it go on for three passes. It tells what was decided, and
// when it was woken.
func sleepOver(t *testing.T, role string, asleep time.Duration) (slot storage.Slot, woke time.Time) {
	due := time.Date(2026, 3, 3, 10, 30, 0, 0, time.UTC) // a Tuesday; 10:30 in London
	var ahead atomic.Int64
	now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }
	ahead.Store(int64(time.Until(due.Add(-50 * time.Second))))
	slack := office(t, func(c *slacksim.Config) { c.Now = now })
	dir := t.TempDir()
	db, clock := filepath.Join(dir, "catcow.db"), filepath.Join(dir, "clock")
	moveClock(t, clock, time.Duration(ahead.Load()))

	cmd := command(slack, db, role, "CATCOW_TEST_CLOCK="+clock)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() }) // where the test ends early
	if err := slack.AwaitSockets(soon(t), 2); err != nil {
		t.Fatal(err)
	}
	ada := person{t, slack, "UADA", "C1"}
	if answer := ada.ask("schedule daily 10:30"); !strings.Contains(answer.Text, "Today at 10:30") {
		t.Fatalf("not set for today:\n%s", answer.Text)
	}
	cmd.Process.Signal(syscall.SIGSTOP)
	ahead.Add(int64(asleep))
	moveClock(t, clock, time.Duration(ahead.Load()))
	woke = now()
	cmd.Process.Signal(syscall.SIGCONT)

	lines := bufio.NewScanner(out)
	for all, passes := 0, 0; passes < 3; all++ {
		if !lines.Scan() || all == 60 {
			t.Fatal("its clock never shows the end of the sleep")
		}
		if at, err := time.Parse(time.RFC3339Nano, lines.Text()); err == nil && at.After(woke) {
			passes++
		}
	}
	cmd.Process.Signal(syscall.SIGTERM)
	for lines.Scan() { // to the end
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
	store, err := bolt.Open(db)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	err = store.View(t.Context(), func(r storage.Reader) error {
		slot, err = r.Slot(storage.SlotKey("prompt/C1/2026-03-03T10:30"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return slot, woke
}
