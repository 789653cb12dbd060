package slacksim_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"catcow/internal/slacksim"
)

// client is a bare Socket Mode client that reads when told to.
type client struct {
	t     *testing.T
	conn  *websocket.Conn
	hello envelope
}

type envelope struct {
	EnvelopeID   string          `json:"envelope_id"`
	Type         string          `json:"type"`
	Reason       string          `json:"reason"`
	Payload      json.RawMessage `json:"payload"`
	Accepts      *bool           `json:"accepts_response_payload"`
	RetryAttempt *int            `json:"retry_attempt"`
	RetryReason  *string         `json:"retry_reason"`
	Connections  int             `json:"num_connections"`
}

func openURL(t *testing.T, s *slacksim.Server) string {
	t.Helper()
	a := wantOK(t, call(t, s, "apps.connections.open", "token", slacksim.AppToken))
	return a["url"].(string)
}

func connect(t *testing.T, s *slacksim.Server) *client {
	t.Helper()
	conn, _, err := websocket.DefaultDialer.DialContext(t.Context(), openURL(t, s), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	c := &client{t: t, conn: conn}
	c.hello = c.next("hello")
	return c
}

// next reads the next frame, which must be of this type.
func (c *client) next(kind string) envelope {
	c.t.Helper()
	c.conn.SetReadDeadline(time.Now().Add(hang))
	var e envelope
	if err := c.conn.ReadJSON(&e); err != nil {
		c.t.Fatalf("waiting for %s: %v", kind, err)
	}
	if e.Type != kind {
		c.t.Fatalf("frame %+v, want a %s", e, kind)
	}
	return e
}

func (c *client) ack(e envelope) { c.say(`{"envelope_id":"` + e.EnvelopeID + `"}`) }

func (c *client) say(frame string) {
	c.t.Helper()
	if err := c.conn.WriteMessage(websocket.TextMessage, []byte(frame)); err != nil {
		c.t.Fatal(err)
	}
}

// closed reads until the connection ends, and returns the close frame.
func (c *client) closed() *websocket.CloseError {
	c.t.Helper()
	c.conn.SetReadDeadline(time.Now().Add(hang))
	for {
		if _, _, err := c.conn.ReadMessage(); err != nil {
			var e *websocket.CloseError
			if !errors.As(err, &e) {
				c.t.Fatalf("ended with %v, want a close frame", err)
			}
			return e
		}
	}
}

// slash types a command in the background.
func slash(t *testing.T, s *slacksim.Server) <-chan slacksim.Outcome {
	got := make(chan slacksim.Outcome, 1)
	go func() { got <- s.Slash(t.Context(), "UADA", "CGEN", "/stretch", "neck") }()
	return got
}

// quick is for what is acknowledged late or never.
func quick(c *slacksim.Config) { c.AckWithin = 100 * time.Millisecond }

func TestATicketIsForOneConnection(t *testing.T) {
	s, _ := start(t)
	address := openURL(t, s)
	conn, _, err := websocket.DefaultDialer.Dial(address, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, resp, err := websocket.DefaultDialer.Dial(address, nil)
	if err == nil || resp.StatusCode != http.StatusForbidden {
		t.Errorf("second use of a ticket: %v, %v", resp, err)
	}
}

func TestOnlyTenSocketsAreLetIn(t *testing.T) {
	s, _ := start(t)
	for range 10 {
		connect(t, s)
	}
	conn, _, err := websocket.DefaultDialer.Dial(openURL(t, s), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	c := &client{t: t, conn: conn}
	if e := c.next("disconnect"); e.Reason != "too_many_websockets" || e.Connections != 10 {
		t.Errorf("frame = %+v", e)
	}
	if e := c.closed(); e.Code != 1000 {
		t.Errorf("close = %v", e)
	}
	if s.Sockets() != 10 {
		t.Errorf("sockets = %d", s.Sockets())
	}
}

func TestAnEnvelopeGoesToOneOfTheSockets(t *testing.T) {
	s, _ := start(t)
	seen := make(chan int, 40)
	for i := range 2 {
		c := connect(t, s)
		go func() {
			for {
				var e envelope
				if c.conn.ReadJSON(&e) != nil {
					return
				}
				c.conn.WriteMessage(websocket.TextMessage, []byte(`{"envelope_id":"`+e.EnvelopeID+`","payload":{}}`))
				seen <- i
			}
		}()
	}
	count := map[int]int{}
	for range 20 {
		if o := <-slash(t, s); o.Err != "" {
			t.Fatalf("outcome = %+v", o)
		}
		count[<-seen]++
	}
	if count[0] == 0 || count[1] == 0 || len(seen) != 0 {
		t.Errorf("envelopes by socket = %v, and %d more", count, len(seen))
	}
}

func TestASlashCommandWithoutAnAnswerFails(t *testing.T) {
	s, _ := start(t, quick)
	if o := <-slash(t, s); o.Err != `/stretch failed with the error "dispatch_failed"` {
		t.Errorf("without a socket = %+v", o)
	}
	c := connect(t, s)
	o := <-slash(t, s)
	if o.Err != `/stretch failed with the error "operation_timeout"` {
		t.Errorf("without an ack = %+v", o)
	}
	e := c.next("slash_commands")
	if e.EnvelopeID != o.Envelope || !*e.Accepts || e.RetryAttempt != nil {
		t.Errorf("envelope = %+v", e)
	}
	c.say(`{"envelope_id":"` + e.EnvelopeID + `","payload":{"text":"too late"}}`)
	await(t, s, "late ack", func() bool { return len(s.Frames()) == 1 })
	if _, acked := s.Acked(o.Envelope); !acked || len(s.Screen("UADA", "CGEN")) != 0 {
		t.Errorf("a late answer showed: %v", texts(s.Screen("UADA", "CGEN")))
	}
}

func TestSlashIsRefusedWhereSlackRefusesIt(t *testing.T) {
	s, _ := start(t)
	ctx := t.Context()
	for want, o := range map[string]slacksim.Outcome{
		"/stretch is not supported in threads. Sorry!": s.SlashInThread(ctx, "UADA", "CGEN", "1.0", "/stretch", ""),
		"/bend is not a valid command.":                s.Slash(ctx, "UADA", "CGEN", "/bend", ""),
		"slacksim: UBEN is not in GBACK":               s.Slash(ctx, "UBEN", "GBACK", "/stretch", ""),
	} {
		if o.Err != want || o.Envelope != "" {
			t.Errorf("outcome = %+v, want %s", o, want)
		}
	}
}

func TestASlashPayloadNamesThePlace(t *testing.T) {
	s, _ := start(t)
	c := connect(t, s)
	for channel, name := range map[string]string{"CGEN": "general", "GBACK": "privategroup", s.DM("UADA"): "directmessage"} {
		go s.Slash(t.Context(), "UADA", channel, "/stretch", "see https://a.example/?x=1&y=2 #back")
		e := c.next("slash_commands")
		c.ack(e)
		var p map[string]any
		json.Unmarshal(e.Payload, &p)
		if p["channel_name"] != name || p["text"] != "see <https://a.example/?x=1&amp;y=2> <#GBACK|>" {
			t.Errorf("payload = %v, want channel_name %s", p, name)
		}
	}
}

func TestAFrameTooLargeClosesAndTheEnvelopeComesAgain(t *testing.T) {
	s, _ := start(t)
	c := connect(t, s)
	got := slash(t, s)
	e := c.next("slash_commands")
	c.say(`{"envelope_id":"` + e.EnvelopeID + `","payload":{"text":"` + strings.Repeat("x", 20480) + `"}}`)
	if closed := c.closed(); closed.Code != 1009 || closed.Text != "Max frame length of 20480 has been exceeded." {
		t.Errorf("close = %v", closed)
	}
	again := connect(t, s)
	e2 := again.next("slash_commands")
	if e2.EnvelopeID != e.EnvelopeID {
		t.Errorf("envelope %s, want %s again", e2.EnvelopeID, e.EnvelopeID)
	}
	again.ack(e2)
	if o := <-got; o.Err != "" {
		t.Errorf("outcome = %+v", o)
	}
}

func TestAFrameOfTheLargestSizePasses(t *testing.T) {
	s, _ := start(t)
	c := connect(t, s)
	got := slash(t, s)
	e := c.next("slash_commands")
	frame := `{"envelope_id":"` + e.EnvelopeID + `","payload":{"text":"`
	c.say(frame + strings.Repeat("x", 20480-len(frame)-3) + `"}}`)
	if o := <-got; o.Err != "" || len(s.Screen("UADA", "CGEN")) != 1 {
		t.Errorf("outcome = %+v", o)
	}
}

func TestAnEnvelopeLostWithItsSocketComesAgain(t *testing.T) {
	s, _ := start(t)
	c := connect(t, s)
	got := slash(t, s)
	e := c.next("slash_commands")
	s.DropSockets()
	await(t, s, "drop", func() bool { return s.Sockets() == 0 })
	again := connect(t, s)
	if e2 := again.next("slash_commands"); e2.EnvelopeID != e.EnvelopeID {
		t.Errorf("envelope = %+v", e2)
	}
	again.ack(e)
	if o := <-got; o.Err != "" {
		t.Errorf("outcome = %+v", o)
	}
}

func TestAnEventIsTriedFourTimes(t *testing.T) {
	s, clock := start(t, quick)
	c := connect(t, s)
	got := make(chan slacksim.Outcome, 1)
	go func() {
		_, o := s.Say(t.Context(), "UADA", s.DM("UADA"), "hello")
		got <- o
	}()
	event := func(e envelope) string {
		var p struct {
			EventID string `json:"event_id"`
		}
		json.Unmarshal(e.Payload, &p)
		return p.EventID
	}
	first := c.next("events_api")
	if *first.RetryAttempt != 0 || *first.RetryReason != "" || *first.Accepts {
		t.Errorf("first = %+v", first)
	}
	second := c.next("events_api")
	if *second.RetryAttempt != 1 || *second.RetryReason != "timeout" || event(second) != event(first) || second.EnvelopeID == first.EnvelopeID {
		t.Errorf("second = %+v", second)
	}
	if o := <-got; o.Err != "operation_timeout" {
		t.Errorf("outcome = %+v", o)
	}
	clock.Move(59 * time.Second)
	s.Tick()
	clock.Move(time.Second)
	s.Tick()
	third := c.next("events_api")
	if *third.RetryAttempt != 2 || event(third) != event(first) {
		t.Errorf("third = %+v", third)
	}
	clock.Move(4 * time.Minute) // the server looks every second by itself
	fourth := c.next("events_api")
	if *fourth.RetryAttempt != 3 || event(fourth) != event(first) {
		t.Errorf("fourth = %+v", fourth)
	}
	c.ack(fourth)
	await(t, s, "ack", func() bool { _, ok := s.Acked(fourth.EnvelopeID); return ok })
}

func TestAnAcknowledgedRetryIsTheLast(t *testing.T) {
	s, clock := start(t, func(c *slacksim.Config) { c.AckWithin = 3 * time.Second }) // the first is late, the second is not
	c := connect(t, s)
	go s.Say(t.Context(), "UADA", s.DM("UADA"), "hello")
	c.next("events_api")
	c.ack(c.next("events_api"))
	await(t, s, "ack", func() bool { return len(s.Frames()) == 1 })
	clock.Move(time.Hour)
	s.Tick()
	got := slash(t, s)
	c.ack(c.next("slash_commands")) // and no event before it
	if o := <-got; o.Err != "" {
		t.Errorf("outcome = %+v", o)
	}
}

func TestRedeliverSendsAnEventInANewEnvelope(t *testing.T) {
	s, _ := start(t)
	c := connect(t, s)
	go s.Say(t.Context(), "UADA", s.DM("UADA"), "hello")
	e := c.next("events_api")
	c.ack(e)
	await(t, s, "ack", func() bool { return len(s.Frames()) == 1 })
	got := make(chan slacksim.Outcome, 1)
	go func() { got <- s.Redeliver(t.Context(), e.EnvelopeID) }()
	e2 := c.next("events_api")
	c.ack(e2)
	if o := <-got; o.Err != "" || e2.EnvelopeID == e.EnvelopeID || *e2.RetryAttempt != 1 || *e2.RetryReason != "timeout" {
		t.Errorf("redelivered %+v: %+v", e2, o)
	}
	done := slash(t, s)
	first := c.next("slash_commands")
	c.ack(first)
	<-done
	go func() { got <- s.Redeliver(t.Context(), first.EnvelopeID) }()
	second := c.next("slash_commands")
	c.ack(second)
	if o := <-got; o.Err != "" || second.EnvelopeID != first.EnvelopeID {
		t.Errorf("redelivered %+v: %+v", second, o)
	}
}

func TestAWarnedSocketClosesLaterAndLetsANewOneIn(t *testing.T) {
	s, _ := start(t)
	s.Fault(func(f *slacksim.Faults) { f.WarnClose = 50 * time.Millisecond })
	old := connect(t, s)
	s.Disconnect("warning")
	if e := old.next("disconnect"); e.Reason != "warning" {
		t.Errorf("frame = %+v", e)
	}
	fresh := connect(t, s)
	got := slash(t, s)
	fresh.ack(fresh.next("slash_commands")) // a leaving socket gets nothing while there is another
	if o := <-got; o.Err != "" {
		t.Errorf("outcome = %+v", o)
	}
	if e := old.closed(); e.Code != 1000 {
		t.Errorf("close = %v", e)
	}
}

func TestALinkDisabledClosesAtOnce(t *testing.T) {
	s, _ := start(t)
	c := connect(t, s)
	s.Disconnect("link_disabled")
	if e := c.next("disconnect"); e.Reason != "link_disabled" {
		t.Errorf("frame = %+v", e)
	}
	c.closed()
	await(t, s, "closed", func() bool { return s.Sockets() == 0 })
}

func TestRevokedTokensAreDead(t *testing.T) {
	s, _ := start(t)
	c := connect(t, s)
	s.Revoke()
	c.closed()
	wantError(t, call(t, s, "auth.test"), "token_revoked")
	wantError(t, call(t, s, "apps.connections.open", "token", slacksim.AppToken), "token_revoked")
}

func TestPingsComeAndPongsEcho(t *testing.T) {
	s, _ := start(t, func(c *slacksim.Config) { c.PingEvery = 10 * time.Millisecond })
	c := connect(t, s)
	pinged, ponged := make(chan struct{}, 100), make(chan string, 1)
	c.conn.SetPingHandler(func(string) error { pinged <- struct{}{}; return nil })
	c.conn.SetPongHandler(func(text string) error { ponged <- text; return nil })
	if err := c.conn.WriteControl(websocket.PingMessage, []byte("abc"), time.Now().Add(hang)); err != nil {
		t.Fatal(err)
	}
	go c.conn.ReadMessage()
	<-pinged
	if got := <-ponged; got != "abc" {
		t.Errorf("pong = %q", got)
	}
}

func TestSocketFaults(t *testing.T) {
	s, _ := start(t)
	c := connect(t, s)

	s.Fault(func(f *slacksim.Faults) { f.DuplicateDelivery = true })
	got := slash(t, s)
	first, second := c.next("slash_commands"), c.next("slash_commands")
	c.ack(first)
	c.ack(second)
	if o := <-got; o.Err != "" || first.EnvelopeID != second.EnvelopeID {
		t.Errorf("duplicate = %+v, %+v", first, second)
	}

	s.Fault(func(f *slacksim.Faults) { *f = slacksim.Faults{DelayDelivery: 20 * time.Millisecond} })
	got = slash(t, s)
	c.ack(c.next("slash_commands"))
	if o := <-got; o.Err != "" || o.AckAfter < 20*time.Millisecond {
		t.Errorf("delayed delivery = %+v", o)
	}

	s.Fault(func(f *slacksim.Faults) { *f = slacksim.Faults{RefuseSockets: true} })
	address := openURL(t, s)
	if _, resp, err := websocket.DefaultDialer.Dial(address, nil); err == nil || resp.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("refused socket: %v", err)
	}
	s.Fault(func(f *slacksim.Faults) { *f = slacksim.Faults{CloseAfterHello: true} })
	connect(t, s).closed()
	s.Fault(func(f *slacksim.Faults) { *f = slacksim.Faults{} })

	s.Inject(`{"type":"mystery","envelope_id":"x"}`)
	if e := c.next("mystery"); e.EnvelopeID != "x" {
		t.Errorf("injected = %+v", e)
	}
}

func TestAcknowledgementsAreLostOrComeLate(t *testing.T) {
	s, _ := start(t, quick)
	c := connect(t, s)
	for name, faults := range map[string]slacksim.Faults{"dropped": {DropAcks: -1}, "delayed": {AckDelay: time.Hour}} {
		s.Fault(func(f *slacksim.Faults) { *f = faults })
		got := slash(t, s)
		c.ack(c.next("slash_commands"))
		if o := <-got; !strings.Contains(o.Err, "operation_timeout") {
			t.Errorf("%s ack = %+v", name, o)
		}
	}
}

func TestAGivenUpWaitEnds(t *testing.T) {
	s, _ := start(t)
	connect(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if o := s.Slash(ctx, "UADA", "CGEN", "/stretch", ""); !strings.Contains(o.Err, "context canceled") {
		t.Errorf("outcome = %+v", o)
	}
	if err := s.AwaitSockets(ctx, 2); !errors.Is(err, context.Canceled) {
		t.Errorf("await = %v", err)
	}
}
