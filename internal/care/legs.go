package care

import "catcow/content"

// A Leg is one stretch of a session: what is done without a word in between.
type Leg struct {
	Rest    bool // between two rounds
	Set     int  // 1, 2, ... of Dose.Sets
	Side    int  // 1 or 2 where a move has sides; 0: it has none
	Hold    int  // 1, 2, ... of Dose.Reps where each hold is a leg of its own; 0: all repeats are one
	Seconds int  // how long it takes
}

// How a session is parted (docs/decisions/0031): what is shorter than apart goes with
// what stands beside it, for nobody looks at a screen every few seconds.
const (
	apart    = 10 // seconds
	mostLegs = 12
	turning  = 5 // seconds to change sides, as in Dose.Length
	settling = 10
)

// Legs parts a dose into what is done one after another: each round, each side, each long
// hold, and the rests between rounds. Getting ready and changing sides belong to the leg
// they lead to, so that the legs take as long as the dose does, to the second.
func Legs(d content.Dose) []Leg {
	legs := parted(d, holdsApart(d))
	if len(legs) > mostLegs {
		legs = parted(d, false)
	}
	if d.MoveSeconds > 0 && len(legs) > 0 {
		legs[0].Seconds += settling
	}
	turned := false
	for i := range legs {
		if legs[i].Side == 2 && !turned {
			legs[i].Seconds, turned = legs[i].Seconds+turning, true
		}
	}
	return legs
}

// holdsApart says whether each hold is long enough to be a leg of its own.
func holdsApart(d content.Dose) bool {
	return d.Holds() && d.Reps > 1 && d.MoveSeconds+d.HoldSeconds >= apart
}

func parted(d content.Dose, apiece bool) (legs []Leg) {
	sides := []int{0}
	if d.PerSide {
		sides = []int{1, 2}
	}
	one := d.MoveSeconds + d.HoldSeconds
	for set := 1; set <= max(1, d.Sets); set++ {
		if rest := d.RestSeconds; set > 1 && rest > 0 {
			legs = append(legs, Leg{Rest: true, Set: set, Seconds: rest})
		}
		for _, side := range sides {
			if !apiece {
				legs = append(legs, Leg{Set: set, Side: side, Seconds: d.Reps * one})
				continue
			}
			for hold := 1; hold <= d.Reps; hold++ {
				legs = append(legs, Leg{Set: set, Side: side, Hold: hold, Seconds: one})
			}
		}
	}
	return legs
}
