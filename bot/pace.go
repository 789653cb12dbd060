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

// turn is the time of the next opening; young says that the one before it, of
// the same socket, did not live long.
func (p *pace) turn(now time.Time, young bool) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	if young {
		p.gap = min(2*p.gap, steepest*p.least)
	} else {
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
		young := !p.opened.IsZero() && now.Sub(p.opened) < youth*p.least
		if !sleep(r.Context(), p.turn(now, young).Sub(now)) {
			return nil, r.Context().Err()
		}
		p.opened = time.Now()
	}
	return p.Client.Do(r)
}
