package figure

import (
	"bytes"
	"image"
	"image/gif"
	"slices"

	"catcow/content"
)

// motionSide is the longer side of a motion, in pixels.
const motionSide = 360

// Motion is a GIF of the movement in its own time. It plays as often as the
// content says, twice at most, and stops on its last pose. It is below 200 KB.
func Motion(e content.Exercise, o Options) ([]byte, error) {
	s, err := ready(e, o)
	if err != nil {
		return nil, err
	}
	g, _ := s.motion(o.Side)
	var b bytes.Buffer
	err = gif.EncodeAll(&b, g)
	return b.Bytes(), err
}

// motion paints the movement, frame by frame.
func (s *scene) motion(side Side) (*gif.GIF, *canvas) {
	scale := motionSide / max(s.box.width(), s.box.height())
	width, height := int(s.box.width()*scale), int(s.box.height()*scale)
	c := newCanvas(width, height, s.th.panel)
	s.set(c, 0, 0, float64(width), float64(height))
	s.stage(c)
	stage := slices.Clone(c.img.Pix)

	colours := s.th.mapper(3)
	bare := image.NewPaletted(c.img.Rect, colours.palette)
	colours.paint(c.img, bare, c.img.Rect)
	g := &gif.GIF{LoopCount: s.p.Loops - 1, Config: image.Config{ColorModel: colours.palette, Width: width, Height: height}}
	if s.p.Loops < 2 {
		g.LoopCount = -1 // once
	}
	painted := map[key]*image.Paletted{}
	shown := image.NewPaletted(c.img.Rect, colours.palette) // as it is after every frame
	for _, stay := range s.way(side) {
		now, ok := painted[stay.key]
		if !ok {
			copy(c.img.Pix, stage)
			c.wet = image.Rectangle{}
			s.figure(c, s.pose(stay.key))
			now = image.NewPaletted(c.img.Rect, colours.palette)
			copy(now.Pix, bare.Pix)
			colours.paint(c.img, now, c.wet)
			painted[stay.key] = now
		}
		if change := colours.since(shown, now, len(g.Image) == 0); change != nil {
			g.Image, g.Delay, g.Disposal = append(g.Image, change), append(g.Delay, stay.delay), append(g.Disposal, gif.DisposalNone)
		} else {
			g.Delay[len(g.Delay)-1] += stay.delay
		}
	}
	return g, c
}

// slight is how much two colours may differ and pass for the same, from one
// frame to the next; it is seen by nobody, and costs many bytes.
const slight = 3 * 34 * 34

// since is what changed, with all that did not left out; nil when nothing did.
// What is shown changes with it.
func (m *mapper) since(shown, now *image.Paletted, all bool) *image.Paletted {
	var r image.Rectangle
	width := now.Rect.Dx()
	for y := range now.Rect.Dy() {
		a, b := shown.Pix[y*width:(y+1)*width], now.Pix[y*width:(y+1)*width]
		if !all && bytes.Equal(a, b) {
			continue
		}
		left, right := -1, 0
		for x := range b {
			if all || !m.same[a[x]][b[x]] {
				if left < 0 {
					left = x
				}
				right = x + 1
			}
		}
		if left >= 0 {
			r = r.Union(image.Rect(left, y, right, y+1))
		}
	}
	if r.Empty() {
		return nil
	}
	change := image.NewPaletted(r, now.Palette)
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			if i := y*width + x; all || !m.same[shown.Pix[i]][now.Pix[i]] {
				change.Pix[(y-r.Min.Y)*change.Stride+x-r.Min.X] = now.Pix[i]
				shown.Pix[i] = now.Pix[i]
			}
		}
	}
	return change
}
