package bot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"catcow/internal/habit"
	"catcow/internal/slacksim"
)

// openings are the times at which sockets were asked for.
func openings(s *slacksim.Server) []time.Time {
	var at []time.Time
	for _, c := range s.Calls() {
		if c.Method == "apps.connections.open" {
			at = append(at, c.Wall)
		}
	}
	return at
}

func TestSocketsThatDieYoungAreOpenedEverMoreRarely(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]func(*slacksim.Faults){
		"closed after hello":  func(f *slacksim.Faults) { f.CloseAfterHello = true },
		"too many websockets": func(f *slacksim.Faults) { f.TooManySockets = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const least = 50 * time.Millisecond
			sim := newSlack(t, nil)
			sim.Fault(fault)
			w := &world{Server: sim, log: &logged{}}
			cfg := testConfig(sim, &script{}, w.log)
			cfg.Pace = least
			began := time.Now()
			w.run(t, cfg)
			const n = 6
			w.eventually(t, "six openings", func() bool { return len(openings(sim)) >= n })
			// One turn at once, one after least, then four with the gap doubled each time.
			if took := openings(sim)[n-1].Sub(began); took < 15*least {
				t.Errorf("%d openings took %v, want a growing pace", n, took)
			}
		})
	}
}

// A Slack that hangs up at once is asked at most twenty times in ten minutes,
// by both sockets together. Time passes here in no time.
func TestASlackThatHangsUpIsAskedTwentyTimesInTenMinutesAtMost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1"})
		if err != nil {
			t.Fatal(err)
		}
		asked := hangingUp(t, b, func() doer { return &paced{pace: b.pace, Client: b.http} }, 10*time.Minute)
		if asked > 20 || asked < sockets {
			t.Errorf("asked for %d sockets in ten minutes, want 20 at most", asked)
		}
		t.Logf("%d openings in ten minutes", asked)
		if asked := hangingUp(t, b, func() doer { return b.http }, time.Second); asked < 1000 {
			t.Errorf("without a pace asked for %d sockets in a second: the test does not see a storm", asked)
		}
	})
}

type doer interface {
	Do(*http.Request) (*http.Response, error)
}

// hangingUp lets both sockets ask for the next address as soon as they have
// one, for so long, and counts; it ends at a thousand.
func hangingUp(t *testing.T, b *Bot, client func() doer, long time.Duration) int {
	var asked atomic.Int32
	ctx, cancel := context.WithTimeout(t.Context(), long)
	defer cancel()
	b.http.Transport = wire(func(r *http.Request) (*http.Response, error) {
		if asked.Add(1) >= 1000 {
			cancel()
		}
		return answering(`{"ok":true,"url":"wss://localhost/"}`)
	})
	var both sync.WaitGroup
	for range sockets {
		both.Go(func() {
			web := slack.New("xoxb-1", slack.OptionAppLevelToken("xapp-1"), slack.OptionHTTPClient(client()))
			for ctx.Err() == nil {
				web.StartSocketModeContext(ctx)
			}
		})
	}
	both.Wait()
	return int(asked.Load())
}

// The library alone does not pace itself; if that changes, pace.go can go.
func TestLibraryAloneStormsASlackThatHangsUp(t *testing.T) {
	sim := newSlack(t, nil)
	sim.Fault(func(f *slacksim.Faults) { f.CloseAfterHello = true })
	client := socketmode.New(slack.New(slacksim.BotToken, slack.OptionAppLevelToken(slacksim.AppToken), slack.OptionAPIURL(sim.APIURL())))
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { ended <- client.RunContext(ctx) }()
	go func() {
		for {
			select {
			case <-client.Events:
			case <-ctx.Done():
				return
			}
		}
	}()
	w := &world{Server: sim, bot: &Bot{}, log: &logged{}}
	w.eventually(t, "a storm", func() bool { return len(openings(sim)) >= 50 })
	cancel()
	<-ended
	if at := openings(sim); at[49].Sub(at[0]) > 49*time.Second {
		t.Errorf("fifty openings took %v", at[49].Sub(at[0]))
	}
}

func TestPaceDoublesForTheYoungAndRecovers(t *testing.T) {
	p := &pace{least: time.Second, gap: time.Second}
	now := time.Unix(1_700_000_000, 0)
	var gaps []string
	const first, young, old = time.Duration(0), 30*time.Second - 1, 30 * time.Second
	last := p.turn(now, first)
	if last != now {
		t.Errorf("the first opening waits %v", last.Sub(now))
	}
	for _, lived := range []time.Duration{first, young, young, first, young, young, young, young, young, young, old, first} {
		at := p.turn(last, lived)
		gaps = append(gaps, at.Sub(last).String())
		last = at
	}
	want := "1s 1s 2s 4s 4s 8s 16s 32s 1m0s 1m0s 1m0s 1s" // a gap is that before it: the next opening feels it
	if got := strings.Join(gaps, " "); got != want {
		t.Errorf("gaps = %s, want %s", got, want)
	}
	p.hold(last)
	if at := p.turn(last, old); at.Sub(last) != 5*time.Minute {
		t.Errorf("held for %v, want 5m", at.Sub(last))
	}
}

func TestPacedOpeningGivesUpWithItsContext(t *testing.T) {
	p := &pace{least: time.Hour, gap: time.Hour, next: time.Now().Add(time.Hour)}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	client := slack.New("x", slack.OptionAppLevelToken("y"), slack.OptionHTTPClient(&paced{pace: p, Client: newHTTP(patience)}))
	if _, _, err := client.StartSocketModeContext(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want the context's", err)
	}
}

func TestRenewedSocketsComeBackAndTheReasonIsKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	w.Disconnect("refresh_requested")
	w.eventually(t, "two new sockets", func() bool { return w.Sockets() == sockets && w.bot.Counts()["hellos"] == 2*sockets })
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "x"))
	w.sees(t, ann, team, "heard x")
	if log := w.log.String(); !strings.Contains(log, "refresh_requested") {
		t.Errorf("the log does not say why Slack closed:\n%s", log)
	}
}

func TestOneSocketHearsWhileTheOtherIsRenewed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	w.Fault(func(f *slacksim.Faults) { f.RefuseSockets = true }) // so that the new one waits for the test
	w.Inject(`{"type":"disconnect","reason":"warning","debug_info":{"host":"applink-1"}}`)
	w.eventually(t, "one socket", func() bool { return w.Sockets() == 1 })
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "x"))
	w.Fault(func(f *slacksim.Faults) { f.RefuseSockets = false })
	w.connected(t)
}

func TestSwitchedOffSocketModeIsToldAndHeldOff(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{})
	before := len(openings(w.Server))
	w.Disconnect("link_disabled")
	w.eventually(t, "a new socket", func() bool { return len(openings(w.Server)) > before })
	at := openings(w.Server)
	if wait := at[before].Sub(at[before-1]); wait < longHold*time.Millisecond/2 {
		t.Errorf("the next socket was asked for after %v, want a long wait", wait)
	}
	if !strings.Contains(w.log.String(), "Socket Mode is switched off") {
		t.Errorf("the log does not say so:\n%s", w.log)
	}
}

func TestCutLinesComeBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	for i := range 3 {
		w.DropSockets()
		w.eventually(t, "new sockets", func() bool { return w.Sockets() == sockets && w.bot.Counts()["hellos"] >= (i+2)*sockets })
	}
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "x"))
}

// A line that is dead without a word is noticed by its silence, and one that
// speaks is let alone. Side by side, so that the second is shown to be as old.
func TestSilentSocketIsReplacedAndATalkingOneIsNot(t *testing.T) {
	t.Parallel()
	within := func(c *Config) { c.PingWithin = time.Second }
	silent, talking := newWorld(t, &script{handle: echo}, within), newWorld(t, &script{handle: echo}, within)
	silent.Fault(func(f *slacksim.Faults) { f.StopPings = true })
	began := time.Now()
	silent.counted(t, "hellos", 2*sockets)
	t.Logf("two silent sockets are replaced after %v, with %v set", time.Since(began).Round(time.Millisecond), time.Second)
	if took := time.Since(began); took > 12*time.Second { // the default takes 15 at least
		t.Errorf("noticed after %v, want it soon after the second that was set", took)
	}
	if n := talking.bot.Counts()["hellos"]; n != sockets {
		t.Errorf("sockets that talk were opened %d times, want %d", n, sockets)
	}
	fine(t, silent.Slash(t.Context(), ann, team, "/stretch", "x"))
	silent.sees(t, ann, team, "heard x")
}

func TestBadTokenEndsTheBotAndNamesItself(t *testing.T) {
	t.Parallel()
	for method, variable := range map[string]string{"auth.test": botVariable, "apps.connections.open": appVariable} {
		for _, code := range hopeless {
			t.Run(method+" "+code, func(t *testing.T) {
				sim := newSlack(t, nil)
				sim.Fault(func(f *slacksim.Faults) {
					f.Methods = map[string]*slacksim.MethodFault{method: {Times: -1, Error: code}}
				})
				b, err := New(testConfig(sim, &script{}, &logged{}))
				if err != nil {
					t.Fatal(err)
				}
				ctx, cancel := context.WithTimeout(t.Context(), hang)
				defer cancel()
				err = b.Run(ctx)
				if !errors.Is(err, ErrConfiguration) || !strings.Contains(fmt.Sprint(err), variable) || !strings.Contains(fmt.Sprint(err), code) {
					t.Errorf("Run = %v, want one that names %s and %s", err, variable, code)
				}
			})
		}
	}
}

func TestTroubleOfSlacksIsOutlived(t *testing.T) {
	t.Parallel()
	sim := newSlack(t, nil)
	sim.Fault(func(f *slacksim.Faults) {
		f.Methods = map[string]*slacksim.MethodFault{
			"auth.test":             {Times: 2, Status: 503},
			"apps.connections.open": {Times: 4, Error: "internal_error"},
		}
	})
	newWorldIn(t, sim, &script{})
}

func TestRevokedTokenEndsTheRunningBot(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{})
	w.Revoke()
	w.eventually(t, "the end", func() bool { return w.bot.stopping.Load() })
	if err := w.stop(); !errors.Is(err, ErrConfiguration) || !strings.Contains(fmt.Sprint(err), appVariable) {
		t.Errorf("Run = %v, want one that names %s", err, appVariable)
	}
}

func TestRevokedBotTokenAloneEndsTheRunningBot(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	w.Fault(func(f *slacksim.Faults) {
		f.Methods = map[string]*slacksim.MethodFault{
			"chat.postMessage": {Times: -1, Error: "token_revoked"}, "auth.test": {Times: -1, Error: "token_revoked"},
		}
	})
	_, o := w.Say(t.Context(), ann, w.DM(ann), "neck")
	fine(t, o)
	w.eventually(t, "the end", w.bot.stopping.Load)
	if err := w.stop(); !errors.Is(err, ErrConfiguration) || !strings.Contains(fmt.Sprint(err), botVariable) {
		t.Errorf("Run = %v, want one that names %s", err, botVariable)
	}
}

func TestRefusalThatSoundsLikeABadTokenIsChecked(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	before := w.calls("auth.test")
	w.Fault(func(f *slacksim.Faults) {
		f.Methods = map[string]*slacksim.MethodFault{"chat.postMessage": {Times: 1, Error: "account_inactive"}}
	})
	_, o := w.Say(t.Context(), ann, w.DM(ann), "lost")
	fine(t, o)
	w.eventually(t, "the check", func() bool { return w.calls("auth.test") > before })
	_, o = w.Say(t.Context(), ann, w.DM(ann), "neck")
	fine(t, o)
	w.sees(t, ann, w.DM(ann), "heard neck")
}

func TestCheckNamesTheBadTokenAndForgivesASilentSlack(t *testing.T) {
	for method, variable := range map[string]string{"auth.test": botVariable, "apps.connections.open": appVariable} {
		sim := newSlack(t, nil)
		cfg := testConfig(sim, nil, &logged{})
		if err := Check(t.Context(), cfg); err != nil {
			t.Errorf("good tokens: %v", err)
		}
		sim.Fault(func(f *slacksim.Faults) {
			f.Methods = map[string]*slacksim.MethodFault{method: {Times: 1, Error: "invalid_auth"}}
		})
		if err := Check(t.Context(), cfg); !errors.Is(err, ErrConfiguration) || !strings.Contains(err.Error(), variable) {
			t.Errorf("%s refused: %v, want one that names %s", method, err, variable)
		}
		sim.Fault(func(f *slacksim.Faults) {
			f.Methods = map[string]*slacksim.MethodFault{method: {Times: 1, Drop: true}}
		})
		if err := Check(t.Context(), cfg); err != nil {
			t.Errorf("a Slack that hangs up: %v", err)
		}
	}
}

func TestLibraryThatWaitsTooLongStartsOver(t *testing.T) {
	b, err := New(testConfig(newSlack(t, nil), nil, &logged{}))
	if err != nil {
		t.Fatal(err)
	}
	refused := errors.New("connection refused")
	for _, c := range []struct {
		err  error
		wait time.Duration
		over bool
	}{
		{refused, time.Second, false},
		{refused, time.Minute, true},
		{&slack.RateLimitedError{RetryAfter: time.Minute}, time.Minute, false},
		{slack.SlackErrorResponse{Err: "token_expired"}, time.Second, true},
		{slack.SlackErrorResponse{Err: "internal_error"}, time.Second, false},
	} {
		got := b.refusedSocket(&slack.ConnectionErrorEvent{Backoff: c.wait, ErrorObj: c.err}, 0)
		if (got != nil) != c.over {
			t.Errorf("after %v with a wait of %v: %v, want an end: %v", c.err, c.wait, got, c.over)
		}
	}
}

func TestTokensAreCheckedBeforeSlackIsAsked(t *testing.T) {
	for _, c := range []struct{ app, bot, want string }{
		{"", "xoxb-1", "SLACK_APP_TOKEN is not set"},
		{"xapp-1", "", "SLACK_BOT_TOKEN is not set"},
		{"xoxb-1", "xapp-1", "SLACK_APP_TOKEN holds the token that belongs in SLACK_BOT_TOKEN"},
		{"xapp-1", "xoxp-1", "SLACK_BOT_TOKEN does not hold a token"},
		{"xapp-1\n", "xoxb-1", "SLACK_APP_TOKEN does not hold a token"},
	} {
		_, err := New(Config{AppToken: c.app, BotToken: c.bot})
		if !errors.Is(err, ErrConfiguration) || !strings.Contains(fmt.Sprint(err), c.want) || !strings.Contains(fmt.Sprint(err), "api.slack.com/apps") {
			t.Errorf("New(%q, %q) = %v, want %q", c.app, c.bot, err, c.want)
		}
	}
	for _, address := range []string{"http://localhost/api", "localhost/", "https:///api/", "ftp://localhost/", "http://[/", "localhost:8080/api/"} {
		if _, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1", APIURL: address}); !errors.Is(err, ErrConfiguration) || !strings.Contains(err.Error(), "SLACK_API_URL") {
			t.Errorf("New at %q = %v, want one that names the variable", address, err)
		}
	}
	if _, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1"}); err != nil {
		t.Errorf("good tokens: %v", err)
	}
}

func TestCommandsLearnsWhichChannelsCatcowIsIn(t *testing.T) {
	t.Parallel()
	sim := newSlack(t, nil)
	want := map[habit.ChannelID]bool{team: true}
	for i := range 400 {
		id := fmt.Sprintf("C0MANY%04d", i)
		c := slacksim.Channel{ID: id, Name: fmt.Sprint("many", i), Private: i%2 == 0, Archived: i%10 == 0, Members: []string{sim.BotUser()}}
		if i%3 == 0 {
			c.Members = []string{ann}
		} else if !c.Archived {
			want[habit.ChannelID(id)] = true
		}
		sim.AddChannel(c)
	}
	old := map[habit.ChannelID]bool{}
	for _, c := range sim.Channels() {
		if c.Archived && slices.Contains(c.Members, sim.BotUser()) {
			old[habit.ChannelID(c.ID)] = true
		}
	}
	w := newWorldIn(t, sim, &script{})
	w.eventually(t, "the channels, before and after the first socket", func() bool {
		w.script.mu.Lock()
		defer w.script.mu.Unlock()
		return len(w.script.present) >= 2
	})
	got := w.script.present[1]
	if len(got) != len(want) {
		t.Errorf("%d channels, want %d", len(got), len(want))
	}
	for _, id := range got {
		if !want[id] {
			t.Errorf("Catcow is not in %s", id)
		}
	}
	archived := w.script.archived[1]
	if len(archived) != len(old) || len(old) == 0 {
		t.Errorf("%d archived channels, want %d", len(archived), len(old))
	}
	for _, id := range archived {
		if !old[id] {
			t.Errorf("%s is not archived", id)
		}
	}
	if w.calls("users.conversations") < 2 {
		t.Error("asked for one page only")
	}
}
