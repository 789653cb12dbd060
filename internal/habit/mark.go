package habit

// Mark is what was decided of one day, once. It stays whatever becomes known later, so
// that a verdict that was shown is not taken back.
type Mark struct {
	Day Day     `json:"day"`
	As  Verdict `json:"as"` // Frozen, Repaired, Away, Travelled or Off
}

// Working is which days of the week somebody works from a day on, until the next Working.
type Working struct {
	From Day      `json:"from"`
	Days Weekdays `json:"days"`
}
