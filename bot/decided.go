package bot

import (
	"slices"

	"github.com/rs/zerolog"

	"catcow/storage"
)

// decided counts and logs a decision on a slot that is on disk now.
func (b *Bot) decided(s storage.Slot) {
	if s.State == storage.Sent && s.Before != "" {
		b.recounts.ask(s.Before) // its buttons go
	}
	at := s.Tried
	if at.IsZero() {
		at = s.At
	}
	kind, owner, _ := s.Key.Split()
	b.homes.passed(kind, owner)
	b.counts.add("decisions/"+string(kind)+"/"+string(s.State), 1)
	if s.State == storage.Sent {
		b.counts.took("late/"+string(kind), at.Sub(s.Due))
	}
	b.line(s.State).Str("key", b.slot(s.Key)).Str("decision", string(s.State)).Time("due", s.Due).
		Int64("late_ms", at.Sub(s.Due).Milliseconds()).Int("attempt", s.Attempt).Str("ts", s.TS).Str("why", s.Why).Msg("decision")
}

// line is a line of the log about a post in that state: what is under way is for
// whoever looks closely, what did not go well is to be seen.
func (b *Bot) line(state storage.State) *zerolog.Event {
	switch {
	case state.Open():
		return b.cfg.Log.Debug()
	case slices.Contains([]storage.State{storage.Sent, storage.Skipped}, state):
		return b.cfg.Log.Info()
	}
	return b.cfg.Log.Warn()
}
