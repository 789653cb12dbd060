package figure

import (
	"bytes"
	"image"
	"image/png"

	"catcow/content"
)

// Sizes of the sheet, in pixels: a tile is two panels with a name below.
const (
	sheetColumns          = 4
	tileWidth, tileHeight = 380, 236
	nameHeight            = 44
	sheetMargin           = 14
)

// Sheet is a PNG of all moves that have a picture, each by two of its poses
// with its name below.
func Sheet(all []content.Exercise, dark bool) ([]byte, error) {
	var shown []content.Exercise
	for _, e := range all {
		if len(e.Picture.Poses) > 0 {
			shown = append(shown, e)
		}
	}
	rows := (len(shown) + sheetColumns - 1) / sheetColumns
	c := newCanvas(sheetColumns*(tileWidth+sheetMargin)+sheetMargin, max(1, rows*(tileHeight+nameHeight+sheetMargin)+sheetMargin), themeOf(dark, "").page)
	for i, e := range shown {
		s := newScene(e, Options{Dark: dark})
		left := sheetMargin + i%sheetColumns*(tileWidth+sheetMargin)
		top := sheetMargin + i/sheetColumns*(tileHeight+nameHeight+sheetMargin)
		two := s.shown(Both)
		if len(two) > 2 { // the start and the end; both ways of what goes to and fro
			two = []int{two[len(two)-2], two[len(two)-1]}
			if s.p.Sides != "both" {
				two[0] = s.shown(Both)[0]
			}
		}
		s.fitStill(two)
		width := (tileWidth - gap) / len(two)
		height := tileHeight
		half := (tileHeight - gap) / 2
		beside := min(float64(width)/s.box.width(), tileHeight/s.box.height())
		above := min(tileWidth/s.box.width(), float64(half)/s.box.height())
		for k := range two {
			r := image.Rect(left+k*(width+gap), top, left+k*(width+gap)+width, top+height)
			if len(two) == 2 && above > beside {
				r = image.Rect(left, top+k*(half+gap), left+tileWidth, top+k*(half+gap)+half)
			}
			s.panel(c, two, k, r, false)
		}
		c.clip, c.scale, c.origin = c.img.Rect, 1, point{}
		c.write(e.Name, float64(left)+tileWidth/2, -float64(top+tileHeight)-29, 24, s.th.badge)
	}
	var b bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	err := encoder.Encode(&b, c.img)
	return b.Bytes(), err
}
