package bot

import (
	"context"
	"crypto/sha256"
	"slices"
	"sync"
	"time"

	"catcow/commands"
	"catcow/internal/habit"
	"catcow/storage"
)

const (
	homeQuiet = time.Second        // after the last change, before a Home is drawn anew
	homeEvery = 5 * time.Second    // at least, while changes go on
	homeAgain = time.Minute        // after a drawing of which nobody knows that it stands
	homeLooks = 3 * 24 * time.Hour // for so long after a look it follows what changes
	mostHomes = 10_000             // people who are remembered
)

// A home is what Slack shows one person, as far as this Catcow knows.
type home struct {
	looked   time.Time // when they last opened it or pressed something there
	hash     string    // Slack's, of what stands there; "": not known
	drawn    [sha256.Size]byte
	channels []habit.ChannelID // whose schedules it shows
	drawing  bool              // which ones is not known yet
	leave    func()            // ends a drawing that nobody waits for; nil: there is none

	first, last time.Time // of the changes since it was drawn; zero: none
	now         bool      // somebody waits for it
}

// homes draw the Home tabs anew: at once for who looks, soon for who has looked lately, and
// not for anybody else: opening it draws it in any case.
type homes struct {
	// draw draws one. It does not block.
	draw func(habit.UserID, rank)

	mu   sync.Mutex
	by   map[habit.UserID]*home
	wake chan struct{}
}

func newHomes(draw func(habit.UserID, rank)) *homes {
	return &homes{draw: draw, by: map[habit.UserID]*home{}, wake: make(chan struct{}, 1)}
}

// open is a look at Home.
func (h *homes) open(id habit.UserID, now time.Time) {
	h.mu.Lock()
	h.of(id, now).looked = now
	h.want(id, true)
	h.mu.Unlock()
	h.rouse()
}

// happened is a request of somebody, and what it may have changed of theirs and of others.
func (h *homes) happened(a asking, r commands.Reply) {
	if a.What == commands.Opened {
		return
	}
	h.mu.Lock()
	if a.AtHome {
		h.of(a.User, a.Now).looked = a.Now
	}
	if r.Forgot {
		h.of(a.User, a.Now)
	}
	h.want(a.User, a.AtHome || r.Forgot)
	for _, p := range r.Posts {
		h.channel(habit.ChannelID(p.To))
	}
	if a.What >= commands.Joined {
		h.channel(a.Channel)
	}
	h.mu.Unlock()
	h.rouse()
}

// passed is a slot that was decided: what comes next is another one.
func (h *homes) passed(kind storage.Kind, owner string) {
	h.mu.Lock()
	if channel, _ := storage.ChannelOf(owner); kind.ForChannel() {
		h.channel(channel)
	} else {
		h.want(habit.UserID(owner), false)
	}
	h.mu.Unlock()
	h.rouse()
}

// of is the person's, made where there is none. The caller holds the lock.
func (h *homes) of(id habit.UserID, now time.Time) *home {
	one := h.by[id]
	if one == nil {
		if len(h.by) >= mostHomes {
			for other, o := range h.by {
				if now.Sub(o.looked) > homeLooks || len(h.by) >= mostHomes && o.first.IsZero() {
					delete(h.by, other)
				}
			}
		}
		one = &home{looked: now}
		h.by[id] = one
	}
	return one
}

// want wants the Home of somebody drawn anew. The caller holds the lock.
func (h *homes) want(id habit.UserID, now bool) {
	one := h.by[id]
	if one == nil {
		return
	}
	one.last = time.Now()
	if one.first.IsZero() || one.first.After(one.last) { // or it was to be tried again later
		one.first = one.last
	}
	one.now = one.now || now
	if now && one.leave != nil { // whoever looks does not wait behind it
		one.leave()
	}
}

// again wants the Home of somebody drawn once more in a while: what stands there may be what
// they had erased.
func (h *homes) again(id habit.UserID) {
	h.mu.Lock()
	if one := h.by[id]; one != nil && one.first.IsZero() {
		one.first = time.Now().Add(homeAgain)
		one.last = one.first
	}
	h.mu.Unlock()
	h.rouse()
}

// channel wants those drawn anew that show the channel, or may. The caller holds the lock.
func (h *homes) channel(id habit.ChannelID) {
	for who, one := range h.by {
		if one.drawing || slices.Contains(one.channels, id) {
			h.want(who, false)
		}
	}
}

// everybody wants all of them drawn anew.
func (h *homes) everybody() {
	h.mu.Lock()
	for who := range h.by {
		h.want(who, false)
	}
	h.mu.Unlock()
	h.rouse()
}

func (h *homes) rouse() {
	select {
	case h.wake <- struct{}{}:
	default:
	}
}

// run draws what is wanted when it is time, until ctx is done.
func (h *homes) run(ctx context.Context) {
	for {
		id, at := h.next()
		var due <-chan time.Time
		if id != "" {
			due = time.After(time.Until(at))
		}
		select {
		case <-ctx.Done():
			return
		case <-h.wake:
			continue
		case <-due:
		}
		h.mu.Lock()
		urgent := upkeep
		if one := h.by[id]; one != nil {
			if one.now {
				urgent = answers
			}
			one.first, one.last, one.now = time.Time{}, time.Time{}, false
		}
		h.mu.Unlock()
		h.draw(id, urgent)
	}
}

// next is the Home that is to be drawn first.
func (h *homes) next() (id habit.UserID, at time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for who, one := range h.by {
		if one.first.IsZero() {
			continue
		}
		due := one.last.Add(homeQuiet)
		if late := one.first.Add(homeEvery); late.Before(due) {
			due = late
		}
		if one.now {
			due = one.first
		}
		if id == "" || due.Before(at) {
			id, at = who, due
		}
	}
	return id, at
}
