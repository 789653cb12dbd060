package commands

import (
	"time"

	"catcow/content"
	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

// talk is one request on its way to an answer, inside one transaction.
type talk struct {
	tx      storage.Tx
	library *content.Library
	r       Request
	now     time.Time      // in the person's zone
	me      storage.Member // kept at the end if changed
	changed bool           // something was written, or me shall be
	gone    bool           // me was forgotten and is not kept
	bare    bool           // the answer stands alone, without a first-run notice
	safety  bool           // the answer is due even when nothing can be kept
	asks    bool           // it changes nothing that the person would miss: shown also while nothing can be kept

	schedulers Schedulers
	operator   habit.UserID // whoever runs Catcow
	noCheckIns bool         // check-ins are switched off for everybody
	takesBack  bool         // what comes to them was stopped
}

// listen reads who asks, and takes over the zone that Slack tells.
func (s *Set) listen(tx storage.Tx, r Request) (*talk, error) {
	me, err := tx.Member(r.User)
	if err != nil {
		return nil, err
	}
	t := &talk{tx: tx, library: s.known(), r: r, me: me, schedulers: s.Schedulers, operator: s.Operator, noCheckIns: s.NoCheckIns}
	known := r.What != Moved && r.What != Deactivated || !me.Welcomed.IsZero() // a stranger's move is none of our business
	if _, err := habit.Zone(r.Zone); err == nil && r.Zone != "" && r.Zone != me.Zone && known {
		t.move(r.Zone)
	}
	if r.DM != "" && r.DM != me.Direct {
		t.me.Direct = r.DM
		t.changed = t.changed || !me.Welcomed.IsZero() // of a stranger it is kept with the rest
	}
	t.now = r.Now.In(zoneOf(t.me))
	t.returns()
	if r.What <= Opened { // the others are not their doing
		t.here()
	}
	return t, nil
}

// zoneOf is the person's zone, or UTC while Slack has told none.
func zoneOf(m storage.Member) *time.Location {
	if m.Zone == "" {
		return time.UTC
	}
	if loc, err := habit.Zone(m.Zone); err == nil {
		return loc
	}
	return time.UTC
}

// move takes the person, and what was set in their old zone, to the new one. A
// day that had too few hours on the way is not held against their streak.
func (t *talk) move(zone string) {
	for _, s := range []*storage.Schedule{&t.me.CheckIns, &t.me.Nudges} {
		if !s.Plan.IsZero() && s.Plan.Zone == t.me.Zone {
			s.Plan.Zone, s.Silence.Since = zone, s.Sent
		}
	}
	from := zoneOf(t.me)
	known := t.me.Zone != ""
	t.me.Zone, t.changed = zone, true
	if !known {
		return
	}
	for _, day := range habit.Short(t.r.Now, from, zoneOf(t.me)) {
		t.me.Marks = append(t.me.Marks, habit.Mark{Day: day, As: habit.Travelled})
	}
}

// keep settles the days that have ended and writes the person back. A safety
// card waits for no streak: those days are settled another time.
func (t *talk) keep() error {
	if t.gone {
		return nil
	}
	if t.r.Role == Stranger {
		return t.keepLock()
	}
	if !t.safety {
		if err := t.settled(); err != nil {
			return err
		}
	}
	switch {
	case t.changed:
		return t.tx.PutMember(t.me)
	}
	return errSame
}

func (t *talk) today() habit.Day { return habit.DayOf(t.now) }

func (t *talk) standing() care.Standing { return care.Stand(t.me.Alerts, t.now) }
