package habit

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
