package commands

import (
	"fmt"
	"strings"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// privacy is what is held about the person now, who can see it, when it goes, and what they
// can do about it.
func (t *talk) privacy(string) (Reply, error) {
	h, err := hold(t.tx, t.me.ID)
	if err != nil {
		return Reply{}, err
	}
	var lines List
	if h.empty() {
		t.gone, t.bare = true, true // asking leaves nothing behind
	} else {
		h.Member = t.me // with what this request brought
		lines = t.heldLines(h)
	}
	parts := []Part{Heading("What I hold about you")}
	if len(lines) == 0 {
		parts = append(parts, Text("Nothing."))
	} else {
		parts = append(parts, lines)
	}
	parts = append(parts,
		Text("*Who can see it.* In Catcow only you can, except what a prompt shows: how many did it, and your name if you chose that. Your team and your manager can't. Whoever runs this server could, for they have the key."),
		Text("*Where it is.* In one encrypted file on your team's own server, and in its copies there for emergencies. Slack keeps our direct messages, and my Home tab as it looked last."),
		Text("*When it goes.* "+t.ages()+" At once, all of it, when you say `forget me`."),
	)
	row := Actions{
		Button{Label: "Export", Do: "export", Spoken: "Export all that Catcow holds about me"},
		Button{Label: "Forget me", Do: "forget", Danger: true, Spoken: "Erase all that Catcow holds about me, after a question"},
	}
	typed := []string{"`export`", "`forget me`"}
	switch {
	case t.noCheckIns, t.r.Role == Stranger:
	case t.me.NoStore:
		typed = append(typed, "`store`")
		row = append(row, Button{Label: "Store", Do: "store", Spoken: "Keep my check-in answers"})
	default:
		typed = append(typed, "`don't store`")
		row = append(row, Button{Label: "Don't store", Do: "nostore", Spoken: "Answer check-ins without storing them"})
	}
	if t.r.Role != Stranger {
		typed = append(typed, "`settings`")
		row = append(row, Button{Label: "Change settings", Do: "settings"})
	}
	return Reply{Message: Message{Parts: append(parts, row,
		Note("I read what is said to me, and no channel. Typed, these are "+and(typed)+"."))}, Personal: true}, nil
}

// privacyPressed is Privacy.
func (t *talk) privacyPressed() (Reply, error) {
	reply, err := t.privacy("")
	return reply.instead(t.r), err
}

// ages is when things go by themselves.
func (t *talk) ages() string {
	return fmt.Sprintf("Check-ins, and which safety card was shown, after %s; sessions after %s. `/stretch settings` changes both. What became of messages goes after 400 days, and changes of a channel's prompts after a year.",
		count(t.keptCheckIns(), "day"), count(t.keptSessions(), "day"))
}

// heldLines is what is held, in kinds and numbers; no content of it.
func (t *talk) heldLines(h holding) (lines List) {
	m := h.Member
	add := func(ok bool, text string) {
		if ok {
			lines = append(lines, text)
		}
	}
	add(len(h.CheckIns) > 0, count(len(h.CheckIns), "check-in")+t.since(len(h.CheckIns), func() time.Time { return h.CheckIns[0].At }))
	add(!m.Agreed.IsZero(), "that you agreed to have your check-ins kept")
	add(m.NoStore, "that your check-ins are answered and not kept")
	add(len(h.Sessions) > 0, count(len(h.Sessions), "session")+t.since(len(h.Sessions), func() time.Time { return h.Sessions[0].Day.Start(t.now.Location()) }))
	add(len(m.Marks) > 0 || !m.Past.From.IsZero(), "what was decided of single days of your streak: "+count(len(m.Marks), "day")+", and what older ones came to")
	add(len(m.Pauses) > 0, count(len(m.Pauses), "pause")+" or days of rest")
	add(len(m.Alerts) > 0, count(len(m.Alerts), "safety card")+": which was shown, and when")
	var plans []string
	if !m.CheckIns.Plan.IsZero() {
		plans = append(plans, "check-ins")
	}
	if !m.Nudges.Plan.IsZero() {
		plans = append(plans, "nudges")
	}
	add(len(plans) > 0, "the times of your "+and(plans))
	add(m.Plan.Exercise != "", "your when-then plan, in your words")
	add(len(m.Moves) > 0, "how you and "+count(len(m.Moves), "move")+" get on: level, and whether it hurt")
	add(len(m.Toolbox) > 0, count(len(m.Toolbox), "move")+" in your toolbox")
	add(len(m.Disliked)+len(m.Avoid) > 0, "moves and movements that you leave out, without a reason")
	add(m.Named != "", "the name that may stand below a prompt")
	if set := t.chosen(m); len(set) > 0 {
		lines = append(lines, "settings: "+strings.Join(set, ", "))
	}
	add(len(m.Offered)+len(m.Skips) > 0, "which moves I suggested lately")
	add(len(m.Later) > 0, "what you put off until later")
	add(len(h.Messages) > 0, "what became of "+count(len(h.Messages), "message")+" that I was to send you")
	add(m.Question != storage.Question{} || m.Nudged != storage.Question{}, "which of my messages waits for an answer")
	add(len(m.Kept) > 0, "what you lately kept in our direct messages")
	add(m.Off.Why != "", "that I can bring you nothing at the moment")
	add(len(h.Channels)+len(h.Changes) > 0, "that you set or changed a channel's prompts, which its members can see")
	add(len(m.Rooms) > 0, "the channels whose prompts you used within a month")
	add(!m.Welcomed.IsZero() || m.Begun > 0 || !m.Noticed.IsZero() || !m.Useful.IsZero(), "when I first greeted you, and when you last had a rare question or note")
	add(m.Zone != "" || m.Direct != "", "your time zone, and the id of our direct messages")
	return lines
}

// chosen is which settings are not as they are at first.
func (t *talk) chosen(m storage.Member) (set []string) {
	for _, s := range []struct {
		is   bool
		name string
	}{
		{m.Place != "" || m.Seated || m.Gentle || m.Discreet || len(m.Focus) > 0, "which moves fit you"},
		{len(m.Workdays) > 0 || m.Ends != 0, "your workdays"},
		{m.Scale != "" || m.AskPain, "how you answer check-ins"},
		{m.NoStreak, "that your streak is hidden"},
		{m.Still, "that no pictures move"},
		{m.Follows != "", "the channel whose days off are yours"},
		{m.Keep != storage.Keep{}, "how long things are kept"},
	} {
		if s.is {
			set = append(set, s.name)
		}
	}
	return set
}

// since is where a list begins.
func (t *talk) since(n int, first func() time.Time) string {
	if n == 0 {
		return ""
	}
	day := habit.DayOf(first().In(t.now.Location()))
	if n == 1 || day == t.today() {
		return ", from " + onDay(day, t.today())
	}
	return " since " + onDay(day, t.today())
}
