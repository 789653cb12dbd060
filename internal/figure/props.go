package figure

import (
	"image/color"
	"slices"

	"catcow/content"
)

// block is a part of a prop between two corners.
type block struct {
	a, b        vec
	colour, top color.RGBA
}

// usual is a number, or what is usual where it is 0.
func usual(n, otherwise float64) float64 {
	if n == 0 {
		return otherwise
	}
	return n
}

// Heights of what one sits on.
const seatHeight, seatHalf = 26, 12

// blocks are what a prop is made of.
func (th theme) blocks(p content.Prop) []block {
	leg := func(x, z, top float64) block {
		return block{vec{x - 1, 0, z - 1}, vec{x + 1, top, z + 1}, th.propEdge, th.propEdge}
	}
	switch d := p.D / 2; p.Kind {
	case "mat":
		d = usual(d, 15)
		return []block{{vec{p.X, -1.6, p.Z - d}, vec{p.X + p.W, usual(p.Y, 0.6), p.Z + d}, th.matEdge, th.mat}}
	case "pillow":
		d = usual(d, 9)
		return []block{{vec{p.X - usual(p.W, 14)/2, 0, p.Z - d}, vec{p.X + usual(p.W, 14)/2, usual(p.Y, 5), p.Z + d}, th.propEdge, th.propTop}}
	case "chair", "stool":
		d, top := usual(d, 11), usual(p.Y, seatHeight)
		x0, x1 := p.X-seatHalf+2, p.X+seatHalf+2
		all := []block{
			leg(x0+1, p.Z-d+1, top-2), leg(x1-1, p.Z-d+1, top-2), leg(x0+1, p.Z+d-1, top-2), leg(x1-1, p.Z+d-1, top-2),
			{vec{x0, top - 2.5, p.Z - d}, vec{x1, top, p.Z + d}, th.prop, th.propTop},
		}
		if p.Kind == "chair" {
			all = append(all, block{vec{x0 - 1.6, top - 2.5, p.Z - d}, vec{x0 + 0.4, top + 24, p.Z + d}, th.prop, th.propTop})
		}
		return all
	case "desk":
		d = usual(d, 20)
		x1, top := p.X+p.W, usual(p.Y, 43)
		return []block{
			leg(x1-3, p.Z-d+2, top-2), leg(x1-3, p.Z+d-2, top-2),
			{vec{p.X, top - 2.4, p.Z - d}, vec{x1, top, p.Z + d}, th.prop, th.propTop},
		}
	case "step":
		d = usual(d, 12)
		return []block{{vec{p.X, 0, p.Z - d}, vec{p.X + p.W, usual(p.Y, 12), p.Z + d}, th.prop, th.propTop}}
	case "wall":
		return []block{{vec{p.X, 0, p.Z - 1.5}, vec{p.X + p.W, usual(p.Y, 60), p.Z + 1.5}, th.prop, th.propTop}}
	}
	return nil
}

// furnish is the props as items, the farthest first.
func (t tailor) furnish(props []content.Prop) (items []item) {
	for _, p := range props {
		for _, b := range t.th.blocks(p) {
			depth := t.cam.depth(b.a.to(b.b, 0.5))
			if p.Kind == "mat" { // the rest stands on it
				depth -= 1000
			}
			i := item{depth, []layer{{b.colour, [][]point{t.cam.box(b.a, b.b)}, false}}}
			if t.cam.near.y > 0.05 {
				i.layers = append(i.layers, layer{b.top, [][]point{t.cam.box(vec{b.a.x, b.b.y, b.a.z}, b.b)}, false})
			} else if p.Kind == "mat" {
				i.layers[0].colour = b.top
			}
			if p.Kind == "pillow" {
				i.layers = t.pillow(b)
			}
			items = append(items, i)
		}
	}
	slices.SortStableFunc(items, farthest)
	return items
}

// pillow is a block with soft sides.
func (t tailor) pillow(b block) []layer {
	soft := func(y, r, in float64) []point {
		var blobs []blob
		for _, x := range []float64{b.a.x + in, b.b.x - in} {
			for _, z := range []float64{b.a.z + in, b.b.z - in} {
				f := frame{vec{x, y, z}, vec{1, 0, 0}, vec{0, 1, 0}, vec{0, 0, 1}}
				blobs = append(blobs, t.cam.egg(f, 3, r, 3))
			}
		}
		return hull(0, blobs...)
	}
	half := (b.b.y - b.a.y) / 2
	return []layer{{b.colour, [][]point{soft(b.a.y+half, half, 3)}, false}, {b.top, [][]point{soft(b.b.y-half*0.7, half*0.6, 3.4)}, false}}
}
