package figure

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"testing"
)

// contrast is the contrast of two colours, 1 to 21, as WCAG 2 has it.
func contrast(a, b color.RGBA) float64 {
	light := func(c color.RGBA) float64 {
		channel := func(v uint8) float64 {
			f := float64(v) / 255
			if f <= 0.04045 {
				return f / 12.92
			}
			return math.Pow((f+0.055)/1.055, 2.4)
		}
		return 0.2126*channel(c.R) + 0.7152*channel(c.G) + 0.0722*channel(c.B) + 0.05
	}
	x, y := light(a), light(b)
	return max(x, y) / min(x, y)
}

func TestFigureAndBackgroundAreThreeToOneApart(t *testing.T) {
	if c := contrast(rgb(0x777777), rgb(0xffffff)); math.Abs(c-4.48) > 0.01 {
		t.Fatalf("the contrast of #777777 on white is %.2f, not 4.48: the measure is wrong", c)
	}
	seen := map[color.RGBA]bool{}
	for _, dark := range []bool{false, true} {
		for _, e := range moves(t) {
			th := themeOf(dark, e.ID)
			figure, _ := th.colours()
			for i, c := range append(figure, th.badge) {
				if got := contrast(c, th.panel); got < 3 {
					t.Errorf("dark %v, %s: colour %d, %v, is %.2f to 1 from the background", dark, e.ID, i, c, got)
				}
			}
			if got := contrast(th.digit, th.badge); got < 4.5 {
				t.Errorf("dark %v: a number is %.2f to 1 from its badge", dark, got)
			}
			seen[th.skin] = true
		}
		data, err := Still(move(t, "E02"), Options{Dark: dark})
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		panel := color.RGBAModel.Convert(img.At(stillWidth/2, 8)).(color.RGBA)
		if want := themeOf(dark, "E02").panel; panel != want || dark != (panel.R < 0x40) {
			t.Errorf("dark %v: the panel is %v, want %v", dark, panel, want)
		}
		// A pale figure would be noticed.
		if th := themeOf(dark, "E01"); contrast(th.ghost, th.panel) > 3 {
			t.Errorf("dark %v: the ghost is as strong as a figure", dark)
		}
	}
	if len(seen) != 2*len(skins) {
		t.Errorf("%d skins are seen, of %d", len(seen), 2*len(skins))
	}
}

// figureColours are those that only a figure, what moves and an arrow have.
func (s *scene) figureColours() map[color.RGBA]bool {
	th := s.th
	is := map[color.RGBA]bool{}
	for _, c := range []color.RGBA{th.shirt, th.trousers, th.shoe, th.skin, th.hair, th.accent, th.farShirt, th.farTrousers, th.farShoe, th.farSkin} {
		is[c] = true
	}
	return is
}

// edgePixels counts the pixels of a figure along the edge of a picture.
func edgePixels(img *image.RGBA, r image.Rectangle, is map[color.RGBA]bool) (n int) {
	for x := r.Min.X; x < r.Max.X; x++ {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			if min(x-r.Min.X, y-r.Min.Y, r.Max.X-1-x, r.Max.Y-1-y) < 3 && is[img.RGBAAt(x, y)] {
				n++
			}
		}
	}
	return n
}

func TestNothingIsCutOff(t *testing.T) {
	cropped := 0
	for _, e := range moves(t) {
		for _, o := range options(e) {
			s := newScene(e, o)
			is := s.figureColours()
			shown := s.shown(o.Side)
			s.fitStill(shown)
			for i := range shown {
				c := newCanvas(400, 400, s.th.page)
				s.panel(c, shown, i, c.img.Rect, false)
				n := edgePixels(c.img, c.img.Rect, is)
				if e.Picture.Crop != (rect{}) {
					if n > 0 {
						cropped++
					}
					continue
				}
				if n > 0 {
					t.Errorf("%s %v: panel %d cuts off %d pixels of the figure", e.ID, o, i+1, n)
				}
			}
			if e.Picture.Crop != (rect{}) || o.Dark {
				continue
			}
			for i, frame := range frames(played(t, e, o)) {
				if n := edgePixels(frame, frame.Rect, is); n > 0 {
					t.Errorf("%s %v: frame %d cuts off %d pixels of the figure", e.ID, o, i, n)
				}
			}
		}
	}
	// It would be noticed: the close-ups do cut the figure, and so does a low window.
	if cropped == 0 {
		t.Error("no close-up touches the edge: the measure sees nothing")
	}
	s := newScene(move(t, "V13"), Options{})
	s.box[3] -= 20
	c := newCanvas(400, 400, s.th.page)
	s.panel(c, []int{0}, 0, c.img.Rect, false)
	if edgePixels(c.img, c.img.Rect, s.figureColours()) == 0 {
		t.Error("a window that is too low went unnoticed")
	}
}

// What is near covers what is far, from whichever side one looks.
func TestNearCoversFar(t *testing.T) {
	for turn, near := range map[float64]int{0: 0, 180: 1} {
		e := move(t, "V14")
		e.Picture.Camera.Turn = turn
		s := newScene(e, Options{})
		c := newCanvas(400, 400, s.th.panel)
		s.set(c, 0, 0, 400, 400)
		stand := s.poses[3]
		s.figure(c, stand)
		b := solve(stand)
		at := c.pixel(s.cam.see(b.arms[near].tip))
		if got := c.img.RGBAAt(int(at.x), int(at.y)); got != s.th.skin {
			t.Errorf("turned by %.0f, the near wrist is %v, not %v", turn, got, s.th.skin)
		}
		at = c.pixel(s.cam.see(b.legs[near].joint))
		if got := c.img.RGBAAt(int(at.x), int(at.y)); got != s.th.trousers {
			t.Errorf("turned by %.0f, the near knee is %v, not %v", turn, got, s.th.trousers)
		}
	}
}
