package demo

import (
	"slices"
	"sync"

	"catcow/internal/slacksim"
)

// A page shows the workspace to browsers, each as one of its people.
type page struct {
	slack    *slacksim.Server
	machine  *machine
	menu     menu
	book     book
	seasoned string // who has used Catcow for weeks when the demo starts; "": nobody

	mu      sync.Mutex
	changed chan struct{}
	seen    map[spot]string // the newest message each person has seen in each place
	notices map[spot]string // what Slack itself says to a person, until their next move
}

// A spot is a person in a conversation: what one browser shows.
type spot struct{ as, in string }

func newPage(s *slacksim.Server, m *machine, menu menu) *page {
	p := &page{slack: s, machine: m, menu: menu, changed: make(chan struct{}), seen: map[spot]string{}, notices: map[spot]string{}}
	m.moved = p.change
	return p
}

// change tells every browser to look again.
func (p *page) change() {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.changed)
	p.changed = make(chan struct{})
}

func (p *page) changes() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.changed
}

// notice keeps what Slack says to the person; "" takes it away.
func (p *page) notice(at spot, text string) {
	p.mu.Lock()
	p.notices[at] = text
	p.mu.Unlock()
	p.change()
}

// look marks a place's messages as seen by the person, and returns the notice that stands there.
func (p *page) look(at spot, here []slacksim.Message) (notice string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(here) > 0 {
		p.seen[at] = here[len(here)-1].TS
	}
	return p.notices[at]
}

// unread reports whether the person has something in a place that they have not looked at.
func (p *page) unread(at spot) bool {
	all := p.slack.Screen(at.as, at.in)
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.ContainsFunc(all, func(m slacksim.Message) bool { return m.TS > p.seen[at] && m.User != at.as })
}
