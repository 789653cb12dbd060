package bot

import (
	"cmp"
	"context"
	"errors"
	"time"

	"github.com/slack-go/slack"

	"catcow/commands"
	"catcow/internal/habit"
	"catcow/storage"
)

const (
	bulkRoom  = 20_000 // posts and edits under way
	clockRoom = 10_000 // the clock takes no more until some have left; what people caused always has room
	settling  = 5 * time.Second
	tryAgain  = 15 * time.Second // at most, between two tries to send what has not left
)

// post sends a message in the order of its channel; one that is spread waits alone.
func (b *Bot) post(p commands.Post) {
	lane := p.To
	if b.apart(p) > 0 {
		lane = string(p.Slot)
	}
	if !b.bulk.add(lane, func(ctx context.Context) { b.send(ctx, p) }) {
		b.settleOnce(p, commands.Outcome{State: storage.Failed, Why: "too much at once"})
	}
}

// urgency is the rank of a post. What people caused goes with the prompts.
func urgency(p commands.Post) rank {
	switch kind, _, _ := p.Slot.Split(); kind {
	case storage.Asking, storage.Nudge, storage.Tending:
		return directs
	}
	return prompts
}

// apart is how long a post waits, so that those of many people do not leave in
// one heap; no longer than half of the time it has.
func (b *Bot) apart(p commands.Post) time.Duration {
	if urgency(p) != directs {
		return 0
	}
	return share(p.To, min(b.cfg.Spread, p.Until.Sub(b.now())/2))
}

// send tries to send a post for as long as it surely had no effect and is in time.
func (b *Bot) send(ctx context.Context, p commands.Post) {
	outcome := commands.Outcome{State: storage.Planned, Why: "stopped"}
	var err error
	defer func() { b.settle(ctx, p, outcome) }()
	defer b.survive("post", &err)
	if d := b.apart(p); d > 0 && !sleep(ctx, d) {
		return
	}
	if p.Slot == "" {
		p.Until = b.now().Add(longest)
	}
	b.reread(ctx, p.To) // and then for its turn
	a := ask{channel: b.whereto(p), rank: urgency(p)}
	for pause := firstWait; ; pause = min(3*pause, tryAgain) {
		var wait time.Duration
		outcome = commands.Outcome{State: storage.Unknown, Why: "panic"} // should sendOnce not return
		if outcome, wait = b.sendOnce(ctx, &a, p); outcome.State != storage.Planned || ctx.Err() != nil {
			return // stopped: whoever starts next goes on with it
		}
		wait = max(wait, pause)
		if !b.now().Add(wait).Before(p.Until) {
			outcome.State = storage.Missed
			return
		}
		b.settle(ctx, p, outcome)
		sleep(ctx, wait)
	}
}

// whereto is where a post goes: to a person into the conversation, where it is known.
func (b *Bot) whereto(p commands.Post) string {
	if !personal(p.To) {
		return p.To
	}
	return cmp.Or(string(b.people.of(habit.UserID(p.To)).direct), string(p.DM), p.To)
}

// sendOnce tries it once, in its turn; Planned is what surely had no effect, to be tried
// again after wait.
func (b *Bot) sendOnce(ctx context.Context, a *ask, p commands.Post) (o commands.Outcome, wait time.Duration) {
	var start commands.Start
	var err error
	busy := b.busy(ctx, p)
	a.begin = func(ctx context.Context) bool {
		if !start.Go { // once, also where it leaves in another form
			start, err = b.begin(ctx, p, busy)
		}
		return start.Go && err == nil
	}
	place, v := b.postOnce(ctx, a, p.Message)
	if v.fate == refused && v.why == "channel_not_found" && a.channel != p.To {
		a.channel = p.To // their conversation is another by now, and Slack knows which
		place, v = b.postOnce(ctx, a, p.Message)
	}
	switch {
	case err != nil:
		b.counts.add("errors", 1)
		b.cfg.Log.Error().Str("slot", b.slot(p.Slot)).Str("why", reason(err)).Msg("not begun")
		return commands.Outcome{State: storage.Planned, Why: "not kept"}, 0
	case v.fate == unwanted:
		return commands.Outcome{State: start.State, Why: start.Why}, 0
	case v.fate == done:
		switch {
		case !personal(p.To):
		case p.Slot == "":
			b.meet(habit.UserID(p.To), place.Channel)
		default: // Settle keeps it
			b.people.met(habit.UserID(p.To), place.Channel)
		}
		return commands.Outcome{State: storage.Sent, Place: place}, 0
	case v.fate == unknown:
		return commands.Outcome{State: storage.Unknown, Why: v.why}, 0
	case v.fate == kept && ctx.Err() != nil:
		return commands.Outcome{State: storage.Planned, Why: "stopped"}, 0
	case v.fate == kept:
		return commands.Outcome{State: storage.Planned, Why: "unreachable"}, 0
	case v.fate == limited:
		return commands.Outcome{State: storage.Planned, Why: "ratelimited"}, v.wait
	}
	return commands.Outcome{State: storage.Failed, Why: b.doubtful(ctx, p.To, v.why)}, 0
}

// begin writes down that a claimed post leaves. Without that it does not leave. What was
// not claimed was not asked for: nobody from another company gets it.
func (b *Bot) begin(ctx context.Context, p commands.Post, busy commands.Busy) (commands.Start, error) {
	if p.Slot == "" {
		known := b.people.of(habit.UserID(p.To))
		return commands.Start{Go: !known.off && !known.stranger, State: storage.Skipped, Why: "not for strangers"}, nil
	}
	return b.cfg.Commands.Begin(ctx, p.Slot, b.now(), busy)
}

// postOnce posts a message that nobody waits for, and does not repeat it.
func (b *Bot) postOnce(ctx context.Context, a *ask, m commands.Message) (at commands.Place, v verdict) {
	a.method = "chat.postMessage"
	v = b.drawn(m, func(m commands.Message) verdict {
		return b.try(ctx, a, b.posts(a.channel, "", m, &at))
	})
	return at, v
}

// postMessage posts a message that somebody waits for. An unknown fate stays unknown: a
// second message is worse than none.
func (b *Bot) postMessage(ctx context.Context, to, thread string, m commands.Message) (at commands.Place, v verdict) {
	a := ask{method: "chat.postMessage", channel: to, rank: answers}
	v = b.drawn(m, func(m commands.Message) verdict {
		return b.call(ctx, a, false, b.posts(to, thread, m, &at))
	})
	if v.fate == done && personal(to) {
		b.meet(habit.UserID(to), at.Channel)
	}
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

// settle tells commands what came of a claimed post, again and again while there is no
// room to keep it: nobody could find it out later.
func (b *Bot) settle(ctx context.Context, p commands.Post, o commands.Outcome) {
	for errors.Is(b.settleOnce(p, o), storage.ErrFull) {
		if !sleep(ctx, tryAgain) {
			return
		}
	}
}

func (b *Bot) settleOnce(p commands.Post, o commands.Outcome) error {
	if p.Slot == "" {
		b.counts.add("post_"+string(o.State), 1)
		b.line(o.State).Str("to", b.who(p.To)).Str("state", string(o.State)).Str("why", o.Why).Msg("post")
		return nil
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
		b.cfg.Log.Error().Str("slot", b.slot(p.Slot)).Str("why", reason(err)).Msg("outcome not kept")
	}
	return err
}
