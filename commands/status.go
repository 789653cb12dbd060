package commands

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

const (
	mostChannels = 20 // whose prompts status shows
	worstOfAll   = 5  // decisions that did not go well, over all channels
)

// status is what whoever runs Catcow sees of all channels: what comes next, what waits
// and why, and what did not go well this week. It tells nothing of people.
func (t *talk) status(string) (Reply, error) {
	if t.operator == "" || t.me.ID != t.operator {
		return Reply{}, &Problem{Text: "`status` is for whoever runs Catcow. `/stretch schedule` shows a channel's prompts, in that channel.", Denied: true}
	}
	channels, err := t.tx.Channels()
	if err != nil {
		return Reply{}, err
	}
	channels = slices.DeleteFunc(channels, func(c storage.Channel) bool { return !prompting(c) })
	slices.SortStableFunc(channels, func(a, b storage.Channel) int { return a.Due().Compare(b.Due()) })
	if len(channels) == 0 {
		return Reply{Message: Message{Parts: []Part{Text("No channel has stretch prompts. `/stretch schedule weekdays 10:30` in a channel sets some.")}}, Personal: true}, nil
	}
	var lines List
	for _, c := range channels[:min(len(channels), mostChannels)] {
		line, err := t.stateOf(c)
		if err != nil {
			return Reply{}, err
		}
		lines = append(lines, line)
	}
	worse, err := t.worstOf(channels)
	if err != nil {
		return Reply{}, err
	}
	open, err := t.tx.Unsettled()
	if err != nil {
		return Reply{}, err
	}
	parts := []Part{Text(fmt.Sprintf("*%s with stretch prompts*, the next first.", count(len(channels), "channel"))), lines}
	if n := len(channels) - mostChannels; n > 0 {
		parts = append(parts, Text(fmt.Sprintf("And %d more.", n)))
	}
	if len(worse) > 0 {
		parts = append(parts, Text("This past week:"), worse)
	} else {
		parts = append(parts, Text("This past week everything went out in time."))
	}
	return Reply{Message: Message{Parts: append(parts, Note(count(len(open), "message")+" on the way now."))}, Personal: true}, nil
}

// stateOf is one channel's line: when its prompts come, and the next, or why they wait.
func (t *talk) stateOf(c storage.Channel) (string, error) {
	line := "<#" + string(c.ID) + ">: " + timesOf(c)
	if c.Off.Why != "" {
		return line + "; waiting: " + cmp.Or(because[c.Off.Why], Plain(c.Off.Why)), nil
	}
	var next time.Time
	for _, s := range c.Schedules {
		loc, err := habit.Zone(s.Plan.Zone)
		if err != nil {
			continue
		}
		for _, slot := range s.Plan.Upcoming(t.now, s.Silence, 1) {
			if next.IsZero() || slot.At.Before(next) {
				next = slot.At.In(loc)
			}
		}
	}
	if next.IsZero() {
		return line + "; nothing is to come", nil
	}
	return line + "; next " + at(next, habit.DayOf(t.now.In(next.Location()))), nil
}

// worstOf is the newest decisions of this week, over all channels, that did not go well.
func (t *talk) worstOf(channels []storage.Channel) (lines List, err error) {
	type one struct {
		storage.Slot
		in storage.Channel
	}
	var all []one
	for _, c := range channels {
		slots, err := promptsOf(t.tx, c, 7*habit.MostTimes)
		if err != nil {
			return nil, err
		}
		for _, s := range slots {
			if !wentWell(s.State) && t.now.Sub(s.Due) <= worstFor {
				all = append(all, one{s, c})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b one) int { return b.Due.Compare(a.Due) })
	for _, o := range all[:min(len(all), worstOfAll)] {
		lines = append(lines, "<#"+string(o.in.ID)+">, "+t.decisions(o.in, []storage.Slot{o.Slot})[0])
	}
	return lines, nil
}
