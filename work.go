package main

import (
	"context"
	"errors"
	"net"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/rs/zerolog"

	"catcow/bot"
	"catcow/commands"
	"catcow/internal/operate"
	"catcow/storage"
)

// running is Catcow at work, and what looks after it.
type running struct {
	operate.Watched
	bot      *bot.Bot
	set      *commands.Set
	settings settings
	log      zerolog.Logger
}

// work runs the bot, and beside it whatever watches over it, until it is told to stop, or the
// disk no longer keeps what is written.
func work(w world, r running, on net.Listener) error {
	ctx, cancel := context.WithCancelCause(w.ctx)
	defer cancel(nil)
	beside, stop := context.WithCancel(context.WithoutCancel(w.ctx)) // until the bot has stopped
	hangup := make(chan os.Signal, 1)
	signal.Notify(hangup, syscall.SIGHUP)
	defer signal.Stop(hangup)
	var all sync.WaitGroup
	all.Go(func() {
		if err := r.Disk.Run(beside, r.tell); err != nil {
			cancel(err)
		}
	})
	all.Go(func() {
		operate.Manager{
			Watched: r.Watched, Hello: r.bot.Ready(), Again: r.again, Signal: hangup,
			Log: func(err error) { r.log.Warn().Err(err).Msg("the service manager does not listen") },
		}.Run(ctx)
	})
	if on != nil {
		all.Go(func() {
			if err := operate.Serve(beside, on, operate.Handler(r.Watched)); err != nil {
				r.log.Error().Err(err).Msg("the page of numbers is gone")
			}
		})
	}
	err := r.bot.Run(ctx)
	if cause := context.Cause(ctx); err == nil && w.ctx.Err() == nil && cause != nil {
		err = cause
	}
	cancel(nil)
	stop()
	all.Wait()
	return err
}

// tell tells log and operator what the disk is up to; nil: all is well again.
func (r running) tell(ill error) {
	switch {
	case ill == nil:
		r.log.Info().Msg("the disk takes changes again")
		return
	case errors.Is(ill, storage.ErrFull):
		r.bot.Alert("no room", commands.NoRoom())
	case errors.Is(ill, storage.ErrReplaced):
		r.bot.Alert("replaced", commands.Replaced())
	default:
		r.bot.Alert("not kept", commands.NotKept())
	}
	r.log.Error().Err(ill).Msg("nothing can be kept")
}

// again reads the folder of exercises and tips anew. With a mistake in it all stays as it was.
func (r running) again() string {
	library, err := r.settings.library()
	if err == nil {
		err = r.set.Know(library)
	}
	if err != nil {
		r.log.Error().Err(err).Msg("the content stays as it was")
		return "The content stays as it was: " + err.Error()
	}
	r.log.Info().Msg("the content is read anew")
	return "The content is read anew."
}
