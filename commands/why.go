package commands

import (
	"strings"

	"catcow/content"
)

// reasons are the parts of why, by the word that leads to them.
var reasons = []struct{ word, label string }{
	{"causes", "Causes"},
	{"signs", "Signs"},
	{"about", "About this advice"},
	{"evidence", "Does it work?"},
	{"sources", "Sources"},
}

// why is causes and signs; a word more leads to the rest of what is known.
func (t *talk) why(rest string) (Reply, error) {
	word := content.Normal(rest)
	if head := content.Normal(t.r.Text); word == "" && t.r.What == Typed {
		word, _, _ = strings.Cut(head, " ") // "causes" alone
	}
	return Reply{Message: t.knowledge(word), Keep: "why/" + word}, nil
}

// reason is one of the buttons below.
func (t *talk) reason() (Reply, error) {
	return Reply{Message: t.knowledge(t.r.Value), Keep: "why/" + t.r.Value}.unless(t.r), nil
}

func (t *talk) knowledge(word string) Message {
	var parts []Part
	switch word {
	case "causes":
		parts = []Part{Heading("Why a back gets stiff"), lines(t.library.Causes())}
	case "signs":
		parts = []Part{Heading("How it shows"), lines(t.library.Signs())}
	case "about":
		f := t.library.Framing()
		parts = []Part{Heading("About this advice"), lines(f.About), Text("*On moving*"), lines(f.Exercise),
			Heading("Your toolbox"), lines(t.library.Toolbox().Lines), Heading("What this is not"), lines(t.library.Disclaimers())}
	case "evidence":
		c := t.library.Claims()
		parts = []Part{Heading("Does it work?"), Text("*For*"), t.cited(c.Helps), Text("*Against, or not sure*"), t.cited(c.Limits)}
	case "sources":
		parts = []Part{Heading("Sources"), t.references()}
	default:
		parts = []Part{Heading("Why a back gets stiff"), lines(t.library.Causes()), Text("*How it shows*"), lines(t.library.Signs())}
	}
	var buttons Actions
	for _, r := range reasons {
		if r.word != word {
			buttons = append(buttons, Button{Label: r.label, Do: "reason", Value: r.word})
		}
	}
	return Message{Parts: append(parts, buttons, Note(t.library.Footer()))}
}

func lines(all []content.Line) List {
	var list List
	for _, line := range all {
		text := line.Text
		if line.Title != "" {
			text = "*" + line.Title + "*: " + text
		}
		list = append(list, text)
	}
	return list
}

// cited is lines with the names of their sources.
func (t *talk) cited(all []content.Line) List {
	list := lines(all)
	for i, line := range all {
		if s := t.sourceLine(line.Sources); s != "" {
			list[i] += " _" + s + "_"
		}
	}
	return list
}

// sourceLine names sources; only those with an address get a link.
func (t *talk) sourceLine(ids []string) string {
	var names []string
	for _, id := range ids {
		for _, s := range t.library.Sources() {
			switch {
			case s.ID != id:
			case s.Link != "":
				names = append(names, "<"+s.Link+"|"+s.Name+">")
			default:
				names = append(names, s.Name)
			}
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "Source: " + and(names) + "."
}

func (t *talk) references() List {
	var list List
	for _, r := range t.library.References() {
		list = append(list, "<"+r.Link+"|"+r.Title+">: "+r.Text)
	}
	return list
}

func firstSentence(text string) string {
	if i := strings.IndexByte(text, '.'); i >= 0 {
		return text[:i+1]
	}
	return text
}
