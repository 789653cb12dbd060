package habit

import (
	"encoding/binary"
	"fmt"
	"testing"
	"time"
	_ "time/tzdata"
)

// change is an instant at which a zone's offset changes.
type change struct {
	at       time.Time // in the zone
	from, to int64     // offsets, in seconds
}

// changes returns every change of offset in the zone from 2024 to 2037.
func changes(loc *time.Location) []change {
	var found []change
	end := time.Date(2038, 1, 1, 0, 0, 0, 0, time.UTC)
	at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).In(loc)
	for {
		_, next := at.ZoneBounds()
		if next.IsZero() || !next.Before(end) {
			return found
		}
		from, to := offset(next.Unix()-1, loc), offset(next.Unix(), loc)
		if from != to {
			found = append(found, change{next, from, to})
		}
		at = next
	}
}

func eachZone(t *testing.T, do func(*time.Location)) {
	t.Helper()
	for _, name := range zones().names {
		loc, err := Zone(name)
		if err != nil {
			t.Fatal(err)
		}
		do(loc)
	}
}

// resolver is Resolve, or a variant that is wrong.
type resolver func(Day, Minute, *time.Location) (time.Time, bool)

// dated is what package time makes of a wall time: in a gap and in an overlap
// it depends on the zone.
func dated(day Day, m Minute, loc *time.Location) (time.Time, bool) {
	return time.Date(day.Year, day.Month, day.Date, 0, int(m), 0, 0, loc), true
}

// The oracle knows the offsets on both sides of each change and needs to look for nothing.
func TestEveryQuarterHourAroundEveryChangeOfEveryZoneIsResolved(t *testing.T) {
	s, wrong := bothOffsets(t, Resolve)
	if wrong != "" {
		t.Error(wrong)
	}
	t.Logf("%d zones, %d checks, %d in gaps, %d in overlaps, %d at midnight", s.zones, s.checks, s.gaps, s.overlaps, s.clamps)
	if s.checks < 1_000_000 || s.gaps < 9_000 || s.overlaps < 9_000 || s.clamps < 100 {
		t.Errorf("only %+v", s)
	}
	if _, wrong := bothOffsets(t, dated); wrong == "" {
		t.Error("the oracle does not notice time.Date")
	}
}

// surveyed is what an oracle looked at.
type surveyed struct{ zones, checks, gaps, overlaps, clamps int }

// bothOffsets compares with that oracle, up to the first mistake.
func bothOffsets(t *testing.T, resolve resolver) (s surveyed, wrong string) {
	eachZone(t, func(loc *time.Location) {
		s.zones++
		for _, c := range changes(loc) {
			for _, day := range []Day{DayOf(c.at).Add(-1), DayOf(c.at), DayOf(c.at).Add(1)} {
				for m := Minute(0); m < 24*60; m += 15 {
					if wrong != "" {
						return
					}
					s.checks++
					naive := time.Date(day.Year, day.Month, day.Date, 0, int(m), 0, 0, time.UTC).Unix()
					var kept []time.Time
					for _, o := range []int64{c.from, c.to} {
						at := time.Unix(naive-o, 0).In(loc)
						if DayOf(at) == day && at.Hour()*60+at.Minute() == int(m) {
							kept = append(kept, at)
						}
					}
					var want time.Time
					switch {
					case len(kept) == 0:
						s.gaps++
						want = time.Unix(naive-c.from, 0).In(loc)
						if DayOf(want) != day {
							s.clamps++
							want = c.at
						}
					case len(kept) == 2 && !kept[0].Equal(kept[1]):
						s.overlaps++
						want = kept[0]
						if kept[1].Before(want) {
							want = kept[1]
						}
					default:
						want = kept[0]
					}
					if got, ok := resolve(day, m, loc); !ok || !got.Equal(want) {
						wrong = fmt.Sprintf("Resolve(%s, %s, %s) = %s, %t, want %s", day, m, loc, got, ok, want)
					}
				}
			}
		}
	})
	return s, wrong
}

// The second oracle uses no offsets: it reads the clock at every quarter hour.
func TestAWallTimeIsTheFirstInstantThatTheClockShowsIt(t *testing.T) {
	if wrong := firstShown(t, Resolve); wrong != "" {
		t.Error(wrong)
	}
	if firstShown(t, dated) == "" {
		t.Error("the oracle does not notice time.Date")
	}
}

// firstShown compares with that oracle, up to the first mistake.
func firstShown(t *testing.T, resolve resolver) (wrong string) {
	eachZone(t, func(loc *time.Location) {
		for _, c := range changes(loc) {
			if wrong != "" {
				return
			}
			type reading struct {
				day Day
				m   Minute
			}
			first := map[reading]time.Time{}
			for at := c.at.Add(-50 * time.Hour); at.Before(c.at.Add(50 * time.Hour)); at = at.Add(15 * time.Minute) {
				r := reading{DayOf(at), Minute(at.Hour()*60 + at.Minute())}
				if _, ok := first[r]; !ok {
					first[r] = at
				}
			}
			for _, day := range []Day{DayOf(c.at).Add(-1), DayOf(c.at), DayOf(c.at).Add(1)} {
				for m := Minute(0); m < 24*60; m += 15 {
					got, ok := resolve(day, m, loc)
					want, occurs := first[reading{day, m}]
					switch {
					case !ok:
						wrong = fmt.Sprintf("Resolve(%s, %s, %s) finds nothing", day, m, loc)
					case occurs && !got.Equal(want):
						wrong = fmt.Sprintf("Resolve(%s, %s, %s) = %s, want %s", day, m, loc, got, want)
					case !occurs && !got.Equal(c.at) && (DayOf(got) != day || got.Before(c.at)):
						wrong = fmt.Sprintf("Resolve(%s, %s, %s) = %s, in a gap that ends at %s", day, m, loc, got, c.at)
					}
				}
			}
		}
	})
	return wrong
}

func TestADayStartsWithItsFirstInstant(t *testing.T) {
	eachZone(t, func(loc *time.Location) {
		for _, c := range changes(loc) {
			for _, day := range []Day{DayOf(c.at).Add(-1), DayOf(c.at), DayOf(c.at).Add(1)} {
				start := day.Start(loc)
				if DayOf(start) != day || !DayOf(start.Add(-1)).Before(day) {
					t.Fatalf("%s starts at %s in %s", day, start, loc)
				}
			}
		}
	})
}

func TestWallTimesThatAreHardToRead(t *testing.T) {
	tests := []struct {
		day  Day
		m    Minute
		zone string
		want string // "" means that there is none
	}{
		{Day{2026, 11, 23}, 630, "Europe/Berlin", "2026-11-23T10:30:00+01:00"},
		{Day{2027, 3, 14}, 150, "America/New_York", "2027-03-14T03:30:00-04:00"},
		{Day{2027, 11, 7}, 90, "America/New_York", "2027-11-07T01:30:00-04:00"},
		{Day{2027, 3, 28}, 90, "Europe/London", "2027-03-28T02:30:00+01:00"},
		{Day{2027, 10, 31}, 90, "Europe/London", "2027-10-31T01:30:00+01:00"},
		{Day{2027, 4, 30}, 30, "Africa/Cairo", "2027-04-30T01:30:00+03:00"},
		{Day{2026, 10, 4}, 135, "Australia/Lord_Howe", "2026-10-04T02:45:00+11:00"},
		{Day{2027, 3, 27}, 23*60 + 30, "America/Nuuk", "2027-03-28T00:00:00-01:00"},
		{Day{2011, 12, 29}, 540, "Pacific/Apia", "2011-12-29T09:00:00-10:00"},
		{Day{2011, 12, 30}, 540, "Pacific/Apia", ""},
		{Day{2011, 12, 31}, 540, "Pacific/Apia", "2011-12-31T09:00:00+14:00"},
		{Day{1993, 8, 21}, 540, "Pacific/Kwajalein", ""},
	}
	for _, tt := range tests {
		loc, err := Zone(tt.zone)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if at, ok := Resolve(tt.day, tt.m, loc); ok {
			got = at.Format(time.RFC3339)
		}
		if got != tt.want {
			t.Errorf("Resolve(%s, %s, %s) = %q, want %q", tt.day, tt.m, tt.zone, got, tt.want)
		}
	}
}

func TestADayThatAZoneLeftOutStartsWithTheNext(t *testing.T) {
	loc, err := Zone("Pacific/Apia")
	if err != nil {
		t.Fatal(err)
	}
	got := Day{2011, 12, 30}.Start(loc).Format(time.RFC3339)
	if want := "2011-12-31T00:00:00+14:00"; got != want {
		t.Errorf("Start = %s, want %s", got, want)
	}
}

// No zone of today's list has two changes within three days; the next list may.
func TestAWallTimeBetweenTwoChangesOfOneDayIsFound(t *testing.T) {
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	loc := zoneWithSummer(t, noon, noon.Add(8*time.Hour))
	tests := []struct {
		m    Minute
		want time.Time
	}{
		{11 * 60, noon.Add(-time.Hour)},
		{12*60 + 30, noon.Add(30 * time.Minute)}, // a gap: shown as 13:30
		{13*60 + 30, noon.Add(30 * time.Minute)},
		{22 * 60, noon.Add(10 * time.Hour)},
	}
	for _, tt := range tests {
		if got, ok := Resolve(DayOf(noon), tt.m, loc); !ok || !got.Equal(tt.want) {
			t.Errorf("Resolve(%s) = %s, %t, want %s", tt.m, got, ok, tt.want)
		}
	}
}

// zoneWithSummer returns a zone that is UTC, but an hour ahead in between.
func zoneWithSummer(t *testing.T, from, until time.Time) *time.Location {
	t.Helper()
	data := append([]byte("TZif"), make([]byte, 16)...) // version 1
	for _, count := range []uint32{0, 0, 0, 2, 2, 8} {  // changes, offsets, letters
		data = binary.BigEndian.AppendUint32(data, count)
	}
	data = binary.BigEndian.AppendUint32(data, uint32(from.Unix()))
	data = binary.BigEndian.AppendUint32(data, uint32(until.Unix()))
	data = append(data, 1, 0)
	data = append(data, 0, 0, 0, 0, 0, 0)       // UTC
	data = append(data, 0, 0, 0x0e, 0x10, 1, 4) // an hour ahead
	data = append(data, "UTC\x00SUM\x00"...)
	loc, err := time.LoadLocationFromTZData("Summer", data)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}
