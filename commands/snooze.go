package commands

import (
	"slices"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// snoozeFor is how much later something comes that was snoozed.
const snoozeFor = 30 * time.Minute

// snoozes is the button below what comes unasked.
func snoozes(key storage.SlotKey) Button {
	return Button{Label: "Snooze 30 min", Do: "snooze", Value: string(key)}
}

// isSnoozed says whether the slot is of something that was snoozed: it stands beside the
// plan, with a name of its own ("nudge/U1/2026-11-23T10:30s").
func isSnoozed(key storage.SlotKey) bool { return key != "" && key[len(key)-1] == 's' }

// isSnooze says whether the one-off is a snooze of that kind.
func isSnooze(one storage.Later, kind storage.Kind) bool { return one.Slot == "" && one.Kind == kind }

// snooze is Snooze 30 min. One waits at a time, of each kind; the plan goes on as it was.
func (t *talk) snooze() (Reply, error) {
	key := storage.SlotKey(t.r.Value)
	kind, owner, _ := key.Split()
	if owner != string(t.me.ID) || kind != storage.Nudge && kind != storage.Asking {
		return Reply{}, &Problem{Text: "This button is from an older Catcow. Type `/stretch help` for what works now."}
	}
	if scheduleOf(&t.me, kind).Plan.IsZero() {
		return Reply{}, &Problem{Text: "These have been ended since, so nothing comes later. `/stretch` shows a move at any time."}
	}
	if err := t.arrived(key); err != nil {
		return Reply{}, err
	}
	i := slices.IndexFunc(t.me.Later, func(one storage.Later) bool { return isSnooze(one, kind) })
	if i < 0 {
		answer, err := t.tx.CheckIn(t.me.ID, string(key))
		if err != nil || answer.Cause != "" {
			return t.already(string(key)), err
		}
		at := t.now.Add(snoozeFor).Truncate(time.Minute)
		if end, ok := habit.Resolve(t.today(), t.ends(), t.now.Location()); ok && at.After(end) {
			return Reply{Message: Message{Parts: []Part{
				Text("That would be after your working day, which ends at " + t.ends().String() + ". This one stays here for when you want it."),
			}}}, nil
		}
		slot, err := t.tx.Slot(key)
		if err != nil {
			return Reply{}, err
		}
		t.me.Later, t.changed = append(t.me.Later, storage.Later{At: at, Kind: kind, Exercise: slot.Exercise}), true
		i = len(t.me.Later) - 1
	}
	if t.me.Question.Slot == key {
		t.me.Question, t.changed = storage.Question{}, true
	}
	until := t.me.Later[i].At.In(t.now.Location()).Format("15:04")
	return Reply{Instead: &Message{Parts: []Part{Text("Snoozed until " + until + ".")}}}, nil
}

// unsnooze takes a snooze of that kind back, and says whether there was one.
func (t *talk) unsnooze(kind storage.Kind) (was bool) {
	later := slices.DeleteFunc(slices.Clone(t.me.Later), func(one storage.Later) bool { return isSnooze(one, kind) })
	was = len(later) != len(t.me.Later)
	t.me.Later, t.changed = later, t.changed || was
	return was
}

// claimSnoozed decides a snooze whose time has come: a message and a decision of its own.
func (s *Set) claimSnoozed(t *talk, one storage.Later, now time.Time) (*Post, error) {
	loc, err := habit.Zone(scheduleOf(&t.me, one.Kind).Plan.Zone)
	if err != nil {
		return nil, nil // ended since
	}
	at := one.At.In(loc)
	due := habit.Slot{Day: habit.DayOf(at), Minute: habit.Minute(60*at.Hour() + at.Minute()), At: at}
	slot := planned(one.Kind, string(t.me.ID), due, t.window(due), now)
	slot.Exercise = one.Exercise
	for old := (storage.Slot{Key: "?"}); old.Key != ""; { // the hour that comes twice
		slot.Key += "s"
		if old, err = t.tx.Slot(slot.Key); err != nil {
			return nil, err
		}
	}
	answers, err := t.tx.CheckIns(t.me.ID, one.At.Add(-snoozeFor))
	switch {
	case err != nil:
		return nil, err
	case one.Kind == storage.Asking && len(answers) > 0:
		return nil, t.tx.PutSlot(ended(slot, storage.Skipped, "answered meanwhile", now))
	case now.After(slot.Until):
		return nil, t.tx.PutSlot(ended(slot, storage.Missed, "late", now))
	}
	return s.render(t.tx, slot, now)
}
