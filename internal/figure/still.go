package figure

import (
	"bytes"
	"image"
	"image/png"
	"math"
	"strconv"

	"catcow/content"
)

// stillWidth is how wide a still picture is, in pixels: twice what a phone
// shows. It is at most as high.
const stillWidth = 720

// gap is between panels, in pixels; corner is how round they are.
const gap, corner = 12, 22

// Still is a PNG of the key poses, in numbered panels. It is below 200 KB.
func Still(e content.Exercise, o Options) ([]byte, error) {
	s, err := ready(e, o)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.DefaultCompression}
	err = encoder.Encode(&b, s.th.quantise(s.still(o.Side).img, 8))
	return b.Bytes(), err
}

// still paints the key poses.
func (s *scene) still(side Side) *canvas {
	shown := s.shown(side)
	s.fitStill(shown)
	cols, rows, width, height := s.layout(len(shown))
	c := newCanvas(stillWidth, rows*height+(rows-1)*gap, s.th.page)
	for i := range shown {
		row := i / cols
		inRow := min(cols, len(shown)-row*cols)
		left := (stillWidth-inRow*width-(inRow-1)*gap)/2 + (i%cols)*(width+gap)
		s.panel(c, shown, i, image.Rect(left, row*(height+gap), left+width, row*(height+gap)+height), true)
	}
	return c
}

// shown are the poses of the still picture, of those that the scene has.
func (s *scene) shown(side Side) (shown []int) {
	for _, n := range s.p.Still {
		i := n - 1
		if s.p.Sides == "both" && side == Left {
			i += len(s.p.Poses)
		}
		shown = append(shown, i)
	}
	if start := shown[0] % len(s.p.Poses); s.p.Sides == "both" && side != Both && start > 0 { // one way alone: from where
		shown = append([]int{shown[0] - start}, shown...)
	}
	if s.p.Sides == "both" && side == Both {
		for _, n := range s.p.Still {
			if n > 1 { // the start is the same
				shown = append(shown, n-1+len(s.p.Poses))
			}
		}
	}
	return shown
}

// layout is how so many panels are arranged: as large as they go.
func (s *scene) layout(n int) (cols, rows, width, height int) {
	best := 0.0
	for c := 1; c <= n; c++ {
		r := (n + c - 1) / c
		w := float64(stillWidth-(c-1)*gap) / float64(c)
		h := min(w/s.box.width()*s.box.height(), float64(stillWidth-(r-1)*gap)/float64(r))
		scale := min(w/s.box.width(), h/s.box.height())
		if c*r > n {
			scale *= 0.85 // an empty place
		}
		if scale > best {
			best, cols, rows, width, height = scale, c, r, int(w), int(math.Round(h))
		}
	}
	return cols, rows, width, height
}

// panel paints one of the poses that are shown.
func (s *scene) panel(c *canvas, shown []int, i int, r image.Rectangle, numbered bool) {
	pose := s.poses[shown[i]]
	c.clip = r
	c.scale, c.origin = 1, point{}
	top := point{float64(r.Min.X), float64(r.Min.Y)}
	c.fill(s.th.panel, []point{{top.x, -float64(r.Max.Y)}, {float64(r.Max.X), -float64(r.Max.Y)}, {float64(r.Max.X), -top.y}, {top.x, -top.y}})
	s.set(c, top.x, top.y, float64(r.Dx()), float64(r.Dy()))
	s.stage(c)
	if s.p.Ghost && shown[i] > 0 {
		s.shadow(c, s.poses[0])
	}
	s.figure(c, pose)
	s.arrows(c, pose, 3)
	c.scale, c.origin = 1, point{}
	c.notch(s.th.page, r, corner)
	if numbered {
		s.badge(c, i+1, r)
	}
}

// badge numbers a panel.
func (s *scene) badge(c *canvas, n int, r image.Rectangle) {
	c.clip, c.scale, c.origin = r, 1, point{}
	middle := point{float64(r.Min.X) + 28, -float64(r.Min.Y) - 28}
	c.fill(s.th.badge, hull(0, blob{c: middle, radius: 16}))
	c.write(strconv.Itoa(n), middle.x, middle.y-8, 23, s.th.digit)
}
