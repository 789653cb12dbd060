package bot

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

func TestWhatIsOldIsErasedDailyByASteadyClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{}
		b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1", Commands: s})
		if err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		ctx, cancel := context.WithTimeout(t.Context(), 49*time.Hour)
		defer cancel()
		b.clock(ctx)
		if len(s.swept) != 2 {
			t.Fatalf("swept %d times in 49 hours, want 2", len(s.swept))
		}
		for i, at := range s.swept {
			if want := begun.Add(steady + time.Duration(i)*sweepEvery); at.Sub(want) > 5*time.Second || at.Before(want) {
				t.Errorf("sweep %d came at %v, want %v", i, at, want)
			}
		}
	})
}

// A clock that runs ahead and comes back erases nothing, and plans go on.
func TestAClockThatJumpsErasesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{}
		var ahead atomic.Int64 // in nanoseconds
		b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1", Commands: s, Now: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Hour+30*time.Minute)
		defer cancel()
		time.AfterFunc(2*time.Hour+time.Millisecond, func() { ahead.Store(int64(17520 * time.Hour)) })
		time.AfterFunc(2*time.Hour+2500*time.Millisecond, func() { ahead.Store(0) })
		b.clock(ctx)
		if len(s.swept) != 1 || s.swept[0].Year() != time.Now().Year() {
			t.Errorf("swept at %v, want once, in the first hours", s.swept)
		}
		if len(s.rewound) != 1 || s.rewound[0].Year() != time.Now().Year() {
			t.Errorf("rewound at %v, want once, when the clock came back", s.rewound)
		}
	})
}

// The system's own clock carries a monotonic reading that never jumps; the
// watch goes by the wall.
func TestTheWatchGoesByTheWall(t *testing.T) {
	w := watch{}
	real := time.Now()
	w.look(real, real)
	if w.last != w.last.Round(0) {
		t.Fatal("the watch keeps a monotonic reading: it would never see a jump")
	}
	if step, _ := w.look(real.Round(0).Add(48*time.Hour), real.Add(time.Second)); step <= 0 {
		t.Errorf("a jump ahead is one of %v", step)
	}
	if step, _ := w.look(real.Round(0).Add(2*time.Second), real.Add(2*time.Second)); step >= 0 {
		t.Errorf("a jump back is one of %v", step)
	}
	if step, _ := w.look(real.Round(0).Add(3*time.Second), real.Add(3*time.Second)); step != 0 {
		t.Errorf("a second that is a second is a jump of %v", step)
	}
}

// Catcow notes each minute that it works. Where the system's clock leaps ahead,
// as after a machine has slept, it notes that it did not; a clock that is moved
// by hand leaps without that.
func TestCatcowKnowsWhenItWasAway(t *testing.T) {
	for _, byHand := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			s := &script{}
			b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1", Commands: s})
			if err != nil {
				t.Fatal(err)
			}
			if byHand {
				b.cfg.Now = time.Now
			}
			w := watch{}
			begun := time.Now()
			asleep := time.Duration(0)
			for range 10 * 60 {
				if time.Since(begun) == 5*time.Minute {
					asleep = 8 * time.Hour
				}
				now := time.Now().Add(asleep)
				step, _ := w.look(now, time.Now())
				b.live(t.Context(), now, step > 0 && b.cfg.Now == nil)
				time.Sleep(time.Second) // in a bubble, where nobody waits
			}
			woken := 1
			if byHand {
				woken = 0
			}
			if len(s.woken) != woken || len(s.lived)+len(s.woken) != 10 {
				t.Errorf("by hand %v: woken %d times and seen %d times, want %d and 10 in all", byHand, len(s.woken), len(s.lived), woken)
			}
		})
	}
}

// Whoever asks first is already in a channel that Catcow knows.
func TestChannelsAreKnownBeforeTheFirstSocketOpens(t *testing.T) {
	s := &script{}
	w := newWorld(t, s)
	s.await(t, "the channels", func() bool { return len(s.present) > 0 })
	asked, opened := -1, -1
	for i, call := range w.Calls() {
		switch {
		case call.Method == "users.conversations" && asked < 0:
			asked = i
		case call.Method == "apps.connections.open" && opened < 0:
			opened = i
		}
	}
	if asked < 0 || opened < asked {
		t.Errorf("users.conversations was call %d, apps.connections.open call %d", asked, opened)
	}
}
