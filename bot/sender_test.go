package bot

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A slackSide is Slack's side of the limits: so many calls a second, bursts, and a
// 429 with whole seconds to wait. It counts what it does not like.
type slackSide struct {
	mu          sync.Mutex
	rate, burst float64
	levels      map[string]float64 // what is left, by bucket
	seen        map[string]time.Time
	until       time.Time // nothing may come before
	refusedAt   time.Time // the last 429; zero: a call went well since

	limited, early, inARow int
}

// slackly is what Slack documents: one message a second in a channel.
const slackly = 1.0

func newSlackSide(rate, burst float64) *slackSide {
	return &slackSide{rate: rate, burst: burst, levels: map[string]float64{}, seen: map[string]time.Time{}}
}

// take asks a bucket for one, and says how long to wait when it has none.
func (j *slackSide) take(name string, rate, burst float64, now time.Time) float64 {
	level, known := j.levels[name]
	if !known {
		level = burst
	}
	level = math.Min(burst, level+now.Sub(j.seen[name]).Seconds()*rate)
	j.seen[name] = now
	if level < 1-1e-9 {
		j.levels[name] = level
		return (1 - level) / rate
	}
	j.levels[name] = level - 1
	return 0
}

// says answers a call that left at that time.
func (j *slackSide) says(channel string, left time.Time) verdict {
	j.mu.Lock()
	defer j.mu.Unlock()
	now := time.Now()
	if left.Before(j.until) && left.After(j.refusedAt) {
		j.early++
	}
	wait := j.take("", j.rate, j.burst, now)
	if wait == 0 && channel != "" {
		wait = j.take(channel, slackly, channelBurst, now)
	}
	if wait == 0 {
		j.refusedAt = time.Time{}
		return verdict{}
	}
	j.limited++
	if !j.refusedAt.IsZero() && left.After(j.refusedAt) {
		j.inARow++
	}
	seconds := time.Duration(math.Ceil(wait)) * time.Second
	j.refusedAt, j.until = now, now.Add(seconds)
	return verdict{fate: limited, wait: seconds}
}

// turns is what a sender does, and a fifo without ranks does worse.
type turns interface {
	wait(context.Context, *ask) error
	told(*ask, verdict)
}

// A fifo is one for all, first come, first served, at the sender's first pace.
type fifo struct{ *sender }

func newQueue() fifo {
	q := fifo{newSender()}
	q.line("fifo").bucket = bucket{gap: time.Second / 5, burst: 10}
	q.line("fifo").limit, q.line("fifo").free = limit{least: time.Second / 5}, false
	return q
}

func (q fifo) wait(ctx context.Context, a *ask) error {
	one := ask{method: "fifo", rank: answers}
	err := q.sender.wait(ctx, &one)
	a.left = one.left
	return err
}

func (q fifo) told(_ *ask, v verdict) { q.sender.told(&ask{method: "fifo", left: time.Now()}, v) }

// flight is how long a call takes.
const flight = 30 * time.Millisecond

// carry brings one message through, however often Slack says later, and says
// how long it waited for its turns.
func carry(s turns, j *slackSide, a ask) (waited time.Duration) {
	for {
		asked := time.Now()
		if s.wait(context.Background(), &a) != nil {
			panic("nothing ends this wait")
		}
		waited += time.Since(asked)
		time.Sleep(flight)
		v := j.says(a.channel, a.left)
		s.told(&a, v)
		if v.fate == done {
			return waited
		}
	}
}

// A fanOut is what became of many direct messages, and of answers meanwhile.
type fanOut struct {
	took    time.Duration   // until the last direct message was out
	answers []time.Duration // how long each waited, shortest first
}

// fan sends so many direct messages at once and two answers a second beside them.
func fan(s turns, j *slackSide, many int) (f fanOut) {
	began := time.Now()
	var bulk, rest sync.WaitGroup
	for i := range many {
		bulk.Go(func() { carry(s, j, ask{method: "chat.postMessage", channel: fmt.Sprint("D", i), rank: directs}) })
	}
	stop := make(chan struct{})
	var mu sync.Mutex
	rest.Go(func() {
		tick := time.NewTicker(time.Second / 2)
		defer tick.Stop()
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			case <-tick.C:
			}
			rest.Go(func() {
				waited := carry(s, j, ask{method: "chat.postMessage", channel: fmt.Sprint("DA", i), rank: answers})
				mu.Lock()
				defer mu.Unlock()
				f.answers = append(f.answers, waited)
			})
		}
	})
	bulk.Wait()
	f.took = time.Since(began)
	close(stop)
	rest.Wait()
	slices.Sort(f.answers)
	return f
}

func (f fanOut) p99() time.Duration { return f.answers[len(f.answers)*99/100] }

// ideal is when the last of so many direct messages leaves if every token that
// answers do not need goes to them: five are reserved of a burst of ten.
func ideal(many int, rate func(minute int) float64) time.Duration {
	left := float64(many) - 5
	for minute := 0; ; minute++ {
		here := 60 * (rate(minute) - 2)
		if left <= here {
			return time.Duration((float64(minute)*60 + left/(rate(minute)-2)) * float64(time.Second))
		}
		left -= here
	}
}

func five(int) float64 { return 5 }

// growing is five a second, and a tenth more every minute, up to ten.
func growing(minute int) float64 { return math.Min(10, 5*math.Pow(1.1, float64(minute))) }

// faults are what is wrong with a fan-out of so many.
func (f fanOut) faults(many int, j *slackSide, rate func(int) float64) (found []string) {
	if p99 := f.p99(); p99 >= 50*time.Millisecond {
		found = append(found, fmt.Sprintf("an answer in a hundred waited %v", p99))
	}
	best := ideal(many, rate)
	if off := math.Abs(float64(f.took)/float64(best) - 1); off > 0.01 {
		found = append(found, fmt.Sprintf("the direct messages took %v, the ideal is %v", f.took, best))
	}
	if j.early > 0 || j.inARow > 0 {
		found = append(found, fmt.Sprintf("%d calls came too early, %d 429s in a row", j.early, j.inARow))
	}
	return found
}

func TestAnswersDoNotFeelAFanOut(t *testing.T) {
	for _, c := range []struct {
		name   string
		many   int
		steady bool // at five a second throughout
		rate   func(int) float64
	}{
		{"2,000 at five a second", 2000, true, five},
		{"2,000", 2000, false, growing},
		{"5,000", 5000, false, growing},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s, j := newSender(), newSlackSide(10, 10)
				if c.steady {
					s.line("chat.postMessage").limit.least = time.Second / 5
					j = newSlackSide(5, 10)
				}
				f := fan(s, j, c.many)
				for _, fault := range f.faults(c.many, j, c.rate) {
					t.Error(fault)
				}
				t.Logf("answers: p50 %v, p99 %v, longest %v of %d; direct messages out after %v, ideal %v; %d 429s",
					f.answers[len(f.answers)/2], f.p99(), f.answers[len(f.answers)-1], len(f.answers), f.took, ideal(c.many, c.rate), j.limited)
			})
		})
	}
}

// The same with one fifo for all: the test can see what ranks are good for.
func TestAQueueWithoutRanksFails(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		j := newSlackSide(5, 10)
		f := fan(newQueue(), j, 2000)
		faults := f.faults(2000, j, five)
		if !strings.Contains(fmt.Sprint(faults), "an answer in a hundred waited") {
			t.Errorf("one fifo for all has no fault but %q", faults)
		}
		t.Logf("answers: p50 %v, p99 %v; direct messages out after %v", f.answers[len(f.answers)/2], f.p99(), f.took)
	})
}

// Against a Slack that takes less than the sender begins with, nothing comes
// before its time, no 429 follows another, and most of what goes is used.
func TestTheSenderFindsAPaceThatSlackTakes(t *testing.T) {
	for _, rate := range []float64{0.5, 1, 2, 4, 6} {
		t.Run(fmt.Sprint(rate, " a second"), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				many := int(1000 * rate)
				s, j := newSender(), newSlackSide(rate, 10)
				began := time.Now()
				var bulk sync.WaitGroup
				for i := range many {
					bulk.Go(func() { carry(s, j, ask{method: "chat.postMessage", channel: fmt.Sprint("D", i), rank: directs}) })
				}
				bulk.Wait()
				used := 1000 / time.Since(began).Seconds()
				if j.limited == 0 || j.early > 0 || j.inARow > 0 || used < 0.6 {
					t.Errorf("%d 429s, %d calls too early, %d 429s in a row, %.0f %% of Slack's pace used",
						j.limited, j.early, j.inARow, 100*used)
				}
				t.Logf("%d 429s in %v, %.0f %% of Slack's pace used", j.limited, time.Since(began), 100*used)
			})
		})
	}
}

// order lets calls of one method leave one by one and tells in which order.
func order(t *testing.T, calls ...ask) (got []string) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := newSender()
		s.line("chat.postMessage").hold(time.Now().Add(time.Minute), false)
		var mu sync.Mutex
		var all sync.WaitGroup
		for _, a := range calls {
			all.Go(func() {
				a.method = "chat.postMessage"
				if s.wait(t.Context(), &a) != nil {
					t.Error("it did not leave")
				}
				mu.Lock()
				defer mu.Unlock()
				got = append(got, fmt.Sprint(a.channel, a.rank))
			})
			synctest.Wait() // until it stands in line
		}
		all.Wait()
	})
	return got
}

func TestTheMoreUrgentGoesFirstAndChannelsTakeTurns(t *testing.T) {
	for _, c := range []struct {
		calls []ask
		want  string
	}{
		{[]ask{{channel: "A", rank: upkeep}, {channel: "B", rank: directs}, {channel: "C", rank: prompts}, {channel: "D", rank: answers}}, "[D0 C1 B2 A3]"},
		{[]ask{{channel: "A", rank: prompts}, {channel: "A", rank: prompts}, {channel: "A", rank: prompts}, {channel: "B", rank: prompts}}, "[A1 B1 A1 A1]"},
		{[]ask{{channel: "A", rank: directs}, {channel: "B", rank: directs}, {channel: "C", rank: directs, left: time.Unix(1, 0)}}, "[C2 A2 B2]"},
	} {
		if got := fmt.Sprint(order(t, c.calls...)); got != c.want {
			t.Errorf("they leave as %v, want %v", got, c.want)
		}
	}
}

// What gives up leaves its place, and what nobody wanted any longer its turn.
func TestTurnsThatAreNotTakenGoToOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSender()
		s.line("chat.postMessage").hold(time.Now().Add(time.Minute), false)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if err := s.wait(ctx, &ask{method: "chat.postMessage", channel: "A", rank: answers}); err == nil {
			t.Error("it left in spite of the pause")
		}
		began := time.Now()
		for range 5 {
			a := ask{method: "chat.postMessage", channel: "A", rank: answers}
			if err := s.wait(t.Context(), &a); err != nil {
				t.Fatal(err)
			}
			s.told(&a, verdict{fate: unwanted})
		}
		if waited := time.Since(began); waited != 59*time.Second {
			t.Errorf("five turns that nobody took cost %v, want 59 s, the rest of the pause", waited)
		}
	})
}

// Where a clock that is moved by hand says that time has passed, it has.
func TestTheSenderFollowsAClockThatIsMovedByHand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSender()
		left := make(chan time.Duration)
		began := time.Now()
		go func() {
			for range 2 * channelBurst {
				s.wait(t.Context(), &ask{method: "chat.postMessage", channel: "A", rank: answers})
			}
			left <- time.Since(began)
		}()
		synctest.Wait()
		s.pass(time.Hour)
		s.pass(-time.Hour)
		if took := <-left; took != 0 {
			t.Errorf("they waited %v, want no time", took)
		}
	})
}

// What people wait for has no pace, until Slack says that it is too much; then
// it finds one, and what waits does not come in a heap.
func TestWhatPeopleWaitForHasNoPaceUntilSlackObjects(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, j := newSender(), newSlackSide(100, 500)
		var all sync.WaitGroup
		var longest time.Duration
		var mu sync.Mutex
		crowd := func(many int) {
			for range many {
				all.Go(func() {
					waited := carry(s, j, ask{method: "views.open", rank: answers})
					mu.Lock()
					defer mu.Unlock()
					longest = max(longest, waited)
				})
			}
			all.Wait()
		}
		if crowd(500); longest != 0 {
			t.Errorf("the last of 500 waited %v", longest)
		}
		time.Sleep(time.Minute)
		j.rate, j.burst = 2, 20
		if crowd(100); j.limited == 0 || j.early > 0 || j.inARow > 0 {
			t.Errorf("%d 429s, %d calls too early, %d 429s in a row", j.limited, j.early, j.inARow)
		}
		t.Logf("100 at once where Slack takes 20 and 2 a second: the last waited %v", longest)
	})
}
