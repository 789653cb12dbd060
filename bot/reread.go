package bot

import (
	"context"
	"time"

	"catcow/commands"
	"catcow/internal/habit"
)

// personal says that a post goes to a person.
func personal(to string) bool { return to != "" && (to[0] == 'U' || to[0] == 'W') }

// reread asks Slack about a person before they are written to, at most once a day, and
// tells commands: what changed while nobody listened is not told again.
func (b *Bot) reread(ctx context.Context, to string) {
	id := habit.UserID(to)
	if !personal(to) || time.Now().Before(b.people.of(id).until) {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, lookUp)
	defer cancel()
	if b.look(ctx, directs, id).fate == done {
		b.record(ctx, id)
	}
}

// record tells commands what Slack's record of a person holds.
func (b *Bot) record(ctx context.Context, id habit.UserID) {
	known := b.people.of(id)
	r := commands.Request{What: commands.Moved, User: id, Zone: known.zone, Now: b.now()}
	if known.off {
		r.What, r.Zone = commands.Deactivated, ""
	}
	if _, err := b.handle(ctx, r); err != nil {
		b.counts.add("errors", 1)
		b.cfg.Log.Error().Str("user", b.who(string(id))).Str("why", reason(err)).Msg("not noted what Slack knows of them")
	}
}

// doubtful looks again at a person to whom Slack let nothing be written, and returns the
// reason. That an account is inactive can be said of theirs, and of Catcow's own.
func (b *Bot) doubtful(ctx context.Context, to, why string) string {
	if !personal(to) {
		return why
	}
	id := habit.UserID(to)
	b.people.change(id, func(known *person) { known.until = time.Time{} })
	b.reread(ctx, to)
	if why == "account_inactive" && !b.people.of(id).off {
		return "account_inactive, and not theirs"
	}
	return why
}

// bury has those erased whose account has been off for long, once Slack has said that it still is.
func (b *Bot) bury(ctx context.Context, now time.Time) error {
	ids, err := b.cfg.Commands.Departed(ctx, now)
	if err != nil {
		return err
	}
	for _, id := range ids {
		v := b.look(ctx, upkeep, id)
		gone := v.fate == done && b.people.of(id).off || v.fate == refused && v.why == "user_not_found"
		switch {
		case gone:
			if err = b.cfg.Commands.Erase(ctx, id, now); err == nil {
				b.forgotten(id)
			}
		case v.fate == done:
			b.record(ctx, id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
