package commands

import "slices"

// visiting is what somebody from outside the workspace can do, as typed or by
// what a button does: look, get help, and take back what is kept of them.
var visiting = []string{
	"list", "tips", "why", "help now", "when to get help", "help", greeting, "stop", "forget me", "privacy", "export", "forget",
	"next", "another", "show", "later", "tip", "reason", "wrong", "hurt", "when", "read", "meant", "erase", "stay", "type", "prepare", Shortcut,
	"start", "startlight", "guide", "easier", "motion",
}

// visits says why somebody from outside may not do this; nil: they may, or are of us.
func (t *talk) visits(do string) error {
	if t.r.Role != Stranger || slices.Contains(visiting, do) {
		return nil
	}
	return &Problem{Denied: true, Text: "I keep no sessions, scores or plans of people from outside this workspace, so this is not for you here. Moves and tips are: `/stretch help`."}
}

// do runs a command for those who may.
func (t *talk) do(c command, rest string) (Reply, error) {
	if err := t.visits(c.words[0]); err != nil {
		return Reply{}, err
	}
	if t.noCheckIns && slices.Contains(wordsOfCheckIns, c.words[0]) {
		return t.checkInsOff(), nil
	}
	t.takesBack = c.words[0] == "stop"
	t.asks = c.typo == shows || c.typo == mixed && rest == ""
	return c.run(t, rest)
}

// keepLock keeps of somebody from outside what their safety needs, the cards that
// were shown, and that they stopped what came to them; nothing else.
func (t *talk) keepLock() error {
	was, err := t.tx.Member(t.me.ID)
	if err != nil {
		return err
	}
	ended := t.takesBack && (!was.CheckIns.Plan.IsZero() || !was.Nudges.Plan.IsZero() || was.Question.Slot != "")
	if slices.Equal(was.Alerts, t.me.Alerts) && !ended {
		return errSame
	}
	was.Alerts = t.me.Alerts
	if t.takesBack {
		was.CheckIns, was.Nudges, was.Question = t.me.CheckIns, t.me.Nudges, t.me.Question
	}
	return t.tx.PutMember(was)
}
