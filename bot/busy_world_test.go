package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"catcow/commands"
	"catcow/internal/slacksim"
	"catcow/storage"
)

// asked is how often the bot called that method.
func (w *world) asked(method string) (n int) {
	for _, c := range w.Calls() {
		if c.Method == method {
			n++
		}
	}
	return n
}

// begins posts, and returns who was busy when the posts were to leave.
func (w *world) begins(t *testing.T, posts ...commands.Post) []commands.Busy {
	t.Helper()
	w.script.mu.Lock()
	before := len(w.script.busy)
	w.script.mu.Unlock()
	for _, p := range posts {
		w.bot.post(p)
	}
	w.script.await(t, "the posts", func() bool { return len(w.script.busy) == before+len(posts) })
	w.script.mu.Lock()
	defer w.script.mu.Unlock()
	return w.script.busy[before:]
}

func TestNobodyIsWrittenToInAMeetingOrWhileSlackKeepsQuiet(t *testing.T) {
	now := time.Now().Truncate(time.Second)
	for name, c := range map[string]struct {
		change func(*slacksim.User)
		want   commands.Busy
	}{
		"free": {func(*slacksim.User) {}, commands.Busy{}},
		"quiet": {func(u *slacksim.User) {
			u.Quiet = slacksim.DoNotDisturb{From: now.Add(-time.Hour), Until: now.Add(time.Hour)}
		}, commands.Busy{Until: now.Add(time.Hour), Why: "busy"}},
		"quiet tonight": {func(u *slacksim.User) {
			u.Quiet = slacksim.DoNotDisturb{From: now.Add(time.Hour), Until: now.Add(9 * time.Hour)}
		}, commands.Busy{}},
		"in a meeting": {func(u *slacksim.User) {
			u.Status = slacksim.Status{Text: "In a meeting", Emoji: ":spiral_calendar_pad:", Expires: now.Add(20 * time.Minute)}
		}, commands.Busy{Until: now.Add(20 * time.Minute), Why: "busy"}},
		"on holiday": {func(u *slacksim.User) { u.Status = slacksim.Status{Text: "Vacationing", Emoji: ":palm_tree:"} }, commands.Busy{Why: "busy"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, &script{})
			w.SetUser(ann, c.change)
			if got := w.begins(t, prompt(ann, "nudge/"+ann+"/2026-11-23T10:30"))[0]; !got.Until.Equal(c.want.Until) || got.Why != c.want.Why {
				t.Errorf("busy %+v, want %+v", got, c.want)
			}
			for _, word := range []string{"meeting", "palm", "acation", "spiral"} {
				if strings.Contains(w.log.String(), word) {
					t.Errorf("the log tells %q:\n%s", word, w.log)
				}
			}
		})
	}
}

func TestWhoIsBusyIsAskedOnceAMinuteAndNotOfAChannel(t *testing.T) {
	w := newWorld(t, &script{})
	w.begins(t, prompt(team, "prompt/"+team+"/2026-11-23T10:30"))
	if n := w.asked("dnd.info"); n != 0 {
		t.Errorf("%d looks for a channel", n)
	}
	w.begins(t, prompt(ann, "nudge/"+ann+"/2026-11-23T10:30"))
	w.begins(t, prompt(ann, "asking/"+ann+"/2026-11-23T10:30"))
	if n := w.asked("dnd.info"); n != 1 {
		t.Errorf("%d looks for two messages", n)
	}
}

// What Slack does not say in time is no reason to wait.
func TestWhoIsBusyIsFreeWhenSlackDoesNotSay(t *testing.T) {
	now := time.Now()
	for name, fault := range map[string]slacksim.MethodFault{
		"an error":     {Times: -1, Error: "internal_error"},
		"a rate limit": {Times: -1, Status: 429, RetryAfter: 30},
		"no answer":    {Times: -1, Drop: true},
		"late":         {Times: -1, Delay: hang},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, &script{})
			w.SetUser(ann, func(u *slacksim.User) {
				u.Quiet = slacksim.DoNotDisturb{From: now.Add(-time.Hour), Until: now.Add(time.Hour)}
			})
			w.Fault(func(f *slacksim.Faults) {
				f.Methods = map[string]*slacksim.MethodFault{"dnd.info": &fault, "users.info": &fault}
			})
			if got := w.begins(t, prompt(ann, "nudge/"+ann+"/2026-11-23T10:30"))[0]; got != (commands.Busy{}) {
				t.Errorf("busy %+v", got)
			}
		})
	}
}

// Of many at once only as many are looked at as Slack allows; the others are free.
func TestLooksDoNotDelayAFanOut(t *testing.T) {
	w := newWorld(t, &script{}, func(c *Config) { c.Patience = hang })
	fast := bucket{gap: time.Millisecond, burst: 1000}
	w.bot.sender.mu.Lock()
	w.bot.sender.line("chat.postMessage").bucket = fast
	w.bot.sender.mu.Unlock()
	var posts []commands.Post
	for i := range 60 {
		id := fmt.Sprintf("U0MANY%04d", i)
		w.AddUser(slacksim.User{ID: id, Name: id})
		posts = append(posts, prompt(id, "nudge/"+id+"/2026-11-23T10:30"))
	}
	w.begins(t, posts...)
	burst := limits["dnd.info"].burst - reserve
	if n := w.asked("dnd.info"); n < burst || n > burst+10 {
		t.Errorf("%d looks at 60 people", n)
	}
	if n := w.bot.Counts()["unlooked"]; n == 0 {
		t.Error("all were looked at")
	}
}

// The older of two messages is brought up to date when the newer one stands.
func TestTheButtonsOfAnOlderMessageGo(t *testing.T) {
	s := &script{}
	w := newWorld(t, s)
	s.tell(storage.Slot{Key: "nudge/U1/2026-11-23T11:30", State: storage.Sent, Before: "nudge/U1/2026-11-23T10:30"})
	s.tell(storage.Slot{Key: "nudge/U1/2026-11-23T12:30", State: storage.Failed, Before: "nudge/U1/2026-11-23T11:30"})
	w.bot.recounts.mu.Lock()
	defer w.bot.recounts.mu.Unlock()
	if _, asked := w.bot.recounts.wanted["nudge/U1/2026-11-23T10:30"]; !asked || len(w.bot.recounts.wanted) != 1 {
		t.Errorf("to be edited: %v", w.bot.recounts.wanted)
	}
}
