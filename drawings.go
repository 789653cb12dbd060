package main

import (
	"catcow/bot"
	"catcow/content"
	"catcow/internal/figure"
)

// drawings are the pictures that messages may show: of each move a still, of one with sides
// a still for each of them, and last, for it is asked for, one that moves.
func drawings(library *content.Library) (all []bot.Drawing) {
	for _, e := range library.Exercises() {
		sides := []figure.Side{figure.Both}
		if e.Picture.Sided() {
			sides = append(sides, figure.Right, figure.Left)
		}
		for i, side := range sides {
			if len(e.Picture.Poses) > 0 {
				all = append(all, bot.Drawing{Exercise: e.ID, Side: i, Alt: figure.Alt(e, side), Draw: func() ([]byte, error) {
					return figure.Still(e, figure.Options{Side: side})
				}})
			}
		}
	}
	for _, e := range library.Exercises() {
		if len(e.Picture.Poses) > 0 {
			all = append(all, bot.Drawing{Exercise: e.ID, Motion: true, Alt: figure.Alt(e, figure.Both), Draw: func() ([]byte, error) {
				return figure.Motion(e, figure.Options{})
			}})
		}
	}
	return all
}
