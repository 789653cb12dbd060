package commands

import (
	"slices"

	"catcow/internal/habit"
	"catcow/storage"
)

const (
	mostRooms  = 10 // channels that are remembered of a person
	roomsFaded = 30 // after so many days without a press a channel is theirs no longer
)

// enters remembers that the person uses the prompts of the channel where they are. Catcow
// can't ask Slack who is in a channel without reading all of its people, and does not need to.
func (t *talk) enters(channel habit.ChannelID) {
	if channel == "" || channel != t.place() || t.r.Role == Stranger {
		return
	}
	i := slices.IndexFunc(t.me.Rooms, func(r storage.Room) bool { return r.Channel == channel })
	if i >= 0 && t.me.Rooms[i].Used == t.today() {
		return
	}
	rooms := slices.DeleteFunc(slices.Clone(t.me.Rooms), func(r storage.Room) bool {
		return r.Channel == channel || t.faded(r)
	})
	rooms = append(rooms, storage.Room{Channel: channel, Used: t.today()})
	t.me.Rooms, t.changed = rooms[max(0, len(rooms)-mostRooms):], true
}

func (t *talk) faded(r storage.Room) bool { return t.today().Sub(r.Used) > roomsFaded }

// exits forgets that they do: of a channel that somebody left they see nothing more. It
// says whether that is news. "" is every channel.
func (t *talk) exits(channel habit.ChannelID) bool {
	kept := slices.DeleteFunc(slices.Clone(t.me.Rooms), func(r storage.Room) bool { return channel == "" || r.Channel == channel })
	news := len(kept) < len(t.me.Rooms)
	t.me.Rooms = kept
	return news
}

// rooms is the channels with prompts whose prompts they use, and those that they look
// after; the others they may not be able to see. The latest comes first.
func (t *talk) rooms() ([]storage.Channel, error) {
	var found []storage.Channel
	for _, r := range slices.Backward(t.me.Rooms) {
		c, err := t.tx.Channel(r.Channel)
		if err != nil {
			return nil, err
		}
		looksAfter := slices.ContainsFunc(c.Schedules, func(s storage.Schedule) bool { return s.By == t.me.ID })
		if c.Present && prompting(c) && (looksAfter || !t.faded(r)) {
			found = append(found, c)
		}
	}
	return found, nil
}
