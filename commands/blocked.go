package commands

import (
	"slices"

	"catcow/storage"
)

// refusals are the errors of Slack that hold for whatever is sent there, until
// somebody mends it. They are of chat.postMessage and of opening a conversation.
var refusals = map[bool][]string{
	true: { // a channel
		"channel_not_found", "is_archived", "not_in_channel",
		"restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
		"restricted_action_non_threadable_channel", "restricted_action_thread_locked",
	},
	false: { // a person
		"account_inactive", "cannot_dm_bot", "channel_not_found", "is_archived", "messages_tab_disabled",
		"restricted_action", "user_disabled", "user_not_found", "user_not_visible",
	},
}

// classify tells a refusal for good from one of this message alone.
func classify(kind storage.Kind, code string) storage.State {
	if slices.Contains(refusals[kind == storage.Prompt], code) {
		return storage.Blocked
	}
	return storage.Failed
}

// blocked is what follows when Slack refuses a channel or a person for good.
func blocked(tx storage.Tx, slot storage.Slot) error {
	kind, owner, _ := slot.Key.Split()
	if kind != storage.Prompt || slot.Why != "not_in_channel" && slot.Why != "channel_not_found" {
		return nil
	}
	id, _ := storage.ChannelOf(owner)
	channel, err := tx.Channel(id)
	if err != nil {
		return err
	}
	channel.Present = false
	return tx.PutChannel(channel)
}
