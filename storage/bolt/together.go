package bolt

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"

	"catcow/storage"
)

// A line is the changes that wait for the disk. Whoever comes first leads: it
// commits its change together with those that came meanwhile, and hands the lead
// on. So a slow disk holds up many people as long as one, and nobody waits for
// company.
type line struct {
	mu      sync.Mutex
	waiting []*change
	led     bool
}

// A change is what one Update wants, and when it is its turn, what to do about it.
type change struct {
	ctx     context.Context
	do      func(storage.Tx) error
	err     error // its own: it failed before it wrote anything
	verdict chan verdict
}

type verdict int

const (
	lead  verdict = iota // commit, for others too
	alone                // it cannot go with the others: commit it by itself
	done                 // committed, or failed by itself
)

const mostTogether = 64 // changes in one commit

func (l *line) join(ctx context.Context, do func(storage.Tx) error) *change {
	c := &change{ctx: ctx, do: do, verdict: make(chan verdict, 1)}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.led {
		l.waiting = append(l.waiting, c)
	} else {
		l.led = true
		c.verdict <- lead
	}
	return c
}

// take takes the changes that wait now out of the line.
func (l *line) take() []*change {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := min(len(l.waiting), mostTogether-1)
	taken := slices.Clone(l.waiting[:n])
	l.waiting = slices.Delete(l.waiting, 0, n)
	return taken
}

// handOn gives the lead to the next in line, if there is one.
func (l *line) handOn() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.led = len(l.waiting) > 0; l.led {
		l.waiting[0].verdict <- lead
		l.waiting = slices.Delete(l.waiting, 0, 1)
	}
}

// Update runs change in a read-write transaction, which it may share with others that
// come at the same time. What cannot be committed, because the disk or the file is full,
// is an error; what was kept before stays readable.
func (s *Store) Update(ctx context.Context, do func(storage.Tx) error) error {
	c := s.line.join(ctx, do)
	v := <-c.verdict
	if v == lead {
		defer s.line.handOn()
		others := s.line.take()
		if len(others) == 0 {
			return s.alone(ctx, do)
		}
		s.together(append([]*change{c}, others...))
		v = <-c.verdict
	}
	if v == alone {
		return s.alone(ctx, do)
	}
	return c.err
}

// together commits changes at once. One that fails after it wrote something, or panics,
// is left out and told to go alone; where the commit fails, all are.
func (s *Store) together(changes []*change) {
	defer func() { // whatever ends it, nobody waits for ever
		for _, c := range changes {
			c.verdict <- alone
		}
	}()
	for len(changes) > 0 {
		odd, err := s.commit(changes)
		switch {
		case odd != nil:
			odd.verdict <- alone
			changes = slices.DeleteFunc(changes, func(c *change) bool { return c == odd })
		case err != nil:
			return
		default:
			for _, c := range changes {
				c.verdict <- done
			}
			changes = nil
		}
	}
}

var (
	errOdd     = errors.New("one does not fit")
	errNothing = errors.New("nothing to write")
)

// commit makes the changes in one transaction; odd is the one that keeps it from that.
func (s *Store) commit(changes []*change) (odd *change, err error) {
	if s.broken.Load() {
		return nil, storage.ErrBroken
	}
	var failed error // before the commit
	var erased map[string]time.Time
	err = s.db.Update(func(btx *bbolt.Tx) error {
		failed = func() error {
			t, err := s.begin(btx)
			if err != nil {
				return err
			}
			for _, c := range changes {
				if !c.fits(t) {
					odd = c
					return errOdd
				}
			}
			if t.writes == 0 {
				return errNothing
			}
			erased = t.erased
			return t.finish()
		}()
		return failed
	})
	switch {
	case failed == errNothing:
		return nil, nil
	case err != nil && failed == nil && !errors.Is(err, bolterrors.ErrDatabaseNotOpen):
		err = s.fails(err)
	case err == nil:
		s.ledger.enter(erased)
	}
	return odd, err
}

// fits runs the change, and says whether what it leaves behind may be committed.
func (c *change) fits(t *tx) (fits bool) {
	defer func() {
		if recover() != nil { // it panics again where it belongs
			fits = false
		}
	}()
	before := t.writes
	if c.ctx.Err() != nil {
		return false
	}
	c.err = c.do(t)
	return c.err == nil || t.writes == before
}
