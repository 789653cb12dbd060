package commands

import (
	"slices"

	"catcow/internal/habit"
)

// more is everything that can be asked for, to press instead of to type.
func (t *talk) more() (Reply, error) {
	parts := []Part{
		Text("*Moves*"),
		Actions{
			Button{Label: "A move for now", Do: "next", Primary: true},
			typing("All moves", "list"),
			typing("My toolbox", "toolbox"),
			typing("My when-then plan", "plan"),
			Button{Label: "Moves I leave out", Do: "avoiding"},
		},
		Text("*Your days and your back*"),
		t.looking(),
		Text("*To read*"),
		Actions{
			typing("Tips", "tips"),
			typing("Why backs get stiff", "why"),
			typing("What to type", "help"),
			whenToGetHelp,
		},
	}
	if t.operator != "" && t.me.ID == t.operator {
		parts = append(parts, Text("*For whoever runs Catcow*"), Actions{typing("All channels", "status")})
	}
	return Reply{Message: Message{Parts: parts}, Personal: true}, nil
}

// looking is what shows how it goes.
func (t *talk) looking() Actions {
	row := Actions{typing("Log a session", "done"), typing("My streak", "streak")}
	if !t.noCheckIns {
		row = append(row, typing("Check in", "checkin"), typing("My check-ins over time", "trend"))
	}
	return row
}

// typing is a button that does what typing the text would.
func typing(label, text string) Button { return Button{Label: label, Do: "type", Value: text} }

// times is when Catcow writes to the person by itself, and what ends or pauses it.
func (t *talk) times() (Reply, error) {
	m := t.me
	planned := func(p habit.Plan) string {
		if p.IsZero() {
			return "none"
		}
		return capital(when(p))
	}
	facts := Facts{{"Nudges", planned(m.Nudges.Plan)}}
	row := Actions{Button{Label: "Nudges", Do: "plan", Value: "remind", Spoken: "Change the times of my nudges"}}
	if !t.noCheckIns {
		facts = append(facts, Fact{"Check-ins", planned(m.CheckIns.Plan)})
		row = append(row, Button{Label: "Check-ins", Do: "plan", Value: "checkin", Spoken: "Change the times of my check-ins"})
	}
	quiet := Button{Label: "Pause", Do: "pauseme"}
	if t.paused() || m.Off.Why != "" || m.Nudges.Quiet || m.CheckIns.Quiet {
		quiet = typing("Go on", "resume")
	}
	parts := []Part{Heading("Your times"), facts}
	parts = append(parts, t.silence()...)
	return Reply{Message: Message{Parts: append(parts,
		append(row, quiet, typing("A bad day", "bad day")),
		Actions{Button{Label: "Stop it all", Do: "type", Value: "stop", Spoken: "Stop every nudge and check-in of mine", Danger: true}},
		Note("I write only when you asked me to. "+mostNudges),
	)}, Personal: true}, nil
}

// opening is what is answered with a form, wherever it is pressed.
var opening = []string{"start", "startlight", "settings", "plan", "whenthen", "pauseuntil", "pauseme", "avoiding", "order"}

// OpensForm says whether a request is answered in a window of its own: one has to open
// before Slack's patience ends, also where the answer takes longer.
func OpensForm(r Request) bool {
	switch {
	case r.What == Called:
		return true
	case r.What != Pressed:
		return false
	case r.AtHome:
		return r.Do != "first"
	}
	return !r.InForm && slices.Contains(opening, r.Do)
}
