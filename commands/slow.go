package commands

import (
	"slices"
	"strings"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// ignoredDays is on how many days prompts come that nobody presses a button of, before
// one a day comes.
const ignoredDays = 10

// oneADay is why a slot is skipped that would have been a further one.
const oneADay = "one a day for now"

// slowed is the schedule when that slot comes. When it goes down to one a day, who set it is
// asked, once.
func slowed(tx storage.Tx, channel habit.ChannelID, s storage.Schedule, slot habit.Slot, now time.Time) (storage.Schedule, error) {
	switch {
	case s.Slow:
		return s, nil
	case s.Touched.IsZero(): // set before anybody counted
		s.Touched = slot.Day
		return s, nil
	case slot.Day.Sub(s.Touched) <= ignoredDays:
		return s, nil
	}
	owner := storage.OwnerOf(channel, s.Number)
	slots, err := tx.Slots(storage.Prompt, owner, 2*ignoredDays*habit.MostTimes)
	if err != nil {
		return s, err
	}
	ignored := map[habit.Day]bool{}
	for _, sent := range slots {
		if day := dayOf(sent.Key); sent.State == storage.Sent && day.After(s.Touched) && day.Before(slot.Day) {
			ignored[day] = true
		}
	}
	if len(ignored) < ignoredDays {
		return s, nil
	}
	s.Slow = true
	return s, askOwner(tx, s.By, owner, slot, now)
}

// cameOn reports whether that schedule had a prompt on the day.
func cameOn(before []storage.Slot, owner string, day habit.Day) bool {
	return slices.ContainsFunc(before, func(s storage.Slot) bool {
		_, of, _ := s.Key.Split()
		return of == owner && dayOf(s.Key) == day && slices.Contains(mayHaveCome, s.State)
	})
}

// askOwner plans the question to who set a schedule. Its key names the schedule:
// "tending/U1/2026-11-23T10:30@C1.2".
func askOwner(tx storage.Tx, by habit.UserID, schedule string, slot habit.Slot, now time.Time) error {
	if by == "" {
		return nil
	}
	me, err := tx.Member(by)
	if err != nil {
		return err
	}
	t := &talk{me: me}
	slot.At = now.In(zoneOf(me))
	question := planned(storage.Tending, string(by), slot, t.window(habit.Slot{Day: habit.DayOf(slot.At), At: slot.At}), now)
	question.Key += storage.SlotKey("@" + schedule)
	me.Later = append(me.Later, storage.Later{At: now, Kind: storage.Tending, Slot: question.Key})
	if err := tx.PutSlot(question); err != nil {
		return err
	}
	return tx.PutMember(me)
}

// slowOf is the schedule that the question of that key is about; zero when it is settled.
func slowOf(r storage.Reader, key storage.SlotKey) (storage.Schedule, error) {
	_, owner, _ := strings.Cut(string(key), "@")
	id, number := storage.ChannelOf(owner)
	channel, err := r.Channel(id)
	if s := channel.Schedule(number); s.Slow {
		return s, err
	}
	return storage.Schedule{}, err
}

// tending is that question, or why it is not asked any more.
func (t *talk) tending(key storage.SlotKey) (m Message, why string, err error) {
	s, err := slowOf(t.tx, key)
	if err != nil || s.By != t.me.ID {
		return Message{}, "settled", err
	}
	_, owner, _ := strings.Cut(string(key), "@")
	id, number := storage.ChannelOf(owner)
	return Message{Parts: []Part{
		Text("The stretch prompts in <#" + string(id) + "> came on ten days, and nobody pressed a button. That's fine: reading along counts, too."),
		Text("So that they stay welcome, one a day comes from now on. It was *" + when(s.Plan) + "*. What would suit the channel?"),
		Actions{
			Button{Label: "All of them again", Do: "fullplan", Value: owner, Primary: true},
			changeTimes(id, number, "Other times"),
			Button{Label: "End them", Do: "endplan", Value: owner, Danger: true},
		},
		Note("A press on any of them in the channel brings all of them back as well. I ask this once."),
	}}, "", nil
}

// fresh is the channel with the days counted anew of each schedule that has other times,
// or that somebody wants as it was set.
func (t *talk) fresh(was, is storage.Channel) storage.Channel {
	for _, s := range is.Schedules {
		if old := was.Schedule(s.Number); !old.Plan.Equal(s.Plan) || old.Slow != s.Slow {
			s.Slow, s.Touched = false, t.todayIn(s.Plan)
			is = is.With(s)
		}
	}
	return is
}

// touch takes note that somebody pressed a button of a prompt: a slow schedule goes on as
// it was set.
func (t *talk) touch() error {
	if t.r.What != Pressed || !slices.Contains([]string{"did", "another", "later", "show"}, t.r.Do) {
		return nil
	}
	prompt := parseMove(t.r.Value).prompt
	kind, owner, _ := prompt.Split()
	if kind != storage.Prompt || !t.standsHere(prompt) {
		return nil
	}
	id, _ := storage.ChannelOf(owner)
	t.enters(id)
	_, err := t.touched(owner)
	return err
}

// touched is the schedule of that owner, which somebody wants as it was set.
func (t *talk) touched(owner string) (storage.Schedule, error) {
	id, number := storage.ChannelOf(owner)
	channel, err := t.tx.Channel(id)
	s := channel.Schedule(number)
	if err != nil || s.Plan.IsZero() {
		return s, err
	}
	if today := t.todayIn(s.Plan); s.Slow || s.Touched != today {
		s.Slow, s.Touched, t.changed = false, today, true
		err = t.tx.PutChannel(channel.With(s))
	}
	return s, err
}

// fullPlan is All of them again.
func (t *talk) fullPlan() (Reply, error) {
	id, number := storage.ChannelOf(t.r.Value)
	channel, err := t.tx.Channel(id)
	switch {
	case err != nil:
		return Reply{}, err
	case channel.Schedule(number).Plan.IsZero():
		return Reply{}, &Problem{Text: "These prompts have been ended since. `/stretch schedule weekdays 10:30` in the channel sets new ones."}
	}
	if err := t.mayChange(channel); err != nil {
		return Reply{}, err
	}
	s, err := t.touched(t.r.Value)
	if err != nil {
		return Reply{}, err
	}
	next, err := t.upcoming(storage.Prompt, t.r.Value, s)
	return Reply{Message: Message{Parts: []Part{
		Text("All of them come again: *" + when(s.Plan) + "*. The next ones:"), next,
	}}}.instead(t.r), err
}

// endPlan is End them, of who set the schedule.
func (t *talk) endPlan() (Reply, error) {
	id, number := storage.ChannelOf(t.r.Value)
	channel, err := t.tx.Channel(id)
	s := channel.Schedule(number)
	switch {
	case err != nil:
		return Reply{}, err
	case s.Plan.IsZero():
		return Reply{Message: Message{Parts: []Part{Text("These prompts have been ended already.")}}}.instead(t.r), nil
	case s.By != t.me.ID:
		return Reply{}, &Problem{Text: "A colleague looks after these prompts now. `/stretch schedule` in the channel shows them."}
	}
	reply, err := t.endSchedule(channel, number)
	reply.Message = Message{Parts: []Part{Text("They are ended. To have them back, type `/stretch schedule " + s.Plan.String() + "` in <#" + string(id) + ">.")}}
	return reply.instead(t.r), err
}

// slowly says that a schedule is down to one a day.
func slowly(s storage.Schedule, owner string) []Part {
	if !s.Slow {
		return nil
	}
	return []Part{
		Text("One a day comes for now, the first of each day: nobody pressed a button on ten days. A press on any of them brings all of them back."),
		Actions{Button{Label: "All of them again", Do: "fullplan", Value: owner}},
	}
}
