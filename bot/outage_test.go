package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"catcow/commands"
	knowledge "catcow/content"
	"catcow/internal/habit"
	"catcow/storage"
	"catcow/storage/bolt"
)

// outages are the ways in which Slack can be out, and whether they leave it
// open what became of a request.
var outages = []struct {
	name  string
	out   wire
	doubt bool
}{
	{"500", status(500, "text/plain", "Internal Server Error"), true},
	{"HTML", status(200, "text/html", "<html>Slack is down for maintenance</html>"), true},
	{"hang", func(r *http.Request) (*http.Response, error) {
		leaves(r)
		<-r.Context().Done()
		return nil, r.Context().Err()
	}, true},
	{"429", status(429, "application/json", `{"ok":false,"error":"ratelimited"}`), false},
	{"unreachable", func(*http.Request) (*http.Response, error) {
		return nil, &net.OpError{Op: "dial", Err: errors.New("connection refused")}
	}, false},
}

// leaves tells the client that its request is on the way.
func leaves(r *http.Request) {
	if trace := httptrace.ContextClientTrace(r.Context()); trace != nil {
		trace.WroteHeaders()
	}
}

func status(code int, kind, body string) wire {
	return func(r *http.Request) (*http.Response, error) {
		leaves(r)
		return &http.Response{StatusCode: code, Header: http.Header{"Content-Type": {kind}, "Retry-After": {"30"}}, Body: io.NopCloser(strings.NewReader(body))}, nil
	}
}

// Slack is out for half an hour, in each of these ways. Catcow goes on, asks
// no more often than its pauses allow, and afterwards sends what is still
// inside its window and surely did not arrive, and nothing else. Time passes
// here in no time.
func TestHalfAnHourWithoutSlack(t *testing.T) {
	library, err := knowledge.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range outages {
		t.Run(o.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "catcow.db")
			synctest.Test(t, func(t *testing.T) {
				h := halfHour(t, path, library, o.out, time.Second)
				want := map[string]int{"10:01": 1, "10:10": 0, "10:27": 1, "10:40": 1}
				if o.doubt {
					want["10:27"] = 0
				}
				for wall, n := range want {
					if h.arrived[wall] != n {
						t.Errorf("the prompt of %s arrived %d times, want %d", wall, h.arrived[wall], n)
					}
					state := h.slots[wall].State
					if (n == 1) != (state == storage.Sent) || state == storage.Sending || (n == 0 && o.doubt && state != storage.Unknown) {
						t.Errorf("the prompt of %s is %q", wall, state)
					}
				}
				if o.doubt && h.asked["chat.postMessage"] != 2 {
					t.Errorf("the two prompts of the outage were sent %d times", h.asked["chat.postMessage"])
				}
				for method, n := range h.asked {
					if n > mostAsked && o.name != "unreachable" { // those tries reach nobody
						t.Errorf("%s was called %d times in half an hour", method, n)
					}
				}
				t.Logf("%s: calls in half an hour %v", o.name, h.asked)
			})
		})
	}
}

// mostAsked is how many calls of a method are allowed in half an hour: two a
// minute, for there are two sockets.
const mostAsked = 60

// The same with a bot that opens sockets without a pause.
func TestHalfAnHourSeesABotWithoutAPace(t *testing.T) {
	library, err := knowledge.Load()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "catcow.db")
	synctest.Test(t, func(t *testing.T) {
		if n := halfHour(t, path, library, outages[0].out, time.Nanosecond).asked["apps.connections.open"]; n <= mostAsked {
			t.Errorf("without a pace sockets are asked for %d times, too", n)
		}
	})
}

// halved is what came of an outage.
type halved struct {
	arrived map[string]int // prompts, by wall time
	slots   map[string]storage.Slot
	asked   map[string]int // calls in the outage, by method
}

// halfHour runs Catcow from 10:00 to 10:50 with an outage from 10:05 to 10:35.
// No socket ever opens: that one opens again is shown over real ones.
func halfHour(t *testing.T, file string, library *knowledge.Library, out wire, pace time.Duration) (h halved) {
	begun := time.Now()
	morning := time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC) // a Tuesday in London
	now := func() time.Time { return morning.Add(time.Since(begun)) }
	store, err := bolt.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	set, err := commands.New(store, library)
	if err != nil {
		t.Fatal(err)
	}
	if err := set.Present(t.Context(), morning, []habit.ChannelID{team}, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := set.Handle(t.Context(), commands.Request{
		What: commands.Typed, User: ann, Name: "ann", Role: commands.Member, Channel: team, Text: "schedule daily 10:01 10:10 10:27 10:40",
		Cause: "slash/1", Zone: "Europe/London", Now: morning,
	}); err != nil {
		t.Fatal(err)
	}
	b, err := New(Config{AppToken: "xapp-1", BotToken: "xoxb-1", Commands: set, Now: now, Log: zerolog.Nop(), Pace: pace})
	if err != nil {
		t.Fatal(err)
	}
	h = halved{arrived: map[string]int{}, slots: map[string]storage.Slot{}, asked: map[string]int{}}
	var mu sync.Mutex
	b.http.Transport = wire(func(r *http.Request) (*http.Response, error) {
		method, at := path.Base(r.URL.Path), now()
		away := at.After(morning.Add(5*time.Minute)) && at.Before(morning.Add(35*time.Minute))
		mu.Lock()
		if away {
			h.asked[method]++
		}
		mu.Unlock()
		if away || method == "apps.connections.open" {
			return out(r)
		}
		switch method {
		case "auth.test":
			return answering(`{"ok":true,"user_id":"UCATCOW"}`)
		case "users.conversations":
			return answering(`{"ok":true,"channels":[{"id":"C0TEAM0001"}]}`)
		case "chat.postMessage":
			mu.Lock()
			defer mu.Unlock()
			for _, wall := range []string{"10:01", "10:10", "10:27", "10:40"} {
				if strings.Contains(r.FormValue("blocks"), "2026-03-03T"+wall) {
					h.arrived[wall]++
				}
			}
			return answering(`{"ok":true,"channel":"C0TEAM0001","ts":"` + fmt.Sprint(at.Unix()) + `.000001"}`)
		}
		return answering(`{"ok":true}`)
	})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Minute)
	defer cancel()
	if err := b.Run(ctx); err != nil {
		t.Errorf("it ended with %v", err)
	}
	err = store.View(t.Context(), func(r storage.Reader) error {
		slots, err := r.Slots(storage.Prompt, team, 10)
		for _, s := range slots {
			_, _, wall := s.Key.Split()
			h.slots[wall[len("2026-03-03T"):]] = s
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return h
}
