package commands

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// fewest is how many people take part in a week before it is summed up: what
// fewer did could be told apart.
const fewest = 5

// roundupPlan is when a channel's week is summed up: on Fridays at 16:00 in the zone
// of its first schedule, or half an hour after the last prompt of a Friday.
func roundupPlan(schedules []storage.Schedule) habit.Plan {
	at := habit.Minute(16 * 60)
	for _, s := range schedules {
		if s.Plan.Days.Has(time.Friday) && len(s.Plan.At) > 0 {
			at = max(at, s.Plan.At[len(s.Plan.At)-1]+30)
		}
	}
	return habit.Plan{Days: habit.WeekdaysOf(time.Friday), At: []habit.Minute{min(at, 24*60-1)}, Zone: schedules[0].Plan.Zone}
}

// withRoundup is the channel with its week summed up, or not. It follows the schedules.
func (t *talk) withRoundup(channel storage.Channel, wanted bool) storage.Channel {
	if !wanted || len(channel.Schedules) == 0 {
		channel.Roundup = storage.Schedule{}
		return channel
	}
	channel.Roundup = t.anew(channel.Roundup, roundupPlan(channel.Schedules))
	channel.Roundup.By = ""
	return channel
}

// summed reports whether the channel's week is summed up.
func summed(channel storage.Channel) bool { return !channel.Roundup.Plan.IsZero() }

// roundupWindow is how late a roundup may be: as a message of somebody's working day.
func roundupWindow(s habit.Slot) time.Duration { return habit.DMWindow(s, habit.WorkdayEnds) }

// claimRoundup decides the sum of a channel's week.
func (s *Set) claimRoundup(tx storage.Tx, channel storage.Channel, now time.Time) (post *Post, err error) {
	slot, err := decide(tx, storage.Roundup, string(channel.ID), &channel.Roundup, now, roundupWindow)
	if err != nil {
		return nil, err
	}
	if slot != nil {
		decision := planned(storage.Roundup, string(channel.ID), *slot, roundupWindow(*slot), now)
		m, why, err := roundupOf(tx, channel, slot.At)
		if err != nil {
			return nil, err
		}
		switch {
		case channel.Off.Why != "", !channel.Present:
			decision.State, decision.Why = storage.Skipped, cmp.Or(channel.Off.Why, taken)
		case allSilent(channel, *slot):
			decision.State, decision.Why = storage.Skipped, "skip date"
		case why != "":
			decision.State, decision.Why = storage.Skipped, why
		default:
			post = &Post{To: string(channel.ID), Slot: decision.Key, Until: decision.Until, Message: m}
		}
		if err := tx.PutSlot(decision); err != nil {
			return nil, err
		}
	}
	return post, tx.PutChannel(channel)
}

// roundupOf is the sum of a channel's week up to an instant, or why nothing is said.
func roundupOf(r storage.Reader, channel storage.Channel, until time.Time) (m Message, why string, err error) {
	people, times, err := week(r, channel, until)
	if err != nil || people < fewest {
		return Message{}, "nothing to say", err
	}
	return Message{Parts: []Part{
		Text(fmt.Sprintf("*%d people moved %d times this week.*", people, times)),
		Note("That is how often *Did it* was pressed here. `/stretch schedule` turns this off."),
	}}, "", nil
}

// week counts who answered a channel's prompts in the seven days up to an
// instant, and how often.
func week(r storage.Reader, channel storage.Channel, until time.Time) (people, times int, err error) {
	prompts, err := promptsOf(r, channel, 8*habit.MostTimes)
	if err != nil {
		return 0, 0, err
	}
	all := map[habit.UserID]bool{}
	for _, slot := range prompts {
		if slot.Due.After(until) || !slot.Due.After(until.AddDate(0, 0, -7)) {
			continue
		}
		took, err := r.Took(slot.Key)
		if err != nil {
			return 0, 0, err
		}
		for _, id := range took {
			all[id] = true
		}
		times += len(took)
	}
	return len(all), times, nil
}

// allSilent reports whether no schedule of the channel says anything on the slot's day.
func allSilent(channel storage.Channel, slot habit.Slot) bool {
	return !slices.ContainsFunc(channel.Schedules, func(s storage.Schedule) bool { return s.Silence.Why(slot) == "" })
}
