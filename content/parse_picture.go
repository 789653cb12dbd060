package content

import (
	"slices"

	"go.yaml.in/yaml/v3"
)

// maxPoses is what a picture holds; more can't be told apart on a phone.
const maxPoses = 8

// maxMoves is how many steps its motion has, at most.
const maxMoves = 20

// picture reads how an exercise is drawn.
func (r *reader) picture(to *Picture) value {
	return func(key string, n *yaml.Node) {
		before := len(r.problems)
		p := Picture{Loops: 1}
		var crop []float64
		line := map[string]int{}
		lined := func(read value) value {
			return func(key string, n *yaml.Node) { line[key] = n.Line; read(key, n) }
		}
		r.object(n,
			need("camera", "[0, 0], the degrees that it is turned to the front and lifted", func(key string, n *yaml.Node) {
				both := []float64{0, 0}
				if r.numbers(&both, 2, 2)(key, n); len(both) == 2 {
					p.Camera = Camera{both[0], both[1]}
				}
			}),
			may("crop", r.numbers(&crop, 4, 4)),
			may("props", r.items(r.prop(&p.Props))),
			may("moves", r.words(&p.Moves, r.filled(&p.Moves, maxName), members)),
			may("ghost", r.yes(&p.Ghost)),
			may("sides", lined(r.text(&p.Sides, maxName))),
			need("poses", "a line with - for each", lined(r.items(r.pose(&p.Poses)))),
			need("still", "[1, 2], the poses of the still picture", lined(func(key string, n *yaml.Node) {
				var still []float64
				r.numbers(&still, 1, maxPoses)(key, n)
				for _, s := range still {
					p.Still = append(p.Still, int(s))
				}
			})),
			need("motion", "[{to: 2, seconds: 3}, {seconds: 2}, {to: 1, seconds: 3}]", lined(r.items(r.move(&p.Motion)))),
			may("loops", r.whole(&p.Loops, 1, 2)),
		)
		if len(r.problems) > before {
			return
		}
		if len(crop) == 4 {
			p.Crop = [4]float64(crop)
			if crop[2]-crop[0] < 5 || crop[3]-crop[1] < 5 {
				r.problem(n.Line, "\"crop\" must be left, bottom, right, top, each way 5 or more apart")
			}
		}
		if p.Sides != "" {
			r.oneOf("sides", p.Sides, line["sides"], []string{"one", "both"})
		}
		if len(p.Poses) == 0 || len(p.Poses) > maxPoses {
			r.problem(line["poses"], "a picture has 1 to %d poses, this one %d", maxPoses, len(p.Poses))
			return
		}
		if len(p.Motion) == 0 {
			r.problem(line["motion"], "\"motion\" is empty: write at least one step")
		}
		if len(p.Motion) > maxMoves {
			r.problem(line["motion"], "\"motion\" has %d steps, at most %d: loops: 2 plays it twice", len(p.Motion), maxMoves)
		}
		for _, s := range p.Still {
			if s < 1 || s > len(p.Poses) {
				r.problem(line["still"], "\"still\" shows pose %d, there are 1 to %d", s, len(p.Poses))
			}
		}
		for _, m := range p.Motion {
			if m.To > len(p.Poses) {
				r.problem(line["motion"], "\"motion\" goes to pose %d, there are 1 to %d", m.To, len(p.Poses))
			}
		}
		*to = p
	}
}

// numbers is a list of so many numbers.
func (r *reader) numbers(to *[]float64, min, max int) value {
	return func(key string, n *yaml.Node) {
		if n.Kind != yaml.SequenceNode || len(n.Content) < min || len(n.Content) > max {
			if min == max {
				r.problem(n.Line, "%q must be %d numbers in brackets", key, min)
			} else {
				r.problem(n.Line, "%q must be %d to %d numbers in brackets", key, min, max)
			}
			return
		}
		*to = make([]float64, len(n.Content))
		for i, c := range n.Content {
			r.number(&(*to)[i])(key, c)
		}
	}
}

// within is a number between two others.
func (r *reader) within(to *float64, min, max float64) value {
	return func(key string, n *yaml.Node) {
		before, f := len(r.problems), 0.0
		r.number(&f)(key, n)
		switch {
		case len(r.problems) > before:
		case f < min || f > max:
			r.problem(n.Line, "%q is %g: a body goes from %g to %g", key, f, min, max)
		default:
			*to = f
		}
	}
}

func (r *reader) move(to *[]Move) value {
	return func(key string, n *yaml.Node) {
		var m Move
		r.object(n,
			may("to", r.whole(&m.To, 1, maxPoses)),
			need("seconds", "3", r.within(&m.Seconds, 0.1, 20)))
		*to = append(*to, m)
	}
}

func (r *reader) prop(to *[]Prop) value {
	return func(key string, n *yaml.Node) {
		var p Prop
		r.object(n,
			need("kind", "floor, mat, chair, desk ...", r.text(&p.Kind, maxName)),
			may("x", r.number(&p.X)), may("y", r.number(&p.Y)), may("z", r.number(&p.Z)), may("w", r.number(&p.W)), may("d", r.number(&p.D)))
		if p.Kind != "" {
			r.oneOf("kind", p.Kind, n.Line, props)
		}
		*to = append(*to, p)
	}
}

// pose reads a pose, which begins as the one before.
func (r *reader) pose(to *[]Pose) value {
	return func(key string, n *yaml.Node) {
		var p Pose
		if len(*to) > 0 {
			p = (*to)[len(*to)-1]
		}
		p.Line, p.Label, p.Arrows = n.Line, "", nil
		r.object(n,
			need("label", "what the pose is called", r.text(&p.Label, maxName)),
			may("hips", r.point(&p.Hips)),
			may("lean", r.within(&p.Lean, -130, 130)),
			may("roll", r.within(&p.Roll, -180, 180)),
			may("low", r.within(&p.Low, -35, 60)),
			may("up", r.within(&p.Up, -35, 50)),
			may("side", r.within(&p.Side, -40, 40)),
			may("twist", r.within(&p.Twist, -60, 60)),
			may("nod", r.within(&p.Nod, -60, 60)),
			may("look", r.within(&p.Look, -80, 80)),
			may("tilt", r.within(&p.Tilt, -45, 45)),
			may("glide", r.within(&p.Glide, -4, 6)),
			may("belly", r.within(&p.Belly, 0, 4)),
			may("blade", r.within(&p.Blade, 0, 7)),
			may("shrug", r.within(&p.Shrug, -2, 4)),
			may("arms", r.limbs(&p.Arms, r.arm)),
			may("right_arm", r.arm(&p.Arms[0])),
			may("left_arm", r.arm(&p.Arms[1])),
			may("legs", r.limbs(&p.Legs, r.leg)),
			may("right_leg", r.leg(&p.Legs[0])),
			may("left_leg", r.leg(&p.Legs[1])),
			may("arrows", r.items(r.arrow(&p.Arrows))),
		)
		*to = append(*to, p)
	}
}

// limbs reads both arms or legs as one: the left is the mirror image.
func (r *reader) limbs(to *[2]Limb, one func(*Limb) value) value {
	return func(key string, n *yaml.Node) {
		one(&to[0])(key, n)
		to[1] = to[0]
		for _, p := range []*Point{&to[1].At, &to[1].Hint, &to[1].End} {
			p.Z = -p.Z
		}
	}
}

func (r *reader) arm(to *Limb) value {
	return func(key string, n *yaml.Node) {
		r.limb(to, n, grounds,
			may("lift", r.within(&to.Lift, -60, 190)),
			may("out", r.within(&to.Out, -40, 180)),
			may("bend", r.within(&to.Bend, 0, 150)),
			may("turn", r.within(&to.Turn, -180, 180)))
	}
}

func (r *reader) leg(to *Limb) value {
	return func(key string, n *yaml.Node) {
		r.limb(to, n, []string{"ground"},
			may("lift", r.within(&to.Lift, -35, 130)),
			may("out", r.within(&to.Out, -30, 70)),
			may("bend", r.within(&to.Bend, 0, 150)),
			may("turn", r.within(&to.Turn, -90, 90)),
			may("ankle", r.within(&to.Ankle, -90, 45)))
	}
}

// limb reads an arm or a leg; angles or a point, not both.
func (r *reader) limb(to *Limb, n *yaml.Node, on []string, angles ...key) {
	fixed, angled := false, 0
	for i := 0; n.Kind == yaml.MappingNode && i+1 < len(n.Content); i += 2 {
		name := n.Content[i].Value
		fixed = fixed || name == "at"
		if slices.ContainsFunc(angles, func(k key) bool { return k.name == name }) {
			angled = n.Content[i].Line
		}
	}
	if fixed && angled > 0 {
		r.problem(angled, "a limb has angles or the point it is \"at\": write one of them")
		return
	}
	if fixed || angled > 0 { // given anew
		*to = Limb{Fixed: fixed}
	}
	r.object(n, append(angles,
		may("at", r.point(&to.At)),
		may("on", func(key string, n *yaml.Node) {
			if r.text(&to.On, maxName)(key, n); to.On != "" {
				r.oneOf(key, to.On, n.Line, on)
			}
			if to.On == "ground" {
				to.On = ""
			}
		}),
		may("hint", r.point(&to.Hint)),
		may("end", r.point(&to.End)))...)
}

func (r *reader) arrow(to *[]Arrow) value {
	return func(key string, n *yaml.Node) {
		if n.Kind != yaml.SequenceNode || len(n.Content) != 3 {
			r.problem(n.Line, "an arrow must be three points: [[0, 0], [5, 5], [10, 0]]")
			return
		}
		var a Arrow
		for i, p := range []*Point{&a.From, &a.Over, &a.To} {
			r.point(p)(key, n.Content[i])
		}
		*to = append(*to, a)
	}
}

// point is two numbers, x and y, or three with z.
func (r *reader) point(to *Point) value {
	return func(key string, n *yaml.Node) {
		if n.Kind != yaml.SequenceNode || len(n.Content) < 2 || len(n.Content) > 3 {
			r.problem(n.Line, "%q must be a point such as [0, 53.5], or [0, 53.5, 9] with how far to the right", key)
			return
		}
		var p Point
		for i, f := range []*float64{&p.X, &p.Y, &p.Z}[:len(n.Content)] {
			r.number(f)(key, n.Content[i])
		}
		*to = p
	}
}
