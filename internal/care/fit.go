package care

import (
	"slices"
	"time"

	"catcow/content"
	"catcow/internal/habit"
)

// outlook is a situation with what the history says, worked out once.
type outlook struct {
	Situation
	day    habit.Day
	last   map[string]time.Time // when each exercise was last done
	today  []string             // tags of what was done today, latest first
	strong bool                 // a strength move was done yesterday
	hurt   []string             // what hurt today
	sore   []string             // what stands in for that at a desk
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
	l := &outlook{Situation: s, day: habit.DayOf(s.Now), last: map[string]time.Time{}}
	done := slices.Clone(s.Done)
	slices.SortStableFunc(done, func(a, b Done) int { return b.At.Compare(a.At) })
	for _, d := range done {
		if _, known := l.last[d.Exercise]; !known {
			l.last[d.Exercise] = d.At
		}
		switch day := habit.DayOf(d.At.In(s.Now.Location())); day {
		case l.day:
			if e := byID(all, d.Exercise); e != nil {
				l.today = append(l.today, e.Tags...)
			}
		case l.day.Add(-1):
			if e := byID(all, d.Exercise); e != nil && has(e, "strength") {
				l.strong = true
			}
		}
	}
	for i := range all {
		if e := &all[i]; l.Moves[e.ID].hurtOn(l.day) {
			l.hurt, l.sore = append(l.hurt, e.ID), append(l.sore, e.AtDesk...)
		}
	}
	return l
}

func byID(all []content.Exercise, id string) *content.Exercise {
	for i := range all {
		if all[i].ID == id {
			return &all[i]
		}
	}
	return nil
}

// fit is how much of the exercise, and how long; false when it may not be offered.
func (l *outlook) fit(e *content.Exercise) (dose content.Dose, seconds int, ok bool) {
	last, done := l.last[e.ID]
	switch {
	case slices.Contains(l.NotThese, e.ID),
		slices.Contains(l.Disliked, e.ID),
		l.off(e),
		Avoided(*e, l.Avoid),
		l.Position == Floor && !e.Floor() && slices.Contains(l.Avoid, "PREG"), // it would be done lying
		l.Place != Floor && !deskable(e),
		l.Position != "" && !slices.Contains(e.Positions, l.Position),
		len(l.Areas) > 0 && !shared(l.Areas, e.Areas),
		len(l.Kinds) > 0 && !shared(l.Kinds, e.Tags),
		(l.Gentle || l.GentleOnly || l.Easy) && !e.Gentle,
		(l.Gentle || l.GentleOnly || l.strong) && has(e, "strength"),
		l.Discreet && e.Positions[0] == "standing" && !has(e, "walk"),
		l.Seated && !l.sits(e),
		done && l.Now.Sub(last) < sameAgain:
		return dose, 0, false
	}
	dose = l.Moves[e.ID].Dose(*e, l.day, l.Gentle)
	switch seconds = dose.Seconds; {
	case seconds <= l.Seconds:
	case e.Trim && l.Seconds >= trimSeconds:
		seconds = l.Seconds
	case e.Dose[0].Seconds <= l.Seconds:
		dose, seconds = e.Dose[0], e.Dose[0].Seconds
	default:
		return dose, 0, false
	}
	return dose, seconds, true
}

// off reports whether the move is off the person's list, or is the same movement
// as one that hurt today, in another place.
func (l *outlook) off(e *content.Exercise) bool {
	return l.Moves[e.ID].Off(l.day) || slices.Contains(l.sore, e.ID) || shared(l.hurt, e.AtDesk)
}

// sits reports whether the exercise can be done without standing up.
func (l *outlook) sits(e *content.Exercise) bool {
	return slices.Contains(e.Positions, "seated") && !slices.Contains(rising, e.ID) ||
		l.Place == Floor && slices.Contains(e.Positions, Floor)
}

// rising are the moves that begin on a seat and leave it.
var rising = []string{"V14"}

// has reports whether the exercise has one of the tags.
func has(e *content.Exercise, tags ...string) bool { return shared(tags, e.Tags) }

// deskable reports whether the exercise can be done at a desk.
func deskable(e *content.Exercise) bool { return e.At("desk") && !e.Floor() }

func shared(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}
