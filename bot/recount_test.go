package bot

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"catcow/commands"
	"catcow/storage"
)

// edits notes when which prompt was edited.
type edits struct {
	mu    sync.Mutex
	began time.Time
	at    []string
	fail  int // so many edits want to be tried again
}

func (e *edits) edit(key storage.SlotKey, again func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.at = append(e.at, fmt.Sprint(key, "@", time.Since(e.began).Seconds()))
	if e.fail > 0 {
		e.fail--
		again()
	}
}

// recounting runs a day of presses in a bubble of its own.
func recounting(t *testing.T, fail int, presses func(*recounts)) []string {
	t.Helper()
	var got []string
	synctest.Test(t, func(t *testing.T) {
		e := &edits{began: time.Now(), fail: fail}
		r := newRecounts(e.edit)
		ctx, cancel := context.WithCancel(t.Context())
		var running sync.WaitGroup
		running.Go(func() { r.run(ctx) })
		presses(r)
		time.Sleep(5 * time.Minute)
		cancel()
		running.Wait()
		if len(r.wanted) != 0 {
			t.Errorf("%d prompts are not up to date", len(r.wanted))
		}
		got = e.at
	})
	return got
}

func TestRecountWaitsForQuiet(t *testing.T) {
	got := recounting(t, 0, func(r *recounts) {
		for range 4 {
			r.ask("a")
			time.Sleep(2 * time.Second)
		}
	})
	if want := "[a@11]"; fmt.Sprint(got) != want {
		t.Errorf("edits = %v, want %v", got, want)
	}
}

func TestRecountDoesNotWaitForQuietForEver(t *testing.T) {
	got := recounting(t, 0, func(r *recounts) {
		for range 70 {
			r.ask("a")
			time.Sleep(900 * time.Millisecond)
		}
	})
	if want := "[a@30 a@60.6 a@90.6]"; fmt.Sprint(got) != want {
		t.Errorf("edits = %v, want %v", got, want)
	}
}

func TestRecountsOfManyPromptsStayBelowSlacksLimit(t *testing.T) {
	got := recounting(t, 0, func(r *recounts) {
		for i := range 100 {
			r.ask(storage.SlotKey(fmt.Sprint("k", i)))
		}
	})
	if len(got) != 100 {
		t.Fatalf("%d edits, want 100", len(got))
	}
	minute := 0
	for _, e := range got {
		var at float64
		fmt.Sscan(strings.SplitN(e, "@", 2)[1], &at)
		if at < 65 {
			minute++
		}
	}
	if minute > editsAMin+editsAtOnce {
		t.Errorf("%d edits in the first minute, want at most %d", minute, editsAMin+editsAtOnce)
	}
}

func TestRecountThatFailsIsTriedAgain(t *testing.T) {
	got := recounting(t, 2, func(r *recounts) { r.ask("a") })
	if want := "[a@5 a@35 a@65]"; fmt.Sprint(got) != want {
		t.Errorf("edits = %v, want %v", got, want)
	}
}

func TestPressShowsOnThePromptWhenCatcowStops(t *testing.T) {
	t.Parallel()
	const key = "prompt/C0TEAM0001/2026-11-23T10:30"
	place := make(chan commands.Place, 1)
	s := &script{due: dueOnce(prompt(team, key))}
	s.settle = func(_ storage.SlotKey, o commands.Outcome) error { place <- o.Place; return nil }
	s.handle = func(context.Context, commands.Request) (commands.Reply, error) {
		return commands.Reply{Recount: key}, nil
	}
	var at commands.Place
	s.recount = func(context.Context, storage.SlotKey) (commands.Edit, bool, error) {
		return commands.Edit{Place: at, Message: says("two people stretched")}, true, nil
	}
	w := newWorld(t, s)
	if err := w.bot.Tick(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
	}
	at = <-place
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "done"))
	if err := w.stop(); err != nil {
		t.Fatal(err)
	}
	if m := w.sees(t, bob, team, "two people"); m.TS != at.TS {
		t.Errorf("%s changed, want %s", m.TS, at.TS)
	}
}
