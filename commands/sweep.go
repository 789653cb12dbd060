package commands

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

// How long facts are kept, in days, unless a person chose otherwise.
const (
	usualCheckIns = 90  // check-ins, and which safety card was shown
	usualSessions = 400 // sessions, and what became of slots
	keptAudits    = 365 // changes of channels' schedules
)

const day = 24 * time.Hour

// Sweep erases what has been kept for its time: check-ins after 90 days,
// sessions and decisions after 400, changes of schedules after 365, or as the person chose. Of a safety card
// that is as old as a check-in only the days of rest stay, as a pause; pauses
// and marks go with the sessions beside them. It is to be called once a day or so.
//
// Each person is a transaction of their own, so that nobody waits for all of
// them, and an error of one, returned at the end, keeps no other from being swept.
func (s *Set) Sweep(ctx context.Context, now time.Time) error {
	errs := []error{s.sweepChannels(ctx, now)}
	var members []storage.Member
	errs = append(errs, s.store.View(ctx, func(r storage.Reader) (err error) {
		members, err = r.Members()
		return err
	}))
	for _, m := range members {
		if err := ctx.Err(); err != nil {
			errs = append(errs, err)
			break
		}
		errs = append(errs, s.sweepMember(ctx, m.ID, now))
	}
	return errors.Join(errs...)
}

// sweepChannels erases old decisions, and old changes of schedules.
func (s *Set) sweepChannels(ctx context.Context, now time.Time) error {
	return s.update(ctx, func(tx storage.Tx) error {
		dropped, err := tx.SweepSlots(now.Add(-usualSessions * day))
		if err != nil {
			return err
		}
		audits, err := tx.SweepAudits(now.Add(-keptAudits * day))
		if dropped+audits == 0 && err == nil {
			return errSame
		}
		return err
	})
}

func (s *Set) sweepMember(ctx context.Context, id habit.UserID, now time.Time) error {
	return s.update(ctx, func(tx storage.Tx) error {
		me, err := tx.Member(id)
		if err != nil {
			return err
		}
		t := &talk{tx: tx, library: s.known(), me: me, now: now.In(zoneOf(me))}
		switch dropped, err := t.sweep(); {
		case err != nil:
			return err
		case dropped == 0:
			return errSame
		}
		return tx.PutMember(t.me)
	})
}

func (t *talk) keptCheckIns() int { return cmp.Or(t.me.Keep.CheckIns, usualCheckIns) }
func (t *talk) keptSessions() int { return cmp.Or(t.me.Keep.Sessions, usualSessions) }

// sweep erases of one person what has been kept for its time, and says how
// much. What the days came to by then stays, so that their streak is the same after it.
func (t *talk) sweep() (dropped int, err error) {
	private, oldest := t.now.Add(-time.Duration(t.keptCheckIns())*day), t.today().Add(-t.keptSessions())
	h, err := t.history()
	if err != nil {
		return 0, err
	}
	if dropped, err = t.tx.Sweep(t.me.ID, private, oldest); err != nil {
		return 0, err
	}
	cards := private
	if t.me.NoStore {
		cards = t.now
	}
	old, young := t.partAlerts(cards)
	pauses := slices.Concat(t.me.Pauses, care.Rests(old, t.now.Location()))
	pauses = slices.DeleteFunc(pauses, func(p habit.Span) bool { return !p.Until.IsZero() && p.Until.Before(oldest) })
	marks := slices.DeleteFunc(slices.Clone(t.me.Marks), func(m habit.Mark) bool { return m.Day.Before(oldest) })
	if len(old) > 0 || len(pauses) != len(t.me.Pauses) || len(marks) != len(t.me.Marks) {
		dropped++
	}
	t.me.Alerts, t.me.Pauses, t.me.Marks, t.me.Past, t.changed = young, pauses, marks, h.Before(oldest, t.today()), true
	return dropped, nil
}

// partAlerts parts what is old from what is young, or still stands.
func (t *talk) partAlerts(before time.Time) (old, young []care.Alert) {
	for _, a := range t.me.Alerts {
		stands := care.Stand([]care.Alert{a}, t.now) != care.Standing{}
		if stands || !a.At.Before(before) {
			young = append(young, a)
		} else {
			old = append(old, a)
		}
	}
	return old, young
}
