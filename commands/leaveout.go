package commands

import (
	"slices"
	"strings"

	"catcow/content"
	"catcow/internal/care"
)

// leaveOut takes a move off the suggestions of this person, without a reason;
// alone it shows which ones are off.
func (t *talk) leaveOut(rest string) (Reply, error) {
	if strings.TrimSpace(rest) == "" {
		return t.leftOut()
	}
	e, reply, err := t.oneMove(rest, "leave out")
	if err != nil || e.ID == "" {
		return reply, err
	}
	if !slices.Contains(t.me.Disliked, e.ID) {
		t.me.Disliked, t.changed = append(t.me.Disliked, e.ID), true
	}
	return Reply{Message: Message{Parts: []Part{
		Text("*" + e.Name + "* is off your suggestions. `/stretch take back " + strings.ToLower(e.Name) + "` brings it back."),
	}}, Personal: true}, nil
}

// takeBack lets a move be suggested again: one that was left out, and one that hurt.
func (t *talk) takeBack(rest string) (Reply, error) {
	e, reply, err := t.oneMove(rest, "take back")
	if err != nil || e.ID == "" {
		return reply, err
	}
	p := t.me.Moves[e.ID]
	disliked := slices.Contains(t.me.Disliked, e.ID)
	t.me.Disliked = slices.DeleteFunc(slices.Clone(t.me.Disliked), func(id string) bool { return id == e.ID })
	t.changed = t.changed || disliked || p.Out
	text := "*" + e.Name + "* may be suggested again."
	switch {
	case p.Out:
		p = p.Retake()
		t.progress(e.ID, p)
		text = "*" + e.Name + "* may be suggested again, from its first level on. Stop if it hurts."
	case !disliked && !p.Off(t.today()):
		text = "*" + e.Name + "* is among your suggestions already."
	}
	if p.Off(t.today()) {
		text = "*" + e.Name + "* rests until " + onDay(p.Parked, t.today()) + ", because it hurt. Then it comes back by itself."
	}
	if care.Avoided(e, t.me.Avoid) {
		text = "*" + e.Name + "* stays off your suggestions: " + avoids + "."
	}
	return Reply{Message: Message{Parts: []Part{Text(text)}}, Personal: true}, nil
}

func (t *talk) leftOut() (Reply, error) {
	var off List
	for _, e := range t.library.Exercises() {
		if why := t.offBecause(e); why != "" {
			off = append(off, "*"+e.Name+"*: "+why)
		}
	}
	if len(off) == 0 {
		return Reply{Message: Message{Parts: []Part{
			Text("No move is left out. `/stretch leave out bridge` would take one off your suggestions."),
			Actions{Button{Label: "Leave out", Do: "avoiding", Spoken: "Choose what to leave out"}},
		}}, Personal: true}, nil
	}
	return Reply{Message: Message{Parts: []Part{
		Heading("Off your suggestions"), off, Actions{Button{Label: "Change it", Do: "avoiding", Spoken: "Change what I leave out"}}, Note("`/stretch settings` has whole movements to leave out, such as kneeling."),
	}}, Personal: true}, nil
}

// avoids is why a move is off the suggestions that asks for a movement to avoid.
const avoids = "it has a movement that you leave out in `/stretch settings`"

// offBecause is why a move is off this person's suggestions; "" when it is not.
func (t *talk) offBecause(e content.Exercise) string {
	p := t.me.Moves[e.ID]
	switch {
	case p.Out:
		return "it hurt twice, so it is off until you type `/stretch take back " + strings.ToLower(e.Name) + "`"
	case p.Parked.After(t.today()):
		return "it hurt, so it rests until " + onDay(p.Parked, t.today()) + ", and then comes back by itself"
	case care.Avoided(e, t.me.Avoid):
		return avoids
	case slices.Contains(t.me.Disliked, e.ID):
		return "you left it out; `/stretch take back " + strings.ToLower(e.Name) + "` brings it back"
	}
	return ""
}
