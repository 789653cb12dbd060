package figure

import (
	"math"
	"slices"

	"catcow/content"
)

// scene is a picture that is ready to be painted: all of its poses share one
// camera, one window and one scale.
type scene struct {
	tailor
	p        content.Picture
	poses    []content.Pose // those of the content, then, when both sides are shown, their mirror images
	box      rect           // the window
	props    []item
	mirrored bool // the left side of what is given for the right
	level    bool // seen from the side: the floor is a line
	ground   []point
}

// rect is left, bottom, right, top.
type rect [4]float64

func (r rect) width() float64  { return r[2] - r[0] }
func (r rect) height() float64 { return r[3] - r[1] }

// margin is around a figure, in percent of standing height.
const margin = 4.5

// newScene makes the scene of an exercise that has poses.
func newScene(e content.Exercise, o Options) *scene {
	p := e.Picture
	s := &scene{p: p, level: p.Camera.Lift == 0}
	s.tailor = tailor{cam: look(p.Camera), th: themeOf(o.Dark, e.ID), moves: p.Moves, line: 0.7}
	s.mirrored = p.Sides == "one" && o.Side == Left
	if s.mirrored { // all of it, as in a mirror
		s.cam.right = s.cam.right.times(-1)
	}
	s.poses = append(s.poses, p.Poses...)
	if p.Sides == "both" {
		for _, pose := range p.Poses {
			s.poses = append(s.poses, mirror(pose))
		}
	}
	s.props = s.furnish(p.Props)
	var moments []content.Pose
	for _, k := range s.way(Both) {
		if k.key.part%4 == 0 || k.key.part*2 == k.key.parts { // a few on the way tell enough
			moments = append(moments, s.pose(k.key))
		}
	}
	s.fit(moments)
	return s
}

// fit makes the window for some poses, and the ground that they need.
func (s *scene) fit(poses []content.Pose) {
	s.box, s.ground = nowhere, nil
	feet := nowhere
	for _, pose := range poses {
		b := solve(pose)
		for _, i := range append(s.dress(pose, b), s.props...) {
			for _, l := range i.layers {
				s.box = s.box.around(l.outlines...)
			}
		}
		for i := range sides {
			for _, v := range []vec{b.legs[i].tip, b.legs[i].joint, b.legs[i].root, b.chest.o, b.head.o} {
				feet = feet.around([]point{{v.x, v.z}})
			}
		}
	}
	if s.level {
		s.box[1] = min(s.box[1], 0)
	} else if !slices.ContainsFunc(s.p.Props, func(p content.Prop) bool { return p.Kind == "mat" }) {
		middle := frame{vec{(feet[0] + feet[2]) / 2, 0, (feet[1] + feet[3]) / 2}, vec{1, 0, 0}, vec{0, 1, 0}, vec{0, 0, 1}}
		s.ground = hull(0, s.cam.egg(middle, (feet[2]-feet[0])/2+13, 0, (feet[3]-feet[1])/2+13))
		s.box = s.box.around(s.ground)
	}
	s.box = s.box.wider(margin)
	if s.p.Crop != (rect{}) {
		s.box = s.p.Crop
		if s.mirrored {
			s.box[0], s.box[2] = -s.box[2], -s.box[0]
		}
	}
}

// fitStill makes the window for the still picture: there are fewer poses, and
// arrows.
func (s *scene) fitStill(shown []int) {
	var poses []content.Pose
	arrows := nowhere
	for _, i := range shown {
		poses = append(poses, s.poses[i])
		for _, a := range s.poses[i].Arrows {
			curve := s.curve(a)
			for k := range 9 {
				arrows = arrows.around([]point{curve(float64(k) / 8)})
			}
		}
	}
	s.fit(poses)
	if arrows != nowhere && s.p.Crop == (rect{}) {
		arrows = arrows.wider(margin)
		s.box = s.box.around([]point{{arrows[0], arrows[1]}, {arrows[2], arrows[3]}})
	}
}

// nowhere is a rectangle that holds nothing.
var nowhere = rect{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}

// wider is the rectangle with so much more on all sides.
func (r rect) wider(by float64) rect { return rect{r[0] - by, r[1] - by, r[2] + by, r[3] + by} }

// around is the rectangle that holds the outlines too.
func (r rect) around(outlines ...[]point) rect {
	for _, o := range outlines {
		for _, p := range o {
			r = rect{min(r[0], p.x), min(r[1], p.y), max(r[2], p.x), max(r[3], p.y)}
		}
	}
	return r
}

// set places the window in a part of a canvas, as large as it goes.
func (s *scene) set(c *canvas, left, top, width, height float64) {
	c.scale = min(width/s.box.width(), height/s.box.height())
	s.line = max(0.25, min(2.6/c.scale, 0.9))
	x, y := (s.box[0]+s.box[2])/2, s.box[1]+height/c.scale/2 // more room is above
	if !s.level {
		y = (s.box[1] + s.box[3]) / 2
	}
	c.origin = point{left + width/2 - x*c.scale, top + height/2 + y*c.scale}
}

// stage paints what does not move: the floor and the props.
func (s *scene) stage(c *canvas) {
	far := 1e4 / c.scale
	if s.level {
		c.fill(s.th.floor, []point{{-far, -far}, {far, -far}, {far, -0.6}, {-far, -0.6}})
	} else if s.ground != nil {
		c.fill(s.th.floor, s.ground)
	}
	c.paint(s.props)
}

// figure paints the figure in a pose, and where it stands, lies or holds on.
func (s *scene) figure(c *canvas, pose content.Pose) {
	b := solve(pose)
	for _, m := range s.marks(b) {
		c.fill(s.th.mark, m)
	}
	items := s.dress(pose, b)
	if s.cam.near.x < -0.5 { // from behind, a seat covers the legs
		items = append(items, s.props...)
		slices.SortStableFunc(items, farthest)
	}
	c.paint(items)
}

// shadow paints where the figure was before.
func (s *scene) shadow(c *canvas, pose content.Pose) {
	t := s.tailor
	t.ghost = true
	c.paint(t.dress(pose, solve(pose)))
}
