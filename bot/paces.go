package bot

import (
	"context"
	"sync"
	"time"

	"catcow/commands"
)

// Slack promises a hundred views.update a minute for the whole workspace. So many forms
// may go on by themselves at a time, none of them faster than this: sixty a minute
// together, which leaves room for what people press.
const (
	mostPaced = 10
	leastPace = 10 * time.Second
	forsaken  = 2 * time.Minute // a place that nothing was heard of for so long is free again
)

// paces are the forms that go on by themselves.
type paces struct {
	least time.Duration

	mu    sync.Mutex
	views map[string]*place
	over  bool
}

// A place is one of them.
type place struct {
	timer *time.Timer // to its next step, or to its end
	step  int         // which of its steps the timer is for
}

func newPaces(least time.Duration) *paces {
	return &paces{least: least, views: map[string]*place{}}
}

// hold keeps a place for a form in which something was pressed, until it shows what came
// of it. Its own step waits no longer: what the person does comes first. What is held has
// a number, for by the time it shows something else may have been pressed; 0: there is no
// place, and none is kept.
func (p *paces) hold(view string) (held int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.views[view]
	if at == nil {
		if view == "" || p.over || len(p.views) >= mostPaced {
			return 0
		}
		at = &place{}
		p.views[view] = at
	}
	p.set(view, at, forsaken, nil)
	return at.step
}

// set gives the place another timer: to a step, or, without one, to its end.
func (p *paces) set(view string, at *place, after time.Duration, do func(step int)) {
	if at.timer != nil {
		at.timer.Stop()
	}
	at.step++
	step := at.step
	at.timer = time.AfterFunc(after, func() {
		if do != nil {
			do(step)
			return
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.views[view] == at && at.step == step {
			delete(p.views, view)
		}
	})
}

// next has a step done in its time, in a place that is held under that number.
func (p *paces) next(view string, held int, after time.Duration, do func(step int)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if at := p.views[view]; at != nil && at.step == held && !p.over {
		p.set(view, at, max(after, p.least), do)
	}
}

// due holds the place while the step is done; 0: it is no longer to be done.
func (p *paces) due(view string, step int) (held int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.views[view]
	if at == nil || at.step != step || p.over {
		return 0
	}
	p.set(view, at, forsaken, nil)
	return at.step
}

// holds says whether nothing else was pressed since.
func (p *paces) holds(view string, held int) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.views[view]
	return at != nil && at.step == held
}

// leave frees the place that is held under that number.
func (p *paces) leave(view string, held int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if at := p.views[view]; at != nil && at.step == held {
		p.free(view, at)
	}
}

// closed frees the place of a form that is no longer there.
func (p *paces) closed(view string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if at := p.views[view]; at != nil {
		p.free(view, at)
	}
}

func (p *paces) free(view string, at *place) {
	at.timer.Stop()
	delete(p.views, view)
}

// stop ends all of them: a form that stands still has its button.
func (p *paces) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.over = true
	for view, at := range p.views {
		p.free(view, at)
	}
}

// follow lets a form that the person now sees go on by itself, where it wants to and has
// the place.
func (b *Bot) follow(a asking, f commands.Form) {
	if f.Pace.After <= 0 {
		b.paces.leave(a.view, a.place)
		return
	}
	next := asking{Request: commands.Request{
		What: commands.Pressed, InForm: true, User: a.User, Name: a.Name, Role: a.Role, Zone: a.Zone, DM: a.DM, From: f.From,
		Do: f.Pace.Then.Do, Value: f.Pace.Then.Value, Cause: "press/" + a.view + "/" + f.Pace.Then.Do,
	}, lane: a.lane, view: a.view, team: a.team, paced: true}
	b.paces.next(a.view, a.place, f.Pace.After, func(step int) {
		if !b.inbox.add(next.lane, func(ctx context.Context) { b.goOn(ctx, next, step) }) {
			b.paces.leave(next.view, step)
		}
	})
}

// goOn does the next step of a form, unless the person was faster.
func (b *Bot) goOn(ctx context.Context, a asking, step int) {
	if a.place = b.paces.due(a.view, step); a.place == 0 {
		return
	}
	var err error
	defer b.survive("pace", &err)
	a.Now = b.now()
	reply, err := b.handle(ctx, a.Request)
	b.counts.add("paced", 1)
	if err != nil || reply.Form == nil {
		if err != nil && !isProblem(err) {
			b.counts.add("errors", 1)
			b.cfg.Log.Error().Str("user", b.who(string(a.User))).Str("why", reason(err)).Msg("a form does not go on")
		}
		b.paces.leave(a.view, a.place)
	}
	if err != nil {
		return // the form stands, and its button works
	}
	if reply.Form != nil {
		reply.Form.From = a.From
	}
	b.reply(a, reply)
}
