package bot

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"
)

const (
	sockets   = 2                       // so that what Slack sends while it renews one arrives through the other
	ackWithin = 2500 * time.Millisecond // for handing an acknowledgement to the socket; Slack waits 3 s
	tooLong   = 15 * time.Second        // slack-go's own pause between two tries; ours is shorter, and it starts over
)

// listen keeps one socket open until ctx is done, or there is no hope.
func (b *Bot) listen(ctx context.Context, index int) error {
	web := slack.New(b.cfg.BotToken, slack.OptionAppLevelToken(b.cfg.AppToken), slack.OptionAPIURL(b.cfg.APIURL),
		slack.OptionHTTPClient(&paced{pace: b.pace, Client: b.http}))
	client := socketmode.New(web, socketmode.OptionPingInterval(b.cfg.PingWithin),
		socketmode.OptionDebug(true), socketmode.OptionLog(farewells{b}))
	defer b.open(index, false)
	for {
		err := b.connection(ctx, client, index)
		switch {
		case ctx.Err() != nil:
			return nil
		case err == errRenew:
			sleep(ctx, b.cfg.Linger/apart)
		case isHopeless(err):
			return hopelessly(appVariable, appPlace, err)
		case err != nil:
			b.cfg.Log.Warn().Str("why", reason(err)).Int("socket", index).Msg("no socket")
		}
	}
}

// connection runs the client until it gives up or ought to, and takes what it receives.
func (b *Bot) connection(ctx context.Context, client *socketmode.Client, index int) error {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan error, 1)
	var running sync.WaitGroup
	running.Go(func() { ended <- client.RunContext(ctx) })
	defer running.Wait()
	defer cancel()
	ack := func(id string, payload any) { b.acknowledge(client, id, payload) }
	renew := b.renew
	if index != 0 {
		renew = nil
	}
	for {
		select {
		case <-renew:
			b.open(index, false)
			return errRenew
		case err := <-ended:
			return err
		case event := <-client.Events:
			if err := b.hear(event, index, ack); err != nil {
				return err
			}
		}
	}
}

// hear takes what one socket received or has to say of itself. Its error ends
// the connection.
func (b *Bot) hear(event socketmode.Event, index int, ack func(string, any)) error {
	switch event.Type {
	case socketmode.EventTypeConnecting:
		b.open(index, false)
	case socketmode.EventTypeHello: // carries a request, but nothing to acknowledge
		if event.Request != nil {
			b.greet(event.Request.NumConnections)
		}
		b.open(index, true)
	case socketmode.EventTypeSlashCommand, socketmode.EventTypeInteractive, socketmode.EventTypeEventsAPI:
		b.arrive(event.Request, ack)
	case socketmode.EventTypeErrorBadMessage:
		bad, _ := event.Data.(*socketmode.ErrorBadMessage)
		var raw socketmode.Request
		if bad != nil && json.Unmarshal(bad.Message, &raw) == nil && raw.EnvelopeID != "" {
			b.arrive(&raw, ack) // slack-go reads all of it, and stumbles over what does not concern us
			return nil
		}
		b.strange("bad message", nil)
	case socketmode.EventTypeIncomingError:
		bad, _ := event.Data.(*slack.IncomingEventError)
		b.strange("incoming error", bad)
	case socketmode.EventTypeErrorWriteFailed:
		// Slack delivers again what it believes unacknowledged, or the person asks again; both are harmless.
		b.counts.add("unacknowledged", 1)
		b.cfg.Log.Warn().Int("socket", index).Msg("acknowledgement not written")
	case socketmode.EventTypeConnectionError:
		failed, _ := event.Data.(*slack.ConnectionErrorEvent)
		return b.refusedSocket(failed, index)
	}
	return nil
}

func (b *Bot) strange(what string, bad *slack.IncomingEventError) {
	why := ""
	if bad != nil {
		if errors.Is(bad.ErrorObj, net.ErrClosed) {
			return // we closed it ourselves
		}
		why = reason(bad.ErrorObj)
	}
	b.counts.add("bad_frames", 1)
	b.cfg.Log.Error().Str("what", what).Str("why", why).Msg("Slack sent something unreadable")
}

// refusedSocket says whether to give up this run of the client: there is no
// hope, which it does not always notice, or it would wait for too long.
func (b *Bot) refusedSocket(failed *slack.ConnectionErrorEvent, index int) error {
	if failed == nil {
		return nil
	}
	b.cfg.Log.Warn().Str("why", reason(failed.ErrorObj)).Int("socket", index).Msg("no socket")
	_, asked := errors.AsType[*slack.RateLimitedError](failed.ErrorObj)
	if isHopeless(failed.ErrorObj) || (!asked && failed.Backoff > tooLong) {
		return failed.ErrorObj
	}
	return nil
}

// arrive takes an envelope, unless the bot is stopping: then nobody
// acknowledges it.
func (b *Bot) arrive(raw *socketmode.Request, ack func(string, any)) {
	if raw != nil && !b.stopping.Load() {
		b.take(raw.Type, raw, ack)
	}
}

// acknowledge hands an acknowledgement to the socket. The socket's queue is
// short and stands while no connection is open; nothing may wait for it.
func (b *Bot) acknowledge(client *socketmode.Client, id string, payload any) {
	ctx, cancel := context.WithTimeout(context.Background(), ackWithin)
	defer cancel()
	if err := client.AckCtx(ctx, id, payload); err != nil {
		b.counts.add("unacknowledged", 1)
		b.cfg.Log.Warn().Str("envelope", id).Str("why", reason(err)).Msg("not acknowledged")
		return
	}
	b.acked.Store(time.Now().UnixNano())
}

// open notes whether a socket is open.
func (b *Bot) open(index int, open bool) {
	b.mu.Lock()
	b.up[index] = open
	b.mu.Unlock()
	if !open {
		return
	}
	b.heard.Store(time.Now().UnixNano())
	b.counts.add("hellos", 1)
	b.cfg.Log.Info().Int("socket", index).Msg("connected")
	select {
	case b.hello <- struct{}{}:
	default:
	}
	b.first.Do(func() { close(b.ready) })
}

// Farewells takes from slack-go's debugging notes why Slack closes a socket;
// nowhere else does slack-go tell. All the rest of the notes it forgets.
type farewells struct{ *Bot }

func (f farewells) Output(_ int, note string) error {
	if strings.HasPrefix(note, "WebSocket ping message received") {
		f.heard.Store(time.Now().UnixNano())
	}
	text, received := strings.CutPrefix(note, "Received WebSocket message: ")
	if !received || !strings.Contains(text, `"disconnect"`) {
		return nil
	}
	var frame struct{ Type, Reason string }
	if json.Unmarshal([]byte(text), &frame) != nil || frame.Type != socketmode.RequestTypeDisconnect {
		return nil
	}
	f.counts.add("disconnects", 1)
	f.cfg.Log.Info().Str("why", frame.Reason).Msg("Slack closes a socket")
	switch frame.Reason {
	case "link_disabled":
		f.pace.hold(time.Now())
		f.cfg.Log.Error().Msg("Socket Mode is switched off: switch it on at api.slack.com/apps under Socket Mode")
	case "warning", "refresh_requested":
		// Slack leaves the socket open for ten seconds; slack-go, which waits for this note
		// to be taken, closes it at once, and loses what it was about to acknowledge.
		time.Sleep(ackGrace)
	}
	return nil
}
