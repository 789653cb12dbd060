package commands

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"catcow/content"
	"catcow/internal/habit"
	"catcow/storage"
)

// notHere is the answer in a channel that Catcow is no member of.
var notHere = &Problem{Text: "I'm not in this channel yet. Type `/invite @Catcow` here, then try again."}

// schedule is a channel's prompts. In the direct message it means remind.
func (t *talk) schedule(rest string) (Reply, error) {
	if t.r.Direct {
		return t.remind(rest)
	}
	if strings.HasPrefix(string(t.r.Channel), "D") {
		return Reply{}, &Problem{Text: "Prompts are for channels, and this is a conversation between people. `/stretch remind weekdays 11:00` sends you a move in private."}
	}
	channel, err := t.tx.Channel(t.r.Channel)
	switch {
	case err != nil:
		return Reply{}, err
	case !channel.Present:
		return Reply{}, notHere
	}
	if strings.TrimSpace(rest) != "" {
		if err := t.mayChange(channel); err != nil {
			return Reply{}, err
		}
	}
	number, rest, err := ofWhich(channel, rest)
	if err != nil {
		return Reply{}, err
	}
	head, more, _ := strings.Cut(strings.TrimSpace(rest), " ")
	switch head = content.Normal(head); {
	case head == "":
		return t.prompts(channel)
	case head == "log" && number == 0:
		return t.scheduleLog(channel)
	case head == "hand" && number == 0:
		return t.handOver(channel, more)
	case head == "add" && number == 0:
		return t.addPrompts(channel, more)
	case head == "place", head == "sentence", head == "roundup":
		return t.promptField(channel, number, head, more)
	case head == "off":
		return t.promptsOff(channel, number, more)
	case head == "skip":
		return t.promptsSkip(channel, number, more)
	case head == "pause":
		return t.promptsPause(channel, number, more)
	case head == "resume", head == "unpause":
		return t.promptsResume(channel, number)
	}
	plan, err := t.plan(rest)
	if err != nil {
		return Reply{}, err
	}
	return t.setPrompts(channel, number, plan)
}

// ofWhich cuts off the number that says which schedule is meant: "2 off". It is 0
// where none is said.
func ofWhich(channel storage.Channel, text string) (number int, rest string, err error) {
	head, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	number, err = strconv.Atoi(head)
	switch {
	case err != nil || len(head) > 2:
		return 0, text, nil
	case channel.Schedule(number).Plan.IsZero():
		return 0, "", noSuch(number)
	}
	return number, rest, nil
}

func noSuch(number int) *Problem {
	return &Problem{Text: fmt.Sprintf("There is no schedule %d here; `/stretch schedule` shows those there are. A time is written as 9:00 or 3pm.", number)}
}

// plan reads a plan; one that names no zone is in the zone of who types it.
func (t *talk) plan(text string) (habit.Plan, error) {
	plan, err := habit.ParsePlan(text, zoneOf(t.me).String())
	if err == nil && t.me.Zone == "" && !strings.Contains(strings.ToLower(text), " in ") {
		err = &Problem{Text: "Slack has not told me your time zone yet, so nothing was set. Add it, such as `in Berlin`."}
	}
	return plan, err
}

// setPrompts gives a channel's schedule another plan; 0 is its only one, or its first.
func (t *talk) setPrompts(channel storage.Channel, number int, plan habit.Plan) (Reply, error) {
	if same(channel, number, plan) {
		return t.asBefore(channel)
	}
	if number == 0 && len(channel.Schedules) > 1 {
		return whichToReplace(channel, plan), nil
	}
	if number == 0 && len(channel.Schedules) == 1 {
		number = channel.Schedules[0].Number
	}
	schedule := t.anew(channel.Schedule(number), plan)
	schedule.Slow = false
	if number == 0 {
		return t.addSchedule(channel, schedule, false)
	}
	schedule.Number = number
	return t.scheduled(channel, channel.With(schedule), number, t.sets(channel, number)+": *"+when(plan)+"*.")
}

// same reports whether that schedule has that plan; 0 is any.
func same(channel storage.Channel, number int, plan habit.Plan) bool {
	return slices.ContainsFunc(channel.Schedules, func(s storage.Schedule) bool {
		return (number == 0 || number == s.Number) && s.Plan.Equal(plan) && !s.Slow
	})
}

// asBefore is the answer to who asks for what is so already.
func (t *talk) asBefore(channel storage.Channel) (Reply, error) {
	reply, err := t.prompts(channel)
	reply.Parts = slices.Insert(reply.Parts, 0, Part(Text("It is set like that already.")))
	return reply, err
}

// scheduled keeps a channel's schedules, and answers with the one that was set.
func (t *talk) scheduled(was, is storage.Channel, number int, told string) (Reply, error) {
	is.Off = storage.Off{} // whoever sets a plan wants it
	t.enters(is.ID)
	posts, err := t.rescheduled(was, is, told, Note("They are an offer: nobody has to answer. `/stretch schedule` shows or changes them."))
	if err != nil {
		return Reply{}, err
	}
	schedule := is.Schedule(number)
	next, err := t.upcoming(storage.Prompt, storage.OwnerOf(is.ID, number), schedule)
	parts := append([]Part{Text("Set. This channel gets a stretch prompt *" + when(schedule.Plan) + "*. The next ones:"), next}, t.quiet(schedule)...)
	end := "`/stretch schedule off` ends them."
	if len(is.Schedules) > 1 {
		end = fmt.Sprintf("`/stretch schedule off %d` ends them.", number)
	}
	return Reply{Message: Message{Parts: append(parts, Note(end))}, Posts: posts}, err
}

// sets begins what a channel is told of a schedule that gets another plan.
func (t *talk) sets(channel storage.Channel, number int) string {
	if len(channel.Schedules) > 1 {
		return fmt.Sprintf("%s set schedule %d of this channel's stretch prompts", t.who(), number)
	}
	return t.who() + " set stretch prompts for this channel"
}

// anew is a schedule with another plan. What fell due under the old one and
// was not looked at yet is still to be decided.
func (t *talk) anew(old storage.Schedule, plan habit.Plan) storage.Schedule {
	if !old.Plan.IsZero() && old.Plan.Equal(plan) {
		return old
	}
	decided := t.now
	if due := old.Due(); !due.IsZero() && !due.After(t.now) {
		decided = due.Add(-time.Second)
	}
	s := old
	s.Plan, s.Decided, s.By = plan, decided, t.me.ID
	if old.Plan.Zone != "" && old.Plan.Zone != plan.Zone {
		s.Silence.Since = old.Sent
	}
	return s
}

// upcoming is the next three times of a plan, each in the plan's zone. A wall
// time that was decided already, under another plan, does not come again.
func (t *talk) upcoming(kind storage.Kind, owner string, s storage.Schedule) (Part, error) {
	p := s.Plan
	loc, err := habit.Zone(p.Zone)
	if err != nil {
		return List(nil), nil
	}
	var lines List
	for _, slot := range p.Upcoming(t.now, s.Silence, 3+habit.MostTimes) {
		decided, err := t.tx.Slot(storage.KeyOf(kind, owner, slot))
		if err != nil {
			return nil, err
		}
		if decided.Key == "" && len(lines) < 3 {
			lines = append(lines, capital(at(slot.At.In(loc), habit.DayOf(t.now.In(loc)))))
		}
	}
	return lines, nil
}

// who is the person, by name and without a mention, so that nobody is called.
func (t *talk) who() string {
	if t.r.Name == "" {
		return "Someone"
	}
	return capital(Plain(t.r.Name))
}
