package commands

import (
	"reflect"
	"slices"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// A holding is everything that is held about one person, as it is stored. Its JSON is the
// file of export.
type holding struct {
	Member   storage.Member    `json:"member"`
	Sessions []storage.Session `json:"sessions"`
	CheckIns []storage.CheckIn `json:"checkins"`
	Messages []storage.Slot    `json:"messages"` // what became of each check-in and nudge that was due
	Channels []ofChannel       `json:"channels"` // whose prompts they set
	Changes  []storage.Audit   `json:"changes"`  // of channels' prompts, which name them
}

// ofChannel is what names a person in what belongs to a channel.
type ofChannel struct {
	Channel   habit.ChannelID    `json:"channel"`
	Schedules []storage.Schedule `json:"schedules,omitempty"` // that they set
	Change    *storage.Change    `json:"change,omitempty"`    // the last one, where it was theirs
	News      bool               `json:"news,omitempty"`      // they are still to be told something about its prompts
}

// unlimited is how many of a list are asked for where all are.
const unlimited = 1 << 30

// hold reads everything that is held about somebody, in the reader's one moment.
func hold(r storage.Reader, id habit.UserID) (h holding, err error) {
	if h.Member, err = r.Member(id); err != nil {
		return h, err
	}
	if h.Sessions, err = r.Sessions(id, habit.Day{}); err != nil {
		return h, err
	}
	if h.CheckIns, err = r.CheckIns(id, time.Time{}); err != nil {
		return h, err
	}
	for _, kind := range []storage.Kind{storage.Asking, storage.Nudge, storage.Tending} {
		slots, err := r.Slots(kind, string(id), unlimited)
		if err != nil {
			return h, err
		}
		h.Messages = append(h.Messages, slots...)
	}
	slices.SortStableFunc(h.Messages, func(a, b storage.Slot) int { return a.Due.Compare(b.Due) })
	channels, err := r.Channels()
	if err != nil {
		return h, err
	}
	for _, c := range channels {
		if of := inChannel(c, id); of.Schedules != nil || of.Change != nil || of.News {
			h.Channels = append(h.Channels, of)
		}
		audits, err := r.Audits(c.ID, unlimited)
		if err != nil {
			return h, err
		}
		for _, a := range audits {
			if a.Who == id || a.Before == string(id) || a.After == string(id) {
				h.Changes = append(h.Changes, a)
			}
		}
	}
	slices.SortStableFunc(h.Changes, func(a, b storage.Audit) int { return a.At.Compare(b.At) })
	return h, nil
}

func inChannel(c storage.Channel, id habit.UserID) ofChannel {
	of := ofChannel{Channel: c.ID, News: slices.Contains(c.Off.Tell, string(id))}
	for _, s := range c.Schedules {
		if s.By == id {
			of.Schedules = append(of.Schedules, s)
		}
	}
	theirs := slices.ContainsFunc(c.Change.Was, func(s storage.Schedule) bool { return s.By == id })
	if c.Change.By == id || theirs {
		change := c.Change
		change.Was = slices.DeleteFunc(slices.Clone(c.Change.Was), func(s storage.Schedule) bool { return s.By != id })
		if c.Change.By != id {
			change = storage.Change{Number: change.Number, Was: change.Was}
		}
		of.Change = &change
	}
	return of
}

// empty says that nothing is held.
func (h holding) empty() bool {
	return reflect.DeepEqual(h.Member, storage.Member{ID: h.Member.ID}) &&
		len(h.Sessions)+len(h.CheckIns)+len(h.Messages)+len(h.Channels)+len(h.Changes) == 0
}
