package habit

// Past is what the days before From amounted to when their facts were erased. The zero Past
// stands for no days.
type Past struct {
	From   Day     `json:"from,omitzero"`
	Length int     `json:"length,omitempty"` // active days of the streak that reaches From
	Best   int     `json:"best,omitempty"`   // the longest such run
	Total  int     `json:"total,omitempty"`  // all active days
	Points int     `json:"points,omitempty"` // of the reserve
	Mended bool    `json:"mended,omitempty"` // a day was repaired since the reserve last had a freeze
	Steady float64 `json:"steady,omitempty"` // steadiness
}

// Before returns what the days before the day amount to, as seen on today: with it as their
// Past, the facts of the days from the day on say the same as all of them. What no longer
// comes is the repair of a day before it.
func (h History) Before(day, today Day) Past {
	w := h.walk(today)
	until := min(day.number(), w.today)
	if w.first >= until {
		return h.Past
	}
	p := h.Past.begin()
	for number := w.first; number < until; number++ {
		p.live(w, w.verdict(number))
	}
	p.From = dayAt(until)
	return p
}

// begin is where the reserve begins while nothing is past.
func (p Past) begin() Past {
	if p.From.IsZero() {
		p.Points = fullReserve
	}
	return p
}

// live adds the day that was judged last.
func (p *Past) live(w *walk, v Verdict) {
	switch v {
	case Active:
		p.Total++
		p.Length++
		p.Best = max(p.Best, p.Length)
		p.Points = earned(p.Points)
		p.Steady = p.Steady*w.kept() + 1 - w.kept()
	case Frozen:
		p.Points = spent(p.Points)
	case Repaired:
		p.Mended = true
	case Missed:
		p.Length = 0
		p.Steady *= w.kept()
	}
	p.Mended = p.Mended && p.Points < freezeCost
}

// now is the Past with today as its last day.
func (h History) now(today Day) Past {
	w, p := h.walk(today), h.Past.begin()
	for day := w.first; day <= w.today; day++ {
		p.live(w, w.verdict(day))
	}
	return p
}
