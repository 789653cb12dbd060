package figure

import (
	"math"

	"catcow/content"
)

// Lengths of the body, in percent of standing height. They are rounded from
// common averages: fine for drawing, and nobody's in particular.
const (
	thighLength = 24.5
	shankLength = 24.5
	upperLength = 17.5
	foreLength  = 15
	handLength  = 6.5
	ankleHeight = 4

	hipHalf      = 5   // from the middle to a hip joint
	shoulderHalf = 9.2 // from the middle to a shoulder joint
	waist        = 7   // from the hips up to the waist, which moves with them
	lumbar       = 3   // pieces of the low back
	thoracic     = 4   // pieces of the upper back
	pieceLength  = 22.0 / (lumbar + thoracic)
	neckLength   = 4.8
)

// body is a figure in space.
type body struct {
	pelvis frame   // its middle is between the hip joints
	spine  []frame // from the waist up, piece by piece; the last is the chest
	chest  frame   // its middle is between the shoulder joints
	neck   vec     // where it begins
	head   frame   // its middle
	arms   [2]limb // right, left
	legs   [2]limb
}

// limb is an arm or a leg: shoulder, elbow, wrist; or hip, knee, ankle.
type limb struct {
	root, joint, tip vec
	end              vec     // where fingers or toes point, a unit
	pole             vec     // the way that the joint bends, a unit
	thumb            vec     // where an arm's thumb points, a unit
	miss             float64 // how far the tip is from the point it should be at
}

// sides are the signs of right and left along z.
var sides = [2]float64{1, -1}

// solve puts a figure in a pose.
func solve(p content.Pose) body {
	var b body
	b.pelvis = frame{at(p.Hips), vec{1, 0, 0}, vec{0, 1, 0}, vec{0, 0, 1}}.flex(p.Lean).twist(p.Roll)
	piece := b.pelvis
	piece.o = b.pelvis.place(0, waist, 0)
	b.spine = append(b.spine, piece)
	for i := range lumbar + thoracic {
		if i < lumbar {
			piece = piece.flex(p.Low / lumbar).twist(p.Twist * 0.1 / lumbar)
		} else {
			piece = piece.flex(p.Up / thoracic).twist(p.Twist * 0.9 / thoracic)
		}
		piece = piece.bend(p.Side / (lumbar + thoracic))
		piece.o = piece.place(0, pieceLength, 0)
		b.spine = append(b.spine, piece)
	}
	b.chest = piece
	b.neck = b.chest.place(-0.3, 1, 0)

	b.head = b.chest
	b.head.o = b.neck
	b.head = b.head.flex(p.Nod * 0.5).bend(p.Tilt * 0.5)
	b.head.o = b.head.place(0.6+p.Glide, neckLength, 0)
	b.head = b.head.flex(p.Nod * 0.5).bend(p.Tilt * 0.5).twist(p.Look)
	b.head.o = b.head.place(1.3, 5.2, 0)

	for i, side := range sides {
		b.legs[i] = b.leg(p.Legs[i], side)
	}
	for i, side := range sides {
		b.arms[i] = b.arm(p.Arms[i], i, side, p.Shrug)
	}
	return b
}

func (b body) leg(l content.Limb, side float64) limb {
	leg := limb{root: b.pelvis.place(0, 0, side*hipHalf)}
	if l.Fixed {
		hint := b.pelvis.f.plus(b.pelvis.r.times(0.15 * side))
		if l.Hint != (content.Point{}) {
			hint = at(l.Hint)
		}
		leg.reach(at(l.At), hint, thighLength, shankLength)
		leg.end = at(l.End).unit()
		if leg.end == (vec{}) {
			level := b.pelvis.f
			level.y = 0
			leg.end = level.unit()
		}
		return leg
	}
	thigh, bend := swing(b.pelvis, l, side)
	leg.joint = leg.root.plus(thigh.times(thighLength))
	front, shank := rotate(bend, thigh, -l.Bend)
	leg.tip = leg.joint.plus(shank.times(shankLength))
	leg.pole = bend
	sin, cos := math.Sincos(l.Ankle * math.Pi / 180)
	leg.end = front.times(cos).minus(shank.times(sin))
	if l.End != (content.Point{}) {
		leg.end = at(l.End).unit()
	}
	return leg
}

func (b body) arm(l content.Limb, i int, side, shrug float64) limb {
	shoulder := func(toward vec) vec { // it rises with the arm
		rise := 2.6 * max(0, toward.dot(b.chest.u))
		return b.chest.place(0, -1+rise+shrug, side*(shoulderHalf-0.4*rise))
	}
	if l.Fixed {
		on := b.on(l.On, i)
		target := on.point(l.At)
		hint := b.chest.f.times(-0.6).plus(b.chest.u.times(-0.7)).plus(b.chest.r.times(0.5 * side))
		if l.Hint != (content.Point{}) {
			hint = on.along(l.Hint)
		}
		arm := limb{root: shoulder(b.chest.o.toward(target))}
		arm.reach(target, hint, upperLength, foreLength)
		arm.end = on.along(l.End).unit()
		if arm.end == (vec{}) {
			arm.end = arm.joint.toward(arm.tip)
		}
		arm.thumb = b.chest.r.times(-0.5 * side).plus(b.chest.u.times(0.6)).minus(arm.pole).across(arm.end) // inward, up, and away from the elbow
		return arm
	}
	upper, bend := swing(b.chest, l, side)
	arm := limb{root: shoulder(upper), pole: bend}
	arm.joint = arm.root.plus(upper.times(upperLength))
	_, fore := rotate(bend, upper, l.Bend)
	arm.tip = arm.joint.plus(fore.times(foreLength))
	arm.end = fore
	if l.End != (content.Point{}) {
		arm.end = at(l.End).unit()
	}
	arm.thumb = bend.plus(upper.times(-0.3)).across(arm.end)
	return arm
}

// swing is where the upper part of a limb goes, and the way its joint bends
// forward.
func swing(f frame, l content.Limb, side float64) (along, bend vec) {
	bend, along = rotate(f.f, f.u.times(-1), l.Lift)
	_, along = rotate(f.r.times(side), along, l.Out)
	outward := along.cross(bend).times(side)
	_, bend = rotate(outward, bend, l.Turn)
	return along, bend
}

// reach bends the limb so that its tip is at the target, or as near as it goes.
func (l *limb) reach(target, hint vec, upper, lower float64) {
	along := l.root.toward(target)
	want := target.minus(l.root).length()
	d := max(math.Abs(upper-lower)+0.5, min(want, upper+lower-0.05))
	l.miss = math.Abs(d - want)
	l.pole = hint.across(along)
	a := (d*d + upper*upper - lower*lower) / (2 * d)
	h := math.Sqrt(max(0, upper*upper-a*a))
	l.joint = l.root.plus(along.times(a)).plus(l.pole.times(h))
	l.tip = l.root.plus(along.times(d))
}

// on is the part of the body that an arm's point is on, of the arm's own side.
func (b body) on(name string, i int) frame {
	switch name {
	case "pelvis":
		return b.pelvis
	case "chest":
		return b.chest
	case "head":
		return b.head
	case "thigh":
		l := b.legs[i]
		f := l.root.toward(l.joint)
		u := b.pelvis.u.plus(b.pelvis.f).across(f)
		return frame{l.root, f, u, f.cross(u)}
	case "knee", "other knee":
		if name == "other knee" {
			i = 1 - i
		}
		return frame{b.legs[i].joint, vec{1, 0, 0}, vec{0, 1, 0}, vec{0, 0, 1}}
	}
	return frame{vec{}, vec{1, 0, 0}, vec{0, 1, 0}, vec{0, 0, 1}}
}
