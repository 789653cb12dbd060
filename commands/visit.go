package commands

// prepare is what helps to have ready for a visit.
func (t *talk) prepare() (Reply, error) {
	parts := []Part{
		Heading("Before you see a doctor or physio"),
		Text("A few notes make the visit easier:"),
		List{
			"when it began, and what you were doing around then",
			"what makes it better, and what makes it worse",
			"how your nights and your mornings are",
			"what you would like to do again, and can't at the moment",
			"other conditions, and what you take for them",
		},
	}
	if !t.noCheckIns {
		parts = append(parts, Text("`/stretch trend` shows your check-ins, if you want to bring them."))
	}
	if found, ok := t.library.Tip("T1"); ok {
		parts = append(parts, t.tipParts(found[0])...)
	}
	return Reply{Message: Message{Parts: append(parts, Actions{Button{Label: "When to get help", Do: "when"}}, Note(t.library.Footer()))}}, nil
}
