package care

import (
	"fmt"
	"strings"

	"catcow/content"
	"catcow/internal/habit"
)

// Tell is what the outcome says to the person, of the progress as it stands on
// that day. It is "" when there is nothing to say, and after That hurt, which
// has a card.
func (p Progress) Tell(o Outcome, e content.Exercise, today habit.Day) string {
	p = p.Current(e, today)
	name, now := lowered(e.Name), Amount(e, p.Level, p.Step)
	switch o {
	case Offered:
		if p.Offer == 0 {
			return ""
		}
		level, step := p.above(&e)
		try, former := change(now, Amount(e, level, step))
		if former != "" {
			try += " instead of " + former
		}
		return fmt.Sprintf("%s %s running. Try %s?", e.Name, felt(p.Offer), try)
	case Lowered:
		level, step := p.above(&e)
		back, _ := change(Amount(e, level, step), now)
		return fmt.Sprintf("Let's take %s back to %s for now. That's part of building up.", name, back)
	case Resumed:
		level, step := p.below(&e)
		back, _ := change(Amount(e, level, step), now)
		return fmt.Sprintf("%s is back at %s from next time on.", e.Name, back)
	case Gone:
		return fmt.Sprintf("That's the second time, so %s stays off your list until you take it back.", name)
	case Upkeep:
		return fmt.Sprintf("You've kept %s at level 3 for %d weeks now. From here, 2 or 3 days a week can be enough.", name, upkeepDays/7)
	}
	return ""
}

// felt is how so many sessions in a row were; fewer than three were all easy.
func felt(sessions int) string {
	switch {
	case sessions < goodRun:
		return "felt easy twice"
	case sessions == goodRun:
		return "felt fine three times"
	}
	return fmt.Sprintf("felt fine %d times", sessions)
}

// change names what differs between two amounts, as it becomes and as it was;
// former is "" where that goes without saying.
func change(from, to content.Dose) (becomes, former string) {
	repeats, sets, hold := from.Reps != to.Reps, from.Sets != to.Sets, from.HoldSeconds != to.HoldSeconds
	switch {
	case to.Holds() && !hold:
		return counted(to.Sets*to.Reps, "hold"), fmt.Sprint(from.Sets * from.Reps)
	case repeats && sets, repeats && hold, sets && hold:
		return both(from, to)
	case repeats && to.Breaths():
		return counted(to.Reps, "breath"), fmt.Sprint(from.Reps)
	case repeats:
		return fmt.Sprint(to.Reps), fmt.Sprint(from.Reps)
	case sets:
		return counted(to.Sets, "round"), fmt.Sprint(from.Sets)
	case hold && to.MoveSeconds == 0:
		return counted(to.HoldSeconds/60, "minute"), fmt.Sprint(from.HoldSeconds / 60)
	case hold && to.Holds():
		return counted(to.HoldSeconds, "second"), fmt.Sprint(from.HoldSeconds)
	case hold && to.Pauses() && from.HoldSeconds == 0:
		return fmt.Sprintf("a %d-second pause at each end", to.HoldSeconds/2), "none"
	case hold && !to.Pauses() && from.HoldSeconds > 0 && to.HoldSeconds > 0:
		return "holding " + counted(to.HoldSeconds, "second"), fmt.Sprint(from.HoldSeconds)
	case !hold && to.MoveSeconds > from.MoveSeconds:
		return short(to) + ", a little slower", ""
	}
	return both(from, to)
}

// both amounts in a few words; the comma at the end closes what another opened.
func both(from, to content.Dose) (becomes, former string) {
	if becomes = short(to); strings.Contains(becomes, ",") {
		becomes += ","
	}
	return becomes, short(from)
}

// short is the amount in a few words, without sides and rests.
func short(d content.Dose) string {
	repeats := counted(d.Reps, "time")
	switch {
	case d.MoveSeconds == 0:
		return counted(d.HoldSeconds/60, "minute")
	case d.Breaths():
		return counted(d.Reps, "breath")
	case d.Holds() && d.Sets*d.Reps == 1:
		return counted(d.HoldSeconds, "second")
	case d.Holds():
		return counted(d.Sets*d.Reps, "hold") + " of " + counted(d.HoldSeconds, "second")
	case d.Sets > 1:
		repeats = fmt.Sprintf("%s of %d", counted(d.Sets, "round"), d.Reps)
	}
	switch {
	case d.HoldSeconds == 0:
		return repeats
	case d.Pauses():
		return repeats + ", pausing " + counted(d.HoldSeconds/2, "second") + " at each end"
	}
	return repeats + ", holding " + counted(d.HoldSeconds, "second")
}
