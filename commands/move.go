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
		parts = append(parts, Text(italic(p.Reason))) // a plan of theirs may be in it
	}
	parts = append(parts, pictureOf(e), Steps(e.Steps), Facts{
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
			startButton(e, value, false),
			Button{Label: "Another one", Do: "another", Value: value},
			Button{Label: "Not now", Do: "later", Value: value},
			Button{Label: "That hurt", Do: "hurt", Value: value},
			Button{Label: "Something feels wrong", Do: "wrong"},
			Menu{Label: "Fit it to me…", Do: "told", Options: telling},
		},
		Note(t.library.Footer()),
	)}
}

// pictureOf is the still of a move.
func pictureOf(e content.Exercise) Picture { return Picture{Exercise: e.ID, Alt: e.AltText} }

// startButton opens the guided session.
func startButton(e content.Exercise, value string, light bool) Button {
	b := Button{Label: "Start", Do: "start", Value: value, Spoken: clip("Start "+e.Name+", step by step", 75)}
	if light {
		b.Do = "startlight"
	}
	return b
}

// full is everything about a move; light is with the lightest amount.
func (t *talk) full(e content.Exercise, v move, light bool) Message {
	dose := t.doseFor(e, light)
	seconds := dose.Seconds
	if v.prompt != "" && !light {
		dose, seconds = e.Dose[0], promptSeconds(e)
	}
	parts := []Part{Heading(e.Name + ", " + about(seconds))}
	if light {
		parts = append(parts, Text("*Easier for now:* "+withoutIDs(e.Easier)))
	}
	parts = append(parts,
		Text("For: "+e.Target+". You need: "+orNothing(e.Equipment)+"."),
		pictureOf(e),
		Steps(e.Steps),
		Facts{
			{"How much", amount(dose, seconds)},
			{"Breath", e.Breath},
			{"Easier", withoutIDs(e.Easier)},
			{"Harder", withoutIDs(e.Harder)},
		},
		Text("*Common slips:* "+strings.Join(e.Mistakes, "; ")+"."),
		Text("*Skip it or ask first if:* "+strings.Join(e.Skip, "; ")+"."),
	)
	if e.Floor() || e.HasTag("strength") {
		parts = append(parts, Text(t.library.SessionHeader()))
	}
	if why := t.offBecause(e); why != "" {
		parts = append(parts, Text("It is off your suggestions: "+why+"."))
	}
	parts = append(parts, t.fullButtons(e, v, light)...)
	if len(e.Aliases) > 0 {
		parts = append(parts, Note("Also called: "+strings.Join(e.Aliases, "; ")+"."))
	}
	if line := t.sourceLine(e.Sources); line != "" {
		parts = append(parts, Note(line))
	}
	return Message{Parts: append(parts, Note(t.library.Footer()))}
}

// fullButtons are what can be done with a move, and below it the rest.
func (t *talk) fullButtons(e content.Exercise, v move, light bool) []Part {
	value := v.String()
	todo := Actions{Button{Label: "Did it", Do: "did", Value: value, Spoken: clip("Log "+e.Name+" as done", 75), Primary: true}, startButton(e, value, light)}
	if !light {
		todo = append(todo, Button{Label: "Easier", Do: "easier", Value: value, Spoken: clip("Easier: less of "+e.Name, 75)})
	}
	todo = append(todo, Button{Label: "Harder", Do: "harder", Value: value, Spoken: clip("Harder: more of "+e.Name, 75)})
	if !t.me.Still {
		todo = append(todo, Button{Label: "Show movement", Do: "motion", Value: value, Moving: e.ID})
	}
	var rest Actions
	if v.prompt == "" {
		rest = append(rest, Button{Label: "Another one", Do: "another", Value: value})
	}
	if !slices.Contains(t.me.Toolbox, e.ID) {
		rest = append(rest, Button{Label: "Add to toolbox", Do: "keep", Value: value})
	}
	return []Part{todo, append(rest,
		Button{Label: "That hurt", Do: "hurt", Value: value},
		Button{Label: "Something feels wrong", Do: "wrong"})}
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
