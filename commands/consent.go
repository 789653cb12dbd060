package commands

import (
	"time"

	"catcow/storage"
)

// consent is what stands before the first stored score. cause is the question
// that was answered, to be asked again; "" for none.
func (t *talk) consent(cause string) []Part {
	return []Part{
		Text("*Before the first check-in.* I can keep your answers, 0 to 10, so that you can look back. Saying no changes nothing else, and nobody is told."),
		List{
			"Only you see them in Catcow. Your team and your manager can't.",
			"They stand encrypted on this server. Whoever runs it has the key, and could read them.",
			"Slack keeps our direct messages: a number that you type stays there. I never repeat one in a message that stays.",
			"My Home tab draws them for you. Slack keeps that page as it looked last.",
			"I erase them after " + count(t.keptCheckIns(), "day") + ". `/stretch export` gives you all of it, and `/stretch forget me` erases all of it at once.",
			"`/stretch checkin off` or `/stretch stop` ends it, without a reason.",
			"*Don't store* gives you each answer, and keeps none of yours.",
		},
		Actions{
			Button{Label: "I agree", Do: "agree", Value: cause, Primary: true},
			Button{Label: "Don't store", Do: "nostore", Value: "now|" + cause, Spoken: "Answer check-ins without storing them"},
			Button{Label: "No thanks", Do: "decline", Value: cause},
		},
	}
}

func (t *talk) agree() (Reply, error) {
	if t.me.Agreed.IsZero() {
		t.me.Agreed, t.me.NoStore, t.changed = t.now, false, true
	}
	m := Message{Parts: []Part{Text("Thank you. Your check-ins are kept from now on.")}}
	if p := t.me.CheckIns.Plan; !p.IsZero() && t.r.Value == "" {
		m.Parts = append(m.Parts, Text("I'll ask you "+when(p)+". You can also type `/stretch checkin 4` at any time."))
		return Reply{Instead: &m}, nil
	}
	m.Parts = append(append(m.Parts, question()...), t.scores("score", t.r.Value)...)
	return Reply{Instead: &m}, nil
}

// decline is No thanks. Whoever has their answers not stored has it so still.
func (t *talk) decline() (Reply, error) {
	if t.me.NoStore {
		return Reply{Instead: &Message{Parts: []Part{Text("That's fine. It stays as it was: I answer your check-ins, and keep nothing of them.")}}}, nil
	}
	earlier, err := t.checkIns()
	if err != nil {
		return Reply{}, err
	}
	t.me.Agreed, t.changed = time.Time{}, true
	t.me.CheckIns, t.me.Question = storage.Schedule{}, storage.Question{}
	text := "That's fine. Nothing is kept and I won't ask. Everything else works as before."
	if len(earlier) > 0 {
		text = "That's fine. No further answer is kept and I won't ask. `/stretch forget me` erases the earlier ones too."
	}
	edits, err := t.elsewhere(t.r.Value, Message{Parts: []Part{Text("No check-in.")}})
	return Reply{Instead: &Message{Parts: []Part{Text(text)}}, Edits: edits}, err
}
