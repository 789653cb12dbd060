package commands

// help is what can be typed, and first when to get help.
func (t *talk) help(string) (Reply, error) {
	t.safety = true
	parts := []Part{
		Text("*New numbness around your bottom or genitals, trouble with bladder or bowels, weak legs, chest pain, or a bad fall?* That is for people who can examine you: type `/stretch help now`, or call " + t.emergency() + "."),
		Heading("What I can do"),
	}
	lines := List{
		"`/stretch` a move for now. Add words that fit: `neck`, `1 min`, `sitting`, `desk`",
		"`/stretch cat cow` how to do that move; any name or part of one works",
	}
	for _, c := range t.offered() {
		text := "`/stretch " + c.words[0]
		if c.usage != "" {
			text += " " + c.usage
		}
		lines = append(lines, text+"` "+c.does)
	}
	return Reply{Message: Message{Parts: append(parts, lines,
		Text("The same words work in a direct message to me, without `/stretch`, and after `@Catcow` in a channel. Only you see the answers."),
		Actions{
			Button{Label: "Show me a move", Do: "next", Primary: true},
			Button{Label: "When to get help", Do: "when"},
			Button{Label: "Something feels wrong", Do: "wrong"},
		},
		Note(t.library.Footer()),
	)}}, nil
}

// greeting is the first word of the greetings in the table.
const greeting = "hi"

func (t *talk) greets() string {
	if t.noCheckIns {
		return "Hello. I'm Catcow: one small move at a time."
	}
	return "Hello. I'm Catcow: one small move at a time, and a place to note how stiff your back is, in private."
}

// hello answers a greeting.
func (t *talk) hello(string) (Reply, error) {
	return Reply{Message: Message{Parts: []Part{
		Text(t.greets()),
		Actions{
			Button{Label: "Show me a move", Do: "next", Primary: true},
			Button{Label: "When to get help", Do: "when"},
		},
	}}}, nil
}
