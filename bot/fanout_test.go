package bot

import (
	"context"
	"fmt"
	"io"
	"iter"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack/socketmode"

	"catcow/commands"
	"catcow/internal/habit"
	"catcow/storage"
)

// A call is one that reached Slack.
type call struct {
	method, channel, text string
	at                    time.Duration // since the beginning
}

// A record is a Slack without a network that notes what reaches it. answer may
// say something else than that it is done.
type record struct {
	answer func(call) *http.Response

	began time.Time
	mu    sync.Mutex
	calls []call
}

func (r *record) RoundTrip(q *http.Request) (*http.Response, error) {
	c := call{path.Base(q.URL.Path), q.FormValue("channel"), q.FormValue("text"), time.Since(r.began)}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.calls = append(r.calls, c)
	if r.answer != nil {
		if other := r.answer(c); other != nil {
			return other, nil
		}
	}
	in := c.channel
	if in != "" && in[0] == 'U' {
		in = "D" + in[1:]
	}
	return answering(fmt.Sprintf(`{"ok":true,"channel":%q,"ts":"1.000001","user":{"id":"U1","tz":"Asia/Tokyo"}}`, in))
}

// of are the calls of a method, in order.
func (r *record) of(method string) (found []call) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range r.calls {
		if c.method == method {
			found = append(found, c)
		}
	}
	return found
}

func later(seconds int) *http.Response {
	return &http.Response{
		StatusCode: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {strconv.Itoa(seconds)}},
		Body: io.NopCloser(strings.NewReader(`{"ok":false,"error":"ratelimited"}`)),
	}
}

// recorded is a bot whose calls are noted.
func recorded(t *testing.T, cfg Config, answer func(call) *http.Response) (*Bot, *record) {
	t.Helper()
	cfg.AppToken, cfg.BotToken = "xapp-1", "xoxb-1"
	if cfg.Commands == nil {
		cfg.Commands = &script{handle: echo}
	}
	b, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	r := &record{answer: answer, began: time.Now()}
	b.http.Transport = r
	return b, r
}

// checkIn is a post to the ith person.
func checkIn(i int) commands.Post {
	user := fmt.Sprintf("U%07d", i)
	return commands.Post{
		To: user, Slot: storage.SlotKey("asking/" + user + "/2026-03-02T14:00"), Until: time.Now().Add(4 * time.Hour), Message: says("how stiff?"),
	}
}

// The bot as a whole: 5,000 check-ins of one minute, and two people a second
// who write to it.
func TestPeopleWhoWriteDoNotFeelFiveThousandCheckIns(t *testing.T) {
	const many = 5000
	synctest.Test(t, func(t *testing.T) {
		slack := newSlackSide(10, 10)
		b, r := recorded(t, Config{}, func(c call) *http.Response {
			if c.method == "chat.postMessage" && slack.says(c.channel, time.Now()).fate == limited {
				return later(30)
			}
			return nil
		})
		for i := range many {
			b.post(checkIn(i))
		}
		asked := map[string]time.Duration{}
		for i := 0; b.bulk.busy(1); i++ {
			user, text := fmt.Sprintf("U1%06d", i), fmt.Sprint("heard x", i)
			asked[text] = time.Since(r.began)
			b.take(socketmode.RequestTypeEventsAPI, &socketmode.Request{EnvelopeID: text, Payload: fmt.Appendf(nil,
				`{"event_id":"Ev%d","event":{"type":"message","channel_type":"im","channel":"D1%06d","user":%q,"ts":"1.000001","text":"x%d"}}`, i, i, user, i),
			}, func(string, any) {})
			time.Sleep(time.Second / 2)
		}
		b.inbox.close(t.Context())
		b.outbox.close(t.Context())
		var waited []time.Duration
		bulk := map[string]int{}
		var last time.Duration
		for _, c := range r.of("chat.postMessage") {
			if at, ok := asked[c.text]; ok {
				waited = append(waited, c.at-at)
				continue
			}
			bulk[c.channel]++
			last = c.at
		}
		slices.Sort(waited)
		if len(bulk) != many || len(waited) != len(asked) || slack.limited != 0 {
			t.Errorf("%d people were asked, %d of %d answered, %d 429s", len(bulk), len(waited), len(asked), slack.limited)
		}
		if p99 := waited[len(waited)*99/100]; p99 >= 50*time.Millisecond || waited[len(waited)-1] >= time.Second {
			t.Errorf("an answer in a hundred waited %v, the longest %v", p99, waited[len(waited)-1])
		}
		looks := len(r.of("users.info")) - len(asked)
		if most := 20 + int(last.Minutes()*100); looks > most {
			t.Errorf("%d people were looked up for the check-ins, Slack takes %d", looks, most)
		}
		t.Logf("%d check-ins out after %v; %d answers waited: p99 %v, longest %v", many, last, len(waited),
			waited[len(waited)*99/100], waited[len(waited)-1])
	})
}

// After a 429 nothing of that method comes before its time, and then no heap;
// other methods go on.
func TestARetryAfterIsKeptForItsMethodAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		refused := false
		b, r := recorded(t, Config{}, func(c call) *http.Response {
			if c.method == "chat.postMessage" && !refused {
				refused = true
				return later(30)
			}
			return nil
		})
		const many = 20
		for i := range many {
			b.post(commands.Post{To: fmt.Sprint("C", i), Slot: storage.SlotKey(fmt.Sprintf("prompt/C%d/2026-03-02T10:30", i)),
				Until: time.Now().Add(10 * time.Minute), Message: says("stretch")})
			synctest.Wait()
			if i == 0 {
				time.Sleep(10 * time.Millisecond)
			}
		}
		var writing sync.WaitGroup
		writing.Go(func() { b.write(t.Context(), asking{}, "D1", "", says("hello")) })
		for range 5 {
			time.Sleep(5 * time.Second)
			b.edit(t.Context(), answers, commands.Edit{Place: commands.Place{Channel: "C0", TS: "1.000001"}, Message: says("two people")})
			b.look(t.Context(), answers, ann)
		}
		b.bulk.close(t.Context())
		writing.Wait()
		posts := r.of("chat.postMessage")
		if len(posts) != many+2 {
			t.Fatalf("%d posts, want %d, the refused one and the answer", len(posts), many)
		}
		if second := posts[1].at - posts[0].at; second < 30*time.Second || second > 31*time.Second || posts[1].text != "hello" {
			t.Errorf("the first after the 429 was %q after %v, want the answer after 30 to 31 s", posts[1].text, second)
		}
		if again := posts[2]; again.channel != "C0" || again.at > 34*time.Second {
			t.Errorf("then came %s after %v, want C0 again", again.channel, again.at)
		}
		for i := 2; i < len(posts); i++ {
			if gap := posts[i].at - posts[i-1].at; gap < 2*time.Second/5 {
				t.Errorf("post %d came %v after the one before, want half the first pace", i, gap)
			}
		}
		for _, method := range []string{"chat.update", "users.info"} {
			if calls := r.of(method); len(calls) != 5 || calls[4].at > 26*time.Second {
				t.Errorf("%s came at %v, want 5 within the 30 s", method, calls)
			}
		}
	})
}

func TestAChannelGetsAMessageASecond(t *testing.T) {
	const many = 100
	synctest.Test(t, func(t *testing.T) {
		b, r := recorded(t, Config{}, nil)
		for i := range many {
			b.post(commands.Post{To: "C1", Slot: storage.SlotKey(fmt.Sprintf("prompt/C1/%d", i)), Message: says("stretch")})
		}
		b.post(commands.Post{To: "C2", Message: says("stretch")})
		b.bulk.close(t.Context())
		var at []time.Duration
		for _, c := range r.of("chat.postMessage") {
			if c.channel == "C1" {
				at = append(at, c.at)
			} else if c.at != 0 {
				t.Errorf("the other channel waited %v", c.at)
			}
		}
		if len(at) != many {
			t.Fatalf("%d posts, want %d", len(at), many)
		}
		for i := range at {
			for j := i; j < many; j++ {
				if most := channelBurst + (at[j] - at[i]).Seconds(); float64(j-i+1) > most {
					t.Fatalf("%d posts within %v", j-i+1, at[j]-at[i])
				}
			}
		}
		if want := (many - channelBurst) * time.Second; at[many-1] != want {
			t.Errorf("the last left after %v, want %v", at[many-1], want)
		}
	})
}

func TestCheckInsOfAMinuteAreSpreadAlwaysTheSameWay(t *testing.T) {
	spread := func(over time.Duration) (at map[string]time.Duration) {
		at = map[string]time.Duration{}
		synctest.Test(t, func(t *testing.T) {
			b, r := recorded(t, Config{Spread: over}, nil)
			for i := range 60 {
				b.post(checkIn(i))
			}
			prompt := prompt("C1", "prompt/C1/2026-03-02T14:00")
			prompt.Until = time.Now().Add(10 * time.Minute)
			b.post(prompt)
			b.bulk.close(t.Context())
			for _, c := range r.of("chat.postMessage") {
				at[c.channel] = c.at
			}
		})
		return at
	}
	at := spread(0) // the default
	if at["C1"] != 0 {
		t.Errorf("the prompt waited %v", at["C1"])
	}
	tens := map[int]int{}
	for _, when := range at {
		tens[int(when.Seconds())/10]++
	}
	for ten := range 6 {
		if tens[ten] < 3 || tens[ten] > 20 {
			t.Errorf("%d messages in ten seconds, want about a sixth of 60 each time: %v", tens[ten], tens)
		}
	}
	if again := spread(time.Minute); fmt.Sprint(again) != fmt.Sprint(at) {
		t.Error("the same people are asked at other times")
	}
	last := time.Duration(0)
	for _, when := range spread(-1) {
		last = max(last, when)
	}
	if want := (61 - 5) * time.Second / 5; last != want {
		t.Errorf("without a spread the last left after %v, want %v", last, want)
	}
}

// A check-in that is late waits no longer than it is in time, and what another
// has for the same person does not wait with it.
func TestASpreadKeepsTheWindowAndHoldsNobodyUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{}
		b, r := recorded(t, Config{Commands: s}, nil)
		for i := range 30 {
			p := checkIn(i)
			p.Until = time.Now().Add(20 * time.Second)
			b.post(p)
			b.post(commands.Post{To: p.To, Message: says("welcome")})
		}
		b.bulk.close(t.Context())
		var welcomes int
		for _, c := range r.of("chat.postMessage") {
			if c.text == "welcome" && c.at <= 5*time.Second { // at five a second
				welcomes++
			}
		}
		if welcomes != 30 || len(s.settled) != 30 {
			t.Errorf("%d of 30 welcomes came at once, %d check-ins have their outcome", welcomes, len(s.settled))
		}
		for key, o := range s.settled {
			if o.State != storage.Sent {
				t.Errorf("%s is %s (%s)", key, o.State, o.Why)
			}
		}
	})
}

// A message to a person goes into their conversation where that is known; one
// that has gone is looked for again, and remembered.
func TestDirectMessagesGoWhereTheConversationIs(t *testing.T) {
	for _, c := range []struct {
		name string
		dm   habit.ChannelID
		gone bool
		want string
	}{
		{"known", "D0000001", false, "[D0000001]"},
		{"not known", "", false, "[U0000001]"},
		{"gone", "D0000009", true, "[D0000009 U0000001]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &script{}
				b, r := recorded(t, Config{Commands: s}, func(got call) *http.Response {
					if c.gone && got.channel == string(c.dm) {
						a, _ := answering(`{"ok":false,"error":"channel_not_found"}`)
						return a
					}
					return nil
				})
				p := checkIn(1)
				p.DM = c.dm
				b.send(t.Context(), p)
				var to []string
				for _, got := range r.of("chat.postMessage") {
					to = append(to, got.channel)
				}
				if o := s.settled[p.Slot]; fmt.Sprint(to) != c.want || o.State != storage.Sent || o.Channel != "D0000001" {
					t.Errorf("it went to %v, outcome %+v, want %v and D0000001", to, o, c.want)
				}
				if len(s.begun) != 1 {
					t.Errorf("it began %d times", len(s.begun))
				}
				if b.conversation("U0000001") != "D0000001" {
					t.Errorf("the next goes to %s", b.conversation("U0000001"))
				}
			})
		})
	}
}

// A post begins when its turn has come, and not before: until then it is
// planned, and may be stopped.
func TestAPostBeginsWhenItsTurnHasCome(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var stopped atomic.Bool
		s := &script{begin: func(storage.SlotKey) (commands.Start, error) {
			if stopped.Load() {
				return commands.Start{State: storage.Skipped, Why: "ended"}, nil
			}
			return commands.Start{Go: true, State: storage.Sending}, nil
		}}
		b, r := recorded(t, Config{Commands: s, Spread: -1}, nil)
		const many = 20
		for i := range many {
			b.post(checkIn(i))
		}
		time.Sleep(time.Second + time.Millisecond)
		synctest.Wait()
		s.mu.Lock()
		begun := len(s.begun)
		s.mu.Unlock()
		if begun != 10 || len(r.of("chat.postMessage")) != begun {
			t.Errorf("after a second %d have begun, %d have left, want five and five more", begun, len(r.of("chat.postMessage")))
		}
		stopped.Store(true) // they typed stop
		b.bulk.close(context.Background())
		skipped := 0
		for _, o := range s.settled {
			if o.State == storage.Skipped {
				skipped++
			}
		}
		if skipped != many-10 || len(r.of("chat.postMessage")) != 10 {
			t.Errorf("%d are skipped, %d have left", skipped, len(r.of("chat.postMessage")))
		}
	})
}

// Stopping leaves what waits as it is, for whoever starts next.
func TestWhatWaitsWhenCatcowStopsStaysPlanned(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{}
		b, _ := recorded(t, Config{Commands: s}, nil)
		answersAlone(b)
		for i := range 100 { // some wait for their part of the minute, some for their turn
			b.post(checkIn(i))
		}
		time.Sleep(30 * time.Second)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		b.bulk.close(ctx)
		if len(s.begun) != 0 || len(s.settled) != 100 {
			t.Errorf("%d have begun, %d are settled", len(s.begun), len(s.settled))
		}
		for key, o := range s.settled {
			if o.State != storage.Planned {
				t.Errorf("%s is %s (%s), want planned", key, o.State, o.Why)
			}
		}
	})
}

// The time machine of the demo goes through hours in no time, and with it the
// pace of a channel.
func TestAMovedClockDoesNotWaitForThePace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		s := &script{due: func(context.Context, time.Time) iter.Seq2[commands.Post, error] {
			return func(yield func(commands.Post, error) bool) { yield(prompt("C1", "prompt/C1/"+now.String()), nil) }
		}}
		b, r := recorded(t, Config{Commands: s, Now: func() time.Time { return now }}, nil)
		for range 2 * channelBurst {
			if err := b.Tick(t.Context(), now); err != nil {
				t.Fatal(err)
			}
			synctest.Wait() // until it is out
			now = now.Add(time.Hour)
		}
		b.bulk.close(t.Context())
		if posts := r.of("chat.postMessage"); len(posts) != 2*channelBurst || posts[len(posts)-1].at != 0 {
			t.Errorf("posts = %v, want %d in no time", posts, 2*channelBurst)
		}
	})
}
