package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"catcow/bot"
	"catcow/commands"
	"catcow/content"
	"catcow/internal/operate"
	"catcow/internal/slacksim"
	"catcow/storage"
	"catcow/storage/bolt"
)

// What a person says and is called, in words that nothing else has: the canaries. Where
// one of them is found, something private got out.
const (
	canaryName  = "canaryella"
	canaryTyped = "canarywhisper"
	canaryWhen  = "canarymorning"
	canaryLet   = "canaryobstacle"
	canaryPain  = "canarynumb"
)

var canaries = []string{canaryName, canaryTyped, canaryWhen, canaryLet, canaryPain, slacksim.AppToken, slacksim.BotToken, "/hooks/", "/upload/v1", "ticket="}

// A ward is the whole of Catcow in one process, with a clock that stands until it is moved.
type ward struct {
	*testing.T
	slack *slacksim.Server
	store *bolt.Store
	disk  *operate.Disk
	bot   *bot.Bot
	log   *notes
	dir   string
	end   func()

	mu  sync.Mutex
	now time.Time
}

func (w *ward) time() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// at moves the clock and lets it pass.
func (w *ward) at(day int, clock string) {
	w.Helper()
	at, err := time.Parse("15:04", clock)
	if err != nil {
		w.Fatal(err)
	}
	w.mu.Lock()
	w.now = time.Date(2026, 3, day, at.Hour(), at.Minute(), 0, 0, time.UTC)
	w.mu.Unlock()
	if err := w.bot.Tick(soon(w.T), w.time()); err != nil {
		w.Fatal(err)
	}
}

const ella, bob = "UELLAZZZZZ", "UBOBZZZZZZ"

func newWard(t *testing.T, wrap func(*commands.Set) bot.Commands) *ward {
	t.Helper()
	w := &ward{T: t, log: &notes{}, dir: t.TempDir(), now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	w.slack = office(t, func(c *slacksim.Config) { c.Now, c.NoLimits = w.time, true })
	w.slack.AddUser(slacksim.User{ID: ella, Name: canaryName, RealName: canaryName, TZ: "Europe/London"})
	w.slack.AddUser(slacksim.User{ID: bob, Name: "bob", RealName: "Bob", TZ: "Europe/London"})
	w.slack.AddChannel(slacksim.Channel{ID: "C1", Name: "wellness", Members: []string{ella, bob, w.slack.BotUser()}})
	var err error
	if w.store, err = bolt.Open(filepath.Join(w.dir, "catcow.db")); err != nil {
		t.Fatal(err)
	}
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	w.disk = operate.Watch(w.store, time.Now)
	set, err := commands.New(w.disk, library)
	if err != nil {
		t.Fatal(err)
	}
	w.bot, err = bot.New(bot.Config{
		AppToken: slacksim.AppToken, BotToken: slacksim.BotToken, APIURL: w.slack.APIURL(), Commands: wrap(set), Now: w.time, Name: w.store.Name, Ill: w.disk.Ill,
		Log: zerolog.New(w.log).Level(zerolog.DebugLevel), Spread: -1, AtOnce: 10_000,
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- w.bot.Run(ctx) }()
	w.end = sync.OnceFunc(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("%v\n%s", err, w.log)
		}
		if err := w.store.Close(); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(w.end)
	if err := w.slack.AwaitSockets(soon(t), 2); err != nil {
		t.Fatalf("%v\n%s", err, w.log)
	}
	return w
}

// metrics is what whoever watches over it sees.
func (w *ward) metrics() string {
	r := httptest.NewRecorder()
	operate.Handler(operate.Watched{Bot: w.bot, Disk: w.disk, Path: filepath.Join(w.dir, "catcow.db"), Build: build(), Now: time.Now}).ServeHTTP(r, httptest.NewRequest("GET", "/metrics", nil))
	return r.Body.String()
}

// live is three days of somebody who does all that can be done, with these answers.
func (w *ward) live(scores [5]int) {
	w.Helper()
	here := person{w.T, w.slack, ella, "C1"}
	mine := person{w.T, w.slack, ella, w.slack.DM(ella)}
	other := person{w.T, w.slack, bob, "C1"}
	pressed := func(p person, m slacksim.Message, label string) {
		w.Helper()
		if o := p.press(m, label); o.Err != "" {
			w.Fatal(label, o.Err)
		}
	}
	other.ask("schedule daily 10:30") // the channel is told who set it
	pressed(here, here.ask("checkin"), "I agree")
	here.until("the question", saying("How stiff does your back feel"))
	pressed(here, here.until("its scores", func(m slacksim.Message) bool { return labelled(m.Blocks, "0") != "" }), fmt.Sprint(scores[0]))
	here.until("thanks", saying("noted"))
	mine.say(fmt.Sprint(scores[1]))
	here.ask("checkin mon tue wed 14:00")
	here.ask("remind daily 12:00")
	here.ask(canaryTyped)
	here.ask("toolbox add bridge")
	here.ask("my leg feels " + canaryPain)
	mine.say(canaryTyped)
	pressed(here, here.ask("plan"), "Make a plan")
	if err := w.slack.Await(soon(w.T), func() bool { return w.slack.TopView(ella) != nil }); err != nil {
		w.Fatal("no form for a plan")
	}
	view := w.slack.TopView(ella)
	w.slack.Submit(soon(w.T), ella, view.ID, map[string]map[string]any{"when": field(view, "when", canaryWhen), "obstacle": field(view, "obstacle", canaryLet), "instead": field(view, "instead", "later")})

	w.at(2, "10:30")
	prompt := here.until("the prompt", func(m slacksim.Message) bool { return !m.Ephemeral && labelled(m.Blocks, "Did it") != "" })
	pressed(here, prompt, "Did it")
	pressed(other, prompt, "Did it")
	here.until("the count", func(m slacksim.Message) bool { return m.TS == prompt.TS && strings.Contains(m.Text, "2") })
	w.at(2, "12:00")
	mine.until("the nudge", func(m slacksim.Message) bool { return !m.Ephemeral && strings.Contains(m.Text, "remind off") })
	for i, day := range []int{2, 3} {
		w.at(day, "14:00")
		question := mine.until("a check-in", func(m slacksim.Message) bool { return !m.Ephemeral && labelled(m.Blocks, "0") != "" })
		pressed(mine, question, fmt.Sprint(scores[2+i]))
		mine.until("the receipt", func(m slacksim.Message) bool { return m.TS == question.TS && labelled(m.Blocks, "0") == "" })
	}
	here.ask("plan")
	here.ask("trend")
	here.ask("streak why")
	here.ask("privacy")
	mine.say("don't store")
	mine.say(fmt.Sprint(scores[4]))
}

// kept is what of a conversation Slack keeps or shows to others, and what forms and buttons carry.
func (w *ward) kept() (all []string) {
	for _, c := range w.slack.Calls() {
		for name, values := range c.Args {
			if slices.Contains([]string{"chat.postMessage", "chat.update"}, c.Method) || name == "private_metadata" || name == "metadata" {
				all = append(all, c.Method+" "+name+" "+strings.Join(values, " "))
			}
			if name == "view" {
				all = append(all, c.Method+" metadata "+metadata(values[0]))
			}
		}
	}
	return all
}

// metadata is what a form carries unseen.
func metadata(view string) string {
	var v struct {
		Metadata string `json:"private_metadata"`
		ID       string `json:"callback_id"`
	}
	json.Unmarshal([]byte(view), &v)
	return v.ID + " " + v.Metadata
}

// found are the canaries in a text.
func found(text string, canaries ...string) (hits []string) {
	for _, c := range canaries {
		if strings.Contains(strings.ToLower(text), strings.ToLower(c)) {
			hits = append(hits, c)
		}
	}
	return hits
}

// raw is every byte of every file in a folder.
func raw(t *testing.T, dir string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all.Write(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// Nothing that a person says, writes down or is called gets into the log, the numbers, what
// Slack keeps or shows to others, what forms carry, or, in the clear, onto the disk.
func TestNothingPrivateGetsOut(t *testing.T) {
	w := newWard(t, func(s *commands.Set) bot.Commands { return s })
	w.live([5]int{2, 3, 1, 2, 3})

	log, numbers, kept := w.log.String(), w.metrics(), w.kept()
	for what, text := range map[string]string{"the log": log, "the numbers": numbers, "what Slack keeps": strings.Join(kept, "\n")} {
		if hits := found(text, canaries...); len(hits) > 0 {
			t.Errorf("%s tell %q", what, hits)
		}
	}
	if hits := found(numbers, ella, bob, "C1"); len(hits) > 0 {
		t.Errorf("the numbers tell who: %q", hits)
	}
	if hits := found(log, ella, bob, w.slack.DM(ella)); len(hits) > 0 || !strings.Contains(log, w.store.Name(ella)) {
		t.Errorf("the log tells who: %q, where it should say %s", hits, w.store.Name(ella))
	}
	// They were there to be found: in what only their owner saw, and in what is held.
	var seen []string
	for _, c := range w.slack.Calls() {
		if c.Method == "chat.postEphemeral" || c.Method == "response_url" || c.Method == "views.update" || c.Method == "views.open" {
			for _, values := range c.Args {
				seen = append(seen, values...)
			}
		}
	}
	if hits := found(strings.Join(seen, "\n"), canaryTyped, canaryWhen, canaryLet); len(hits) < 3 {
		t.Errorf("its own answers carried only %q: nothing was there to be found", hits)
	}
	var me storage.Member
	if err := w.store.View(t.Context(), func(r storage.Reader) (err error) { me, err = r.Member(ella); return err }); err != nil {
		t.Fatal(err)
	}
	if me.Plan.When != canaryWhen || len(kept) < 10 || !strings.Contains(log, `"debug"`) {
		t.Errorf("nothing was there to be found: %+v, %d messages", me.Plan, len(kept))
	}
	w.end()
	disk := raw(t, w.dir)
	if hits := found(disk, canaries...); len(hits) > 0 {
		t.Errorf("the files hold %q in the clear", hits)
	}
	plain, _ := json.Marshal(me)
	if len(found(string(plain), canaryWhen, ella)) != 2 || len(disk) < 1<<14 {
		t.Errorf("the search finds nothing even where it is: %s, %d bytes", plain, len(disk))
	}
	t.Logf("%d lines of log, %d messages and forms, %d bytes on disk", strings.Count(log, "\n"), len(kept), len(disk))
}

// leaky repeats an answer in the message that Slack keeps, and to the channel.
type leaky struct{ *commands.Set }

func (l leaky) Handle(ctx context.Context, r commands.Request) (commands.Reply, error) {
	reply, err := l.Set.Handle(ctx, r)
	if r.Do == "score" && reply.Instead != nil {
		n, _, _ := strings.Cut(r.Value, "|")
		reply.Instead = &commands.Message{Parts: []commands.Part{commands.Text("Thanks, " + n + " noted.")}}
	}
	return reply, err
}

// volatile is what differs from run to run, whatever is answered.
var volatile = regexp.MustCompile(`\d{10}\.\d{6}|"(?:took|level|socket)":[^,}]*|[A-Z2-7]{26}|V0[A-Z0-9]+|(?:trigger_id|view_id) \S+|127\.0\.0\.1:\d+|\d+\.\d+\.[0-9a-f]{8,}`)

// gotOut is all that got out in a run with these answers, but for what differs anyway.
func gotOut(t *testing.T, wrap func(*commands.Set) bot.Commands, scores [5]int) []string {
	w := newWard(t, wrap)
	w.live(scores)
	numbers := w.metrics()
	w.end()
	// What stands in Slack at last, and not how often it was asked.
	var all []string
	for _, channel := range []string{"C1", w.slack.DM(ella)} {
		for _, m := range w.slack.Screen(bob, channel) {
			all = append(all, "to others: "+m.Text)
		}
		for _, m := range w.slack.Screen(ella, channel) {
			if !m.Ephemeral && m.Bot {
				blocks, _ := json.Marshal(m.Blocks)
				all = append(all, "kept: "+m.Text+ids.ReplaceAllString(string(blocks), ""))
			}
		}
	}
	for line := range strings.Lines(w.log.String()) {
		if strings.Contains(line, `"request"`) || strings.Contains(line, `"post"`) || strings.Contains(line, "slot") {
			all = append(all, "log: "+strings.TrimSpace(line))
		}
	}
	for line := range strings.Lines(numbers) {
		name, _, _ := strings.Cut(line, " ")
		all = append(all, "number: "+name)
	}
	alike := strings.NewReplacer(w.store.Name(ella), "ella", w.store.Name(bob), "bob",
		w.store.Name(w.slack.DM(ella)), "ella's", w.store.Name(w.slack.DM(bob)), "bob's")
	for i := range all {
		all[i] = alike.Replace(all[i])
		all[i] = volatile.ReplaceAllString(all[i], "*")
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// ids are what Slack adds to blocks.
var ids = regexp.MustCompile(`"block_id":"[^"]*"`)

// Whatever the answers are, what gets out is the same: from the log, the numbers and what
// Slack keeps nobody can tell one score from another.
func TestWhatGetsOutTellsNoScore(t *testing.T) {
	sound := func(s *commands.Set) bot.Commands { return s }
	leak := func(s *commands.Set) bot.Commands { return leaky{s} }
	var runs [4][]string
	t.Run("runs", func(t *testing.T) {
		for i, wrap := range []func(*commands.Set) bot.Commands{sound, sound, leak, leak} {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				runs[i] = gotOut(t, wrap, [][5]int{{2, 3, 1, 2, 3}, {3, 1, 2, 3, 0}}[i%2])
			})
		}
	})
	a, b := runs[0], runs[1]
	if diff := differences(a, b); len(diff) > 0 {
		t.Errorf("the answers make a difference:\n%s", strings.Join(diff, "\n"))
	}
	if len(a) < 40 {
		t.Errorf("only %d things got out", len(a))
	}
	// It can fail: of a Catcow that repeats the answer in what stays it does.
	if diff := differences(runs[2], runs[3]); len(diff) == 0 {
		t.Error("a leak goes unnoticed")
	}
	t.Logf("%d lines of each run are alike", len(a))
}

// differences are what only one of two sorted lists has.
func differences(a, b []string) (all []string) {
	for _, x := range a {
		if !slices.Contains(b, x) {
			all = append(all, "- "+x)
		}
	}
	for _, x := range b {
		if !slices.Contains(a, x) {
			all = append(all, "+ "+x)
		}
	}
	return all
}

// Row 42: whoever is forgotten is nowhere any more: not in the database, in no file beside it,
// in no message of Catcow's to them.
func TestWhoeverIsForgottenIsNowhere(t *testing.T) {
	t.Parallel()
	w := newWard(t, func(s *commands.Set) bot.Commands { return s })
	w.live([5]int{2, 3, 1, 2, 3})
	mine := person{t, w.slack, ella, w.slack.DM(ella)}
	if o := mine.press(mine.say("forget me"), "Erase it all"); o.Err != "" {
		t.Fatal(o.Err)
	}
	if err := w.slack.Await(soon(t), func() bool {
		return !slices.ContainsFunc(mine.all(), func(m slacksim.Message) bool { return m.Bot && !m.Ephemeral && !m.Deleted })
	}); err != nil {
		t.Errorf("what Catcow wrote to her stands:\n%s", texts(mine.all()))
	}
	eventually(t, "end of the deletion", func() bool {
		var life storage.Life
		err := w.store.View(t.Context(), func(r storage.Reader) (err error) { life, err = r.Life(); return err })
		return err == nil && len(life.Wipes) == 0
	})
	// Nothing comes to her that was under way or planned.
	before := len(mine.all())
	for _, clock := range []string{"12:00", "14:00"} {
		w.at(5, clock)
	}
	if err := w.store.View(t.Context(), func(r storage.Reader) error {
		members, err := r.Members()
		if i := slices.IndexFunc(members, func(m storage.Member) bool { return m.ID == ella }); i >= 0 {
			t.Errorf("she is a member: %+v", members[i])
		}
		due, _ := r.Due(w.time().AddDate(1, 0, 0), 100)
		if i := slices.IndexFunc(due, func(d storage.Due) bool { return d.User == ella }); i >= 0 {
			t.Errorf("something is due to her: %+v", due[i])
		}
		channels, _ := r.Channels()
		all, _ := json.Marshal([]any{members, due, channels})
		audits, _ := r.Audits("C1", 1000)
		more, _ := json.Marshal(audits)
		if hits := found(string(all)+string(more), ella, canaryWhen); len(hits) > 0 {
			t.Errorf("what is held names her: %q", hits)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if n := len(mine.all()); n != before {
		t.Errorf("%d messages came after it", n-before)
	}
	// Rows are found by the id of their person, which stays in free pages until the file is written anew.
	nowhere := append(slices.Clone(canaries), w.slack.DM(ella))
	if keeper, ok := any(w.store).(interface{ Compact(context.Context) error }); ok {
		if err := keeper.Compact(soon(t)); err != nil {
			t.Fatal(err)
		}
		nowhere = append(nowhere, ella)
	}
	w.end()
	if hits := found(raw(t, w.dir), nowhere...); len(hits) > 0 {
		t.Errorf("the files hold %q", hits)
	}
	if hits := found(raw(t, w.dir), bob); len(hits) != 1 {
		t.Error("the search finds nothing even where it is: others stay, and their rows are found by their ids")
	}
	t.Logf("looked for %d words in %d bytes", len(nowhere), len(raw(t, w.dir)))
}
