// Package figure draws an exercise from its poses: a still picture, and a
// motion. The same exercise and options give the same bytes.
package figure

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"catcow/content"
)

// Side is for whom or where a picture is drawn, in moves that have sides.
type Side string

// Sides. A move that is done to one side at a time is drawn for the right
// where Both are asked for; one that goes to and fro shows both.
const (
	Both  Side = ""
	Right Side = "right"
	Left  Side = "left"
)

// Options are what can be chosen.
type Options struct {
	Side Side
	Dark bool // for a dark background
}

// ErrNone is the answer for an exercise that has no poses.
var ErrNone = errors.New("figure: this exercise has no picture")

// Alt is the picture in words: those of the content, with right and left as in
// the picture that the side gives.
func Alt(e content.Exercise, side Side) string {
	text := e.AltText
	if side == Both || !e.Picture.Sided() {
		return text
	}
	if e.Picture.Sides == "one" && side == Left {
		text = rightOrLeft.ReplaceAllStringFunc(text, func(word string) string { return other[word] })
	}
	return strings.TrimSuffix(text, ".") + ". Shown: " + string(side) + " side."
}

var (
	rightOrLeft = regexp.MustCompile(`\b([Rr]ight|[Ll]eft)\b`)
	other       = map[string]string{"right": "left", "left": "right", "Right": "Left", "Left": "Right"}
)

// ready is the scene of an exercise, or why there is none.
func ready(e content.Exercise, o Options) (*scene, error) {
	if len(e.Picture.Poses) == 0 {
		return nil, fmt.Errorf("%w: %s", ErrNone, e.ID)
	}
	if o.Side != Both && !e.Picture.Sided() {
		o.Side = Both
	}
	return newScene(e, o), nil
}
