package commands

import "catcow/storage"

// stop is every nudge and check-in of this person off, at once.
func (t *talk) stop(string) (Reply, error) {
	t.me.CheckIns, t.me.Nudges, t.me.Question, t.changed = storage.Schedule{}, storage.Schedule{}, storage.Question{}, true
	return Reply{Message: Message{Parts: []Part{
		Text("Every nudge and check-in of yours is off. I'll only answer when you ask."),
		Note("What you logged stays. Channels keep their own prompts. `/stretch remind` and `/stretch checkin` start again."),
	}}}, nil
}
