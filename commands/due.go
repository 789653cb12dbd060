package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"catcow/content"
	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

// Due yields what the clock asks for, each claimed durably before it is
// yielded; what is not taken stays claimed. An error ends it.
func (s *Set) Due(ctx context.Context, now time.Time) iter.Seq2[Post, error] {
	return func(yield func(Post, error) bool) {
		for {
			post, err := s.claim(ctx, now)
			if errors.Is(err, errSame) {
				return
			}
			if err != nil {
				yield(Post{}, err)
				return
			}
			if post != nil && !yield(*post, nil) {
				return
			}
		}
	}
}

// Next is when something falls due next; the zero time: never.
func (s *Set) Next(ctx context.Context) (next time.Time, err error) {
	err = s.store.View(ctx, func(r storage.Reader) error {
		next, err = r.NextDue()
		return err
	})
	return next, err
}

// claim decides the first schedule that is due, in one transaction. The Post
// is nil where there is nothing to send; errSame says that nothing is due.
func (s *Set) claim(ctx context.Context, now time.Time) (post *Post, err error) {
	var idle bool
	err = s.store.View(ctx, func(r storage.Reader) error {
		due, err := r.Due(now, 1)
		idle = len(due) == 0
		return err
	})
	if err != nil {
		return nil, err
	}
	if idle {
		return nil, errSame
	}
	err = s.update(ctx, func(tx storage.Tx) error {
		due, err := tx.Due(now, 1)
		idle = len(due) == 0
		switch {
		case err != nil:
			return err
		case idle:
			return errSame
		case due[0].Channel != "":
			post, err = s.claimChannel(tx, due[0].Channel, now)
		default:
			post, err = s.claimMember(tx, due[0].User, now)
		}
		return err
	})
	if err == nil && idle {
		return nil, errSame
	}
	return post, err
}

func (s *Set) claimChannel(tx storage.Tx, id habit.ChannelID, now time.Time) (post *Post, err error) {
	channel, err := tx.Channel(id)
	if err != nil {
		return nil, err
	}
	if len(channel.Off.Tell) > 0 && !channel.Off.Next.After(now) {
		return s.tellOff(tx, channel, now)
	}
	schedule := firstDue(channel)
	if at, due := channel.Roundup.Due(), schedule.Due(); !at.IsZero() && (due.IsZero() || at.Before(due)) {
		return s.claimRoundup(tx, channel, now)
	}
	owner := storage.OwnerOf(id, schedule.Number)
	slot, err := decide(tx, storage.Prompt, owner, &schedule, now, habit.PromptWindow)
	if err != nil {
		return nil, err
	}
	if slot != nil {
		if schedule, err = slowed(tx, id, schedule, *slot, now); err != nil {
			return nil, err
		}
	}
	channel = channel.With(schedule)
	if slot != nil {
		if post, err = propose(tx, s.known(), &channel, schedule, *slot, now); err != nil {
			return nil, err
		}
	}
	return post, tx.PutChannel(channel)
}

// propose decides a slot of a channel's schedule, and is the prompt for it; nil where
// there is none.
func propose(tx storage.Tx, library *content.Library, channel *storage.Channel, schedule storage.Schedule, slot habit.Slot, now time.Time) (post *Post, err error) {
	owner := storage.OwnerOf(channel.ID, schedule.Number)
	decision := planned(storage.Prompt, owner, slot, habit.PromptWindow(slot), now)
	before, err := promptsOf(tx, *channel, habit.MostTimes)
	if err != nil {
		return nil, err
	}
	today, since := prompted(before, slot.Day), sinceBreak(before, slot.At)
	pick, ok := care.Prompt(library.Exercises(), channel.Prompted, today, schedule.Place, string(decision.Key))
	switch {
	case channel.Off.Why != "", !channel.Present:
		decision.State, decision.Why = storage.Skipped, cmp.Or(channel.Off.Why, taken)
	case sameMinute(before, slot.At):
		decision.State, decision.Why = storage.Skipped, "another schedule has that minute"
	case schedule.Slow && cameOn(before, owner, slot.Day):
		decision.State, decision.Why = storage.Skipped, oneADay
	case crowded(before, slot.Day):
		decision.State, decision.Why = storage.Skipped, "eight came that day"
	case !ok:
		decision.State, decision.Why = storage.Skipped, "no move fits a channel"
	default:
		decision.Exercise = pick.Exercise.ID
		channel.Prompted = append(channel.Prompted, pick.Exercise.ID)
		if n := len(channel.Prompted) - keptOffers; n > 0 {
			channel.Prompted = slices.Delete(channel.Prompted, 0, n)
		}
		post = &Post{To: string(channel.ID), Slot: decision.Key, Until: decision.Until,
			Message: prompt(library, pick.Exercise, schedule.Word, decision.Key, since, 0, nil)}
	}
	return post, tx.PutSlot(decision)
}

// firstDue is the schedule of a channel that falls due first; of two the one with the
// lower number.
func firstDue(channel storage.Channel) (first storage.Schedule) {
	for _, s := range channel.Schedules {
		due := s.Due()
		if at := first.Due(); !due.IsZero() && (at.IsZero() || due.Before(at)) {
			first = s
		}
	}
	return first
}

// promptsOf is the newest n decisions on each of a channel's schedules, newest first; also on
// the first when it has ended.
func promptsOf(r storage.Reader, channel storage.Channel, n int) (all []storage.Slot, err error) {
	numbers := []int{1}
	for _, s := range channel.Schedules {
		if s.Number > 1 {
			numbers = append(numbers, s.Number)
		}
	}
	for _, number := range numbers {
		slots, err := r.Slots(storage.Prompt, storage.OwnerOf(channel.ID, number), n)
		if err != nil {
			return nil, err
		}
		all = append(all, slots...)
	}
	slices.SortStableFunc(all, func(a, b storage.Slot) int { return b.Due.Compare(a.Due) })
	return all, nil
}

// prompted is the moves that a channel was prompted with on a day.
func prompted(before []storage.Slot, day habit.Day) (moves []string) {
	for _, slot := range before {
		if _, _, wall := slot.Key.Split(); strings.HasPrefix(wall, day.String()) && slot.Exercise != "" {
			moves = append(moves, slot.Exercise)
		}
	}
	return moves
}

// sameMinute reports whether one of the prompts was for that minute, and chose a move.
func sameMinute(before []storage.Slot, at time.Time) bool {
	return slices.ContainsFunc(before, func(s storage.Slot) bool { return s.Exercise != "" && s.Due.Equal(at) })
}

// claimMember decides one of the person's one-offs or schedules; another that is due too
// has its own turn.
func (s *Set) claimMember(tx storage.Tx, id habit.UserID, now time.Time) (post *Post, err error) {
	me, err := tx.Member(id)
	if err != nil {
		return nil, err
	}
	t := &talk{tx: tx, library: s.known(), me: me, now: now.In(zoneOf(me)), noCheckIns: s.NoCheckIns}
	if slices.ContainsFunc(t.me.Later, func(l storage.Later) bool { return !l.At.After(now) }) {
		return s.claimLater(t, now)
	}
	kind, schedule := storage.Asking, &t.me.CheckIns
	if at := schedule.Due(); at.IsZero() || at.After(now) {
		kind, schedule = storage.Nudge, &t.me.Nudges
	}
	slot, err := decide(tx, kind, string(id), schedule, now, t.window)
	if err != nil {
		return nil, err
	}
	if slot != nil {
		decision := planned(kind, string(id), *slot, t.window(*slot), now)
		m, why, err := t.unasked(kind, &decision)
		if err != nil {
			return nil, err
		}
		if why != "" {
			decision.State, decision.Why = storage.Skipped, why
		} else {
			post = &Post{To: string(id), DM: t.me.Direct, Slot: decision.Key, Until: decision.Until, Message: m}
		}
		if err := tx.PutSlot(decision); err != nil {
			return nil, err
		}
	}
	return post, tx.PutMember(t.me)
}

// ends is when the person's working day ends.
func (t *talk) ends() habit.Minute { return cmp.Or(t.me.Ends, habit.WorkdayEnds) }

// window is how late a message of theirs may be.
func (t *talk) window(s habit.Slot) time.Duration { return habit.DMWindow(s, t.ends()) }

// planned is a slot that is to be sent.
func planned(kind storage.Kind, owner string, slot habit.Slot, window time.Duration, now time.Time) storage.Slot {
	return storage.Slot{Key: storage.KeyOf(kind, owner, slot), State: storage.Planned, Due: slot.At, Until: slot.At.Add(window), At: now}
}

// decide writes down the slots of a schedule that were missed, moves it to
// now, and returns the slot to send, or nil. A wall time is decided once: one
// that has its decision is not sent again, whatever became of zone or plan.
func decide(tx storage.Tx, kind storage.Kind, owner string, s *storage.Schedule, now time.Time, window func(habit.Slot) time.Duration) (*habit.Slot, error) {
	if s.Plan.IsZero() {
		return nil, nil
	}
	due := s.Plan.Due(s.Decided, now, s.Silence, window)
	if due.Bulk > 0 {
		since := habit.Slot{Day: habit.DayOf(s.Decided), Minute: habit.Minute(60*s.Decided.Hour() + s.Decided.Minute())}
		many := storage.Slot{
			Key:   storage.SlotKey(fmt.Sprintf("%s+%d", storage.KeyOf(kind, owner, since), due.Bulk)),
			State: storage.Missed, Due: s.Decided, At: now, Why: fmt.Sprintf("%d in a row", due.Bulk),
		}
		if err := tx.PutSlot(many); err != nil {
			return nil, err
		}
	}
	if now.After(s.Decided) {
		s.Decided = now
	}
	for _, missed := range due.Missed {
		if err := close(tx, kind, owner, missed, storage.Slot{State: storage.Missed, At: now}); err != nil {
			return nil, err
		}
	}
	for _, skipped := range due.Skipped {
		if err := close(tx, kind, owner, skipped, storage.Slot{State: storage.Skipped, At: now, Why: s.Silence.Why(skipped)}); err != nil {
			return nil, err
		}
	}
	if due.Send == nil {
		return nil, nil
	}
	old, err := tx.Slot(storage.KeyOf(kind, owner, *due.Send))
	if err != nil || old.Key != "" {
		return nil, err
	}
	s.Silence, s.Sent = s.Silence.Over(*due.Send), *due.Send
	return due.Send, nil
}

// close writes down what became of a slot, unless that is known already.
func close(tx storage.Tx, kind storage.Kind, owner string, slot habit.Slot, decision storage.Slot) error {
	decision.Key, decision.Due = storage.KeyOf(kind, owner, slot), slot.At
	old, err := tx.Slot(decision.Key)
	if err != nil || old.Key != "" {
		return err
	}
	return tx.PutSlot(decision)
}
