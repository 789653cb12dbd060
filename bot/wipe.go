package bot

import (
	"context"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"catcow/internal/habit"
	"catcow/storage"
)

// Whoever is forgotten has what Catcow wrote to them deleted in Slack, too: each message,
// and each file, of their conversation with it. Which conversations are still to be done is
// on disk, so that a stop goes on where it was; see commands.Set.Wipes.

const (
	wipeAgain = 10 * time.Minute   // between two tries, where Slack could not be asked
	wipeFor   = 7 * 24 * time.Hour // after that what is left stays, and the log says how much
	wipePage  = 200                // messages of one answer
)

// wiping deletes what is to be deleted, at the start and whenever somebody is forgotten.
func (b *Bot) wiping(ctx context.Context) {
	for {
		left := b.wipeAll(ctx)
		var again <-chan time.Time
		if left {
			again = time.After(wipeAgain)
		}
		select {
		case <-b.wipes:
		case <-again:
		case <-ctx.Done():
			return
		}
	}
}

// forgotten drops what is remembered of somebody besides what is stored, and has their
// conversation wiped.
func (b *Bot) forgotten(id habit.UserID) {
	b.exports.forget(id)
	b.people.drop(id)
	b.busies.drop(id)
	b.hurry.drop(id)
	b.wipeSoon()
}

func (b *Bot) wipeSoon() {
	select {
	case b.wipes <- struct{}{}:
	default:
	}
}

// wipeAll says whether anything is left to do.
func (b *Bot) wipeAll(ctx context.Context) (left bool) {
	var err error
	defer b.survive("wipe", &err)
	all, err := b.cfg.Commands.Wipes(ctx)
	if err != nil {
		b.counts.add("errors", 1)
		b.cfg.Log.Error().Str("why", reason(err)).Msg("not known what is to be deleted")
		return true
	}
	for _, w := range all {
		deleted, kept, v := b.wipe(ctx, w)
		b.counts.add("wiped", deleted)
		late := b.now().Sub(w.Before) > wipeFor
		if v.fate != done && v.fate != refused && !late {
			left = true // it is on disk
			continue
		}
		if err = b.cfg.Commands.Wiped(ctx, w); err != nil {
			b.counts.add("errors", 1)
			b.cfg.Log.Error().Str("why", reason(err)).Msg("not kept that a conversation is wiped")
			left = true
			continue
		}
		b.cfg.Log.Info().Int("deleted", deleted).Int("left", kept).Str("why", v.why).Msg("wiped") // nobody's id
	}
	return left
}

// wipe deletes Catcow's messages of a conversation, and its files, as far as Slack lets
// it. Refused: Slack lets it read nothing there.
func (b *Bot) wipe(ctx context.Context, w storage.Wipe) (deleted, kept int, v verdict) {
	own, v := b.own(ctx, w)
	if v.fate != done {
		return 0, 0, v
	}
	for _, m := range own {
		for _, file := range m.Files {
			f := b.call(ctx, ask{method: "files.delete", rank: upkeep}, true, func(ctx context.Context) error {
				return b.web.DeleteFileContext(ctx, file.ID)
			})
			if f.fate != done && f.fate != refused {
				return deleted, kept, f
			}
		}
		one := b.call(ctx, ask{method: "chat.delete", channel: string(w.Direct), rank: upkeep}, true, func(ctx context.Context) error {
			_, _, err := b.web.DeleteMessageContext(ctx, string(w.Direct), m.Timestamp)
			return err
		})
		switch {
		case one.fate == done, one.why == "message_not_found": // it went with its file
			deleted++
		case one.fate == refused:
			kept++
		default:
			return deleted, kept, one
		}
	}
	return deleted, kept, v
}

// own is Catcow's messages of a conversation up to the time, those in threads among them.
// All of them are read first: pages move when messages go.
func (b *Bot) own(ctx context.Context, w storage.Wipe) (own []slack.Message, v verdict) {
	var threads []string
	until := fmt.Sprintf("%d.%06d", w.Before.Unix(), w.Before.Nanosecond()/1000)
	take := func(m slack.Message) {
		if m.User == string(b.me) && m.SubType != "tombstone" {
			own = append(own, m)
		}
	}
	for cursor := ""; ; {
		var page *slack.GetConversationHistoryResponse
		v = b.call(ctx, ask{method: "conversations.history", rank: upkeep}, true, func(ctx context.Context) (err error) {
			page, err = b.web.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
				ChannelID: string(w.Direct), Latest: until, Inclusive: true, Limit: wipePage, Cursor: cursor,
			})
			return err
		})
		if v.fate != done {
			return nil, v
		}
		for _, m := range page.Messages {
			take(m)
			if m.ReplyCount > 0 {
				threads = append(threads, m.Timestamp)
			}
		}
		if cursor = page.ResponseMetaData.NextCursor; cursor == "" {
			break
		}
	}
	for _, root := range threads {
		for cursor := ""; ; {
			var page []slack.Message
			var next string
			v = b.call(ctx, ask{method: "conversations.replies", rank: upkeep}, true, func(ctx context.Context) (err error) {
				page, _, next, err = b.web.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
					ChannelID: string(w.Direct), Timestamp: root, Limit: wipePage, Cursor: cursor,
				})
				return err
			})
			if v.fate != done {
				return nil, v
			}
			for _, m := range page {
				if m.Timestamp != root && m.Timestamp <= until {
					take(m)
				}
			}
			if cursor = next; cursor == "" {
				break
			}
		}
	}
	return own, v
}
