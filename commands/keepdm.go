package commands

import (
	"slices"
	"strings"

	"catcow/storage"
)

// keepLabel is the button on what Slack forgets after a reload.
const keepLabel = "Keep in my DM"

// mostKeptCauses is how many presses of it are remembered, so that each counts once.
const mostKeptCauses = 20

// keepable adds the button to an answer that would vanish. A personal result is not to be
// kept: a direct message shows on lock screens, and Slack keeps it.
func (t *talk) keepable(reply *Reply) {
	if reply.Keep == "" || reply.Personal || t.r.Direct || t.r.Role == Stranger || t.standing().Lock != "" {
		return
	}
	m := &reply.Message
	if reply.Instead != nil && len(m.Parts) == 0 {
		m = reply.Instead
	}
	button := Button{Label: keepLabel, Do: "keepdm", Value: reply.Keep, Spoken: "Keep this in my direct messages with Catcow"}
	for i, part := range slices.Backward(m.Parts) {
		if row, ok := part.(Actions); ok && len(row) > 0 {
			at := len(row)
			if last, ok := row[at-1].(Button); ok && last.Do == "wrong" { // which stays the last
				at--
			}
			m.Parts = slices.Clone(m.Parts)
			m.Parts[i] = slices.Insert(slices.Clone(row), at, Action(button))
			return
		}
	}
	m.Parts = append(slices.Clone(m.Parts), Actions{button})
}

// keepInDM sends the same once more, to the direct messages, where it stays. One press
// sends it once, however often it comes.
func (t *talk) keepInDM() (Reply, error) {
	if reply, locked := t.locked(); locked {
		return reply, nil
	}
	m, err := t.again(t.r.Value)
	if err != nil {
		return Reply{}, err
	}
	told := Reply{Message: Message{Parts: []Part{Text("It comes into our direct messages, and stays there.")}}}
	cause := t.r.Cause + "/" + t.r.Value
	if slices.Contains(t.me.Kept, cause) {
		return told, nil
	}
	kept := append(slices.Clone(t.me.Kept), cause)
	t.me.Kept, t.changed = kept[max(0, len(kept)-mostKeptCauses):], true
	told.Posts = []Post{{To: string(t.me.ID), DM: t.me.Direct, Message: m}}
	return told, nil
}

// again is what a Reply's Keep stands for, as it was shown. What is off somebody's
// suggestions is not said in it.
func (t *talk) again(keep string) (Message, error) {
	gone := &Problem{Text: "I no longer have that one. `/stretch list` and `/stretch tips` show what there is."}
	kind, which, _ := strings.Cut(keep, "/")
	switch kind {
	case "move":
		e, ok := t.library.Exercise(which)
		if !ok {
			return Message{}, gone
		}
		plain := *t
		if t.offBecause(e) != "" {
			plain.me = storage.Member{ID: t.me.ID, Zone: t.me.Zone}
		}
		return plain.full(e, move{shown: []string{e.ID}}, false), nil
	case "tip":
		if _, ok := t.library.Tip(which); ok {
			reply, err := t.tips(which)
			return reply.Message, err
		}
	case "why":
		return t.knowledge(which), nil
	}
	return Message{}, gone
}
