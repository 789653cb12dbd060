package bot

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"catcow/commands"
	"catcow/internal/habit"
	"catcow/storage"
)

const (
	bulkRoom    = 10_000 // posts and edits under way
	clockRoom   = 64     // the clock takes no more until some have left; what people caused always has room
	postsASec   = 5.0    // chat.postMessage that nobody waits for, over the whole workspace
	postsAtOnce = 10
	settling    = 5 * time.Second
	tryAgain    = 15 * time.Second // between two rounds of trying to send what has not left
)

// post sends a message in the order of its channel.
func (b *Bot) post(p commands.Post) {
	if !b.bulk.add(p.To, func(ctx context.Context) { b.send(ctx, p) }) {
		b.settle(p, commands.Outcome{State: storage.Failed, Why: "too much at once"})
	}
}

func (b *Bot) send(ctx context.Context, p commands.Post) {
	outcome := commands.Outcome{State: storage.Unknown, Why: "panic"}
	var err error
	defer func() { b.settle(p, outcome) }()
	defer b.survive("post", &err)
	var place commands.Place
	var v verdict
	for {
		if b.posting.Wait(ctx) != nil {
			outcome = commands.Outcome{State: storage.Failed, Why: "stopped"}
			return
		}
		if !b.wanted(ctx, p) {
			outcome = commands.Outcome{State: storage.Skipped, Why: "no longer wanted"}
			return
		}
		place, v = b.postMessage(ctx, p.To, "", p.Message)
		// What surely had no effect may be tried for as long as it is in time.
		if v.fate != kept && v.fate != limited || !b.now().Add(tryAgain).Before(p.Until) || !sleep(ctx, tryAgain) {
			break
		}
	}
	switch v.fate {
	case done:
		outcome = commands.Outcome{State: storage.Sent, Place: place}
		if p.To[0] == 'U' || p.To[0] == 'W' {
			b.people.met(habit.UserID(p.To), place.Channel)
		}
	case unknown:
		outcome = commands.Outcome{State: storage.Unknown, Why: v.why}
	case kept:
		outcome = commands.Outcome{State: storage.Failed, Why: "unreachable"}
	default:
		outcome = commands.Outcome{State: storage.Failed, Why: v.why}
	}
}

// wanted asks whether a claimed post is still to be sent. In doubt it is.
func (b *Bot) wanted(ctx context.Context, p commands.Post) bool {
	if p.Slot == "" {
		return true
	}
	wanted, err := b.cfg.Commands.Wanted(ctx, p.Slot, b.now())
	return wanted || err != nil
}

// postMessage posts a message that stays. An unknown fate stays unknown: a
// second message is worse than none.
func (b *Bot) postMessage(ctx context.Context, to, thread string, m commands.Message) (at commands.Place, v verdict) {
	v = b.drawn(m, func(m commands.Message) verdict {
		options := append(content(m), slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl())
		if thread != "" {
			options = append(options, slack.MsgOptionTS(thread))
		}
		return b.call(ctx, "chat.postMessage", false, func(ctx context.Context) error {
			channel, ts, err := b.web.PostMessageContext(ctx, to, options...)
			at = commands.Place{Channel: habit.ChannelID(channel), TS: ts}
			return err
		})
	})
	return at, v
}

// settle tells commands what came of a claimed post.
func (b *Bot) settle(p commands.Post, o commands.Outcome) {
	b.counts.add("post_"+string(o.State), 1)
	line := b.cfg.Log.Info()
	if o.State != storage.Sent {
		line = b.cfg.Log.Warn()
	}
	line.Str("to", p.To).Str("slot", string(p.Slot)).Str("state", string(o.State)).Str("why", o.Why).Msg("post")
	if p.Slot == "" {
		return
	}
	// Stopping does not end this: a post whose outcome is known would become one that nobody knows.
	ctx, cancel := context.WithTimeout(context.Background(), settling)
	defer cancel()
	var err error
	func() {
		defer b.survive("settle", &err)
		err = b.cfg.Commands.Settle(ctx, p.Slot, b.now(), o)
	}()
	if err != nil {
		b.counts.add("errors", 1)
		b.cfg.Log.Error().Str("slot", string(p.Slot)).Str("why", reason(err)).Msg("outcome not kept")
	}
}
