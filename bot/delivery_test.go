package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack/slackevents"
	"github.com/slack-go/slack/socketmode"

	"catcow/commands"
	"catcow/internal/habit"
	"catcow/internal/slacksim"
)

func TestHelloIsNotAcknowledged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	o := fine(t, w.Slash(t.Context(), ann, team, "/stretch", "x"))
	if got := w.Frames(); len(got) != 1 || got[0] != o.Envelope {
		t.Errorf("acknowledged %q, want only %q", got, o.Envelope)
	}
}

func TestNothingIsAcknowledgedBeforeItIsKept(t *testing.T) {
	t.Parallel()
	begun, kept := make(chan struct{}), make(chan struct{})
	w := newWorld(t, &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		close(begun)
		<-kept
		return echo(t.Context(), r)
	}})
	result := make(chan slacksim.Outcome, 1)
	go func() { result <- w.Slash(context.Background(), ann, team, "/stretch", "x") }()
	<-begun
	if got := w.Frames(); len(got) != 0 {
		t.Errorf("acknowledged %q before it was kept", got)
	}
	close(kept)
	fine(t, <-result)
}

func TestEventThatFailsIsNotAcknowledgedAndIsHeardAgain(t *testing.T) {
	t.Parallel()
	var tries atomic.Int32
	sim := newSlack(t, func(c *slacksim.Config) { c.AckWithin = 300 * time.Millisecond })
	w := newWorldIn(t, sim, &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		if tries.Add(1) == 1 {
			return commands.Reply{}, errors.New("disk")
		}
		return echo(t.Context(), r)
	}})
	_, o := w.Say(t.Context(), ann, w.DM(ann), "neck")
	w.sees(t, ann, w.DM(ann), "heard neck")
	requests := w.script.requests()
	if len(requests) != 2 || requests[0].Cause != requests[1].Cause {
		t.Errorf("requests = %+v, want two of one cause", requests)
	}
	w.eventually(t, "an acknowledgement", func() bool { return len(w.Frames()) > 0 })
	if got := w.Frames(); len(got) != 1 || got[0] != o.Envelope {
		t.Errorf("acknowledged %q, want only the second delivery, %q", got, o.Envelope)
	}
}

func TestRedeliveryChangesAndSaysNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	dm := w.DM(ann)
	_, o := w.Say(t.Context(), ann, dm, "neck")
	fine(t, o)
	fine(t, w.Redeliver(t.Context(), o.Envelope))
	o = fine(t, w.Slash(t.Context(), ann, team, "/stretch", "back"))
	fine(t, w.Redeliver(t.Context(), o.Envelope))
	w.Fault(func(f *slacksim.Faults) { f.DuplicateDelivery = true })
	_, o = w.Say(t.Context(), ann, dm, "hip")
	fine(t, o)
	w.counted(t, "redelivered", 3)
	w.sees(t, ann, dm, "heard hip")
	if n := len(w.script.requests()); n != 3 {
		t.Errorf("%d requests, want 3", n)
	}
	if n := w.calls("chat.postMessage") + w.calls("response_url"); n != 3 {
		t.Errorf("%d answers, want 3", n)
	}
}

func TestLostAcknowledgementIsHarmless(t *testing.T) {
	t.Parallel()
	sim := newSlack(t, func(c *slacksim.Config) { c.AckWithin = 300 * time.Millisecond })
	w := newWorldIn(t, sim, &script{handle: echo})
	w.Fault(func(f *slacksim.Faults) { f.DropAcks = 1 })
	_, o := w.Say(t.Context(), ann, w.DM(ann), "neck")
	w.sees(t, ann, w.DM(ann), "heard neck")
	w.eventually(t, "the acknowledgement of the second delivery", func() bool { return slices.Contains(w.Frames(), o.Envelope) })
	if n := len(w.script.requests()); n != 1 {
		t.Errorf("%d requests, want 1", n)
	}
	if n := w.calls("chat.postMessage"); n != 1 {
		t.Errorf("%d answers, want 1", n)
	}
}

func TestOnePersonsWaitIsNobodyElses(t *testing.T) {
	t.Parallel()
	wait := make(chan struct{})
	w := newWorld(t, &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		if r.User == ann {
			<-wait
		}
		return echo(t.Context(), r)
	}})
	result := make(chan slacksim.Outcome, 1)
	go func() { result <- w.Slash(context.Background(), ann, team, "/stretch", "slow") }()
	w.script.await(t, "ann's request", func() bool { return len(w.script.asked) == 1 })
	fine(t, w.Slash(t.Context(), bob, team, "/stretch", "quick"))
	w.sees(t, bob, team, "heard quick")
	close(wait)
	fine(t, <-result)
}

// The person of whom Slack does not tell goes on without a zone after lookUp,
// and nobody else waits even for a moment.
func TestSlackThatDoesNotKnowAZoneHoldsNobodyUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{handle: echo}
		b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1", Commands: s})
		if err != nil {
			t.Fatal(err)
		}
		b.http.Transport = wire(func(r *http.Request) (*http.Response, error) {
			if strings.HasSuffix(r.URL.Path, "/users.info") && r.FormValue("user") == ann {
				<-r.Context().Done()
				return nil, r.Context().Err()
			}
			return answering(`{"ok":true,"user":{"id":"U0BOB00001","tz":"Asia/Tokyo"}}`)
		})
		begun := time.Now()
		var mu sync.Mutex
		var acked []string
		ack := func(id string, _ any) {
			mu.Lock()
			defer mu.Unlock()
			acked = append(acked, fmt.Sprint(id, " after ", time.Since(begun)))
		}
		for _, user := range []string{ann, bob} {
			b.take(socketmode.RequestTypeSlashCommands, &socketmode.Request{
				EnvelopeID: user, Payload: fmt.Appendf(nil, `{"user_id":%q,"channel_id":%q,"text":"x"}`, user, team),
			}, ack)
		}
		synctest.Wait() // until nothing goes on but by waiting; no time has passed
		mu.Lock()
		if len(acked) != 1 || acked[0] != bob+" after 0s" {
			t.Errorf("while Slack does not tell of ann: acknowledged %q, want bob's alone, at once", acked)
		}
		mu.Unlock()
		b.inbox.close(t.Context())
		b.outbox.close(t.Context())
		if want := fmt.Sprint(ann, " after ", lookUp); len(acked) != 2 || acked[1] != want {
			t.Errorf("acknowledged %q, want %q at the end", acked, want)
		}
		if took := time.Since(begun); took >= 3*time.Second {
			t.Errorf("ann waited %v, Slack waits 3 s", took)
		}
		zones := map[habit.UserID]string{}
		for _, r := range s.requests() {
			zones[r.User] = r.Zone
		}
		if len(zones) != 2 || zones[ann] != "" || zones[bob] != "Asia/Tokyo" {
			t.Errorf("zones = %v, want bob's alone", zones)
		}
	})
}

// A minute of waiting for one person is not a moment for two hundred others;
// where one may be decided at a time, it is.
func TestAHandlerThatHangsForAMinuteHoldsNobodyElseUp(t *testing.T) {
	if waited := besideAHang(t, deciding); waited != 0 {
		t.Errorf("others waited up to %v beside a handler that hangs, want not at all", waited)
	}
	if waited := besideAHang(t, 1); waited == 0 {
		t.Error("others wait for nothing where one is decided at a time: the test does not see a delay")
	}
}

// besideAHang is how long the slowest of two hundred people waited for the
// acknowledgement while the handler of ann's request hung for a minute.
func besideAHang(t *testing.T, atATime int) (slowest time.Duration) {
	const others = 200
	synctest.Test(t, func(t *testing.T) {
		b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1", Commands: &script{handle: func(ctx context.Context, r commands.Request) (commands.Reply, error) {
			if r.User == ann {
				time.Sleep(time.Minute)
			}
			return echo(ctx, r)
		}}})
		if err != nil {
			t.Fatal(err)
		}
		b.gate = make(chan struct{}, atATime)
		b.http.Transport = wire(func(r *http.Request) (*http.Response, error) {
			return answering(`{"ok":true,"user":{"tz":"Asia/Tokyo"}}`)
		})
		begun := time.Now()
		var mu sync.Mutex
		waits := map[string]time.Duration{}
		ask := func(user string) {
			b.take(socketmode.RequestTypeSlashCommands, &socketmode.Request{
				EnvelopeID: user, Payload: fmt.Appendf(nil, `{"user_id":%q,"channel_id":%q,"text":"x"}`, user, team),
			}, func(string, any) {
				mu.Lock()
				defer mu.Unlock()
				waits[user] = time.Since(begun)
			})
		}
		ask(ann)
		synctest.Wait() // until her handler hangs
		for i := range others {
			ask(fmt.Sprint("U", i))
		}
		b.inbox.close(t.Context())
		b.outbox.close(t.Context())
		if len(waits) != others+1 || waits[ann] != time.Minute {
			t.Errorf("%d acknowledged, ann after %v, want %d and a minute", len(waits), waits[ann], others+1)
		}
		delete(waits, ann)
		slowest = slices.Max(slices.Collect(maps.Values(waits)))
	})
	return slowest
}

func TestPanicIsContainedAndLoggedWithoutWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		if r.Text == "secretword" {
			panic("at " + r.Text)
		}
		return echo(t.Context(), r)
	}})
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "secretword"))
	w.sees(t, ann, team, sorry)
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "again"))
	w.sees(t, ann, team, "heard again")
	log := w.log.String()
	if strings.Count(log, `"message":"panic"`) != 1 || !strings.Contains(log, "delivery_test.go") {
		t.Errorf("want one panic with its place in the log:\n%s", log)
	}
	if strings.Contains(log, "secretword") {
		t.Error("the log repeats what was said")
	}
}

// frame is an event as Slack sends it, with blocks.
func frame(id, text, blocks string) string {
	event, _ := json.Marshal(map[string]any{
		"type": "message", "channel_type": "im", "channel": "D0ANN00001", "user": ann, "ts": "1700000000.000100",
		"client_msg_id": id, "text": text, "blocks": json.RawMessage(blocks),
	})
	return fmt.Sprintf(`{"envelope_id":%q,"type":"events_api","accepts_response_payload":false,"retry_attempt":0,"retry_reason":"",
		"payload":{"type":"event_callback","event_id":"Ev%s","event":%s}}`, id, id, event)
}

func TestBlockThatTheLibraryCannotReadMakesNobodyDeaf(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	strange := frame("e1", "neck", `[{"type":"section","text":"not an object"}]`)
	var envelope struct{ Payload json.RawMessage }
	json.Unmarshal([]byte(strange), &envelope)
	if _, err := slackevents.ParseEvent(envelope.Payload, slackevents.OptionNoVerifyToken()); err == nil {
		t.Fatal("slack-go reads this event: the test shows nothing")
	}
	w.DM(ann)
	w.Inject(strange)
	w.sees(t, ann, w.DM(ann), "heard neck")
	w.eventually(t, "the acknowledgement of e1", func() bool { return slices.Contains(w.Frames(), "e1") })
}

func TestWhatNobodyUnderstandsIsCountedAndNotAcknowledged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	w.Inject(`{"envelope_id":"x1","type":"horoscopes","payload":{"text":"secretword"}}`)
	w.Inject(`{"type":"slash_commands","payload":{"user_id":"U0ANN00001","text":"secretword"}}`)
	w.Inject(`secretword, and no JSON`)
	w.Inject(`{"type":"horoscopes"}`)
	w.counted(t, "unhandled", 1)
	w.counted(t, "bad_frames", 2)
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "x"))
	if n := len(w.Frames()); n != 1 {
		t.Errorf("%d frames acknowledged, want the command's alone", n)
	}
	if strings.Contains(w.log.String(), "secretword") {
		t.Errorf("the log repeats what was said:\n%s", w.log)
	}
	if w.Sockets() != sockets {
		t.Errorf("%d sockets are open, want %d", w.Sockets(), sockets)
	}
}

func TestEventThatCatcowHasNoUseForIsAcknowledged(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	w.Inject(`{"envelope_id":"x1","type":"events_api","payload":{"event_id":"Ev1","event":{"type":"team_join","user":{"id":"U1"}}}}`)
	w.eventually(t, "its acknowledgement", func() bool { return len(w.Frames()) == 1 })
	if n := len(w.script.requests()); n != 0 {
		t.Errorf("%d requests, want none", n)
	}
}

func TestTooMuchAtOnceIsNotAcknowledged(t *testing.T) {
	t.Parallel()
	wait := make(chan struct{})
	w := newWorld(t, &script{handle: func(context.Context, commands.Request) (commands.Reply, error) {
		<-wait
		return commands.Reply{}, nil
	}})
	const more = 20
	for i := range inboxRoom + more {
		w.Inject(frame(fmt.Sprintf("e%d", i), "x", `[]`))
	}
	w.counted(t, "overflowed", more)
	if n := len(w.Frames()); n != 0 {
		t.Errorf("%d acknowledged before anything was kept", n)
	}
	close(wait)
	w.eventually(t, "all acknowledgements", func() bool { return len(w.Frames()) >= inboxRoom })
	if n := w.bot.Counts()["overflowed"]; n != more {
		t.Errorf("overflowed = %d, want %d", n, more)
	}
}

// slack-go keeps twenty acknowledgements while no socket is open, and stands
// still at the next. Nothing of ours may stand still with it.
func TestOutageDoesNotHoldUpAcknowledgements(t *testing.T) {
	t.Parallel()
	const people = 90
	var begun sync.WaitGroup
	begun.Add(people)
	wait := make(chan struct{})
	w := newWorld(t, &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		if r.Text == "x" {
			begun.Done()
			<-wait
		}
		return echo(t.Context(), r)
	}}, func(c *Config) { c.Pace = 20 * time.Millisecond })
	w.bot.gate = make(chan struct{}, people)
	for i := range people {
		w.Inject(strings.ReplaceAll(frame(fmt.Sprintf("e%d", i), "x", `[]`), ann, fmt.Sprintf("U%d", i)))
	}
	w.eventually(t, "all in their lanes", func() bool { return len(w.script.requests()) == people })
	begun.Wait()
	w.Fault(func(f *slacksim.Faults) { f.RefuseSockets = true })
	w.DropSockets()
	w.eventually(t, "the outage", func() bool { open, _, _ := w.bot.Pulse(); return open == 0 })
	close(wait)
	w.eventually(t, "free lanes", func() bool { return !w.bot.inboxBusy() })
	if n := w.bot.Counts()["unacknowledged"]; n < people-2*20 {
		t.Errorf("unacknowledged = %d, want all that the two queues of twenty did not take: the test shows nothing", n)
	}
	w.Fault(func(f *slacksim.Faults) { f.RefuseSockets = false })
	w.connected(t)
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "after"))
	w.sees(t, ann, team, "heard after")
}

func TestAcknowledgementThatWasNotWrittenIsCounted(t *testing.T) {
	b, err := New(testConfig(newSlack(t, nil), &script{}, &logged{}))
	if err != nil {
		t.Fatal(err)
	}
	failed := socketmode.Event{Type: socketmode.EventTypeErrorWriteFailed, Data: &socketmode.ErrorWriteFailed{
		Cause: errors.New("broken pipe"), Response: &socketmode.Response{EnvelopeID: "e1"},
	}}
	if err := b.hear(failed, 0, nil); err != nil {
		t.Errorf("hear = %v, want the socket to go on", err)
	}
	if n := b.Counts()["unacknowledged"]; n != 1 {
		t.Errorf("unacknowledged = %d, want 1", n)
	}
}

// What Slack shows as done is done once, whatever happens to the sockets.
func TestStormOfDuplicatesAndCutLinesLosesAndDoublesNothing(t *testing.T) {
	t.Parallel()
	sim := newSlack(t, func(c *slacksim.Config) { c.AckWithin = 5 * time.Second })
	w := newWorldIn(t, sim, &script{handle: echo})
	w.Fault(func(f *slacksim.Faults) { f.DuplicateDelivery = true })
	const people, each = 8, 15
	var typing sync.WaitGroup
	var done [people][]string
	storm := slacksim.Channel{ID: "C0STORM001", Name: "storm"}
	for i := range people {
		storm.Members = append(storm.Members, fmt.Sprintf("U0STORM%03d", i))
		w.AddUser(slacksim.User{ID: storm.Members[i], Name: storm.Members[i], TZ: "Europe/Berlin"})
	}
	w.AddChannel(storm)
	for i, user := range storm.Members {
		typing.Go(func() {
			for j := range each {
				text := fmt.Sprint(user, " ", j)
				w.AwaitSockets(context.Background(), 1)
				if w.Slash(context.Background(), user, storm.ID, "/stretch", text).Err == "" {
					done[i] = append(done[i], text)
				}
			}
		})
	}
	for i := range 5 {
		w.eventually(t, "some envelopes", func() bool { return w.bot.Counts()["envelopes"] >= 30*(i+1) })
		w.DropSockets()
	}
	typing.Wait()
	handled := map[string]int{}
	for _, r := range w.script.requests() {
		handled[r.Text]++
	}
	confirmed := 0
	for _, texts := range done {
		confirmed += len(texts)
		for _, text := range texts {
			if handled[text] != 1 {
				t.Errorf("%q was confirmed and handled %d times", text, handled[text])
			}
		}
	}
	if confirmed < people*each/2 {
		t.Errorf("only %d of %d were confirmed: this shows little", confirmed, people*each)
	}
	if w.bot.Counts()["redelivered"] == 0 {
		t.Error("nothing was delivered twice: this shows nothing")
	}
}
