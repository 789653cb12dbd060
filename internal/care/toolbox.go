package care

import (
	"slices"

	"catcow/content"
)

// Avoided reports whether the exercise asks for one of the movements, words of
// content.Codes, that a person avoids. After an operation or with a clinician's
// limits only walking and slow breathing are left.
func Avoided(e content.Exercise, movements []string) bool {
	return shared(movements, e.Codes) || slices.Contains(movements, "SURG") && !slices.Contains(healing, e.ID)
}

// healing are the moves that are left after an operation.
var healing = []string{"V07", "V13"}
