package commands

import (
	"errors"
	"sort"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// viewing is a transaction that only reads. What a talk would change in it stays in the
// talk: that lets the same words be said where nothing may be written.
type viewing struct {
	storage.Reader
	all  []storage.Session // of the one person who looks, read once
	read bool
}

// errViewed is what writing ends with.
var errViewed = errors.New("commands: nothing is written while somebody looks")

// Sessions reads them all once: a Home needs them for several of its parts.
func (v *viewing) Sessions(user habit.UserID, from habit.Day) ([]storage.Session, error) {
	if !v.read {
		all, err := v.Reader.Sessions(user, habit.Day{})
		if err != nil {
			return nil, err
		}
		v.all, v.read = all, true
	}
	i := sort.Search(len(v.all), func(i int) bool { return !v.all[i].Day.Before(from) })
	return v.all[i:], nil
}

func (*viewing) PutMember(storage.Member) error                        { return errViewed }
func (*viewing) PutChannel(storage.Channel) error                      { return errViewed }
func (*viewing) MoveChannel(habit.ChannelID, habit.ChannelID) error    { return errViewed }
func (*viewing) AddSession(storage.Session) (bool, error)              { return false, errViewed }
func (*viewing) PutSession(storage.Session) error                      { return errViewed }
func (*viewing) DropSession(habit.UserID, string) error                { return errViewed }
func (*viewing) PutCheckIn(storage.CheckIn) error                      { return errViewed }
func (*viewing) DropCheckIn(habit.UserID, string) error                { return errViewed }
func (*viewing) PutSlot(storage.Slot) error                            { return errViewed }
func (*viewing) PutLife(storage.Life) error                            { return errViewed }
func (*viewing) AddAudit(storage.Audit) error                          { return errViewed }
func (*viewing) SweepAudits(time.Time) (int, error)                    { return 0, errViewed }
func (*viewing) Sweep(habit.UserID, time.Time, habit.Day) (int, error) { return 0, errViewed }
func (*viewing) SweepSlots(time.Time) (int, error)                     { return 0, errViewed }
func (*viewing) Forget(habit.UserID, time.Time) error                  { return errViewed }
