package content

import (
	"slices"
	"strings"
)

// The vocabularies of an exercise file.
var (
	areas     = []string{"neck", "shoulders", "upper back", "low back", "hips", "legs", "chest", "waist", "whole body"}
	positions = []string{"standing", "seated", "floor"}
	places    = []string{"desk", "home"}
	tags      = []string{"flexion", "extension", "rotation", "side bend", "hip", "shoulder", "neck", "chest", "strength", "walk", "breath"}
	codes     = []string{"BONE", "PREG", "DIZZY", "KNEEL", "WRIST", "SHOULDER", "NECK", "HIP", "SURG"}
	props     = []string{"floor", "mat", "pillow", "chair", "stool", "desk", "step", "wall"}
	members   = []string{"head", "trunk", "chest", "pelvis", "belly", "right arm", "left arm", "right leg", "left leg",
		"right buttock", "left buttock", "right thigh back", "left thigh back", "right hip front", "left hip front"}
	grounds = []string{"ground", "pelvis", "chest", "head", "thigh", "knee", "other knee"}
)

// Areas lists the words for areas of the body, as exercises carry them.
func Areas() []string { return slices.Clone(areas) }

// Codes lists the codes of movements that some people avoid.
func Codes() []string { return slices.Clone(codes) }

// areaOf maps other words for an area to the word of Areas.
var areaOf = map[string]string{
	"shoulder": "shoulders", "shoulder blade": "shoulders", "shoulder blades": "shoulders",
	"middle back": "upper back", "mid back": "upper back",
	"back": "low back", "lower back": "low back", "lumbar": "low back",
	"hip": "hips", "buttock": "hips", "buttocks": "hips", "bottom": "hips", "glute": "hips", "glutes": "hips",
	"leg": "legs", "thigh": "legs", "thighs": "legs",
	"ribs": "waist", "whole": "whole body", "body": "whole body", "all over": "whole body",
}

// Area is the area of the body that a text names, in the word that exercises
// carry; false when it names none.
func Area(text string) (string, bool) {
	text = Normal(text)
	if slices.Contains(areas, text) {
		return text, true
	}
	area, ok := areaOf[text]
	return area, ok
}

// asking are the words that ask for any move that fits (a place, a position,
// an area), with the small words around them.
var asking = func() map[string]bool {
	words := strings.Fields("standing stand seated sitting sit floor lying desk home gentle at the a an my on in for and to with")
	for _, area := range areas {
		words = append(words, strings.Fields(area)...)
	}
	for word := range areaOf {
		words = append(words, strings.Fields(word)...)
	}
	set := map[string]bool{}
	for _, w := range words {
		set[w] = true
	}
	return set
}()

// asks reports whether the words only ask for any move that fits, so that they
// are no part of a name.
func asks(words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !asking[w] })
}
