package bot

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"catcow/commands"
	"catcow/internal/slacksim"
)

// legs is a form of so many steps that goes on by itself where there is room, and else waits
// for its button.
func legs(many int, after time.Duration) func(context.Context, commands.Request) (commands.Reply, error) {
	return func(_ context.Context, r commands.Request) (commands.Reply, error) {
		n, err := strconv.Atoi(r.Value)
		if r.Do != "leg" || err != nil {
			n = 0
		}
		next := commands.Button{Label: "Skip", Do: "leg", Value: strconv.Itoa(n + 1)}
		f := &commands.Form{Do: "leg", Value: next.Value, Title: "Session", Submit: "Next", Message: says(fmt.Sprint("step ", n, "."), commands.Actions{next})}
		if n > 0 && n < many && !r.Crowded {
			f.Pace = commands.Pace{After: after, Then: next}
		}
		if n >= many {
			f.Submit = ""
		}
		return commands.Reply{Form: f}, nil
	}
}

func quick(c *Config) { c.LeastPace = time.Millisecond }

func (p *paces) now() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.views)
}

// starts opens the session and submits its first form.
func (w *world) starts(t *testing.T, user string) {
	t.Helper()
	fine(t, w.Slash(t.Context(), user, team, "/stretch", "start"))
	fine(t, w.Submit(t.Context(), user, w.view(t, user, "step 0.").ID, nil))
}

func TestAFormGoesOnByItselfToItsEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: legs(4, time.Second)}, quick) // longer than an acknowledgement is under way
	w.starts(t, ann)
	w.view(t, ann, "step 4.")
	w.eventually(t, "its place is free", func() bool { return w.bot.paces.now() == 0 })
	if n := w.calls("views.update"); n != 3 {
		t.Errorf("%d updates for three steps", n)
	}
	for _, r := range w.script.requests() {
		if r.InForm && (r.User != ann || r.From != team || r.Cause == "" || r.Zone != "Europe/Berlin") {
			t.Errorf("a step was asked for as %+v", r)
		}
	}
}

func TestWhoIsFasterThanThePaceIsNotRushed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: legs(9, time.Hour)}, quick)
	w.starts(t, ann)
	for n := 1; n <= 3; n++ {
		fine(t, w.Submit(t.Context(), ann, w.view(t, ann, fmt.Sprintf("step %d.", n)).ID, nil))
	}
	w.view(t, ann, "step 4.")
	w.eventually(t, "one place is held", func() bool { return w.bot.paces.now() == 1 })
	if n := w.calls("views.update"); n != 0 {
		t.Errorf("%d updates: what is submitted goes with its acknowledgement", n)
	}
	fine(t, w.CloseView(t.Context(), ann, w.TopView(ann).ID))
	w.eventually(t, "its place is free", func() bool { return w.bot.paces.now() == 0 })
}

// A step that had to wait for its turn does not take the place of what was pressed meanwhile.
func TestAStepThatIsLateIsNotShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: legs(9, time.Hour)}, quick)
	w.starts(t, ann)
	view := w.view(t, ann, "step 1.").ID
	for _, c := range []struct {
		pressed bool
		updates int
	}{{false, 1}, {true, 1}} {
		a := asking{Request: commands.Request{User: ann}, lane: ann, view: view, paced: true, place: w.bot.paces.hold(view)}
		if c.pressed {
			w.bot.paces.hold(view)
		}
		w.bot.show(t.Context(), a, commands.Form{Title: "Session", Message: says("late")}, nil)
		if n := w.calls("views.update"); n != c.updates {
			t.Errorf("pressed meanwhile %v: %d updates, want %d", c.pressed, n, c.updates)
		}
		w.bot.paces.closed(view)
	}
}

// A form that was closed in silence, as when Slack loses the news, is noticed by its next step.
func TestAClosedFormIsForgotten(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: legs(9, time.Hour)}, quick)
	w.starts(t, ann)
	w.view(t, ann, "step 1.")
	held := w.bot.paces.hold("VGONE00001")
	if held == 0 {
		t.Fatal("no room")
	}
	w.bot.follow(asking{Request: commands.Request{User: ann}, lane: ann, view: "VGONE00001", place: held}, commands.Form{Pace: commands.Pace{After: 1, Then: commands.Button{Do: "leg", Value: "2"}}})
	w.eventually(t, "only one is left", func() bool { return w.bot.paces.now() == 1 })
}

// crowd is a Slack with its limits and so many people.
func crowd(t *testing.T, many int, change func(*slacksim.Config)) (*slacksim.Server, []string) {
	t.Helper()
	sim := newSlack(t, func(c *slacksim.Config) {
		c.NoLimits = false
		if change != nil {
			change(c)
		}
	})
	var people []string
	for i := range many {
		id := fmt.Sprintf("U0CROWD%03d", i)
		sim.AddUser(slacksim.User{ID: id, Name: fmt.Sprint("p", i), TZ: "Europe/Berlin"})
		if err := sim.Invite(ann, team, id); err != nil {
			t.Fatal(err)
		}
		people = append(people, id)
	}
	return sim, people
}

// refusedCalls are how often Slack said that it was too much.
func (w *world) refusedCalls() int {
	n := 0
	for _, c := range w.Calls() {
		if c.Status == 429 {
			n++
		}
	}
	return n
}

// Sixty people who start at once all get a session and none of them meets a limit of
// Slack's: ten go on by themselves, the others by a button that costs no call at all.
func TestSixtySessionsAtOnceStayWithinSlacksLimits(t *testing.T) {
	t.Parallel()
	sim, people := crowd(t, 60, nil)
	w := newWorldIn(t, sim, &script{handle: legs(5, time.Hour)}, quick) // ten places are taken for good
	var all sync.WaitGroup
	for _, id := range people {
		all.Go(func() { w.starts(t, id) })
	}
	all.Wait()
	for _, id := range people {
		w.view(t, id, "step 1.")
	}
	if n := w.bot.paces.now(); n != mostPaced {
		t.Errorf("%d go on by themselves, want %d", n, mostPaced)
	}
	for n := 1; n < 5; n++ {
		for _, id := range people {
			all.Go(func() { fine(t, w.Submit(t.Context(), id, w.view(t, id, fmt.Sprintf("step %d.", n)).ID, nil)) })
		}
		all.Wait()
	}
	for _, id := range people {
		w.view(t, id, "step 5.")
	}
	t.Logf("60 sessions of 5 steps: %d views.open, %d views.update, %d times too much", w.calls("views.open"), w.calls("views.update"), w.refusedCalls())
	if w.refusedCalls() != 0 || w.calls("views.update") != 0 || w.calls("views.open") != 60 {
		t.Errorf("%d views.open, %d views.update, %d times too much", w.calls("views.open"), w.calls("views.update"), w.refusedCalls())
	}

	// The limit is there: the same people pressing what costs a call each meet it.
	for range 2 {
		for _, id := range people {
			all.Go(func() { fine(t, w.Press(t.Context(), id, slacksim.At{View: w.TopView(id).ID}, "leg/0")) })
		}
		all.Wait()
	}
	w.eventually(t, "too much", func() bool { return w.refusedCalls() > 0 })
}

// Ten sessions at the fastest pace stay below what Slack promises, whatever their people do.
func TestTheFastestPaceOfAllStaysBelowSlacksLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPaces(leastPace)
		perMinute := map[int]int{}
		began := time.Now()
		var mu sync.Mutex
		var next func(view string) func(int)
		next = func(view string) func(int) {
			return func(step int) {
				if held := p.due(view, step); held != 0 {
					mu.Lock()
					perMinute[int(time.Since(began)/time.Minute)]++
					mu.Unlock()
					p.next(view, held, 0, next(view))
				}
			}
		}
		running := 0
		for i := range 60 {
			view := fmt.Sprint("V", i)
			if held := p.hold(view); held != 0 {
				running++
				p.next(view, held, 0, next(view))
			}
		}
		time.Sleep(10*time.Minute - time.Second)
		synctest.Wait()
		mu.Lock()
		defer mu.Unlock()
		most := 0
		for n := range maps.Values(perMinute) {
			most = max(most, n)
		}
		t.Logf("%d of 60 go on by themselves, %d steps in the busiest minute of ten", running, most)
		if running != mostPaced || most > 60 || most < 50 {
			t.Errorf("%d go on by themselves, %d steps in a minute", running, most)
		}
		p.stop()
		if p.hold("V1") != 0 || p.now() != 0 {
			t.Error("a place was given after the end")
		}
	})
}

// A place that nothing is heard of is free again, and one in use is not.
func TestAForsakenPlaceIsFreeAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPaces(leastPace)
		one, two := p.hold("V1"), p.hold("V2")
		if one == 0 || two == 0 {
			t.Fatal("no room")
		}
		p.next("V2", two, time.Hour, func(int) {})
		time.Sleep(forsaken - time.Second)
		synctest.Wait()
		if p.now() != 2 {
			t.Errorf("%d places before the time", p.now())
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if p.now() != 1 {
			t.Errorf("%d places after it", p.now())
		}
		p.stop()
	})
}

// What shows late, after something else was pressed, neither ends the pace nor begins another.
func TestWhatShowsLateChangesNoPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newPaces(leastPace)
		early := p.hold("V1")
		late := p.hold("V1")
		steps := 0
		p.next("V1", late, time.Minute, func(step int) {
			if p.due("V1", step) != 0 {
				steps++
			}
		})
		p.next("V1", early, time.Second, func(int) { t.Error("an older form goes on") })
		p.leave("V1", early)
		if p.now() != 1 {
			t.Error("an older form gave the place away")
		}
		time.Sleep(61 * time.Second)
		synctest.Wait()
		if steps != 1 {
			t.Errorf("%d steps, want one", steps)
		}
		p.closed("V1")
		if p.now() != 0 {
			t.Error("a closed form keeps its place")
		}
	})
}

// A session is not lost where Catcow is in a hurry or can't save: the same stands there again.
func TestAFormThatCannotBeServedKeepsItsWay(t *testing.T) {
	t.Parallel()
	for text, last := range map[string]int{"a lot at once": 2, "nothing changed": 0} {
		t.Run(text, func(t *testing.T) {
			var failing atomic.Bool
			w := newWorld(t, &script{handle: func(ctx context.Context, r commands.Request) (commands.Reply, error) {
				if failing.Load() {
					return commands.Reply{}, errors.New("no")
				}
				return legs(9, 0)(ctx, r)
			}}, func(c *Config) { c.AtOnce = 3 })
			fine(t, w.Slash(t.Context(), ann, team, "/stretch", "start"))
			v := w.view(t, ann, "step 0.")
			for n := range last {
				fine(t, w.Submit(t.Context(), ann, v.ID, nil))
				v = w.view(t, ann, fmt.Sprintf("step %d.", n+1))
			}
			failing.Store(last == 0)
			fine(t, w.Submit(t.Context(), ann, v.ID, nil))
			if v = w.view(t, ann, text); v.Submit != "Try again" {
				t.Fatalf("there is no way on: %+v", v)
			}
			failing.Store(false)
			w.bot.hurry.drop(ann)
			fine(t, w.Submit(t.Context(), ann, v.ID, nil))
			w.view(t, ann, fmt.Sprintf("step %d.", last+1))
		})
	}
}
