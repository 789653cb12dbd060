package bolt

import (
	"encoding/binary"
	"time"

	"catcow/internal/habit"
	"catcow/storage"
)

// Keys are made of parts that cannot run into each other: a text goes with its
// length before it, instants and days have a fixed width and sort as bytes.
// Only the last part of a key may be a bare text.

func appendText(key []byte, text string) []byte {
	return append(binary.BigEndian.AppendUint16(key, uint16(len(text))), text...)
}

// appendTime is 12 bytes: seconds since 1970 with the sign turned, nanoseconds.
func appendTime(key []byte, at time.Time) []byte {
	key = binary.BigEndian.AppendUint64(key, uint64(at.Unix())^signBit)
	return binary.BigEndian.AppendUint32(key, uint32(at.Nanosecond()))
}

const (
	timeSize = 12
	signBit  = 1 << 63
)

// timeOf is the inverse of appendTime, in UTC.
func timeOf(key []byte) time.Time {
	seconds := int64(binary.BigEndian.Uint64(key) ^ signBit)
	return time.Unix(seconds, int64(binary.BigEndian.Uint32(key[8:]))).UTC()
}

// appendDay is 6 bytes: year, month, date.
func appendDay(key []byte, day habit.Day) []byte {
	key = binary.BigEndian.AppendUint32(key, uint32(day.Year))
	return append(key, byte(day.Month), byte(day.Date))
}

// of is the beginning of every key of that person.
func of(user habit.UserID) []byte { return appendText(nil, string(user)) }

func sessionKey(s storage.Session) []byte {
	return sessionKeyAt(s.User, sessionPlace(s), s.Cause)
}

// sessionKeyAt makes a session's key of its place.
func sessionKeyAt(user habit.UserID, place []byte, cause string) []byte {
	return append(append(of(user), place...), cause...)
}

// sessionPlace is where a session stands among those of its person: day, instant.
func sessionPlace(s storage.Session) []byte { return appendTime(appendDay(nil, s.Day), s.At) }

func checkInKey(user habit.UserID, at time.Time, cause string) []byte {
	return append(appendTime(of(user), at), cause...)
}

func causeKey(user habit.UserID, cause string) []byte { return append(of(user), cause...) }

func tookKey(prompt storage.SlotKey, user habit.UserID) []byte {
	return append(appendText(nil, string(prompt)), user...)
}

// slotsOf is the beginning of every slot's key of that kind and owner; the wall time follows.
func slotsOf(kind storage.Kind, owner string) []byte {
	return appendText(appendText(nil, string(kind)), owner)
}

// slotKey is nil for a text that names no slot.
func slotKey(key storage.SlotKey) []byte {
	kind, owner, wall := key.Split()
	if kind == "" || owner == "" || wall == "" {
		return nil
	}
	return append(slotsOf(kind, owner), wall...)
}

// auditsOf is the beginning of the key of every change of that channel; instant and number follow.
func auditsOf(channel habit.ChannelID) []byte { return appendText(nil, string(channel)) }

// The sorts of document in the due index.
const (
	sortChannel = 'c'
	sortMember  = 'm'
)

func dueKey(at time.Time, sort byte, id string) []byte {
	return append(append(appendTime(nil, at), sort), id...)
}
