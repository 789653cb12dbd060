package care

import (
	"fmt"
	"testing"

	"catcow/content"
)

// everyDose is each amount that anybody is ever told: all moves, levels and steps between.
func everyDose(t *testing.T, each func(name string, e content.Exercise, d content.Dose)) {
	t.Helper()
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range library.Exercises() {
		for level := 1; level <= 3; level++ {
			for step := range strides {
				each(fmt.Sprintf("%s %d.%d", e.Name, level, step), e, Amount(e, level, step))
			}
		}
		each(e.Name+" lightest", e, Lightest(e))
	}
}

// The legs of a session are its dose: as long, as often, on both sides, with its rests.
func TestLegsAreTheDose(t *testing.T) {
	most, doses := 0, 0
	everyDose(t, func(name string, e content.Exercise, d content.Dose) {
		doses++
		legs := Legs(d)
		most = max(most, len(legs))
		seconds, repeats, rests := 0, map[int]int{}, 0
		for i, leg := range legs {
			seconds += leg.Seconds
			switch {
			case leg.Rest:
				rests += leg.Seconds
				if i == 0 || i == len(legs)-1 || legs[i-1].Rest || legs[i-1].Set == leg.Set || legs[i+1].Set != leg.Set {
					t.Errorf("%s: rest %d stands at the wrong place: %+v", name, i, legs)
				}
			case leg.Hold > 0:
				repeats[leg.Side]++
			default:
				repeats[leg.Side] += d.Reps
			}
			if leg.Seconds < 1 {
				t.Errorf("%s: leg %d takes no time: %+v", name, i, leg)
			}
		}
		if off := seconds - d.Length(); off < -2 || off > 2 { // Length is to the nearest 5
			t.Errorf("%s: the legs take %d s, the dose %d: %+v", name, seconds, d.Length(), legs)
		}
		if rests != d.RestSeconds*(d.Sets-1) {
			t.Errorf("%s: rests of %d s, want %d", name, rests, d.RestSeconds*(d.Sets-1))
		}
		want := map[int]int{0: d.Sets * d.Reps}
		if d.PerSide {
			want = map[int]int{1: d.Sets * d.Reps, 2: d.Sets * d.Reps}
		}
		if fmt.Sprint(repeats) != fmt.Sprint(want) {
			t.Errorf("%s: repeats by side %v, want %v", name, repeats, want)
		}
		if len(legs) > mostLegs {
			t.Errorf("%s has %d legs", name, len(legs))
		}
	})
	t.Logf("%d doses, at most %d legs", doses, most)
	if doses < 200 || most < 4 {
		t.Errorf("%d doses with at most %d legs are too few to show anything", doses, most)
	}
}

func TestLegsByExample(t *testing.T) {
	for name, c := range map[string]struct {
		dose content.Dose
		want []Leg
	}{
		"repeats": {
			content.Dose{Sets: 1, Reps: 5, HoldSeconds: 3, MoveSeconds: 4, Text: "5 reps, 3 s hold"},
			[]Leg{{Set: 1, Seconds: 45}},
		},
		"sides and rounds": {
			content.Dose{Sets: 2, Reps: 10, HoldSeconds: 3, MoveSeconds: 5, PerSide: true, RestSeconds: 15, Text: "2 x 10 reps each side, 3 s hold"},
			[]Leg{{Set: 1, Side: 1, Seconds: 90}, {Set: 1, Side: 2, Seconds: 85}, {Rest: true, Set: 2, Seconds: 15}, {Set: 2, Side: 1, Seconds: 80}, {Set: 2, Side: 2, Seconds: 80}},
		},
		"long holds": {
			content.Dose{Sets: 1, Reps: 2, HoldSeconds: 30, MoveSeconds: 5, PerSide: true, Text: "2 x 30 s hold each side"},
			[]Leg{{Set: 1, Side: 1, Hold: 1, Seconds: 45}, {Set: 1, Side: 1, Hold: 2, Seconds: 35}, {Set: 1, Side: 2, Hold: 1, Seconds: 40}, {Set: 1, Side: 2, Hold: 2, Seconds: 35}},
		},
		"a walk": {
			content.Dose{Sets: 1, Reps: 1, HoldSeconds: 120, Text: "2 min"},
			[]Leg{{Set: 1, Seconds: 120}},
		},
	} {
		if got := Legs(c.dose); fmt.Sprint(got) != fmt.Sprint(c.want) {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
