package bot

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"strings"
	"sync"
	"time"
)

// A rank is how urgent a call is; a lower one never waits for a higher.
type rank int

const (
	answers rank = iota // somebody waits for it
	prompts             // what a channel gets
	directs             // what a plan brings to people, many at the same minute
	upkeep              // all the rest
	ranks
)

// A limit is how fast the calls of one method leave.
type limit struct {
	gap   time.Duration // between two, at first
	least time.Duration // the same when Slack has had nothing against it for long
	burst int           // so many at once after a rest
	free  bool          // answers do not keep to it until Slack objects
}

// limits are those that a fan-out could meet. Slack promises some hundreds of
// chat.postMessage a minute, 50 of chat.update, of chat.delete and of dnd.info, and 100 of
// users.info, of a view's update, of views.publish and of each step that takes a file to it.
var limits = map[string]limit{
	"chat.postMessage":      {time.Second / 5, time.Second / 10, 10, false},
	"chat.update":           {time.Minute / 40, time.Minute / 50, 10, false},
	"chat.delete":           {time.Minute / 40, time.Minute / 50, 10, false},
	"conversations.history": {time.Minute / 40, time.Minute / 50, 10, false},
	"conversations.replies": {time.Minute / 40, time.Minute / 50, 10, false},
	"users.info":            {time.Minute / 100, time.Minute / 100, 20, true},
	"views.publish":         {time.Minute / 100, time.Minute / 100, 20, true},
	"views.update":          {time.Minute / 100, time.Minute / 100, 20, true},
	"dnd.info":              {time.Minute / 50, time.Minute / 50, 20, false},

	"files.getUploadURLExternal":   {time.Minute / 100, time.Minute / 100, 10, true},
	"files.completeUploadExternal": {time.Minute / 100, time.Minute / 100, 10, true},
	"files.info":                   {time.Minute / 100, time.Minute / 100, 10, true},
	"files.delete":                 {time.Minute / 40, time.Minute / 50, 10, false},
}

// usual is the limit of all others, which people wait for. Each response_url
// is a limit of its own.
var usual = limit{time.Second / 10, time.Second / 10, 10, true}

const (
	reserve      = 5 // of a method's burst, for answers alone
	channelGap   = time.Second
	channelBurst = 3
	slowest      = 10 * time.Second // the widest gap that 429s make
	unlocked     = time.Second      // a pause ends up to so much later than Slack asks
	roomy        = 1024             // channels to remember before those at rest are forgotten
)

// An ask is a call that wants to leave.
type ask struct {
	method  string
	channel string // of chat.*: where it goes
	rank    rank
	begin   func(context.Context) bool // asked when it may leave, whether it still shall; nil: yes

	turn chan struct{} // closed when it may leave
	left time.Time     // when that was; zero: not yet
}

// A sender is the one owner of Slack's limits: every call asks it first. Each
// method has its pace, each channel its own; the more urgent goes first, among
// equals the channels take turns.
type sender struct {
	mu       sync.Mutex
	lines    map[string]*line   // by method
	channels map[string]*bucket // of chat.*, by channel
	timer    *time.Timer        // when the next may leave
	lead     time.Duration      // of a clock that is moved by hand, before the machine's
}

func newSender() *sender {
	return &sender{lines: map[string]*line{}, channels: map[string]*bucket{}}
}

// quicken gives a method another pace to begin with.
func (s *sender) quicken(method string, gap time.Duration) {
	l := s.line(method)
	l.gap, l.limit.gap, l.limit.least = gap, gap, gap/2
}

// wait returns when the call may leave at once, or with ctx's error. What
// leaves has to be told of.
func (s *sender) wait(ctx context.Context, a *ask) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	a.turn = make(chan struct{})
	s.mu.Lock()
	s.line(a.method).waiting[a.rank].add(a)
	s.serve()
	s.mu.Unlock()
	select {
	case <-a.turn:
		return nil
	case <-ctx.Done():
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.line(a.method).waiting[a.rank].drop(a) {
		return nil // its turn came in the same moment
	}
	s.serve()
	return ctx.Err()
}

// told learns from what Slack said. After a 429 the method stands still for as
// long as Slack asks, and goes on at half the pace; a minute without one makes
// it a tenth faster. Answers that were free have to keep to a pace first.
func (s *sender) told(a *ask, v verdict) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l, now := s.line(a.method), time.Now()
	switch v.fate {
	case limited:
		fresh := a.left.After(l.limited) // what left before Slack last said so is no news
		l.limited, l.clean = now, now.Add(v.wait)
		l.hold(l.clean.Add(share(a.method, unlocked)), fresh)
	case unwanted:
		l.giveBack()
		if c := s.channels[a.channel]; c != nil && limitsChannel(a.method) {
			c.giveBack()
		}
	case done, refused:
		if l.clean.IsZero() {
			l.clean = now
		}
		if now.Sub(l.clean) >= time.Minute {
			l.quicken(now)
		}
	}
	s.serve()
}

// pass takes the lead of a clock that is moved by hand: what passed there has passed here.
func (s *sender) pass(lead time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ahead := lead - s.lead
	s.lead = lead
	if ahead <= 0 {
		return
	}
	for _, l := range s.lines {
		l.full = l.full.Add(-ahead)
	}
	for _, c := range s.channels {
		c.full = c.full.Add(-ahead)
	}
	s.serve()
}

// serve lets go what may leave now, and comes back when the next may. The
// caller holds the lock.
func (s *sender) serve() {
	now := time.Now()
	var next time.Time
	for rank := range ranks {
		for _, l := range s.lines {
			at := s.let(l, rank, now)
			for at.Equal(now) {
				at = s.let(l, rank, now)
			}
			if next.IsZero() || !at.IsZero() && at.Before(next) {
				next = at
			}
		}
	}
	switch {
	case next.IsZero():
	case s.timer == nil:
		s.timer = time.AfterFunc(next.Sub(now), s.wake)
	default:
		s.timer.Reset(next.Sub(now))
	}
}

func (s *sender) wake() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.serve()
}

// let lets one call of that line and rank go and returns now, or returns when
// one may; the zero time: none waits.
func (s *sender) let(l *line, r rank, now time.Time) (at time.Time) {
	waiting := &l.waiting[r]
	if len(waiting.order) == 0 {
		return at
	}
	if at := l.may(r); at.After(now) {
		return at
	}
	for i, channel := range waiting.order {
		c := s.channel(waiting.by[channel][0], now)
		if ready := c.ready(0); ready.After(now) {
			if at.IsZero() || ready.Before(at) {
				at = ready
			}
			continue
		}
		a := waiting.take(i)
		l.take(now)
		c.take(now)
		a.left = now
		close(a.turn)
		return now
	}
	return at
}

func (s *sender) line(method string) *line {
	l := s.lines[method]
	if l == nil {
		limit, known := limits[method]
		if !known {
			limit = usual
		}
		l = &line{limit: limit, bucket: bucket{gap: limit.gap, burst: limit.burst}, free: limit.free}
		s.lines[method] = l
	}
	return l
}

// channel is the pace of where the call goes; of one that goes into no
// channel, a bucket of its own.
func (s *sender) channel(a *ask, now time.Time) *bucket {
	if !limitsChannel(a.method) {
		return &bucket{burst: 1}
	}
	c := s.channels[a.channel]
	if c == nil {
		if len(s.channels) >= roomy {
			for id, c := range s.channels {
				if !c.full.After(now) {
					delete(s.channels, id)
				}
			}
		}
		c = &bucket{gap: channelGap, burst: channelBurst}
		s.channels[a.channel] = c
	}
	return c
}

// limitsChannel says whether Slack counts these calls by channel.
func limitsChannel(method string) bool { return strings.HasPrefix(method, "chat.") }

// share is the name's part of a time: the same whenever it is asked for, and
// those of many names are spread evenly.
func share(name string, of time.Duration) time.Duration {
	if of <= 0 {
		return 0
	}
	hash := sha256.Sum256([]byte(name))
	return time.Duration(binary.BigEndian.Uint64(hash[:]) % uint64(of))
}
