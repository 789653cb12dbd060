package main

import (
	"bytes"
	"image/gif"
	"image/png"
	"testing"

	"catcow/content"
)

// Every move has its pictures: they are what they say they are, and Slack takes them.
func TestEveryMoveHasItsPictures(t *testing.T) {
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	stills, motions := map[string]int{}, map[string]int{}
	for _, d := range drawings(library) {
		data, err := d.Draw()
		if err != nil {
			t.Fatalf("%s: %v", d.Exercise, err)
		}
		if d.Motion {
			motions[d.Exercise]++
			_, err = gif.DecodeAll(bytes.NewReader(data))
		} else {
			stills[d.Exercise]++
			_, err = png.Decode(bytes.NewReader(data))
		}
		if err != nil || len(data) > 200_000 || d.Alt == "" || len(d.Alt) > 1000 {
			t.Errorf("%s, side %d, moving %v: %d bytes, %q, %v", d.Exercise, d.Side, d.Motion, len(data), d.Alt, err)
		}
	}
	for _, e := range library.Exercises() {
		want := 1
		if e.Picture.Sided() {
			want = 3
		}
		if stills[e.ID] != want || motions[e.ID] != 1 {
			t.Errorf("%s has %d stills and %d that move", e.Name, stills[e.ID], motions[e.ID])
		}
	}
}
