package commands

import "catcow/internal/care"

// badDay is one word for a day on which nothing is asked: light moves, a
// streak that rests, and quiet until tomorrow. Nobody is told.
func (t *talk) badDay(string) (Reply, error) {
	cause := "badday/" + t.today().String()
	t.me.Alerts = care.Raise(t.me.Alerts, care.Alert{Rule: care.BadDay, Cause: cause, At: t.now})
	t.changed = true
	if reply, locked := t.locked(); locked {
		return reply, nil
	}
	return Reply{Message: Message{Parts: []Part{
		Text("All right. Today is for light moves only, or for none." + t.ofStreak(" Your streak rests.") + " I stay quiet until tomorrow."),
		Actions{
			Button{Label: "Show me a light move", Do: "next"},
			Button{Label: "It's better again", Do: "better", Value: cause},
			Button{Label: "When to get help", Do: "when"},
		},
		Note("Nobody is told. If something feels wrong, `/stretch help now` shows when to get help."),
	}}, Personal: true}, nil
}

// better takes a bad day back.
func (t *talk) better() (Reply, error) {
	t.me.Alerts, t.changed = care.Without(t.me.Alerts, t.r.Value), true
	if reply, locked := t.locked(); locked {
		return reply.instead(t.r), nil
	}
	if t.standing().Gentle { // something else asks for care, such as a high score
		return Reply{Message: Message{Parts: []Part{
			Text("Good to hear. The bad day is taken back. Gentle mode goes on for now."),
			Actions{Button{Label: "Show me a light move", Do: "next"}},
		}}, Personal: true}.instead(t.r), nil
	}
	return Reply{Message: Message{Parts: []Part{
		Text("Good to hear. Everything is as it was."),
		Actions{Button{Label: "Show me a move", Do: "next", Primary: true}},
	}}, Personal: true}.instead(t.r), nil
}
