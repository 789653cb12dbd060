package figure

import (
	"image/color"
	"slices"

	"catcow/content"
)

// block is a part of a prop between two corners.
type block struct {
	a, b   vec
	colour color.RGBA
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
		return block{vec{x - 1, 0, z - 1}, vec{x + 1, top, z + 1}, th.propEdge}
	}
	switch d := p.D / 2; p.Kind {
	case "mat":
		d = usual(d, 15)
		return []block{{vec{p.X, -0.6, p.Z - d}, vec{p.X + p.W, usual(p.Y, 0.6), p.Z + d}, th.mat}}
	case "pillow":
		d = usual(d, 9)
		return []block{{vec{p.X - usual(p.W, 14)/2, 0, p.Z - d}, vec{p.X + usual(p.W, 14)/2, usual(p.Y, 5), p.Z + d}, th.propEdge}}
	case "chair", "stool":
		d, top := usual(d, 11), usual(p.Y, seatHeight)
		x0, x1 := p.X-seatHalf+2, p.X+seatHalf+2
		all := []block{
			leg(x0+1, p.Z-d+1, top-2), leg(x1-1, p.Z-d+1, top-2), leg(x0+1, p.Z+d-1, top-2), leg(x1-1, p.Z+d-1, top-2),
			{vec{x0, top - 2.5, p.Z - d}, vec{x1, top, p.Z + d}, th.prop},
		}
		if p.Kind == "chair" {
			all = append(all, block{vec{x0 - 1.6, top - 2.5, p.Z - d}, vec{x0 + 0.4, top + 24, p.Z + d}, th.prop})
		}
		return all
	case "desk":
		d = usual(d, 20)
		x1, top := p.X+p.W, usual(p.Y, 43)
		return []block{
			leg(x1-3, p.Z-d+2, top-2), leg(x1-3, p.Z+d-2, top-2),
			{vec{p.X, top - 2.4, p.Z - d}, vec{x1, top, p.Z + d}, th.prop},
		}
	case "step":
		d = usual(d, 12)
		return []block{{vec{p.X, 0, p.Z - d}, vec{p.X + p.W, usual(p.Y, 12), p.Z + d}, th.prop}}
	case "wall":
		return []block{{vec{p.X, 0, p.Z - 1.5}, vec{p.X + p.W, usual(p.Y, 60), p.Z + 1.5}, th.prop}}
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
			items = append(items, item{depth, []layer{{b.colour, [][]point{t.cam.box(b.a, b.b)}, false}}})
		}
	}
	slices.SortStableFunc(items, farthest)
	return items
}
