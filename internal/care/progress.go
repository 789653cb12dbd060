package care

import (
	"catcow/content"
	"catcow/internal/habit"
)

// Effort is how a session felt, in the words of its buttons.
type Effort string

// The efforts.
const (
	Easy       Effort = "easy"
	AboutRight Effort = "right"
	Hard       Effort = "hard"
)

// Pain is what a person said of pain, after a session or beside a check-in; "" is nothing.
type Pain string

// The pains. After a session one of the first three, beside a check-in NoPain,
// SomePain or SharpPain.
const (
	NoPain    Pain = "none"
	MildPain  Pain = "mild"   // gone now
	Hurt      Pain = "hurt"   // That hurt
	SomePain  Pain = "little" // a little
	SharpPain Pain = "sharp"  // sharp or spreading: rule R1
)

// Progress is where one person stands with one exercise. The zero Progress is
// the beginning: level 1, step 0. What falls away by itself, after a long gap
// or gentle mode, is worked out when it is read: see Current.
type Progress struct {
	Level  int       `json:"level,omitempty"`  // 1 to 3; 0 is 1
	Step   int       `json:"step,omitempty"`   // 0 to 2, inside the level
	Times  int       `json:"times,omitempty"`  // sessions so far
	Good   int       `json:"good,omitempty"`   // good sessions in a row
	Tough  int       `json:"tough,omitempty"`  // hard ones in a row
	Last   Effort    `json:"last,omitempty"`   // of the last session
	Done   habit.Day `json:"done,omitzero"`    // of the last session
	Offer  int       `json:"offer,omitempty"`  // a step up is on offer, after so many good sessions in a row
	Raised habit.Day `json:"raised,omitzero"`  // when a step up was last accepted
	Former habit.Day `json:"former,omitzero"`  // and when the one before that
	Since  habit.Day `json:"since,omitzero"`   // on this level since
	Hurts  int       `json:"hurts,omitempty"`  // how often it hurt
	Parked habit.Day `json:"parked,omitzero"`  // off the list until that day
	Out    bool      `json:"out,omitempty"`    // off the list until the person takes it back
	Watch  bool      `json:"watch,omitempty"`  // mild pain: the next check-in decides
	Eased  int       `json:"eased,omitempty"`  // good sessions still to go until the step from before gentle mode is back
	By     string    `json:"by,omitempty"`     // the check-in that began the gentle mode of Eased
	Built  Built     `json:"built,omitzero"`   // what was built up before it
	Helped int       `json:"helped,omitempty"` // votes that it helped
	Votes  int       `json:"votes,omitempty"`  // of so many
	Upkeep bool      `json:"upkeep,omitempty"` // the upkeep rhythm was suggested
}

// Built is what gentle mode takes away for a while.
type Built struct {
	Good  int    `json:"good,omitempty"`
	Offer int    `json:"offer,omitempty"`
	Eased int    `json:"eased,omitempty"`
	By    string `json:"by,omitempty"`
}

// The numbers of progression (docs/rules.md).
const (
	parkedDays = 7  // after it hurt
	outHurts   = 2  // so many hurts take a move off the list
	raiseDays  = 3  // at least between two steps up of a move
	weekDays   = 7  // in any so many days
	weekRaises = 2  // there are at most so many steps up, over all moves
	firstTimes = 3  // so many sessions of a move at least are at level 1
	gapDays    = 14 // without the move: one level down
	longGap    = 28 // without the move: back to level 1
	easedGood  = 2  // good sessions after gentle mode, until the step is back
	watchedUp  = 2  // points above the usual that count after mild pain
)

// Moment is the day of a decision, and what limits steps up on it.
type Moment struct {
	Day    habit.Day
	Gentle bool // gentle mode is on
	Raised int  // steps up within the week, over all moves: what Raised counts
}

// Raised counts the steps up of the seven days that end today, over all moves.
func Raised(progress map[string]Progress, today habit.Day) (n int) {
	for _, p := range progress {
		for _, day := range []habit.Day{p.Raised, p.Former} {
			if !day.IsZero() && today.Sub(day) < weekDays {
				n++
			}
		}
	}
	return n
}

// Off reports whether the move is off the list on that day.
func (p Progress) Off(today habit.Day) bool { return p.Out || today.Before(p.Parked) }

// hurtOn reports whether the move hurt on that day.
func (p Progress) hurtOn(today habit.Day) bool {
	return !p.Parked.IsZero() && p.Parked == today.Add(parkedDays)
}

// Current is the progress as it counts on that day: lower after a long gap, and
// a step lower while gentle mode's easing lasts. It is to be read, not stored.
func (p Progress) Current(e content.Exercise, today habit.Day) Progress {
	p = p.rested(today)
	if p.Eased > 0 {
		p.Level, p.Step = p.below(&e)
		p.Eased = 0
	}
	return p
}

// Dose is how much of the exercise the person does on that day.
func (p Progress) Dose(e content.Exercise, today habit.Day, gentle bool) content.Dose {
	if gentle {
		return Lightest(e)
	}
	p = p.Current(e, today)
	return Amount(e, p.Level, p.Step)
}

// Did is the progress after a session of which nothing was said: the days
// without the move begin anew. A move without feedback so far stays at its
// beginning.
func (p Progress) Did(day habit.Day) Progress {
	if p.Done.IsZero() || !day.After(p.Done) {
		return p
	}
	p = p.rested(day)
	p.Done = day
	return p
}

// Up is the progress with the open offer accepted. It is false, and nothing
// changes, when no offer is open or the day no longer allows a step up.
func (p Progress) Up(e content.Exercise, m Moment) (Progress, bool) {
	up := p.rested(m.Day)
	if up.Offer == 0 || !up.mayRise(&e, m) {
		return p, false
	}
	up.Level, up.Step = up.above(&e)
	if up.Step == 0 {
		up.Since = m.Day
	}
	up.Raised, up.Former = m.Day, up.Raised
	up.Offer, up.Good = 0, 0
	return up, true
}

// Stay is the progress with the open offer, if there is one, declined.
func (p Progress) Stay() Progress {
	if p.Offer > 0 {
		p.Offer, p.Good = 0, 0
	}
	return p
}

// Down is the progress a step lower than it counts on that day.
func (p Progress) Down(e content.Exercise, today habit.Day) Progress {
	p = p.Current(e, today)
	level := p.level()
	p.Level, p.Step = p.below(&e)
	if p.Level != level {
		p.Since = today
	}
	p.Good, p.Tough, p.Offer = 0, 0, 0
	return p
}

// Ease is the progress from gentle mode on: a step lower until two good
// sessions outside it, once for the check-in that began it. It may be called when
// gentle mode begins, because what is done in gentle mode does not count for it.
func (p Progress) Ease(e content.Exercise, cause string) Progress {
	if level, step := p.below(&e); p.By != cause && (level != p.level() || step != p.Step) {
		p.Built = Built{p.Good, p.Offer, p.Eased, p.By}
		p.Good, p.Offer, p.Eased, p.By = 0, 0, easedGood, cause
	}
	return p
}

// Uneased is the progress with Ease taken back, where no session has counted
// for it yet: the answer of the check-in was changed.
func (p Progress) Uneased(cause string) Progress {
	if p.By == cause && p.Eased == easedGood {
		p.Good, p.Offer, p.Eased, p.By = p.Built.Good, p.Built.Offer, p.Built.Eased, p.Built.By
		p.Built = Built{}
	}
	return p
}

// Retake puts a move that hurt twice back on the list; the week that it is
// parked for still holds.
func (p Progress) Retake() Progress {
	p.Out = false
	return p
}

// Watched is the progress after a check-in. When mild pain is being watched and
// the score is 2 points above the usual, the move is a step lower. Without a
// usual, known is false and nothing is concluded.
func (p Progress) Watched(e content.Exercise, today habit.Day, score int, usual float64, known bool) (Progress, Outcome) {
	watch := p.Watch
	p.Watch = false
	if !watch || !known || float64(score) < usual+watchedUp {
		return p, ""
	}
	return p.stepDown(e, today)
}

// stepDown is Down, and whether there is anything to tell.
func (p Progress) stepDown(e content.Exercise, today habit.Day) (Progress, Outcome) {
	before, after := p.Current(e, today), p.Down(e, today)
	if after.Level == before.level() && after.Step == before.Step {
		return after, ""
	}
	return after, Lowered
}

// rested is the progress after the days without the move.
func (p Progress) rested(today habit.Day) Progress {
	if p.Done.IsZero() {
		return p
	}
	level := p.level()
	switch gap := today.Sub(p.Done); {
	case gap < gapDays:
		return p
	case gap < longGap:
		p.Level = max(1, level-1)
	default:
		p.Level = 1
	}
	if p.Level != level {
		p.Since = today
	}
	p.Step, p.Good, p.Tough, p.Offer, p.Eased = 0, 0, 0, 0, 0
	return p
}

// mayRise reports whether a step up may be offered, and accepted, at that moment.
func (p Progress) mayRise(e *content.Exercise, m Moment) bool {
	level, _ := p.above(e)
	switch {
	case m.Gentle, m.Raised >= weekRaises, p.Off(m.Day), p.Eased > 0,
		p.level() == len(e.Dose),
		level > 1 && p.Times < firstTimes,
		!p.Raised.IsZero() && m.Day.Sub(p.Raised) < raiseDays:
		return false
	}
	return true
}

// level is the level, from 1.
func (p Progress) level() int { return max(1, p.Level) }

// above and below are the next place up and down; at the end, the same place.
func (p Progress) above(e *content.Exercise) (level, step int) {
	switch {
	case p.Step < len(between(e, p.level())):
		return p.level(), p.Step + 1
	case p.level() < len(e.Dose):
		return p.level() + 1, 0
	}
	return p.level(), p.Step
}

func (p Progress) below(e *content.Exercise) (level, step int) {
	switch {
	case p.Step > 0:
		return p.level(), min(p.Step, len(between(e, p.level()))) - 1
	case p.level() > 1:
		return p.level() - 1, len(between(e, p.level()-1))
	}
	return 1, 0
}
