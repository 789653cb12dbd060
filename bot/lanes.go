package bot

import (
	"context"
	"sync"
)

// Lanes run work: of one key in the order it came, of different keys side by
// side. A key that waits, waits alone.
type lanes struct {
	ctx    context.Context // of all the work; ends when closing takes too long
	cancel context.CancelFunc
	room   int

	mu      sync.Mutex
	queues  map[string][]func(context.Context) // a key is present while it has a goroutine
	pending int
	closed  bool
	work    sync.WaitGroup
}

// newLanes takes at most room pieces of work at a time.
func newLanes(room int) *lanes {
	ctx, cancel := context.WithCancel(context.Background())
	return &lanes{ctx: ctx, cancel: cancel, room: room, queues: map[string][]func(context.Context){}}
}

// add never blocks. It says false when there is no room, or no longer.
func (l *lanes) add(key string, do func(context.Context)) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.closed || l.pending >= l.room {
		return false
	}
	l.pending++
	queue, busy := l.queues[key]
	l.queues[key] = append(queue, do)
	if !busy {
		l.work.Go(func() { l.run(key) })
	}
	return true
}

func (l *lanes) run(key string) {
	for {
		l.mu.Lock()
		queue := l.queues[key]
		if len(queue) == 0 {
			delete(l.queues, key)
			l.mu.Unlock()
			return
		}
		l.queues[key] = queue[1:]
		l.mu.Unlock()
		queue[0](l.ctx)
		l.mu.Lock()
		l.pending--
		l.mu.Unlock()
	}
}

// busy says whether so many pieces of work are under way.
func (l *lanes) busy(many int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.pending >= many
}

// close takes no more work and waits for what was taken; when ctx is done
// first, that work is cancelled.
func (l *lanes) close(ctx context.Context) {
	l.mu.Lock()
	l.closed = true
	l.mu.Unlock()
	idle := make(chan struct{})
	go func() { l.work.Wait(); close(idle) }()
	select {
	case <-idle:
	case <-ctx.Done():
	}
	l.cancel()
	<-idle
}
