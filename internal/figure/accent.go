package figure

import (
	"slices"

	"catcow/content"
)

// ring is an outline in the accent colour with a gap around it.
func (t tailor) ring(b blob) []layer {
	line, edge := [][]point{hull(0, b), hull(-1.3*t.line, b)}, [][]point{hull(t.line, b), hull(-2.2*t.line, b)}
	slices.Reverse(line[1]) // holes
	slices.Reverse(edge[1])
	return []layer{{t.th.panel, edge, true}, {t.th.accent, line, true}}
}

// bowl marks how the pelvis is tipped, in front of the legs: its outline and
// its axis.
func (t tailor) bowl(b body) item {
	f := b.pelvis
	f.o = f.place(-0.5, 1.2, 0)
	axis := func(radius float64) [][]point {
		return [][]point{hull(0, t.cam.ball(f.place(0, -2, 0), radius*t.line), t.cam.ball(f.place(0, 11, 0), radius*t.line))}
	}
	return item{t.cam.depth(f.o) + 8, append(t.ring(t.cam.egg(f, 5.2, 5.6, 8)),
		layer{t.th.panel, axis(1.6), false}, layer{t.th.accent, axis(0.8), false})}
}

// breath marks how far the belly comes out, below the hands.
func (t tailor) breath(p content.Pose, b body, depth float64) item {
	f := b.spine[1]
	f.o = f.place(3.4+0.8*p.Belly, 0.2, 0)
	return item{depth, t.ring(t.cam.egg(f, 1, 4.2+0.45*p.Belly, 4.4+0.55*p.Belly))}
}

// blades are the shoulder blades, as folds of the shirt; they show from behind.
func (t tailor) blades(p content.Pose, b body) []layer {
	if t.cam.depth(b.chest.f) > 0 || t.ghost {
		return nil
	}
	var edge, inside [][]point
	for _, side := range sides {
		f := b.spine[5]
		f.o = f.place(-3, 0.5, side*p.Blade)
		g, h := f, f
		g.o, h.o = f.place(0, 2.2, side*1.2), f.place(0, -3.4, -side*0.2)
		edge = append(edge, hull(t.line, t.cam.egg(g, 1, 1.5, 2.2), t.cam.egg(h, 1, 1, 0.9)))
		inside = append(inside, hull(0, t.cam.egg(g, 1, 1.5, 2.2), t.cam.egg(h, 1, 1, 0.9)))
	}
	return []layer{{t.th.panel, edge, false}, {t.th.accent, inside, false}}
}
