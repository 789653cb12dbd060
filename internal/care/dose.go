package care

import (
	"fmt"

	"catcow/content"
)

// How an amount grows inside a level (docs/rules.md).
const (
	strides  = 3 // from a level to the next, with two stops on the way
	holdStep = 5 // seconds
)

// Amount is how much of the exercise a level asks for at a step inside it: step
// 0 is the level's own dose, and the further ones lead toward the next level,
// never past it. A level with fewer steps gives its last.
func Amount(e content.Exercise, level, step int) content.Dose {
	level = max(1, min(level, len(e.Dose)))
	if step > 0 {
		if way := between(&e, level); len(way) > 0 {
			return way[min(step, len(way))-1]
		}
	}
	return e.Dose[level-1]
}

// Lightest is how much of the exercise gentle mode asks for: level 1, half the sets.
func Lightest(e content.Exercise) content.Dose {
	d := e.Dose[0]
	if d.Sets > 1 {
		d.Sets = (d.Sets + 1) / 2
		d.Text, d.Seconds = words(d, d), d.Length()
	}
	return d
}

// between lists the amounts from a level, without its own, to before the next.
// An amount that would be no change, or more than the next level asks for, is
// left out.
func between(e *content.Exercise, level int) []content.Dose {
	if level >= len(e.Dose) {
		return nil
	}
	from, to := e.Dose[level-1], e.Dose[level]
	var way []content.Dose
	last := numbers(from)
	for n := 1; n < strides; n++ {
		d := toward(from, to, n)
		if now := numbers(d); now == last || now == numbers(to) || d.Length() > to.Length() {
			continue
		}
		like := from
		if d.HoldSeconds != from.HoldSeconds {
			like = to
		}
		d.Text, d.Seconds = words(d, like), d.Length()
		way, last = append(way, d), numbers(d)
	}
	return way
}

// toward is the amount after n of the strides from one level to the next. One
// thing changes at a time: the repeats, evenly; then the hold; then the rest,
// which makes the version harder and always waits for the next level. What
// falls waits too.
func toward(from, to content.Dose, n int) content.Dose {
	d := from
	if d.MoveSeconds == 0 { // a walk
		d.HoldSeconds = 60 * part(from.HoldSeconds/60, to.HoldSeconds/60, n, strides)
		return d
	}
	repeats, hold := to.Reps > from.Reps, to.HoldSeconds > from.HoldSeconds
	share := strides // of the strides, those that are for the repeats
	if to.Sets > from.Sets || to.MoveSeconds > from.MoveSeconds {
		share--
	}
	if hold {
		share--
	}
	if !repeats {
		share = 0
	} else {
		d.Reps = part(from.Reps, to.Reps, min(n, share), share)
	}
	if hold && n > share {
		d.HoldSeconds = min(from.HoldSeconds+holdStep*(n-share), to.HoldSeconds)
	}
	return d
}

// part is where n of so many even parts of the way lead, to the nearest whole.
func part(from, to, n, of int) int { return from + (2*(to-from)*n+of)/(2*of) }

// numbers is the dose without its level and its words.
func numbers(d content.Dose) content.Dose {
	d.Level, d.Text, d.Seconds = 0, "", 0
	return d
}

// words writes the dose as the exercise files do; like is another dose of
// the same kind.
func words(d, like content.Dose) string {
	side := ""
	if d.PerSide {
		side = " each side"
	}
	switch {
	case d.MoveSeconds == 0:
		return fmt.Sprintf("%d min", d.HoldSeconds/60)
	case like.Breaths():
		return fmt.Sprintf("%d breaths, about %d min", d.Reps, (d.Reps*d.MoveSeconds+30)/60)
	case like.Holds():
		return fmt.Sprintf("%d x %d s hold%s", d.Sets*d.Reps, d.HoldSeconds, side)
	}
	text := fmt.Sprintf("%d reps%s", d.Reps, side)
	if d.Sets > 1 {
		text = fmt.Sprintf("%d x %s", d.Sets, text)
	}
	switch {
	case d.HoldSeconds == 0:
		return text
	case like.Pauses():
		return fmt.Sprintf("%s, %d s pause at each end", text, d.HoldSeconds/2)
	}
	return fmt.Sprintf("%s, %d s hold", text, d.HoldSeconds)
}
