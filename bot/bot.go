// Package bot is Catcow's ears, mouth and clock: Socket Mode in, Slack's Web
// API out, and the tick. It decides nothing; it carries requests to
// commands.Set and what comes of them to Slack.
package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"catcow/internal/habit"
	"catcow/storage"
)

// Bot is one Catcow in one workspace. It runs once.
type Bot struct {
	cfg  Config
	http *http.Client
	web  *slack.Client
	pace *pace
	me   habit.UserID // known before the first socket opens, as is
	team string       // the id of the workspace

	inbox    *lanes        // requests, in the order of each person
	gate     chan struct{} // as many of them as may be decided at a time
	outbox   *lanes        // answers, in the order of each person
	bulk     *lanes        // what nobody waits for, in the order of each channel
	pages    *lanes        // Homes, in the order of each person
	sender   *sender
	recounts *recounts
	homes    *homes
	busies   *busies
	looks    refusals
	pictures *pictures
	paces    *paces

	people  people
	hurry   hurry
	seen    seen
	exports exports
	wipes   chan struct{} // somebody was forgotten
	counts  counts
	resumed bool          // what a stop left open is decided; the clock's, once it runs
	told    told          // what the operator was told, and when
	ticking chan struct{} // holds one while a pass of the clock runs
	comings atomic.Int64  // how often Catcow was invited or removed
	seenAt  time.Time     // when it was last noted that Catcow works; the clock's alone
	heard   atomic.Int64  // when Slack last said something, in Unix nanoseconds
	ticked  atomic.Int64  // when the clock last made a pass
	acked   atomic.Int64  // when the last acknowledgement was handed over, in Unix nanoseconds

	skew    atomic.Int64 // by how much Slack's clock is ahead, in nanoseconds
	doubted atomic.Bool  // Slack refused the bot token, and it is not checked yet

	stopping atomic.Bool
	doubts   chan struct{} // the bot token may have been revoked
	taken    atomic.Int32  // how often to look whether Catcow was taken out of the workspace, as Slack said
	greeting chan int      // how many sockets Slack counts, at each hello
	renew    chan struct{} // the first socket shall be opened anew
	hello    chan struct{}
	ready    chan struct{}
	first    sync.Once
	mu       sync.Mutex
	up       [sockets]bool
}

const (
	inboxRoom  = 1000
	outboxRoom = 10_000
	deciding   = 32
)

// New is a Bot that has not spoken to Slack yet. Its error wraps
// ErrConfiguration and names what to set.
func New(cfg Config) (*Bot, error) {
	if err := checkTokens(cfg.AppToken, cfg.BotToken); err != nil {
		return nil, err
	}
	cfg.APIURL = cmp.Or(cfg.APIURL, slack.APIURL)
	if !strings.HasSuffix(cfg.APIURL, "/") {
		return nil, fmt.Errorf("%w: SLACK_API_URL must end in a slash", ErrConfiguration)
	}
	if at, err := url.Parse(cfg.APIURL); err != nil || at.Host == "" || at.Scheme != "https" && at.Scheme != "http" {
		return nil, fmt.Errorf("%w: SLACK_API_URL is no address: it begins with https:// and ends in a slash", ErrConfiguration)
	}
	cfg.Pace = cmp.Or(cfg.Pace, time.Second)
	cfg.Patience = cmp.Or(cfg.Patience, patience)
	cfg.Spread = cmp.Or(cfg.Spread, time.Minute)
	cfg.PingWithin = cmp.Or(cfg.PingWithin, 15*time.Second)
	cfg.Linger = cmp.Or(cfg.Linger, 5*time.Minute)
	b := &Bot{
		cfg: cfg, http: newHTTP(cfg.Patience), pace: &pace{least: cfg.Pace, gap: cfg.Pace},
		inbox: newLanes(inboxRoom), gate: make(chan struct{}, deciding), outbox: newLanes(outboxRoom), bulk: newLanes(bulkRoom), pages: newLanes(mostHomes),
		sender:   newSender(),
		greeting: make(chan int, 2*sockets), renew: make(chan struct{}, 1),
		hurry:   hurry{atOnce: cmp.Or(cfg.AtOnce, askAtOnce)},
		ticking: make(chan struct{}, 1), doubts: make(chan struct{}, 1), hello: make(chan struct{}, 1), ready: make(chan struct{}), wipes: make(chan struct{}, 1),
	}
	b.sender.lead = time.Until(b.now())
	if cfg.PostGap > 0 {
		b.sender.quicken("chat.postMessage", cfg.PostGap)
	}
	b.recounts = newRecounts(b.recount)
	b.homes = newHomes(b.redraw)
	b.busies = newBusies()
	b.pictures = newPictures(cfg.Drawings)
	b.paces = newPaces(cmp.Or(cfg.LeastPace, leastPace))
	b.web = slack.New(cfg.BotToken, slack.OptionAPIURL(cfg.APIURL), slack.OptionHTTPClient(b.http),
		slack.OptionOnResponseHeaders(func(_ string, h http.Header) { b.compare(h) }))
	return b, nil
}

func (b *Bot) now() time.Time {
	if b.cfg.Now != nil {
		return b.cfg.Now()
	}
	return time.Now()
}

// Ready is closed when Slack has accepted the tokens, what a crash left open
// is decided, and a socket has said hello.
func (b *Bot) Ready() <-chan struct{} { return b.ready }

const (
	finishing = 5 * time.Second
	ackGrace  = 250 * time.Millisecond // an acknowledgement that was handed over is not written yet
)

// Run works until ctx is done, and then finishes what it began, within six
// seconds, and returns nil. Any other end is an error; one that only a person
// can mend wraps ErrConfiguration.
func (b *Bot) Run(ctx context.Context) error {
	defer b.http.CloseIdleConnections()
	me, err := b.introduce(ctx)
	if err != nil {
		return unlessDone(ctx, err)
	}
	b.me, b.team = habit.UserID(me.UserID), me.TeamID
	b.cfg.Commands.Tell(b.decided)
	if err := b.resume(ctx); err != nil && !errors.Is(err, storage.ErrFull) { // for want of room the clock tries again
		return unlessDone(ctx, fmt.Errorf("resuming: %w", err))
	}
	b.present(ctx) // before anybody can ask in a channel that Catcow is in

	// The sockets outlive ctx: what was taken from them is still to be acknowledged.
	line, hangUp := context.WithCancel(context.WithoutCancel(ctx))
	defer hangUp()
	var ears, rest sync.WaitGroup
	lost := make(chan error, sockets+1)
	for i := range sockets {
		ears.Go(func() {
			if err := b.listen(line, i); err != nil {
				lost <- err
			}
		})
	}
	working, stop := context.WithCancel(ctx)
	defer stop()
	rest.Go(func() { b.clock(working) })
	rest.Go(func() { b.attend(working) })
	rest.Go(func() { b.lookOut(working) })
	rest.Go(func() { b.wiping(working) })
	rest.Go(func() { b.recounts.run(working) })
	rest.Go(func() { b.homes.run(working) })
	rest.Go(func() { b.illustrate(working) })
	rest.Go(func() {
		if err := b.watch(working); err != nil {
			lost <- err
		}
	})

	select {
	case <-ctx.Done():
	case err = <-lost:
	}
	b.stopping.Store(true)
	stop()
	rest.Wait()
	b.finish()
	hangUp()
	ears.Wait()
	return err
}

// resume goes on with what a stop left open, once.
func (b *Bot) resume(ctx context.Context) (err error) {
	if b.resumed {
		return nil
	}
	defer b.survive("resume", &err)
	on, err := b.cfg.Commands.Resume(ctx, b.now())
	if err != nil {
		return err
	}
	b.resumed = true
	for _, post := range on.Posts {
		b.post(post)
	}
	for _, key := range on.Recount {
		b.recounts.ask(key)
	}
	return nil
}

func unlessDone(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// finish ends what was begun: requests first, for they bring answers and posts.
func (b *Bot) finish() {
	ctx, cancel := context.WithTimeout(context.Background(), finishing)
	defer cancel()
	b.paces.stop()
	b.inbox.close(ctx)
	b.outbox.close(ctx)
	b.recounts.flush()
	b.bulk.close(ctx)
	b.pages.close(ctx)
	time.Sleep(time.Until(time.Unix(0, b.acked.Load()).Add(ackGrace)))
}
