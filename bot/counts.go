package bot

import (
	"maps"
	"sync"
)

// counts are tallies by name, for the operator.
type counts struct {
	mu sync.Mutex
	by map[string]int
}

func (c *counts) add(name string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by == nil {
		c.by = map[string]int{}
	}
	c.by[name] += n
}

// Counts tells how often what happened since the start, by name: envelopes
// ("envelopes", "redelivered", "overflowed", "unacknowledged"), what nobody
// understands ("bad_frames", "unhandled"), sockets ("hellos", "disconnects"),
// decisions on slots, and posts without one, by state ("post_planned", "post_sent",
// "post_missed", "post_unknown" and so on), tries of
// calls that Slack did not simply carry out ("slack_refused", "slack_limited",
// "slack_kept", "slack_unknown"), messages sent again without their charts
// ("undrawn"), looks at who is busy that would have been too many ("unlooked"), other
// Catcows with the same tokens ("other_copies"), what people may not do ("denied"),
// requests that came too fast ("limited"), "errors" and "panics".
func (b *Bot) Counts() map[string]int {
	b.counts.mu.Lock()
	defer b.counts.mu.Unlock()
	return maps.Clone(b.counts.by)
}
