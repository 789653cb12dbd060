package bot

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"catcow/internal/habit"
)

// greeted is how long a greeting by Slack stands for those after it.
const greeted = time.Minute

// attend tells commands which channels Catcow is in, after every hello of
// Slack, at most once a minute: while no socket was open, Slack may have had
// something to say that it does not say again.
func (b *Bot) attend(ctx context.Context) {
	for {
		select {
		case <-b.hello:
		case <-ctx.Done():
			return
		}
		for wait := b.cfg.Pace; !b.present(ctx); wait = min(2*wait, greeted) {
			if !sleep(ctx, wait) {
				return
			}
		}
		if !sleep(ctx, greeted) {
			return
		}
	}
}

// attending is how long Slack may take to say which channels Catcow is in.
const attending = 5 * time.Second

// present asks again when somebody invited or removed Catcow meanwhile. It
// says false where Slack did not say within five seconds, or nothing was kept.
func (b *Bot) present(ctx context.Context) (known bool) {
	ctx, cancel := context.WithTimeout(ctx, attending)
	defer cancel()
	var err error
	defer b.survive("presence", &err)
	for range 3 {
		before := b.comings.Load()
		open, archived, v := b.channels(ctx)
		if v.fate != done {
			b.cfg.Log.Warn().Str("method", "users.conversations").Stringer("fate", v.fate).Str("why", v.why).Msg("channels not known")
			return false
		}
		if err := b.cfg.Commands.Present(ctx, b.now(), open, archived); err != nil {
			b.counts.add("errors", 1)
			b.cfg.Log.Error().Str("why", reason(err)).Msg("channels not kept")
			return false
		}
		if b.comings.Load() == before {
			return true
		}
	}
	return false
}

func (b *Bot) channels(ctx context.Context) (open, archived []habit.ChannelID, v verdict) {
	cursor := ""
	for {
		var page []slack.Channel
		var next string
		v = b.call(ctx, ask{method: "users.conversations", rank: upkeep}, true, func(ctx context.Context) (err error) {
			page, next, err = b.web.GetConversationsForUserContext(ctx, &slack.GetConversationsForUserParameters{
				Cursor: cursor, Limit: 200, Types: []string{"public_channel", "private_channel"},
			})
			return err
		})
		if v.fate != done {
			return nil, nil, v
		}
		for _, c := range page {
			if c.IsArchived {
				archived = append(archived, habit.ChannelID(c.ID))
			} else {
				open = append(open, habit.ChannelID(c.ID))
			}
		}
		if cursor = next; cursor == "" {
			return open, archived, v
		}
	}
}
