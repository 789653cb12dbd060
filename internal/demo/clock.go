package demo

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// A clock shows real time, plus as much as it was moved ahead. It never goes back.
type clock struct {
	mu    sync.Mutex
	real  func() time.Time
	ahead time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.real().Add(c.ahead)
}

// forward moves the clock to t, or leaves it where it is already later, and tells what it shows now.
func (c *clock) forward(t time.Time) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.real()
	if d := t.Sub(now); d > c.ahead {
		c.ahead = d
	}
	return now.Add(c.ahead)
}

// A machine moves the clock so that everything due on the way happens at its time.
type machine struct {
	mu    sync.Mutex // one journey at a time
	clock *clock
	next  func(context.Context) (time.Time, error)       // when something falls due next; zero: never
	tick  func(ctx context.Context, now time.Time) error // does what is due
	moved func()                                         // told after every step
}

var errStuck = errors.New("demo: what was due stays due")

// travel steps from due to due until target, and then lets time flow on from there.
func (m *machine) travel(ctx context.Context, target time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	defer m.moved()
	var last time.Time
	for {
		due, err := m.next(ctx)
		if err != nil {
			return fmt.Errorf("demo: what is due next: %w", err)
		}
		if due.IsZero() || due.After(target) {
			m.clock.forward(target)
			return nil
		}
		if due.Equal(last) {
			return errStuck
		}
		last = due
		if err := m.tick(ctx, m.clock.forward(due)); err != nil {
			return fmt.Errorf("demo: tick: %w", err)
		}
		m.moved()
	}
}
