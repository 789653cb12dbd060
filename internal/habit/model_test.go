package habit

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// decider is Plan.Due, or a variant that is wrong.
type decider func(p Plan, cursor, now time.Time, silence Silence, window func(Slot) time.Duration) Due

// mustFail shows that a model notices what is wrong: one of its first scripts must go wrong.
func mustFail[S any](t *testing.T, wrong string, scripts *rapid.Generator[S], check func(S) error) {
	t.Helper()
	for seed := range 100 {
		if check(scripts.Example(seed)) != nil {
			return
		}
	}
	t.Errorf("the model does not notice %s", wrong)
}

// restarts is a process that is up and down, and ticks each minute while it is up.
type restarts struct {
	plan   Plan
	start  time.Time
	window time.Duration
	rounds [][2]int // minutes up, then down
}

func anyRestarts() *rapid.Generator[restarts] {
	return rapid.Custom(func(t *rapid.T) restarts {
		r := restarts{
			plan:   anyPlan(1).Draw(t, "plan"),
			start:  anyInstant().Draw(t, "start").Truncate(time.Minute),
			window: time.Duration(rapid.IntRange(1, 240).Draw(t, "window")) * time.Minute,
		}
		for range rapid.IntRange(1, 12).Draw(t, "rounds") {
			r.rounds = append(r.rounds, [2]int{rapid.IntRange(1, 2000).Draw(t, "up"), rapid.IntRange(0, 3000).Draw(t, "down")})
		}
		return r
	})
}

func (r restarts) check(decide decider) error {
	cursor, now := r.start, r.start
	sent := map[string]bool{} // by key: false where it was missed
	var ups [][2]time.Time
	for _, round := range r.rounds {
		up := now
		for range round[0] {
			due := decide(r.plan, cursor, now, Silence{}, func(Slot) time.Duration { return r.window })
			cursor = now
			for _, s := range append(due.Missed, toSend(due)...) {
				if _, ok := sent[s.Key()]; ok {
					return fmt.Errorf("%s decided twice", s.Key())
				}
				sent[s.Key()] = due.Send != nil && s.Key() == due.Send.Key()
			}
			now = now.Add(time.Minute)
		}
		ups = append(ups, [2]time.Time{up, cursor})
		now = now.Add(time.Duration(round[1]) * time.Minute)
	}
	slots := slotsBetween(r.plan, r.start, cursor)
	for _, s := range slots {
		want := slices.ContainsFunc(ups, func(up [2]time.Time) bool {
			return !s.At.Add(r.window).Before(up[0]) && !s.At.After(up[1])
		})
		if got, decided := sent[s.Key()]; !decided || got != want {
			return fmt.Errorf("%s: decided %t, sent %t, want %t", s.Key(), decided, got, want)
		}
	}
	if len(slots) != len(sent) {
		return fmt.Errorf("%d decided, want %d", len(sent), len(slots))
	}
	return nil
}

// slotsBetween walks all days and times, and so finds each slot in (after, until] by itself.
func slotsBetween(p Plan, after, until time.Time) []Slot {
	loc, err := Zone(p.Zone)
	if err != nil {
		return nil
	}
	var slots []Slot
	for day := DayOf(after.In(loc)).Add(-2); !day.After(DayOf(until.In(loc)).Add(2)); day = day.Add(1) {
		for _, m := range p.At {
			at, ok := Resolve(day, m, loc)
			if ok && p.Days.Has(day.Weekday()) && at.After(after) && !at.After(until) {
				slots = append(slots, Slot{at, day, m})
			}
		}
	}
	slices.SortFunc(slots, func(a, b Slot) int { return cmp.Or(a.At.Compare(b.At), strings.Compare(a.Key(), b.Key())) })
	return slots
}

func toSend(due Due) []Slot {
	if due.Send == nil {
		return nil
	}
	return []Slot{*due.Send}
}

func TestASlotIsSentIfAndOnlyIfTheProcessWasUpInsideItsWindow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if err := anyRestarts().Draw(t, "restarts").check(Plan.Due); err != nil {
			t.Fatal(err)
		}
	})
	mustFail(t, "a cursor that is lost", anyRestarts(), func(r restarts) error {
		return r.check(func(p Plan, cursor, now time.Time, s Silence, window func(Slot) time.Duration) Due {
			return p.Due(cursor.Add(-time.Hour), now, s, window)
		})
	})
	mustFail(t, "a window that is shorter", anyRestarts(), func(r restarts) error {
		return r.check(func(p Plan, cursor, now time.Time, s Silence, window func(Slot) time.Duration) Due {
			return p.Due(cursor, now, s, func(s Slot) time.Duration { return window(s) / 2 })
		})
	})
}

// jumps is a clock that is set forward and back.
type jumps struct {
	plan  Plan
	start time.Time
	steps []int // minutes
}

func anyJumps() *rapid.Generator[jumps] {
	return rapid.Custom(func(t *rapid.T) jumps {
		return jumps{
			plan:  anyPlan(4).Draw(t, "plan"),
			start: anyInstant().Draw(t, "start"),
			steps: rapid.SliceOfN(rapid.IntRange(-50*60, 66*60), 30, 60).Draw(t, "steps"),
		}
	})
}

func (j jumps) check(decide decider, next func(cursor, now time.Time) time.Time) error {
	cursor, now := j.start, j.start
	decided := map[string]bool{}
	for _, step := range j.steps {
		now = now.Add(time.Duration(step) * time.Minute)
		due := decide(j.plan, cursor, now, Silence{}, PromptWindow)
		if due.Bulk > 0 {
			return fmt.Errorf("%d at once", due.Bulk)
		}
		if s := due.Send; s != nil && (s.At.After(now) || now.Sub(s.At) > PromptWindow(*s)) {
			return fmt.Errorf("%s was sent at %s", s.Key(), now)
		}
		cursor = next(cursor, now)
		for _, s := range append(due.Missed, toSend(due)...) {
			if decided[s.Key()] {
				return fmt.Errorf("%s came twice", s.Key())
			}
			decided[s.Key()] = true
		}
	}
	return nil
}

// latest is a cursor that never moves back.
func latest(cursor, now time.Time) time.Time {
	if now.After(cursor) {
		return now
	}
	return cursor
}

func TestJumpsOfTheClockRepeatNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if err := anyJumps().Draw(t, "jumps").check(Plan.Due, latest); err != nil {
			t.Fatal(err)
		}
	})
	mustFail(t, "a cursor that moves back", anyJumps(), func(j jumps) error {
		return j.check(Plan.Due, func(_, now time.Time) time.Time { return now })
	})
	mustFail(t, "a window of a day", anyJumps(), func(j jumps) error {
		return j.check(func(p Plan, cursor, now time.Time, s Silence, _ func(Slot) time.Duration) Due {
			return p.Due(cursor, now, s, func(Slot) time.Duration { return 24 * time.Hour })
		}, latest)
	})
}

// moves is a plan that is moved to another zone now and then, but not before it was sent again.
type moves struct {
	plan  Plan
	start time.Time
	moves []move
}

type move struct {
	wait int // half hours after the first slot that was sent since the last move
	zone string
}

func anyMoves() *rapid.Generator[moves] {
	return rapid.Custom(func(t *rapid.T) moves {
		m := moves{plan: anyPlan(1).Draw(t, "plan"), start: anyInstant().Draw(t, "start").Truncate(30 * time.Minute)}
		m.plan.Days = Everyday
		for range rapid.IntRange(1, 20).Draw(t, "moves") {
			m.moves = append(m.moves, move{rapid.IntRange(0, 80).Draw(t, "wait"), rapid.SampledFrom(awkwardZones).Draw(t, "zone")})
		}
		return m
	})
}

func (m moves) check(decide decider) error {
	var silence Silence
	var sent Slot
	cursor, plan, wait := m.start, m.plan, -1 // wait is negative before the first slot
	dates := map[Day]bool{}
	for now := m.start; len(m.moves) > 0; now = now.Add(30 * time.Minute) {
		due := decide(plan, cursor, now, silence, func(Slot) time.Duration { return time.Hour })
		cursor = now
		if s := due.Send; s != nil {
			gap := s.At.Sub(sent.At)
			switch {
			case dates[s.Day]:
				return fmt.Errorf("%s was sent twice", s.Day)
			case wait < 0 && gap < 8*time.Hour:
				return fmt.Errorf("%s comes %s after the last, in another zone", s.Key(), gap)
			case !sent.Day.IsZero() && gap > 60*time.Hour:
				return fmt.Errorf("%s comes %s after the last", s.Key(), gap)
			}
			if wait < 0 {
				wait = m.moves[0].wait
			}
			dates[s.Day], sent, silence = true, *s, silence.Over(*s)
		}
		if !sent.Day.IsZero() && now.Sub(sent.At) > 61*time.Hour {
			return fmt.Errorf("nothing came for %s", now.Sub(sent.At))
		}
		if wait == 0 {
			plan.Zone, silence.Since = m.moves[0].zone, sent
			m.moves = m.moves[1:]
		}
		if wait >= 0 {
			wait--
		}
	}
	return nil
}

func TestAChangeOfZoneSendsNothingTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if err := anyMoves().Draw(t, "moves").check(Plan.Due); err != nil {
			t.Fatal(err)
		}
	})
	mustFail(t, "a silence that forgets the change", anyMoves(), func(m moves) error {
		return m.check(func(p Plan, cursor, now time.Time, _ Silence, window func(Slot) time.Duration) Due {
			return p.Due(cursor, now, Silence{}, window)
		})
	})
	mustFail(t, "a silence that lasts for ever", anyMoves(), func(m moves) error {
		return m.check(func(p Plan, cursor, now time.Time, s Silence, window func(Slot) time.Duration) Due {
			if !s.Since.Day.IsZero() {
				s.Pauses = []Span{{From: s.Since.Day}}
			}
			return p.Due(cursor, now, s, window)
		})
	})
}
