// Package care is what and how much: check-ins, safety rules, gentle mode and
// the next move. It is pure: facts in, verdicts out.
package care

import (
	"slices"
	"time"
)

// Alert is a safety card that was shown. It holds no word that was said and no score.
type Alert struct {
	Rule  Rule      `json:"rule"`
	Cause string    `json:"cause"`           // the check-in or message behind it
	Words bool      `json:"words,omitempty"` // free text alone caused it
	At    time.Time `json:"at"`
	Read  time.Time `json:"read,omitzero"` // when "I've read this" was pressed

	Ended   time.Time `json:"ended,omitzero"`     // when scores ended its gentle mode; zero: they have not
	EndedBy string    `json:"ended_by,omitempty"` // the cause of the check-in that did
}

// kept is how long an alert is remembered.
const kept = 400 * 24 * time.Hour

// Raise returns the alerts with a among them, in the place of another of the
// same cause, and without those more than 400 days older than a. An alert of
// that cause and rule stays as it is, so that a repeated delivery neither
// prolongs a lock nor makes a card unread. The given slice is not changed.
func Raise(alerts []Alert, a Alert) []Alert {
	var raised []Alert
	for _, b := range alerts {
		switch {
		case b.Cause == a.Cause && b.Rule == a.Rule:
			a = b
		case b.Cause != a.Cause && a.At.Sub(b.At) <= kept:
			raised = append(raised, b)
		}
	}
	return append(raised, a)
}

// Without returns the alerts less those of the cause, and takes back what that
// cause ended: the answer was changed, or something else was meant. The given
// slice is not changed.
func Without(alerts []Alert, cause string) []Alert {
	left := slices.DeleteFunc(slices.Clone(alerts), func(a Alert) bool { return a.Cause == cause })
	for i, a := range left {
		if a.EndedBy == cause {
			left[i].Ended, left[i].EndedBy = time.Time{}, ""
		}
	}
	return left
}

// Ease returns the alerts with the gentle modes ended that the check-in c ends,
// whose location is the person's zone: those that hold then and, since their
// alert, have the last two scores back at no more than 1 above the usual, below
// 7 and without sharp pain. While there is no usual, below 7 is enough for a
// gentle mode that only scores end. A bad day runs its course. The given slice
// is not changed.
func Ease(alerts []Alert, before []CheckIn, c CheckIn) []Alert {
	eased := slices.Clone(alerts)
	last := earlier(before, c)
	if c.Word != "" || len(last) == 0 {
		return eased
	}
	usual, known := Usual(last, c.At)
	back := func(c CheckIn) bool {
		return c.Pain != SharpPain && c.Score < tough && (!known || float64(c.Score) <= usual+1)
	}
	former := last[len(last)-1]
	if !back(c) || !back(former) {
		return eased
	}
	for i, a := range eased {
		r, p := a.Rule.ruling(), a.period(c.At.Location())
		holds := !c.At.Before(p.gentle) && c.At.Before(p.end)
		if holds && former.At.After(a.At) && !r.own && (known || r.open) {
			eased[i].Ended, eased[i].EndedBy = c.At, c.Cause
		}
	}
	return eased
}

// Read returns the alerts with every unread R0 marked as read at that time.
// The given slice is not changed.
func Read(alerts []Alert, at time.Time) []Alert {
	read := slices.Clone(alerts)
	for i, a := range read {
		if a.Rule == R0 && a.Read.IsZero() {
			read[i].Read = at
		}
	}
	return read
}
