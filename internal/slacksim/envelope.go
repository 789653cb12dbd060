package slacksim

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"
)

// An Outcome is how Slack took what a person did.
type Outcome struct {
	// Err is what Slack shows the person instead; empty when all went well.
	Err string
	// Envelope is the id of the envelope that carried it; empty when nothing had to be sent.
	Envelope string
	// AckAfter is the real time until the acknowledgement.
	AckAfter time.Duration
	// Payload is the acknowledgement's payload, as sent.
	Payload json.RawMessage
}

const (
	timedOut    = "operation_timeout"
	undelivered = "dispatch_failed"
)

// keptEnvelopes bounds what Redeliver can reach back to.
const keptEnvelopes = 10_000

type envelope struct {
	id      string
	kind    string // slash_commands, interactive, events_api
	payload map[string]any
	accepts bool
	attempt int
	// apply carries out an acknowledgement's payload, under the lock, and returns what Slack shows when it cannot.
	apply func(payload json.RawMessage) string

	socket  *socket // the last one it went out on; nil while none has it
	sent    time.Time
	decided bool
	done    chan struct{}
	outcome Outcome
}

// retry is a failed event that is due again on the movable clock.
type retry struct {
	first, due time.Time
	attempt    int
	payload    map[string]any
}

func uuid() string {
	var b [16]byte
	rand.Read(b[:])
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

func newEnvelope(kind string, payload map[string]any, accepts bool) *envelope {
	return &envelope{id: uuid(), kind: kind, payload: payload, accepts: accepts, done: make(chan struct{})}
}

func (e *envelope) frame() string {
	f := map[string]any{"envelope_id": e.id, "type": e.kind, "payload": e.payload, "accepts_response_payload": e.accepts}
	if e.kind == "events_api" {
		f["retry_attempt"] = e.attempt
		f["retry_reason"] = ""
		if e.attempt > 0 {
			f["retry_reason"] = "timeout"
		}
	}
	return encode(f)
}

// send puts the envelope on a socket, and reports false when there is none. The caller holds the lock.
func (s *Server) send(e *envelope) bool {
	if s.envelopes[e.id] == nil {
		s.envOrder = append(s.envOrder, e.id)
		if len(s.envOrder) > keptEnvelopes {
			delete(s.envelopes, s.envOrder[0])
			s.envOrder = s.envOrder[1:]
		}
	}
	s.envelopes[e.id] = e
	e.sent = time.Now()
	if s.pick() == nil {
		s.decide(e, Outcome{Err: undelivered})
		return false
	}
	if d := s.Faults.DelayDelivery; d > 0 {
		s.spawn(func() {
			if s.wait(d, e.done) {
				s.mu.Lock()
				defer s.mu.Unlock()
				s.carry(e)
			}
		})
		return true
	}
	s.carry(e)
	return true
}

// carry writes the envelope's frame, or keeps it for the next connection. The caller holds the lock.
func (s *Server) carry(e *envelope) {
	sock := s.pick()
	if sock == nil {
		s.orphans = append(s.orphans, e)
		return
	}
	e.socket = sock
	s.put(sock, e.frame())
	if s.Faults.DuplicateDelivery {
		s.put(s.pick(), e.frame())
	}
}

// redeliverOrphans sends again what a closed socket took with it, as soon as the app has connected anew since. The
// caller holds the lock.
func (s *Server) redeliverOrphans() {
	orphans := s.orphans
	s.orphans = nil
	for _, e := range orphans {
		switch {
		case e.decided:
		case slices.ContainsFunc(s.sockets, func(k *socket) bool { return !k.leaving && k.since.After(e.sent) }):
			s.carry(e)
		default:
			s.orphans = append(s.orphans, e)
		}
	}
}

func (s *Server) decide(e *envelope, o Outcome) {
	if !e.decided {
		o.Envelope = e.id
		e.outcome, e.decided = o, true
		close(e.done)
	}
}

// acknowledge takes an ack from any socket; an unknown id and a second or late ack change nothing. The caller holds the
// lock.
func (s *Server) acknowledge(id string, payload json.RawMessage) {
	s.frames = append(s.frames, id)
	if _, before := s.acks[id]; !before {
		s.acks[id] = time.Now()
	}
	if e := s.envelopes[id]; e != nil && !e.decided {
		o := Outcome{AckAfter: time.Since(e.sent), Payload: payload}
		if e.apply != nil {
			if !e.accepts {
				payload = nil
			}
			o.Err = e.apply(payload)
		}
		s.decide(e, o)
	}
	s.change()
}

// settle waits until the envelope is acknowledged, its time is up or the caller gives up.
func (s *Server) settle(ctx context.Context, e *envelope) Outcome {
	timer := time.NewTimer(time.Until(e.sent.Add(s.cfg.AckWithin)))
	defer timer.Stop()
	late := Outcome{Err: timedOut}
	select {
	case <-e.done:
	case <-timer.C:
	case <-s.done:
	case <-ctx.Done():
		late.Err = ctx.Err().Error()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.decide(e, late)
	return e.outcome
}

// deliver sends an envelope and waits for its fate. The lock is not held.
func (s *Server) deliver(ctx context.Context, e *envelope) Outcome {
	s.mu.Lock()
	s.send(e)
	s.mu.Unlock()
	return s.settle(ctx, e)
}

// deliverEvent sends an event, once more at once when it is not acknowledged, and leaves the further attempts, one
// and five minutes later, to Tick. The first attempt is sent already.
func (s *Server) deliverEvent(ctx context.Context, e *envelope) Outcome {
	o := s.settle(ctx, e)
	if o.Err == "" || ctx.Err() != nil {
		return o
	}
	again := s.repeat(e.payload, 1)
	o = s.deliver(ctx, again)
	if o.Err == "" {
		return o
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	first := s.cfg.Now()
	s.retries = append(s.retries, retry{first: first, due: first.Add(time.Minute), attempt: 2, payload: e.payload})
	return o
}

// repeat is a further attempt at an event: a new envelope with the same event_id.
func (s *Server) repeat(payload map[string]any, attempt int) *envelope {
	e := newEnvelope("events_api", payload, false)
	e.attempt = attempt
	return e
}

// Tick sends the event retries that are due on the movable clock. The server does so every second by itself; the owner
// of a moved clock calls it to have them at once. It does not wait for acknowledgements.
func (s *Server) Tick() {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.cfg.Now()
	var later []retry
	for _, r := range s.retries {
		switch {
		case r.due.After(now):
			later = append(later, r)
		case now.Sub(r.due) > 2*time.Hour: // Slack drops what is later than two hours
		default:
			e := s.repeat(r.payload, r.attempt)
			s.send(e)
			s.spawn(func() { s.settleRetry(r, e) })
		}
	}
	s.retries = later
}

// settleRetry waits for a retry's fate; after the second comes the third and last, five minutes after the first failure.
func (s *Server) settleRetry(r retry, e *envelope) {
	if s.settle(context.Background(), e).Err == "" || r.attempt == 3 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	r.attempt, r.due = 3, r.first.Add(5*time.Minute)
	s.retries = append(s.retries, r)
}

func (s *Server) tickEverySecond() {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			s.Tick()
		case <-s.done:
			return
		}
	}
}

// Frames returns the envelope ids of all acknowledgements taken, in order.
func (s *Server) Frames() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.frames)
}

// Acked tells when, in real time, an envelope was first acknowledged, be it in time or late.
func (s *Server) Acked(envelope string) (at time.Time, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at, ok = s.acks[envelope]
	return at, ok
}

// Redeliver sends an envelope's payload again: an event in a new envelope as attempt 1, anything else in the same
// envelope. It returns an Outcome with Err when the envelope is not known.
func (s *Server) Redeliver(ctx context.Context, envelope string) Outcome {
	s.mu.Lock()
	e := s.envelopes[envelope]
	s.mu.Unlock()
	if e == nil {
		return Outcome{Err: "slacksim: no envelope " + envelope}
	}
	if e.kind == "events_api" {
		return s.deliver(ctx, s.repeat(e.payload, 1))
	}
	again := newEnvelope(e.kind, e.payload, e.accepts)
	again.id, again.apply = e.id, e.apply
	return s.deliver(ctx, again)
}
