package bot

import (
	"context"
	"errors"
	"time"
)

// tickEvery is the pace of the clock. It is the machine's own time, so that a
// machine that wakes from sleep notices within a second.
const tickEvery = time.Second

// complainEvery is how many failing ticks share a line in the log.
const complainEvery = 60

// How far to trust the machine's clock.
const (
	jump       = 2 * time.Minute // a step of the clock against its own pace that is no drift
	sweepEvery = 24 * time.Hour
	steady     = time.Hour // the clock has to go without a jump before anything is erased by it
)

func (b *Bot) clock(ctx context.Context) {
	ticker := time.NewTicker(tickEvery)
	defer ticker.Stop()
	failing := 0
	w := watch{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		now := b.now()
		step, sweep := w.look(now, time.Now())
		if step != 0 {
			b.counts.set("clock_jump", int(step.Abs().Seconds()))
		}
		if step < 0 {
			b.rewind(ctx, now)
		}
		b.live(ctx, now, step > 0 && b.cfg.Now == nil)
		if sweep {
			b.sweep(ctx, now)
		}
		err := b.resume(ctx)
		if err == nil {
			err = b.Tick(ctx, now)
		}
		if err == nil || ctx.Err() != nil {
			failing = 0
			continue
		}
		if failing%complainEvery == 0 {
			b.counts.add("errors", 1)
			b.cfg.Log.Error().Str("why", reason(err)).Int("ticks", failing+1).Msg("nothing is sent")
		}
		failing++
	}
}

// A watch compares the clock with the pace at which time really passes.
type watch struct {
	last, real time.Time // the last look: by the clock, and by the pace
	since      time.Time // by the pace: no jump since
	swept      time.Time
}

// look says by how much the clock has jumped, 0 when it has not, and whether to
// sweep: daily, and not while the clock may be wrong.
func (w *watch) look(now, real time.Time) (jumped time.Duration, sweep bool) {
	now = now.Round(0) // what the wall says, not the monotonic reading, which never jumps
	step := now.Sub(w.last) - real.Sub(w.real)
	first := w.real.IsZero()
	w.last, w.real = now, real
	if first || step.Abs() > jump {
		w.since = real
		if first {
			step = 0
		}
		return step, false
	}
	if real.Sub(w.since) < steady || now.Sub(w.swept).Abs() < sweepEvery {
		return 0, false
	}
	w.swept = now
	return 0, true
}

// live notes each minute that Catcow works, and at once that it did not, as
// when the machine slept: the clock is then ahead of the pace.
func (b *Bot) live(ctx context.Context, now time.Time, slept bool) {
	if !slept && now.Sub(b.seenAt).Abs() < time.Minute {
		return
	}
	var err error
	defer b.survive("live", &err)
	note := b.cfg.Commands.Seen
	if slept {
		note = b.cfg.Commands.Woke
	}
	if err = note(ctx, now); err != nil {
		b.counts.add("errors", 1)
		b.cfg.Log.Error().Str("why", reason(err)).Msg("not noted that Catcow works")
		return
	}
	b.seenAt = now
}

// rewind lets plans go on from now, after the clock was ahead.
func (b *Bot) rewind(ctx context.Context, now time.Time) {
	var err error
	defer b.survive("rewind", &err)
	b.counts.add("clock_jumps", 1)
	b.cfg.Log.Warn().Msg("the clock has jumped back")
	if err = b.cfg.Commands.Rewind(ctx, now); err != nil {
		b.counts.add("errors", 1)
		b.cfg.Log.Error().Str("why", reason(err)).Msg("plans wait for the old time")
	}
}

// Tick is one pass of the clock: it hands what is due at now to the senders.
// It costs what is due, and leaves to the next pass what the senders have no
// room for. Passes follow one another, never two at once.
func (b *Bot) Tick(ctx context.Context, now time.Time) (err error) {
	select {
	case b.ticking <- struct{}{}:
		defer func() { <-b.ticking }()
	case <-ctx.Done():
		return ctx.Err()
	}
	b.ticked.Store(time.Now().UnixNano())
	defer b.survive("tick", &err)
	if b.cfg.Now != nil {
		b.sender.pass(time.Until(now))
	}
	if ill := b.ill(); ill != nil {
		return ill
	}
	if b.bulk.busy(clockRoom) {
		return nil
	}
	for post, err := range b.cfg.Commands.Due(ctx, now) {
		if err != nil {
			return err
		}
		b.post(post)
		if b.bulk.busy(clockRoom) {
			return nil
		}
	}
	return nil
}

func (b *Bot) sweep(ctx context.Context, now time.Time) {
	var err error
	defer b.survive("sweep", &err)
	if err = errors.Join(b.cfg.Commands.Sweep(ctx, now), b.bury(ctx, now)); err != nil {
		b.counts.add("errors", 1)
		b.cfg.Log.Error().Str("why", reason(err)).Msg("not everything old is erased")
	}
	b.homes.everybody() // what is erased stands in none of them
}
