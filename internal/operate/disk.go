package operate

import (
	"cmp"
	"context"
	"errors"
	"sync"
	"time"

	"catcow/storage"
)

// A Probed store can be asked whether it works.
type Probed interface {
	storage.Store
	// Probe commits a few bytes.
	Probe(context.Context, time.Time) error
}

const (
	probeEvery = 30 * time.Second // while all is well
	againEvery = 15 * time.Second // while nothing can be kept
	probeFor   = 10 * time.Second // a probe that takes longer has failed
	probeOld   = time.Minute      // a probe that is older says nothing
)

// A Disk is a store that is watched: how long its commits take, and whether they are kept.
// While there is no room Catcow is read-only: changes are tried, and refused where they do
// not fit. It recovers by itself.
type Disk struct {
	Probed
	Every time.Duration // between two probes, default 30 s; half of it while nothing can be kept
	now   func() time.Time
	woken chan struct{} // holds one when something was not kept

	mu     sync.Mutex
	ill    error     // why nothing can be kept; nil: it can
	probed time.Time // when a probe was last kept
	times  timing
}

// Watch is a Disk over the store, which was just opened.
func Watch(store Probed, now func() time.Time) *Disk {
	return &Disk{Probed: store, now: now, woken: make(chan struct{}, 1), probed: now()}
}

// Update is the store's, watched.
func (d *Disk) Update(ctx context.Context, change func(storage.Tx) error) error {
	began := time.Now()
	err := d.Probed.Update(ctx, change)
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case err == nil:
		d.times.add(time.Since(began))
	case storage.Unkept(err):
		d.ill = cmp.Or(d.ill, err)
		select {
		case d.woken <- struct{}{}:
		default:
		}
	}
	return err
}

// Ill says why nothing can be kept at present; nil: all is well.
func (d *Disk) Ill() error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.ill
}

// Probes says when one was last kept.
func (d *Disk) Probes() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.probed
}

// Run probes the store until ctx is done. It tells when nothing can be kept, and, with nil, when
// all is well again. It returns what only a new start mends: storage.ErrBroken, for nobody
// knows what the disk has, and storage.ErrReplaced; that is told before.
func (d *Disk) Run(ctx context.Context, tell func(error)) error {
	var told error
	for {
		ill := d.Ill()
		lost := ill != nil && !errors.Is(ill, storage.ErrFull)
		if (ill == nil) != (told == nil) || lost {
			tell(ill)
			told = ill
		}
		if lost {
			return ill
		}
		every := cmp.Or(d.Every, probeEvery)
		if ill != nil {
			every /= 2
		}
		timer := time.NewTimer(every)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-d.woken:
			timer.Stop()
			continue
		case <-timer.C:
		}
		d.probe(ctx)
	}
}

func (d *Disk) probe(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), probeFor)
	defer cancel()
	err := d.Probe(ctx, d.now())
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case err == nil:
		d.ill, d.probed = nil, d.now()
	case storage.Unkept(err):
		d.ill = err
	}
}

// bounds are the upper ends of the buckets in which commits are counted, in seconds.
var bounds = [...]float64{0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10}

// A timing is how long something took, all of the times.
type timing struct {
	n    uint64
	sum  float64
	upTo [len(bounds)]uint64
}

func (t *timing) add(d time.Duration) {
	t.n++
	t.sum += d.Seconds()
	for i, bound := range bounds {
		if d.Seconds() <= bound {
			t.upTo[i]++
		}
	}
}

// commits tells how often something was committed, how long all of it took, in seconds,
// and how many took at most so many. Every bucket is told, for one that only appears when
// it is reached has no rate until then.
func (d *Disk) commits() (n uint64, sum float64, buckets map[float64]uint64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	buckets = map[float64]uint64{}
	for i, bound := range bounds {
		buckets[bound] = d.times.upTo[i]
	}
	return d.times.n, d.times.sum, buckets
}
