package care

import "catcow/content"

// Feedback is what a person said after a session, and when.
type Feedback struct {
	Effort Effort // "": not said, so nothing is concluded from it
	Pain   Pain   // "": none was told
	Moment
}

// Outcome is what a session or a check-in brings that is to be told; "" is nothing.
type Outcome string

// The outcomes.
const (
	Offered Outcome = "offered" // a step up is on offer: Up or Stay
	Lowered Outcome = "lowered" // a step down
	Resumed Outcome = "resumed" // the step from before gentle mode is back
	Resting Outcome = "resting" // it hurt: off the list for a week
	Gone    Outcome = "gone"    // it hurt twice: off the list until the person takes it back
	Upkeep  Outcome = "upkeep"  // at the last level for long: fewer days will do
)

// When a step up is offered, a step down made, upkeep suggested (docs/rules.md).
const (
	goodRun    = 3  // good sessions in a row
	easyRun    = 2  // when the last two were easy
	toughRun   = 2  // hard sessions in a row
	upkeepDays = 35 // at the last level
)

// After is the progress after a session, and what to tell. Nothing is ever
// raised here: a step up is offered, and Up is for the one who accepts it.
func (p Progress) After(e content.Exercise, f Feedback) (Progress, Outcome) {
	p = p.rested(f.Day)
	before := p.Last
	p.Built = Built{}
	p.Times++
	p.Last = f.Effort
	if f.Day.After(p.Done) {
		p.Done = f.Day
	}
	switch f.Pain {
	case Hurt, SharpPain:
		return p.park(f)
	case MildPain, SomePain:
		p.Good, p.Offer, p.Watch = 0, 0, true
		return p, ""
	}
	switch f.Effort {
	case Easy, AboutRight:
		return p.good(e, f, before)
	case Hard:
		p.Good, p.Offer = 0, 0
		if p.Tough++; p.Tough >= toughRun {
			return p.stepDown(e, f.Day)
		}
	}
	return p, ""
}

// park takes a move that hurt off the list and back to the beginning.
func (p Progress) park(f Feedback) (Progress, Outcome) {
	if p.level() > 1 {
		p.Since = f.Day
	}
	p.Level, p.Step, p.Good, p.Tough, p.Offer, p.Eased = 1, 0, 0, 0, 0, 0
	if until := f.Day.Add(parkedDays); until.After(p.Parked) {
		p.Parked = until
	}
	if p.Hurts++; p.Hurts >= outHurts {
		p.Out = true
		return p, Gone
	}
	return p, Resting
}

// good counts a session without pain that was easy or about right. What is
// done while the move is off the list builds nothing.
func (p Progress) good(e content.Exercise, f Feedback, before Effort) (Progress, Outcome) {
	p.Tough = 0
	switch {
	case p.Off(f.Day), p.Eased > 0 && f.Gentle:
		return p, ""
	case p.Eased > 0:
		if p.Eased--; p.Eased == 0 {
			return p, Resumed
		}
		return p, ""
	}
	p.Good++
	need := goodRun
	if f.Effort == Easy && before == Easy {
		need = easyRun
	}
	switch {
	case p.Good >= need && p.mayRise(&e, f.Moment):
		p.Offer, p.Good = p.Good, 0
		return p, Offered
	case p.level() == len(e.Dose) && !p.Upkeep && !f.Gentle && !p.Since.IsZero() && f.Day.Sub(p.Since) >= upkeepDays:
		p.Upkeep = true
		return p, Upkeep
	}
	return p, ""
}
