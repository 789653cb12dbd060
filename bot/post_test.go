package bot

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"catcow/commands"
	"catcow/internal/slacksim"
	"catcow/storage"
)

// dueOnce yields the posts at the first asking, and no more of them than are taken.
func dueOnce(posts ...commands.Post) func(context.Context, time.Time) iter.Seq2[commands.Post, error] {
	return func(context.Context, time.Time) iter.Seq2[commands.Post, error] {
		return func(yield func(commands.Post, error) bool) {
			for len(posts) > 0 {
				p := posts[0]
				posts = posts[1:]
				if !yield(p, nil) {
					return
				}
			}
		}
	}
}

func prompt(to, key string) commands.Post {
	return commands.Post{To: to, Slot: storage.SlotKey(key), Until: time.Now().Add(hang), Message: says("prompt " + key)}
}

func TestOutcomeOfAPostIsTold(t *testing.T) {
	const key = "prompt/C0TEAM0001/2026-11-23T10:30"
	for name, c := range map[string]struct {
		fault slacksim.MethodFault
		state storage.State
		why   string
		posts int // messages in the channel
	}{
		"posted":                    {state: storage.Sent, posts: 1},
		"refused":                   {slacksim.MethodFault{Times: -1, Error: "is_archived"}, storage.Failed, "is_archived", 0},
		"posted, answer lost":       {slacksim.MethodFault{Times: -1, DropAfterCommit: true}, storage.Unknown, "connection lost", 1},
		"line cut":                  {slacksim.MethodFault{Times: -1, Drop: true}, storage.Unknown, "connection lost", 0},
		"server error":              {slacksim.MethodFault{Times: -1, Status: 503}, storage.Unknown, "http_503", 0},
		"internal error":            {slacksim.MethodFault{Times: -1, Error: "internal_error"}, storage.Unknown, "internal_error", 0},
		"fatal error":               {slacksim.MethodFault{Times: -1, Error: "fatal_error"}, storage.Unknown, "fatal_error", 0},
		"rate limit, then posted":   {slacksim.MethodFault{Times: 1, Status: 429, RetryAfter: 1}, storage.Sent, "", 1},
		"rate limit without a time": {slacksim.MethodFault{Times: 1, Error: "rate_limited"}, storage.Sent, "", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, &script{due: dueOnce(prompt(team, key))})
			w.Fault(func(f *slacksim.Faults) { f.Methods = map[string]*slacksim.MethodFault{"chat.postMessage": &c.fault} })
			if err := w.bot.Tick(t.Context(), time.Now()); err != nil {
				t.Fatal(err)
			}
			w.script.await(t, "the outcome", func() bool { return w.script.settled[key].State != "" && !w.script.settled[key].State.Open() })
			got, screen := w.script.settled[key], w.Screen(ann, team)
			if got.State != c.state || got.Why != c.why || len(screen) != c.posts {
				t.Errorf("outcome %+v with %d messages, want %s %q with %d", got, len(screen), c.state, c.why, c.posts)
			}
			if c.state == storage.Sent && (got.Channel != team || got.TS != screen[0].TS) {
				t.Errorf("stands at %+v, want %s", got.Place, screen[0].TS)
			}
		})
	}
}

func TestPostToAPersonTellsWhereItStands(t *testing.T) {
	t.Parallel()
	const key = "asking/U0ANN00001/2026-11-23T14:00"
	w := newWorld(t, &script{due: dueOnce(prompt(ann, key))})
	if err := w.bot.Tick(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
	}
	w.script.await(t, "the outcome", func() bool { return len(w.script.settled) > 0 })
	if got := w.script.settled[key]; string(got.Channel) != w.DM(ann) || got.TS == "" {
		t.Errorf("outcome = %+v, want it in %s", got, w.DM(ann))
	}
}

func TestChannelThatHangsHoldsNoOtherUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1", Commands: &script{due: dueOnce(
			prompt(team, "prompt/C0TEAM0001/1"), prompt(team, "prompt/C0TEAM0001/2"), prompt("C0OTHER001", "prompt/C0OTHER001/1"))}})
		if err != nil {
			t.Fatal(err)
		}
		release := make(chan struct{})
		var mu sync.Mutex
		var posted []string
		b.http.Transport = wire(func(r *http.Request) (*http.Response, error) {
			text := r.FormValue("text")
			if text == "prompt prompt/C0TEAM0001/1" {
				<-release
			}
			mu.Lock()
			defer mu.Unlock()
			posted = append(posted, text)
			return answering(`{"ok":true,"channel":"C0","ts":"1.000001"}`)
		})
		if err := b.Tick(t.Context(), time.Now()); err != nil {
			t.Fatal(err)
		}
		synctest.Wait() // until nothing goes on but by waiting
		if got := strings.Join(posted, ", "); got != "prompt prompt/C0OTHER001/1" {
			t.Errorf("while the team's channel hangs: posted %q, want the other channel's alone", got)
		}
		close(release)
		b.bulk.close(t.Context())
		want := "prompt prompt/C0OTHER001/1, prompt prompt/C0TEAM0001/1, prompt prompt/C0TEAM0001/2"
		if got := strings.Join(posted, ", "); got != want {
			t.Errorf("posted %q, want %q", got, want)
		}
	})
}

func TestAnswersDoNotQueueBehindPosts(t *testing.T) {
	t.Parallel()
	var posts []commands.Post
	for i := range 100 {
		posts = append(posts, commands.Post{To: fmt.Sprint("C", i), Message: says("prompt")})
	}
	w := newWorld(t, &script{handle: echo, due: dueOnce(posts...)})
	answersAlone(w.bot) // so that no post leaves while the test looks
	if err := w.bot.Tick(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
	}
	_, o := w.Say(t.Context(), ann, w.DM(ann), "neck")
	fine(t, o)
	w.sees(t, ann, w.DM(ann), "heard neck")
	if !w.bot.bulk.busy(len(posts)) {
		t.Error("some posts are out already: the test shows nothing")
	}
}

// answersAlone leaves no more posts to be sent than are reserved for answers.
func answersAlone(b *Bot) {
	b.sender.mu.Lock()
	defer b.sender.mu.Unlock()
	l := b.sender.line("chat.postMessage")
	l.gap = time.Hour
	l.full = time.Now().Add(time.Duration(l.burst-reserve) * l.gap)
}

func TestClockTakesNoMoreThanItCanSend(t *testing.T) {
	var posts []commands.Post
	for i := range clockRoom + 100 {
		posts = append(posts, prompt(fmt.Sprintf("C%d", i), fmt.Sprintf("prompt/C%d/1", i)))
	}
	b, err := New(testConfig(newSlack(t, nil), &script{}, &logged{}))
	if err != nil {
		t.Fatal(err)
	}
	taken := 0
	s := &script{due: func(context.Context, time.Time) iter.Seq2[commands.Post, error] {
		return func(yield func(commands.Post, error) bool) {
			for taken < len(posts) {
				taken++
				if !yield(posts[taken-1], nil) {
					return
				}
			}
		}
	}}
	b.cfg.Commands = s
	answersAlone(b)
	for range 3 {
		if err := b.Tick(t.Context(), time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	if taken != clockRoom {
		t.Errorf("claimed %d posts, want %d", taken, clockRoom)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	b.bulk.close(ctx)
	n := 0
	for _, o := range s.settled {
		if o.State == storage.Planned {
			n++
		}
	}
	if n != clockRoom {
		t.Errorf("%d posts wait for the next start, want all %d: none has left", n, clockRoom)
	}
}

func TestTickPassesOnTheErrorAndSurvivesAPanic(t *testing.T) {
	b, err := New(testConfig(newSlack(t, nil), &script{}, &logged{}))
	if err != nil {
		t.Fatal(err)
	}
	disk := errors.New("disk")
	b.cfg.Commands = &script{due: func(context.Context, time.Time) iter.Seq2[commands.Post, error] {
		return func(yield func(commands.Post, error) bool) { yield(commands.Post{}, disk) }
	}}
	if err := b.Tick(t.Context(), time.Now()); !errors.Is(err, disk) {
		t.Errorf("Tick = %v, want %v", err, disk)
	}
	b.cfg.Commands = &script{due: func(context.Context, time.Time) iter.Seq2[commands.Post, error] { panic("due") }}
	if err := b.Tick(t.Context(), time.Now()); !errors.Is(err, errPanic) {
		t.Errorf("Tick = %v, want %v", err, errPanic)
	}
}

func TestClockTicksEverySecondAndNeverTwiceAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ticks, at := 0, atomic.Int32{}
		s := &script{due: func(context.Context, time.Time) iter.Seq2[commands.Post, error] {
			if at.Add(1) != 1 {
				t.Error("two passes at once")
			}
			defer at.Add(-1)
			if ticks++; ticks == 5 {
				time.Sleep(3500 * time.Millisecond)
			}
			return func(func(commands.Post, error) bool) {}
		}}
		b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1", Commands: s})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second+time.Millisecond)
		defer cancel()
		go func() {
			time.Sleep(6500 * time.Millisecond)
			b.Tick(ctx, time.Now())
		}()
		b.clock(ctx)
		if ticks < 8 || ticks > 9 {
			t.Errorf("%d passes in ten seconds of which one took 3.5, want 8 or 9", ticks)
		}
	})
}

func TestWhatNeverLeftIsTriedAgainAndWhatMayHaveIsNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1"})
		if err != nil {
			t.Fatal(err)
		}
		dial := &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
		tries := 0
		v := b.call(t.Context(), ask{method: "m"}, false, func(context.Context) error {
			if tries++; tries < 4 {
				return dial
			}
			return nil
		})
		if v.fate != done || tries != 4 {
			t.Errorf("after %d tries: %v, want done after 4", tries, v.fate)
		}
		tries = 0
		v = b.call(t.Context(), ask{method: "m"}, false, func(context.Context) error { tries++; return dial })
		if v.fate != kept || tries != 5 {
			t.Errorf("after %d tries: %v, want kept after 5", tries, v.fate)
		}
	})
}

func TestUnreachableSlackIsKnownFromOneThatFellSilent(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := closed.Addr().String()
	closed.Close()
	b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1", APIURL: "http://" + address + "/api/"})
	if err != nil {
		t.Fatal(err)
	}
	v := b.attempt(t.Context(), func(ctx context.Context) error {
		_, err := b.web.AuthTestContext(ctx)
		return err
	})
	if v.fate != kept || strings.Contains(v.why, "/api/") {
		t.Errorf("verdict = %+v, want kept without the address", v)
	}
}

// Without its intent on disk nothing leaves; when the disk is well again, it does.
func TestNothingLeavesThatCouldNotBegin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const key = "prompt/C1/2026-03-02T10:30"
		var full atomic.Bool
		full.Store(true)
		begun := time.Now()
		s := &script{begin: func(storage.SlotKey) (commands.Start, error) {
			if full.Load() {
				return commands.Start{}, errors.New("no space left on device")
			}
			return commands.Start{Go: true, State: storage.Sending}, nil
		}}
		b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1", Commands: s})
		if err != nil {
			t.Fatal(err)
		}
		calls := 0
		b.http.Transport = wire(func(*http.Request) (*http.Response, error) {
			calls++
			return answering(`{"ok":true,"channel":"C1","ts":"1.000001"}`)
		})
		p := commands.Post{To: "C1", Slot: key, Until: begun.Add(10 * time.Minute), Message: says("stretch")}
		b.send(t.Context(), p)
		if got := s.settled[key]; calls != 0 || got.State != storage.Missed || time.Since(begun) < 9*time.Minute {
			t.Errorf("on a full disk: %d calls, %+v after %v", calls, got, time.Since(begun))
		}
		p.Until = time.Now().Add(10 * time.Minute)
		time.AfterFunc(time.Minute, func() { full.Store(false) })
		b.send(t.Context(), p)
		if got := s.settled[key]; calls != 1 || got.State != storage.Sent {
			t.Errorf("with room again: %d calls, %+v", calls, got)
		}
	})
}

// Each attempt begins anew, and what is planned again is known to be.
func TestEachAttemptBegins(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var way []string
		s := &script{begin: func(storage.SlotKey) (commands.Start, error) {
			way = append(way, "begin")
			return commands.Start{Go: true, State: storage.Sending}, nil
		}, settle: func(_ storage.SlotKey, o commands.Outcome) error {
			way = append(way, string(o.State)+" "+o.Why)
			return nil
		}}
		b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1", Commands: s})
		if err != nil {
			t.Fatal(err)
		}
		answers := []string{`{"ok":false,"error":"ratelimited"}`, `{"ok":false,"error":"request_timeout"}`, `{"ok":false,"error":"internal_error"}`}
		b.http.Transport = wire(func(*http.Request) (*http.Response, error) {
			way = append(way, "post")
			answer := answers[0]
			answers = answers[1:]
			return answering(answer)
		})
		b.send(t.Context(), commands.Post{To: "C1", Slot: "prompt/C1/1", Until: time.Now().Add(time.Minute), Message: says("stretch")})
		want := "begin, post, planned ratelimited, begin, post, planned unreachable, begin, post, unknown internal_error"
		if got := strings.Join(way, ", "); got != want {
			t.Errorf("the way is %s\nwant %s", got, want)
		}
	})
}

// The line of a decision says which, of what, when, how late, and nothing of anybody.
func TestTheLogTellsEachDecision(t *testing.T) {
	log := &logged{}
	b, err := New(testConfig(newSlack(t, nil), &script{}, log))
	if err != nil {
		t.Fatal(err)
	}
	due := time.Date(2026, 3, 2, 10, 30, 0, 0, time.UTC)
	b.decided(storage.Slot{Key: "prompt/C1/2026-03-02T10:30", State: storage.Sent, Due: due, At: due.Add(9 * time.Second),
		Tried: due.Add(1500 * time.Millisecond), Attempt: 2, TS: "1.000001", Exercise: "V11"})
	b.decided(storage.Slot{Key: "prompt/C2/2026-03-02T10:30", State: storage.Missed, Due: due, At: due.Add(time.Hour), Why: "late"})
	for _, part := range []string{
		`"level":"info","key":"prompt/C1/2026-03-02T10:30","decision":"sent","due":"2026-03-02T10:30:00Z","late_ms":1500,"attempt":2,"ts":"1.000001"`,
		`"level":"warn","key":"prompt/C2/2026-03-02T10:30","decision":"missed","due":"2026-03-02T10:30:00Z","late_ms":3600000,"attempt":0`,
	} {
		if !strings.Contains(log.String(), part) {
			t.Errorf("the log has no %s:\n%s", part, log)
		}
	}
	if n := b.Counts(); n["decisions/prompt/sent"] != 1 || n["decisions/prompt/missed"] != 1 {
		t.Errorf("counts %v", n)
	}
}
