package care

import (
	"slices"
	"strconv"
	"time"

	"catcow/content"
	"catcow/internal/habit"
)

// Rule is one of the safety rules in docs/rules.md; "" is the normal flow.
type Rule string

// The rules.
const (
	RC       Rule = "RC"   // words of crisis
	R0       Rule = "R0"   // something feels wrong, by button or by words
	R1       Rule = "R1"   // a score of 9 or 10, or sharp pain
	R2       Rule = "R2"   // 7 and more on three check-ins in a row, on three days
	R3       Rule = "R3"   // That hurt, twice within 7 days
	R4       Rule = "R4"   // a score of 7 or 8, or the word severe
	R5       Rule = "R5"   // clearly above the usual
	R6       Rule = "R6"   // three weeks at 5 and more: a suggestion, no alert
	BadDay   Rule = "BD"   // bad day, said by the person
	ThatHurt Rule = "HURT" // That hurt, once
)

// The thresholds (docs/rules.md).
const (
	alarming  = 9
	tough     = 7
	toughDays = 3
	above     = 2 // over the usual
	aboveFrom = 4
	steady    = 5 // the middle of a week
	weeksLong = 3
	weekMin   = 3
	hurtsMany = 2
	hurtsTime = 7 * 24 * time.Hour
)

// NoticeEvery is how long no visit to a professional is suggested after one was.
const NoticeEvery = 30 * 24 * time.Hour

// Case is what the rules judge: what just happened, and what came before it.
type Case struct {
	CheckIn *CheckIn    // the check-in that was made; nil: none
	Before  []CheckIn   // the others; those later than CheckIn, and its own former answer, are left out
	Hurts   []time.Time // That hurt, when it was pressed: this press and those before it
	Noticed time.Time   // when a visit to a professional was last suggested
	// Now is when it happened, in the person's zone. Of a changed answer it is
	// when the first one was given.
	Now time.Time
}

// ruling is a rule with all that it brings.
type ruling struct {
	rule Rule
	when func(Case) bool // nil: the person said it, nothing is judged
	card string          // "": none in content

	lock   hold // for how long nothing is suggested
	gentle hold // for how long it is gentle from then on
	rest   hold // for how long the streak rests, where that is longer
	open   bool // scores end its gentle mode; the hold is only the latest
	own    bool // the person's own day: nothing is pushed, and no score ends it
}

// rulings are the rules, the strictest first: the first that applies counts.
var rulings = []ruling{
	{rule: RC, lock: hours(24)},
	{rule: R0, card: "S3", lock: hours(24)}, // and until it is read
	{rule: R1, when: Case.alarming, card: "S2", lock: tomorrow, gentle: hours(48)},
	{rule: R2, when: Case.toughInARow, card: "S2", lock: tomorrow, gentle: hours(28 * 24), open: true},
	{rule: R3, when: Case.hurtAgain, card: "S2", lock: tomorrow},
	{rule: R4, when: Case.tough, card: "S1", gentle: hours(48)},
	{rule: R5, when: Case.aboveUsual, card: "G1", gentle: hours(48)},
	{rule: R6, when: Case.longSteady, card: "S1b"},
	{rule: BadDay, gentle: tomorrow, own: true},
	{rule: ThatHurt, card: "HURT", rest: tomorrow},
}

// Judge is the first rule that applies to the case; "" is the normal flow.
func Judge(c Case) Rule {
	for _, r := range rulings {
		if r.when != nil && r.when(c) {
			return r.rule
		}
	}
	return ""
}

// Card is the id of the rule's card in content; "" is none there.
func (r Rule) Card() string { return r.ruling().card }

// Blanks is what the case puts into the card of its rule. The name of an
// exercise and the emergency number are left to whoever shows it. The score
// stays out where something else led to the card.
func (c Case) Blanks() content.Blanks {
	var b content.Blanks
	score, _ := c.score()
	switch Judge(c) {
	case R1, R2, R4:
		if score >= alarming || score >= tough && !c.sharp() {
			b.Score = strconv.Itoa(score)
		}
	case R5:
		usual, _ := Usual(c.before(), c.Now)
		b.Usual = Shown(usual)
	case R6:
		b.Median = Shown(median(scoresOf(within(c.all(), c.Now, 0, weeksLong*daysAWeek))))
	}
	return b
}

func (r Rule) ruling() ruling {
	if i := slices.IndexFunc(rulings, func(x ruling) bool { return x.rule == r }); i >= 0 {
		return rulings[i]
	}
	return ruling{}
}

// score is the score of the check-in; false when there is none, or it is in words.
func (c Case) score() (int, bool) {
	if c.CheckIn == nil || c.CheckIn.Word != "" {
		return 0, false
	}
	return c.CheckIn.Score, true
}

func (c Case) sharp() bool { return c.CheckIn != nil && c.CheckIn.Pain == SharpPain }

// before are the scored check-ins before this one, oldest first.
func (c Case) before() []CheckIn { return earlier(c.Before, *c.CheckIn) }

// all are the scored check-ins up to and with this one, oldest first.
func (c Case) all() []CheckIn { return append(c.before(), *c.CheckIn) }

// earlier are the scored check-ins that came before c, oldest first.
func earlier(before []CheckIn, c CheckIn) []CheckIn {
	return slices.DeleteFunc(Scored(before), func(b CheckIn) bool {
		return b.At.After(c.At) || b.Cause != "" && b.Cause == c.Cause
	})
}

func (c Case) alarming() bool {
	score, _ := c.score()
	return score >= alarming || c.sharp()
}

func (c Case) tough() bool {
	score, _ := c.score()
	return score >= tough || c.CheckIn != nil && c.CheckIn.Word == severe
}

// toughInARow reports whether the check-ins have been tough on three different
// days, up to this one and with no other between.
func (c Case) toughInARow() bool {
	if score, _ := c.score(); score < tough {
		return false
	}
	days := map[habit.Day]bool{}
	for _, b := range slices.Backward(c.all()) {
		if b.Score < tough {
			break
		}
		days[habit.DayOf(b.At.In(c.Now.Location()))] = true
	}
	return len(days) >= toughDays
}

func (c Case) hurtAgain() bool {
	n := 0
	for _, at := range c.Hurts {
		if c.Now.Sub(at) <= hurtsTime {
			n++
		}
	}
	return n >= hurtsMany
}

func (c Case) aboveUsual() bool {
	score, ok := c.score()
	if !ok || score < aboveFrom {
		return false
	}
	usual, ok := Usual(c.before(), c.Now)
	return ok && float64(score) >= usual+above
}

// longSteady reports whether each of the last three weeks had three check-ins
// and a middle of 5 and more, and nothing was suggested in the last 30 days.
func (c Case) longSteady() bool {
	if _, ok := c.score(); !ok || !c.Noticed.IsZero() && c.Now.Sub(c.Noticed) < NoticeEvery {
		return false
	}
	weeks := Weeks(c.all(), c.Now, weeksLong)
	return len(weeks) == weeksLong && !slices.ContainsFunc(weeks, func(w Week) bool {
		return w.N < weekMin || w.Median < steady
	})
}
