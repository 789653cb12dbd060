package commands

import (
	"slices"
	"strings"
	"time"

	"catcow/internal/care"
	"catcow/storage"
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
	if t.me.NoStore {
		if pain == care.SharpPain {
			return t.feelsWrong()
		}
		return Reply{Message: Message{Parts: []Part{Text("Thank you. Nothing of it is kept.")}}, Personal: true}.instead(t.r), nil
	}
	of, err := t.caseOf(c)
	if c.Pain != pain && err == nil { // else it was delivered again
		c.Pain = pain
		of, err = t.keepCheckIn(c, t.toldAt(c))
	}
	if err != nil {
		return Reply{}, err
	}
	if t.standing().Lock != "" || pain == care.SharpPain {
		reply, err := t.answerTo(of)
		return reply.instead(t.r), err
	}
	return Reply{Message: Message{Parts: []Part{Text("Noted. Thank you."), Actions{
		Button{Label: "Show me a move", Do: "next", Primary: true},
		Button{Label: "Change my answer", Do: "change", Value: cause},
	}}}, Personal: true}.instead(t.r), nil
}

// toldAt is when what was told counts from: sharp pain from now on, also on the
// next day; all else is the check-in of before.
func (t *talk) toldAt(c storage.CheckIn) time.Time {
	if c.Pain == care.SharpPain {
		return t.now
	}
	return c.At
}
