package habit

// Verdict is how one day bears on a streak.
type Verdict string

// The verdicts. Only Missed ends a streak, only Active makes it longer.
const (
	Active Verdict = "active"
	Off    Verdict = "off"    // not a workday
	Paused Verdict = "paused" // nothing was expected
	Missed Verdict = "missed"
	Open   Verdict = "open" // not over yet: today, or still to come

	Resting   Verdict = "resting"   // gentle mode, a safety card, a bad day, or a move that hurt
	Frozen    Verdict = "frozen"    // the reserve covered it
	Repaired  Verdict = "repaired"  // the next workday made up for it
	Away      Verdict = "away"      // Catcow did not work
	Travelled Verdict = "travelled" // it had less than twelve hours where the person was
)

// Entry is a day and its verdict.
type Entry struct {
	Day     Day
	Verdict Verdict
}

// Verdict judges one day, as seen on today. Activity comes before a mark, a mark before the
// days off, and those before a span: the first that says something counts.
func (h History) Verdict(day, today Day) Verdict {
	return h.walk(today).verdict(day.number())
}

// Ledger judges each day from the first up to but not including until, oldest first, as seen
// on today.
func (h History) Ledger(from, until, today Day) []Entry {
	if from.IsZero() || !from.Before(until) {
		return nil
	}
	w, first := h.walk(today), from.number()
	entries := make([]Entry, until.number()-first)
	for i := range entries {
		entries[i] = Entry{dayAt(first + i), w.verdict(first + i)}
	}
	return entries
}
