package bot

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"catcow/commands"
	"catcow/internal/slacksim"
	"catcow/storage"
)

func TestStoppingFinishesWhatWasBegun(t *testing.T) {
	t.Parallel()
	begun, wait := make(chan struct{}), make(chan struct{})
	w := newWorld(t, &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		close(begun)
		<-wait
		return echo(t.Context(), r)
	}})
	result := make(chan slacksim.Outcome, 1)
	go func() { result <- w.Slash(context.Background(), ann, team, "/stretch", "begun") }()
	<-begun
	acked := make(chan struct{})
	w.bot.outbox.add("another", func(context.Context) { <-acked }) // so that the sockets stay until it is written
	ended := make(chan error, 1)
	go func() { ended <- w.stop() }()
	w.eventually(t, "stopping", w.bot.stopping.Load)
	late := make(chan slacksim.Outcome, 1)
	ctx, cancel := context.WithCancel(t.Context())
	go func() { late <- w.Slash(ctx, bob, team, "/stretch", "late") }()
	close(wait)
	fine(t, <-result)
	close(acked)
	w.sees(t, ann, team, "heard begun")
	if err := <-ended; err != nil {
		t.Errorf("Run = %v, want nil", err)
	}
	cancel()
	if o := <-late; o.Err == "" {
		t.Error("what came while stopping was acknowledged")
	}
	if n := len(w.script.requests()); n != 1 {
		t.Errorf("%d requests, want 1", n)
	}
	if n := w.bot.Counts()["overflowed"]; n != 0 {
		t.Errorf("overflowed = %d: stopping is not overflowing", n)
	}
}

// The library writes an acknowledgement some time after it was handed over.
func TestFinishingLeavesTheLastAcknowledgementTheTimeToBeWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, ago := range []time.Duration{0, ackGrace / 2, time.Hour} {
			b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1"})
			if err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			b.acked.Store(began.Add(-ago).UnixNano())
			b.finish()
			if took, want := time.Since(began), max(0, ackGrace-ago); took != want {
				t.Errorf("finishing %v after an acknowledgement took %v, want %v", ago, took, want)
			}
		}
	})
}

// What does not end by itself is ended.
func TestFinishingWaitsFiveSecondsForWhatWasBegun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1"})
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range []*lanes{b.inbox, b.outbox, b.bulk} {
			l.add("a", func(ctx context.Context) { <-ctx.Done() })
		}
		began := time.Now()
		b.finish()
		if took := time.Since(began); took != finishing {
			t.Errorf("finishing took %v, want %v for all together", took, finishing)
		}
	})
}

func TestStoppingDoesNotWaitForEver(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: func(ctx context.Context, r commands.Request) (commands.Reply, error) {
		<-ctx.Done()
		return commands.Reply{}, ctx.Err()
	}})
	w.Inject(frame("e1", "x", `[]`))
	w.script.await(t, "the request", func() bool { return len(w.script.asked) == 1 })
	began := time.Now()
	if err := w.stop(); err != nil {
		t.Errorf("Run = %v, want nil", err)
	}
	if took := time.Since(began); took < finishing {
		t.Errorf("stopping took %v, want %v at least", took, finishing)
	}
	if n := len(w.Frames()); n != 0 {
		t.Error("acknowledged what was not kept")
	}
}

func TestWhatACrashLeftIsDecidedBeforeTheFirstPost(t *testing.T) {
	t.Parallel()
	const key = "prompt/C0TEAM0001/2026-11-23T10:30"
	var order []string
	s := &script{
		resume: func() (commands.Resumed, error) {
			order = append(order, "resume")
			return commands.Resumed{Posts: []commands.Post{prompt(team, key)}, Recount: []storage.SlotKey{key}}, nil
		},
		recount: func(context.Context, storage.SlotKey) (commands.Edit, bool, error) {
			order = append(order, "recount")
			return commands.Edit{}, false, nil
		},
	}
	w := newWorld(t, s)
	if err := w.stop(); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(order, " "); got != "resume recount" {
		t.Errorf("order = %s", got)
	}
	if got := s.settled[key].State; got != storage.Sent {
		t.Errorf("what was claimed before the stop is %q, want sent", got)
	}
}

func TestBotThatCannotResumeDoesNotRun(t *testing.T) {
	disk := errors.New("disk")
	b, err := New(testConfig(newSlack(t, nil), &script{resume: func() (commands.Resumed, error) { return commands.Resumed{}, disk }}, &logged{}))
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Run(t.Context()); !errors.Is(err, disk) {
		t.Errorf("Run = %v, want %v", err, disk)
	}
}

func TestBotThatIsStoppedBeforeSlackAnswersEnds(t *testing.T) {
	sim := newSlack(t, nil)
	sim.Fault(func(f *slacksim.Faults) {
		f.Methods = map[string]*slacksim.MethodFault{"auth.test": {Times: -1, Status: 503}}
	})
	b, err := New(testConfig(sim, &script{}, &logged{}))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if err := b.Run(ctx); err != nil {
		t.Errorf("Run = %v, want nil", err)
	}
}

func TestLogHoldsNoWordsNoScoresAndNoSecrets(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: func(_ context.Context, r commands.Request) (commands.Reply, error) {
		switch {
		case strings.Contains(r.Text, "panicword"):
			panic(r.Text)
		case strings.Contains(r.Text, "formword"):
			return commands.Reply{Form: &commands.Form{Do: "f", Title: "titleword", Message: says("bodyword", commands.Input{ID: "i", Label: "labelword"})}}, nil
		case r.What == commands.Submitted:
			return commands.Reply{}, &commands.Problem{Text: "problemword"}
		}
		return commands.Reply{Message: says("answerword", commands.Actions{commands.Button{Label: "buttonword", Do: "score", Value: "valueword7"}})}, nil
	}}, func(c *Config) { c.Log = c.Log.Level(zerolog.DebugLevel) })
	dm := w.DM(ann)
	w.Say(t.Context(), ann, dm, "typedword")
	m := w.sees(t, ann, dm, "answerword")
	fine(t, w.Press(t.Context(), ann, slacksim.At{Channel: dm, TS: m.TS}, "score/0"))
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "panicword"))
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "formword"))
	v := w.view(t, ann, "bodyword")
	fine(t, w.Submit(t.Context(), ann, v.ID, map[string]map[string]any{"i": {"i": "fieldword"}}))
	w.Fault(func(f *slacksim.Faults) {
		f.Methods = map[string]*slacksim.MethodFault{
			"response_url": {Times: 1, Drop: true}, "chat.postMessage": {Times: 1, Drop: true},
			"users.info": {Times: 1, Drop: true}, "apps.connections.open": {Times: 2, Drop: true},
		}
	})
	fine(t, w.Slash(t.Context(), bob, team, "/stretch", "lostword"))
	w.Say(t.Context(), ann, dm, "lostword")
	w.counted(t, "slack/response_url/unknown", 1)
	w.counted(t, "slack/chat.postMessage/unknown", 1)
	w.Inject("brokenword")
	w.counted(t, "bad_frames", 1)
	w.DropSockets()
	w.counted(t, "hellos", 2*sockets)
	w.stop()
	log := w.log.String()
	for _, private := range []string{"word", slacksim.AppToken, slacksim.BotToken, "xapp-", "xoxb-", "/hooks/", "ticket="} {
		if strings.Contains(log, private) {
			t.Errorf("the log holds %q:\n%s", private, log)
		}
	}
	for _, kept := range []string{`"what":"typed"`, `"user":"somebody"`, `"took":`, "panic"} {
		if !strings.Contains(log, kept) {
			t.Errorf("the log does not hold %q:\n%s", kept, log)
		}
	}
}
