package commands

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"catcow/content"
	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

// half is a score between two whole numbers.
var half = regexp.MustCompile(`^\d+[.,]\d$`)

// checkin is a score now, or when Catcow asks.
func (t *talk) checkin(rest string) (Reply, error) {
	if n, ok := bareScore(rest); ok {
		return t.rate(n)
	}
	if word := content.Normal(rest); slices.Contains(care.Words4, word) {
		return t.rateAs(answer{word: word})
	}
	switch content.Normal(rest) {
	case "":
		return t.checkinNow()
	case "off":
		return t.checkinsOff()
	case "store":
		return t.keepAnswers()
	case "don't store", "dont store", "do not store":
		return t.noStore()
	}
	plan, err := t.plan(rest)
	if err != nil && half.MatchString(strings.TrimSpace(rest)) {
		return t.rate(-1)
	}
	if err != nil {
		return Reply{}, err
	}
	return t.setCheckins(plan)
}

func (t *talk) setCheckins(plan habit.Plan) (Reply, error) {
	t.me.CheckIns, t.changed = t.anew(t.me.CheckIns, plan), true
	t.rouse(storage.Asking)
	next, err := t.upcoming(storage.Asking, string(t.me.ID), t.me.CheckIns)
	parts := append([]Part{Text("I'll ask you how your back is: *" + when(plan) + "*."), next}, t.silence()...)
	if !t.answers() {
		return Reply{Message: Message{Parts: append(append(parts, Divider{}), t.consent("")...)}, Personal: true}, err
	}
	return Reply{Message: Message{Parts: append(parts, Note("`/stretch checkin off` ends it; `/stretch checkin mon wed fri 14:00` changes it."))}, Personal: t.standing().Quiet}, err
}

func (t *talk) checkinsOff() (Reply, error) {
	was := t.me.CheckIns
	t.me.CheckIns, t.me.Question, t.changed = storage.Schedule{}, storage.Question{}, true
	if was.Plan.IsZero() {
		return Reply{Message: Message{Parts: []Part{Text("I don't ask you anything at the moment. `/stretch checkin mon wed fri 14:00` would start it.")}}}, nil
	}
	return Reply{Message: Message{Parts: []Part{Text("Check-ins are off. To have them back: `/stretch checkin " + was.Plan.String() + "`.")}}}, nil
}

// checkinNow is checkin alone: the question, and when it comes by itself.
func (t *talk) checkinNow() (Reply, error) {
	if !t.answers() {
		return Reply{Message: Message{Parts: t.consent("")}}, nil
	}
	parts := append(question(), t.scores("score", "")...)
	note := "I don't ask by myself. `/stretch checkin mon wed fri 14:00` would start it."
	if p := t.me.CheckIns.Plan; !p.IsZero() {
		note = "I ask you " + when(p) + ". `/stretch checkin off` ends it."
	}
	if quiet := t.goneQuiet(storage.Asking); quiet != nil {
		parts, note = append(append(parts, Divider{}), quiet...), "`/stretch checkin off` ends them."
	}
	if t.me.NoStore {
		note = "Nothing of your answer is kept; `/stretch store` changes that. " + note
	}
	return Reply{Message: Message{Parts: append(parts, Note(note),
		Actions{Button{Label: "Change times", Do: "plan", Value: "checkin"}})}, Personal: true}, nil
}

// question is the stem and its anchors. They never change: other words would
// make old scores say something else.
func question() []Part {
	return []Part{
		Heading("How stiff does your back feel right now?"),
		Text("0 means not stiff at all. 5 means noticeable, and you move with some care. 10 means as stiff as you can imagine."),
	}
}

// scores is how an answer is given, as the person chose: 0 to 10 as buttons or
// as a menu, or words. cause is the check-in they answer, "" for one of now.
func (t *talk) scores(do, cause string) []Part {
	switch t.me.Scale {
	case "menu":
		menu := Menu{Label: "Choose 0 to 10", Do: do}
		for n := range 11 {
			menu.Options = append(menu.Options, Option{Label: fmt.Sprintf("%d of 10%s", n, anchors[n]), Value: strconv.Itoa(n) + "|" + cause})
		}
		return []Part{Actions{menu}}
	case "words":
		var row Actions
		do = strings.Replace(do, "score", "word", 1)
		for _, word := range care.Words4 {
			row = append(row, Button{Label: capital(word), Do: do, Value: word + "|" + cause})
		}
		return []Part{row}
	}
	var row Actions
	for n := range 11 {
		row = append(row, Button{
			Label: strconv.Itoa(n), Do: do, Value: strconv.Itoa(n) + "|" + cause,
			Spoken: fmt.Sprintf("%d of 10", n),
		})
	}
	return []Part{row}
}

// anchors are what the ends and the middle of the scale mean. They never change.
var anchors = map[int]string{0: ", not stiff at all", 5: ", noticeable, and I move with some care", 10: ", as stiff as I can imagine"}

// usefulEvery is how often somebody who checks in is asked whether it is still useful.
const usefulEvery = 91 * 24 * time.Hour

// asking is the question that Catcow asks by itself; key names its slot.
func (t *talk) asking(key string) Message {
	parts := append(question(), t.scores("score", key)...)
	parts = append(parts,
		Actions{Button{Label: "Not today", Do: "skip", Value: key}, snoozes(storage.SlotKey(key))},
		Note(t.belowAsking()))
	if t.me.Useful.IsZero() {
		t.me.Useful = t.now
	}
	if t.now.Sub(t.me.Useful) >= usefulEvery {
		t.me.Useful = t.now
		parts = append(parts, Divider{}, Text("Three months of check-ins have gone by. Is checking in still useful?"), Actions{
			Button{Label: "Yes, go on", Do: "useful", Value: "yes"},
			Button{Label: "Other times", Do: "plan", Value: "checkin"},
			Button{Label: "No, end it", Do: "useful", Value: "no"},
		})
	}
	return Message{Parts: parts}
}

func (t *talk) belowAsking() string {
	if t.me.NoStore {
		return "Tap an answer, or type a number. Nothing of it is kept. `checkin off` ends these."
	}
	return "Tap an answer, or type a number. Only you see it in Catcow. `checkin off` ends these."
}

// useful is the answer to that.
func (t *talk) useful() (Reply, error) {
	if t.r.Value == "no" {
		return t.checkinsOff()
	}
	return Reply{Message: Message{Parts: []Part{Text("Thank you. I'll go on asking, and ask this again in three months.")}}}, nil
}
