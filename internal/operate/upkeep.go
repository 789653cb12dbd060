package operate

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"catcow/storage"
)

// Upkeep looks after the file: a backup a day, and no more of them than are wanted; the file rewritten
// after something was erased, and when it is mostly empty; all of it read once a week.
type Upkeep struct {
	Keeper storage.Keeper
	Dir    string // where backups go; "": none are made
	File   string // the database, by whose name backups are called
	Tell   func(Event)
	Late   func(hours int) // no backup was made for so long; nil: nobody wants to hear it

	began time.Time // the first Step

	doing sync.Mutex // one at a time
	mu    sync.Mutex
	state Backups
	after map[string]time.Time // what is not to be done before

	stepped, steady time.Time // when Step was last called; from when on the clock is believed
}

// Event is something that Upkeep did, or could not do.
type Event struct {
	What string // in the past tense, such as "backup made"
	File string
	Took time.Duration
	Err  error
}

// Backups is how the backups are.
type Backups struct {
	Dir      string    `json:"dir"` // "": none are made
	Last     time.Time `json:"last,omitzero"`
	File     string    `json:"file,omitempty"`
	Verified bool      `json:"verified"` // the last try made one, and all of it was read back
	Failures int       `json:"failures"` // since the start
	Problem  string    `json:"problem,omitempty"`
}

const (
	quiet     = 3*time.Hour + 17*time.Minute // of the day in UTC; from then on the day's backup is made
	again     = time.Hour                    // after something went wrong
	week      = 7 * 24 * time.Hour
	mostFree  = 0.5     // of a file
	worthMore = 1 << 20 // bytes from which on a file that is mostly empty is rewritten
	lookEach  = time.Minute
	late      = 26 * time.Hour // without a backup, in which Catcow ran
	leap      = 24 * time.Hour // no clock goes on by more in a minute, but one that was set, or that slept
)

// Run looks once a minute, until ctx is done. now is the time by the machine's own clock.
func (u *Upkeep) Run(ctx context.Context, now func() time.Time) {
	for {
		u.Step(ctx, now())
		select {
		case <-ctx.Done():
			return
		case <-time.After(lookEach):
		}
	}
}

// Step does what is due.
func (u *Upkeep) Step(ctx context.Context, now time.Time) {
	u.doing.Lock()
	defer u.doing.Unlock()
	if u.after == nil {
		// Whoever opened the file has just read it.
		u.after = map[string]time.Time{"check": now.Add(week), "empty": now.Add(week)}
		u.recall()
		u.began = now
	}
	file, err := u.Keeper.Condition(ctx)
	switch {
	case err != nil: // whoever uses the file sees it too, and says so
		return
	case file.Owed > 0:
		u.due("list", now, again, func() Event { return Event{What: "erasures listed", Err: u.Keeper.List()} })
	}
	if file.Rewrite {
		u.due("compact", now, again, func() Event { return Event{What: "file rewritten", Err: u.Keeper.Compact(ctx)} })
	}
	u.due("empty", now, week, func() Event {
		if file.Free <= mostFree || file.Size < worthMore {
			return Event{}
		}
		return Event{What: "file rewritten", Err: u.Keeper.Compact(ctx)}
	})
	u.due("check", now, week, func() Event { return Event{What: "file read", Err: u.Keeper.Check(ctx)} })
	trusted := u.trusts(now)
	if u.Dir != "" && u.wanted(now) {
		u.due("backup", now, again, func() Event {
			made, err := u.backup(ctx, u.series().dated(now, false), now)
			return Event{What: "backup made", File: made.File, Err: err}
		})
	}
	if since := now.Sub(later(u.Backups().Last, u.began)); u.Dir != "" && since > late && u.Late != nil {
		u.Late(int(since.Hours()))
	}
	if trusted {
		u.due("old", now, again, func() Event { return u.removeOld(now) })
	}
}

// removeOld removes the copies that are no longer wanted, and tells what went. It returns the first that could not go.
func (u *Upkeep) removeOld(now time.Time) (failed Event) {
	did := outlived(u.File, now)
	if u.Dir != "" {
		did = append(did, u.series().rotate(now)...)
	}
	for _, e := range did {
		switch {
		case e.Err == nil:
			u.Tell(e)
		case failed.Err == nil:
			failed = e
		}
	}
	return failed
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func (u *Upkeep) series() series { return series{u.Dir, u.File} }

// trusts tells whether what is old by this clock may go: not for a day after it was set back, or on by
// more than a day, for it may be wrong, and what is removed does not come back.
func (u *Upkeep) trusts(now time.Time) bool {
	now = now.Round(0) // by the wall alone
	gone := now.Sub(u.stepped)
	if !u.stepped.IsZero() && (gone < -lookEach || gone > leap) {
		u.steady = now.Add(leap)
		u.Tell(Event{What: "clock set: nothing old was removed, for a day"})
	}
	u.stepped = now
	return !now.Before(u.steady)
}

// due does something unless it is too early for it, and says what came of it. It comes again
// after a while, or, where it failed, within the hour.
func (u *Upkeep) due(what string, now time.Time, pause time.Duration, do func() Event) {
	if now.Before(u.after[what]) && u.after[what].Sub(now) <= pause { // unless the clock went back
		return
	}
	begun := time.Now()
	e := do()
	e.Took = time.Since(begun)
	if e.Err != nil && !errors.Is(e.Err, errors.ErrUnsupported) {
		pause = min(pause, again)
	}
	u.after[what] = now.Add(pause)
	if e.Err == nil && (what == "compact" || what == "backup" || what == "list") {
		delete(u.after, what) // when it is wanted again, at once
	}
	if e.What != "" && !errors.Is(e.Err, context.Canceled) {
		u.Tell(e)
	}
}

// wanted tells whether it is time for a backup and there is none of the day.
func (u *Upkeep) wanted(now time.Time) bool {
	now = now.UTC()
	names, err := u.series().all()
	if err != nil {
		return true // to make one says what is wrong
	}
	for _, n := range names {
		if n.day.Equal(midnight(now)) {
			return false
		}
	}
	return len(names) == 0 || now.Sub(midnight(now)) >= quiet
}

// Backup makes one in the backup directory, besides that of the day.
func (u *Upkeep) Backup(ctx context.Context, now time.Time) (storage.Copied, error) {
	if u.Dir == "" {
		return storage.Copied{}, errors.New("CATCOW_BACKUPS is off, so name a file")
	}
	u.doing.Lock()
	defer u.doing.Unlock()
	return u.backup(ctx, u.series().dated(now, true), now)
}

func (u *Upkeep) backup(ctx context.Context, file string, now time.Time) (made storage.Copied, err error) {
	if err = os.MkdirAll(u.Dir, 0o700); err == nil {
		made, err = u.Keeper.Copy(ctx, file)
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.state.Verified = err == nil
	if err != nil {
		u.state.Failures++
		u.state.Problem = err.Error()
		return made, fmt.Errorf("backup: %w", err)
	}
	u.state.Last, u.state.File, u.state.Problem = now, made.File, ""
	return made, nil
}

// recall looks for what was made before the start.
func (u *Upkeep) recall() {
	names, err := u.series().all()
	if u.Dir == "" || err != nil || len(names) == 0 {
		return
	}
	newest := filepath.Join(u.Dir, names[0].name)
	info, err := os.Stat(newest)
	if err != nil {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.state.Last.IsZero() {
		u.state.Last, u.state.File, u.state.Verified = info.ModTime(), newest, true // it got its name when it was read back
	}
}

// Backups is how they are.
func (u *Upkeep) Backups() Backups {
	u.mu.Lock()
	defer u.mu.Unlock()
	b := u.state
	b.Dir = u.Dir
	return b
}

// Last is when a backup was last made, and whether the last try made one that was read back.
func (u *Upkeep) Last() (at time.Time, verified bool) {
	b := u.Backups()
	return b.Last, b.Verified
}
