package bot

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/slack-go/slack/socketmode"

	"catcow/commands"
	"catcow/internal/habit"
)

// A queue is where people stand before a bot without sockets, in virtual time.
type queue struct {
	*testing.T
	bot    *Bot
	script *script
	n      int

	mu    sync.Mutex
	acks  int
	forms []any
	told  []string // who was asked for patience
}

// queued runs a test in virtual time.
func queued(t *testing.T, test func(*queue)) {
	synctest.Test(t, func(t *testing.T) {
		q := &queue{T: t, script: &script{handle: func(context.Context, commands.Request) (commands.Reply, error) {
			return commands.Reply{}, nil
		}}}
		b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1", Commands: q.script})
		if err != nil {
			t.Fatal(err)
		}
		b.http.Transport = wire(func(r *http.Request) (*http.Response, error) {
			if strings.Contains(r.FormValue("text"), "a lot at once") {
				q.mu.Lock()
				q.told = append(q.told, r.FormValue("user"))
				q.mu.Unlock()
			}
			return answering(`{"ok":true,"user":{"id":"U1","tz":"Asia/Tokyo"}}`)
		})
		q.bot = b
		test(q)
		b.inbox.close(t.Context())
		b.outbox.close(t.Context())
		b.bulk.close(t.Context())
	})
}

func (q *queue) send(kind, payload string, attempt int) {
	q.n++
	q.bot.take(kind, &socketmode.Request{EnvelopeID: fmt.Sprint("e", q.n), Payload: []byte(payload), RetryAttempt: attempt}, func(_ string, payload any) {
		q.mu.Lock()
		defer q.mu.Unlock()
		if q.acks++; payload != nil {
			q.forms = append(q.forms, payload)
		}
	})
	synctest.Wait()
}

func (q *queue) types(user, text string) {
	q.send(socketmode.RequestTypeSlashCommands, fmt.Sprintf(`{"user_id":%q,"channel_id":%q,"text":%q,"trigger_id":"t%d"}`, user, team, text, q.n), 0)
}

func (q *queue) presses(user, do, value string) {
	q.send(socketmode.RequestTypeInteractive, fmt.Sprintf(`{"type":"block_actions","user":{"id":%q},"container":{"channel_id":%q,"message_ts":"%d.1"},"actions":[{"action_id":"%s/0","value":%q}]}`, user, team, q.n, do, value), 0)
}

func (q *queue) submits(user, text string) {
	q.send(socketmode.RequestTypeInteractive, fmt.Sprintf(`{"type":"view_submission","user":{"id":%q},"view":{"id":"V%d","callback_id":"f","private_metadata":"|","blocks":[{"type":"input","block_id":"when"}],"state":{"values":{"when":{"x":{"value":%q}}}}}}`, user, q.n, text), 0)
}

// want is how many were handled, limited, and how often somebody was told.
func (q *queue) want(when string, handled, limited, told int) {
	q.Helper()
	q.mu.Lock()
	defer q.mu.Unlock()
	if got := len(q.script.requests()); got != handled {
		q.Errorf("%s: %d were handled, want %d", when, got, handled)
	}
	if got := q.bot.Counts()["limited"]; got != limited {
		q.Errorf("%s: %d were limited, want %d", when, got, limited)
	}
	if len(q.told) != told {
		q.Errorf("%s: told %v, want %d sentences", when, q.told, told)
	}
	if q.acks != q.n {
		q.Errorf("%s: %d of %d are acknowledged", when, q.acks, q.n)
	}
}

func TestTenAtOnceAndTwentyAMinute(t *testing.T) {
	queued(t, func(q *queue) {
		for range 10 {
			q.types(ann, "neck")
		}
		q.want("ten at once", 10, 0, 0)
		for range 5 {
			q.types(ann, "neck")
			q.presses(ann, "another", "")
		}
		q.want("ten more", 10, 10, 1)
		if q.told[0] != ann {
			t.Errorf("%s was told", q.told[0])
		}
		q.types(bob, "neck")
		q.want("somebody else", 11, 10, 1)
		time.Sleep(3 * time.Second)
		q.types(ann, "neck")
		q.types(ann, "neck")
		q.want("after three seconds", 12, 11, 1)
		for range 20 { // a minute of one every three seconds
			time.Sleep(3 * time.Second)
			q.presses(ann, "did", "")
		}
		q.want("after a minute", 32, 11, 1)
		q.types(ann, "neck")
		q.want("one more", 32, 12, 2)
		time.Sleep(30 * time.Second)
		for range 11 {
			q.types(ann, "neck")
		}
		q.want("half a minute of rest", 42, 13, 2)
	})
}

func TestSafetyNeverWaits(t *testing.T) {
	queued(t, func(q *queue) {
		for range 12 {
			q.types(ann, "neck")
		}
		q.want("too many", 10, 2, 1)
		handled := 10
		for _, text := range []string{"help now", "hurt", "my legs are numb", "i want to die", "it hurts", "when to get help", "stop", "stop please", "help", "hi, chest pain", "9", "10/10", "checkin 9", "hi help now", "forget me", "bad day"} {
			q.types(ann, text)
			handled++
			q.want(text, handled, 2, 1)
		}
		for _, do := range []string{"wrong", "when", "read", "meant", "hurt", "score", "rescore", "pain", "word", "ached", "erase"} {
			q.presses(ann, do, "9|x")
			handled++
			q.want("press "+do, handled, 2, 1)
		}
		q.presses(ann, "type", "help now")
		q.submits(ann, "my legs are numb")
		q.want("a suggestion and a form", handled+2, 2, 1)
		q.types(ann, "list")
		q.presses(ann, "type", "list")
		q.want("what can wait", handled+2, 4, 1)
	})
}

// What a form holds is not lost: it stays open, and says why, each time.
func TestFormThatCameTooFastStaysOpen(t *testing.T) {
	queued(t, func(q *queue) {
		for range 10 {
			q.types(ann, "neck")
		}
		for range 3 {
			q.submits(ann, "after lunch")
		}
		q.want("forms", 10, 3, 0)
		for _, form := range q.forms {
			if text := fmt.Sprint(form); !strings.Contains(text, "errors") || !strings.Contains(text, "when:That was a lot") {
				t.Errorf("the form is answered with %s", text)
			}
		}
		if len(q.forms) != 3 {
			t.Errorf("%d forms are answered", len(q.forms))
		}
	})
}

// What Slack delivers again was counted when it came first.
func TestRedeliveryIsNotCountedTwice(t *testing.T) {
	queued(t, func(q *queue) {
		message := func(n, attempt int) {
			q.send(socketmode.RequestTypeEventsAPI, fmt.Sprintf(`{"event_id":"Ev%d","event":{"type":"message","channel_type":"im","channel":"D1","user":%q,"text":"neck","ts":"%d.1"}}`, n, ann, n), attempt)
		}
		for n := range 10 {
			message(n, 0)
			message(n, 1)
			message(n, 2)
		}
		q.want("ten messages, thrice", 10, 0, 0)
		message(10, 1) // the first delivery did not get through
		q.want("one whose first delivery was lost", 11, 0, 0)
		message(11, 0)
		q.want("the eleventh that came", 11, 1, 1)
		message(11, 1)
		q.want("the same again", 11, 1, 1)
	})
}

func TestHurryIsForgottenAndBounded(t *testing.T) {
	h, now := hurry{atOnce: 2}, time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for n := range 3 * mostEager {
		h.ask(habit.UserID(fmt.Sprint("U", n)), now)
	}
	if n := len(h.now) + len(h.before); n > 2*mostEager {
		t.Errorf("%d people are remembered at once", n)
	}
	h.ask("U1", now)
	h.ask("U1", now)
	if ok, _ := h.ask("U1", now); ok {
		t.Error("the third at once is answered")
	}
	h.ask("U2", now.Add(time.Minute))
	if ok, _ := h.ask("U1", now.Add(time.Minute)); !ok {
		t.Error("after a minute there is no answer")
	}
	h.ask("U2", now.Add(3*time.Minute))
	h.ask("U2", now.Add(5*time.Minute))
	if len(h.now) != 1 || len(h.before) != 1 || h.now["U2"] == nil {
		t.Errorf("after minutes %d and %d people are remembered, want the one who still asks", len(h.now), len(h.before))
	}
	for _, back := range []time.Duration{0, -time.Hour, -2 * time.Hour} { // a clock that goes back
		for range 3 {
			h.ask("U3", now.Add(back))
		}
		if ok, tell := h.ask(habit.UserID(fmt.Sprint("V", back)), now.Add(back)); !ok || tell {
			t.Errorf("%v back: ok %v, tell %v", back, ok, tell)
		}
	}
}
