package habit

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func mustZone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := Zone(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

func TestDaysOnWhichCatcowWasAway(t *testing.T) {
	berlin := mustZone(t, "Europe/Berlin")
	outage := func(from, until string) [2]time.Time { return [2]time.Time{at(t, from), at(t, until)} }
	tests := []struct {
		name    string
		outages [][2]time.Time
		want    []Day
	}{
		{"never", nil, nil},
		{"an hour", [][2]time.Time{outage("2026-11-23T10:00:00+01:00", "2026-11-23T11:00:00+01:00")}, days(0)},
		{"less than an hour", [][2]time.Time{outage("2026-11-23T10:00:00+01:00", "2026-11-23T10:59:59+01:00")}, nil},
		{"an hour in two parts, the later first", [][2]time.Time{
			outage("2026-11-23T20:00:00+01:00", "2026-11-23T20:30:00+01:00"), outage("2026-11-23T10:00:00+01:00", "2026-11-23T10:30:00+01:00")}, days(0)},
		{"the same half hour twice", [][2]time.Time{
			outage("2026-11-23T10:00:00+01:00", "2026-11-23T10:30:00+01:00"), outage("2026-11-23T10:00:00+01:00", "2026-11-23T10:30:00+01:00")}, nil},
		{"one within another", [][2]time.Time{
			outage("2026-11-23T10:00:00+01:00", "2026-11-23T10:50:00+01:00"), outage("2026-11-23T10:10:00+01:00", "2026-11-23T10:20:00+01:00"),
			outage("2026-11-23T10:30:00+01:00", "2026-11-23T10:59:00+01:00")}, nil},
		{"a night, an hour on each side", [][2]time.Time{outage("2026-11-22T23:00:00+01:00", "2026-11-24T01:00:00+01:00")}, days(-1, 0, 1)},
		{"a night, less than an hour on each side", [][2]time.Time{outage("2026-11-22T23:00:01+01:00", "2026-11-24T00:59:59+01:00")}, days(0)},
		{"without a beginning", [][2]time.Time{{time.Time{}, at(t, "2026-11-24T01:00:00+01:00")}}, nil},
		{"ends before it begins", [][2]time.Time{outage("2026-11-24T01:00:00+01:00", "2026-11-23T01:00:00+01:00")}, nil},
		{"a change of the clock: one hour that the wall shows as two", [][2]time.Time{outage("2026-03-29T01:30:00+01:00", "2026-03-29T03:30:00+02:00")}, []Day{{2026, 3, 29}}},
		{"a change of the clock: two hours that the wall shows as none", [][2]time.Time{outage("2026-10-25T02:15:00+02:00", "2026-10-25T02:15:00+01:00")}, []Day{{2026, 10, 25}}},
	}
	for _, tt := range tests {
		was := slices.Clone(tt.outages)
		if got := DaysAway(tt.outages, berlin); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, want %v", tt.name, got, tt.want)
		}
		if !slices.Equal(tt.outages, was) {
			t.Errorf("%s: the outages were changed", tt.name)
		}
	}
	night := [][2]time.Time{outage("2026-11-22T23:30:00+01:00", "2026-11-23T00:30:00+01:00")}
	if got := DaysAway(night, time.UTC); !slices.Equal(got, days(-1)) {
		t.Errorf("the same hour in another zone: %v, want the Sunday", got)
	}
}

// The oracle asks about each minute whether Catcow was away.
func TestAMinuteAwayCountsOnceWhateverOutagesHoldIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		loc, err := Zone(rapid.SampledFrom(awkwardZones).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		start := anyInstant().Draw(t, "start").Truncate(time.Minute)
		var outages [][2]time.Time
		away := map[int]bool{}
		for range rapid.IntRange(0, 6).Draw(t, "outages") {
			from := rapid.IntRange(0, 40*60).Draw(t, "from")
			until := from + rapid.IntRange(0, 70).Draw(t, "minutes")
			outages = append(outages, [2]time.Time{start.Add(time.Duration(from) * time.Minute), start.Add(time.Duration(until) * time.Minute)})
			for minute := from; minute < until; minute++ {
				away[minute] = true
			}
		}
		minutes := map[Day]int{}
		for minute := range away {
			minutes[DayOf(start.Add(time.Duration(minute)*time.Minute).In(loc))]++
		}
		var want []Day
		for n := range 5 {
			if day := DayOf(start.In(loc)).Add(n); minutes[day] >= 60 {
				want = append(want, day)
			}
		}
		if got := DaysAway(outages, loc); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

func TestDatesThatWereShortForATraveller(t *testing.T) {
	tests := []struct{ name, at, from, to, want string }{
		{"Tokyo to Honolulu: a date lived twice", "2026-11-23T20:00:00+09:00", "Asia/Tokyo", "Pacific/Honolulu", "[]"},
		{"Honolulu to Kiritimati in the morning", "2026-11-23T09:00:00-10:00", "Pacific/Honolulu", "Pacific/Kiritimati", "[2026-11-23]"},
		{"Honolulu to Kiritimati at noon", "2026-11-23T12:00:00-10:00", "Pacific/Honolulu", "Pacific/Kiritimati", "[]"},
		{"Honolulu to Kiritimati in the evening", "2026-11-23T21:00:00-10:00", "Pacific/Honolulu", "Pacific/Kiritimati", "[2026-11-24]"},
		{"Pago Pago to Kiritimati at night: a date that did not come", "2026-11-23T23:30:00-11:00", "Pacific/Pago_Pago", "Pacific/Kiritimati", "[2026-11-24]"},
		{"Auckland to Los Angeles", "2026-11-23T10:00:00+13:00", "Pacific/Auckland", "America/Los_Angeles", "[]"},
		{"Los Angeles to Sydney in the evening", "2026-11-23T22:00:00-08:00", "America/Los_Angeles", "Australia/Sydney", "[2026-11-24]"},
		{"Los Angeles to Sydney in the morning", "2026-11-23T10:00:00-08:00", "America/Los_Angeles", "Australia/Sydney", "[2026-11-23]"},
		{"thirteen hours east on one date", "2026-11-23T00:30:00+00:00", "Europe/London", "Pacific/Auckland", "[2026-11-23]"},
		{"twelve hours are enough", "2026-11-23T12:00:00+00:00", "UTC", "UTC", "[]"},
		{"twelve hours east, on the second", "2027-07-01T06:00:00+00:00", "UTC", "Pacific/Auckland", "[]"},
		{"London to Berlin", "2026-11-23T23:59:00+00:00", "Europe/London", "Europe/Berlin", "[]"},
		{"to summer time's end, a day of 25 hours", "2026-10-25T12:00:00+01:00", "Europe/Berlin", "Asia/Tokyo", "[]"},
		{"half the world on a day of 24 hours", "2026-03-30T02:30:00+01:00", "Europe/London", "Pacific/Auckland", "[]"},
		{"half the world on a day of 23 hours", "2026-03-29T02:30:00+01:00", "Europe/London", "Pacific/Auckland", "[2026-03-29]"},
		{"a day that a zone left out", "2011-12-30T12:00:00+00:00", "UTC", "Pacific/Apia", "[]"},
	}
	for _, tt := range tests {
		if got := fmt.Sprint(Short(at(t, tt.at), mustZone(t, tt.from), mustZone(t, tt.to))); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
}

// Short is held to a clock that is read every quarter of an hour.
func TestAShortDateHadLessThanHalfADay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from, err1 := Zone(rapid.SampledFrom(awkwardZones).Draw(t, "from"))
		to, err2 := Zone(rapid.SampledFrom(awkwardZones).Draw(t, "to"))
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		move := anyInstant().Draw(t, "at").Truncate(15 * time.Minute)
		lived := map[Day]time.Duration{}
		for now := move.Add(-120 * time.Hour); now.Before(move.Add(120 * time.Hour)); now = now.Add(15 * time.Minute) {
			loc := from
			if !now.Before(move) {
				loc = to
			}
			lived[DayOf(now.In(loc))] += 15 * time.Minute
		}
		var want []Day
		for n := -2; n <= 2; n++ {
			if day := DayOf(move.In(from)).Add(n); lived[day] < 12*time.Hour {
				want = append(want, day)
			}
		}
		if got := Short(move, from, to); !slices.Equal(got, want) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

// tour is forty days of somebody who moves on each workday, and to another zone now and then.
type tour struct {
	start time.Time
	zones []string // the first, and those they go to
	stays []int    // hours in each, at least two days
	at    []int    // when they move, in thousandths of each date's time
}

func anyTour() *rapid.Generator[tour] {
	return rapid.Custom(func(t *rapid.T) tour {
		zones := []string{"Asia/Tokyo", "Pacific/Honolulu", "Pacific/Kiritimati", "Pacific/Auckland", "America/Los_Angeles", "Europe/Berlin", "Australia/Sydney"}
		return tour{
			start: anyInstant().Draw(t, "start").Truncate(time.Hour),
			zones: rapid.SliceOfN(rapid.SampledFrom(zones), 5, 5).Draw(t, "zones"),
			stays: rapid.SliceOfN(rapid.IntRange(48, 400), 4, 4).Draw(t, "stays"),
			at:    rapid.SliceOfN(rapid.IntRange(0, 999), 40, 40).Draw(t, "at"),
		}
	})
}

// check lives the tour hour by hour. The person moves once on each date that has twelve hours
// for them; dayOf says which day that counts for.
func (r tour) check(dayOf func(time.Time) Day, short func(time.Time, *time.Location, *time.Location) []Day) error {
	loc, err := Zone(r.zones[0])
	if err != nil {
		return err
	}
	h := History{Workdays: []Working{{Days: Everyday}}}
	hours := map[Day][]time.Time{}
	var dates []Day
	leave := r.stays[0]
	for hour := 0; len(dates) <= 41; hour++ {
		now := r.start.Add(time.Duration(hour) * time.Hour)
		if len(r.stays) > 0 && hour == leave {
			next, err := Zone(r.zones[len(r.zones)-len(r.stays)])
			if err != nil {
				return err
			}
			for _, day := range short(now, loc, next) {
				h.Marks = append(h.Marks, Mark{day, Travelled})
			}
			if loc, r.stays = next, r.stays[1:]; len(r.stays) > 0 {
				leave += r.stays[0]
			}
		}
		day := DayOf(now.In(loc))
		if hours[day] == nil {
			dates = append(dates, day)
		}
		hours[day] = append(hours[day], now.In(loc))
	}
	credits := 0
	dates = dates[1:41] // the first and the last are not whole
	for i, day := range dates {
		if lived := hours[day]; len(lived) >= 12 {
			h.Active = append(h.Active, dayOf(lived[r.at[i]*len(lived)/1000]))
			credits++
		}
	}
	last := slices.MaxFunc(dates, Day.compare)
	if got := h.On(last); got.Length != credits || got.Total != credits || credits < 36 {
		return fmt.Errorf("%d of %d days, %d in all", got.Length, credits, got.Total)
	}
	return nil
}

func TestAPerfectTravellerKeepsEveryDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if err := anyTour().Draw(t, "tour").check(DayOf, Short); err != nil {
			t.Fatal(err)
		}
	})
	mustFail(t, "days of the server", anyTour(), func(r tour) error {
		return r.check(func(at time.Time) Day { return DayOf(at.UTC()) }, Short)
	})
	mustFail(t, "a flight that is not forgiven", anyTour(), func(r tour) error {
		return r.check(DayOf, func(time.Time, *time.Location, *time.Location) []Day { return nil })
	})
}
