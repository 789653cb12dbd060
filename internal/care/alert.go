// Package care is what and how much: check-ins, safety rules, gentle mode and
// the next move. It is pure: facts in, verdicts out.
package care

import (
	"slices"
	"time"
)

// Rule is one of the safety rules in docs/rules.md; "" is the normal flow.
type Rule string

// The rules that are in force.
const (
	R0 Rule = "R0" // something feels wrong, by button or by words
	R1 Rule = "R1" // a score of 9 or 10
	R4 Rule = "R4" // a score of 7 or 8
	RC Rule = "RC" // words of crisis; locks for a day, as R0 does once it is read
)

// Assess is the rule that a check-in's score brings: R1 for 9 and 10, R4 for 7
// and 8, else none. A score lies from 0 to 10; whoever reads it from a person
// has checked that, for this function does not.
func Assess(score int) Rule {
	switch {
	case score >= 9:
		return R1
	case score >= 7:
		return R4
	}
	return ""
}

// Alert is a safety card that was shown. It holds no word that was said and no score.
type Alert struct {
	Rule  Rule      `json:"rule"`
	Cause string    `json:"cause"`           // the check-in or message behind it
	Words bool      `json:"words,omitempty"` // free text alone caused it
	At    time.Time `json:"at"`
	Read  time.Time `json:"read,omitzero"` // when "I've read this" was pressed
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

// Without returns the alerts less those of the cause: the answer was changed,
// or something else was meant. The given slice is not changed.
func Without(alerts []Alert, cause string) []Alert {
	return slices.DeleteFunc(slices.Clone(alerts), func(a Alert) bool { return a.Cause == cause })
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
