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

// blades are the shoulder blades, as folds of the shirt; they show from behind.
func (t tailor) blades(p content.Pose, b body) []layer {
	if t.cam.depth(b.chest.f) > 0 || t.ghost {
		return nil
	}
	var edge, inside [][]point
	for _, side := range sides {
		f := b.spine[5]
		corner := func(up, out, r float64) blob { // on the back, out from the blade's inner edge
			return t.cam.ball(f.place(-4.6, up, side*(p.Blade-1.4+out)), r)
		}
		blade := func(w float64) []point {
			return hull(w, corner(3, 0, 0.7), corner(2.6, 3.2, 0.9), corner(-4.2, 0.7, 0.7))
		}
		edge, inside = append(edge, blade(0.9*t.line)), append(inside, blade(0))
	}
	return []layer{{t.th.panel, edge, false}, {t.th.accent, inside, false}}
}

// stretch marks the part of a leg that is made longer: over the buttock, down
// the back of the thigh, or across the front of the hip.
func (t tailor) stretch(b body, l limb, i int) (layers []layer) {
	if t.ghost {
		return nil
	}
	name, side := []string{"right", "left"}[i], sides[i]
	front := l.pole.across(l.root.toward(l.joint))
	thigh := func(k, forward, r float64) piece {
		return piece{at: l.root.to(l.joint, k).plus(front.times(forward)), radius: r}
	}
	hip := func(x, y, z, r float64) piece { return piece{at: b.pelvis.place(x, y, z*side), radius: r} }
	for _, on := range []struct {
		part   string
		pieces []piece
	}{
		{"buttock", []piece{hip(-2, 0.4, 6.6, 2.2), hip(0.6, -2.2, 7.2, 2.2)}},
		{"thigh back", []piece{thigh(0.12, -2.7, 1.1), thigh(0.5, -2.4, 1.25), thigh(0.88, -1.7, 1)}},
		{"hip front", []piece{hip(3.2, 2.2, 5, 0.9), thigh(0.02, 2.9, 1.25), thigh(0.42, 2.6, 1)}},
	} {
		if slices.Contains(t.moves, name+" "+on.part) {
			layers = append(layers, layer{colour: t.th.accent, outlines: t.chain(0, on.pieces...)})
		}
	}
	return layers
}
