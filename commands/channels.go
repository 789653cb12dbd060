package commands

import (
	"cmp"

	"catcow/internal/habit"
	"catcow/storage"
)

// joined is Catcow's arrival in a channel: one welcome a channel, ever. What
// sleeps does not wake in silence.
func (t *talk) joined() (Reply, error) {
	channel, err := t.tx.Channel(t.r.Channel)
	if err != nil {
		return Reply{}, err
	}
	t.gone = true // whoever invited Catcow is not a member by that
	greet, slept := channel.Welcomed.IsZero(), channel.Off.Why != "" || !channel.Present
	channel.Present, channel.Welcomed = true, cmp.Or(channel.Welcomed, t.now)
	switch {
	case greet && !prompting(channel):
		return t.greeting(channel), t.tx.PutChannel(channel)
	case slept && prompting(channel):
		channel.Off = storage.Off{}
		return Reply{Posts: []Post{{To: string(channel.ID), Message: goesOn(channel)}}}, t.tx.PutChannel(channel)
	}
	return Reply{}, t.tx.PutChannel(channel)
}

func (t *talk) greeting(channel storage.Channel) Reply {
	return Reply{Posts: []Post{{To: string(channel.ID), Message: Message{Parts: []Part{
		Text("*Hello, I'm Catcow.* I help with stiff backs, a small move at a time. I stay quiet until someone here asks for prompts."),
		List{
			"`/stretch` gives you a move. Only you see it",
			"`/stretch schedule weekdays 10:30 15:00` prompts this channel twice a day",
			"`/stretch help` shows the rest, beginning with when to get help",
		},
		Actions{changeTimes(channel.ID, 0, "Set times for prompts")},
		Note(t.library.Footer() + " I can't read what is said in this channel."),
	}}}}}
}

// left is Catcow's removal: the prompts stay, and wait until it is back.
func (t *talk) left() (Reply, error) {
	return t.closed(func(c *storage.Channel) {
		c.Present = false
		asleep(c, taken, t.now)
	})
}

// archived is the end of talk in a channel, which can be taken back.
func (t *talk) archived() (Reply, error) {
	return t.closed(func(c *storage.Channel) { asleep(c, archived, t.now) })
}

// unarchived opens it again. Prompts wait until somebody says that they go on.
func (t *talk) unarchived() (Reply, error) {
	return t.closed(func(c *storage.Channel) {
		if c.Off.Why == archived {
			asleep(c, reopened, t.now)
		}
	})
}

// deleted is the end of a channel: its prompts end, and what became of them
// stays as long as that of any other.
func (t *talk) deleted() (Reply, error) {
	return t.closed(func(c *storage.Channel) {
		asleep(c, deleted, t.now)
		c.Present, c.Schedules, c.Numbered, c.Prompted = false, nil, 0, nil
		c.Roundup = storage.Schedule{}
	})
}

// closed changes a channel that Catcow knows; the others are none of its business.
func (t *talk) closed(change func(*storage.Channel)) (Reply, error) {
	t.gone = true
	c, err := t.tx.Channel(t.r.Channel)
	if err != nil || !known(c) {
		return Reply{}, err
	}
	change(&c)
	return Reply{}, t.tx.PutChannel(c)
}

// known says whether Catcow is or was in a channel.
func known(c storage.Channel) bool { return c.Present || prompting(c) || !c.Welcomed.IsZero() }

// renumbered is a channel's new id, Value: everything of the channel goes along. Prompts
// that a look between the two has sent to sleep go on.
func (t *talk) renumbered() (Reply, error) {
	t.gone = true
	old, err := t.tx.Channel(t.r.Channel)
	if err != nil || !known(old) {
		return Reply{}, err
	}
	new, err := t.tx.Channel(habit.ChannelID(t.r.Value))
	if err != nil {
		return Reply{}, err
	}
	if err := t.tx.MoveChannel(old.ID, new.ID); err != nil {
		return Reply{}, err
	}
	old.ID, old.Present = new.ID, old.Present || new.Present
	if prompting(new) { // somebody was faster
		old.Schedules, old.Numbered, old.Off = new.Schedules, new.Numbered, new.Off
	}
	if old.Present && old.Off.Why == taken {
		awake(&old, t.now)
	}
	return Reply{}, t.tx.PutChannel(old)
}

// promptNow is the key of a prompt whose button was pressed: one that was posted under
// the channel's old id has another now.
func (t *talk) promptNow(key storage.SlotKey) (storage.SlotKey, error) {
	_, owner, _ := key.Split()
	from, _ := storage.ChannelOf(owner)
	moved, ok := key.Moved(from, t.place())
	if !ok || moved == key {
		return key, nil
	}
	slot, err := t.tx.Slot(moved)
	if slot.Key == "" || err != nil {
		return key, err
	}
	return moved, nil
}
