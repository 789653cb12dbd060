package commands

import (
	"fmt"
	"strconv"
	"strings"

	"catcow/content"
	"catcow/internal/habit"
	"catcow/storage"
)

// How many schedules there may be.
const (
	mostSchedules  = 5   // of a channel
	mostEverywhere = 200 // of all channels
)

// room is why a channel may not have one more schedule; nil when it may.
func (t *talk) room(channel storage.Channel) error {
	if len(channel.Schedules) >= mostSchedules {
		return &Problem{Text: fmt.Sprintf("This channel has %d schedules, which is as many as there can be. `/stretch schedule off %d` makes room.", mostSchedules, channel.Schedules[mostSchedules-1].Number)}
	}
	all, err := t.tx.Channels()
	total := 0
	for _, c := range all {
		total += len(c.Schedules)
	}
	if err == nil && total >= mostEverywhere {
		err = &Problem{Text: fmt.Sprintf("All channels together have %d schedules, which is as many as I keep. Ending one elsewhere makes room.", mostEverywhere)}
	}
	return err
}

// addPrompts is one more schedule for a channel.
func (t *talk) addPrompts(channel storage.Channel, text string) (Reply, error) {
	plan, err := t.plan(text)
	if err != nil {
		return Reply{}, err
	}
	if same(channel, 0, plan) {
		return t.asBefore(channel)
	}
	return t.addSchedule(channel, t.anew(storage.Schedule{}, plan), summed(channel))
}

// addSchedule gives a channel one more schedule. The dates and pauses that hold for
// all others hold for it, too.
func (t *talk) addSchedule(channel storage.Channel, schedule storage.Schedule, roundup bool) (Reply, error) {
	if err := t.room(channel); err != nil {
		return Reply{}, err
	}
	if len(channel.Schedules) > 0 && schedule.Silence.Skip == nil {
		schedule.Silence.Skip = channel.Schedules[0].Silence.Skip
	}
	if len(channel.Schedules) > 0 {
		schedule.Silence.Pauses = channel.Schedules[0].Silence.Pauses
	}
	is := t.withRoundup(channel.With(schedule), roundup)
	told := t.who() + " set stretch prompts for this channel: *" + when(schedule.Plan) + "*."
	if len(channel.Schedules) > 0 {
		told = t.who() + " added stretch prompts to this channel: *" + when(schedule.Plan) + "*."
	}
	told = strings.Join(append([]string{told}, t.differences(channel, is, is.Numbered)[1:]...), " ") // behind the plan
	return t.scheduled(channel, is, is.Numbered, told)
}

// whichToReplace asks what a plan is for, where a channel has several schedules.
func whichToReplace(channel storage.Channel, plan habit.Plan) Reply {
	row := Actions{Button{Label: "Add it", Do: "replan", Value: string(channel.ID) + "/0/" + plan.String(), Primary: true}}
	var lines List
	for _, s := range channel.Schedules {
		lines = append(lines, fmt.Sprintf("%d: %s", s.Number, when(s.Plan)))
		row = append(row, Button{Label: fmt.Sprintf("Replace %d", s.Number), Do: "replan", Value: place(channel.ID, s.Number) + "/" + plan.String()})
	}
	return Reply{Message: Message{Parts: []Part{
		Text("This channel has several schedules. Shall *" + when(plan) + "* take the place of one? Nothing has changed yet."), lines, row,
	}}}
}

// replan is the answer to that.
func (t *talk) replan() (Reply, error) {
	where, text, _ := cutLast(t.r.Value, 2)
	channel, number, err := t.scheduleAt(where)
	if err != nil {
		return Reply{}, err
	}
	plan, err := t.plan(text)
	if err != nil {
		return Reply{}, err
	}
	var reply Reply
	switch {
	case number > 0:
		reply, err = t.setPrompts(channel, number, plan)
	case same(channel, 0, plan):
		reply, err = t.asBefore(channel)
	default:
		reply, err = t.addSchedule(channel, t.anew(storage.Schedule{}, plan), summed(channel))
	}
	return reply.instead(t.r), err
}

// cutLast cuts a text behind its nth slash.
func cutLast(text string, n int) (before, after string, ok bool) {
	parts := strings.SplitN(text, "/", n+1)
	if len(parts) <= n {
		return text, "", false
	}
	return strings.Join(parts[:n], "/"), parts[n], true
}

// scheduleAt is the channel and the number that a button names: "C1/2". Without a
// number it is that of the first; 0 where there is none. It is for those who may change it.
func (t *talk) scheduleAt(value string) (channel storage.Channel, number int, err error) {
	id, text, said := strings.Cut(value, "/")
	if channel, err = t.tx.Channel(habit.ChannelID(id)); err != nil {
		return channel, 0, err
	}
	if err = t.mayChange(channel); err != nil {
		return channel, 0, err
	}
	if number, _ = strconv.Atoi(text); said && number != 0 && channel.Schedule(number).Plan.IsZero() {
		err = &Problem{Text: "That schedule has ended meanwhile. `/stretch schedule` shows what is set."}
	}
	if !said && len(channel.Schedules) > 0 {
		number = channel.Schedules[0].Number
	}
	if err == nil && !channel.Present {
		err = notHere
	}
	return channel, number, err
}

// promptsOff ends a channel's schedule; where it has several, the one of that number.
func (t *talk) promptsOff(channel storage.Channel, number int, rest string) (Reply, error) {
	said := content.Normal(rest)
	if n, err := strconv.Atoi(strings.TrimSpace(rest)); err == nil && number == 0 && n > 0 {
		if number = n; channel.Schedule(number).Plan.IsZero() {
			return Reply{}, noSuch(number)
		}
		said = ""
	}
	switch {
	case len(channel.Schedules) == 0:
		return t.prompts(channel)
	case said != "" && said != "all":
		return Reply{}, &Problem{Text: "Nothing has changed. `/stretch schedule off` ends the prompts here, `/stretch schedule off 2` ends one of several."}
	case number > 0:
		return t.endSchedule(channel, number)
	case len(channel.Schedules) == 1:
		return t.endSchedule(channel, channel.Schedules[0].Number)
	case said == "all":
		return t.endAll(channel)
	}
	return whichToEnd(channel), nil
}

func whichToEnd(channel storage.Channel) Reply {
	var lines List
	var row Actions
	for _, s := range channel.Schedules {
		lines = append(lines, fmt.Sprintf("%d: %s", s.Number, when(s.Plan)))
		row = append(row, Button{Label: fmt.Sprintf("Stop %d", s.Number), Do: "unschedule", Value: place(channel.ID, s.Number)})
	}
	row = append(row, Button{Label: "Stop all", Do: "unschedule", Value: string(channel.ID) + "/all", Danger: true})
	return Reply{Message: Message{Parts: []Part{Text("Which schedule shall end? Nothing has changed yet."), lines, row}}}
}

// unschedule is the answer to that, and Stop in the form.
func (t *talk) unschedule() (Reply, error) {
	if id, ok := strings.CutSuffix(t.r.Value, "/all"); ok {
		channel, err := t.tx.Channel(habit.ChannelID(id))
		if err == nil {
			err = t.mayChange(channel)
		}
		if err != nil {
			return Reply{}, err
		}
		reply, err := t.endAll(channel)
		return reply.instead(t.r), err
	}
	channel, number, err := t.scheduleAt(t.r.Value)
	if err != nil {
		return Reply{}, err
	}
	if number == 0 {
		return t.prompts(channel)
	}
	reply, err := t.endSchedule(channel, number)
	return reply.instead(t.r), err
}

func (t *talk) endSchedule(channel storage.Channel, number int) (Reply, error) {
	if len(channel.Schedules) == 1 {
		return t.endAll(channel)
	}
	plan := channel.Schedule(number).Plan
	is := channel.With(storage.Schedule{Number: number})
	told := fmt.Sprintf("%s ended schedule %d of this channel's stretch prompts: *%s*.", t.who(), number, when(plan))
	posts, err := t.rescheduled(channel, is, told)
	return Reply{
		Message: Message{Parts: []Part{Text(fmt.Sprintf("Schedule %d has ended. To have it back: `/stretch schedule add %s`.", number, plan))}},
		Posts:   posts,
	}, err
}

func (t *talk) endAll(channel storage.Channel) (Reply, error) {
	if len(channel.Schedules) == 0 {
		return t.prompts(channel)
	}
	back := "`/stretch schedule " + channel.Schedules[0].Plan.String() + "`"
	is := channel
	is.Schedules, is.Numbered = nil, 0
	posts, err := t.rescheduled(channel, is, t.who()+" turned this channel's stretch prompts off. "+back+" brings them back.")
	return Reply{
		Message: Message{Parts: []Part{Text("Prompts are off here. To have them back: " + back + ".")}},
		Posts:   posts,
	}, err
}
