package slacksim

import (
	"math"
	"time"
)

// A bucket lets bursts of up to its size through and fills again at its rate. Slack documents the rates and that short
// bursts pass, not how long; the sizes here are guesses.
type bucket struct {
	level float64
	last  time.Time
}

const (
	channelPerMinute = 60  // chat.postMessage: one message a second in a channel
	channelBurst     = 4   // a guess
	postPerMinute    = 300 // chat.postMessage: "several hundred" a minute in a workspace
)

// take asks for one call out of the named bucket, and returns the whole seconds to wait when it is empty. The clock is
// the movable one; when it goes back the bucket keeps its level. The caller holds the lock.
func (s *Server) take(name string, perMinute, burst int) (retryAfter int) {
	if s.cfg.NoLimits || perMinute == 0 {
		return 0
	}
	now := s.cfg.Now()
	b := s.buckets[name]
	if b == nil {
		b = &bucket{level: float64(burst), last: now}
		s.buckets[name] = b
	}
	rate := float64(perMinute) / 60
	if passed := now.Sub(b.last).Seconds(); passed > 0 {
		b.level = math.Min(float64(burst), b.level+passed*rate)
	}
	b.last = now
	if b.level < 1 {
		return int(math.Ceil((1 - b.level) / rate))
	}
	b.level--
	return 0
}
