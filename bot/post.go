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
	tryAgain    = 15 * time.Second // at most, between two tries to send what has not left
)

// post sends a message in the order of its channel.
func (b *Bot) post(p commands.Post) {
	if !b.bulk.add(p.To, func(ctx context.Context) { b.send(ctx, p) }) {
		b.settle(p, commands.Outcome{State: storage.Failed, Why: "too much at once"})
	}
}

// send tries to send a post for as long as it surely had no effect and is in time.
func (b *Bot) send(ctx context.Context, p commands.Post) {
	var outcome commands.Outcome
	var err error
	defer func() { b.settle(p, outcome) }()
	defer b.survive("post", &err)
	if p.Slot == "" {
		p.Until = b.now().Add(longest)
	}
	for pause := firstWait; ; pause = min(3*pause, tryAgain) {
		var wait time.Duration
		outcome = commands.Outcome{State: storage.Unknown, Why: "panic"} // should sendOnce not return
		if outcome, wait = b.sendOnce(ctx, p); outcome.State != storage.Planned || ctx.Err() != nil {
			return // stopped: whoever starts next goes on with it
		}
		wait = max(wait, pause)
		if !b.now().Add(wait).Before(p.Until) {
			outcome.State = storage.Missed
			return
		}
		b.settle(p, outcome)
		sleep(ctx, wait)
	}
}

// sendOnce tries it once; Planned is what surely had no effect, to be tried again after
// wait.
func (b *Bot) sendOnce(ctx context.Context, p commands.Post) (o commands.Outcome, wait time.Duration) {
	if b.posting.Wait(ctx) != nil {
		return commands.Outcome{State: storage.Planned, Why: "stopped"}, 0
	}
	b.reread(ctx, p.To)
	start, err := b.begin(ctx, p)
	if err != nil {
		b.counts.add("errors", 1)
		b.cfg.Log.Error().Str("slot", string(p.Slot)).Str("why", reason(err)).Msg("not begun")
		return commands.Outcome{State: storage.Planned, Why: "not kept"}, 0
	}
	if !start.Go {
		return commands.Outcome{State: start.State, Why: start.Why}, 0
	}
	place, v := b.postOnce(ctx, p)
	switch v.fate {
	case done:
		if personal(p.To) {
			b.people.met(habit.UserID(p.To), place.Channel)
		}
		return commands.Outcome{State: storage.Sent, Place: place}, 0
	case unknown:
		return commands.Outcome{State: storage.Unknown, Why: v.why}, 0
	case kept:
		return commands.Outcome{State: storage.Planned, Why: "unreachable"}, 0
	case limited:
		return commands.Outcome{State: storage.Planned, Why: "ratelimited"}, v.wait
	}
	return commands.Outcome{State: storage.Failed, Why: b.doubtful(ctx, p.To, v.why)}, 0
}

// begin writes down that a claimed post leaves. Without that it does not leave. What was
// not claimed was not asked for: nobody from another company gets it.
func (b *Bot) begin(ctx context.Context, p commands.Post) (commands.Start, error) {
	if p.Slot == "" {
		known := b.people.of(habit.UserID(p.To))
		return commands.Start{Go: !known.off && !known.stranger, State: storage.Skipped, Why: "not for strangers"}, nil
	}
	return b.cfg.Commands.Begin(ctx, p.Slot, b.now(), commands.Busy{})
}

// postOnce posts a message that nobody waits for, and does not repeat it.
func (b *Bot) postOnce(ctx context.Context, p commands.Post) (at commands.Place, v verdict) {
	v = b.drawn(p.Message, func(m commands.Message) verdict {
		return b.try(ctx, "chat.postMessage", b.posts(p.To, "", m, &at))
	})
	return at, v
}

// postMessage posts a message that stays. An unknown fate stays unknown: a
// second message is worse than none.
func (b *Bot) postMessage(ctx context.Context, to, thread string, m commands.Message) (at commands.Place, v verdict) {
	v = b.drawn(m, func(m commands.Message) verdict {
		return b.call(ctx, "chat.postMessage", false, b.posts(to, thread, m, &at))
	})
	return at, v
}

// posts is the call that posts a message and tells where it stands.
func (b *Bot) posts(to, thread string, m commands.Message, at *commands.Place) func(context.Context) error {
	options := append(content(m), slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl())
	if thread != "" {
		options = append(options, slack.MsgOptionTS(thread))
	}
	return func(ctx context.Context) error {
		channel, ts, err := b.web.PostMessageContext(ctx, to, options...)
		*at = commands.Place{Channel: habit.ChannelID(channel), TS: ts}
		return err
	}
}

// settle tells commands what came of a claimed post.
func (b *Bot) settle(p commands.Post, o commands.Outcome) {
	if p.Slot == "" {
		b.counts.add("post_"+string(o.State), 1)
		b.line(o.State).Str("to", p.To).Str("state", string(o.State)).Str("why", o.Why).Msg("post")
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
