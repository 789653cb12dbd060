package habit

import (
	"slices"
	"time"
)

// Due is what became of the slots since a plan was last looked at.
type Due struct {
	Send    *Slot  // the slot to send now; nil if there is none
	Missed  []Slot // slots that nobody may send any more, oldest first
	Skipped []Slot // slots that the silence leaves out, oldest first
	Bulk    int    // how many were missed or skipped, where they were too many to list; both are then empty
}

// MostListed is how many slots Due lists one by one.
const MostListed = 100

// Due decides every slot after the cursor, up to and including now. What the silence leaves
// out is skipped. Of the others the newest that is not later than its window allows is sent,
// and the rest is missed: never a burst. A slot is decided once if the caller keeps now as
// the next cursor, and never moves it back: nothing is due while now is not after the cursor.
// A zero cursor has nothing behind it.
//
// Where more than MostListed slots came and went, they are only counted.
func (p Plan) Due(cursor, now time.Time, silence Silence, window func(Slot) time.Duration) Due {
	loc, err := Zone(p.Zone)
	if err != nil || cursor.IsZero() || !now.After(cursor) {
		return Due{}
	}
	slots, more := p.between(cursor, now, loc)
	var due Due
	for _, s := range slices.Backward(slots) {
		switch {
		case silence.Why(s) != "":
			due.Skipped = append(due.Skipped, s)
		case due.Send == nil && now.Sub(s.At) <= window(s):
			due.Send = &s
		default:
			due.Missed = append(due.Missed, s)
		}
	}
	if total := len(due.Missed) + len(due.Skipped) + more; total > MostListed {
		return Due{Send: due.Send, Bulk: total}
	}
	slices.Reverse(due.Missed)
	slices.Reverse(due.Skipped)
	return due
}

// between returns the slots in (cursor, now], oldest first, and how many more there are that
// are older than MostListed others.
func (p Plan) between(cursor, now time.Time, loc *time.Location) (slots []Slot, more int) {
	first, last := DayOf(cursor.In(loc)).number()-1, DayOf(now.In(loc)).number()
	for day := last; day >= first; day-- {
		if len(slots) > MostListed && day > first+3 {
			// Well inside both ends every slot of the day counts.
			if p.Days.Has(weekday(day)) {
				more += len(p.At)
			}
			continue
		}
		for s := range p.on(day, loc, cursor) {
			if s.At.After(cursor) && !s.At.After(now) {
				slots = append(slots, s)
			}
		}
	}
	slices.SortFunc(slots, Slot.compare)
	return slots, more
}

// PromptWindow is how late a prompt in a channel may be: ten minutes.
func PromptWindow(Slot) time.Duration { return 10 * time.Minute }

// WorkdayEnds is when a working day usually ends.
const WorkdayEnds Minute = 18 * 60

// DMWindow is how late a direct message may be: until the working day ends where the
// slot is, or for four hours, whichever is first, but not less than ten minutes.
func DMWindow(s Slot, ends Minute) time.Duration {
	window := 4 * time.Hour
	if end, ok := Resolve(s.Day, ends, s.At.Location()); ok {
		window = min(window, end.Sub(s.At))
	}
	return max(window, 10*time.Minute)
}
