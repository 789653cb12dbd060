// Package storage is the contract for what Catcow remembers, and its documents.
package storage

import (
	"context"
	"errors"
	"time"

	"catcow/internal/habit"
)

// Store keeps documents (one Member a person, one Channel a channel, one Life) and
// the facts beside them (sessions, check-ins, slot decisions).
//
// View and Update run their function in one transaction: everything it reads
// is of one moment, and what Update's function writes is kept whole or not at
// all. When Update returns nil the change survives a crash of the process and
// of the machine. The function may be run twice, does no input or output of
// its own, starts no other transaction (the two may wait for each other for ever), and
// keeps nothing of the Tx. Its error is returned as it is, and then nothing is
// written; the same holds for its panic. A ctx that is done before
// the transaction begins ends it with the context's error.
type Store interface {
	View(ctx context.Context, read func(Reader) error) error
	Update(ctx context.Context, change func(Tx) error) error
	// Close waits for running transactions. Later transactions return ErrClosed; a
	// second Close does nothing.
	Close() error
}

// ErrClosed is returned by a Store that has been closed.
var ErrClosed = errors.New("storage: closed")

// ErrBusy is wrapped by an engine that finds its data in use by another process.
var ErrBusy = errors.New("in use by another process")

// ErrForeign is wrapped by an engine that finds something that Catcow did not
// write, or can no longer read, where its data should be.
var ErrForeign = errors.New("not a Catcow database")

// ErrNewer is wrapped by an engine that finds data of a newer Catcow.
var ErrNewer = errors.New("written by a newer Catcow")

// ErrKey is wrapped by an engine that cannot read its data with the key it was given, or was
// given none, or one that is not kept as a secret is.
var ErrKey = errors.New("no key that fits")

// ErrPlace is wrapped by an engine that is told to keep its data where it cannot be kept safe.
var ErrPlace = errors.New("no place for a database")

// ErrFull is wrapped by an engine that has no room for what is written. What was kept before
// stays readable, and writing works again once there is room.
var ErrFull = errors.New("there is no room")

// ErrBroken is wrapped by an engine whose disk no longer says that it keeps what is written.
// It then takes no more changes; opened again, it holds what the disk kept.
var ErrBroken = errors.New("the disk does not keep what is written")

// ErrReplaced is wrapped by an engine that finds something else in the place of its data.
var ErrReplaced = errors.New("replaced while it was in use")

// Reader reads one moment. What is absent is a zero value, not an error;
// an absent Member or Channel carries its ID.
type Reader interface {
	Member(id habit.UserID) (Member, error)
	Channel(id habit.ChannelID) (Channel, error)
	// Members yields every stored member, in order of id.
	Members() ([]Member, error)
	// Channels yields every stored channel, in order of id.
	Channels() ([]Channel, error)
	// Sessions yields the person's sessions from the day on (zero: all), by day, then by time.
	Sessions(user habit.UserID, from habit.Day) ([]Session, error)
	// Session is the person's session of that cause.
	Session(user habit.UserID, cause string) (Session, error)
	// CheckIn is the person's check-in of that cause.
	CheckIn(user habit.UserID, cause string) (CheckIn, error)
	// CheckIns yields the person's check-ins since the time (zero: all), oldest first.
	CheckIns(user habit.UserID, since time.Time) ([]CheckIn, error)
	Slot(key SlotKey) (Slot, error)
	// Slots yields the newest n decisions of a kind for one owner, newest first.
	Slots(kind Kind, owner string, n int) ([]Slot, error)
	// Unsettled yields the slots whose State is Open.
	Unsettled() ([]Slot, error)
	// Took says who logged a session with that prompt, in order of id.
	Took(key SlotKey) ([]habit.UserID, error)
	// Due yields what falls due at or before the time, earliest first, at most limit, in UTC.
	// It costs what it yields, not what is stored.
	Due(until time.Time, limit int) ([]Due, error)
	// NextDue is when something falls due next; the zero time: never.
	NextDue() (time.Time, error)
	Life() (Life, error)
	// Audits yields the newest n changes of a channel's schedules, newest first. Of one
	// instant, the one that was added last comes first.
	Audits(channel habit.ChannelID, n int) ([]Audit, error)
}

// Tx reads and writes. A read sees the writes before it.
//
// An id, a cause or a slot's key is UTF-8 text of 1 to 4096 bytes, and a slot's key is one
// that SlotKey.Split can part; to write any other is an error.
type Tx interface {
	Reader
	// PutMember and PutChannel replace the document and its place in the due index.
	PutMember(Member) error
	PutChannel(Channel) error
	// MoveChannel gives a channel another id, in its document, its prompts, the sessions
	// that answered them and its Audits, and takes the place of what has that id. A channel that is not
	// stored moves nothing.
	MoveChannel(from, to habit.ChannelID) error
	// AddSession keeps the fact unless its person already has one of the same
	// cause, on whatever day; added says whether it was new.
	AddSession(Session) (added bool, err error)
	// PutSession replaces the person's session of that cause, which has to be there with the
	// same Day, At and Prompt.
	PutSession(Session) error
	// DropSession removes it, with what it counts for; absent is fine. The same
	// cause may then be added again.
	DropSession(user habit.UserID, cause string) error
	// PutCheckIn keeps or replaces the person's check-in of that cause.
	PutCheckIn(CheckIn) error
	// DropCheckIn removes it; absent is fine.
	DropCheckIn(user habit.UserID, cause string) error
	// PutSlot keeps or replaces a decision.
	PutSlot(Slot) error
	// PutLife replaces the whole of it.
	PutLife(Life) error
	// AddAudit keeps one more change. None is replaced.
	AddAudit(Audit) error
	// SweepAudits erases the changes before the time, of every channel, and says how many.
	SweepAudits(before time.Time) (dropped int, err error)
	// Sweep erases, of this person, the check-ins before the time, by their At, and the
	// sessions before the day, by their Day, for a day's sessions credit it together; it
	// says how many. Whom only erased sessions counted in Took, it counts no more.
	Sweep(user habit.UserID, checkIns time.Time, sessions habit.Day) (dropped int, err error)
	// SweepSlots erases the slots due before the time, of everybody, and says how many.
	SweepSlots(before time.Time) (dropped int, err error)
	// Forget erases the member, and every fact of theirs, from documents, facts and indexes:
	// also the slots of their check-ins and nudges, their part in Took, and their name
	// on the schedules they set for channels, which stay as they are, and on who is to be told.
	// What they changed stays in Audits without Who and Name, and where Before or After is
	// their id, it is empty. At is when: a copy of the data from before it is to be rid of them too.
	Forget(user habit.UserID, at time.Time) error
}
