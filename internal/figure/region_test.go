package figure

import (
	"image/color"
	"testing"
)

// painted is a pose of a move on a canvas of its own, and what it shows.
func painted(t *testing.T, s *scene, pose int) *canvas {
	t.Helper()
	c := newCanvas(600, 600, s.th.panel)
	s.set(c, 0, 0, 600, 600)
	s.figure(c, s.poses[pose])
	return c
}

// count is how many pixels of a picture have a colour, and where their middle
// is.
func (c *canvas) count(colour color.RGBA) (n int, middle point) {
	for y := range c.img.Rect.Dy() {
		for x := range c.img.Rect.Dx() {
			if c.img.RGBAAt(x, y) == colour {
				n++
				middle.x += float64(x)
				middle.y += float64(y)
			}
		}
	}
	return n, point{middle.x / max(1, float64(n)), middle.y / max(1, float64(n))}
}

// A patch is on the part that is stretched: behind the thigh, in front of the
// hip, on the buttock.
func TestAStretchIsMarkedWhereItIsFelt(t *testing.T) {
	for id, felt := range map[string]func(body) vec{
		"V08": func(b body) vec { return b.pelvis.place(-0.7, -0.9, 7) },
		"V09": func(b body) vec { return b.legs[0].root.to(b.legs[0].joint, 0.1).plus(b.legs[0].pole.times(2.8)) },
		"V10": func(b body) vec { return b.legs[0].root.to(b.legs[0].joint, 0.5).minus(b.legs[0].pole.times(2.4)) },
	} {
		s := newScene(move(t, id), Options{})
		for i, p := range s.poses {
			c := painted(t, s, i)
			n, middle := c.count(s.th.accent)
			want := c.pixel(s.cam.see(felt(solve(p))))
			if n < 150 || middle.to(want).length() > 4*c.scale {
				t.Errorf("%s pose %d: %d pixels stand out, around %.0f, want around %.0f", id, i+1, n, middle, want)
			}
		}
		s.moves = []string{"left buttock", "left thigh back", "left hip front"}
		c := painted(t, s, 0)
		if n, middle := c.count(s.th.accent); n > 150 && middle.to(c.pixel(s.cam.see(felt(solve(s.poses[0]))))).length() < c.scale {
			t.Errorf("%s: the other leg looks the same", id)
		}
	}
}

func TestTheBellyGrows(t *testing.T) {
	s := newScene(move(t, "V07"), Options{})
	empty, _ := painted(t, s, 0).count(s.th.accent)
	full, middle := painted(t, s, 1).count(s.th.accent)
	if empty != 0 || full < 200 {
		t.Errorf("%d pixels around the belly stand out after breathing out, %d after breathing in", empty, full)
	}
	half, _ := count(t, s, 0.5)
	if half == 0 || half >= full {
		t.Errorf("half way %d pixels stand out, of %d", half, full)
	}
	b := solve(s.poses[1])
	if c := painted(t, s, 1); middle.x < c.pixel(s.cam.see(b.spine[1].o)).x {
		t.Errorf("it grows at %.0f, behind the middle of the body", middle)
	}
}

// count is what stands out between the first two poses.
func count(t *testing.T, s *scene, part float64) (int, point) {
	t.Helper()
	between := *s
	between.poses = append(between.poses[:0:0], tween(s.poses[0], s.poses[1], part))
	return painted(t, &between, 0).count(s.th.accent)
}

// An arm between us and a head is painted before the head.
func TestAHeadIsNeverHidden(t *testing.T) {
	s := newScene(move(t, "E02"), Options{})
	pose := 2 // the head hangs beside the near sleeve
	b := solve(s.poses[pose])
	sleeve := b.arms[0].root.to(b.arms[0].joint, 0.4)
	b.head.o.x, b.head.o.y = sleeve.x, sleeve.y // right behind it
	c := newCanvas(600, 600, s.th.panel)
	s.set(c, 0, 0, 600, 600)
	c.paint(s.dress(s.poses[pose], b))
	at := c.pixel(s.cam.see(b.head.o))
	is := func() bool {
		got := c.img.RGBAAt(int(at.x), int(at.y))
		return got == s.th.skin || got == s.th.hair
	}
	if !is() {
		t.Errorf("in the middle of the head is %v", c.img.RGBAAt(int(at.x), int(at.y)))
	}
	c.paint([]item{s.arm(b.arms[0], false, false)})
	if is() {
		t.Error("an arm over the head went unnoticed")
	}
}

// From behind, the legs of whoever sits are behind the seat.
func TestASeatCoversTheLegsFromBehind(t *testing.T) {
	s := newScene(move(t, "V05"), Options{})
	b := solve(s.poses[0])
	seat := s.p.Props[0].X + 2 - seatHalf // its edge on this side
	shows := func(c *canvas) color.RGBA {
		at := c.pixel(s.cam.see(vec{seat, seatHeight - 1.2, b.legs[0].joint.z}))
		return c.img.RGBAAt(int(at.x), int(at.y))
	}
	c := newCanvas(600, 600, s.th.panel)
	s.box = rect{-30, 0, 30, 90}
	s.set(c, 0, 0, 600, 600)
	s.stage(c)
	s.figure(c, s.poses[0])
	if got := shows(c); got != s.th.prop {
		t.Errorf("where the seat is we see %v, not %v", got, s.th.prop)
	}
	c.paint(s.dress(s.poses[0], b))
	if got := shows(c); got == s.th.prop {
		t.Error("legs over the seat went unnoticed")
	}
}

// The window of the still picture holds the arrows, and no more than it needs.
func TestTheWindowIsAsSmallAsItGoes(t *testing.T) {
	for _, e := range moves(t) {
		s := newScene(e, Options{})
		if s.p.Crop != (rect{}) {
			continue
		}
		shown := s.shown(Both)
		s.fitStill(shown)
		for _, i := range shown {
			for _, a := range s.poses[i].Arrows {
				for k := range 21 {
					if p := s.curve(a)(float64(k) / 20); p.x < s.box[0]+1 || p.x > s.box[2]-1 || p.y < s.box[1]+1 || p.y > s.box[3]-1 {
						t.Errorf("%s pose %d: an arrow leaves the window at %.0f", e.ID, i+1, p)
						break
					}
				}
			}
		}
	}
	s := newScene(move(t, "E04"), Options{})
	before := s.box.height() // the arm goes up on its way
	if s.fitStill(s.shown(Both)); s.box.height() > before-5 {
		t.Errorf("the still picture of E04 is %.0f high, the motion %.0f", s.box.height(), before)
	}
}
