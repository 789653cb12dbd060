package commands

import (
	"strings"

	"catcow/content"
	"catcow/internal/care"
	"catcow/internal/habit"
)

// alarmed is the card for what is heard in the words, typed or in a form.
func (t *talk) alarmed() (Reply, bool) {
	said := t.r.Text
	if t.r.What != Typed {
		said = t.written()
	}
	switch care.Hear(said) {
	case care.Crisis:
		return t.crisis(), true
	case care.RedFlag:
		return t.wrong(true), true
	}
	return Reply{}, false
}

// wrong is rule R0: the card, no move, nothing playful, until it is read and
// for a day. words says that free text alone led here.
func (t *talk) wrong(words bool) Reply {
	t.alarm(care.R0, words)
	return Reply{Message: t.lockCard(t.standing(), ""), Personal: true}
}

// alarm raises a card's alert, once for what caused it: the same button on
// another day is another alarm.
func (t *talk) alarm(rule care.Rule, words bool) {
	cause := t.r.Cause + "/" + t.today().String()
	if t.me.NoStore { // one that a score raised looks like one that words raised
		cause = "safety/" + string(rule) + "/" + yes(words) + "/" + t.today().String()
	}
	t.me.Alerts = care.Raise(t.me.Alerts, care.Alert{Rule: rule, Cause: cause, Words: words, At: t.now})
	t.bare, t.safety, t.changed = true, true, true
}

// feelsWrong is Something feels wrong.
func (t *talk) feelsWrong() (Reply, error) { return t.wrong(false), nil }

// helpNow is help now, hurt, pain, emergency: the same card.
func (t *talk) helpNow(string) (Reply, error) { return t.wrong(true), nil }

// crisis is for words about ending one's life: people to call, nothing else.
func (t *talk) crisis() Reply {
	t.alarm(care.RC, true)
	return Reply{Message: Message{Parts: t.crisisCard()}, Personal: true}
}

// crisisCard stands alone, whenever it is shown.
func (t *talk) crisisCard() []Part {
	t.bare = true
	return []Part{
		Text("I'm glad you said it. I'm only a small program, and you deserve a person. Please reach one now."),
		List{
			"In danger right now: call " + t.emergency() + ".",
			"A crisis line in your country: <https://findahelpline.com|findahelpline.com> lists them.",
			"Or tell someone you trust, in these very words.",
		},
	}
}

// sore is for pain that is no red flag: a soft card, never a spelling suggestion.
func (t *talk) sore() Reply {
	return Reply{Message: Message{Parts: []Part{
		Text("I'm sorry it hurts. Please don't push through it: stop the move, change position, and rest if that helps."),
		Text("If the pain is sharp, spreads, or hangs around, please check with a doctor or physio."),
		Actions{
			Button{Label: "Something feels wrong", Do: "wrong", Primary: true},
			Button{Label: "When to get help", Do: "when"},
		},
		Note(t.library.Footer()),
	}}, Personal: true}
}

// locked is the card that stands instead of a move while suggestions are off.
func (t *talk) locked() (Reply, bool) {
	standing := t.standing()
	if standing.Lock == "" {
		return Reply{}, false
	}
	t.safety = true
	return Reply{Message: t.lockCard(standing, ""), Personal: true}, true
}

// lockCard is the card of the lock in force. With a move, its steps stand
// behind "I've read this".
func (t *talk) lockCard(s care.Standing, move string) Message {
	var parts []Part
	var buttons Actions
	switch {
	case s.Lock == care.RC:
		parts = t.crisisCard()
	case s.Lock == care.R0 && s.Unread:
		parts = t.cardOf("S3")
		buttons = append(buttons, Button{Label: "I've read this", Do: "read", Value: move, Primary: true})
	case s.Lock == care.R0:
		parts = []Part{Text("No moves from me until " + at(s.Until, t.today()) + ". A slow breath, or another position, may feel better meanwhile. If anything new or worrying shows up, please look at *When to get help*.")}
		if move != "" {
			buttons = append(buttons, Button{Label: "I've read this", Do: "read", Value: move})
		}
	default:
		back := "Moves come back " + onDay(habit.DayOf(s.Until), t.today()) + "."
		if care.Stand(t.me.Alerts, s.Until).Gentle {
			back = strings.TrimSuffix(back, ".") + ", gentle ones first."
		}
		parts = append(t.cardOf("S2"), Text(back))
		if move != "" {
			buttons = append(buttons, Button{Label: "I've read this", Do: "read", Value: move})
		}
	}
	buttons = append(buttons, Button{Label: "When to get help", Do: "when"})
	if s.Words {
		buttons = append(buttons, Button{Label: "I meant something else", Do: "meant"})
	}
	return Message{Parts: append(parts, buttons)}
}

// readThis is I've read this. With a move it shows the steps that were asked for.
func (t *talk) readThis() (Reply, error) {
	t.me.Alerts, t.changed = care.Read(t.me.Alerts, t.now), true
	if t.r.Value != "" {
		v := parseMove(t.r.Value)
		if e, ok := t.library.Exercise(v.last()); ok {
			return t.whole(e, v).instead(t.r), nil
		}
	}
	text := "Thank you. Please take care of yourself first."
	if s := t.standing(); s.Lock != "" {
		text = "Thank you. Moves stay off until " + at(s.Until, t.today()) + ". Please take care of yourself first."
	}
	return Reply{Message: Message{Parts: []Part{
		Text(text),
		Actions{Button{Label: "When to get help", Do: "when"}},
	}}, Personal: true}.instead(t.r), nil
}

// meantElse lifts a lock that words alone caused.
func (t *talk) meantElse() (Reply, error) {
	for s := t.standing(); s.Words && s.Lock != ""; s = t.standing() {
		t.me.Alerts, t.changed = care.Without(t.me.Alerts, s.Cause), true
	}
	if reply, locked := t.locked(); locked {
		return reply.instead(t.r), nil
	}
	return Reply{Message: Message{Parts: []Part{
		Text("Thanks for telling me. Everything is as it was."),
		Actions{Button{Label: "Show me a move", Do: "next", Primary: true}},
	}}}.instead(t.r), nil
}

// when is When to get help: the list, without a lock.
func (t *talk) when() (Reply, error) {
	t.safety = true
	return Reply{Message: Message{Parts: append([]Part{Heading("When to get help")}, t.cardOf("HELP")...)}}, nil
}

func (t *talk) whenTyped(string) (Reply, error) { return t.when() }

// cardOf is a safety card without a score.
func (t *talk) cardOf(id string) []Part { return t.cardWith(id, content.Blanks{}) }

// cardWith is a safety card with its blanks filled.
func (t *talk) cardWith(id string, blanks content.Blanks) []Part {
	blanks.Emergency = t.emergency()
	return paragraphs(t.library.Card(id).Fill(blanks))
}

// emergency is the number to call where the person is.
func (t *talk) emergency() string { return care.Emergency(t.me.Zone) }

// paragraphs turns a card's text into parts: lines with a dash are a list.
func paragraphs(text string) []Part {
	var parts []Part
	var list List
	flush := func() {
		if len(list) > 0 {
			parts, list = append(parts, list), nil
		}
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if item, ok := strings.CutPrefix(line, "- "); ok {
			list = append(list, item)
			continue
		}
		flush()
		if line != "" {
			parts = append(parts, Text(line))
		}
	}
	flush()
	return parts
}
