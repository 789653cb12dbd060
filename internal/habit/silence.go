package habit

import (
	"slices"
	"time"
)

// Silence is when a plan says nothing although it has a slot. The zero Silence leaves
// nothing out.
type Silence struct {
	Skip   []Day  `json:"skip,omitempty"`   // civil dates in the plan's zone
	Pauses []Span `json:"pauses,omitempty"` // likewise
	// Since is the last slot that was sent before the plan's zone was changed. Until one
	// comes that lies on a later date and at least eight hours later, slots are left out.
	// The zero Slot: the zone has not been changed, or that is over.
	Since Slot `json:"since,omitzero"`
}

// Why says why a slot is left out: "skip date", "on pause" or "the time zone was changed".
// It is "" for a slot that is let through.
func (s Silence) Why(slot Slot) string {
	if why := s.on(slot.Day); why != "" {
		return why
	}
	if s.tooSoon(slot) {
		return "the time zone was changed"
	}
	return ""
}

// Over returns the silence as it is after the slot: once one is far enough from the last one
// before a change of the zone, so are all that follow, and the change is over.
func (s Silence) Over(slot Slot) Silence {
	if !s.tooSoon(slot) {
		s.Since = Slot{}
	}
	return s
}

// on says why a whole day is left out.
func (s Silence) on(day Day) string {
	switch {
	case slices.Contains(s.Skip, day):
		return "skip date"
	case slices.ContainsFunc(s.Pauses, func(p Span) bool { return p.Has(day) }):
		return "on pause"
	}
	return ""
}

// tooSoon reports whether a change of the zone brings the slot too close to the last one.
func (s Silence) tooSoon(slot Slot) bool {
	return !s.Since.Day.IsZero() &&
		(!slot.Day.After(s.Since.Day) || slot.At.Sub(s.Since.At) < 8*time.Hour)
}
