package commands

import (
	"slices"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// aMoment is how soon after a prompt no other is posted by hand: two presses are one.
const aMoment = 2 * time.Minute

// postNow posts a prompt of a channel's schedule at once. Its slot is this minute, so
// that it is decided once, also where the schedule has that minute.
func (t *talk) postNow() (Reply, error) {
	channel, number, err := t.scheduleAt(t.r.Value)
	if err != nil {
		return Reply{}, err
	}
	schedule := channel.Schedule(number)
	loc, err := habit.Zone(schedule.Plan.Zone)
	if err != nil || number == 0 {
		return t.prompts(channel)
	}
	recent, err := promptsOf(t.tx, channel, habit.MostTimes)
	if err != nil {
		return Reply{}, err
	}
	at := t.now.In(loc).Truncate(time.Minute)
	slot := habit.Slot{At: at, Day: habit.DayOf(at), Minute: habit.Minute(60*at.Hour() + at.Minute())}
	known, err := t.tx.Slot(storage.KeyOf(storage.Prompt, storage.OwnerOf(channel.ID, number), slot))
	if err != nil {
		return Reply{}, err
	}
	there := func(s storage.Slot) bool {
		return (s.State.Open() || s.State == storage.Sent || s.State == storage.Unknown) && t.now.Sub(s.At).Abs() < aMoment
	}
	switch {
	case slices.ContainsFunc(recent, there):
		return Reply{Message: Message{Parts: []Part{Text("A prompt came a moment ago, so I posted no other.")}}}, nil
	case known.Key != "":
		return Reply{Message: Message{Parts: []Part{Text("This minute was decided already: please try again in the next.")}}}, nil
	}
	post, err := propose(t.tx, t.library, &channel, schedule, slot, t.now)
	if err != nil {
		return Reply{}, err
	}
	if err := t.alter(channel, "now"); err != nil {
		return Reply{}, err
	}
	if post == nil {
		return Reply{Message: Message{Parts: []Part{Text("No move fits this channel at the moment, so I posted nothing.")}}}, nil
	}
	return Reply{Message: Message{Parts: []Part{Text("A prompt is on its way to the channel.")}}, Posts: []Post{*post}}, nil
}
