package habit

// History is what a streak is judged by: facts, in any order. Those that come twice do no harm.
type History struct {
	Active   []Day     // the days with something done
	Workdays []Working // the days that count when nothing was done; none, or days before the first: Workweek
	Spans    []Span    // days on which nothing was expected; they may overlap
	Marks    []Mark    // what was decided of single days; on an active day they say nothing
	Past     Past      // what came before, of which no facts are left
}

// Span is the days from From up to but not including Until; a zero Until means that it has
// not ended yet. A span without a From holds no day.
type Span struct {
	From  Day     `json:"from,omitzero"`
	Until Day     `json:"until,omitzero"`
	As    Verdict `json:"as,omitempty"` // Paused, the usual, or Resting
}

// Has reports whether the day lies in the span.
func (s Span) Has(day Day) bool {
	return !s.From.IsZero() && !day.Before(s.From) && (s.Until.IsZero() || day.Before(s.Until))
}

// Streak is what a history amounts to on one day.
type Streak struct {
	Length    int  // active days since the last missed day
	Best      int  // the longest such run
	ThisMonth int  // active days in the month of the day, of those whose facts are left
	Total     int  // all active days
	Today     bool // the day itself is active
}

// On returns the streak as it stands on today, while today is not over: it counts when active
// and takes nothing away before it ends.
func (h History) On(today Day) Streak {
	w, p := h.walk(today), h.Past.begin()
	month := Day{today.Year, today.Month, 1}.number()
	var s Streak
	for day := w.first; day <= w.today; day++ {
		v := w.verdict(day)
		p.live(w, v)
		s.Today = v == Active
		if s.Today && day >= month {
			s.ThisMonth++
		}
	}
	s.Length, s.Best, s.Total = p.Length, p.Best, p.Total
	return s
}

// Milestone reports whether a streak has come to a length worth a word.
func Milestone(length int) bool {
	switch length {
	case 5, 10, 20, 40, 60:
		return true
	}
	return false
}
