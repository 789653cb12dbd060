package bot

import (
	"net/http"
	"strings"
	"sync"
	"time"
)

// A pace keeps openings of sockets apart, whoever opens them. slack-go does not:
// where Slack accepts a socket and drops it at once, it asks for thousands a second.
type pace struct {
	least time.Duration // between two openings

	mu   sync.Mutex
	gap  time.Duration // the same now; doubles while sockets die young
	next time.Time     // no opening before
}

const (
	steepest = 60  // times least: the widest gap
	longHold = 300 // times least: when Slack switched the sockets off
	youth    = 30  // times least: a socket that lives longer had a life
)

// turn is the time of the next opening; lived is how long the one before it, of
// the same socket, lasted, 0 for none.
func (p *pace) turn(now time.Time, lived time.Duration) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case lived == 0: // says nothing of how the others fare
	case lived < youth*p.least:
		p.gap = min(2*p.gap, steepest*p.least)
	default:
		p.gap = p.least
	}
	at := now
	if p.next.After(now) {
		at = p.next
	}
	p.next = at.Add(p.gap)
	return at
}

// hold puts off all openings for long.
func (p *pace) hold(now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.next = now.Add(longHold * p.least)
}

// A paced client is the HTTP client of one socket.
type paced struct {
	*pace
	*http.Client
	opened time.Time // the last opening; the socket asks for one at a time
}

// Do waits for its turn where a socket is to be opened.
func (p *paced) Do(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "/apps.connections.open") {
		now := time.Now()
		lived := time.Duration(0)
		if !p.opened.IsZero() {
			lived = max(now.Sub(p.opened), 1)
		}
		if !sleep(r.Context(), p.turn(now, lived).Sub(now)) {
			return nil, r.Context().Err()
		}
		p.opened = time.Now()
	}
	return p.Client.Do(r)
}
