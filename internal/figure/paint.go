package figure

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// canvas is what is painted on: lengths become pixels by scale, from the pixel
// of the origin; nothing leaves clip.
type canvas struct {
	img    *image.RGBA
	clip   image.Rectangle
	scale  float64 // pixels for a length of 1
	origin point   // in pixels, y down
	brush  vector.Rasterizer
	mask   image.Alpha
	wet    image.Rectangle // what was painted on
	work   int             // pixels that the brush went over
}

func newCanvas(width, height int, colour color.RGBA) *canvas {
	c := &canvas{img: image.NewRGBA(image.Rect(0, 0, width, height)), scale: 1}
	c.clip = c.img.Rect
	draw.Draw(c.img, c.clip, image.NewUniform(colour), image.Point{}, draw.Src)
	return c
}

// pixel is where a point of the page is.
func (c *canvas) pixel(p point) point {
	return point{c.origin.x + p.x*c.scale, c.origin.y - p.y*c.scale}
}

// fill paints outlines in a colour, one after the other.
func (c *canvas) fill(colour color.RGBA, outlines ...[]point) {
	for _, o := range outlines {
		c.shape(colour, o)
	}
}

// shape paints what outlines enclose together; one that goes around the other
// way is a hole.
func (c *canvas) shape(colour color.RGBA, outlines ...[]point) {
	box := [4]float64{1e4, 1e4, -1e4, -1e4}
	for _, o := range outlines {
		for _, p := range o {
			p = c.pixel(p)
			box = [4]float64{min(box[0], p.x), min(box[1], p.y), max(box[2], p.x), max(box[3], p.y)}
		}
	}
	r := image.Rect(int(math.Floor(max(box[0], -1e4))), int(math.Floor(max(box[1], -1e4))), int(math.Ceil(min(box[2], 1e4))), int(math.Ceil(min(box[3], 1e4)))).Intersect(c.clip)
	if r.Empty() {
		return
	}
	c.wet, c.work = c.wet.Union(r), c.work+r.Dx()*r.Dy()
	c.brush.Reset(r.Dx(), r.Dy())
	for _, o := range outlines {
		for i, p := range o {
			p = c.pixel(p)
			x, y := float32(p.x-float64(r.Min.X)), float32(p.y-float64(r.Min.Y))
			if i == 0 {
				c.brush.MoveTo(x, y)
			} else {
				c.brush.LineTo(x, y)
			}
		}
		c.brush.ClosePath()
	}
	if n := r.Dx() * r.Dy(); cap(c.mask.Pix) < n {
		c.mask.Pix = make([]uint8, n)
	}
	c.mask.Pix, c.mask.Stride, c.mask.Rect = c.mask.Pix[:r.Dx()*r.Dy()], r.Dx(), image.Rect(0, 0, r.Dx(), r.Dy())
	c.brush.DrawOp = draw.Src
	c.brush.Draw(&c.mask, c.mask.Rect, image.Opaque, image.Point{})
	c.blend(colour, r)
}

// blend lays a colour over a part of the picture, as much as the mask says.
func (c *canvas) blend(colour color.RGBA, r image.Rectangle) {
	mix := func(from, to uint8, k uint32) uint8 { return uint8((uint32(from)*(255-k) + uint32(to)*k + 127) / 255) }
	for y := range r.Dy() {
		mask, line := c.mask.Pix[y*r.Dx():(y+1)*r.Dx()], c.img.Pix[c.img.PixOffset(r.Min.X, r.Min.Y+y):]
		for x, k := range mask {
			if k == 0 {
				continue
			}
			p := line[4*x : 4*x+4 : 4*x+4]
			if k == 255 {
				p[0], p[1], p[2] = colour.R, colour.G, colour.B
				continue
			}
			p[0], p[1], p[2] = mix(p[0], colour.R, uint32(k)), mix(p[1], colour.G, uint32(k)), mix(p[2], colour.B, uint32(k))
		}
	}
}

func (c *canvas) paint(items []item) {
	for _, i := range items {
		for _, l := range i.layers {
			if l.holed {
				c.shape(l.colour, l.outlines...)
			} else {
				c.fill(l.colour, l.outlines...)
			}
		}
	}
}

// notch rounds the corners of a panel by painting what is outside of them.
func (c *canvas) notch(colour color.RGBA, r image.Rectangle, radius float64) {
	for _, corner := range []struct{ x, y, sx, sy float64 }{
		{float64(r.Min.X), float64(r.Min.Y), 1, 1}, {float64(r.Max.X), float64(r.Min.Y), -1, 1},
		{float64(r.Min.X), float64(r.Max.Y), 1, -1}, {float64(r.Max.X), float64(r.Max.Y), -1, -1},
	} {
		outline := []point{{corner.x, -corner.y}}
		for i := range 17 {
			sin, cos := math.Sincos(math.Pi / 2 * float64(i) / 16)
			outline = append(outline, point{corner.x + corner.sx*radius*(1-sin), -(corner.y + corner.sy*radius*(1-cos))})
		}
		c.fill(colour, outline)
	}
}
