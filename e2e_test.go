package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"catcow/internal/slacksim"
)

// office is a workspace in the fake Slack: #wellness, where Catcow is, and
// #general, where it is not. It waits for acknowledgements longer than Slack's
// three seconds: one commit on a busy disk fails no test.
func office(t testing.TB, change func(*slacksim.Config)) *slacksim.Server {
	t.Helper()
	manifest, err := manifestJSON()
	if err != nil {
		t.Fatal(err)
	}
	cfg := slacksim.Config{Manifest: manifest, PingEvery: time.Second, AckWithin: hang, Unknown: func(what string) { t.Errorf("the fake Slack does not know %s", what) }}
	if change != nil {
		change(&cfg)
	}
	slack, err := slacksim.Start(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(slack.Close)
	var everyone []string
	for _, name := range []string{"ada", "bo", "chidi"} {
		id := "U" + strings.ToUpper(name)
		slack.AddUser(slacksim.User{ID: id, Name: name, RealName: name, TZ: "Europe/London"})
		everyone = append(everyone, id)
	}
	slack.AddChannel(slacksim.Channel{ID: "C1", Name: "wellness", Members: append(everyone, slack.BotUser())})
	slack.AddChannel(slacksim.Channel{ID: "C2", Name: "general", Members: everyone})
	return slack
}

// started is a Catcow that runs in this process, as main would run it.
type started struct {
	stop   context.CancelFunc
	code   chan int
	output *notes
}

// notes is a writer that several may use.
type notes struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (n *notes) Write(p []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.Write(p)
}

func (n *notes) String() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.b.String()
}

func variables(slack *slacksim.Server, db string) map[string]string {
	return map[string]string{
		"SLACK_APP_TOKEN": slacksim.AppToken, "SLACK_BOT_TOKEN": slacksim.BotToken,
		"SLACK_API_URL": slack.APIURL(), "CATCOW_DB": db, "CATCOW_LOG": "debug",
	}
}

// hurried lets one person of a test ask as fast as no person does.
const hurried = "--at-once=10000"

func from(env map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) { value, ok := env[name]; return value, ok }
}

func start(t testing.TB, env map[string]string, args ...string) *started {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	s := &started{stop: stop, code: make(chan int, 1), output: &notes{}}
	go func() { s.code <- run(ctx, args, from(env), s.output, s.output) }()
	return s
}

// end stops it and wants exit code 0.
func (s *started) end(t testing.TB) {
	t.Helper()
	s.stop()
	if code := <-s.code; code != 0 {
		t.Errorf("catcow ended with %d:\n%s", code, s.output)
	}
}

// hang is how long a test waits for what has to come. It is no promise of
// Catcow's: whoever waits so long waits in vain, however busy the machine is.
const hang = time.Minute

// slacksWait is how long Slack waits for an acknowledgement.
const slacksWait = 3 * time.Second

// soon is a context for something that should come.
func soon(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), hang)
	t.Cleanup(cancel)
	return ctx
}

// person is somebody in the office, in a channel.
type person struct {
	t           testing.TB
	slack       *slacksim.Server
	id, channel string
}

// ask types a text after /stretch and returns the answer, which others do not see.
func (p person) ask(text string) slacksim.Message {
	p.t.Helper()
	m, _ := p.timed(text)
	return m
}

// timed asks, and also tells how long Slack waited for the acknowledgement.
func (p person) timed(text string) (slacksim.Message, time.Duration) {
	p.t.Helper()
	before := len(p.private())
	o := p.slack.Slash(soon(p.t), p.id, p.channel, "/stretch", text)
	if o.Err != "" {
		p.t.Fatalf("/stretch %s: %s", text, o.Err)
	}
	return p.after(before, "/stretch "+text, p.private), o.AckAfter
}

// say writes in the channel and returns the answer.
func (p person) say(text string) slacksim.Message {
	p.t.Helper()
	before := len(p.all()) + 1
	if _, o := p.slack.Say(soon(p.t), p.id, p.channel, text); o.Err != "" {
		p.t.Fatalf("%s: %s", text, o.Err)
	}
	return p.after(before, text, p.all)
}

func (p person) all() []slacksim.Message { return p.slack.Screen(p.id, p.channel) }

// private is what this person alone sees in the channel.
func (p person) private() []slacksim.Message {
	return slices.DeleteFunc(p.all(), func(m slacksim.Message) bool { return !m.Ephemeral })
}

// after waits for one message more than n and returns it.
func (p person) after(n int, what string, seen func() []slacksim.Message) slacksim.Message {
	p.t.Helper()
	if err := p.slack.Await(soon(p.t), func() bool { return len(seen()) > n }); err != nil {
		p.t.Fatalf("no answer to %s: %v; the screen:\n%s", what, err, texts(p.all()))
	}
	return seen()[n]
}

// press presses the button of that label in a message.
func (p person) press(m slacksim.Message, label string) slacksim.Outcome {
	p.t.Helper()
	action := labelled(m.Blocks, label)
	if action == "" {
		p.t.Fatalf("no button %q in:\n%s", label, m.Text)
	}
	return p.slack.Press(soon(p.t), p.id, slacksim.At{Channel: m.Channel, TS: m.TS}, action)
}

// until waits for a screen on which some message fits.
func (p person) until(what string, fits func(slacksim.Message) bool) slacksim.Message {
	p.t.Helper()
	var found slacksim.Message
	err := p.slack.Await(soon(p.t), func() bool {
		for _, m := range p.slack.Screen(p.id, p.channel) {
			if fits(m) {
				found = m
				return true
			}
		}
		return false
	})
	if err != nil {
		p.t.Fatalf("%s never came; the screen:\n%s", what, texts(p.slack.Screen(p.id, p.channel)))
	}
	return found
}

func saying(part string) func(slacksim.Message) bool {
	return func(m slacksim.Message) bool { return strings.Contains(m.Text, part) }
}

func texts(screen []slacksim.Message) string {
	var b strings.Builder
	for _, m := range screen {
		fmt.Fprintf(&b, "- %s\n", m.Text)
	}
	return b.String()
}

// labelled is the action_id of the button with that label.
func labelled(blocks []json.RawMessage, label string) string {
	for _, raw := range blocks {
		var block struct {
			Elements []struct {
				ActionID string          `json:"action_id"`
				Text     json.RawMessage `json:"text"`
			} `json:"elements"`
		}
		if json.Unmarshal(raw, &block) != nil {
			continue
		}
		for _, e := range block.Elements {
			var text struct {
				Text string `json:"text"`
			}
			if json.Unmarshal(e.Text, &text) == nil && text.Text == label {
				return e.ActionID
			}
		}
	}
	return ""
}

// The whole program, over real sockets: a line of every command, something in
// each of the three places where people can type, buttons, a form, the
// shortcut and the events. The manifest is then compared with what was used.
func TestTheWholeConversation(t *testing.T) {
	t.Parallel()
	slack := office(t, nil)
	catcow := start(t, variables(slack, filepath.Join(t.TempDir(), "catcow.db")), hurried)
	if err := slack.AwaitSockets(soon(t), 2); err != nil {
		t.Fatalf("%v\n%s", err, catcow.output)
	}
	ada := person{t, slack, "UADA", "C1"}
	expect := func(m slacksim.Message, parts ...string) {
		t.Helper()
		for _, part := range parts {
			if !strings.Contains(m.Text, part) {
				t.Errorf("the answer lacks %q:\n%s", part, m.Text)
			}
		}
	}
	var waits []time.Duration
	for _, typed := range [][2]string{
		{"", "Easier:"},
		{"cat cow", "Cat cow, about 40 seconds"},
		{"neck 1 min", "Chin tuck"},
		{"list floor", "Knee rocking"},
		{"tips heat", "Warm or cool"},
		{"why", "Why a back gets stiff"},
		{"done bridge yesterday", "Logged: Bridge, for yesterday"},
		{"streak", "Active days"},
		{"checkin", "Before the first check-in"},
		{"checkin mon wed 14:00", "14:00, London time"},
		{"checkin off", "Check-ins are off"},
		{"schedule", "no stretch prompts"},
		{"remind weekdays 11:00", "11:00, London time"},
		{"remind off", "Nudges are off"},
		{"pause 3 days", "Paused"},
		{"resume", "Welcome back"},
		{"stop", "is off"},
		{"help", "What I can do"},
		{"forget me", "Erase everything"},
		{"zebra crossing <@UBO>", "I don't know"},
		{"schedule 10:30 in CET", "abbreviation"},
		{"it hurts & <b>burns</b>", "I'm sorry it hurts"},
	} {
		answer, wait := ada.timed(typed[0])
		expect(answer, typed[1])
		waits = append(waits, wait)
	}
	slices.Sort(waits) // what is usual, for a busy disk may hold up a single commit
	if usual := waits[len(waits)/2]; usual > slacksWait {
		t.Errorf("a command is usually acknowledged after %v, Slack waits 3 s", usual)
	}
	general := person{t, slack, "UADA", "C2"}
	expect(general.ask("schedule 10:30"), "/invite @Catcow")

	// A channel's schedule, announced in it; its form, with a mistake first.
	ada.ask("schedule weekdays 10:30")
	ada.until("the announcement", saying("Ada set stretch prompts"))
	shown := ada.ask("schedule")
	if o := ada.press(shown, "Change times"); o.Err != "" {
		t.Fatal(o.Err)
	}
	if err := slack.Await(soon(t), func() bool { return slack.TopView("UADA") != nil }); err != nil {
		t.Fatal("the form never opened")
	}
	view := slack.TopView("UADA")
	slack.Submit(soon(t), "UADA", view.ID, map[string]map[string]any{"times": field(view, "times", "noonish")})
	if view = slack.TopView("UADA"); view == nil || view.Errors["times"] == "" {
		t.Fatalf("no error at the times: %+v", view)
	}
	slack.Submit(soon(t), "UADA", view.ID, map[string]map[string]any{"times": field(view, "times", "11:15")})
	ada.until("the second announcement", saying("weekdays at 11:15"))

	// The direct message, a mention, the shortcut.
	dm := person{t, slack, "UADA", slack.DM("UADA")}
	slack.OpenDM(soon(t), "UBO")
	person{t, slack, "UBO", slack.DM("UBO")}.until("the welcome", saying("Hello, I'm Catcow"))
	card := dm.say("open book")
	expect(card, "Open book rotation")
	if card.Ephemeral {
		t.Error("an exercise in the direct message is gone after a reload")
	}
	if m := dm.say("streak"); !m.Ephemeral {
		t.Error("a personal result stays in Slack")
	}
	mentioned := ada.say("<@" + slack.BotUser() + "> neck")
	expect(mentioned, "Chin tuck")
	if !mentioned.Ephemeral {
		t.Error("the answer to a mention can be seen by others")
	}
	slack.CloseView(soon(t), "UADA", slack.TopView("UADA").ID)
	slack.Shortcut(soon(t), "UADA", "stretch_now")
	if err := slack.Await(soon(t), func() bool { v := slack.TopView("UADA"); return v != nil && labelled(v.Blocks, "Did it") != "" }); err != nil {
		t.Error("the shortcut opened no form")
	}

	// Home: three taps to the first move, in a window.
	if o := slack.OpenHome(soon(t), "UCHIDI"); o.Err != "" {
		t.Fatal(o.Err)
	}
	for _, label := range []string{"At a desk", "No reminder", "Start"} {
		var home *slacksim.View
		if err := slack.Await(soon(t), func() bool {
			home = slack.Home("UCHIDI")
			return home != nil && labelled(home.Blocks, label) != ""
		}); err != nil {
			t.Fatalf("Home has no button %s: %+v", label, home)
		}
		if o := slack.Press(soon(t), "UCHIDI", slacksim.At{View: home.ID}, labelled(home.Blocks, label)); o.Err != "" {
			t.Fatal(o.Err)
		}
	}
	formOf(t, slack, "UCHIDI", "Begin")

	// A guided session, from a move to Did it.
	slack.CloseView(soon(t), "UADA", slack.TopView("UADA").ID)
	if err := slack.Await(soon(t), func() bool { return slack.Processed() > 10 }); err != nil {
		t.Errorf("Slack has %d pictures", slack.Processed())
	}
	bridge := ada.ask("bridge")
	if blocks, _ := json.Marshal(bridge.Blocks); !bytes.Contains(blocks, []byte("slack_file")) {
		t.Errorf("the card has no picture: %s", blocks)
	}
	if o := ada.press(bridge, "Start"); o.Err != "" {
		t.Error(o.Err)
	}
	for _, label := range []string{"Begin", "Next", "Did it"} {
		if o := slack.Submit(soon(t), "UADA", formOf(t, slack, "UADA", label).ID, nil); o.Err != "" {
			t.Errorf("%s: %s", label, o.Err)
		}
	}
	if v := formOf(t, slack, "UADA", "How was it?"); !strings.Contains(blocksOf(v), "Logged: *Bridge*") {
		t.Errorf("a session ends with %s", blocksOf(v))
	}

	// Did it, and the safety card.
	card = ada.ask("seated turn")
	ada.press(card, "Did it")
	ada.until("the session", saying("Logged: Seated turn"))
	if o := ada.press(ada.ask(""), "Something feels wrong"); o.Err != "" {
		t.Error(o.Err)
	}
	ada.until("the safety card", saying("I can't judge this in chat"))
	expect(ada.ask(""), "I can't judge this in chat")

	// Invited, removed, moved.
	if err := slack.Invite("UADA", "C2", slack.BotUser()); err != nil {
		t.Fatal(err)
	}
	general.until("the welcome in #general", saying("Hello, I'm Catcow"))
	if err := slack.Kick("C2", slack.BotUser()); err != nil {
		t.Fatal(err)
	}
	slack.SetZone("UADA", "Asia/Tokyo")
	moved := func() bool { return strings.Contains(ada.ask("remind 9:00").Text, "Tokyo time") }
	for deadline := time.Now().Add(hang); !moved(); {
		if time.Now().After(deadline) {
			t.Fatal("the new zone never arrived")
		}
	}

	// All that is held, as files; then nothing is held, and what Catcow wrote directly is gone, too.
	bo := person{t, slack, "UBO", slack.DM("UBO")}
	expect(bo.say("privacy"), "your time zone", "Who can see it")
	slack.Say(soon(t), "UBO", bo.channel, "export")
	files := bo.until("the files", func(m slacksim.Message) bool { return len(m.Files) == 2 }).Files
	if _, content := slack.Download("UBO", files[0].ID); !strings.Contains(string(content), "Everything Catcow holds about you") {
		t.Errorf("the file to read is:\n%s", content)
	}
	if _, content := slack.Download("UBO", files[1].ID); !json.Valid(content) || !strings.Contains(string(content), `"id": "UBO"`) {
		t.Errorf("the file for programs is:\n%s", content)
	}
	thread := bo.until("the welcome", saying("Hello, I'm Catcow")).TS
	if _, o := slack.SayInThread(soon(t), "UBO", bo.channel, thread, "open book"); o.Err != "" {
		t.Error(o.Err)
	}
	bo.until("the answer in the thread", func(m slacksim.Message) bool { return m.ThreadTS == thread && m.Bot })
	if o := bo.press(bo.say("forget me"), "Erase it all"); o.Err != "" {
		t.Error(o.Err)
	}
	if err := slack.Await(soon(t), func() bool {
		return !slices.ContainsFunc(bo.all(), func(m slacksim.Message) bool { return m.Bot && !m.Ephemeral && !m.Deleted })
	}); err != nil {
		t.Errorf("what Catcow wrote to the forgotten stands:\n%s", texts(bo.all()))
	}
	catcow.end(t)
	manifestIsExact(t, append(slack.Calls(), aNudge(t)...))
	nobodyIsCalled(t, slack.Calls())
	for _, word := range []string{"cat cow", "zebra", "burns", "noonish", "hooks", "upload/v1", slacksim.BotToken, slacksim.AppToken} {
		if strings.Contains(catcow.output.String(), word) {
			t.Errorf("the log holds %q", word)
		}
	}
}

// field is the value of a form's field, as Submit wants it.
func field(v *slacksim.View, block, value string) map[string]any {
	for _, raw := range v.Blocks {
		var b struct {
			BlockID string `json:"block_id"`
			Element struct {
				ActionID string `json:"action_id"`
			} `json:"element"`
		}
		if json.Unmarshal(raw, &b) == nil && b.BlockID == block {
			return map[string]any{b.Element.ActionID: value}
		}
	}
	return nil
}
