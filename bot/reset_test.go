package bot

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"catcow/commands"
	"catcow/internal/slacksim"
)

const resetSeed = 28

// A hundred times, at random, one socket or both are reset while four people
// type. What Slack shows as done was done once, and the sockets come back.
func TestAHundredResetsLoseAndDoubleNothing(t *testing.T) {
	t.Parallel()
	r := resetting(t, 100, func(*world, commands.Request) {})
	if r.confirmed < 100 || r.again == 0 {
		t.Errorf("%d confirmed, %d of them delivered twice: this shows little", r.confirmed, r.again)
	}
	for _, wrong := range r.wrong {
		t.Error(wrong)
	}
	slices.Sort(r.back)
	t.Logf("100 resets: %d commands confirmed, %d deliveries repeated, %d lost or doubled; back after %v (median), %v (99th), seed %d",
		r.confirmed, r.again, len(r.wrong), r.back[len(r.back)/2], r.back[len(r.back)*99/100], resetSeed)
}

// The same with a bot that forgets what it has seen.
func TestResetsSeeABotThatForgets(t *testing.T) {
	t.Parallel()
	r := resetting(t, 10, func(w *world, _ commands.Request) {
		w.bot.seen.mu.Lock()
		defer w.bot.seen.mu.Unlock()
		clear(w.bot.seen.now)
	})
	if len(r.wrong) == 0 {
		t.Errorf("%d confirmed by a bot that forgets, and none was done twice", r.confirmed)
	}
}

// resets is what came of them.
type resets struct {
	confirmed, again int
	wrong            []string
	back             []time.Duration // from a reset until both sockets are open
}

func resetting(t *testing.T, times int, sabotage func(*world, commands.Request)) (r resets) {
	chance := rand.New(rand.NewPCG(resetSeed, 0))
	s := &script{}
	w := newWorld(t, s)
	s.note(func() {
		s.handle = func(ctx context.Context, r commands.Request) (commands.Reply, error) {
			sabotage(w, r)
			return echo(ctx, r)
		}
	})
	w.Fault(func(f *slacksim.Faults) { f.DuplicateDelivery = true })
	crowd := slacksim.Channel{ID: "C0RESET001", Name: "crowd"}
	for i := range 4 {
		crowd.Members = append(crowd.Members, fmt.Sprintf("U0RESET%03d", i))
		w.AddUser(slacksim.User{ID: crowd.Members[i], Name: crowd.Members[i], TZ: "Europe/Berlin"})
	}
	w.AddChannel(crowd)
	over := make(chan struct{})
	var typing sync.WaitGroup
	var mu sync.Mutex
	confirmed := map[string]bool{}
	for _, user := range crowd.Members {
		typing.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-over:
					return
				default:
				}
				text := fmt.Sprint(user, " ", i)
				if w.AwaitSockets(t.Context(), 1) == nil && w.Slash(t.Context(), user, crowd.ID, "/stretch", text).Err == "" {
					mu.Lock()
					confirmed[text] = true
					mu.Unlock()
				}
			}
		})
	}
	for range times {
		want := w.bot.Counts()["envelopes"] + 1 + chance.IntN(8)
		w.eventually(t, "some envelopes", func() bool { return w.bot.Counts()["envelopes"] >= want })
		n := 1 + chance.IntN(sockets)
		hellos, at := w.bot.Counts()["hellos"], time.Now()
		w.ResetSockets(n)
		w.eventually(t, "sockets", func() bool { return w.Sockets() == sockets && w.bot.Counts()["hellos"] >= hellos+n })
		r.back = append(r.back, time.Since(at))
	}
	close(over)
	typing.Wait()
	done := map[string]int{}
	for _, request := range s.requests() {
		done[request.Text]++
	}
	for text := range confirmed {
		if done[text] != 1 {
			r.wrong = append(r.wrong, fmt.Sprintf("%q was confirmed and done %d times", text, done[text]))
		}
	}
	r.confirmed, r.again = len(confirmed), w.bot.Counts()["redelivered"]
	return r
}
