package bot

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"catcow/internal/slacksim"
)

// Slack renews one socket after the other, without a break, and delivers
// nothing twice, while eight people type a thousand commands: each is
// acknowledged and answered.
func TestRenewedSocketsLeaveNoCommandUnanswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	all, renewals, missing := renewing(t, w, (*slacksim.Server).DisconnectOldest, 1000, 20, hang)
	if len(missing) > 0 {
		t.Errorf("%d of %d commands are without an answer: %.100v", len(missing), all, missing)
	}
	t.Logf("%d commands through %d renewals: %d unanswered", all, renewals, len(missing))
}

// The same with all sockets renewed at once, as if there were one.
func TestRenewalsSeeABotWithoutASecondSocket(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo}, func(c *Config) { c.Pace = 20 * time.Millisecond })
	if _, _, missing := renewing(t, w, (*slacksim.Server).Disconnect, 100, 3, 500*time.Millisecond); len(missing) == 0 {
		t.Error("every command is answered: the test does not see a gap")
	}
}

// renewing lets eight people type at least so many commands while sockets are
// renewed, at least so often, and tells which were not acknowledged in time, or not answered.
func renewing(t *testing.T, w *world, renew func(*slacksim.Server, string), least, renewals int, inTime time.Duration) (all, renewed int, missing []string) {
	t.Helper()
	w.Fault(func(f *slacksim.Faults) { f.LoseDelivered = true })
	crowd := slacksim.Channel{ID: "C0RENEW001", Name: "crowd"}
	for i := range 8 {
		crowd.Members = append(crowd.Members, fmt.Sprintf("U0RENEW%03d", i))
		w.AddUser(slacksim.User{ID: crowd.Members[i], Name: crowd.Members[i], TZ: "Europe/Berlin"})
	}
	w.AddChannel(crowd)
	var typing sync.WaitGroup
	var renewing atomic.Int32
	var mu sync.Mutex
	var acked []string
	for i, user := range crowd.Members {
		typing.Go(func() {
			for j := 0; j < least/len(crowd.Members) || int(renewing.Load()) < renewals; j++ {
				text := fmt.Sprint("person ", i, " command ", j, ".")
				ctx, cancel := context.WithTimeout(t.Context(), inTime)
				o := w.Slash(ctx, user, crowd.ID, "/stretch", text)
				cancel()
				mu.Lock()
				if o.Err != "" {
					missing = append(missing, text+" "+o.Err)
				} else {
					acked = append(acked, text)
				}
				mu.Unlock()
			}
		})
	}
	ended := make(chan struct{})
	go func() { typing.Wait(); close(ended) }()
	for more := true; more; {
		hellos, heard := w.bot.Counts()["hellos"], w.bot.Counts()["envelopes"]
		renew(w.Server, "refresh_requested")
		renewing.Add(1)
		w.eventually(t, "the next socket", func() bool { return w.Sockets() >= sockets && w.bot.Counts()["hellos"] > hellos })
		w.eventually(t, "some commands", func() bool {
			select {
			case <-ended:
				more = false
			default:
			}
			return !more || w.bot.Counts()["envelopes"] >= heard+10
		})
	}
	answered := func() (texts map[string]bool) {
		texts = map[string]bool{}
		for _, c := range w.Calls() {
			if c.Method == "response_url" && c.Error == "" {
				texts[c.Args.Get("text")] = true
			}
		}
		return texts
	}
	w.eventually(t, "every answer", func() bool { return len(answered()) >= len(acked) })
	texts := answered()
	for _, text := range acked {
		if !texts["heard "+text] {
			missing = append(missing, text+" no answer")
		}
	}
	return len(acked) + len(missing), int(renewing.Load()), missing
}
