package bot

import (
	"context"
	"errors"

	"catcow/commands"
)

// errRenew ends a connection so that another takes its place.
var errRenew = errors.New("opened anew")

// apart is which part of Linger a socket stays closed that is opened anew, so
// that Slack does not count it twice.
const apart = 30

// greet notes how many sockets Slack counts.
func (b *Bot) greet(connections int) {
	select {
	case b.greeting <- connections:
	default:
	}
}

// lookOut notices another Catcow that runs with the same tokens: Slack counts more sockets
// than ours, and still does when those that are gone are forgotten. Slack gives
// each of what people do to one socket only, so neither hears all.
func (b *Bot) lookOut(ctx context.Context) {
	for {
		if n, ok := b.nextHello(ctx); !ok {
			return
		} else if n <= sockets {
			continue
		}
		if !sleep(ctx, b.cfg.Linger) {
			return
		}
		for len(b.greeting) > 0 {
			<-b.greeting
		}
		// What a socket brought is acknowledged through it: it is closed when there is nothing.
		for busy := true; busy; busy = b.inbox.busy(1) {
			if !sleep(ctx, ackGrace) {
				return
			}
		}
		select {
		case b.renew <- struct{}{}:
		default:
		}
		n, ok := b.nextHello(ctx)
		if !ok {
			return
		}
		if n > sockets {
			b.warn(n)
		}
	}
}

// nextHello waits for the next hello.
func (b *Bot) nextHello(ctx context.Context) (connections int, ok bool) {
	select {
	case n := <-b.greeting:
		return n, true
	case <-ctx.Done():
		return 0, false
	}
}

// warn tells the operator of another copy.
func (b *Bot) warn(connections int) {
	b.counts.add("other_copies", 1)
	b.cfg.Log.Error().Int("sockets", connections).Msg("another Catcow runs with the same tokens: stop one of them, for each hears only a part")
	b.Alert("other copy", commands.OtherCopy())
}
