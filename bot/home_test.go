package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"catcow/commands"
	"catcow/internal/habit"
	"catcow/internal/slacksim"
	"catcow/storage"
)

// atHome waits until somebody's Home says so.
func (w *world) atHome(t *testing.T, user, words string) *slacksim.View {
	t.Helper()
	var v *slacksim.View
	w.eventually(t, "the Home of "+user+" to say "+words, func() bool {
		v = w.Home(user)
		return v != nil && strings.Contains(shows(v), words)
	})
	return v
}

func shows(v *slacksim.View) string {
	data, _ := json.Marshal(v.Blocks)
	return string(data)
}

// published is the views that were published, as they were sent.
func (w *world) published() (all []string) {
	for _, c := range w.Calls() {
		if c.Method == "views.publish" {
			all = append(all, c.Args.Get("view"))
		}
	}
	return all
}

func TestHomeIsDrawnForWhoOpensItAndOpensWindowsOnTop(t *testing.T) {
	var did atomic.Int64
	s := &script{
		home: func(r commands.Request) (commands.Home, error) {
			return commands.Home{Message: says(fmt.Sprintf("done %d, as %d in %s", did.Load(), r.Role, r.Zone), button("Did it", "did"))}, nil
		},
		handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
			did.Add(1)
			return commands.Reply{Form: &commands.Form{Title: "Catcow", Message: says("logged")}}, nil
		},
	}
	w := newWorld(t, s)
	fine(t, w.OpenHome(t.Context(), ann))
	v := w.atHome(t, ann, "done 0, as 3 in Europe/Berlin")
	if len(s.requests()) != 0 {
		t.Errorf("looking was taken for a request: %+v", s.requests())
	}
	fine(t, w.Press(t.Context(), ann, slacksim.At{View: v.ID}, "did/0"))
	w.view(t, ann, "logged")
	w.atHome(t, ann, "done 1")
	r := s.requests()[0]
	if !r.AtHome || !r.InForm || r.Do != "did" || r.Value != "v-did" || r.Channel != "" {
		t.Errorf("the press came as %+v", r)
	}
	if w.calls("views.open") != 1 || w.calls("views.update") != 0 {
		t.Errorf("%d windows opened, %d updated", w.calls("views.open"), w.calls("views.update"))
	}
}

func TestHomeIsDrawnForNobodyElse(t *testing.T) {
	w := newWorld(t, &script{handle: echo})
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "done"))
	w.sees(t, ann, team, "heard done")
	fine(t, w.OpenHome(t.Context(), bob)) // after it, so all that ann's request brings would be there
	w.atHome(t, bob, "home")
	if w.Home(ann) != nil {
		t.Error("a Home was drawn for somebody who never looked at it")
	}
}

func TestHomeThatStandsIsNotPublishedAgain(t *testing.T) {
	w := newWorld(t, &script{handle: echo})
	fine(t, w.OpenHome(t.Context(), ann))
	w.atHome(t, ann, "home")
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "help"))
	w.counted(t, "homes unchanged", 1)
	if n := w.calls("views.publish"); n != 1 {
		t.Errorf("it was published %d times", n)
	}
}

func TestHomeFollowsWhatErasesEverything(t *testing.T) {
	w := newWorld(t, &script{handle: func(context.Context, commands.Request) (commands.Reply, error) {
		return commands.Reply{Message: says("erased"), Forgot: true}, nil
	}})
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "erase"))
	w.atHome(t, ann, "home")
}

func TestHomeChangesWithAChannelThatItShows(t *testing.T) {
	var n atomic.Int64
	w := newWorld(t, &script{
		home: func(commands.Request) (commands.Home, error) {
			return commands.Home{Message: says(fmt.Sprint("set ", n.Load())), Channels: []habit.ChannelID{team}}, nil
		},
		handle: func(context.Context, commands.Request) (commands.Reply, error) {
			n.Add(1)
			return commands.Reply{Message: says("set"), Posts: []commands.Post{{To: team, Message: says("announced")}}}, nil
		},
	})
	fine(t, w.OpenHome(t.Context(), ann))
	w.atHome(t, ann, "set 0")
	fine(t, w.Slash(t.Context(), bob, team, "/stretch", "schedule daily 9:00"))
	w.atHome(t, ann, "set 1")
}

func TestHomeWhoseHashIsOldIsPublishedAllTheSame(t *testing.T) {
	var n atomic.Int64
	w := newWorld(t, &script{
		handle: func(context.Context, commands.Request) (commands.Reply, error) {
			n.Add(1)
			return commands.Reply{Message: says("heard")}, nil
		},
		home: func(commands.Request) (commands.Home, error) {
			return commands.Home{Message: says(fmt.Sprint("home ", n.Load()))}, nil
		},
	})
	fine(t, w.OpenHome(t.Context(), ann))
	w.atHome(t, ann, "home 0")
	w.Fault(func(f *slacksim.Faults) {
		f.Methods = map[string]*slacksim.MethodFault{"views.publish": {Times: 1, Error: "hash_conflict"}}
	})
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "done"))
	w.atHome(t, ann, "home 1")
	var hashes []string
	for _, c := range w.Calls() {
		if c.Method == "views.publish" {
			hashes = append(hashes, c.Args.Get("hash"))
		}
	}
	if len(hashes) != 3 || hashes[0] != "" || hashes[1] == "" || hashes[2] != "" {
		t.Errorf("the hashes were %q: want none, the one that Slack gave, none", hashes)
	}
}

// A chart that is refused is said in words, and for a day no other is tried.
func TestHomeDoesWithoutChartsForADay(t *testing.T) {
	sim := newSlack(t, nil)
	sim.Fault(func(f *slacksim.Faults) { f.RefuseBlocks = []string{"data_visualization"} })
	var n, ahead atomic.Int64
	began := time.Now()
	s := &script{
		handle: echo,
		home: func(commands.Request) (commands.Home, error) {
			return commands.Home{Message: says(fmt.Sprint("home ", n.Add(1)), charted().Parts...)}, nil
		},
	}
	w := newWorldIn(t, sim, s, func(c *Config) {
		c.Now = func() time.Time { return began.Add(time.Duration(ahead.Load())) }
	})
	tried := func() (n int) {
		for _, view := range w.published() {
			n += strings.Count(view, `"data_visualization"`)
		}
		return n
	}
	for look, want := range []int{1, 1, 1} {
		fine(t, w.OpenHome(t.Context(), ann))
		v := w.atHome(t, ann, fmt.Sprint("home ", look+1))
		if got := tried(); got != want {
			t.Errorf("look %d: the chart was tried %d times, want %d", look+1, got, want)
		}
		if !strings.Contains(shows(v), charted().Parts[1].(commands.Chart).Alt) {
			t.Errorf("its words are missing: %s", shows(v))
		}
	}
	ahead.Store(int64(25 * time.Hour))
	sim.Fault(func(f *slacksim.Faults) { f.RefuseBlocks = nil })
	fine(t, w.OpenHome(t.Context(), ann))
	w.atHome(t, ann, "data_visualization")
}

func TestHomeIsDrawnNoMoreDaysAfterTheLastLook(t *testing.T) {
	var ahead, drawn atomic.Int64
	began := time.Now()
	s := &script{handle: echo, home: func(commands.Request) (commands.Home, error) {
		return commands.Home{Message: says(fmt.Sprint("home ", drawn.Add(1)))}, nil
	}}
	w := newWorld(t, s, func(c *Config) {
		c.Now = func() time.Time { return began.Add(time.Duration(ahead.Load())) }
	})
	fine(t, w.OpenHome(t.Context(), ann))
	w.atHome(t, ann, "home 1")
	ahead.Store(int64(2 * 24 * time.Hour))
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "two days on"))
	w.atHome(t, ann, "home 2")
	ahead.Store(int64(6 * 24 * time.Hour))
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "six days on"))
	w.sees(t, ann, team, "six days on")
	w.eventually(t, "it to be forgotten", func() bool {
		w.bot.homes.mu.Lock()
		defer w.bot.homes.mu.Unlock()
		return len(w.bot.homes.by) == 0
	})
	if n := drawn.Load(); n != 2 {
		t.Errorf("it was drawn %d times", n)
	}
}

// Of many changes in a row one drawing comes, and while they go on, one every five seconds.
func TestManyChangesAreOneDrawing(t *testing.T) {
	for name, c := range map[string]struct {
		every       time.Duration
		changes     int
		least, most int
	}{
		"a hundred within a second":       {5 * time.Millisecond, 100, 1, 1},
		"one each half second for 20 s":   {500 * time.Millisecond, 40, 4, 5},
		"one each three seconds, control": {3 * time.Second, 10, 10, 10},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				drawn := 0
				h := newHomes(func(id habit.UserID, r rank) {
					if id != ann || r != upkeep {
						t.Errorf("drew %s, rank %d", id, r)
					}
					drawn++
				})
				ctx, stop := context.WithCancel(t.Context())
				done := make(chan struct{})
				go func() { defer close(done); h.run(ctx) }()
				h.mu.Lock()
				h.of(ann, time.Now())
				h.mu.Unlock()
				for range c.changes {
					h.happened(asking{Request: commands.Request{What: commands.Typed, User: ann}}, commands.Reply{})
					h.passed(storage.Nudge, bob) // who never looked
					time.Sleep(c.every)
				}
				time.Sleep(time.Minute)
				stop()
				<-done
				if drawn < c.least || drawn > c.most {
					t.Errorf("%d changes were drawn %d times, want %d to %d", c.changes, drawn, c.least, c.most)
				}
			})
		})
	}
}

// A Home of which nobody knows that it stands is drawn again after a minute; who looks or
// changes something before does not wait for that.
func TestAHomeThatDidNotComeThroughIsDrawnAgain(t *testing.T) {
	for name, c := range map[string]struct {
		then func(*homes)
		want time.Duration
	}{
		"by itself": {func(*homes) {}, homeAgain + homeQuiet},
		"a look":    {func(h *homes) { h.open(ann, time.Now()) }, time.Second},
		"a change":  {func(h *homes) { h.passed(storage.Nudge, string(ann)) }, time.Second + homeQuiet},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var began time.Time
				var drawn []time.Duration
				h := newHomes(func(habit.UserID, rank) { drawn = append(drawn, time.Since(began)) })
				ctx, stop := context.WithCancel(t.Context())
				done := make(chan struct{})
				go func() { defer close(done); h.run(ctx) }()
				h.mu.Lock()
				h.of(ann, time.Now())
				h.mu.Unlock()
				began = time.Now()
				h.again(ann)
				h.again(bob) // who never looked
				time.Sleep(time.Second)
				c.then(h)
				time.Sleep(time.Hour)
				stop()
				<-done
				if len(drawn) != 1 || drawn[0] != c.want {
					t.Errorf("it was drawn after %v, want %v", drawn, c.want)
				}
			})
		})
	}
}

// What was erased goes from Home also where Slack was not to be reached at first.
func TestAHomeThatFailsIsWantedAgain(t *testing.T) {
	s := &script{home: func(commands.Request) (commands.Home, error) { return commands.Home{Message: says("mine")}, nil }}
	w := newWorld(t, s)
	w.Fault(func(f *slacksim.Faults) {
		f.Methods = map[string]*slacksim.MethodFault{"views.publish": {Times: -1, DropAfterCommit: true}}
	})
	ctx, stop := context.WithCancel(t.Context())
	w.bot.homes.mu.Lock()
	one := w.bot.homes.of(ann, time.Now())
	w.bot.homes.mu.Unlock()
	time.AfterFunc(100*time.Millisecond, stop) // it gives up
	w.bot.publish(ctx, ann, upkeep)
	w.bot.homes.mu.Lock()
	defer w.bot.homes.mu.Unlock()
	if wait := time.Until(one.first); wait < homeAgain/2 {
		t.Errorf("it is tried again in %v", wait)
	}
}

func TestWhoLooksWaitsForNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var drawn []rank
		h := newHomes(func(_ habit.UserID, r rank) { drawn = append(drawn, r) })
		ctx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); h.run(ctx) }()
		begun := time.Now()
		h.open(ann, begun)
		synctest.Wait()
		if len(drawn) != 1 || drawn[0] != answers || time.Since(begun) > 0 {
			t.Errorf("drawn %v after %v", drawn, time.Since(begun))
		}
		stop()
		<-done
	})
}

// A window opens by itself while the answer is not there, within Slack's three seconds, and is
// filled when it is.
func TestWindowOpensBeforeItsAnswer(t *testing.T) {
	slow := make(chan struct{})
	s := &script{handle: func(ctx context.Context, r commands.Request) (commands.Reply, error) {
		select {
		case <-slow:
		case <-ctx.Done():
		}
		if r.Text != "" {
			return commands.Reply{Message: says("heard")}, nil
		}
		return commands.Reply{Form: &commands.Form{Title: "Catcow", Message: says("the move")}}, nil
	}}
	w := newWorld(t, s)
	go w.Shortcut(t.Context(), ann, "stretch")
	w.view(t, ann, "One moment")
	close(slow)
	w.view(t, ann, "the move")
	if w.calls("views.open") != 1 {
		t.Errorf("%d windows were opened", w.calls("views.open"))
	}
	// An answer that is there in time opens its own window, and no other.
	fine(t, w.Shortcut(t.Context(), bob, "stretch"))
	w.view(t, bob, "the move")
	w.eventually(t, "two windows", func() bool { return w.calls("views.open") == 2 })
	if w.calls("views.open") != 2 || w.bot.Counts()["opened early/done"] != 1 {
		t.Errorf("%d windows were opened, %d of them early", w.calls("views.open"), w.bot.Counts()["opened early/done"])
	}
}

// What was pressed to open a form, and brought something else, is answered in the window that
// opened meanwhile.
func TestWindowThatOpenedEarlyIsNeverLeftEmpty(t *testing.T) {
	slow := make(chan struct{})
	s := &script{handle: func(ctx context.Context, r commands.Request) (commands.Reply, error) {
		if r.What == commands.Typed {
			return commands.Reply{Message: says("ready", button("Change", "settings"))}, nil
		}
		select {
		case <-slow:
		case <-ctx.Done():
		}
		return commands.Reply{}, &commands.Problem{Text: "not for you"}
	}}
	w := newWorld(t, s)
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "x"))
	m := w.sees(t, ann, team, "ready")
	go w.Press(t.Context(), ann, slacksim.At{Channel: team, TS: m.TS}, "settings/0")
	w.view(t, ann, "One moment")
	close(slow)
	w.view(t, ann, "not for you")
}

// Whoever opens Home does not wait for drawings that nobody waits for, not even for one of theirs.
func TestWhoLooksDoesNotWaitBehindADrawing(t *testing.T) {
	var n atomic.Int64
	w := newWorld(t, &script{handle: echo, home: func(commands.Request) (commands.Home, error) {
		return commands.Home{Message: says(fmt.Sprint("home ", n.Add(1)))}, nil
	}})
	fine(t, w.OpenHome(t.Context(), ann))
	w.atHome(t, ann, "home 1")
	hold := func(method string, d time.Duration) {
		w.bot.sender.mu.Lock()
		defer w.bot.sender.mu.Unlock()
		l := w.bot.sender.line(method)
		l.full = time.Now().Add(d)
	}
	hold("views.publish", time.Hour) // nothing of those that keep to a pace leaves
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "done"))
	w.eventually(t, "a drawing that waits", func() bool {
		w.bot.sender.mu.Lock()
		defer w.bot.sender.mu.Unlock()
		return len(w.bot.sender.line("views.publish").waiting[upkeep].order) > 0
	})
	fine(t, w.OpenHome(t.Context(), ann))
	w.atHome(t, ann, "home 3")
	if n := w.calls("views.publish"); n != 2 {
		t.Errorf("it was published %d times, want at the two looks", n)
	}
}

// A press that comes again opens no window of its own, for nothing would ever fill it.
func TestPressThatComesAgainOpensNoWindow(t *testing.T) {
	for name, again := range map[string]bool{"again": true, "for the first time, as a control": false} {
		synctest.Test(t, func(t *testing.T) {
			opened := false
			o := &opening{timer: time.AfterFunc(opensAfter, func() { opened = true })}
			b := &Bot{}
			if b.seen.add("E1"); again {
				b.serve(t.Context(), envelope{id: "E1", ack: func(any) {}}, asking{opening: o})
			}
			time.Sleep(time.Minute)
			synctest.Wait()
			if opened == again {
				t.Errorf("%s: a window opened: %v", name, opened)
			}
		})
	}
}
