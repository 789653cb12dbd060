package commands

import (
	"slices"
	"strings"

	"catcow/internal/care"
)

// painQuestion is asked after a check-in, where the person wants it asked.
func painQuestion(cause string) []Part {
	return []Part{Text("Any pain with it?"), Actions{
		Button{Label: "No", Do: "pain", Value: "none|" + cause},
		Button{Label: "A little", Do: "pain", Value: "little|" + cause},
		Button{Label: "Yes, and it's sharp or spreading", Do: "pain", Value: "sharp|" + cause},
	}}
}

// pain is the answer to "any pain with it?": it belongs to the check-in, and
// sharp pain is rule R1.
func (t *talk) pain() (Reply, error) {
	said, cause, _ := strings.Cut(t.r.Value, "|")
	c, err := t.tx.CheckIn(t.me.ID, cause)
	if err != nil {
		return Reply{}, err
	}
	pain := care.Pain(said)
	if c.Cause == "" || !slices.Contains([]care.Pain{care.NoPain, care.SomePain, care.SharpPain}, pain) {
		return Reply{}, &Problem{Text: "This check-in is no longer there. `/stretch checkin` makes another."}
	}
	var reply Reply
	if c.Pain == pain { // delivered again
		reply, err = t.noted(c)
	} else {
		c.Pain = pain
		reply, err = t.keepCheckIn(c, t.now) // pain is told when it is told, also on the next day
	}
	if _, locked := t.locked(); !locked && pain != care.SharpPain && err == nil {
		reply = Reply{Message: Message{Parts: []Part{Text("Noted. Thank you."), Actions{
			Button{Label: "Show me a move", Do: "next", Primary: true},
			Button{Label: "Change my answer", Do: "change", Value: cause},
		}}}, Personal: true}
	}
	return reply.instead(t.r), err
}
