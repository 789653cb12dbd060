package commands

import (
	"fmt"
	"slices"
	"strconv"

	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

// prompts is what is set for a channel, the next three of each schedule, what became
// of the last, and how to change it.
func (t *talk) prompts(channel storage.Channel) (Reply, error) {
	if len(channel.Schedules) == 0 {
		return Reply{Message: Message{Parts: []Part{
			Text("This channel has no stretch prompts. Two a day suit most teams: `/stretch schedule weekdays 10:30 15:00`."),
			Actions{changeTimes(channel.ID, 0, "Change times")},
		}}}, nil
	}
	var parts []Part
	if len(channel.Schedules) > 1 {
		parts = append(parts, Text(fmt.Sprintf("This channel has %d schedules.", len(channel.Schedules))))
	}
	waits := t.whyWaits(channel)
	if waits != nil {
		parts = append([]Part{Text("This channel has stretch prompts: *" + timesOf(channel) + "*.")}, waits...)
	}
	for _, s := range channel.Schedules {
		if waits != nil {
			break
		}
		next, err := t.upcoming(storage.Prompt, storage.OwnerOf(channel.ID, s.Number), s)
		if err != nil {
			return Reply{}, err
		}
		begins := "This channel gets a stretch prompt "
		if len(channel.Schedules) > 1 {
			begins = fmt.Sprintf("*%d.* A stretch prompt ", s.Number)
		}
		parts = append(parts, Text(begins+"*"+when(s.Plan)+"*. The next ones:"), next)
		parts = append(append(parts, t.quiet(s)...), manner(s)...)
		parts = append(parts, slowly(s, storage.OwnerOf(channel.ID, s.Number))...)
	}
	if !channel.Roundup.Plan.IsZero() {
		parts = append(parts, Text("The week is summed up *"+when(channel.Roundup.Plan)+"*, if five people or more took part."))
	}
	last, err := t.lately(channel)
	if err != nil {
		return Reply{}, err
	}
	parts = append(parts, last...)
	return Reply{Message: Message{Parts: append(parts, toChange(channel)...)}}, nil
}

// manner is how a schedule's prompts are, where that is not the usual.
func manner(s storage.Schedule) (parts []Part) {
	if s.Place == care.Floor {
		parts = append(parts, Text("A prompt may ask for the floor."))
	}
	if s.Word != "" {
		parts = append(parts, Text("Below each prompt stands:"), Quote(Plain(s.Word)))
	}
	return parts
}

// toChange is how a channel's schedules are changed, in words and as buttons.
func toChange(channel storage.Channel) []Part {
	if len(channel.Schedules) == 1 {
		return []Part{
			Note("To change it: `/stretch schedule mon-thu 11:00 in Berlin`. One more: `/stretch schedule add fri 14:00`. To end it: `/stretch schedule off`."),
			Actions{changeTimes(channel.ID, channel.Schedules[0].Number, "Change times")},
		}
	}
	var row Actions
	for _, s := range channel.Schedules {
		row = append(row, changeTimes(channel.ID, s.Number, "Change times of "+strconv.Itoa(s.Number)))
	}
	n := strconv.Itoa(channel.Schedules[len(channel.Schedules)-1].Number)
	return []Part{
		Note("To change one: `/stretch schedule " + n + " mon-thu 11:00`. To end one: `/stretch schedule off " + n + "`. `/stretch schedule pause 3 days` pauses all of them, `/stretch schedule " + n + " pause 3 days` one."),
		row,
	}
}

// changeTimes is the button to the form of a channel's schedule; 0 is its first.
func changeTimes(id habit.ChannelID, number int, label string) Button {
	return Button{Label: label, Do: "plan", Value: "schedule/" + place(id, number)}
}

// place names a channel's schedule in the value of a button: "C1/2".
func place(id habit.ChannelID, number int) string {
	if number == 0 {
		return string(id)
	}
	return string(id) + "/" + strconv.Itoa(number)
}

// quiet says what of a schedule is left out from today on, and when that list ends.
func (t *talk) quiet(s storage.Schedule) []Part {
	today := t.todayIn(s.Plan)
	var parts []Part
	for _, p := range s.Silence.Pauses {
		switch {
		case !p.Has(today):
		case p.Until.IsZero():
			parts = append(parts, Text("Paused until somebody types `/stretch schedule resume`."))
		default:
			parts = append(parts, Text("Paused until "+onDay(p.Until, today)+". `/stretch schedule resume` ends it sooner."))
		}
	}
	coming := upcomingSkips(s, today)
	over := len(s.Silence.Skip) - len(coming)
	switch {
	case len(coming) > 0 && coming[len(coming)-1].Sub(today) < runsOut:
		parts = append(parts, Text("Left out: "+dates(coming, today)+", and none are set after that. `/stretch schedule skip off` takes it back."))
	case len(coming) > 0:
		parts = append(parts, Text("Left out: "+dates(coming, today)+". `/stretch schedule skip off` takes that back."))
	case over > 0 && today.Sub(s.Silence.Skip[over-1]) < 2*runsOut:
		parts = append(parts, Note("The dates that were left out are over. `/stretch schedule skip 24 dec - 2 jan` sets the next."))
	}
	return parts
}

// runsOut is for how many days before the last skip date it is said that none follow, and twice
// that after it.
const runsOut = 15

// upcomingSkips is the dates that a schedule leaves out from today on.
func upcomingSkips(s storage.Schedule, today habit.Day) []habit.Day {
	return slices.DeleteFunc(slices.Clone(s.Silence.Skip), func(d habit.Day) bool { return d.Before(today) })
}
