package commands

import "slices"

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
		Actions{
			typing("Log a session", "done"),
			typing("My streak", "streak"),
			typing("Check in", "checkin"),
			typing("My check-ins over time", "trend"),
		},
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

// typing is a button that does what typing the text would.
func typing(label, text string) Button { return Button{Label: label, Do: "type", Value: text} }

// times is when Catcow writes to the person by itself, and what ends or pauses it.
func (t *talk) times() (Reply, error) {
	m := t.me
	facts := Facts{{"Nudges", "none"}, {"Check-ins", "none"}}
	if p := m.Nudges.Plan; !p.IsZero() {
		facts[0].Value = capital(when(p))
	}
	if p := m.CheckIns.Plan; !p.IsZero() {
		facts[1].Value = capital(when(p))
	}
	quiet := Button{Label: "Pause", Do: "pauseme"}
	if t.paused() || m.Off.Why != "" || m.Nudges.Quiet || m.CheckIns.Quiet {
		quiet = typing("Go on", "resume")
	}
	parts := []Part{Heading("Your times"), facts}
	parts = append(parts, t.silence()...)
	return Reply{Message: Message{Parts: append(parts,
		Actions{
			Button{Label: "Nudges", Do: "plan", Value: "remind", Spoken: "Change the times of my nudges"},
			Button{Label: "Check-ins", Do: "plan", Value: "checkin", Spoken: "Change the times of my check-ins"},
			quiet,
			typing("A bad day", "bad day"),
		},
		Actions{Button{Label: "Stop it all", Do: "type", Value: "stop", Spoken: "Stop every nudge and check-in of mine", Danger: true}},
		Note("I write only when you asked me to. "+mostNudges),
	)}, Personal: true}, nil
}

// myData is what people can do about what is held of them.
func (t *talk) myData() (Reply, error) {
	var row Actions
	for _, b := range []Button{
		{Label: "What you hold", Do: "type", Value: "privacy", Spoken: "What Catcow holds about me, and who can see it"},
		{Label: "Export it", Do: "type", Value: "export", Spoken: "Export all of it as a file in my direct messages"},
		{Label: "Forget me", Do: "type", Value: "forget me", Spoken: "Erase everything, after a question"},
	} {
		if _, _, known := find(b.Value); known {
			row = append(row, b)
		}
	}
	return Reply{Message: Message{Parts: []Part{
		Heading("Your data"),
		Text("Your scores, sessions and days are shown to you alone. Whoever runs this server could read its database. Slack keeps our direct messages, and the Home tab as it looked last."),
		Facts{
			{"Check-ins", "erased after " + count(t.keptCheckIns(), "day")},
			{"Sessions", "erased after " + count(t.keptSessions(), "day")},
		},
		row,
		Note("How long things are kept is part of your settings."),
	}}, Personal: true}, nil
}

// opening is what is answered with a form, wherever it is pressed.
var opening = []string{"settings", "plan", "whenthen", "pauseuntil", "pauseme", "avoiding", "order"}

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
