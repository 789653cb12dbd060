package bot

import (
	"context"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"catcow/commands"
	"catcow/internal/habit"
	"catcow/storage"
)

// exportEvery is how long somebody who has had their files waits for the next; whoever had
// none may ask again at once.
const exportEvery = 10 * time.Minute

// exports is who has had theirs lately, and whose are being made.
type exports struct {
	mu     sync.Mutex
	by     map[habit.UserID]time.Time
	making map[habit.UserID]*making
}

// making is an export on its way.
type making struct {
	stop  func()
	ended chan struct{}
}

// make makes somebody's export, unless they are forgotten meanwhile. There is one at a time of each.
func (e *exports) make(ctx context.Context, id habit.UserID, do func(context.Context)) {
	ctx, stop := context.WithCancel(ctx)
	m := &making{stop, make(chan struct{})}
	e.mu.Lock()
	_, wanted := e.by[id]
	if e.making == nil {
		e.making = map[habit.UserID]*making{}
	}
	e.making[id] = m
	e.mu.Unlock()
	defer func() {
		e.mu.Lock()
		delete(e.making, id)
		e.mu.Unlock()
		stop()
		close(m.ended)
	}()
	if wanted {
		do(ctx)
	}
}

// forget forgets somebody. When it returns, nothing more of an export of theirs comes.
func (e *exports) forget(id habit.UserID) {
	e.drop(id)
	e.mu.Lock()
	m := e.making[id]
	e.mu.Unlock()
	if m != nil {
		m.stop()
		<-m.ended
	}
}

// begin says whether the person may have theirs now.
func (e *exports) begin(id habit.UserID, now time.Time) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	for other, at := range e.by {
		if now.Sub(at).Abs() >= exportEvery {
			delete(e.by, other)
		}
	}
	if _, lately := e.by[id]; lately {
		return false
	}
	if e.by == nil {
		e.by = map[habit.UserID]time.Time{}
	}
	e.by[id] = now
	return true
}

func (e *exports) drop(id habit.UserID) {
	e.mu.Lock()
	defer e.mu.Unlock()
	delete(e.by, id)
}

// unhurried is the reply to somebody who wants an export, or, too soon after the last, one that says so.
func (b *Bot) unhurried(a asking, r commands.Reply) commands.Reply {
	if !r.Export || b.exports.begin(a.User, b.now()) {
		return r
	}
	m := commands.ExportedJustNow()
	switch {
	case r.Form != nil:
		r.Form.Message = m
	case r.Instead != nil:
		r.Instead = &m
	default:
		r.Message = m
	}
	r.Export = false
	return r
}

// export brings somebody all that is held about them, into their conversation with Catcow: as
// files or, where Slack takes none, in words. What does not come through may be asked for
// again at once.
func (b *Bot) export(ctx context.Context, a asking) {
	var err error
	state := storage.Failed
	defer func() {
		if state != storage.Sent {
			b.exports.drop(a.User)
		}
		b.counts.add("export_"+string(state), 1)
		b.line(state).Str("user", b.who(string(a.User))).Msg("export")
	}()
	defer b.survive("export", &err)
	e, err := b.cfg.Commands.Export(ctx, a.User, b.now())
	if err != nil {
		b.counts.add("errors", 1)
		b.cfg.Log.Error().Str("user", b.who(string(a.User))).Str("why", reason(err)).Msg("not exported")
		b.say(ctx, a, commands.Message{Parts: []commands.Part{commands.Text(sorry)}}, true)
		return
	}
	files, v := b.prepare(ctx, e.Files)
	switch {
	case v.fate == done:
		v = b.hand(ctx, a, e.Message, files)
	case v.fate == refused: // Slack takes no files here, or none of Catcow's
		b.log(a, "files.getUploadURLExternal", v)
		v = b.tell(ctx, a, append([]commands.Message{e.Unfiled}, e.Pieces...))
	}
	if v.fate == done {
		state = storage.Sent
		return
	}
	if ctx.Err() != nil {
		return
	}
	b.log(a, "export", v)
	b.say(ctx, a, e.NotTaken, true)
}

// prepare gives Slack the files, before anybody sees anything of it.
func (b *Bot) prepare(ctx context.Context, files []commands.File) (ready []slack.FileSummary, v verdict) {
	for _, f := range files {
		id, v := b.deliver(ctx, answers, f)
		if v.fate != done {
			return nil, v
		}
		ready = append(ready, slack.FileSummary{ID: id, Title: f.Title})
	}
	return ready, verdict{}
}

// hand shows them in the person's conversation. Slack wants its own id for that, which
// the message above them tells.
func (b *Bot) hand(ctx context.Context, a asking, above commands.Message, files []slack.FileSummary) verdict {
	at, v := b.postMessage(ctx, b.conversation(a.User), "", above)
	if v.fate != done {
		return v
	}
	return b.complete(ctx, answers, files, string(at.Channel), "")
}

// tell says it in messages, one after the other.
func (b *Bot) tell(ctx context.Context, a asking, all []commands.Message) (v verdict) {
	for _, m := range all {
		if _, v = b.postMessage(ctx, b.conversation(a.User), "", m); v.fate != done {
			return v
		}
	}
	return v
}
