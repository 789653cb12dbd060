package habit

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var awkwardZones = []string{"America/Nuuk", "America/Scoresbysund", "Africa/Cairo", "Asia/Beirut",
	"Australia/Lord_Howe", "Africa/Casablanca", "America/Havana", "Atlantic/Azores", "Antarctica/Troll",
	"America/New_York", "Europe/London", "Pacific/Kiritimati", "Pacific/Pago_Pago", "UTC"}

func anyPlan(times int) *rapid.Generator[Plan] {
	return rapid.Custom(func(t *rapid.T) Plan {
		at := rapid.SliceOfNDistinct(rapid.IntRange(0, 24*60-1), 1, times, rapid.ID).Draw(t, "at")
		slices.Sort(at)
		p := Plan{
			Days: Weekdays(rapid.IntRange(1, int(Everyday)).Draw(t, "days")),
			Zone: rapid.SampledFrom(awkwardZones).Draw(t, "zone"),
		}
		for _, m := range at {
			p.At = append(p.At, Minute(m))
		}
		return p
	})
}

func anyInstant() *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		start := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
		return start.Add(time.Duration(rapid.IntRange(0, 13*366*24*3600).Draw(t, "seconds")) * time.Second)
	})
}

func at(t testing.TB, text string) time.Time {
	t.Helper()
	instant, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return instant
}

func mustPlan(t testing.TB, text string) Plan {
	t.Helper()
	p, err := ParsePlan(text, "")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// nexter is Plan.Next, or a variant that is wrong.
type nexter func(p Plan, after time.Time) (Slot, bool)

// aDayLater takes a day for 24 hours.
func aDayLater(p Plan, after time.Time) (Slot, bool) {
	s, ok := p.Next(after.Add(-24 * time.Hour))
	for ok && !s.At.After(after) {
		s.At = s.At.Add(24 * time.Hour)
		s.Day = DayOf(s.At)
	}
	return s, ok
}

func TestEachDayHasItsSlotOnceForFourteenYears(t *testing.T) {
	slots, wrong := fourteenYears(Plan.Next)
	if wrong != "" || slots < 300_000 {
		t.Errorf("%d slots: %s", slots, wrong)
	}
	t.Logf("%d slots", slots)
	if _, wrong := fourteenYears(aDayLater); wrong == "" {
		t.Error("a day of 24 hours goes unnoticed")
	}
}

// fourteenYears walks them, up to the first mistake.
func fourteenYears(next nexter) (slots int, wrong string) {
	for _, zone := range awkwardZones {
		for _, m := range []Minute{0, 30, 90, 150, 23*60 + 30} {
			p := Plan{Days: Everyday, At: []Minute{m}, Zone: zone}
			day := Day{2024, 1, 1}
			after := time.Date(2023, 12, 31, 0, 0, 0, 0, time.UTC)
			for day.Year < 2038 {
				s, ok := next(p, after)
				if !ok || !s.At.After(after) {
					return slots, fmt.Sprintf("%s: after %s comes %s, %t", p, after, s.At, ok)
				}
				after = s.At
				if s.Day.Before(day) {
					continue
				}
				if s.Day != day {
					return slots, fmt.Sprintf("%s: slot of %s, want one of %s", p, s.Day, day)
				}
				if shown := DayOf(s.At); shown != day && (shown != day.Add(1) || s.At != shown.Start(s.At.Location())) {
					return slots, fmt.Sprintf("%s: slot of %s lies at %s", p, day, s.At)
				}
				day = day.Add(1)
				slots++
			}
		}
	}
	return slots, ""
}

// stroll is a plan and where to begin.
type stroll struct {
	plan  Plan
	after time.Time
}

func anyStroll() *rapid.Generator[stroll] {
	return rapid.Custom(func(t *rapid.T) stroll {
		return stroll{anyPlan(1).Draw(t, "plan"), anyInstant().Draw(t, "after")}
	})
}

// check walks twenty slots.
func (w stroll) check(next nexter) error {
	last := Slot{At: w.after}
	for range 20 {
		s, ok := next(w.plan, last.At)
		switch {
		case !ok || !s.At.After(last.At):
			return fmt.Errorf("%s comes after %s", s.At, last.At)
		case !last.Day.IsZero() && s.Key() <= last.Key():
			return fmt.Errorf("key %s comes after %s", s.Key(), last.Key())
		case !w.plan.Days.Has(s.Day.Weekday()):
			return fmt.Errorf("%s is not one of %s", s.Day, w.plan)
		}
		last = s
	}
	return nil
}

func TestSlotsOfOneTimeADayAdvanceInTimeAndInKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if err := anyStroll().Draw(t, "walk").check(Plan.Next); err != nil {
			t.Fatal(err)
		}
	})
	mustFail(t, "a day that is taken for 24 hours", anyStroll(), func(w stroll) error { return w.check(aDayLater) })
}

func TestNextIsTheFirstOfAllSlotsThatFollow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := anyPlan(6).Draw(t, "plan")
		after := anyInstant().Draw(t, "after")
		loc, err := Zone(p.Zone)
		if err != nil {
			t.Fatal(err)
		}
		var want Slot
		for day := DayOf(after.In(loc)).Add(-3); !day.After(DayOf(after.In(loc)).Add(10)); day = day.Add(1) {
			for _, m := range p.At {
				at, ok := Resolve(day, m, loc)
				if ok && p.Days.Has(day.Weekday()) && at.After(after) && (want.Day.IsZero() || !at.After(want.At)) {
					want = Slot{at, day, m}
				}
			}
		}
		got, ok := p.Next(after)
		if !ok || got.Key() != want.Key() || !got.At.Equal(want.At) {
			t.Fatalf("Next = %s at %s, want %s at %s", got.Key(), got.At, want.Key(), want.At)
		}
	})
}

func TestSlotsThatFallOnOneInstantComeAsTheLastOfThem(t *testing.T) {
	tests := []struct{ plan, after, want, at string }{
		{"daily 23:00 23:30 in America/Nuuk", "2027-03-27T12:00:00-02:00", "2027-03-27T23:30", "2027-03-28T00:00:00-01:00"},
		{"daily 0:00 23:30 in America/Nuuk", "2027-03-27T12:00:00-02:00", "2027-03-28T00:00", "2027-03-28T00:00:00-01:00"},
		{"sat 23:30 in America/Nuuk", "2027-03-28T00:59:59Z", "2027-03-27T23:30", "2027-03-28T00:00:00-01:00"},
		{"daily 2:30 3:30 in New York", "2027-03-14T00:00:00-05:00", "2027-03-14T03:30", "2027-03-14T03:30:00-04:00"},
		{"daily 2:30 3:00 in New York", "2027-03-14T00:00:00-05:00", "2027-03-14T03:00", "2027-03-14T03:00:00-04:00"},
		{"daily 2:30 3:00 in New York", "2027-03-14T03:00:00-04:00", "2027-03-14T02:30", "2027-03-14T03:30:00-04:00"},
	}
	for _, tt := range tests {
		s, ok := mustPlan(t, tt.plan).Next(at(t, tt.after))
		if got := s.At.Format(time.RFC3339); !ok || s.Key() != tt.want || got != tt.at {
			t.Errorf("%s after %s: %s at %s, want %s at %s", tt.plan, tt.after, s.Key(), got, tt.want, tt.at)
		}
	}
}

func TestAPlanThatCannotWorkNeverComes(t *testing.T) {
	now := at(t, "2026-11-22T12:00:00Z")
	ok := Plan{Workweek, []Minute{630}, "UTC"}
	tests := []struct {
		name string
		plan Plan
	}{
		{"without days", Plan{0, ok.At, "UTC"}},
		{"with an eighth day", Plan{128, ok.At, "UTC"}},
		{"without times", Plan{Workweek, nil, "UTC"}},
		{"without a zone", Plan{Workweek, ok.At, ""}},
		{"on the server's clock", Plan{Workweek, ok.At, "Local"}},
	}
	for _, tt := range tests {
		if s, ok := tt.plan.Next(now); ok {
			t.Errorf("%s: next is %s", tt.name, s.Key())
		}
		if got := tt.plan.Upcoming(now, Silence{}, 3); len(got) != 0 {
			t.Errorf("%s: %d slots", tt.name, len(got))
		}
	}
	if got := (Plan{}).String(); got != "never" {
		t.Errorf("never prints as %q", got)
	}
	if _, ok := (Plan{}).Next(now); ok {
		t.Error("never has a next slot")
	}
}

func TestPlansAreEqualWhenTheySayTheSame(t *testing.T) {
	p := mustPlan(t, "mon 10:30 in Berlin")
	if !p.Equal(mustPlan(t, "mondays at 10:30am in europe/berlin")) {
		t.Error("the same plan in other words is another")
	}
	for _, other := range []string{"tue 10:30 in Berlin", "mon 10:31 in Berlin", "mon 10:30 in Paris", "mon 10:30 11:00 in Berlin"} {
		if p.Equal(mustPlan(t, other)) {
			t.Errorf("%s is the same as %s", other, p)
		}
	}
}

func BenchmarkNext(b *testing.B) {
	p := mustPlan(b, "weekdays 10:30 15:00 in Berlin")
	now := at(b, "2026-11-20T14:00:00Z")
	b.ReportAllocs()
	for b.Loop() {
		p.Next(now)
	}
}

func BenchmarkNextOverTheWeekend(b *testing.B) {
	p := mustPlan(b, "weekdays 10:30 15:00 in Berlin")
	now := at(b, "2026-11-20T15:00:00Z")
	b.ReportAllocs()
	for b.Loop() {
		p.Next(now)
	}
}
