package commands

import (
	"slices"
	"strings"

	"catcow/content"
	"catcow/internal/habit"
	"catcow/storage"
)

// handOver gives the care of a channel's prompts to a colleague: schedule hand
// over @bo. rest begins with "over".
func (t *talk) handOver(c storage.Channel, rest string) (Reply, error) {
	to := t.r.About
	over, _, _ := strings.Cut(rest, " ")
	switch {
	case content.Normal(over) != "over" || to.ID == "":
		return Reply{}, &Problem{Text: "Name the colleague, with the @: `/stretch schedule hand over @name`."}
	case len(schedulesOf(&c)) == 0:
		return t.prompts(c)
	case to.Role == Unknown:
		return Reply{}, &Problem{Text: "I can't see from Slack who that is right now; please try again in a minute."}
	case to.Role < Member:
		return Reply{}, &Problem{Text: "A member of this workspace looks after a channel's prompts. Please name another colleague."}
	}
	if !t.give(&c, to.ID, func(habit.UserID) bool { return true }) {
		reply, err := t.prompts(c)
		reply.Parts = slices.Insert(reply.Parts, 0, Part(Text("It is set like that already.")))
		return reply, err
	}
	if err := t.owned(c, to.ID); err != nil {
		return Reply{}, err
	}
	name := nameOr(to.Name, "a colleague")
	return Reply{
		Message: Message{Parts: []Part{Text("Done. " + capital(name) + " looks after this channel's prompts now.")}},
		Posts: []Post{{To: string(c.ID), Message: Message{Parts: []Part{
			Text(t.who() + " gave the care of this channel's stretch prompts to " + name + "."),
		}}}},
	}, nil
}

// nameOr is a name as it may stand in a message.
func nameOr(name, other string) string {
	if name == "" {
		return other
	}
	return capital(Plain(name))
}

// give makes somebody the one who looks after those schedules whose owner is
// as said; changed says whether one had another.
func (t *talk) give(c *storage.Channel, to habit.UserID, whose func(habit.UserID) bool) (changed bool) {
	for _, s := range schedulesOf(c) {
		if s.By != to && whose(s.By) {
			s.By, changed = to, true
		}
	}
	return changed
}

// owned keeps a channel whose prompts have another owner now.
func (t *talk) owned(c storage.Channel, to habit.UserID) error {
	if err := t.mayChange(c); err != nil {
		return err
	}
	return t.putOwner(c, storage.Audit{Who: t.me.ID, Name: t.r.Name, After: string(to)})
}

// putOwner keeps the channel, and writes down who looked after it before.
func (t *talk) putOwner(c storage.Channel, a storage.Audit) error {
	was, err := t.tx.Channel(c.ID)
	if err != nil {
		return err
	}
	for i, s := range schedulesOf(&c) {
		if before := schedulesOf(&was)[i].By; before != s.By {
			a.Before = string(before)
		}
	}
	a.At, a.Channel, a.What = t.now, c.ID, "owner"
	if err := t.tx.PutChannel(c); err != nil {
		return err
	}
	t.changed = true
	return t.tx.AddAudit(a)
}

// quit is a person who left the channel or, without one, the workspace.
func (t *talk) quit() (Reply, error) {
	exits := t.exits(t.r.Channel)
	posts, err := t.orphans(t.r.Channel)
	t.gone = t.changed // it is channels that changed, not the person
	if exits && err == nil {
		t.gone, t.changed = false, true
	}
	return Reply{Posts: posts}, err
}

// orphans lets the prompts that the person looked after, in that channel or, where
// it is "", in all of them, go on without an owner.
func (t *talk) orphans(where habit.ChannelID) (posts []Post, err error) {
	channels, err := t.tx.Channels()
	if err != nil {
		return nil, err
	}
	for _, c := range channels {
		if where != "" && where != c.ID {
			continue
		}
		asked, err := t.orphan(c)
		if err != nil {
			return nil, err
		}
		posts = append(posts, asked...)
	}
	return posts, nil
}

// orphan takes the person off the schedules they looked after in this channel, and
// asks it who takes them: once, for from then on nobody is their owner.
func (t *talk) orphan(c storage.Channel) ([]Post, error) {
	if t.me.ID == "" || !t.give(&c, "", func(by habit.UserID) bool { return by == t.me.ID }) {
		return nil, nil
	}
	c.Change.Was = slices.Clone(c.Change.Was)
	for i := range c.Change.Was { // nor after Undo
		if c.Change.Was[i].By == t.me.ID {
			c.Change.Was[i].By = ""
		}
	}
	all, err := t.tx.Audits(c.ID, mostChanges)
	if err != nil {
		return nil, err
	}
	if err := t.putOwner(c, storage.Audit{}); err != nil || !c.Present {
		return nil, err
	}
	name := t.r.Name
	for _, a := range all {
		if name == "" && a.Who == t.me.ID {
			name = a.Name
		}
	}
	text := "The one who set this channel's stretch prompts has left."
	if name != "" {
		text = nameOr(name, "") + ", who set this channel's stretch prompts, has left."
	}
	return []Post{{To: string(c.ID), Message: Message{Parts: []Part{
		Text(text + " The prompts go on. Who looks after them?"),
		Actions{Button{Label: "I'll take it", Do: "mine", Value: string(c.ID), Spoken: "I'll look after this channel's stretch prompts", Primary: true}},
	}}}}, nil
}

// mostChanges is how many changes of a channel are searched for a name.
const mostChanges = 100

// mine is I'll take it.
func (t *talk) mine() (Reply, error) {
	c, err := t.tx.Channel(habit.ChannelID(t.r.Value))
	if err == nil && !c.Present {
		err = notHere
	}
	if err == nil {
		err = t.mayChange(c)
	}
	if err != nil {
		return Reply{}, err
	}
	set := schedulesOf(&c)
	if len(set) == 0 {
		return Reply{}, &Problem{Text: "This channel has no prompts any more. `/stretch schedule weekdays 10:30` sets new ones."}
	}
	if !t.give(&c, t.me.ID, func(by habit.UserID) bool { return by == "" }) {
		text := "Somebody looks after them already. Thank you for offering."
		if slices.ContainsFunc(set, func(s *storage.Schedule) bool { return s.By == t.me.ID }) {
			text = "You look after this channel's prompts. Thank you."
		}
		return Reply{Message: Message{Parts: []Part{Text(text)}}}, nil
	}
	if err := t.owned(c, t.me.ID); err != nil {
		return Reply{}, err
	}
	return Reply{Instead: &Message{Parts: []Part{
		Text(t.who() + " looks after this channel's stretch prompts now."),
		Note("`/stretch schedule` shows or changes them."),
	}}}, nil
}
