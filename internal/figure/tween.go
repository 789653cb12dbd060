package figure

import (
	"math"

	"catcow/content"
)

// ease is how far a movement is after the part t of its time, 0 to 1: slow at
// both ends.
func ease(t float64) float64 { return (1 - math.Cos(math.Pi*t)) / 2 }

// tween is the pose between two others. Angles are tweened, not points; a
// limb whose point stays where it is keeps it, whatever the body does.
func tween(a, b content.Pose, t float64) content.Pose {
	mix := func(x, y float64) float64 { return x + (y-x)*t }
	p := b
	p.Hips = mixPoint(a.Hips, b.Hips, t)
	for _, f := range []struct {
		to   *float64
		x, y float64
	}{
		{&p.Lean, a.Lean, b.Lean}, {&p.Roll, a.Roll, b.Roll}, {&p.Low, a.Low, b.Low}, {&p.Up, a.Up, b.Up},
		{&p.Side, a.Side, b.Side}, {&p.Twist, a.Twist, b.Twist}, {&p.Nod, a.Nod, b.Nod}, {&p.Look, a.Look, b.Look},
		{&p.Tilt, a.Tilt, b.Tilt}, {&p.Glide, a.Glide, b.Glide}, {&p.Belly, a.Belly, b.Belly}, {&p.Blade, a.Blade, b.Blade},
		{&p.Shrug, a.Shrug, b.Shrug},
	} {
		*f.to = mix(f.x, f.y)
	}
	for i := range p.Arms {
		p.Arms[i] = mixLimb(a.Arms[i], b.Arms[i], t)
		p.Legs[i] = mixLimb(a.Legs[i], b.Legs[i], t)
	}
	return p
}

func mixLimb(a, b content.Limb, t float64) content.Limb {
	mix := func(x, y float64) float64 { return x + (y-x)*t }
	l := b
	l.Lift, l.Out, l.Bend = mix(a.Lift, b.Lift), mix(a.Out, b.Out), mix(a.Bend, b.Bend)
	l.Turn, l.Ankle = mix(a.Turn, b.Turn), mix(a.Ankle, b.Ankle)
	l.At, l.Hint, l.End = mixPoint(a.At, b.At, t), mixPoint(a.Hint, b.Hint, t), mixPoint(a.End, b.End, t)
	return l
}

func mixPoint(a, b content.Point, t float64) content.Point {
	return content.Point{X: a.X + (b.X-a.X)*t, Y: a.Y + (b.Y-a.Y)*t, Z: a.Z + (b.Z-a.Z)*t}
}

// mirror is the pose with right and left exchanged.
func mirror(p content.Pose) content.Pose {
	p.Roll, p.Side, p.Twist, p.Look, p.Tilt = -p.Roll, -p.Side, -p.Twist, -p.Look, -p.Tilt
	p.Hips.Z = -p.Hips.Z
	p.Arms = [2]content.Limb{flip(p.Arms[1]), flip(p.Arms[0])}
	p.Legs = [2]content.Limb{flip(p.Legs[1]), flip(p.Legs[0])}
	arrows := p.Arrows
	p.Arrows = nil
	for _, a := range arrows {
		a.From.Z, a.Over.Z, a.To.Z = -a.From.Z, -a.Over.Z, -a.To.Z
		p.Arrows = append(p.Arrows, a)
	}
	return p
}

func flip(l content.Limb) content.Limb {
	l.At.Z, l.Hint.Z, l.End.Z = -l.At.Z, -l.Hint.Z, -l.End.Z
	return l
}
