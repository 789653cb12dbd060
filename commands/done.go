package commands

import (
	"strings"

	"catcow/content"
	"catcow/storage"
)

// done logs a session by words: an exercise, yesterday, both or neither. A
// name that only resembles an exercise is asked back.
func (t *talk) done(rest string) (Reply, error) {
	day := t.today()
	var name []string
	for _, word := range strings.Fields(rest) {
		switch content.Normal(word) {
		case "yesterday":
			day = t.today().Add(-1)
		case "today":
		default:
			name = append(name, word)
		}
	}
	session := storage.Session{User: t.me.ID, Cause: t.r.Cause, Day: day, At: t.now}
	what := ""
	if len(name) > 0 {
		match := t.library.Find(strings.Join(name, " "))
		switch {
		case len(match.Exercises) == 0:
			return Reply{}, &Problem{Text: "I don't know “" + Plain(clip(strings.Join(name, " "), 60)) + "”, so nothing was logged. `/stretch done` logs a session without a name; `/stretch list` shows the names."}
		case len(match.Exercises) > 1 || match.How == content.Typo:
			return Reply{Message: Message{Parts: []Part{
				Text("Which one did you do? Nothing is logged yet."),
				Actions(retypes(match.Exercises, day != t.today())),
			}}}, nil
		}
		session.Exercise, what = match.Exercises[0].ID, match.Exercises[0].Name
	}
	added, err := t.tx.AddSession(session)
	if err != nil {
		return Reply{}, err
	}
	t.changed = t.changed || added
	return t.logged(what, day, added)
}

// retypes offers done with the exact names.
func retypes(found []content.Exercise, yesterday bool) []Action {
	var buttons []Action
	for _, e := range found[:min(len(found), most)] {
		text := "done " + e.Name
		if yesterday {
			text += " yesterday"
		}
		buttons = append(buttons, Button{Label: clip(e.Name, 75), Do: "type", Value: text})
	}
	return buttons
}
