package bot

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"catcow/commands"
	"catcow/internal/habit"
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
	synctest.Test(t, func(t *testing.T) {
		b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1", Commands: &script{
			recount: func(_ context.Context, key storage.SlotKey) (commands.Edit, bool, error) {
				_, owner, _ := key.Split()
				return commands.Edit{Place: commands.Place{Channel: habit.ChannelID(owner), TS: "1.000001"}, Message: says("two people")}, true, nil
			},
		}})
		if err != nil {
			t.Fatal(err)
		}
		var all, minute atomic.Int32
		begun := time.Now()
		b.http.Transport = wire(func(*http.Request) (*http.Response, error) {
			all.Add(1)
			if time.Since(begun) < quiet+time.Minute {
				minute.Add(1)
			}
			return answering(`{"ok":true,"channel":"C1","ts":"1.000001"}`)
		})
		for i := range 100 {
			b.recounts.ask(storage.SlotKey(fmt.Sprintf("prompt/C%d/2026-11-23T10:30", i)))
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
		defer cancel()
		b.recounts.run(ctx)
		b.bulk.close(t.Context())
		if all.Load() != 100 || minute.Load() > 40+5 {
			t.Errorf("%d edits, %d of them in the first minute, want 100 and at most 45", all.Load(), minute.Load())
		}
	})
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
