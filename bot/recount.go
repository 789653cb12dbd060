package bot

import (
	"context"
	"sync"
	"time"

	"catcow/storage"
)

const (
	quiet     = 5 * time.Second  // after the last press, before a prompt is edited
	editEvery = 30 * time.Second // at least, for one prompt
)

// recounts edit the number of people on a prompt: soon, but not at every
// press, and at the end it is right.
type recounts struct {
	// edit brings a prompt up to date and says whether to try again later. It
	// does not block.
	edit func(key storage.SlotKey, again func())

	mu     sync.Mutex
	wanted map[storage.SlotKey]want
	edited map[storage.SlotKey]time.Time
	wake   chan struct{}
}

type want struct{ first, last time.Time }

func newRecounts(edit func(storage.SlotKey, func())) *recounts {
	return &recounts{
		edit: edit, wanted: map[storage.SlotKey]want{}, edited: map[storage.SlotKey]time.Time{}, wake: make(chan struct{}, 1),
	}
}

// ask wants the prompt brought up to date.
func (r *recounts) ask(key storage.SlotKey) {
	now := time.Now()
	r.mu.Lock()
	w, asked := r.wanted[key]
	if !asked {
		w.first = now
	}
	w.last = now
	r.wanted[key] = w
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// run edits what is wanted when it is time, until ctx is done.
func (r *recounts) run(ctx context.Context) {
	for {
		key, at := r.next()
		var due <-chan time.Time
		if key != "" {
			due = time.After(time.Until(at))
		}
		select {
		case <-ctx.Done():
			return
		case <-r.wake:
			continue
		case <-due:
		}
		r.do(key)
	}
}

// next is the wanted edit that is due first.
func (r *recounts) next() (key storage.SlotKey, at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for k, w := range r.wanted {
		due := w.last.Add(quiet)
		if late := w.first.Add(editEvery); late.Before(due) {
			due = late
		}
		if next := r.edited[k].Add(editEvery); next.After(due) {
			due = next
		}
		if key == "" || due.Before(at) {
			key, at = k, due
		}
	}
	return key, at
}

func (r *recounts) do(key storage.SlotKey) {
	now := time.Now()
	r.mu.Lock()
	delete(r.wanted, key)
	for k, t := range r.edited {
		if now.Sub(t) >= editEvery {
			delete(r.edited, k)
		}
	}
	r.edited[key] = now
	r.mu.Unlock()
	r.edit(key, func() { r.ask(key) })
}

// flush edits at once, and only once, what is still wanted.
func (r *recounts) flush() {
	r.mu.Lock()
	wanted := r.wanted
	r.wanted = map[storage.SlotKey]want{}
	r.mu.Unlock()
	for key := range wanted {
		r.edit(key, func() {})
	}
}

// recount is the edit of a prompt in its channel's order.
func (b *Bot) recount(key storage.SlotKey, again func()) {
	_, owner, _ := key.Split()
	channel, _ := storage.ChannelOf(owner)
	added := b.bulk.add(string(channel), func(ctx context.Context) {
		var err error
		defer b.survive("recount", &err)
		e, ok, err := b.cfg.Commands.Recount(ctx, key)
		if err != nil {
			b.counts.add("errors", 1)
			b.cfg.Log.Error().Str("slot", b.slot(key)).Str("why", reason(err)).Msg("no count")
		}
		if err != nil || !ok {
			return
		}
		if v := b.edit(ctx, upkeep, e); v.fate == unknown || v.fate == kept || v.fate == limited {
			again()
		}
	})
	if !added {
		again()
	}
}
