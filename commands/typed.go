package commands

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"catcow/content"
	"catcow/internal/care"
	"catcow/internal/habit"
)

// typed reads text in this order, once no red flag was heard: in the direct
// message a bare number; the words of the table, longest first; an exercise by
// name or alias; filter words; part of an exercise's name; pain; else what is
// nearest. A typo may show something, it never changes anything.
func (t *talk) typed() (Reply, error) {
	t.asks = true // do, and a bare score, say otherwise
	text := strings.TrimSpace(t.r.Text)
	sign := care.Hear(text)
	text = clip(text, longestText)
	for { // what follows a greeting is read as if it stood alone
		c, rest, ok := find(text)
		if !ok || c.words[0] != greeting || rest == "" {
			return t.read(text, sign)
		}
		text = rest
	}
}

// longestText is how much of a text is read for what it asks, in characters;
// red flags are heard in all of it. A hundred dates fit in.
const longestText = 2000

// bareScore is the number in "7", "7!", "7/10".
func bareScore(text string) (n int, ok bool) {
	m := score10.FindStringSubmatch(text)
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	return n, err == nil
}

var score10 = regexp.MustCompile(`^(-?\d+)\s*(?:/\s*10)?\s*[.!]*$`)

func (t *talk) read(text string, sign care.Sign) (Reply, error) {
	if n, ok := bareScore(text); ok {
		if t.r.Direct {
			if err := t.visits("checkin"); err != nil {
				return Reply{}, err
			}
			if t.noCheckIns {
				return t.checkInsOff(), nil
			}
			t.asks = false
			return t.rate(n)
		}
		if t.noCheckIns {
			return t.checkInsOff(), nil
		}
		return t.didYouMean(fmt.Sprintf("checkin %d", n)), nil
	}
	if text == "" {
		return t.next("", nil)
	}
	if c, rest, ok := find(text); ok {
		if rest == "" || sign != care.Soreness {
			return t.do(c, rest)
		}
		return t.andSore(t.do(c, rest))
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
		return t.sore(), nil
	}
	if wish.Empty() {
		return t.nearest(text, match)
	}
	return t.next(text, unknown)
}

// andSore adds the soft pain card to what a command did; where it did nothing,
// the card stands alone and says so.
func (t *talk) andSore(reply Reply, err error) (Reply, error) {
	card := t.sore()
	var problem *Problem
	var mistake *habit.Mistake
	if errors.As(err, &problem) || errors.As(err, &mistake) {
		card.Parts = append(card.Parts, Note("Nothing was changed or logged by what you typed."))
		return card, nil
	}
	if err != nil {
		return Reply{}, err
	}
	reply.Parts = append(append(reply.Parts, Divider{}), card.Parts...)
	reply.Personal = true
	return reply, nil
}

// longestCommand is how many words a command of the table has at most.
const longestCommand = 4

// find is the command that the text begins with, longest first, and the rest.
func find(text string) (c command, rest string, ok bool) {
	fields := strings.Fields(text)
	for n := min(len(fields), longestCommand); n > 0; n-- {
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
	near := content.Near(text, guessable)
	if len(near) > 0 {
		rest = ""
	} else {
		near = content.Near(head, guessable)
	}
	if len(near) > 0 {
		c, _, _ := find(near[0])
		switch {
		case c.words[0] == "help now": // shown, and nothing locked
			return t.when()
		case c.typo == changes, c.typo == mixed && rest != "":
			return t.didYouMean(strings.TrimSpace(near[0] + " " + rest)), nil
		}
		return t.do(c, rest)
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
	}}, Personal: true}, nil
}

// didYouMean offers what would change something, and changes nothing.
func (t *talk) didYouMean(meant string) Reply {
	return Reply{Message: Message{Parts: []Part{
		Text("I don't know “" + Plain(clip(strings.TrimSpace(t.r.Text), 100)) + "”. Did you mean this? Nothing has changed yet."),
		Actions{Button{Label: clip(meant, 70), Do: "type", Value: clip(meant, 1000), Primary: true}},
	}}, Personal: true}
}

// retype does what a suggestion stands for.
func (t *talk) retype() (Reply, error) {
	c, rest, ok := find(t.r.Value)
	if !ok {
		return Reply{}, &Problem{Text: "That suggestion no longer works. Type it instead."}
	}
	reply, err := t.do(c, rest)
	return reply.instead(t.r), err
}

// instead lets the answer take the place of the message that held the button.
// A personal one does not go into a message that Slack keeps.
func (reply Reply) instead(r Request) Reply {
	switch {
	case len(reply.Parts) == 0 || reply.Instead != nil:
	case reply.Personal && !r.Fleeting && !r.InForm && r.What == Pressed:
		reply.Instead = &Message{Parts: []Part{Text("Answered, for your eyes only.")}}
	default:
		m := reply.Message
		reply.Instead, reply.Message = &m, Message{}
	}
	return reply
}
