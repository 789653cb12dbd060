package figure

import (
	"math"

	"catcow/content"
)

// vec is a place or a direction: x the way the figure faces at rest, y up, z
// its own right. Lengths are percent of standing height.
type vec struct{ x, y, z float64 }

func at(p content.Point) vec { return vec{p.X, p.Y, p.Z} }

func (a vec) plus(b vec) vec          { return vec{a.x + b.x, a.y + b.y, a.z + b.z} }
func (a vec) minus(b vec) vec         { return vec{a.x - b.x, a.y - b.y, a.z - b.z} }
func (a vec) times(k float64) vec     { return vec{a.x * k, a.y * k, a.z * k} }
func (a vec) dot(b vec) float64       { return a.x*b.x + a.y*b.y + a.z*b.z }
func (a vec) length() float64         { return math.Sqrt(a.dot(a)) }
func (a vec) toward(b vec) vec        { return b.minus(a).unit() }
func (a vec) cross(b vec) vec         { return vec{a.y*b.z - a.z*b.y, a.z*b.x - a.x*b.z, a.x*b.y - a.y*b.x} }
func (a vec) to(b vec, k float64) vec { return a.times(1 - k).plus(b.times(k)) }

// unit is the direction of a, or none when a has none.
func (a vec) unit() vec {
	if l := a.length(); l > 1e-9 {
		return a.times(1 / l)
	}
	return vec{}
}

// across is the part of a at a right angle to the unit vector d, as a unit.
func (a vec) across(d vec) vec { return a.minus(d.times(a.dot(d))).unit() }

// frame is a place with its own front, up and right.
type frame struct{ o, f, u, r vec }

// rotate turns the second toward the first by degrees: the first gives its
// place to the turned second's other side.
func rotate(a, b vec, degrees float64) (vec, vec) {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	return a.times(cos).minus(b.times(sin)), b.times(cos).plus(a.times(sin))
}

// flex tips the top to the front.
func (f frame) flex(degrees float64) frame { f.f, f.u = rotate(f.f, f.u, degrees); return f }

// bend tips the top to the right.
func (f frame) bend(degrees float64) frame { f.r, f.u = rotate(f.r, f.u, degrees); return f }

// twist turns the front to the right.
func (f frame) twist(degrees float64) frame { f.r, f.f = rotate(f.r, f.f, degrees); return f }

// place is the point of that frame that lies so far to its front, top, right.
func (f frame) place(x, y, z float64) vec {
	return f.o.plus(f.f.times(x)).plus(f.u.times(y)).plus(f.r.times(z))
}

// point is place, of a point of the content; along is the same of a direction.
func (f frame) point(p content.Point) vec { return f.place(p.X, p.Y, p.Z) }
func (f frame) along(p content.Point) vec { return f.place(p.X, p.Y, p.Z).minus(f.o) }

// angle is the angle between two directions, in degrees.
func angle(a, b vec) float64 {
	return math.Acos(max(-1, min(1, a.unit().dot(b.unit())))) * 180 / math.Pi
}
