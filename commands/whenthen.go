package commands

import (
	"strings"

	"catcow/content"
	"catcow/internal/care"
)

// whenThen is the when-then plan: shown, ended, or the way to its form.
func (t *talk) whenThen(rest string) (Reply, error) {
	set := Actions{Button{Label: "Make a plan", Do: "whenthen", Primary: true}}
	switch content.Normal(rest) {
	case "":
	case "off", "none", "delete":
		was := t.me.Plan
		t.me.Plan, t.changed = care.WhenThen{}, was != care.WhenThen{}
		if was.Exercise == "" {
			return Reply{Message: Message{Parts: []Part{Text("You have no plan at the moment."), set}}, Personal: true}, nil
		}
		return Reply{Message: Message{Parts: []Part{Text("Your plan is off."), set}}, Personal: true}, nil
	default:
		return t.planTyped(rest)
	}
	if reply, locked := t.locked(); locked {
		return reply, nil
	}
	e, ok := t.library.Exercise(t.me.Plan.Exercise)
	if !ok {
		return Reply{Message: Message{Parts: []Part{
			Text("A plan ties a move to something you do anyway: when my stand-up ends, I'll do a seated cat-cow."),
			set,
		}}, Personal: true}, nil
	}
	return Reply{Message: Message{Parts: []Part{
		Text(italic(t.me.Plan.Sentence(e.Name))),
		Actions{Button{Label: "Change my plan", Do: "whenthen"}},
		Note("`/stretch plan off` ends it. I suggest the move first while it stands."),
	}}, Personal: true}, nil
}

// whenThenForm asks for the plan.
func (t *talk) whenThenForm() (Reply, error) {
	var moves []Option
	for _, e := range t.library.Exercises() {
		moves = append(moves, Option{Label: clip(e.Name, 75), Value: e.ID})
	}
	p := t.me.Plan
	return Reply{Form: &Form{Do: "planwhen", Title: "My plan", Submit: "Save", Message: Message{Parts: []Part{
		Input{ID: "when", Label: "When …", Value: p.When, Placeholder: "my stand-up ends"},
		Choice{ID: "move", Label: "I'll do", Options: moves, Chosen: orUsual(p.Exercise, "V01")},
		Input{ID: "obstacle", Label: "If …", Value: p.Obstacle, Placeholder: "a call comes", Optional: true},
		Input{ID: "instead", Label: "I'll …", Value: p.Instead, Placeholder: "do it before lunch", Optional: true},
	}}}}, nil
}

// mostPlanned is how long a part of a plan may be, in characters.
const mostPlanned = 80

// planWhen is the form, submitted.
func (t *talk) planWhen() (Reply, error) {
	p := care.WhenThen{Exercise: t.r.Fields["move"]}
	wrong := map[string]string{}
	for id, to := range map[string]*string{"when": &p.When, "obstacle": &p.Obstacle, "instead": &p.Instead} {
		*to = strings.Trim(strings.Join(strings.Fields(t.r.Fields[id]), " "), " .,;")
		if clip(*to, mostPlanned) != *to {
			wrong[id] = "Use at most 80 characters, such as: my stand-up ends."
		}
	}
	if p.When == "" {
		wrong["when"] = "Write what comes before, such as: my stand-up ends."
	}
	if p.Obstacle == "" != (p.Instead == "") {
		wrong["instead"] = "Fill in both lines, or leave both empty."
	}
	if _, ok := t.library.Exercise(p.Exercise); !ok {
		wrong["move"] = "Choose a move of the list."
	}
	if len(wrong) > 0 {
		return Reply{Errors: wrong}, nil
	}
	t.me.Plan, t.changed = p, true
	if care.Hear(t.written()) == care.Soreness {
		return t.andSore(t.whenThen(""))
	}
	return t.whenThen("")
}
