package commands

import (
	"context"
	"slices"
	"time"

	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

// How long facts are kept.
const (
	privateFor = 90 * 24 * time.Hour  // check-ins, and which safety card was shown
	othersFor  = 400 * 24 * time.Hour // sessions, and what became of slots
)

// Sweep erases what has been kept for its time: check-ins after 90 days,
// sessions and decisions after 400. Of a safety card that is 90 days old only
// the days of rest stay, as a pause; pauses go with the sessions beside them. It is to be called once a day or so.
func (s *Set) Sweep(ctx context.Context, now time.Time) error {
	return s.update(ctx, func(tx storage.Tx) error {
		dropped, err := tx.Sweep(now.Add(-privateFor), now.Add(-othersFor))
		if err != nil {
			return err
		}
		members, err := tx.Members()
		if err != nil {
			return err
		}
		for _, m := range members {
			old, young := partAlerts(m, now)
			pauses := slices.Concat(m.Pauses, care.Rests(old, zoneOf(m)))
			pauses = slices.DeleteFunc(pauses, func(p habit.Span) bool {
				return !p.Until.IsZero() && p.Until.Before(habit.DayOf(now.Add(-othersFor)))
			})
			if len(old) == 0 && len(pauses) == len(m.Pauses) {
				continue
			}
			dropped++
			m.Alerts, m.Pauses = young, pauses
			if err := tx.PutMember(m); err != nil {
				return err
			}
		}
		if dropped == 0 {
			return errSame
		}
		return nil
	})
}

// partAlerts parts what is old from what is young, or still stands.
func partAlerts(m storage.Member, now time.Time) (old, young []care.Alert) {
	for _, a := range m.Alerts {
		stands := care.Stand([]care.Alert{a}, now) != care.Standing{}
		if stands || now.Sub(a.At) < privateFor {
			young = append(young, a)
		} else {
			old = append(old, a)
		}
	}
	return old, young
}
