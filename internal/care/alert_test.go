package care

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"catcow/internal/habit"
)

// after is so many hours after noon.
func after(hours float64) time.Time { return noon.Add(time.Duration(hours * float64(time.Hour))) }

func TestStandingOverTime(t *testing.T) {
	midnight := time.Date(2026, 11, 25, 0, 0, 0, 0, noon.Location())
	r0 := Alert{Rule: R0, Cause: "m1", Words: true, At: noon}
	read := Alert{Rule: R0, Cause: "m1", Words: true, At: noon, Read: after(1)}
	late := Alert{Rule: R0, Cause: "m1", At: noon, Read: after(30)}
	r1 := Alert{Rule: R1, Cause: "c1", At: noon}
	r4 := Alert{Rule: R4, Cause: "c2", At: noon}
	for _, c := range []struct {
		name   string
		alerts []Alert
		now    time.Time
		want   Standing
	}{
		{"nothing", nil, noon, Standing{}},
		{"R0 unread", []Alert{r0}, after(1), Standing{Lock: R0, Quiet: true, Unread: true, Until: after(24), Words: true, Cause: "m1"}},
		{"R0 unread after a week", []Alert{r0}, after(168), Standing{Lock: R0, Quiet: true, Unread: true, Until: after(24), Words: true, Cause: "m1"}},
		{"R0 read", []Alert{read}, after(2), Standing{Lock: R0, Quiet: true, Until: after(24), Words: true, Cause: "m1"}},
		{"R0 read, almost over", []Alert{read}, after(24).Add(-1), Standing{Lock: R0, Quiet: true, Until: after(24), Words: true, Cause: "m1"}},
		{"R0 over", []Alert{read}, after(24), Standing{}},
		{"R0 read late", []Alert{late}, after(30), Standing{}},
		{"R1", []Alert{r1}, noon, Standing{Lock: R1, Quiet: true, Until: midnight, Cause: "c1"}},
		{"R1 before midnight", []Alert{r1}, midnight.Add(-1), Standing{Lock: R1, Quiet: true, Until: midnight, Cause: "c1"}},
		{"R1 after midnight", []Alert{r1}, midnight, Standing{Gentle: true, GentleUntil: midnight.Add(48 * time.Hour), Cause: "c1"}},
		{"R1 over", []Alert{r1}, midnight.Add(48 * time.Hour), Standing{}},
		{"R4", []Alert{r4}, noon, Standing{Gentle: true, GentleUntil: after(48), Cause: "c2"}},
		{"R4 over", []Alert{r4}, after(48), Standing{}},
		{"R4 then R1", []Alert{r4, r1}, after(1), Standing{Lock: R1, Quiet: true, Until: midnight, Gentle: true, GentleUntil: after(48), Cause: "c1"}},
		{"R4 and R1, next day", []Alert{r4, r1}, midnight, Standing{Gentle: true, GentleUntil: midnight.Add(48 * time.Hour), Cause: "c1"}},
		{"R0 outweighs R1", []Alert{r1, r0}, after(1), Standing{Lock: R0, Quiet: true, Unread: true, Until: after(24), Words: true, Cause: "m1"}},
		{"a button outweighs words", []Alert{r0, {Rule: R0, Cause: "b1", At: after(1)}}, after(2), Standing{Lock: R0, Quiet: true, Unread: true, Until: after(25), Cause: "b1"}},
		{"a clock that went back", []Alert{r1}, after(-1), Standing{Lock: R1, Quiet: true, Until: midnight, Cause: "c1"}},
		{"a rule of later days", []Alert{{Rule: "R9", Cause: "x", At: noon}}, after(1), Standing{}},
	} {
		got := Stand(c.alerts, c.now)
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		slices.Reverse(c.alerts)
		if diff := cmp.Diff(got, Stand(c.alerts, c.now)); diff != "" {
			t.Errorf("%s depends on the order:\n%s", c.name, diff)
		}
	}
}

func TestNextDayIsThePersonsOwn(t *testing.T) {
	at := time.Date(2026, 11, 24, 23, 0, 0, 0, time.UTC) // Wednesday noon in Auckland
	auckland := must(time.LoadLocation("Pacific/Auckland"))
	want := time.Date(2026, 11, 26, 0, 0, 0, 0, auckland)
	if got := Stand([]Alert{{Rule: R1, Cause: "c", At: at}}, at.In(auckland)); !got.Until.Equal(want) {
		t.Errorf("until %v, want %v", got.Until, want)
	}
}

func TestRaisingTwiceIsRaisingOnce(t *testing.T) {
	first := Alert{Rule: R0, Cause: "m1", Words: true, At: noon}
	alerts := Read(Raise(nil, first), after(1))
	again := first
	again.At = after(5)
	if diff := cmp.Diff(alerts, Raise(alerts, again)); diff != "" {
		t.Errorf("a repeated delivery changed (-want +got):\n%s", diff)
	}
}

func TestChangedAnswerTakesThePlaceOfTheFormer(t *testing.T) {
	nine := Alert{Rule: R1, Cause: "c1", At: noon}
	seven := Alert{Rule: R4, Cause: "c1", At: after(0.1)}
	other := Alert{Rule: R4, Cause: "c0", At: after(-30)}
	alerts := Raise(Raise([]Alert{other}, nine), seven)
	if diff := cmp.Diff([]Alert{other, seven}, alerts); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]Alert{other}, Without(alerts, "c1")); diff != "" {
		t.Errorf("without (-want +got):\n%s", diff)
	}
	if len(alerts) != 2 || alerts[1] != seven {
		t.Errorf("the given alerts changed: %v", alerts)
	}
}

func TestOldAlertsAreDropped(t *testing.T) {
	old := Alert{Rule: R4, Cause: "old", At: noon.Add(-400*24*time.Hour - 1)}
	kept := Alert{Rule: R4, Cause: "kept", At: noon.Add(-400 * 24 * time.Hour)}
	fresh := Alert{Rule: R4, Cause: "new", At: noon}
	if diff := cmp.Diff([]Alert{kept, fresh}, Raise([]Alert{old, kept}, fresh)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestReadMarksOnlyWhatIsUnread(t *testing.T) {
	alerts := []Alert{{Rule: R0, Cause: "a", At: noon, Read: after(1)}, {Rule: R0, Cause: "b", At: noon}, {Rule: R1, Cause: "c", At: noon}}
	want := slices.Clone(alerts)
	want[1].Read = after(2)
	if diff := cmp.Diff(want, Read(alerts, after(2))); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !alerts[1].Read.IsZero() {
		t.Error("the given alerts changed")
	}
}

func TestStreakRestsWhileARuleHolds(t *testing.T) {
	day := func(date int) habit.Day { return habit.Day{Year: 2026, Month: 11, Date: date} }
	for _, c := range []struct {
		name string
		a    Alert
		want []habit.Span
	}{
		{"R0 read", Alert{Rule: R0, At: noon, Read: after(1)}, []habit.Span{{From: day(24), Until: day(26), As: habit.Resting}}},
		{"R0 read late", Alert{Rule: R0, At: noon, Read: after(72)}, []habit.Span{{From: day(24), Until: day(28), As: habit.Resting}}},
		{"R0 unread", Alert{Rule: R0, At: noon}, []habit.Span{{From: day(24), As: habit.Resting}}},
		{"R1", Alert{Rule: R1, At: noon}, []habit.Span{{From: day(24), Until: day(27), As: habit.Resting}}},
		{"R4", Alert{Rule: R4, At: noon}, []habit.Span{{From: day(24), Until: day(27), As: habit.Resting}}},
		{"R4 at midnight", Alert{Rule: R4, At: day(24).Start(noon.Location())}, []habit.Span{{From: day(24), Until: day(26), As: habit.Resting}}},
		{"unknown", Alert{Rule: "R9", At: noon}, nil},
	} {
		if diff := cmp.Diff(c.want, Rests([]Alert{c.a}, noon.Location())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
