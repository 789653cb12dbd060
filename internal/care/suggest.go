package care

import (
	"cmp"
	"math"
	"slices"
	"time"

	"catcow/content"
)

// The times of the choice (docs/rules.md).
const (
	usualSeconds  = 120 // when no time was said
	gentleSeconds = 60  // the longest in gentle mode
	trimSeconds   = 45  // the shortest that a move may be cut to

	sameAgain = 2 * time.Hour  // no move comes again within
	repeated  = 24 * time.Hour // a move comes rather not again within
	lately    = 5              // suggestions that a move should not be among

	enoughVotes = 3 // that a move helped or not, before they count
)

// Pick is a move that was chosen.
type Pick struct {
	Exercise content.Exercise
	Dose     content.Dose // how much of it, for this person now
	Seconds  int          // less than the dose's own: cut to the time at hand
	Points   float64      // why it stands where it stands
	Reason   string       // one line for the person; names a real input
}

// Suggest chooses the next move: the best first, "Another one" after it. It
// returns none when nothing fits or a lock stands. The same input gives the
// same picks: there is no chance in it.
//
// What does not fit is removed, what is left is rated by points, and the
// largest of them gives the reason. Of equal points the one done longest ago
// comes first, then the one offered longest ago, the shortest, and the first id.
func Suggest(all []content.Exercise, s Situation) []Pick {
	if s.Lock != "" {
		return nil
	}
	l := s.look(all)
	found := make([]*rated, 0, len(all))
	for i := range all {
		if dose, seconds, ok := l.fit(&all[i]); ok {
			found = append(found, l.rate(&all[i], dose, seconds))
		}
	}
	slices.SortFunc(found, func(a, b *rated) int {
		return cmp.Or(
			cmp.Compare(b.total, a.total),
			a.done.Compare(b.done),
			cmp.Compare(a.offered, b.offered),
			cmp.Compare(a.seconds, b.seconds),
			cmp.Compare(a.ID, b.ID))
	})
	picks := make([]Pick, len(found))
	for i, r := range found {
		picks[i] = Pick{*r.Exercise, r.dose, r.seconds, r.total, l.reason(r)}
	}
	return picks
}

// rated is an exercise that fits, with what its points came from.
type rated struct {
	*content.Exercise
	dose    content.Dose
	seconds int
	points  [terms]float64
	total   float64
	done    time.Time // when it was last done; zero: never
	offered int       // how late among the offered; -1: never
}

// term is one thing that gives points or takes them, the stronger reason first.
type term int

const (
	planned term = iota
	gentle
	toolbox
	state
	helped
	score
	direction
	focus
	fresh
	repeat
	skipped
	terms
)

func (l *outlook) rate(e *content.Exercise, dose content.Dose, seconds int) *rated {
	r := &rated{Exercise: e, dose: dose, seconds: seconds, done: l.last[e.ID], offered: lastIndex(l.Offered, e.ID)}
	give := func(t term, ok bool, points float64) {
		if ok {
			r.points[t] = points
		}
	}
	give(planned, l.Plan.Exercise == e.ID, 4)
	give(toolbox, slices.Contains(l.Toolbox, e.ID), 3)
	give(state, suits(e, l.State), 3)
	if p := l.Moves[e.ID]; p.Votes >= enoughVotes {
		give(helped, true, math.RoundToEven(3*float64(p.Helped)/float64(p.Votes)))
	}
	give(score, l.Scored && l.Score >= 4 && l.Score <= 6 && e.Gentle, 2)
	give(gentle, l.Gentle, 0.5)
	give(gentle, l.Gentle && slices.Contains(gentlest, e.ID), 2)
	give(direction, !shared(e.Tags, l.today), 2)
	give(focus, shared(l.Focus, e.Areas), 2)
	give(fresh, r.offered < len(l.Offered)-lately || r.offered < 0, 1)
	give(repeat, !r.done.IsZero() && l.Now.Sub(r.done) < repeated, -2)
	give(skipped, l.Skips[e.ID] > 0, -float64(min(3, l.Skips[e.ID])))
	for _, points := range r.points {
		r.total += points
	}
	return r
}

// gentlest are the moves that come first in gentle mode.
var gentlest = []string{"V06", "V07", "V13", "V01", "E05", "E02"}

// suits reports whether the move goes with the state that was told.
func suits(e *content.Exercise, state string) bool {
	switch state {
	case BeenSitting:
		return has(e, "extension", "walk") || e.ID == "V09" || e.ID == "V14"
	case BeenStanding:
		return has(e, "flexion") || e.ID == "V07" || e.ID == "V08"
	case Tense:
		return has(e, "breath", "shoulder", "neck")
	case JustWoke:
		return slices.Contains([]string{"V01", "V06", "E05", "E02"}, e.ID)
	case AfterSport:
		return slices.Contains([]string{"V08", "V09", "V10", "E01"}, e.ID)
	}
	return false
}

func lastIndex(list []string, s string) int {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i] == s {
			return i
		}
	}
	return -1
}
