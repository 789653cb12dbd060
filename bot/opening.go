package bot

import (
	"context"
	"sync"
	"time"

	"catcow/bot/blockkit"
	"catcow/commands"
)

// opensAfter is how long an answer may take before its window opens without it: a trigger
// lasts three seconds, of which Slack's own way takes some.
const opensAfter = 1200 * time.Millisecond

// An opening is a window that opens while its answer is not there yet.
type opening struct {
	mu    sync.Mutex
	timer *time.Timer
	ended bool   // the answer came first
	id    string // the view's, once it is open
}

// soon opens a window for who asks unless the answer comes first.
func (b *Bot) soon(a asking) *opening {
	o := &opening{}
	view := blockkit.View(*window(commands.Message{Parts: []commands.Part{commands.Text("One moment …")}}))
	o.timer = time.AfterFunc(opensAfter, func() {
		o.mu.Lock()
		defer o.mu.Unlock()
		if o.ended {
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), b.cfg.Patience)
		defer cancel()
		v := b.call(ctx, ask{method: "views.open", rank: answers}, false, func(ctx context.Context) error {
			got, err := b.web.OpenViewContext(ctx, a.trigger, view)
			if err == nil {
				o.id = got.View.ID
			}
			return err
		})
		b.counts.add("opened early/"+v.fate.String(), 1)
		b.log(a, "views.open", v)
	})
	return o
}

// end keeps the window shut where it has not opened; else it returns its id.
func (o *opening) end() string {
	if o == nil {
		return ""
	}
	o.timer.Stop()
	o.mu.Lock()
	defer o.mu.Unlock()
	o.ended = true
	return o.id
}

// instead is what fills an open window where the answer brings none of its own; nil:
// nothing has to.
func (o *opening) instead(r commands.Reply) *commands.Form {
	if r.Form != nil || o.end() == "" {
		return nil
	}
	m := r.Message
	if len(m.Parts) == 0 && r.Instead != nil {
		m = *r.Instead
	}
	if len(m.Parts) == 0 || r.Personal && r.Instead != nil {
		m = commands.Message{Parts: []commands.Part{commands.Text("Done. You can close this.")}}
	}
	return window(m)
}
