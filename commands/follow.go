package commands

import (
	"strings"

	"catcow/internal/habit"
	"catcow/storage"
)

// streakFollow lets the dates that a channel leaves out be days off for the
// streak of this person; it is typed in that channel.
func (t *talk) streakFollow() (Reply, error) {
	if t.r.Direct || strings.HasPrefix(string(t.r.Channel), "D") {
		return Reply{}, &Problem{Text: "Type `/stretch streak follow` in the channel whose days off are yours, too."}
	}
	channel, err := t.tx.Channel(t.r.Channel)
	if err != nil {
		return Reply{}, err
	}
	if !channel.Present {
		return Reply{}, notHere
	}
	t.me.Follows, t.changed = channel.ID, true
	text := "From today on, the dates that this channel leaves out are days off for your streak."
	if coming := daysOff(channel, t.today()); len(coming) > 0 {
		text += " The next: " + dates(coming[:min(5, len(coming))], t.today()) + "."
	} else {
		text += " None are set yet."
	}
	return Reply{Message: Message{Parts: []Part{
		Text(text), Note("A move on such a day counts all the same. `/stretch streak unfollow` ends this, and the past stays as it was."),
	}}, Personal: true}, nil
}

func (t *talk) streakUnfollow() (Reply, error) {
	if t.me.Follows == "" {
		return Reply{Message: Message{Parts: []Part{
			Text("Your streak follows no channel. `/stretch streak follow`, typed in one, makes its left-out dates your days off."),
		}}, Personal: true}, nil
	}
	was := t.me.Follows
	t.me.Follows, t.changed = "", true
	return Reply{Message: Message{Parts: []Part{
		Text("Your streak no longer follows <#" + string(was) + ">. Days off that have passed stay days off."),
	}}, Personal: true}, nil
}

// daysOff is the dates from a day on that a channel leaves out, sorted.
func daysOff(channel storage.Channel, from habit.Day) []habit.Day {
	var all []habit.Day
	for _, s := range channel.Schedules {
		all = append(all, upcomingSkips(s, from)...)
	}
	return skipping(nil, all, from)
}

// followed is the days off that the channel this person follows has brought since
// their days were last decided. Once decided they are marks of their own.
func (t *talk) followed() (off []habit.Mark, err error) {
	if t.me.Follows == "" {
		return nil, nil
	}
	channel, err := t.tx.Channel(t.me.Follows)
	for _, day := range daysOff(channel, t.me.Judged) {
		off = append(off, habit.Mark{Day: day, As: habit.Off})
	}
	return off, err
}
