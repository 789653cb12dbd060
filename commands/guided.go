package commands

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"catcow/content"
	"catcow/internal/care"
	"catcow/storage"
)

// guided is a session in a form, as its buttons and the form itself carry it. Nothing else
// remembers it: a restart loses none, and a form that is closed leaves nothing behind.
type guided struct {
	exercise string
	at       int  // the leg; as many as there are: after the last
	light    bool // the lightest amount, whatever the person's level
	paced    bool // it goes on by itself
	paused   bool // it did, and waits
	moving   bool // the picture moves
	prompt   storage.SlotKey
	cause    string // of the message that it began on, for Did it there and here is one; "": it began elsewhere
}

// String is the session as a button's value: "E03|1|p|prompt/C1/…|press/C1/1.2".
func (g guided) String() string {
	flags := ""
	for _, f := range []struct {
		on   bool
		sign string
	}{{g.light, "l"}, {g.paced, "p"}, {g.paused, "w"}, {g.moving, "m"}} {
		if f.on {
			flags += f.sign
		}
	}
	return strings.Join([]string{g.exercise, strconv.Itoa(g.at), flags, string(g.prompt), g.cause}, "|")
}

func parseGuided(value string) guided {
	parts := append(strings.SplitN(value, "|", 5), "", "", "", "")
	at, err := strconv.Atoi(parts[1])
	if err != nil {
		at = 0
	}
	has := func(sign string) bool { return strings.Contains(parts[2], sign) }
	return guided{
		exercise: parts[0], at: max(0, at), light: has("l"), paced: has("p"), paused: has("w"), moving: has("m"),
		prompt: storage.SlotKey(parts[3]), cause: parts[4],
	}
}

// start is Start: the first form of a session. It is what a move's id, or a move as its
// buttons carry it, begins.
func (t *talk) start() (Reply, error) { return t.startAt(false) }

// startLight is Start of a card that shows the lightest amount.
func (t *talk) startLight() (Reply, error) { return t.startAt(true) }

func (t *talk) startAt(light bool) (Reply, error) {
	v := parseMove(t.r.Value)
	e, ok := t.library.Exercise(v.last())
	if !ok {
		return Reply{}, errNoMove
	}
	if standing := t.standing(); standing.Lock != "" {
		t.safety = true
		return Reply{Message: t.lockCard(standing, v.String()), Personal: true}, nil
	}
	g := guided{exercise: e.ID, light: light, prompt: v.prompt}
	if on := t.r.On; on.Channel != "" {
		g.cause = "press/" + string(on.Channel) + "/" + on.TS
	}
	card := t.full(e, v, light)
	return Reply{Form: t.readyForm(e, g), Else: &card}, nil
}

var errNoMove = &Problem{Text: "I no longer know this move. `/stretch list` shows them all."}

// readyForm is what stands before the first leg: all of the steps, and who sets the pace.
func (t *talk) readyForm(e content.Exercise, g guided) *Form {
	d := t.doseFor(e, g.light)
	legs := care.Legs(d)
	parts := []Part{Text("*" + capital(howMuch(d)) + "*" + howLong(d, len(legs)) + ".")}
	if why := t.offBecause(e); why != "" {
		parts = append(parts, Text("It is off your suggestions: "+why+"."))
	}
	parts = append(parts, pictureOf(e), Steps(e.Steps), breath(e))
	if (e.Floor() || e.HasTag("strength")) && t.firstTime(e.ID) {
		parts = append(parts, Text(t.library.SessionHeader()))
	}
	parts = append(parts, Choices{ID: "pace", Label: "Pace", Options: []Option{{"Go on by itself", "yes"}}, Hint: "Otherwise you press Next when you are ready."},
		Note(stopLine+" You can close this at any time: nothing is counted."))
	return &Form{Do: "guide", Value: g.String(), Title: clip(e.Name, 24), Submit: "Begin", Message: Message{Parts: parts}}
}

// howMuch is a dose in words that stand alone.
func howMuch(d content.Dose) string {
	if d.MoveSeconds == 0 {
		return about(d.Seconds)
	}
	return amount(d, d.Seconds)
}

// howLong is how long a session takes, where its amount does not say so, and its parts.
func howLong(d content.Dose, legs int) string {
	text := ""
	if d.MoveSeconds > 0 && !d.Breaths() {
		text = ", " + about(d.Seconds)
	}
	if legs > 1 {
		text += ", in " + count(legs, "part")
	}
	return text
}

const stopLine = "Stop if it hurts."

func breath(e content.Exercise) Text { return Text("*Breath:* " + e.Breath) }

// doseFor is how much of a move suits the person now, or the lightest of it.
func (t *talk) doseFor(e content.Exercise, light bool) content.Dose {
	if light {
		return care.Lightest(e)
	}
	return t.doseOf(e)
}

// guide shows the leg that the session stands at: after Begin or Next, when Catcow sets the
// pace, and for Pause, Go on, Skip to the end and Show movement.
func (t *talk) guide() (Reply, error) {
	if t.me.Welcomed.IsZero() {
		t.gone, t.bare = true, true // they were forgotten meanwhile, and it may go on by itself
	}
	g := parseGuided(t.r.Value)
	e, ok := t.library.Exercise(g.exercise)
	if !ok {
		return Reply{}, errNoMove
	}
	if standing := t.standing(); standing.Lock != "" {
		t.safety = true
		return Reply{Message: t.lockCard(standing, move{shown: []string{e.ID}}.String()), Personal: true}.unless(t.r), nil
	}
	if t.r.What == Submitted && t.r.Fields["pace"] == "yes" {
		g.paced = true
	}
	legs := care.Legs(t.doseFor(e, g.light))
	if g.at >= len(legs) {
		return Reply{Form: t.lastForm(e, g)}, nil
	}
	return Reply{Form: t.legForm(e, g, legs)}, nil
}

// legForm is one leg of a session.
func (t *talk) legForm(e content.Exercise, g guided, legs []care.Leg) *Form {
	leg, crowded := legs[g.at], false
	if g.paced && t.r.Crowded {
		g.paced, crowded = false, true
	}
	next := g
	next.at++
	parts := []Part{
		Heading(t.legTitle(e, g, legs)),
	}
	if len(legs) > 1 {
		parts = append(parts, Text(capital(about((leg.Seconds+2)/5*5))+fmt.Sprintf(". Part %d of %d.", g.at+1, len(legs))))
	}
	buttons := t.legButtons(e, g, len(legs)) // above the steps, so that a phone shows them
	if leg.Rest {
		parts = append(parts, Text("Let go, and breathe as you like."), buttons)
	} else {
		picture := Picture{Exercise: e.ID, Side: leg.Side, Motion: g.moving && !t.me.Still, Alt: e.AltText}
		parts = append(parts, picture, buttons, Steps(e.Steps), breath(e))
	}
	f := &Form{Do: "guide", Value: next.String(), Title: clip(e.Name, 24), Submit: "Next"}
	switch {
	case g.paced:
		parts = append(parts, Note("It goes on by itself. "+stopLine))
		f.Pace = Pace{After: time.Duration(leg.Seconds) * time.Second, Then: Button{Label: "Next", Do: "guide", Value: next.String()}}
	case crowded:
		parts = append(parts, Note("Many people move right now, so please press Next yourself. "+stopLine))
	default:
		parts = append(parts, Note(stopLine))
	}
	f.Message = Message{Parts: parts}
	return f
}

func (t *talk) legButtons(e content.Exercise, g guided, legs int) Actions {
	var row Actions
	switch {
	case g.paced:
		still := g
		still.paced, still.paused = false, true
		row = append(row, Button{Label: "Pause", Do: "guide", Value: still.String()})
	case g.paused:
		on := g
		on.paced, on.paused = true, false
		row = append(row, Button{Label: "Go on", Do: "guide", Value: on.String(), Primary: true})
	}
	if !t.me.Still {
		moving := g
		moving.moving = !g.moving
		label := "Show movement"
		if g.moving {
			label = "Show the still"
		}
		row = append(row, Button{Label: label, Do: "guide", Value: moving.String(), Moving: e.ID})
	}
	if g.at+1 < legs {
		end := g
		end.at, end.paced = legs, false
		row = append(row, Button{Label: "Skip to the end", Do: "guide", Value: end.String()})
	}
	return append(row, Button{Label: "That hurt", Do: "hurt", Value: move{shown: []string{e.ID}, prompt: g.prompt}.String()})
}

// legTitle is what a leg asks for: "Round 1 of 2, first side: hold 20 seconds".
func (t *talk) legTitle(e content.Exercise, g guided, legs []care.Leg) string {
	d, leg := t.doseFor(e, g.light), legs[g.at]
	if leg.Rest {
		return "Rest"
	}
	var where []string
	if d.Sets > 1 {
		where = append(where, fmt.Sprintf("round %d of %d", leg.Set, d.Sets))
	}
	switch leg.Side {
	case 1:
		where = append(where, "first side")
	case 2:
		where = append(where, "other side")
	}
	if leg.Hold > 0 {
		where = append(where, fmt.Sprintf("%d of %d", leg.Hold, d.Reps))
		d.Reps = 1
	}
	if d.MoveSeconds > 0 && !d.Breaths() {
		d.Sets, d.PerSide = 1, false
	}
	what := howMuch(d)
	if len(where) == 0 {
		return capital(what)
	}
	return capital(strings.Join(where, ", ") + ": " + what)
}

// lastForm is what stands after the last leg. Whoever closes it counts nothing.
func (t *talk) lastForm(e content.Exercise, g guided) *Form {
	f := &Form{Do: "finish", Value: g.String(), Title: clip(e.Name, 24), Message: Message{Parts: []Part{
		Heading("That was it"),
		Text("*" + e.Name + "*, " + howMuch(t.doseFor(e, g.light)) + "."),
	}}}
	if t.r.Role == Stranger {
		return f
	}
	f.Submit = "Did it"
	f.Parts = append(f.Parts, Actions{Button{Label: "That hurt", Do: "hurt", Value: move{shown: []string{e.ID}, prompt: g.prompt}.String()}},
		Note("Did it logs this session. Close leaves it out."))
	return f
}

// finished is Did it at the end of a session. It counts once, however often it comes, also
// beside Did it on the message that the session began on.
func (t *talk) finished() (Reply, error) {
	g := parseGuided(t.r.Value)
	e, ok := t.library.Exercise(g.exercise)
	if !ok {
		return Reply{}, errNoMove
	}
	cause := t.r.Cause
	if g.cause != "" {
		cause = g.cause + "/did"
	}
	return t.didMove(e, g.prompt, cause)
}
