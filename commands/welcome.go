package commands

// opened is the first look into Catcow's direct messages: one welcome, once.
func (t *talk) opened() (Reply, error) {
	if !t.me.Welcomed.IsZero() || t.standing().Lock != "" || t.r.Role == Stranger {
		return Reply{}, nil // a safety card is no moment for a welcome
	}
	t.me.Welcomed, t.changed = t.now, true
	hints := List{
		"`neck`, `1 min` or `cat cow` finds a move that fits",
		"`remind weekdays 11:00 16:00` has me send you one",
	}
	if !t.noCheckIns {
		hints = append(hints, "`checkin` notes how stiff your back is, for your eyes")
	}
	return Reply{Posts: []Post{{To: string(t.me.ID), DM: t.me.Direct, Message: Message{Parts: []Part{
		Heading("Hello, I'm Catcow"),
		Text("I show small moves for stiff backs, one at a time. Type `/stretch` anywhere, or write to me here."),
		hints,
		Text("I never write first unless you ask me to. `stop` ends everything at once."),
		Actions{
			Button{Label: "Show me a move", Do: "next", Primary: true},
			Button{Label: "When to get help", Do: "when"},
		},
		Note(t.library.FirstRun()),
	}}}}}, nil
}
