package bot

import (
	"slices"
	"time"
)

// A line is the calls of one method.
type line struct {
	limit limit
	bucket
	free    bool      // answers wait for no token now
	clean   time.Time // since when Slack had nothing against the pace; zero: nothing was sent
	limited time.Time // when it last had
	waiting [ranks]round
}

// may is when a call of that rank can leave, as far as its method goes.
func (l *line) may(r rank) time.Time {
	switch {
	case r != answers:
		return l.ready(reserve)
	case l.free:
		return time.Time{}
	}
	return l.ready(0)
}

// hold stands still until then, and goes on with one token, at half the pace
// unless that is slowed already; those who were free keep to the pace.
func (l *line) hold(until time.Time, slower bool) {
	switch {
	case l.free:
		l.free, l.full = false, time.Time{} // they took more than there was
	case slower:
		l.gap = min(2*l.gap, slowest)
	}
	l.full = latest(l.full, until.Add(time.Duration(l.burst-1)*l.gap))
}

// quicken follows a minute that Slack had nothing against.
func (l *line) quicken(now time.Time) {
	l.free = l.limit.free && l.gap == l.limit.least
	l.gap, l.clean = max(l.limit.least, l.gap*10/11), now
}

// A bucket holds up to so many tokens and gets one every gap; a call takes one.
type bucket struct {
	gap   time.Duration
	burst int
	full  time.Time // when it is full, if nothing is taken
}

// ready is when a token can be taken so that as many as spare stay.
func (b *bucket) ready(spare int) time.Time {
	return b.full.Add(-time.Duration(b.burst-1-spare) * b.gap)
}

func (b *bucket) take(now time.Time) { b.full = latest(b.full, now).Add(b.gap) }

func (b *bucket) giveBack() { b.full = b.full.Add(-b.gap) }

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// A round is the calls of one rank that wait; the channels take turns.
type round struct {
	order []string // the channels, the next first
	by    map[string][]*ask
}

// add puts a call behind those of its channel. One that has left before, in
// vain, comes before all others.
func (r *round) add(a *ask) {
	if r.by == nil {
		r.by = map[string][]*ask{}
	}
	queue := r.by[a.channel]
	switch {
	case !a.left.IsZero():
		r.by[a.channel] = append([]*ask{a}, queue...)
		r.order = slices.DeleteFunc(r.order, func(channel string) bool { return channel == a.channel })
		r.order = append([]string{a.channel}, r.order...)
		return
	case len(queue) == 0:
		r.order = append(r.order, a.channel)
	}
	r.by[a.channel] = append(queue, a)
}

// take takes the first call of the ith channel, which then comes last.
func (r *round) take(i int) *ask {
	channel := r.order[i]
	queue := r.by[channel]
	r.order = slices.Delete(r.order, i, i+1)
	delete(r.by, channel)
	if len(queue) > 1 {
		r.order = append(r.order, channel)
		r.by[channel] = queue[1:]
	}
	return queue[0]
}

// drop takes a call out; false: it does not wait.
func (r *round) drop(a *ask) bool {
	queue := r.by[a.channel]
	i := slices.Index(queue, a)
	if i < 0 {
		return false
	}
	r.by[a.channel] = slices.Delete(queue, i, i+1)
	if len(queue) == 1 {
		delete(r.by, a.channel)
		r.order = slices.DeleteFunc(r.order, func(channel string) bool { return channel == a.channel })
	}
	return true
}
