// Package slacksim is a strict fake Slack on loopback: one workspace with one installed app, spoken to over the real
// Web API and Socket Mode. It imports neither a Slack library nor anything of Catcow, so that a misreading of
// Slack's documents in one of them shows. It holds Slack's limits, is loud on whatever it does not know, waits for
// events instead of sleeping, and breaks on request (see Faults).
//
// Dates (message timestamps, retries of events, triggers, response_urls, rate limits) follow Config.Now; pings and the
// deadline of acknowledgements are real time.
//
// Where Slack's documents are silent the fake takes the stricter or the plainer reading: a rate tier lets one minute's
// worth through at once; channels take four messages in a burst; an exhausted response_url answers used_url; an
// undelivered envelope is delivered again on the next connection as long as its deadline has not passed.
package slacksim

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"
)

// AppToken opens sockets and BotToken calls everything else; any other token is invalid_auth.
const (
	AppToken = "xapp-1-A0CATCOW-1-0000000000000-catcow"
	BotToken = "xoxb-0000000000-0000000000000-catcow"
)

const (
	botUser    = "U0CATCOW"
	botID      = "B0CATCOW"
	appID      = "A0CATCOW"
	teamID     = "T0TEAM"
	otherTeam  = "T0OTHER" // of whoever is a Stranger
	teamDomain = "team"
	teamName   = "Team"
)

// Config says how to start a fake Slack. Only Manifest is required.
type Config struct {
	// Manifest is the app manifest as JSON: commands, shortcuts, events, scopes and the App Home come from it.
	Manifest []byte
	// Now is the clock for dates; nil means time.Now. It may jump in either direction. It is called with the server's lock
	// held: it must not call the Server, nor wait for a lock under which somebody does.
	Now func() time.Time
	// Addr is the listen address; empty means a free port of 127.0.0.1.
	Addr string
	// Unknown is told of every method, argument, block or field the fake does not know; nil panics.
	// It is called as Now is.
	Unknown func(what string)
	// PingEvery is the pause between WebSocket pings; 0 means 5 s. Slack's own pace is not documented.
	PingEvery time.Duration
	// AckWithin is the real time an envelope may wait for its acknowledgement; 0 means Slack's 3 s.
	AckWithin time.Duration
	// Declined: whoever installed the app left out the scopes that its manifest calls optional.
	Declined bool
	// NoLimits switches the rate limits off.
	NoLimits bool
}

// A Server is one fake workspace. Its methods may be called from any goroutine.
type Server struct {
	// Faults is what breaks next. Change it through Fault while the server runs.
	Faults Faults

	cfg      Config
	manifest manifest
	listener net.Listener
	http     *http.Server
	done     chan struct{}
	work     sync.WaitGroup

	mu      sync.Mutex
	closed  bool
	revoked bool
	// uninstalled: the bot token is dead, the app's own is not.
	uninstalled bool
	changed     chan struct{}
	random      *rand.Rand
	lastStamp   int64
	count       int

	users     map[string]*User
	userOrder []string
	channels  map[string]*Channel
	chanOrder []string
	messages  map[string][]*message
	stacks    map[string][]*view
	homes     map[string]*view
	views     map[string]*view
	triggers  map[string]*trigger
	urls      map[string]*responseURL
	files     map[string]*file
	uploads   map[string]*file // by the path of the address that takes its content

	tickets   map[string]bool
	sockets   []*socket
	envelopes map[string]*envelope
	envOrder  []string
	orphans   []*envelope
	retries   []retry
	acks      map[string]time.Time
	frames    []string

	calls   []Call
	buckets map[string]*bucket
}

// Start listens and serves until Close. The error tells what is wrong with the manifest or the address.
func Start(cfg Config) (*Server, error) {
	m, err := readManifest(cfg.Manifest)
	if cfg.Declined {
		m.OAuth.Scopes.BotOptional = nil
	}
	if err != nil {
		return nil, fmt.Errorf("slacksim: manifest: %w", err)
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Addr == "" {
		cfg.Addr = "127.0.0.1:0"
	}
	if cfg.PingEvery == 0 {
		cfg.PingEvery = 5 * time.Second
	}
	if cfg.AckWithin == 0 {
		cfg.AckWithin = 3 * time.Second
	}
	l, err := net.Listen("tcp", cfg.Addr)
	if err != nil {
		return nil, fmt.Errorf("slacksim: %w", err)
	}
	s := &Server{
		cfg: cfg, manifest: m, listener: l,
		done:    make(chan struct{}),
		changed: make(chan struct{}),
		random:  rand.New(rand.NewPCG(1, 2)),
		users:   map[string]*User{}, channels: map[string]*Channel{}, messages: map[string][]*message{},
		stacks: map[string][]*view{}, homes: map[string]*view{}, views: map[string]*view{},
		triggers: map[string]*trigger{}, urls: map[string]*responseURL{},
		files: map[string]*file{}, uploads: map[string]*file{},
		tickets: map[string]bool{}, envelopes: map[string]*envelope{}, acks: map[string]time.Time{},
		buckets: map[string]*bucket{},
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/api/{method}", s.serveMethod)
	mux.HandleFunc("/link/", s.serveLink)
	mux.HandleFunc("/hooks/", s.serveHook)
	mux.HandleFunc("/upload/", s.serveUpload)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.unknown("path " + r.URL.Path)
		http.NotFound(w, r)
	})
	s.http = &http.Server{Handler: mux}
	s.work.Go(func() { s.http.Serve(l) })
	s.work.Go(s.tickEverySecond)
	return s, nil
}

// Close drops every connection and waits for the server's goroutines.
func (s *Server) Close() {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.closed = true
	close(s.done)
	for _, sock := range s.sockets {
		sock.conn.Close()
	}
	s.mu.Unlock()
	s.http.Close()
	s.work.Wait()
}

// spawn runs f in a goroutine that Close waits for. The caller holds the lock.
func (s *Server) spawn(f func()) {
	if !s.closed {
		s.work.Go(f)
	}
}

// URL is the server's address, like http://127.0.0.1:40123, without a final slash.
func (s *Server) URL() string { return "http://" + s.listener.Addr().String() }

// APIURL is what a client takes for https://slack.com/api/; it ends in a slash.
func (s *Server) APIURL() string { return s.URL() + "/api/" }

// BotUser is the user id of the installed app's bot.
func (s *Server) BotUser() string { return botUser }

// Revoke makes both tokens answer token_revoked from now on and closes every socket.
func (s *Server) Revoke() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.revoked = true
	for _, sock := range s.sockets {
		s.closeSocket(sock, 1000, "")
	}
}

// Changed returns a channel that is closed at the next change of anything that Screen, TopView, Home, Calls, Frames
// or Sockets show. Call it again for the change after that.
func (s *Server) Changed() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changed
}

func (s *Server) change() {
	close(s.changed)
	s.changed = make(chan struct{})
}

// Await returns nil as soon as ok does, asking again at every change, and the context's error when that never comes.
func (s *Server) Await(ctx context.Context, ok func() bool) error {
	for {
		changed := s.Changed()
		if ok() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		case <-s.done:
			return errors.New("slacksim: closed")
		}
	}
}

// unknown reports what the fake does not know. A panic inside an HTTP handler would be swallowed by net/http, hence the
// goroutine of its own.
func (s *Server) unknown(what string) {
	if s.cfg.Unknown != nil {
		s.cfg.Unknown(what)
		return
	}
	go panic("slacksim: unknown " + what)
}

// stamp is a fresh message timestamp: the clock in microseconds, or one more than the last where the clock stands still
// or has gone back.
func (s *Server) stamp() string {
	s.lastStamp = max(s.cfg.Now().UnixMicro(), s.lastStamp+1)
	return fmt.Sprintf("%d.%06d", s.lastStamp/1e6, s.lastStamp%1e6)
}

// Calls returns every Web API call and every use of a response_url, oldest first (the last 100,000). Its Args are not to
// be changed.
func (s *Server) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}
