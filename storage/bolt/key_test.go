package bolt

import (
	"bytes"
	"testing"
	"time"

	"pgregory.net/rapid"

	"catcow/internal/habit"
	"catcow/storage"
)

func someInstant(t *rapid.T, name string) time.Time {
	seconds := rapid.OneOf(rapid.Int64Range(-62135596800, 253402300799), rapid.Int64Range(-2, 2)).Draw(t, name)
	return time.Unix(seconds, rapid.Int64Range(0, 999_999_999).Draw(t, name+" nanoseconds"))
}

func TestInstantsSortAsBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := someInstant(t, "a"), someInstant(t, "b")
		if got := bytes.Compare(appendTime(nil, a), appendTime(nil, b)); got != a.Compare(b) {
			t.Fatalf("the keys of %v and %v compare as %d", a, b, got)
		}
		if got := timeOf(appendTime(nil, a)); !got.Equal(a) || got.Location() != time.UTC {
			t.Fatalf("timeOf(appendTime(%v)) = %v", a, got)
		}
	})
	if got := timeOf(appendTime(nil, time.Time{})); !got.IsZero() {
		t.Errorf("the zero time comes back as %v", got)
	}
}

func TestDaysSortAsBytes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := habit.DayOf(someInstant(t, "a")), habit.DayOf(someInstant(t, "b"))
		got := bytes.Compare(appendDay(nil, a), appendDay(nil, b))
		if (got < 0) != a.Before(b) || (got > 0) != a.After(b) {
			t.Fatalf("the keys of %v and %v compare as %d", a, b, got)
		}
	})
	if bytes.Compare(appendDay(nil, habit.Day{}), appendDay(nil, habit.Day{Year: 1, Month: 1, Date: 1})) >= 0 {
		t.Error("no day does not come before every day")
	}
}

func TestKeysOfDifferentPartsDiffer(t *testing.T) {
	text := rapid.StringOfN(rapid.SampledFrom([]rune{0, 1, 'U', '1', '/', 'ü'}), 1, 4, -1)
	rapid.Check(t, func(t *rapid.T) {
		user, cause := text.Draw(t, "user"), text.Draw(t, "cause")
		otherUser, otherCause := text.Draw(t, "other user"), text.Draw(t, "other cause")
		one, two := causeKey(habit.UserID(user), cause), causeKey(habit.UserID(otherUser), otherCause)
		if same := user == otherUser && cause == otherCause; bytes.Equal(one, two) != same {
			t.Fatalf("keys %q and %q", one, two)
		}
		if within := bytes.HasPrefix(one, of(habit.UserID(otherUser))); within != (user == otherUser) {
			t.Fatalf("the key of %q is among those of %q", user, otherUser)
		}
	})
}

func TestSlotKeyNeedsAllItsParts(t *testing.T) {
	for key, is := range map[storage.SlotKey]bool{
		"prompt/C1/2026-11-23T10:30": true, "": false, "prompt": false, "prompt/C1": false, "/C1/x": false, "prompt//x": false, "prompt/C1/": false,
	} {
		if (slotKey(key) != nil) != is {
			t.Errorf("slotKey(%q) = %q", key, slotKey(key))
		}
	}
}

func TestChecksumCoversTableKeyAndValue(t *testing.T) {
	sums := map[uint32]bool{}
	for _, tab := range []table{slots, members} {
		for _, entry := range [][2]string{{"ab", "c"}, {"a", "bc"}, {"abc", ""}, {"ab", "d"}, {"bb", "c"}} {
			sums[tab.sum([]byte(entry[0]), []byte(entry[1]))] = true
		}
	}
	if len(sums) != 10 {
		t.Errorf("10 entries have %d checksums", len(sums))
	}
}
