package bot

import "catcow/commands"

// regret is a sentence where the person looks: at the first field of the form
// they submitted, so that what they wrote stays; in a window; or as an answer.
func (a *asking) regret(text string) commands.Reply {
	m := commands.Message{Parts: []commands.Part{commands.Text(text)}}
	switch {
	case a.What == commands.Submitted && len(a.inputs) > 0:
		return commands.Reply{Errors: map[string]string{a.inputs[0]: text}}
	case a.What == commands.Submitted, a.What == commands.Called, a.InForm:
		return commands.Reply{Form: window(m)}
	}
	return commands.Reply{Message: m}
}

// again is a regret over what may go well the next time: a form without fields, and what was
// pressed in one, stands there once more.
func (a *asking) again(text string) commands.Reply {
	r := a.regret(text)
	switch f := r.Form; {
	case f == nil:
	case a.What == commands.Submitted:
		f.Do, f.Value, f.Submit, f.From = a.Do, a.Value, "Try again", a.From
	case a.What == commands.Pressed:
		f.From = a.From
		f.Parts = append(f.Parts, commands.Actions{commands.Button{Label: "Try again", Do: a.Do, Value: a.Value, Primary: true}})
	}
	return r
}

// window shows a message to somebody who is not in a conversation.
func window(m commands.Message) *commands.Form {
	return &commands.Form{Title: "Catcow", Message: m}
}
