package figure

import (
	"image/color"
	"sync"

	"golang.org/x/image/font/gofont/gomedium"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// font is for numbers, and for names on the sheet of all moves.
var font = sync.OnceValue(func() *sfnt.Font {
	f, err := sfnt.Parse(gomedium.TTF)
	if err != nil {
		return nil // it is built in: a test writes with it
	}
	return f
})

// write paints a text around a middle, on a line, in a size in pixels.
func (c *canvas) write(text string, x, y, size float64, colour color.RGBA) {
	f := font()
	if f == nil {
		return
	}
	var buf sfnt.Buffer
	ppem := fixed.Int26_6(size * 64)
	type glyph struct {
		index sfnt.GlyphIndex
		at    float64
	}
	var glyphs []glyph
	width := 0.0
	for _, r := range text {
		i, err := f.GlyphIndex(&buf, r)
		if err != nil {
			continue
		}
		advance, err := f.GlyphAdvance(&buf, i, ppem, 0)
		if err != nil {
			continue
		}
		glyphs = append(glyphs, glyph{i, width})
		width += float64(advance) / 64
	}
	for _, g := range glyphs {
		segments, err := f.LoadGlyph(&buf, g.index, ppem, nil)
		if err != nil {
			continue
		}
		c.glyph(segments, x-width/2+g.at, y, colour)
	}
}

// glyph paints a letter; its holes go around the other way.
func (c *canvas) glyph(segments sfnt.Segments, x, y float64, colour color.RGBA) {
	var outlines [][]point
	var now []point
	place := func(p fixed.Point26_6) point { return point{x + float64(p.X)/64, y - float64(p.Y)/64} }
	for _, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if len(now) > 0 {
				outlines = append(outlines, now)
			}
			now = []point{place(s.Args[0])}
		case sfnt.SegmentOpLineTo:
			now = append(now, place(s.Args[0]))
		case sfnt.SegmentOpQuadTo:
			a, b, d := now[len(now)-1], place(s.Args[0]), place(s.Args[1])
			for i := 1; i <= 5; i++ {
				t := float64(i) / 5
				u := 1 - t
				now = append(now, point{u*u*a.x + 2*u*t*b.x + t*t*d.x, u*u*a.y + 2*u*t*b.y + t*t*d.y})
			}
		case sfnt.SegmentOpCubeTo:
			now = append(now, place(s.Args[2]))
		}
	}
	c.shape(colour, append(outlines, now)...)
}
