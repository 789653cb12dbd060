package commands

import (
	"slices"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// refusals are the errors of Slack that hold for whatever is sent there, until
// somebody mends it. They are of chat.postMessage and of opening a conversation.
var refusals = map[bool][]string{
	true: { // a channel
		"channel_not_found", "is_archived", "not_in_channel",
		"restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
		"restricted_action_non_threadable_channel", "restricted_action_thread_locked", "ekm_access_denied",
	},
	false: { // a person
		"account_inactive", "cannot_dm_bot", "channel_not_found", "is_archived", "messages_tab_disabled",
		"ekm_access_denied", "restricted_action", "user_disabled", "user_not_found", "user_not_visible",
	},
}

// classify tells a refusal for good from one of this message alone.
func classify(kind storage.Kind, code string) storage.State {
	if slices.Contains(refusals[kind.ForChannel()], code) {
		return storage.Blocked
	}
	return storage.Failed
}

// blocked is what follows when Slack refuses a channel or a person for good: the
// channel's prompts sleep, the person gets nothing more until they say so.
func blocked(tx storage.Tx, slot storage.Slot, now time.Time) error {
	kind, owner, _ := slot.Key.Split()
	if kind.ForChannel() {
		id, _ := storage.ChannelOf(owner)
		return blockedIn(tx, id, slot.Why, now)
	}
	why := slot.Why
	if why == "account_inactive" || why == "user_disabled" {
		why = deactivated
	}
	me, err := tx.Member(habit.UserID(owner))
	if err != nil || me.Due().IsZero() || !goAway(&me, why, now) {
		return err // whoever was forgotten meanwhile stays forgotten
	}
	return tx.PutMember(me)
}

func blockedIn(tx storage.Tx, id habit.ChannelID, why string, now time.Time) error {
	c, err := tx.Channel(id)
	if err != nil {
		return err
	}
	if why == taken || why == "channel_not_found" {
		c.Present, why = false, taken
	}
	asleep(&c, why, now)
	return tx.PutChannel(c)
}
