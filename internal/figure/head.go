package figure

import (
	"math"
	"slices"
)

func (t tailor) head(b body) item {
	f := b.head
	jaw := f
	jaw.o = f.place(1.5, -3.7, 0)
	skull, chin := t.cam.egg(f, 5.3, 6.2, 4.8), t.cam.egg(jaw, 2.9, 2.3, 2.7)
	bridge, tip, lip := t.cam.ball(f.place(4.4, 0.8, 0), 0.7), t.cam.ball(f.place(5.6, -1.2, 0), 0.75), t.cam.ball(f.place(4.3, -1.9, 0), 0.7)
	outline := func(w float64) [][]point { return [][]point{hull(w, skull, chin), hull(w, bridge, tip, lip)} }
	nose := hull(0, bridge, tip, lip)
	i := item{depth: t.cam.depth(f.o)}
	if t.ghost {
		i.layers = []layer{{t.th.ghost, outline(0), false}}
		return i
	}
	i.layers = t.edge(slices.Contains(t.moves, "head"), outline)
	hair, face := t.cap(f, 5.3, 6.2, 4.8)
	if hair != nil {
		i.layers = append(i.layers, layer{colour: t.th.skin, outlines: outline(0)}, layer{colour: t.th.hair, outlines: [][]point{hair}})
		return i
	}
	i.layers = append(i.layers, layer{colour: t.th.skin, outlines: [][]point{nose, hull(0, chin)}}, layer{colour: t.th.hair, outlines: [][]point{hull(0, skull)}}, layer{colour: t.th.skin, outlines: [][]point{face, hull(0, chin)}})
	return i
}

// crown is the middle of the hair on a round head, to the front and up, and
// how much of the head it covers: the cosine of its reach.
var crown, crownReach = vec{-0.78, 0.6258, 0}, 0.12

// cap is the part of the head that is hair, as it is seen, so that a head
// shows which way it looks without a face. Of hair and face one is convex on
// the page: the one whose middle is on the near side. The other is nil.
func (t tailor) cap(f frame, front, up, right float64) (hair, face []point) {
	// The head as a ball: what is near on it, seen in its own directions.
	n := t.cam.near
	near := vec{n.dot(f.f) / front, n.dot(f.u) / up, n.dot(f.r) / right}.unit()
	isHair := crown.dot(near) >= 0
	var blobs []blob
	add := func(s vec) {
		blobs = append(blobs, blob{c: t.cam.see(f.place(s.x*front, s.y*up, s.z*right))})
	}
	around(crown, func(d vec) { // the edge of the hair, where it is on the near side
		s := crown.times(crownReach).plus(d.times(math.Sqrt(1 - crownReach*crownReach)))
		if s.dot(near) >= 0 {
			add(s)
		}
	})
	around(near, func(s vec) { // the outline of the head
		if (s.dot(crown) >= crownReach) == isHair {
			add(s)
		}
	})
	if isHair {
		return hull(0, blobs...), nil
	}
	return nil, hull(0, blobs...)
}

// around goes once around an axis.
func around(axis vec, each func(vec)) {
	a := vec{0, 0, 1}
	if math.Abs(axis.z) > 0.9 {
		a = vec{0, 1, 0}
	}
	a = a.across(axis)
	b := axis.cross(a)
	for _, d := range directions {
		each(a.times(d.x).plus(b.times(d.y)))
	}
}
