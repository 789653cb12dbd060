package commands

import "catcow/storage"

// mayChange is why this person may not change a channel's schedules; nil when they may.
func (t *talk) mayChange(storage.Channel) error { return nil }
