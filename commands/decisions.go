package commands

import (
	"slices"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// became is what a slot's state means to people.
var became = map[storage.State]string{
	storage.Planned: "about to be posted",
	storage.Sending: "on its way",
	storage.Sent:    "posted",
	storage.Failed:  "not posted",
	storage.Missed:  "missed: its time passed while I could not send",
	storage.Skipped: "skipped",
	storage.Blocked: "not posted",
	storage.Unknown: "nobody knows whether it arrived; it was not sent again",
}

// because is why it became that, for what people can mend or understand; "" where
// nothing is to be added.
var because = map[string]string{
	"is_archived":                           "the channel is archived",
	"not_in_channel":                        "I was not in the channel",
	"channel_not_found":                     "I was not in the channel",
	"restricted_action":                     "Slack lets only some people post here",
	"restricted_action_read_only_channel":   "Slack lets only some people post here",
	"restricted_action_thread_only_channel": "this channel takes threads only",

	"restricted_action_non_threadable_channel": "Slack lets only some people post here",
	"restricted_action_thread_locked":          "Slack lets only some people post here",

	"ekm_access_denied": "an administrator of Slack has suspended writing",
	"unarchived":        "the channel was opened again, and nobody has said yet that they go on",
	"channel_deleted":   "the channel was deleted",

	"unreachable":      "Slack could not be reached",
	"ratelimited":      "Slack was too busy",
	"stopped":          "I was not running",
	"not kept":         "my disk took nothing",
	"late":             "",
	"a newer one came": "the next one had come",
	"ended":            "the schedule had been ended",
	"skip date":        "the date was left out",
}

const (
	lastShown  = 3 // how many of the last slots are shown, however they went
	worstShown = 3 // and how many more that did not go well
	worstFor   = 7 * day
)

// lately is what became of a channel's last prompts, and of others of this week that did
// not go well.
func (t *talk) lately(channel storage.Channel) ([]Part, error) {
	last, err := promptsOf(t.tx, channel, 7*habit.MostTimes)
	if err != nil || len(last) == 0 {
		return nil, err
	}
	newest := last[:min(lastShown, len(last))]
	worse := slices.DeleteFunc(last[len(newest):], func(s storage.Slot) bool {
		return wentWell(s.State) || t.now.Sub(s.Due) > worstFor
	})
	parts := []Part{Text("The last ones:"), t.decisions(channel, newest)}
	if len(worse) > 0 {
		parts = append(parts, Text("This past week, too:"), t.decisions(channel, worse[:min(worstShown, len(worse))]))
	}
	return parts, nil
}

// wentWell says that a slot came to what somebody wanted.
func wentWell(s storage.State) bool {
	return s.Open() || s == storage.Sent || s == storage.Skipped
}

// decisions is what became of a channel's slots, in words and in the zones of its schedules.
func (t *talk) decisions(channel storage.Channel, slots []storage.Slot) List {
	var lines List
	for _, s := range slots {
		_, owner, _ := s.Key.Split()
		_, number := storage.ChannelOf(owner)
		loc, err := habit.Zone(channel.Schedule(number).Plan.Zone)
		if err != nil {
			loc = t.now.Location()
		}
		lines = append(lines, t.decision(s, loc))
	}
	return lines
}

func (t *talk) decision(s storage.Slot, loc *time.Location) string {
	line := capital(at(s.Due.In(loc), habit.DayOf(t.now.In(loc)))) + ": " + became[s.State]
	why, known := because[s.Why]
	switch {
	case s.State == storage.Unknown: // how it left the bot's hands helps nobody
		return line
	case !known && (s.State == storage.Failed || s.State == storage.Blocked):
		why = "Slack refused it with `" + Plain(s.Why) + "`"
	case !known:
		why = Plain(s.Why)
	}
	if why != "" {
		line += ", " + why
	}
	return line
}
