package bot

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"catcow/commands"
	"catcow/internal/slacksim"
	"catcow/storage"
)

// wire is a Slack without a network, for time that passes in no time.
type wire func(*http.Request) (*http.Response, error)

func (w wire) RoundTrip(r *http.Request) (*http.Response, error) { return w(r) }

func answering(body string) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body))}, nil
}

// What never left this host is tried for as long as it is in time, and no longer.
func TestAPromptWaitsOutAShortOutage(t *testing.T) {
	for _, c := range []struct {
		name   string
		outage time.Duration
		want   storage.State
	}{{"short", 4 * time.Minute, storage.Sent}, {"long", time.Hour, storage.Missed}} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{}
				b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1", Commands: s, Pace: time.Second})
				if err != nil {
					t.Fatal(err)
				}
				begun := time.Now()
				b.http.Transport = wire(func(*http.Request) (*http.Response, error) {
					if time.Since(begun) < c.outage {
						return nil, &net.OpError{Op: "dial", Err: errors.New("connection refused")}
					}
					return answering(`{"ok":true,"channel":"C1","ts":"1.000001"}`)
				})
				b.send(t.Context(), commands.Post{To: "C1", Slot: "prompt/C1/2026-03-02T10:30", Until: begun.Add(10 * time.Minute),
					Message: commands.Message{Parts: []commands.Part{commands.Text("stretch")}}})
				o := s.settled["prompt/C1/2026-03-02T10:30"]
				if o.State != c.want {
					t.Errorf("after an outage of %v the prompt is %q (%s), want %q", c.outage, o.State, o.Why, c.want)
				}
				if c.want == storage.Missed && (o.Why != "unreachable" || time.Since(begun) > 11*time.Minute) {
					t.Errorf("given up after %v because of %q", time.Since(begun), o.Why)
				}
			})
		})
	}
}

// What ended while it waited is not sent.
func TestAClaimedPostThatIsNoLongerWantedIsSkipped(t *testing.T) {
	const slot = storage.SlotKey("asking/U1/2026-03-02T14:00")
	s := &script{begin: func(key storage.SlotKey) (commands.Start, error) {
		return commands.Start{Go: key != slot, State: storage.Skipped, Why: "ended"}, nil
	}}
	b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1", Commands: s})
	if err != nil {
		t.Fatal(err)
	}
	var calls atomic.Int32
	b.http.Transport = wire(func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "/chat.postMessage") {
			calls.Add(1)
		}
		return answering(`{"ok":true,"channel":"D1","ts":"1.000001"}`)
	})
	for _, key := range []storage.SlotKey{slot, "asking/U2/2026-03-02T14:00"} {
		b.send(t.Context(), commands.Post{To: "U1", Slot: key, Message: commands.Message{Parts: []commands.Part{commands.Text("how stiff?")}}})
	}
	if got := s.settled[slot].State; got != storage.Skipped || calls.Load() != 1 {
		t.Errorf("the unwanted post is %q, Slack was called %d times, want skipped and 1", got, calls.Load())
	}
}

// A safety card is shown though nothing could be kept; anything else is not.
func TestASafetyCardDoesNotWaitForTheDisk(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		err := errors.New("no space left on device")
		if r.Text == "numb legs" {
			return commands.Reply{Message: commands.Message{Parts: []commands.Part{commands.Text("call a doctor")}}, Personal: true}, err
		}
		return commands.Reply{}, err
	}})
	if o := w.Slash(t.Context(), ann, team, "/stretch", "numb legs"); o.Err != "" {
		t.Error(o.Err)
	}
	w.sees(t, ann, team, "call a doctor")
	w.Say(t.Context(), ann, w.DM(ann), "numb legs")
	w.sees(t, ann, w.DM(ann), "call a doctor")
	w.Slash(t.Context(), ann, team, "/stretch", "done")
	w.sees(t, ann, team, "couldn't save that")
}

// What Slack would not say at first is asked until it does.
func TestChannelsAreAskedForUntilSlackSays(t *testing.T) {
	t.Parallel()
	sim := newSlack(t, nil)
	sim.Fault(func(f *slacksim.Faults) {
		f.Methods = map[string]*slacksim.MethodFault{"users.conversations": {Times: 7, Error: "accesslimited"}}
	})
	s := &script{}
	newWorldIn(t, sim, s)
	s.await(t, "the channels", func() bool { return len(s.present) > 0 })
}

// However many there are, what people caused has room beside what the clock brings.
func TestPostsThatPeopleCausedAreNotTurnedAway(t *testing.T) {
	s := &script{}
	b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1", Commands: s})
	if err != nil {
		t.Fatal(err)
	}
	hang := make(chan struct{})
	b.http.Transport = wire(func(*http.Request) (*http.Response, error) {
		<-hang
		return answering(`{"ok":true,"channel":"D1","ts":"1.000001"}`)
	})
	for range clockRoom + 100 {
		b.post(commands.Post{To: "C1", Message: commands.Message{Parts: []commands.Part{commands.Text("welcome")}}})
	}
	if n := b.Counts()["post_failed"]; n != 0 {
		t.Errorf("%d posts were turned away", n)
	}
	if !b.bulk.busy(clockRoom) {
		t.Error("the clock may go on while so much waits")
	}
	close(hang)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	b.bulk.close(ctx)
}

// A zone that could not be kept is news again when Slack delivers it again.
func TestAZoneThatWasNotKeptIsTriedAgain(t *testing.T) {
	t.Parallel()
	var moves atomic.Int32
	s := &script{handle: func(ctx context.Context, r commands.Request) (commands.Reply, error) {
		if r.What == commands.Moved && moves.Add(1) == 1 {
			return commands.Reply{}, errors.New("no space left on device")
		}
		return echo(ctx, r)
	}}
	sim := newSlack(t, func(c *slacksim.Config) { c.AckWithin = 300 * time.Millisecond }) // then it delivers again
	w := newWorldIn(t, sim, s)
	w.Slash(t.Context(), ann, team, "/stretch", "hello") // so that her zone is known
	w.sees(t, ann, team, "heard hello")
	w.SetZone(ann, "Asia/Tokyo")
	w.eventually(t, "the second delivery", func() bool { return moves.Load() >= 2 })
}
