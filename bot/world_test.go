package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"catcow/commands"
	"catcow/internal/habit"
	"catcow/internal/slacksim"
	"catcow/storage"
)

const manifest = `{
	"display_information": {"name": "Catcow"},
	"features": {
		"app_home": {"home_tab_enabled": true, "messages_tab_enabled": true},
		"bot_user": {"display_name": "catcow", "always_online": true},
		"slash_commands": [{"command": "/stretch", "description": "A move", "should_escape": true}],
		"shortcuts": [{"name": "Stretch", "type": "global", "callback_id": "stretch", "description": "A move"}]
	},
	"oauth_config": {"scopes": {"bot": ["commands", "chat:write", "im:history", "app_mentions:read",
		"users:read", "channels:read", "groups:read", "dnd:read"]}},
	"settings": {
		"event_subscriptions": {"bot_events": ["app_home_opened", "app_mention", "member_joined_channel",
			"member_left_channel", "message.im", "user_change", "channel_archive", "channel_unarchive", "channel_deleted",
			"group_archive", "group_unarchive", "group_deleted", "channel_id_changed", "app_uninstalled", "tokens_revoked"]},
		"interactivity": {"is_enabled": true},
		"socket_mode_enabled": true
	}
}`

const (
	ann  = "U0ANN00001"
	bob  = "U0BOB00001"
	team = "C0TEAM0001"
)

// hang is how long a test waits for what has to come. It is no promise of the
// bot's: whoever waits so long waits in vain, however busy the machine is.
const hang = time.Minute

// A script is a whole commands.Set that does as a test says. What a test
// leaves out does nothing.
type script struct {
	handle  func(context.Context, commands.Request) (commands.Reply, error)
	due     func(context.Context, time.Time) iter.Seq2[commands.Post, error]
	recount func(context.Context, storage.SlotKey) (commands.Edit, bool, error)
	resume  func() (commands.Resumed, error)
	home    func(commands.Request) (commands.Home, error)
	export  func(habit.UserID) (commands.Export, error)
	begin   func(storage.SlotKey) (commands.Start, error)
	settle  func(storage.SlotKey, commands.Outcome) error

	mu       sync.Mutex
	changed  chan struct{}
	asked    []commands.Request
	settled  map[storage.SlotKey]commands.Outcome
	present  [][]habit.ChannelID
	archived [][]habit.ChannelID
	departed []habit.UserID
	erased   []habit.UserID
	met      map[habit.UserID]habit.ChannelID
	wipes    []storage.Wipe
	swept    []time.Time
	rewound  []time.Time
	lived    []time.Time
	woken    []time.Time
	begun    []storage.SlotKey
	busy     []commands.Busy // of each that began
	tell     func(storage.Slot)
	pictures map[string]storage.Picture
}

func (s *script) note(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
	if s.changed != nil {
		close(s.changed)
	}
	s.changed = make(chan struct{})
}

// await waits until ok, which runs under the script's lock.
func (s *script) await(t *testing.T, what string, ok func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), hang)
	defer cancel()
	for {
		s.mu.Lock()
		if s.changed == nil {
			s.changed = make(chan struct{})
		}
		changed, fine := s.changed, ok()
		s.mu.Unlock()
		if fine {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func (s *script) requests() []commands.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]commands.Request(nil), s.asked...)
}

func (s *script) Handle(ctx context.Context, r commands.Request) (commands.Reply, error) {
	s.note(func() { s.asked = append(s.asked, r) })
	if s.handle == nil {
		return commands.Reply{}, nil
	}
	return s.handle(ctx, r)
}

func (s *script) Due(ctx context.Context, now time.Time) iter.Seq2[commands.Post, error] {
	if s.due == nil {
		return func(func(commands.Post, error) bool) {}
	}
	return s.due(ctx, now)
}

func (s *script) Settle(_ context.Context, key storage.SlotKey, _ time.Time, o commands.Outcome) error {
	s.note(func() {
		if s.settled == nil {
			s.settled = map[storage.SlotKey]commands.Outcome{}
		}
		s.settled[key] = o
	})
	if s.tell != nil {
		s.tell(storage.Slot{Key: key, State: o.State, Why: o.Why, TS: o.TS})
	}
	if s.settle == nil {
		return nil
	}
	return s.settle(key, o)
}

func (s *script) Home(_ context.Context, r commands.Request) (commands.Home, error) {
	if s.home == nil {
		return commands.Home{Message: says("home")}, nil
	}
	return s.home(r)
}

func (s *script) Tell(tell func(storage.Slot)) { s.tell = tell }

func (s *script) Resume(context.Context, time.Time) (commands.Resumed, error) {
	if s.resume == nil {
		return commands.Resumed{}, nil
	}
	return s.resume()
}

func (s *script) Present(_ context.Context, _ time.Time, open, archived []habit.ChannelID) error {
	s.note(func() { s.present, s.archived = append(s.present, open), append(s.archived, archived) })
	return nil
}

func (s *script) Departed(context.Context, time.Time) ([]habit.UserID, error) { return s.departed, nil }

func (s *script) Erase(_ context.Context, id habit.UserID, _ time.Time) error {
	s.note(func() { s.erased = append(s.erased, id) })
	return nil
}

func (s *script) Export(_ context.Context, id habit.UserID, _ time.Time) (commands.Export, error) {
	if s.export == nil {
		return commands.Export{}, errors.New("nothing to export")
	}
	return s.export(id)
}

func (s *script) Wipes(context.Context) ([]storage.Wipe, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.wipes), nil
}

func (s *script) Met(_ context.Context, who habit.UserID, in habit.ChannelID) error {
	s.note(func() {
		if s.met == nil {
			s.met = map[habit.UserID]habit.ChannelID{}
		}
		s.met[who] = in
	})
	return nil
}

func (s *script) Wiped(_ context.Context, done storage.Wipe) error {
	s.note(func() { s.wipes = slices.DeleteFunc(s.wipes, func(w storage.Wipe) bool { return w == done }) })
	return nil
}

func (s *script) Recount(ctx context.Context, key storage.SlotKey) (commands.Edit, bool, error) {
	if s.recount == nil {
		return commands.Edit{}, false, nil
	}
	return s.recount(ctx, key)
}

func (s *script) Begin(_ context.Context, key storage.SlotKey, _ time.Time, busy commands.Busy) (commands.Start, error) {
	s.note(func() { s.begun, s.busy = append(s.begun, key), append(s.busy, busy) })
	if s.begin != nil {
		return s.begin(key)
	}
	return commands.Start{Go: true, State: storage.Sending}, nil
}

func (s *script) Rewind(_ context.Context, now time.Time) error {
	s.note(func() { s.rewound = append(s.rewound, now) })
	return nil
}

func (s *script) Seen(_ context.Context, now time.Time) error {
	s.note(func() { s.lived = append(s.lived, now) })
	return nil
}

func (s *script) Woke(_ context.Context, now time.Time) error {
	s.note(func() { s.woken = append(s.woken, now) })
	return nil
}

func (s *script) Pictures(context.Context) (map[string]storage.Picture, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.pictures), nil
}

func (s *script) PutPicture(_ context.Context, name string, p storage.Picture) error {
	s.note(func() {
		if s.pictures == nil {
			s.pictures = map[string]storage.Picture{}
		}
		s.pictures[name] = p
	})
	return nil
}

func (s *script) Sweep(_ context.Context, now time.Time) error {
	s.note(func() { s.swept = append(s.swept, now) })
	return nil
}

// A world is the bot in a team, over real sockets.
type world struct {
	*slacksim.Server
	bot    *Bot
	script *script
	log    *logged
	stop   func() error // ends Run and returns its error
}

// logged is what the bot wrote into its log.
type logged struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// newSlack is the team's Slack. It waits long for acknowledgements, and the bot
// long for its pings: a test that is about either says so.
func newSlack(t *testing.T, change func(*slacksim.Config)) *slacksim.Server {
	t.Helper()
	cfg := slacksim.Config{
		Manifest: []byte(manifest), NoLimits: true, PingEvery: 50 * time.Millisecond, AckWithin: hang,
		Unknown: func(what string) { t.Errorf("the fake does not know %s", what) },
	}
	if change != nil {
		change(&cfg)
	}
	sim, err := slacksim.Start(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sim.Close)
	sim.AddUser(slacksim.User{ID: ann, Name: "ann", RealName: "Ann", TZ: "Europe/Berlin"})
	sim.AddUser(slacksim.User{ID: bob, Name: "bob", RealName: "Bob", TZ: "Asia/Tokyo"})
	sim.AddChannel(slacksim.Channel{ID: team, Name: "team", Members: []string{ann, bob, sim.BotUser()}})
	return sim
}

func testConfig(sim *slacksim.Server, s *script, log *logged) Config {
	return Config{
		AppToken: slacksim.AppToken, BotToken: slacksim.BotToken, APIURL: sim.APIURL(), Commands: s,
		Log: zerolog.New(log), Pace: time.Millisecond, PingWithin: hang, AtOnce: 10_000, Spread: -1,
	}
}

// newWorld starts a bot and waits until both its sockets are open.
func newWorld(t *testing.T, s *script, change ...func(*Config)) *world {
	t.Helper()
	return newWorldIn(t, newSlack(t, nil), s, change...)
}

func newWorldIn(t *testing.T, sim *slacksim.Server, s *script, change ...func(*Config)) *world {
	t.Helper()
	w := &world{Server: sim, script: s, log: &logged{}}
	t.Cleanup(func() { namesNobody(t, w.log.String()) })
	cfg := testConfig(sim, s, w.log)
	for _, c := range change {
		c(&cfg)
	}
	w.run(t, cfg)
	select {
	case <-w.bot.Ready():
	case <-time.After(hang):
		t.Fatalf("not ready; log:\n%s", w.log)
	}
	w.connected(t)
	w.counted(t, "hellos", sockets)
	return w
}

// connected waits until both sockets are open.
func (w *world) connected(t *testing.T) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), hang)
	defer cancel()
	if w.AwaitSockets(ctx, sockets) != nil {
		t.Fatalf("%d sockets are open; log:\n%s", w.Sockets(), w.log)
	}
}

func (w *world) run(t *testing.T, cfg Config) {
	t.Helper()
	b, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	w.bot = b
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- b.Run(ctx) }()
	w.stop = sync.OnceValue(func() error {
		cancel()
		select {
		case err := <-ended:
			return err
		case <-time.After(hang):
			t.Error("Run does not end")
			return nil
		}
	})
	t.Cleanup(func() { w.stop() })
}

// sees waits until somebody sees a message with these words, and returns it.
func (w *world) sees(t *testing.T, user, channel, words string) slacksim.Message {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), hang)
	defer cancel()
	var found slacksim.Message
	if w.Await(ctx, func() bool {
		for _, m := range w.Screen(user, channel) {
			if strings.Contains(m.Text, words) {
				found = m
				return true
			}
		}
		return false
	}) != nil {
		var texts []string
		for _, m := range w.Screen(user, channel) {
			texts = append(texts, m.Text)
		}
		t.Fatalf("%s does not see %q in %s but %q; log:\n%s", user, words, channel, texts, w.log)
	}
	return found
}

// view waits until somebody is in a form with that title and words in it.
func (w *world) view(t *testing.T, user, words string) *slacksim.View {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), hang)
	defer cancel()
	var top *slacksim.View
	if w.Await(ctx, func() bool {
		if top = w.TopView(user); top == nil {
			return false
		}
		blocks, _ := json.Marshal(top.Blocks)
		return strings.Contains(string(blocks), words)
	}) != nil {
		t.Fatalf("%s is in no form with %q but in %+v; log:\n%s", user, words, top, w.log)
	}
	return top
}

func (w *world) calls(method string) int {
	n := 0
	for _, c := range w.Calls() {
		if c.Method == method {
			n++
		}
	}
	return n
}

// counted waits until the bot has counted so many.
func (w *world) counted(t *testing.T, name string, n int) {
	t.Helper()
	w.eventually(t, fmt.Sprint(n, " ", name), func() bool { return w.bot.Counts()[name] >= n })
}

// eventually waits for a condition that may come true without the fake noticing.
func (w *world) eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	until := time.Now().Add(hang)
	for !ok() {
		if time.Now().After(until) {
			t.Fatalf("waited in vain for %s; counts %v; log:\n%.3000s", what, w.bot.Counts(), w.log)
		}
		select {
		case <-w.Changed():
		case <-time.After(time.Millisecond):
		}
	}
}

func fine(t *testing.T, o slacksim.Outcome) slacksim.Outcome {
	t.Helper()
	if o.Err != "" {
		t.Fatalf("Slack shows %q", o.Err)
	}
	return o
}

func says(text string, more ...commands.Part) commands.Message {
	return commands.Message{Parts: append([]commands.Part{commands.Text(text)}, more...)}
}

func button(label, do string) commands.Actions {
	return commands.Actions{commands.Button{Label: label, Do: do, Value: "v-" + do}}
}
