package figure

import (
	"math"

	"catcow/content"
)

// point is a place on the page: lengths as in vec, x right, y up.
type point struct{ x, y float64 }

// to is the way from a to b.
func (a point) to(b point) point { return point{b.x - a.x, b.y - a.y} }
func (a point) length() float64  { return math.Hypot(a.x, a.y) }

// camera turns places in space into places on the page.
type camera struct{ right, up, near vec }

func look(c content.Camera) camera {
	sin, cos := math.Sincos(c.Turn * math.Pi / 180)
	up, near := rotate(vec{0, 1, 0}, vec{sin, 0, cos}, c.Lift)
	return camera{vec{cos, 0, -sin}, up, near}
}

func (c camera) see(v vec) point     { return point{v.dot(c.right), v.dot(c.up)} }
func (c camera) depth(v vec) float64 { return v.dot(c.near) }

// blob is an ellipsoid as it is seen: a middle and three half axes, or a round
// one: a middle and a radius.
type blob struct {
	c      point
	radius float64
	axes   *[3]point
}

// ball is the round blob.
func (c camera) ball(at vec, radius float64) blob { return blob{c: c.see(at), radius: radius} }

// egg is a blob with half axes along a frame's front, up and right.
func (c camera) egg(f frame, front, up, right float64) blob {
	return blob{c: c.see(f.o), axes: &[3]point{c.see(f.f.times(front)), c.see(f.u.times(up)), c.see(f.r.times(right))}}
}

// outermost is the point of the blob that is farthest in the direction d, a
// unit, and how far that is.
func (b blob) outermost(d point) (point, float64) {
	if b.axes == nil {
		return point{b.c.x + b.radius*d.x, b.c.y + b.radius*d.y}, b.c.x*d.x + b.c.y*d.y + b.radius
	}
	var p point
	h := 0.0
	for _, a := range b.axes {
		k := a.x*d.x + a.y*d.y
		h += k * k
		p.x += a.x * k
		p.y += a.y * k
	}
	h = math.Sqrt(h)
	if h > 1e-9 {
		p.x, p.y = p.x/h, p.y/h
	}
	p.x, p.y = p.x+b.c.x, p.y+b.c.y
	return p, b.c.x*d.x + b.c.y*d.y + h
}

// hull is the outline of some blobs with a band drawn tightly around them, as
// many points as directions; it is so much wider all around.
func hull(wider float64, blobs ...blob) []point {
	outline := make([]point, 0, len(directions))
	for _, d := range directions {
		best, far := point{}, math.Inf(-1)
		for _, b := range blobs {
			if p, h := b.outermost(d); h > far {
				best, far = p, h
			}
		}
		outline = append(outline, point{best.x + wider*d.x, best.y + wider*d.y})
	}
	return outline
}

// directions go around once, counter-clockwise.
var directions = func() (d [56]point) {
	for i := range d {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(len(d)))
		d[i] = point{cos, sin}
	}
	return d
}()

// box is the outline of a block between two corners.
func (c camera) box(a, b vec) []point {
	var blobs []blob
	for i := range 8 {
		v := a
		if i&1 > 0 {
			v.x = b.x
		}
		if i&2 > 0 {
			v.y = b.y
		}
		if i&4 > 0 {
			v.z = b.z
		}
		blobs = append(blobs, blob{c: c.see(v)})
	}
	return hull(0.35, blobs...) // soft corners
}
