package figure

import (
	"math"

	"catcow/content"
)

// touch is how near a sole or a palm is to what it rests on, a length.
const touch = 1.0

// soles are the places that a foot can stand on, each with its thickness.
func (l limb) soles() []piece {
	up := l.joint.minus(l.tip).across(l.end)
	at := func(along, down, r float64) piece {
		return piece{at: l.tip.plus(l.end.times(along)).minus(up.times(down)), radius: r}
	}
	return []piece{at(-2.4, 2.1, 1.9), at(6.2, 2.55, 1.45), at(9.2, 2.85, 1.15)}
}

// palms are the places that a hand can rest on.
func (l limb) palms() []piece {
	return []piece{{at: l.tip, radius: 1.7}, {at: l.tip.plus(l.end.times(2.6)), radius: 1.95}, {at: l.tip.plus(l.end.times(handLength - 1.2)), radius: 1.2}}
}

// top is the height of what is below a place: the floor, or a prop.
func top(props []content.Prop, v vec) float64 {
	height := 0.0
	for _, p := range props {
		for _, b := range (theme{}).blocks(p) {
			if v.x > b.a.x-1 && v.x < b.b.x+1 && v.z > b.a.z-1 && v.z < b.b.z+1 && b.b.y <= v.y+touch {
				height = max(height, b.b.y)
			}
		}
	}
	return height
}

// marks are the outlines of where soles, palms and the bottom rest.
func (s *scene) marks(b body) (marks [][]point) {
	wider := 1.2
	if !s.level { // from above there is more to see of it
		wider = 0.5
	}
	mark := func(pieces []piece) {
		var on []blob
		for _, p := range pieces {
			h := top(s.p.Props, p.at)
			if math.Abs(p.at.y-p.radius-h) > touch {
				continue
			}
			f := frame{vec{p.at.x, h, p.at.z}, vec{1, 0, 0}, vec{0, 1, 0}, vec{0, 0, 1}}
			on = append(on, s.cam.egg(f, p.radius+wider, 0.5, p.radius+wider))
		}
		if len(on) > 0 {
			marks = append(marks, hull(0, on...))
		}
	}
	for i := range sides {
		mark(b.legs[i].soles())
		if s.level {
			mark([]piece{{at: b.legs[i].joint, radius: 3.2}})
		}
		mark(b.arms[i].palms())
	}
	if s.level {
		mark([]piece{{at: b.pelvis.place(-0.5, 0.3, 0), radius: 4.7}})
	}
	return marks
}
