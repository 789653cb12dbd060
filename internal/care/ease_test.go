package care

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// endedBy is the cause that ended the alert once the check-ins have come one after another.
func endedBy(a Alert, known []CheckIn, since ...CheckIn) string {
	alerts := []Alert{a}
	for _, c := range since {
		alerts = Ease(alerts, known, c)
		known = append(known[:len(known):len(known)], c)
	}
	return alerts[0].EndedBy
}

func TestTwoScoresBackEndGentleMode(t *testing.T) {
	usual3 := []CheckIn{noted(-9, 3), noted(-8, 3), noted(-7, 3), noted(-6, 3), noted(-5, 3), noted(-4, 3), noted(-3, 3)}
	few := usual3[:1]
	usual6 := []CheckIn{noted(-9, 6), noted(-8, 6), noted(-7, 6), noted(-6, 6), noted(-5, 6), noted(-4, 6), noted(-3, 6)}
	alert := func(rule Rule) Alert { return Alert{Rule: rule, Cause: "c", At: noon} }
	for _, c := range []struct {
		name  string
		a     Alert
		known []CheckIn
		since []CheckIn
		want  int // which of them ended it, counted from 1; 0: none
	}{
		{"6.4: Wednesday 5, Friday 4, Monday 3", alert(R2), usual3, []CheckIn{noted(2, 5), noted(4, 4), noted(7, 3)}, 3},
		{"R2, two at 1 above", alert(R2), usual3, []CheckIn{noted(1, 4), noted(2, 4)}, 2},
		{"R2, one", alert(R2), usual3, []CheckIn{noted(1, 4)}, 0},
		{"R2, not in a row", alert(R2), usual3, []CheckIn{noted(1, 4), noted(2, 5), noted(3, 4)}, 0},
		{"R2, then in a row", alert(R2), usual3, []CheckIn{noted(1, 4), noted(2, 5), noted(3, 4), noted(4, 3)}, 4},
		{"R2, words between interrupt nothing", alert(R2), usual3, []CheckIn{noted(1, 4), said(1.5, "severe"), noted(2, 4)}, 3},
		{"R2, words count for nothing", alert(R2), usual3, []CheckIn{said(1, "none"), noted(1.5, 4), said(2, "none")}, 0},
		{"R2, sharp pain at first", alert(R2), usual3, []CheckIn{sharp(noted(1, 3)), noted(2, 3)}, 0},
		{"R2, sharp pain then", alert(R2), usual3, []CheckIn{noted(1, 3), sharp(noted(2, 3))}, 0},
		{"R2, no usual, below 7", alert(R2), few, []CheckIn{noted(1, 6), noted(2, 6)}, 2},
		{"R2, no usual, at 7", alert(R2), few, []CheckIn{noted(1, 6), noted(2, 7)}, 0},
		{"R2, usual 6, at 7", alert(R2), usual6, []CheckIn{noted(1, 7), noted(2, 6)}, 0},
		{"R2, usual 6, below 7", alert(R2), usual6, []CheckIn{noted(1, 6), noted(2, 6)}, 2},
		{"R2, while it is locked", alert(R2), usual3, []CheckIn{noted(0.1, 3), noted(0.2, 3)}, 0},
		{"R2, the second after the lock", alert(R2), usual3, []CheckIn{noted(0.1, 3), noted(0.5, 3)}, 2},
		{"R2, at its latest", alert(R2), few, []CheckIn{noted(28.4, 3), noted(28.5, 3)}, 0},
		{"R1, in its gentle mode", alert(R1), usual3, []CheckIn{noted(0.6, 3), noted(0.7, 3)}, 2},
		{"R4", alert(R4), usual3, []CheckIn{noted(0.1, 3), noted(0.2, 3)}, 2},
		{"R4, no usual", alert(R4), few, []CheckIn{noted(0.1, 3), noted(0.2, 3)}, 0},
		{"R4, with a score from before", alert(R4), usual3, []CheckIn{noted(0.1, 3)}, 0},
		{"R5", alert(R5), usual3, []CheckIn{noted(1, 4), noted(1.5, 4)}, 2},
		{"R5, when it is over", alert(R5), usual3, []CheckIn{noted(1, 4), noted(2, 4)}, 0},
		{"a bad day runs its course", alert(BadDay), usual3, []CheckIn{noted(0.1, 3), noted(0.2, 3)}, 0},
		{"R3 is never gentle", alert(R3), usual3, []CheckIn{noted(0.1, 3), noted(0.6, 3)}, 0},
		{"R0 is never gentle", alert(R0), usual3, []CheckIn{noted(0.1, 3), noted(2, 3)}, 0},
	} {
		want := ""
		if c.want > 0 {
			want = c.since[c.want-1].Cause
		}
		if got := endedBy(c.a, c.known, c.since...); got != want {
			t.Errorf("%s: ended by %q, want %q", c.name, got, want)
		}
	}
}

func TestEndedGentleModeIsOver(t *testing.T) {
	for _, rule := range []Rule{R1, R2, R4, R5} {
		a := Alert{Rule: rule, Cause: "c", At: noon, Ended: after(20), EndedBy: "d"}
		if s := Stand([]Alert{a}, after(20).Add(-1)); !s.Gentle || !s.GentleUntil.Equal(after(20)) {
			t.Errorf("%s before its end: %+v", rule, s)
		}
		if s := Stand([]Alert{a}, after(20)); s != (Standing{}) {
			t.Errorf("%s after its end: %+v", rule, s)
		}
		if got := Rests([]Alert{a}, noon.Location())[0].Until.Sub(Rests([]Alert{a}, noon.Location())[0].From); got != 2 {
			t.Errorf("%s rests %d days, want 2", rule, got)
		}
	}
	late := Alert{Rule: R4, Cause: "c", At: noon, Ended: after(72), EndedBy: "d"}
	if s := Stand([]Alert{late}, after(47)); !s.GentleUntil.Equal(after(48)) {
		t.Errorf("an end after the end makes it longer: %+v", s)
	}
}

// Content.md 6.4: usual 3, check-in 6. The rules by check-in; by the clock
// the gentle mode of Wednesday's 5 is over on Friday.
func TestWorkedExampleOfAFlareThatSettles(t *testing.T) {
	checkins := []CheckIn{noted(-8, 3), noted(-6, 3), noted(-4, 3), noted(-2, 3)}
	var alerts []Alert
	for i, c := range []CheckIn{noted(0, 6), noted(2, 5), noted(3.5, 4), noted(7, 3)} {
		rule := Judge(Case{CheckIn: &c, Before: checkins, Now: c.At})
		if want := []Rule{R5, R5, "", ""}[i]; rule != want {
			t.Errorf("check-in %d brings %q, want %q", c.Score, rule, want)
		}
		if rule != "" {
			alerts = Raise(alerts, Alert{Rule: rule, Cause: c.Cause, At: c.At})
		}
		alerts = Ease(alerts, checkins, c)
		if got, want := Stand(alerts, c.At).Gentle, i < 3; got != want {
			t.Errorf("after %d: gentle %v, want %v", c.Score, got, want)
		}
		checkins = append(checkins, c)
	}
}

func TestChangedAnswerTakesBackWhatItEnded(t *testing.T) {
	alerts := []Alert{{Rule: R4, Cause: "c", At: noon}, {Rule: R2, Cause: "e", At: after(-100), Ended: after(-50), EndedBy: "other"}}
	known := []CheckIn{noted(-4, 3), noted(-3, 3), noted(-2, 3), noted(0.1, 3)}
	eased := Ease(alerts, known, noted(0.2, 3))
	if eased[0].Ended != noted(0.2, 3).At || alerts[0].Ended != (time.Time{}) || eased[1] != alerts[1] {
		t.Fatalf("eased %+v, given %+v", eased, alerts)
	}
	if diff := cmp.Diff(alerts, Without(eased, noted(0.2, 3).Cause)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if eased[0].Ended.IsZero() {
		t.Error("the given alerts changed")
	}
}

func TestLongGentleIsSevenDaysOnEnd(t *testing.T) {
	alerts := func(rule Rule, days ...float64) (list []Alert) {
		for _, d := range days {
			list = append(list, Alert{Rule: rule, Cause: noted(d, 0).Cause, At: noted(d, 0).At, Read: noted(d, 0).At})
		}
		return list
	}
	for _, c := range []struct {
		name   string
		alerts []Alert
		want   bool
	}{
		{"nothing", nil, false},
		{"R4 on Wednesday, Friday, Sunday, Tuesday", alerts(R4, -6, -4, -2, 0), true},
		{"the first one a day later", alerts(R4, -5, -4, -2, 0), false},
		{"a day between", alerts(R4, -7, -3, -1), false},
		{"over now", alerts(R4, -8, -6, -4, -2), false},
		{"a lock between: R1", alerts(R1, -6, -3, -1), true},
		{"R2 since seven days", alerts(R2, -6), true},
		{"R2 since six days", alerts(R2, -5), false},
		{"R5 and R4", append(alerts(R5, -6, -2), alerts(R4, -4, -0.5)...), true},
		{"bad days", alerts(BadDay, -6, -5, -4, -3, -2, -1, 0), true},
		{"R0 is not gentle", append(alerts(R4, -4, -2, 0), alerts(R0, -6, -5)...), false},
	} {
		if got := LongGentle(c.alerts, noon); got != c.want {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestStricterLockStands(t *testing.T) {
	read := func(rule Rule, hours float64) Alert {
		return Alert{Rule: rule, Cause: string(rule), At: after(hours), Read: after(hours)}
	}
	for _, c := range []struct {
		name   string
		alerts []Alert
		want   Standing
	}{
		{"RC over R0", []Alert{read(RC, -2), read(R0, -1)}, Standing{Lock: RC, Cause: "RC", Until: after(23), Quiet: true}},
		{"R1 over R2", []Alert{read(R1, -1), read(R2, -2)}, Standing{Lock: R1, Cause: "R1", Until: after(12), Quiet: true}},
		{"R2 over R3", []Alert{read(R3, -1), read(R2, -2)}, Standing{Lock: R2, Cause: "R2", Until: after(12), Quiet: true}},
		{"unread over read", []Alert{read(R0, -1), {Rule: R0, Cause: "new", At: after(-3)}},
			Standing{Lock: R0, Cause: "new", Until: after(23), Unread: true, Quiet: true}},
		{"the later of two alike", []Alert{{Rule: R0, Cause: "z", At: after(-1), Read: noon}, {Rule: R0, Cause: "b", At: after(-2), Read: noon}},
			Standing{Lock: R0, Cause: "z", Until: after(23), Quiet: true}},
		{"of gentle ones the longer", []Alert{read(R4, -1), read(BadDay, -2)},
			Standing{Gentle: true, GentleUntil: after(47), Quiet: true, Cause: "R4"}},
		{"also when the shorter is stricter", []Alert{read(R4, -40), read(R5, -1)},
			Standing{Gentle: true, GentleUntil: after(47), Cause: "R5"}},
		{"of equally long ones the stricter", []Alert{read(R5, -1), read(R4, -1)},
			Standing{Gentle: true, GentleUntil: after(47), Cause: "R4"}},
		{"an open one among others", []Alert{read(R4, -1), read(R2, -24)},
			Standing{Gentle: true, GentleUntil: after(-12 + 28*24), Open: true, Cause: "R2"}},
	} {
		for range 2 {
			if diff := cmp.Diff(c.want, Stand(c.alerts, noon)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.name, diff)
			}
			slices.Reverse(c.alerts)
		}
	}
}
