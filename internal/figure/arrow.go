package figure

import (
	"image/color"

	"catcow/content"
)

// arrows paints the way that led to a pose. They are as thick in every
// picture, in pixels.
func (s *scene) arrows(c *canvas, pose content.Pose, thick float64) {
	for _, a := range pose.Arrows {
		s.arrow(c, s.curve(a), thick/c.scale)
	}
}

// curve is the way of an arrow on the page, from 0 to 1.
func (s *scene) curve(a content.Arrow) func(float64) point {
	from, over, to := s.cam.see(at(a.From)), s.cam.see(at(a.Over)), s.cam.see(at(a.To))
	middle := point{2*over.x - (from.x+to.x)/2, 2*over.y - (from.y+to.y)/2}
	return func(t float64) point {
		u := 1 - t
		return point{u*u*from.x + 2*u*t*middle.x + t*t*to.x, u*u*from.y + 2*u*t*middle.y + t*t*to.y}
	}
}

// arrow paints a curve with a head at its end; w is half its width.
func (s *scene) arrow(c *canvas, curve func(float64) point, w float64) {
	neck := max(0.3, 1-5*w/max(curve(0).to(curve(1)).length(), 0.1))
	tip, base := curve(1), curve(neck)
	d := base.to(tip)
	l := d.length()
	if l < 1e-6 { // it leads nowhere
		return
	}
	x, y := d.x/l*2.7*w, d.y/l*2.7*w
	head := []blob{{c: tip}, {c: point{base.x - y, base.y + x}}, {c: point{base.x + y, base.y - x}}}
	for i, wider := range []float64{1.1 * w, 0} {
		var line [][]point
		for k := range 12 {
			a, b := curve(neck*float64(k)/12), curve(neck*float64(k+1)/12)
			line = append(line, hull(wider, blob{c: a, radius: w}, blob{c: b, radius: w}))
		}
		line = append(line, hull(wider+0.4*w, head...))
		c.fill([]color.RGBA{s.th.panel, s.th.accent}[i], line...)
	}
}
