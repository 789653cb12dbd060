package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/slack-go/slack/socketmode"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/storage"
)

// An envelope is what Slack delivered. It has to be acknowledged within three
// seconds, and not before what it changed is kept.
type envelope struct {
	id      string
	attempt int // how often Slack delivered it before
	came    time.Time
	ack     func(payload any)
}

const (
	handling = 10 * time.Second // for one request
	lastTry  = 3                // Slack's last redelivery of an event
	sorry    = "Sorry, I couldn't save that, so nothing changed. Please try again."
)

// take reads what arrived and puts it in its lane. It never blocks: the
// socket waits for it.
func (b *Bot) take(kind string, raw *socketmode.Request, ack func(id string, payload any)) {
	e := envelope{id: raw.EnvelopeID, attempt: raw.RetryAttempt, came: time.Now()}
	if e.id == "" {
		return
	}
	e.ack = func(payload any) {
		ack(e.id, payload)
		b.counts.took("ack", time.Since(e.came))
	}
	b.counts.add("envelopes", 1)
	a, ok, err := b.read(kind, raw)
	if ok && a.trigger != "" && commands.OpensForm(a.Request) {
		a.opening = b.soon(a)
	}
	if err != nil {
		b.counts.add("unhandled", 1)
		b.cfg.Log.Error().Str("envelope", e.id).Str("why", reason(err)).Msg("Slack sent something unknown")
		if !errors.Is(err, errNotOurs) {
			return // unreadable, so nothing is kept of it: Slack says so, or tries again
		}
	}
	do := func(ctx context.Context) { b.serve(ctx, e, a) }
	if !ok {
		do = func(context.Context) { e.ack(nil) }
		if a.closed {
			b.paces.closed(a.view)
		}
	}
	if !b.inbox.add(a.lane, do) {
		a.opening.end()
		b.counts.add("overflowed", 1)
		b.cfg.Log.Error().Str("envelope", e.id).Msg("too much at once; not acknowledged")
	}
}

func (b *Bot) read(kind string, raw *socketmode.Request) (a asking, ok bool, err error) {
	switch kind {
	case socketmode.RequestTypeSlashCommands:
		a, err = readSlash(raw.EnvelopeID, raw.Payload)
		return a, err == nil, err
	case socketmode.RequestTypeInteractive:
		return readInteractive(raw.Payload)
	case socketmode.RequestTypeEventsAPI:
		return readEvent(raw.Payload, b.me)
	}
	return asking{}, false, fmt.Errorf("envelope of type %q", kind) // not acknowledged: whoever sent it expects more than that
}

// serve decides and keeps, then acknowledges, and leaves the answering to
// others. It is called for one person at a time.
func (b *Bot) serve(ctx context.Context, e envelope, a asking) {
	var err error
	defer b.survive("serve", &err)
	name := a.event
	if name == "" {
		name = e.id
	}
	if b.seen.has(name) {
		b.counts.add("redelivered", 1)
		a.opening.end()
		e.ack(nil)
		return
	}
	if a.uninstalled {
		e.ack(nil)
		b.taken.Store(2)
		b.doubt()
		return
	}
	if a.ours {
		b.people.met(a.User, a.Channel)
	}
	if aboutPerson(a.What) && !b.regard(a.User, a.is, a.told) {
		e.ack(nil)
		return
	}
	if b.hurried(e, a) {
		b.seen.add(name)
		return
	}
	b.acquaint(ctx, &a)
	if aboutPerson(a.What) && !b.moved(a.Request) {
		e.ack(nil)
		return
	}
	if a.What == commands.Joined || a.What == commands.Left {
		b.comings.Add(1)
	}
	a.Now = b.now()
	if a.What == commands.Opened && a.home {
		b.seen.add(name)
		e.ack(nil)
		b.homes.open(a.User, a.Now)
		return
	}
	a.place = b.paces.hold(a.view)
	a.Crowded = a.view != "" && a.place == 0
	reply, err := b.handle(ctx, a.Request)
	b.report(e, a, err)
	if reply.Form != nil {
		reply.Form.From = cmp.Or(a.Channel, a.From)
	}
	if err == nil && aboutPerson(a.What) && b.people.of(a.User).zone != "" {
		b.people.change(a.User, func(p *person) { p.zone, p.off = cmp.Or(a.Zone, p.zone), a.What == commands.Deactivated })
	}
	switch problem, ok := errors.AsType[*commands.Problem](err); {
	case err == nil:
	case ok:
		reply = a.regret(problem.Text)
	case said(reply): // a safety card, which is shown though it could not be kept
	case storage.Unkept(err) && (a.event == "" || a.What == commands.Typed):
		reply = a.again(b.unkept()) // the acknowledgement goes with it, and confirms nothing
	case a.event == "":
		reply = a.again(sorry)
	default: // Slack delivers it again
		b.paces.leave(a.view, a.place)
		if e.attempt >= lastTry && a.What == commands.Typed {
			b.reply(a, a.again(sorry))
		}
		return
	}
	b.seen.add(name)
	form := reply.Form
	e.ack(b.payload(&a, &reply))
	if a.view != "" && reply.Form == nil {
		if form == nil {
			form = &commands.Form{}
		}
		b.follow(a, *form)
	}
	b.reply(a, reply)
	b.homes.happened(a, reply)
}

// said says whether there is anything in a reply for the person who asked.
func said(r commands.Reply) bool {
	return len(r.Parts) > 0 || r.Instead != nil || r.Form != nil
}

// handle asks commands, at most so many at a time, and survives a panic.
func (b *Bot) handle(ctx context.Context, r commands.Request) (reply commands.Reply, err error) {
	ctx, cancel := context.WithTimeout(ctx, handling)
	defer cancel()
	select {
	case b.gate <- struct{}{}:
		defer func() { <-b.gate }()
	case <-ctx.Done():
		return commands.Reply{}, ctx.Err()
	}
	defer b.survive("request", &err)
	return b.cfg.Commands.Handle(ctx, r)
}

// report is the one line that the log gets of a request.
func (b *Bot) report(e envelope, a asking, err error) {
	line := b.cfg.Log.Info()
	if err != nil && !isProblem(err) {
		b.counts.add("errors", 1)
		line = b.cfg.Log.Error().Str("why", reason(err))
	}
	if problem, ok := errors.AsType[*commands.Problem](err); ok && problem.Denied {
		b.counts.add("denied", 1)
		line.Bool("denied", true)
	}
	line.Str("what", names[a.What]).Str("user", b.who(string(a.User))).Str("channel", b.who(string(a.Channel))).
		Dur("took", time.Since(e.came)).Int("attempt", e.attempt).Bool("problem", isProblem(err)).Msg("request")
}

var names = [...]string{
	commands.Typed: "typed", commands.Pressed: "pressed", commands.Submitted: "submitted", commands.Called: "called",
	commands.Opened: "opened", commands.Joined: "joined", commands.Left: "left", commands.Moved: "moved",
	commands.Archived: "archived", commands.Unarchived: "unarchived", commands.Deleted: "deleted", commands.Renumbered: "renumbered",
	commands.Deactivated: "deactivated", commands.Quit: "quit",
}

func isProblem(err error) bool {
	_, ok := errors.AsType[*commands.Problem](err)
	return ok
}

// aboutPerson says that Slack's record of a person changed.
func aboutPerson(what commands.What) bool {
	return what == commands.Moved || what == commands.Deactivated
}

// moved says whether what Slack's record holds of a person is news.
func (b *Bot) moved(r commands.Request) (news bool) {
	known, off := b.people.of(r.User), r.What == commands.Deactivated
	return known.off != off || !off && known.zone != r.Zone
}

// largestAck is how much of an acknowledgement may be a form; Slack cuts the
// line at 20,480 bytes.
const largestAck = 18_000

// payload is what goes with the acknowledgement of a form, and takes out of
// the reply what it says. A form that is too large stays in the reply, and
// a small one keeps its place until it comes.
func (b *Bot) payload(a *asking, reply *commands.Reply) any {
	if a.What != commands.Submitted {
		return nil
	}
	if len(reply.Errors) > 0 {
		return map[string]any{"response_action": "errors", "errors": reply.Errors}
	}
	if reply.Form == nil {
		return nil
	}
	payload := map[string]any{"response_action": "update", "view": blockkit.View(b.dressed(*reply.Form))}
	if data, err := json.Marshal(payload); err == nil && len(data) < largestAck {
		reply.Form = nil
		return payload
	}
	a.late = true
	payload["view"] = blockkit.View(*window(commands.Message{Parts: []commands.Part{commands.Text("One moment …")}}))
	return payload
}
