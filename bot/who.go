package bot

import "catcow/storage"

// who is somebody, or some place, as the log may name it: channels of the team by their id;
// people and their direct messages by a pseudonym.
func (b *Bot) who(id string) string {
	switch {
	case id == "", id[0] == 'C', id[0] == 'G':
		return id
	case b.cfg.Name == nil:
		return "somebody"
	}
	return b.cfg.Name(id)
}

// slot is the key of a slot as the log may hold it.
func (b *Bot) slot(key storage.SlotKey) string {
	kind, owner, wall := key.Split()
	if kind == "" || kind.ForChannel() {
		return string(key)
	}
	return string(kind) + "/" + b.who(owner) + "/" + wall
}
