package bot

import (
	"context"
	"regexp"
	"time"

	"catcow/commands"
	"catcow/internal/habit"
)

// standing is what of a person's Slack account decides what they may do.
type standing struct {
	Team            string `json:"team_id"`
	Deleted         bool   `json:"deleted"`
	Bot             bool   `json:"is_bot"`
	Stranger        bool   `json:"is_stranger"`
	Restricted      bool   `json:"is_restricted"`
	UltraRestricted bool   `json:"is_ultra_restricted"`
	Admin           bool   `json:"is_admin"`
	Owner           bool   `json:"is_owner"`
	PrimaryOwner    bool   `json:"is_primary_owner"`
}

// roleOf is what that makes of them. Who is outside is not inside by another mark.
func (b *Bot) roleOf(s standing) commands.Role {
	switch {
	case s.Deleted, s.Bot, s.Stranger, b.foreign(s.Team):
		return commands.Stranger
	case s.Restricted, s.UltraRestricted:
		return commands.Guest
	case s.Admin, s.Owner, s.PrimaryOwner:
		return commands.Admin
	}
	return commands.Member
}

// foreign says that this is the id of another workspace than ours; "" is none.
func (b *Bot) foreign(team string) bool { return team != "" && b.team != "" && team != b.team }

// regard takes over what Slack tells of somebody who changed, if they are known,
// and says whether it is the latest: two sockets may bring two changes in turned order.
func (b *Bot) regard(id habit.UserID, s standing, told string) (latest bool) {
	b.people.change(id, func(known *person) {
		if latest = len(told) != len(known.told) || told >= known.told; !latest {
			return
		}
		known.told = told
		if !known.until.IsZero() {
			known.role, known.stranger = b.roleOf(s), s.Stranger || b.foreign(s.Team)
		}
	})
	return latest
}

var mention = regexp.MustCompile(`<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>`)

// about is the first person besides Catcow whom a text mentions, as Slack tells.
func (b *Bot) about(ctx context.Context, text string) (p commands.Person) {
	for _, m := range mention.FindAllStringSubmatch(text, -1) {
		id := habit.UserID(m[1])
		if id == b.me {
			continue
		}
		if time.Now().After(b.people.of(id).until) {
			b.look(ctx, answers, id)
		}
		known := b.people.of(id)
		return commands.Person{ID: id, Name: known.name, Role: known.role}
	}
	return p
}
