package commands

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// undoFor is how long a change of a channel's schedules may be taken back.
const undoFor = 24 * time.Hour

// rescheduled keeps a channel's schedules as they are now, and tells the channel
// with a button that brings back those it had.
func (t *talk) rescheduled(was, is storage.Channel, told string, more ...Part) ([]Post, error) {
	is = t.withRoundup(t.fresh(was, is), summed(is))
	if !prompting(is) {
		is.Off = storage.Off{}
	}
	number := was.Change.Number + 1
	is.Change = storage.Change{Number: number, At: t.now, By: t.me.ID, Text: told, Was: was.Schedules, Roundup: was.Roundup}
	if err := t.alter(is, changed(was, is)); err != nil {
		return nil, err
	}
	parts := append([]Part{Text(told)}, more...)
	parts = append(parts, Actions{Button{Label: "Undo", Do: "restore", Value: string(is.ID) + "/" + strconv.Itoa(number), Spoken: "Undo this change"}})
	return []Post{{To: string(is.ID), Message: Message{Parts: parts}}}, nil
}

// restore takes back the last change of a channel's schedules, once.
func (t *talk) restore() (Reply, error) {
	id, number, _ := strings.Cut(t.r.Value, "/")
	channel, err := t.tx.Channel(habit.ChannelID(id))
	if err == nil {
		err = t.mayChange(channel)
	}
	if err != nil {
		return Reply{}, err
	}
	c := channel.Change
	switch {
	case strconv.Itoa(c.Number) != number:
		return Reply{}, &Problem{Text: "The schedule has been changed again since, so this stays as it is. `/stretch schedule` shows it."}
	case c.Undone:
		return Reply{}, &Problem{Text: "That change was taken back already. `/stretch schedule` shows what holds now."}
	case t.now.Sub(c.At) > undoFor:
		return Reply{}, &Problem{Text: "*Undo* works for a day. `/stretch schedule` shows what is set, and changes it."}
	}
	channel = t.before(channel)
	channel.Change.Undone = true
	if !prompting(channel) {
		channel.Off = storage.Off{}
	}
	if err := t.alter(channel, "undo"); err != nil {
		return Reply{}, err
	}
	reply, err := t.prompts(channel)
	told := t.who() + " took back the last change of this channel's stretch prompts."
	reply.Instead = &Message{Parts: []Part{Text(cmp.Or(c.Text, "This channel's stretch prompts were changed.")), Note("Taken back by " + t.who() + ".")}}
	reply.Posts = []Post{{To: id, Message: Message{Parts: append([]Part{Text(told)}, summary(channel)...)}}}
	return reply, err
}

// before is the channel with the schedules it had before its last change. What was
// decided meanwhile stays decided.
func (t *talk) before(channel storage.Channel) storage.Channel {
	old := storage.Channel{ID: channel.ID, Numbered: channel.Numbered}
	for _, s := range channel.Change.Was {
		since := t.anew(channel.Schedule(s.Number), s.Plan)
		s.Decided, s.Silence.Since = since.Decided, since.Silence.Since
		if !since.Sent.Day.IsZero() {
			s.Sent = since.Sent
		}
		old = old.With(s)
	}
	if len(old.Schedules) == 0 {
		old.Numbered = 0
	}
	channel.Schedules, channel.Numbered = old.Schedules, old.Numbered
	return t.withRoundup(channel, !channel.Change.Roundup.Plan.IsZero())
}

// summary is what a channel gets.
func summary(channel storage.Channel) []Part {
	if len(channel.Schedules) == 0 {
		return []Part{Text("This channel has no stretch prompts.")}
	}
	var all List
	for _, s := range channel.Schedules {
		all = append(all, "*"+when(s.Plan)+"*")
	}
	return []Part{Text("This channel gets a stretch prompt:"), all}
}
