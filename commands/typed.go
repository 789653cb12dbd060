package commands

import (
	"slices"
	"strconv"
	"strings"

	"catcow/content"
	"catcow/internal/care"
)

// typed reads text in this order: red flags over all of it; in the direct
// message a bare number; the words of the table, longest first; an exercise by
// name or alias; filter words; part of an exercise's name; pain; else what is
// nearest. A typo may show something, it never changes anything.
func (t *talk) typed() (Reply, error) {
	text := strings.TrimSpace(t.r.Text)
	sign := care.Hear(text)
	switch sign {
	case care.Crisis:
		return t.crisis()
	case care.RedFlag:
		return t.wrong(true)
	}
	reply, err := t.read(text, sign)
	if err == nil && t.me.Welcomed.IsZero() {
		t.me.Welcomed, t.changed = t.now, true
		reply.greet(t.library)
	}
	return reply, err
}

func (t *talk) read(text string, sign care.Sign) (Reply, error) {
	if n, err := strconv.Atoi(text); err == nil && t.r.Direct {
		return t.rate(n)
	}
	if text == "" {
		return t.next("", nil)
	}
	if c, rest, ok := find(text); ok && (rest == "" || sign != care.Soreness) {
		return c.run(t, rest)
	}
	match := t.library.Find(text)
	if match.How == content.Exact {
		return t.named(match.Exercises)
	}
	wish, unknown := care.Words(text)
	if len(unknown) == 0 && !wish.Empty() {
		return t.next(text, nil)
	}
	if match.How == content.Part {
		return t.named(match.Exercises)
	}
	if sign == care.Soreness {
		return t.sore()
	}
	if wish.Empty() {
		return t.nearest(text, match)
	}
	return t.next(text, unknown)
}

// find is the command that the text begins with, longest first, and the rest.
func find(text string) (c command, rest string, ok bool) {
	fields := strings.Fields(text)
	for n := min(len(fields), 3); n > 0; n-- {
		head := content.Normal(strings.Join(fields[:n], " "))
		for _, c := range table {
			if slices.Contains(c.words, head) {
				return c, strings.Join(fields[n:], " "), true
			}
		}
	}
	return command{}, "", false
}

// nearest answers what was not understood.
func (t *talk) nearest(text string, match content.Match) (Reply, error) {
	head, rest, _ := strings.Cut(text, " ")
	if near := content.Near(head, Words()); len(near) > 0 {
		c, _, _ := find(near[0])
		meant := strings.TrimSpace(near[0] + " " + rest)
		if !c.changes {
			return c.run(t, rest)
		}
		return Reply{Message: Message{Parts: []Part{
			Text("I don't know “" + Plain(text) + "”. Did you mean this? Nothing has changed yet."),
			Actions{Button{Label: clip(meant, 70), Do: "type", Value: meant, Primary: true}},
		}}}, nil
	}
	if match.How == content.Typo {
		return t.named(match.Exercises)
	}
	return Reply{Message: Message{Parts: []Part{
		Text("I don't know “" + Plain(clip(text, 100)) + "”. `/stretch` gives you a move, `/stretch list` shows them all, `/stretch help` shows what I can do."),
		Actions{
			Button{Label: "Show me a move", Do: "next", Primary: true},
			Button{Label: "When to get help", Do: "when"},
		},
	}}}, nil
}

// retype does what a suggestion stands for.
func (t *talk) retype() (Reply, error) {
	c, rest, ok := find(t.r.Value)
	if !ok {
		return Reply{}, &Problem{Text: "That suggestion no longer works. Type it instead."}
	}
	reply, err := c.run(t, rest)
	return reply.instead(), err
}

// instead lets the answer take the place of the message that held the button.
func (reply Reply) instead() Reply {
	if len(reply.Parts) > 0 && reply.Instead == nil {
		m := reply.Message
		reply.Instead, reply.Message = &m, Message{}
	}
	return reply
}
