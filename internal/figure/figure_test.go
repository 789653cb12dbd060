package figure

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/png"
	"math"
	"strings"
	"testing"

	"catcow/content"
)

func moves(t testing.TB) []content.Exercise {
	t.Helper()
	l, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	return l.Exercises()
}

func move(t testing.TB, id string) content.Exercise {
	t.Helper()
	l, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	e, ok := l.Exercise(id)
	if !ok {
		t.Fatalf("there is no %s", id)
	}
	return e
}

// drawn keeps the motions that tests have drawn, by move and options.
var drawn = map[string][]byte{}

func moving(t testing.TB, e content.Exercise, o Options) []byte {
	t.Helper()
	name := fmt.Sprint(e.ID, o)
	if drawn[name] == nil {
		data, err := Motion(e, o)
		if err != nil {
			t.Fatal(err)
		}
		drawn[name] = data
	}
	return drawn[name]
}

// played is that motion.
func played(t testing.TB, e content.Exercise, o Options) *gif.GIF {
	t.Helper()
	g, err := gif.DecodeAll(bytes.NewReader(moving(t, e, o)))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// options are all that can be asked of a move.
func options(e content.Exercise) (all []Options) {
	all = []Options{{}, {Dark: true}}
	if e.Picture.Sided() {
		all = append(all, Options{Side: Right}, Options{Side: Left, Dark: true})
	}
	return all
}

func TestEveryMoveHasAPictureAndItsWords(t *testing.T) {
	for _, e := range moves(t) {
		if len(e.Picture.Poses) < 2 {
			t.Errorf("%s has %d poses", e.ID, len(e.Picture.Poses))
			continue
		}
		for _, o := range options(e) {
			if alt := Alt(e, o.Side); len(alt) < 40 || len(alt) > 170 {
				t.Errorf("%s %v: the words are %q", e.ID, o, alt)
			}
		}
		var arrows int
		s := newScene(e, Options{})
		for _, i := range s.shown(Both) {
			arrows += len(s.poses[i].Arrows)
		}
		if n := len(s.shown(Both)); n < 2 || n > 4 || arrows == 0 {
			t.Errorf("%s shows %d poses and %d arrows", e.ID, n, arrows)
		}
	}
}

func TestAMoveWithoutPosesHasNoPicture(t *testing.T) {
	bare := move(t, "E02")
	bare.Picture = content.Picture{}
	if _, err := Still(bare, Options{}); !errors.Is(err, ErrNone) {
		t.Errorf("Still says %v", err)
	}
	if _, err := Motion(bare, Options{}); !errors.Is(err, ErrNone) {
		t.Errorf("Motion says %v", err)
	}
	if found := Check(bare); found != nil {
		t.Errorf("Check says %v", found)
	}
	if _, err := Sheet([]content.Exercise{bare}, false); err != nil {
		t.Errorf("Sheet says %v", err)
	}
}

// mostBytes is how large a picture may be.
const mostBytes = 200_000

// mostWork is how many pixels the brush may go over for a picture. A core of
// 2026 needs 150 ms for many times more; the benchmarks have the times.
const mostWork = 25_000_000

func TestPicturesAreSmallQuickAndAlwaysTheSame(t *testing.T) {
	if raced {
		t.Skip("drawing has no goroutines, and takes the race detector a minute; .ci/run runs this without it")
	}
	for _, e := range moves(t) {
		for _, o := range options(e) {
			still, err := Still(e, o)
			if err != nil {
				t.Fatal(err)
			}
			motion := moving(t, e, o)
			if len(still) > mostBytes/4 || len(motion) > mostBytes {
				t.Errorf("%s %v: %d bytes still, %d moving", e.ID, o, len(still), len(motion))
			}
			if o != (Options{}) {
				continue
			}
			s := newScene(e, o)
			g, c := s.motion(o.Side)
			if work := s.still(o.Side).work; work > mostWork || c.work > mostWork {
				t.Errorf("%s %v: the brush goes over %d pixels still, %d moving", e.ID, o, work, c.work)
			}
			again, err := Still(e, o)
			if err != nil {
				t.Fatal(err)
			}
			var once bytes.Buffer
			if err := gif.EncodeAll(&once, g); err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(still, again) || !bytes.Equal(motion, once.Bytes()) {
				t.Errorf("%s: drawn twice, it differs", e.ID)
			}
		}
	}
	// That would be noticed: the motion in full frames is larger than that.
	g, _ := newScene(move(t, "E01"), Options{}).motion(Both)
	for i, frame := range frames(g) {
		g.Image[i] = image.NewPaletted(frame.Rect, g.Image[0].Palette)
		draw.Draw(g.Image[i], frame.Rect, frame, image.Point{}, draw.Src)
	}
	var full bytes.Buffer
	if err := gif.EncodeAll(&full, g); err != nil || full.Len() < mostBytes {
		t.Errorf("in full frames E01 has %d bytes, %v: the limit shows nothing", full.Len(), err)
	}
}

// frames are what is seen, frame by frame.
func frames(g *gif.GIF) (all []*image.RGBA) {
	seen := image.NewRGBA(image.Rect(0, 0, g.Config.Width, g.Config.Height))
	for _, f := range g.Image {
		draw.Draw(seen, f.Rect, f, f.Rect.Min, draw.Over)
		now := image.NewRGBA(seen.Rect)
		copy(now.Pix, seen.Pix)
		all = append(all, now)
	}
	return all
}

func TestMotionsTakeTheirTimeAndStop(t *testing.T) {
	for _, e := range moves(t) {
		g := played(t, e, Options{})
		plays := map[int]int{-1: 1, 1: 2}[g.LoopCount] // 0 would be for ever
		if plays != e.Picture.Loops {
			t.Errorf("%s: loop count %d, the content wants %d plays", e.ID, g.LoopCount, e.Picture.Loops)
		}
		want, got := 60.0, 0
		for _, m := range e.Picture.Motion {
			want += m.Seconds * 100
		}
		if e.Picture.Sides == "both" {
			want *= 2
		}
		for _, d := range g.Delay {
			got += d
		}
		if math.Abs(float64(got)-want) > want*0.08 {
			t.Errorf("%s takes %d hundredths of a second, want about %.0f", e.ID, got, want)
		}
		all := frames(g)
		s := newScene(e, Options{})
		way, c := s.way(Both), newCanvas(g.Config.Width, g.Config.Height, s.th.panel)
		s.set(c, 0, 0, float64(g.Config.Width), float64(g.Config.Height))
		s.stage(c)
		s.figure(c, s.pose(way[len(way)-1].key))
		if d := difference(all[len(all)-1], c.img); d > 0.002 {
			t.Errorf("%s: %.2f%% of the last frame are not as in the last pose", e.ID, d*100)
		}
		most := 0.0
		for _, frame := range all {
			most = max(most, difference(frame, c.img))
		}
		if most < 0.004 {
			t.Errorf("%s: nothing moves, only %.2f%% change", e.ID, most*100)
		}
	}
}

// difference is which part of two pictures is plainly not the same.
func difference(a, b *image.RGBA) float64 {
	n := 0
	for i := 0; i < len(a.Pix); i += 4 {
		if distance(color.RGBA{a.Pix[i], a.Pix[i+1], a.Pix[i+2], 255}, color.RGBA{b.Pix[i], b.Pix[i+1], b.Pix[i+2], 255}) > 3*60*60 {
			n++
		}
	}
	return float64(n) / float64(len(a.Pix)/4)
}

func TestLeftIsTheMirrorImageOfRight(t *testing.T) {
	for _, e := range moves(t) {
		if e.Picture.Sides != "one" {
			continue
		}
		var images [2]*image.RGBA
		for i, side := range []Side{Right, Left} {
			s := newScene(e, Options{Side: side})
			c := newCanvas(420, 400, s.th.page)
			s.panel(c, s.shown(side), len(s.shown(side))-1, c.img.Rect, false)
			images[i] = c.img
		}
		if d := difference(images[0], images[1]); d < 0.01 {
			t.Errorf("%s looks the same on both sides", e.ID)
		}
		for y := range 400 {
			for x := range 210 {
				a, b := images[1].RGBAAt(x, y), images[1].RGBAAt(419-x, y)
				images[1].SetRGBA(x, y, b)
				images[1].SetRGBA(419-x, y, a)
			}
		}
		if d := difference(images[0], images[1]); d > 0.001 {
			t.Errorf("%s: left is no mirror image of right, %.2f%% differ", e.ID, d*100)
		}
	}
}

func TestWordsAreTrueOfTheSide(t *testing.T) {
	e := move(t, "V08")
	if alt := Alt(e, Left); !strings.Contains(alt, "left ankle on the right knee") || !strings.Contains(alt, "Shown: left side.") {
		t.Errorf("left: %q", alt)
	}
	if alt := Alt(e, Right); !strings.Contains(alt, "right ankle on the left knee") || !strings.Contains(alt, "Shown: right side.") {
		t.Errorf("right: %q", alt)
	}
	if alt := Alt(e, Both); alt != e.AltText {
		t.Errorf("both: %q", alt)
	}
	e.AltText = "Upright. The right arm moves."
	if alt := Alt(e, Left); !strings.HasPrefix(alt, "Upright. The left arm moves.") {
		t.Errorf("upright: %q", alt)
	}
	// The right ankle of the figure is the one that is named.
	b := solve(e.Picture.Poses[0])
	if d := b.legs[0].tip.minus(b.legs[1].joint).length(); d > 8 {
		t.Errorf("the right ankle is %.1f from the left knee", d)
	}
}

func TestTheSheetShowsEveryMove(t *testing.T) {
	data, err := Sheet(moves(t), false)
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if len(data) > 2*mostBytes || img.Bounds().Dx() < 1200 {
		t.Errorf("%d bytes, %v", len(data), img.Bounds())
	}
	few, err := Sheet(moves(t)[:4], false)
	if err != nil {
		t.Fatal(err)
	}
	one, err := png.Decode(bytes.NewReader(few))
	if err != nil || one.Bounds().Dy()*4 > img.Bounds().Dy() {
		t.Errorf("a row is %v of %v, %v", one.Bounds(), img.Bounds(), err)
	}
	// There is a name below each tile.
	dark := 0
	for x := range one.Bounds().Dx() {
		for y := sheetMargin + tileHeight + 4; y < sheetMargin+tileHeight+nameHeight; y++ {
			if r, _, _, _ := one.At(x, y).RGBA(); r < 0x5000 {
				dark++
			}
		}
	}
	if dark < 800 {
		t.Errorf("%d dark pixels where the names are", dark)
	}
}

func BenchmarkStill(b *testing.B) {
	for _, e := range moves(b) {
		b.Run(e.ID, func(b *testing.B) {
			for b.Loop() {
				if _, err := Still(e, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkMotion(b *testing.B) {
	for _, e := range moves(b) {
		b.Run(e.ID, func(b *testing.B) {
			for b.Loop() {
				if _, err := Motion(e, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
