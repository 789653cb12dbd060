// Package demo is Catcow whole, in a browser and without Slack: a small team in the fake Slack, the real bot beside
// it over real sockets, a machine that moves time, and a page on loopback to see and do it all.
package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/rs/zerolog"

	"catcow/bot"
	"catcow/commands"
	"catcow/content"
	"catcow/internal/slacksim"
	"catcow/storage"
	"catcow/storage/bolt"
)

// Config is what the demo needs. Listen, Content, Manifest and Stdout are required.
type Config struct {
	Listen   string           // the page's address, a loopback one
	AnyPort  bool             // take a free port when Listen's is taken
	DB       string           // the database; "": a temporary one that is removed at the end
	Content  *content.Library // what Catcow knows
	Manifest []byte           // the app's manifest, as JSON
	Stdout   io.Writer        // is told the address
	Log      zerolog.Logger
	Now      func() time.Time // the clock that the time machine moves ahead; default time.Now

	Drawings []bot.Drawing // what its messages may show

	more []slacksim.User // colleagues besides the team
}

// Run shows the demo until ctx is done, and then returns nil.
func Run(ctx context.Context, cfg Config) (err error) {
	menu, err := readMenu(cfg.Manifest)
	if err != nil {
		return err
	}
	l, err := listen(cfg.Listen, cfg.AnyPort)
	if err != nil {
		return err
	}
	defer l.Close()
	if cfg.DB == "" {
		dir, err := os.MkdirTemp("", "catcow-demo-")
		if err != nil {
			return fmt.Errorf("demo: %w", err)
		}
		defer os.RemoveAll(dir)
		cfg.DB = filepath.Join(dir, "catcow.db")
	}
	_, err = os.Stat(cfg.DB)
	fresh := errors.Is(err, fs.ErrNotExist)
	store, err := bolt.Open(cfg.DB)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()

	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	clock := &clock{real: cfg.Now}
	slack, err := slacksim.Start(slacksim.Config{
		Manifest: cfg.Manifest,
		Now:      clock.now,
		// The demo shows what Catcow does, not how busy this machine is: Slack's own patience is 3 s.
		AckWithin: 30 * time.Second,
		Unknown:   func(what string) { cfg.Log.Warn().Str("what", what).Msg("the fake Slack does not know this") },
	})
	if err != nil {
		return err
	}
	defer slack.Close()
	gather(slack, append(slices.Clone(team), cfg.more...))

	set, err := commands.New(store, cfg.Content)
	if err != nil {
		return err
	}
	if fresh {
		if err := season(ctx, set, clock.now()); err != nil && ctx.Err() == nil {
			return err
		}
	}
	catcow, err := bot.New(bot.Config{
		AppToken: slacksim.AppToken, BotToken: slacksim.BotToken, APIURL: slack.APIURL(),
		Commands: set, Now: clock.now, Log: cfg.Log, Name: store.Name, Drawings: cfg.Drawings,
		Spread: -1, // its people are few and look on
	})
	if err != nil {
		return err
	}
	m := &machine{clock: clock, next: set.Next, tick: func(ctx context.Context, now time.Time) error {
		if err := catcow.Tick(ctx, now); err != nil {
			return err
		}
		slack.Tick()
		return settled(ctx, store)
	}}
	p := newPage(slack, m, menu)
	if fresh {
		p.seasoned = seasoned
	}
	p.book = book{content: cfg.Content, drawings: cfg.Drawings}
	return serve(ctx, cfg.Stdout, l, p.routes(), catcow)
}

// serve runs the page and the bot side by side; either's end ends the other. It tells the address when all is ready.
func serve(ctx context.Context, out io.Writer, l net.Listener, h http.Handler, catcow *bot.Bot) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	web := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return ctx },
	}
	var work sync.WaitGroup
	work.Go(func() { stop(catcow.Run(ctx)) })
	work.Go(func() { stop(web.Serve(l)) })
	defer work.Wait()
	select {
	case <-catcow.Ready():
		fmt.Fprintf(out, "Catcow's demo is at http://%s/  (Ctrl-C ends it)\n", l.Addr())
		<-ctx.Done()
	case <-ctx.Done():
	}
	web.Close()
	return ended(ctx)
}

// ended is why ctx is done; nil when someone asked for it.
func ended(ctx context.Context) error {
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// settled waits until everything that was claimed has left, so that it stands at its own time and not at the next;
// at most 5 s, for a fan-out may well take longer.
func settled(ctx context.Context, store storage.Store) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for {
		var open []storage.Slot
		err := store.View(ctx, func(r storage.Reader) (err error) {
			open, err = r.Unsettled()
			open = slices.DeleteFunc(open, func(s storage.Slot) bool { return s.State == storage.Planned && s.Why != "" }) // it waits
			return err
		})
		if err != nil && ctx.Err() == nil {
			return err
		}
		if len(open) == 0 {
			return nil
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			return nil
		}
	}
}
