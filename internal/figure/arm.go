package figure

import "math"

// arm is a short sleeve, a bare arm and a hand. A gap around it begins below
// the shoulder, where it belongs to the shirt.
func (t tailor) arm(l limb, far, moves bool) item {
	shirt, skin := t.th.shirt, t.th.skin
	if far {
		shirt, skin = t.th.farShirt, t.th.farSkin
	}
	upper := func(k float64) vec { return l.root.to(l.joint, k) }
	sleeve := []piece{{l.root, 2.95, -1}, {upper(0.3), 3.2, 0}, {upper(0.66), 3.1, 1}}
	bare := []piece{{upper(0.5), 2.7, 1}, {l.joint, 2.4, 1}, {l.joint.to(l.tip, 0.3), 2.45, 1}, {l.tip, 1.6, 1}}
	i := item{depth: t.cam.depth(l.root.to(l.joint, 0.8))*0.4 + t.cam.depth(l.tip)*0.6}
	i.layers = t.edge(moves, func(w float64) [][]point {
		return append(append(t.chain(w, sleeve...), t.chain(w, bare...)...), t.hand(w, l)...)
	})
	i.layers = append(i.layers,
		layer{colour: skin, outlines: append(t.chain(0, bare...), t.hand(0, l)...)},
		layer{colour: shirt, outlines: t.chain(0, sleeve...)})
	return i
}

// seam is where a sleeve begins, on the shirt.
func (t tailor) seam(l limb, depth float64) item {
	return item{depth, []layer{{colour: t.th.shirt, outlines: t.chain(0, piece{l.root, 2.95, 0}, piece{l.root.to(l.joint, 0.35), 3.15, 0})}}}
}

// hand is a mitt with a thumb, so much wider all around.
func (t tailor) hand(wider float64, l limb) [][]point {
	f := frame{l.tip, l.end, l.thumb, l.end.cross(l.thumb)}
	palm, fingers := f, f
	palm.o, fingers.o = f.place(2.3, 0, 0), f.place(4.6, -0.2, 0)
	return [][]point{
		hull(wider, t.cam.ball(l.tip, 1.5), t.cam.egg(palm, 1.6, 2.05, 1.55), t.cam.egg(fingers, 1.9, 1.6, 1.2)),
		hull(wider, t.cam.ball(f.place(0.9, 0.9, 0), 1), t.cam.ball(f.place(3.1, 2.5, 0.3), 0.8)),
	}
}

// passes is how near an arm comes to a place on the page.
func (l limb) passes(c camera, v vec) float64 {
	p, nearest := c.see(v), math.Inf(1)
	for _, part := range [2][2]vec{{l.root.to(l.joint, 0.4), l.joint}, {l.joint, l.tip}} {
		a, b := c.see(part[0]), c.see(part[1])
		along, to := a.to(b), a.to(p)
		k := (along.x*to.x + along.y*to.y) / max(along.x*along.x+along.y*along.y, 1e-9)
		k = max(0, min(1, k))
		nearest = min(nearest, point{a.x + k*along.x, a.y + k*along.y}.to(p).length())
	}
	return nearest
}
