package care

import (
	"cmp"
	"math"
	"slices"
	"time"

	"catcow/content"
	"catcow/internal/habit"
)

// The times of the choice (docs/rules.md).
const (
	usualSeconds  = 120 // when no time was said
	gentleSeconds = 60  // the longest in gentle mode
	trimSeconds   = 45  // the shortest that a move may be cut to

	sameAgain = 2 * time.Hour  // no move comes again within
	repeated  = 24 * time.Hour // a move comes rather not again within
	lately    = 5              // suggestions that a move should not be among
)

// Pick is a move that was chosen.
type Pick struct {
	Exercise content.Exercise
	Level    int     // 1 to 3, of the exercise's Dose
	Seconds  int     // less than the dose's own: cut to the time at hand
	Points   float64 // why it stands where it stands
	Reason   string  // one line for the person; names a real input
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
	found := make([]rated, 0, len(all))
	for i := range all {
		if level, seconds, ok := l.fit(&all[i]); ok {
			found = append(found, l.rate(&all[i], level, seconds))
		}
	}
	slices.SortFunc(found, func(a, b rated) int {
		return cmp.Or(
			cmp.Compare(b.total, a.total),
			a.done.Compare(b.done),
			cmp.Compare(a.offered, b.offered),
			cmp.Compare(a.seconds, b.seconds),
			cmp.Compare(a.ID, b.ID))
	})
	picks := make([]Pick, len(found))
	for i, r := range found {
		picks[i] = Pick{*r.Exercise, r.level, r.seconds, r.total, l.reason(r)}
	}
	return picks
}

// outlook is a situation with what the history says, worked out once.
type outlook struct {
	Situation
	last   map[string]time.Time // when each exercise was last done
	today  []string             // tags of what was done today, latest first
	strong bool                 // a strength move was done yesterday
}

func (s Situation) look(all []content.Exercise) *outlook {
	if s.Seconds == 0 {
		s.Seconds = usualSeconds
	}
	if s.Gentle {
		s.Seconds = min(s.Seconds, gentleSeconds)
	}
	if s.Position == Floor {
		s.Place = Floor
	}
	l := &outlook{Situation: s, last: map[string]time.Time{}}
	done := slices.Clone(s.Done)
	slices.SortStableFunc(done, func(a, b Done) int { return b.At.Compare(a.At) })
	today := habit.DayOf(s.Now)
	for _, d := range done {
		if _, known := l.last[d.Exercise]; !known {
			l.last[d.Exercise] = d.At
		}
		i := slices.IndexFunc(all, func(e content.Exercise) bool { return e.ID == d.Exercise })
		if i < 0 {
			continue
		}
		switch day := habit.DayOf(d.At.In(s.Now.Location())); {
		case day == today:
			l.today = append(l.today, all[i].Tags...)
		case day == today.Add(-1) && has(&all[i], "strength"):
			l.strong = true
		}
	}
	return l
}

// fit is the level and the length of the exercise, or false when it may not be offered.
func (l *outlook) fit(e *content.Exercise) (level, seconds int, ok bool) {
	last, done := l.last[e.ID]
	switch {
	case slices.Contains(l.NotThese, e.ID),
		slices.Contains(l.Parked, e.ID),
		slices.Contains(l.Disliked, e.ID),
		shared(l.Avoid, e.Codes),
		slices.Contains(l.Avoid, "SURG") && !has(e, "breath", "walk"),
		l.Place != Floor && !deskable(e),
		l.Position != "" && !slices.Contains(e.Positions, l.Position),
		len(l.Areas) > 0 && !shared(l.Areas, e.Areas),
		len(l.Kinds) > 0 && !shared(l.Kinds, e.Tags),
		(l.Gentle || l.Easy) && !e.Gentle,
		(l.Gentle || l.strong) && has(e, "strength"),
		l.Discreet && e.Positions[0] == "standing" && !has(e, "walk"),
		done && l.Now.Sub(last) < sameAgain:
		return 0, 0, false
	}
	level = max(1, min(l.Levels[e.ID], len(e.Dose)))
	if l.Gentle {
		level = 1
	}
	seconds = e.Dose[level-1].Seconds
	switch {
	case seconds <= l.Seconds:
	case e.Trim && l.Seconds >= trimSeconds:
		seconds = l.Seconds
	case e.Dose[0].Seconds <= l.Seconds:
		level, seconds = 1, e.Dose[0].Seconds
	default:
		return 0, 0, false
	}
	return level, seconds, true
}

// rated is an exercise that fits, with what its points came from.
type rated struct {
	*content.Exercise
	level   int
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

func (l *outlook) rate(e *content.Exercise, level, seconds int) rated {
	r := rated{Exercise: e, level: level, seconds: seconds, done: l.last[e.ID], offered: lastIndex(l.Offered, e.ID)}
	give := func(t term, ok bool, points float64) {
		if ok {
			r.points[t] = points
		}
	}
	give(planned, l.Plan == e.ID, 4)
	give(toolbox, slices.Contains(l.Toolbox, e.ID), 3)
	give(state, suits(e, l.State), 3)
	if votes := l.Helped[e.ID]; votes[1] >= 3 {
		give(helped, true, math.RoundToEven(3*float64(votes[0])/float64(votes[1])))
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

// has reports whether the exercise has one of the tags.
func has(e *content.Exercise, tags ...string) bool { return shared(tags, e.Tags) }

// deskable reports whether the exercise can be done at a desk.
func deskable(e *content.Exercise) bool { return e.At("desk") && !e.Floor() }

func shared(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

func lastIndex(list []string, s string) int {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i] == s {
			return i
		}
	}
	return -1
}
