package bot

import (
	"context"
	"slices"
	"strconv"
	"sync"
	"testing"
)

// inboxBusy says whether somebody's request is under way.
func (b *Bot) inboxBusy() bool {
	b.inbox.mu.Lock()
	defer b.inbox.mu.Unlock()
	return b.inbox.pending > 0
}

func TestLanesKeepTheOrderOfEachKey(t *testing.T) {
	l := newLanes(10_000)
	var mu sync.Mutex
	got := map[string][]int{}
	for i := range 5000 {
		key := strconv.Itoa(i % 7)
		if !l.add(key, func(context.Context) {
			mu.Lock()
			got[key] = append(got[key], i)
			mu.Unlock()
		}) {
			t.Fatal("no room")
		}
	}
	l.close(t.Context())
	if len(got) != 7 {
		t.Fatalf("%d keys, want 7", len(got))
	}
	for key, order := range got {
		if !slices.IsSorted(order) {
			t.Errorf("lane %s ran in the order %v", key, order[:20])
		}
	}
	if len(l.queues) != 0 || l.pending != 0 {
		t.Errorf("%d lanes and %d pieces of work are left", len(l.queues), l.pending)
	}
}

func TestLaneThatWaitsWaitsAlone(t *testing.T) {
	l := newLanes(3)
	wait, passed := make(chan struct{}), make(chan struct{})
	l.add("a", func(context.Context) { <-wait })
	l.add("b", func(context.Context) { close(passed) })
	<-passed
	close(wait)
	l.close(t.Context())
}

func TestLanesRefuseWhatHasNoRoom(t *testing.T) {
	l := newLanes(2)
	wait := make(chan struct{})
	work := func(context.Context) { <-wait }
	for i, want := range []bool{true, true, false} {
		if got := l.add("a", work); got != want {
			t.Errorf("add of piece %d = %v, want %v: there is room for two", i, got, want)
		}
	}
	if !l.busy(2) {
		t.Error("two pieces of work are not busy")
	}
	close(wait)
	l.close(t.Context())
	if l.add("a", work) {
		t.Error("a closed lane took work")
	}
}

func TestClosingCancelsWorkThatDoesNotEnd(t *testing.T) {
	l := newLanes(1)
	l.add("a", func(ctx context.Context) { <-ctx.Done() })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	l.close(ctx)
}
