package commands

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"catcow/content"
	"catcow/internal/care"
	"catcow/storage"
)

// move is what the buttons of a card carry: the moves shown so far, the last
// of them on the card; the prompt it answers; and the words that were asked with.
type move struct {
	shown  []string
	prompt storage.SlotKey
	words  string
}

// String is the move as a button's value: "V01,V06|prompt/C1/…|desk 1 min".
func (v move) String() string {
	return strings.Join(v.shown, ",") + "|" + string(v.prompt) + "|" + clip(v.words, 200)
}

func parseMove(value string) move {
	shown, rest, _ := strings.Cut(value, "|")
	prompt, words, _ := strings.Cut(rest, "|")
	v := move{prompt: storage.SlotKey(prompt), words: words}
	if shown != "" {
		v.shown = strings.Split(shown, ",")
	}
	return v
}

func (v move) last() string {
	if len(v.shown) == 0 {
		return ""
	}
	return v.shown[len(v.shown)-1]
}

// card is a suggested move, ready to do.
func (t *talk) card(p care.Pick, v move) Message {
	e := p.Exercise
	parts := []Part{Heading(e.Name + ", " + about(p.Seconds))}
	if p.Reason != "" {
		parts = append(parts, Text("_"+Plain(p.Reason)+"_")) // a plan of theirs may be in it
	}
	parts = append(parts, Steps(e.Steps), Facts{
		{"How much", amount(p.Dose, p.Seconds)},
		{"Breath", e.Breath},
		{"Easier", withoutIDs(e.Easier)},
	})
	if (e.Floor() || e.HasTag("strength")) && t.firstTime(e.ID) {
		parts = append(parts, Text(t.library.SessionHeader()))
	}
	value := v.String()
	return Message{Parts: append(parts,
		Actions{
			Button{Label: "Did it", Do: "did", Value: value, Spoken: clip("Log "+e.Name+" as done", 75), Primary: true},
			Button{Label: "Another one", Do: "another", Value: value},
			Button{Label: "Not now", Do: "later", Value: value},
			Button{Label: "That hurt", Do: "hurt", Value: value},
			Button{Label: "Something feels wrong", Do: "wrong"},
			Menu{Label: "Fit it to me…", Do: "told", Options: telling},
		},
		Note(t.library.Footer()),
	)}
}

// full is everything about a move.
func (t *talk) full(e content.Exercise, v move) Message {
	dose := t.doseOf(e)
	seconds := dose.Seconds
	if v.prompt != "" {
		dose, seconds = e.Dose[0], promptSeconds(e)
	}
	parts := []Part{
		Heading(e.Name + ", " + about(seconds)),
		Text("For: " + e.Target + ". You need: " + orNothing(e.Equipment) + "."),
		Steps(e.Steps),
		Facts{
			{"How much", amount(dose, seconds)},
			{"Breath", e.Breath},
			{"Easier", withoutIDs(e.Easier)},
			{"Harder", withoutIDs(e.Harder)},
		},
		Text("*Common slips:* " + strings.Join(e.Mistakes, "; ") + "."),
		Text("*Skip it or ask first if:* " + strings.Join(e.Skip, "; ") + "."),
	}
	if e.Floor() || e.HasTag("strength") {
		parts = append(parts, Text(t.library.SessionHeader()))
	}
	if why := t.offBecause(e); why != "" {
		parts = append(parts, Text("It is off your suggestions: "+why+"."))
	}
	value := v.String()
	buttons := Actions{Button{Label: "Did it", Do: "did", Value: value, Spoken: clip("Log "+e.Name+" as done", 75), Primary: true}}
	if v.prompt == "" {
		buttons = append(buttons, Button{Label: "Another one", Do: "another", Value: value})
	}
	buttons = append(buttons, Button{Label: "That hurt", Do: "hurt", Value: value})
	if !slices.Contains(t.me.Toolbox, e.ID) {
		buttons = append(buttons, Button{Label: "Add to toolbox", Do: "keep", Value: value})
	}
	parts = append(parts, append(buttons, Button{Label: "Something feels wrong", Do: "wrong"}))
	if len(e.Aliases) > 0 {
		parts = append(parts, Note("Also called: "+strings.Join(e.Aliases, "; ")+"."))
	}
	if line := t.sourceLine(e.Sources); line != "" {
		parts = append(parts, Note(line))
	}
	return Message{Parts: append(parts, Note(t.library.Footer()))}
}

// doseOf is how much of a move suits the person now.
func (t *talk) doseOf(e content.Exercise) content.Dose {
	return t.me.Moves[e.ID].Dose(e, t.today(), t.standing().Gentle)
}

// firstTime says that the person has not given feedback on the move yet.
func (t *talk) firstTime(exercise string) bool { return t.me.Moves[exercise].Done.IsZero() }

var ids = regexp.MustCompile(` \([EV]\d\d\)`)

// withoutIDs leaves out the ids that reviewers of the content read.
func withoutIDs(text string) string { return ids.ReplaceAllString(text, "") }

func orNothing(equipment string) string {
	if equipment == "none" {
		return "nothing"
	}
	return equipment
}

// amount is a dose in a sentence's words: "5 times on each side, holding 3
// seconds". A trimmed dose names its time.
func amount(d content.Dose, seconds int) string {
	if d.MoveSeconds == 0 || d.Breaths() {
		if seconds < d.Seconds {
			return about(seconds)
		}
		return d.Text
	}
	side := ""
	if d.PerSide {
		side = " on each side"
	}
	rounds := ""
	switch {
	case d.Sets == 2:
		rounds = ", twice"
	case d.Sets > 2:
		rounds = fmt.Sprintf(", %d times", d.Sets)
	}
	if d.Reps == 1 {
		return fmt.Sprintf("hold %d seconds%s%s", d.HoldSeconds, side, rounds)
	}
	text := fmt.Sprintf("%d times%s", d.Reps, side)
	switch {
	case d.Pauses():
		text += fmt.Sprintf(", with a pause of %d seconds at each end", d.HoldSeconds/2)
	case d.HoldSeconds > 0:
		text += fmt.Sprintf(", holding %d seconds", d.HoldSeconds)
	}
	if d.Sets == 2 {
		return text + ", two rounds"
	}
	return text
}
