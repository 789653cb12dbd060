package commands

import (
	"slices"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// Why a channel's prompts sleep, besides Slack's restricted_action and its like.
const (
	taken    = "not_in_channel"  // Catcow is no member any more
	archived = "is_archived"     //
	reopened = "unarchived"      // nobody has said yet that prompts go on
	deleted  = "channel_deleted" // the prompts have ended
)

// asleep lets a channel's prompts wait, and those be told who set them: once,
// whatever comes on top. It says whether anything is new.
func asleep(c *storage.Channel, why string, now time.Time) (news bool) {
	beside := []string{archived, taken} // an archived channel may let its members go, too
	known := c.Off.Why == why || slices.Contains(beside, c.Off.Why) && slices.Contains(beside, why)
	if !prompting(*c) || known {
		return false
	}
	tell := c.Off.Tell
	if c.Off.Why == "" || why == reopened || why == deleted {
		tell = setters(*c)
	}
	c.Off = storage.Off{Why: why, Since: now, Tell: tell, Next: now}
	return true
}

// awake lets them go on, and has the channel told so.
func awake(c *storage.Channel, now time.Time) {
	c.Off = storage.Off{Tell: []string{string(c.ID)}, Next: now}
}

// prompting says whether a channel has prompts.
func prompting(c storage.Channel) bool { return len(c.Schedules) > 0 }

// setters are those who set a channel's prompts.
func setters(c storage.Channel) (ids []string) {
	for _, s := range c.Schedules {
		if by := string(s.By); by != "" && !slices.Contains(ids, by) {
			ids = append(ids, by)
		}
	}
	return ids
}

// timesOf is all of a channel's schedules, as people say them.
func timesOf(c storage.Channel) string {
	var times []string
	for _, s := range c.Schedules {
		times = append(times, when(s.Plan))
	}
	return and(times)
}

// tellAgain is how long news wait where nobody who is to be told wants to hear anything.
const tellAgain = 12 * time.Hour

// tellOff tells the first of those who are to be told. Whoever has left, or
// holds nothing here any more, is not told; whoever is on pause or rests is told later.
func (s *Set) tellOff(tx storage.Tx, c storage.Channel, now time.Time) (post *Post, err error) {
	later := c.Off.Tell[:0:0]
	for i, to := range c.Off.Tell {
		m, quiet := goesOn(c), false
		if to != string(c.ID) {
			if m, quiet, err = s.forSetter(tx, c, to, now); err != nil {
				return nil, err
			}
		}
		switch {
		case quiet:
			later = append(later, to)
			continue
		case len(m.Parts) == 0:
			continue
		}
		c.Off.Tell = append(later, c.Off.Tell[i+1:]...)
		return &Post{To: to, Message: m}, tx.PutChannel(c)
	}
	c.Off.Tell, c.Off.Next = later, now.Add(tellAgain)
	return nil, tx.PutChannel(c)
}

// forSetter is what somebody is told who set a channel's prompts; no parts: nothing.
func (s *Set) forSetter(r storage.Reader, c storage.Channel, to string, now time.Time) (m Message, quiet bool, err error) {
	me, err := r.Member(habit.UserID(to))
	if err != nil || me.Off.Why != "" || me.Welcomed.IsZero() {
		return Message{}, false, err
	}
	t := &talk{me: me, now: now.In(zoneOf(me))}
	return whySleeps(c), t.paused() || t.standing().Quiet, nil
}

// whySleeps tells somebody who set a channel's prompts what happened, and what to do.
func whySleeps(c storage.Channel) Message {
	where := "<#" + string(c.ID) + ">"
	goOn := Actions{Button{Label: "Go on", Do: "goon", Value: string(c.ID), Primary: true}}
	invite := Note("To have them back, type `/invite @Catcow` there. They then go on, and the channel is told.")
	switch {
	case c.Off.Why == taken:
		return Message{Parts: []Part{
			Text("I'm no longer in " + where + ", so its stretch prompts wait. You set them."),
			invite,
		}}
	case c.Off.Why == archived:
		return Message{Parts: []Part{
			Text(where + " is archived, so its stretch prompts wait. You set them."),
			Note("There is nothing to do. If it is opened again, I ask you before they go on."),
		}}
	case c.Off.Why == reopened && !c.Present:
		return Message{Parts: []Part{Text(where + " is open again. Its stretch prompts wait until I'm in there."), invite}}
	case c.Off.Why == reopened:
		return Message{Parts: []Part{
			Text(where + " is open again, and its stretch prompts wait: *" + timesOf(c) + "*. Shall they go on?"),
			goOn,
			Note("Without an answer they stay quiet. `/stretch schedule off`, typed there, ends them."),
		}}
	case c.Off.Why == deleted:
		return Message{Parts: []Part{
			Text("A channel was deleted, and its stretch prompts ended with it: " + where + ". You set them."),
			Note("There is nothing to do. `/stretch schedule weekdays 10:30`, typed in another channel, sets some there."),
		}}
	case c.Off.Why != "":
		return Message{Parts: []Part{
			Text("Slack lets only some people write in " + where + ", so its stretch prompts wait. You set them."),
			Text("Somebody who looks after that channel can let me write there. Then they can go on:"),
			goOn,
		}}
	}
	return Message{} // it woke up meanwhile
}

// goesOn tells a channel that its prompts go on; without prompts it has no parts.
func goesOn(c storage.Channel) Message {
	if !prompting(c) {
		return Message{}
	}
	return Message{Parts: []Part{
		Text("I'm back, and this channel's stretch prompts go on: *" + timesOf(c) + "*."),
		Note("`/stretch schedule` shows or changes them, `/stretch schedule off` ends them."),
	}}
}

// whyWaits is why a channel's prompts wait, where it is asked.
func (t *talk) whyWaits(c storage.Channel) []Part {
	if c.Off.Why == "" {
		return nil
	}
	since := ""
	if !c.Off.Since.IsZero() {
		since = " since " + onDay(habit.DayOf(c.Off.Since.In(t.now.Location())), t.today())
	}
	return []Part{Text("*Waiting" + since + "*: " + because[c.Off.Why] + ". `/stretch schedule resume` lets them go on.")}
}

// goOn is the answer of somebody who was told that prompts wait.
func (t *talk) goOn() (Reply, error) {
	c, err := t.tx.Channel(habit.ChannelID(t.r.Value))
	if err != nil {
		return Reply{}, err
	}
	if err := t.mayChange(c); err != nil {
		return Reply{}, err
	}
	where, text := "<#"+string(c.ID)+">", ""
	switch {
	case !prompting(c):
		text = where + " has no stretch prompts any more. `/stretch schedule weekdays 10:30`, typed there, sets some."
	case c.Off.Why == "" && c.Present:
		text = "The stretch prompts of " + where + " go on."
	case c.Off.Why == archived:
		text = where + " is archived, so they still wait. If it is opened again, I ask you."
	case !c.Present:
		text = "I'm not in " + where + " yet. Type `/invite @Catcow` there, and they go on."
	default:
		text = "The stretch prompts of " + where + " go on: *" + timesOf(c) + "*."
		return t.wake(c, Reply{Message: Message{Parts: []Part{Text(text)}}}.instead(t.r))
	}
	return Reply{Message: Message{Parts: []Part{Text(text)}}}.instead(t.r), nil
}

// wake lets a channel's prompts go on for somebody who said so, and tells the channel.
func (t *talk) wake(c storage.Channel, reply Reply) (Reply, error) {
	c.Off = storage.Off{}
	if err := t.alter(c, "wake"); err != nil {
		return Reply{}, err
	}
	reply.Posts = append(reply.Posts, Post{To: string(c.ID), Message: Message{Parts: []Part{
		Text(t.who() + " let this channel's stretch prompts go on: *" + timesOf(c) + "*."),
	}}})
	return reply, nil
}
