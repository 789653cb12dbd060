package bot

import (
	"maps"
	"net/http"
	"sync"
	"time"
)

// counts are tallies by name, for the operator.
type counts struct {
	mu    sync.Mutex
	by    map[string]int
	times map[string]*timing
}

func (c *counts) add(name string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil {
		c.by = map[string]int{}
	}
	c.by[name] += n
}

// set replaces a number that is no tally.
func (c *counts) set(name string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil {
		c.by = map[string]int{}
	}
	c.by[name] = n
}

// bounds are the upper ends of the buckets in which durations are counted, in seconds.
var bounds = [...]float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600}

// A timing is how long something took, all of the times.
type timing struct {
	n    uint64
	sum  float64
	upTo [len(bounds)]uint64
}

// took notes how long something took.
func (c *counts) took(name string, d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.times == nil {
		c.times = map[string]*timing{}
	}
	t := c.times[name]
	if t == nil {
		t = &timing{}
		c.times[name] = t
	}
	seconds := max(d.Seconds(), 0)
	t.n++
	t.sum += seconds
	for i, bound := range bounds {
		if seconds <= bound {
			t.upTo[i]++
		}
	}
}

// Timings tells of everything that was timed how often it happened, how long all of it
// took, in seconds, and how many took at most so many: "slack/METHOD", "late/KIND" of
// slots, and "ack" of deliveries.
func (b *Bot) Timings(tell func(name string, n uint64, sum float64, buckets map[float64]uint64)) {
	b.counts.mu.Lock()
	defer b.counts.mu.Unlock()
	for name, t := range b.counts.times {
		buckets := map[float64]uint64{}
		for i, bound := range bounds {
			buckets[bound] = t.upTo[i]
		}
		tell(name, t.n, t.sum, buckets)
	}
}

// Pulse tells how many sockets are open, when Slack was last heard on one, and when the
// clock last made a pass, by the machine's own time.
func (b *Bot) Pulse() (open int, heard, ticked time.Time) {
	b.mu.Lock()
	for _, up := range b.up {
		if up {
			open++
		}
	}
	b.mu.Unlock()
	return open, instant(b.heard.Load()), instant(b.ticked.Load())
}

// instant is a time in Unix nanoseconds; 0 is none.
func instant(nanoseconds int64) (t time.Time) {
	if nanoseconds != 0 {
		t = time.Unix(0, nanoseconds)
	}
	return t
}

// Counts tells how often what happened since the start, by name: envelopes
// ("envelopes", "redelivered", "overflowed", "unacknowledged"), what nobody
// understands ("bad_frames", "unhandled"), sockets ("hellos", "disconnects"),
// posts without a slot, by state ("post_sent", "post_unknown" and so on), messages sent
// again without their charts ("undrawn"), looks at who is busy that would have been too
// many ("unlooked"), other Catcows with the same tokens ("other_copies"), what people may not do ("denied"),
// requests that came too fast ("limited"), jumps of the clock ("clock_jumps"), "errors" and
// "panics"; "clock_jump" is the last jump in seconds; with a part behind a slash, decisions by kind and state ("decisions/KIND/STATE")
// and every try of a call ("slack/METHOD/FATE").
func (b *Bot) Counts() map[string]int {
	b.counts.mu.Lock()
	defer b.counts.mu.Unlock()
	return maps.Clone(b.counts.by)
}

// Doubted says whether Slack has refused the bot token, and it is not checked yet.
func (b *Bot) Doubted() bool { return b.doubted.Load() }

// Skew is by how much Slack's clock is ahead of this machine's, to a second or two; 0 while
// nobody knows.
func (b *Bot) Skew() time.Duration { return time.Duration(b.skew.Load()) }

// compare notes how the clock of an answer differs from this machine's.
func (b *Bot) compare(h http.Header) {
	if at, err := http.ParseTime(h.Get("Date")); err == nil {
		b.skew.Store(int64(time.Until(at)))
	}
}
