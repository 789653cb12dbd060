package figure

import (
	"cmp"
	"image/color"
	"slices"

	"catcow/content"
)

// layer is one colour of an item.
type layer struct {
	colour   color.RGBA
	outlines [][]point
	holed    bool // one of the outlines is a hole
}

// item is what is painted at one depth: a limb, the trunk, the head.
type item struct {
	depth  float64
	layers []layer
}

// tailor dresses a body for a camera.
type tailor struct {
	cam   camera
	th    theme
	moves []string
	ghost bool    // a single pale colour, no lines
	line  float64 // how thick a thin line is, a length: as thick in every picture
}

// dress is the figure as items, the farthest first.
func (t tailor) dress(p content.Pose, b body) []item {
	items := []item{t.trunk(p, b), t.head(b)}
	if slices.Contains(t.moves, "pelvis") && !t.ghost {
		items = append(items, t.bowl(b))
	}
	for i, name := range []string{"right", "left"} {
		far := t.cam.depth(b.pelvis.r)*sides[i] < -0.8
		arm := t.arm(b.arms[i], far, slices.Contains(t.moves, name+" arm"))
		reach := b.arms[i].tip.minus(b.chest.o)
		switch front := reach.dot(b.chest.f) * t.cam.depth(b.chest.f); {
		case front > 1 && reach.length() < 12: // on the chest: in this order, however it turns
			arm.depth = items[0].depth + 0.5 + 0.1*float64(i)
		case front > 2: // before the body
			arm.depth = max(arm.depth, items[0].depth+0.5)
		}
		if hold := b.arms[i].tip.minus(b.head.o); hold.length() < 9 && hold.dot(b.head.f)*t.cam.depth(b.head.f) < -1.5 { // behind the head
			arm.depth = min(arm.depth, items[1].depth-0.5)
		}
		if !far && !t.ghost { // whatever covers the arm, its sleeve is sewn to the shirt
			items = append(items, t.seam(b.arms[i], items[0].depth+0.01))
		}
		if near := b.arms[i].passes(t.cam, b.head.o); near < 5.5 && b.arms[i].tip.minus(b.head.o).length() > 11 { // a head is never hidden
			items[1].depth = max(items[1].depth, arm.depth+0.1)
		}
		leg := t.leg(b, b.legs[i], far, slices.Contains(t.moves, name+" leg"))
		patch := item{leg.depth + 0.01, t.stretch(b, b.legs[i], i)}
		if !far { // on top of leg and pelvis, below the arms
			patch.depth = max(patch.depth, items[0].depth+0.01)
		}
		items = append(items, arm, leg, patch)
	}
	slices.SortStableFunc(items, farthest)
	if t.ghost {
		for i := range items {
			for j := range items[i].layers {
				items[i].layers[j].colour = t.th.ghost
			}
		}
	}
	return items
}

// farthest orders items by depth.
func farthest(a, b item) int { return cmp.Compare(a.depth, b.depth) }

// piece is a tapered part of a limb: a place and how thick it is there. lift
// is how much of the halo it has, 0 to 1.
type piece struct {
	at     vec
	radius float64
	lift   float64
}

// chain is the outlines of pieces in a row, each so much wider.
func (t tailor) chain(wider float64, pieces ...piece) (outlines [][]point) {
	for i := range len(pieces) - 1 {
		a, b := pieces[i], pieces[i+1]
		outlines = append(outlines, hull(0, t.cam.ball(a.at, a.radius+wider*a.lift), t.cam.ball(b.at, b.radius+wider*b.lift)))
	}
	return outlines
}

// edge is what is painted below a part that stands out: a gap, and the outline
// of what moves.
func (t tailor) edge(moves bool, wider func(float64) [][]point) (layers []layer) {
	if t.ghost {
		return nil
	}
	if moves {
		return []layer{{t.th.panel, wider(2.1 * t.line), false}, {t.th.accent, wider(1.2 * t.line), false}}
	}
	return []layer{{t.th.panel, wider(t.line), false}}
}

func (t tailor) leg(b body, l limb, far, moves bool) item {
	trousers, shoe := t.th.trousers, t.th.shoe
	if far {
		trousers, shoe = t.th.farTrousers, t.th.farShoe
	}
	calf := l.joint.to(l.tip, 0.3).minus(l.pole.times(0.5))
	pieces := []piece{{l.root, 4.7, -1}, {l.root.to(l.joint, 0.4), 4.2, 0.5}, {l.joint, 3.2, 1}, {calf, 3.0, 1}, {l.tip, 2.1, 1}}
	up := l.joint.minus(l.tip).across(l.end)
	foot := frame{l.tip, l.end, up, l.end.cross(up)}
	part := func(along, down, front, high, wide float64) blob {
		f := foot
		f.o = foot.place(along, -down, 0)
		return t.cam.egg(f, front, high, wide)
	}
	heel, ball, toe := part(-2.4, 2.1, 1.9, 1.9, 2), part(6.2, 2.55, 1.45, 1.45, 2.3), part(9.2, 2.85, 1.15, 1.15, 1.6)
	ankle := t.cam.ball(l.tip, 2.25)
	shod := func(w float64) [][]point {
		return [][]point{hull(w, heel, ankle), hull(w, ankle, ball), hull(w, ball, toe), hull(w, heel, ball)}
	}
	i := item{depth: t.cam.depth(l.root)*0.4 + t.cam.depth(l.joint)*0.3 + t.cam.depth(l.tip)*0.3}
	i.layers = t.edge(moves, func(w float64) [][]point { return append(t.chain(w, pieces...), shod(w)...) })
	i.layers = append(i.layers, layer{colour: shoe, outlines: shod(0)}, layer{colour: trousers, outlines: t.chain(0, pieces...)})
	return i
}

// girth is how deep and how wide the trunk is, half each, from the waist up.
var girth = [][2]float64{{4.3, 6.7}, {4.35, 6.7}, {4.5, 7.0}, {4.8, 7.6}, {5.1, 8.2}, {5.0, 8.6}, {4.4, 8.6}, {3.3, 8.3}}

func (t tailor) trunk(p content.Pose, b body) item {
	pelvis := func(w float64) [][]point {
		low, back, top := b.pelvis, b.pelvis, b.pelvis
		low.o, back.o, top.o = b.pelvis.place(0.2, 0, 0), b.pelvis.place(-1.3, 0.8, 0), b.pelvis.place(0, waist+1, 0)
		return [][]point{
			hull(w, t.cam.egg(low, 4.4, 4.5, 8.6), t.cam.egg(top, 4.2, 1.5, 6.6)),
			hull(w, t.cam.egg(back, 4.6, 4.8, 8), t.cam.egg(top, 4.2, 1.5, 6.6)),
		}
	}
	shirt := func(w float64) (outlines [][]point) {
		var blobs []blob
		for i, f := range b.spine {
			if i == len(b.spine)-1 {
				f.o = f.place(0, -0.8, 0)
			}
			blobs = append(blobs, t.cam.egg(f, girth[i][0], 2.2, girth[i][1]))
		}
		for i := range len(blobs) - 1 {
			outlines = append(outlines, hull(w, blobs[i], blobs[i+1]))
		}
		for i, side := range sides { // the shoulders, wherever the arms have taken them
			in := b.chest
			in.o = b.chest.place(0, -0.6, side*2.6)
			outlines = append(outlines, hull(w, t.cam.egg(in, 2.8, 2.4, 2.5), t.cam.ball(b.arms[i].root, 2.8)))
		}
		return outlines
	}
	belly := func(w float64) []point { // with a line where it was at first
		f := b.spine[1]
		f.o = f.place(p.Belly, 0, 0)
		inside := b.spine[1]
		inside.o = inside.place(0.8, 0, 0)
		return hull(w*min(1, p.Belly), t.cam.egg(f, 4.8-0.6*max(0, 1.5-p.Belly), 6, 5.6), t.cam.egg(inside, 2.6, 2.2, 5.2))
	}
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return slices.Contains(t.moves, n) })
	}
	i := item{depth: t.cam.depth(b.spine[3].o)}
	if !t.ghost {
		i.layers = append(i.layers, layer{colour: t.th.panel, outlines: shirt(t.line)})
		if p.Belly > 0 {
			i.layers = append(i.layers, layer{colour: t.th.panel, outlines: [][]point{belly(2.4 * t.line)}}, layer{colour: t.th.accent, outlines: [][]point{belly(1.5 * t.line)}},
				layer{colour: t.th.shirt, outlines: [][]point{belly(0)}}, layer{colour: t.th.panel, outlines: shirt(0.6 * t.line)})
		}
		if has("trunk", "chest") {
			i.layers = append(i.layers, layer{colour: t.th.accent, outlines: shirt(1.2 * t.line)})
		}
	}
	neck := [][]point{hull(0, t.cam.ball(b.neck, 2.7), t.cam.ball(b.head.place(-1.6, -3.5, 0), 2.6))}
	i.layers = append(i.layers, layer{colour: t.th.trousers, outlines: pelvis(0)}, layer{colour: t.th.skin, outlines: neck}, layer{colour: t.th.shirt, outlines: shirt(0)})
	if p.Blade > 0 {
		i.layers = append(i.layers, t.blades(p, b)...)
	}
	return i
}
