package figure

import (
	"image"
	"image/color"
)

// palette is the colours of a theme, first the one that is left as it was,
// then the colours themselves, then what lies between those that touch, in so
// many steps.
func (t theme) palette(steps int) color.Palette {
	near, still := t.colours()
	p := color.Palette{color.RGBA{}, t.panel}
	has := map[color.RGBA]bool{t.panel: true}
	add := func(c color.RGBA) {
		if !has[c] && len(p) < 256 {
			has[c] = true
			p = append(p, c)
		}
	}
	for _, c := range append(near, still...) {
		add(c)
	}
	between := func(a, b color.RGBA, steps int) {
		for i := 1; i < steps; i++ {
			add(mixColour(a, b, float64(i)/float64(steps)))
		}
	}
	for _, c := range near {
		between(c, t.panel, steps)
	}
	for _, c := range still {
		between(c, t.panel, steps/2)
	}
	between(t.badge, t.digit, steps)
	for _, c := range near[:5] {
		between(c, t.floor, steps/2)
		between(c, t.prop, steps/2)
		between(c, t.mat, steps/2)
	}
	between(t.shirt, t.skin, steps/2)
	between(t.shirt, t.trousers, steps/2)
	between(t.shirt, t.accent, steps/2)
	between(t.skin, t.hair, steps/2)
	between(t.trousers, t.shoe, steps/2)
	return p
}

// colours are those of the figure, and those of what stands still.
func (t theme) colours() (near, still []color.RGBA) {
	return []color.RGBA{t.shirt, t.trousers, t.shoe, t.hair, t.skin, t.farShirt, t.farTrousers, t.farShoe, t.farSkin, t.accent, t.mark},
		[]color.RGBA{t.floor, t.prop, t.propEdge, t.propTop, t.mat, t.matEdge, t.ghost, t.badge, t.digit, t.page}
}

// own is the last of the palette that is no mixture.
func (t theme) own() int {
	own := map[color.RGBA]bool{t.panel: true}
	near, still := t.colours()
	for _, c := range append(near, still...) {
		own[c] = true
	}
	return len(own)
}

// known is a colour whose nearest one was found.
type known struct {
	rgb   uint32
	index uint8
	set   bool
}

// mapper finds the nearest colour of a palette, and remembers.
type mapper struct {
	palette color.Palette
	known   [1 << 12]known
	last    uint32
	index   uint8
	same    [256][256]bool // [a][b]: a passes for b
}

func (t theme) mapper(steps int) *mapper {
	m := &mapper{palette: t.palette(steps)}
	m.index = m.nearest(t.panel.R, t.panel.G, t.panel.B)
	m.last = uint32(t.panel.R)<<16 | uint32(t.panel.G)<<8 | uint32(t.panel.B)
	own := t.own()
	for i := range m.palette {
		for j := range m.palette { // a colour of its own is never left out
			m.same[i][j] = i == j || i > 0 && j > own && distance(m.palette[i].(color.RGBA), m.palette[j].(color.RGBA)) < slight
		}
	}
	return m
}

// distance is how far apart two colours are to the eye, roughly, squared.
func distance(a, b color.RGBA) int {
	dr, dg, db := int(a.R)-int(b.R), int(a.G)-int(b.G), int(a.B)-int(b.B)
	return 3*dr*dr + 6*dg*dg + db*db
}

func (m *mapper) nearest(r, g, b uint8) uint8 {
	best, far := 1, 1<<30
	for i, c := range m.palette[1:] {
		if d := distance(c.(color.RGBA), color.RGBA{r, g, b, 255}); d < far {
			best, far = i+1, d
		}
	}
	return uint8(best)
}

// paint is a part of the picture in the palette's colours.
func (m *mapper) paint(img *image.RGBA, to *image.Paletted, r image.Rectangle) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		from, line := img.Pix[img.PixOffset(r.Min.X, y):], to.Pix[to.PixOffset(r.Min.X, y):]
		for x := range r.Dx() {
			p := from[4*x : 4*x+3 : 4*x+3]
			rgb := uint32(p[0])<<16 | uint32(p[1])<<8 | uint32(p[2])
			if rgb != m.last {
				k := &m.known[(rgb*2654435761)>>20]
				if k.rgb != rgb || !k.set {
					*k = known{rgb, m.nearest(p[0], p[1], p[2]), true}
				}
				m.last, m.index = rgb, k.index
			}
			line[x] = m.index
		}
	}
}

func (t theme) quantise(img *image.RGBA, steps int) *image.Paletted {
	m := t.mapper(steps)
	to := image.NewPaletted(img.Rect, m.palette)
	m.paint(img, to, img.Rect)
	return to
}
