package bot

import (
	"sync"
	"time"

	"catcow/commands"
	"catcow/internal/habit"
)

// How many requests one person makes before Catcow asks for patience. What is
// Urgent is neither counted nor kept waiting.
const (
	askAtOnce = 10              // unless Config says otherwise
	askEvery  = 3 * time.Second // 20 a minute
	calmness  = time.Minute     // the least time between two sentences about it
	mostEager = 10_000          // people who are remembered, twice
	soMuch    = "That was a lot at once. Give me a minute, and then please try again: nothing was changed by this one."
)

// An eager person is one who asked for something lately.
type eager struct {
	left bucket
	told time.Time
}

// hurry is who asks how much. People of whom nothing was heard for a minute
// are as new, and forgotten.
type hurry struct {
	atOnce int

	mu          sync.Mutex
	now, before map[habit.UserID]*eager
	turned      time.Time
}

// ask counts a request. It is ok unless there were too many; then tell says
// whether the person is to hear of it.
func (h *hurry) ask(id habit.UserID, now time.Time) (ok, tell bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.now == nil || passed(h.turned, now) || len(h.now) >= mostEager {
		h.before, h.now, h.turned = h.now, map[habit.UserID]*eager{}, now
	}
	e := h.now[id]
	if e == nil {
		if e = h.before[id]; e == nil {
			e = &eager{left: bucket{gap: askEvery, burst: h.atOnce}}
		}
		h.now[id] = e
	}
	if !e.left.ready(0).After(now) {
		e.left.take(now)
		return true, false
	}
	if tell = passed(e.told, now); tell {
		e.told = now
	}
	return false, tell
}

// drop forgets somebody.
func (h *hurry) drop(id habit.UserID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.now, id)
	delete(h.before, id)
}

// passed says whether it is long enough ago; a clock that went back does not count.
func passed(then, now time.Time) bool {
	since := now.Sub(then)
	return since >= calmness || since < 0
}

// hurried answers a request that came too fast, and says whether it did. A form
// is always told, for else it would close over what was written.
func (b *Bot) hurried(e envelope, a asking) bool {
	if e.attempt > 0 || a.User == "" || commands.Urgent(a.Request) { // a redelivery was counted when it first came
		return false
	}
	ok, tell := b.hurry.ask(a.User, b.now())
	if ok {
		return false
	}
	b.counts.add("limited", 1)
	var reply commands.Reply
	if tell || a.What == commands.Submitted {
		reply = a.again(soMuch)
	}
	e.ack(b.payload(&a, &reply))
	b.reply(a, reply)
	return true
}
