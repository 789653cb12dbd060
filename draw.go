package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"catcow/content"
	"catcow/internal/figure"
)

type drawCommand struct {
	settings
	Move   []string `arg:"" optional:"" help:"The move: its id or its name, such as E02 or cat cow."`
	Out    string   `short:"o" placeholder:"FILE" help:"Where to; otherwise ID.png or ID.gif in this folder."`
	Motion bool     `help:"The moving picture, a GIF, instead of the still one, a PNG."`
	Side   string   `enum:",right,left" default:"" placeholder:"SIDE" help:"right or left, for a move that has sides."`
	Dark   bool     `help:"For a dark background."`
	All    string   `placeholder:"DIR" help:"Every picture of every move, into this folder."`
	Sheet  string   `placeholder:"FILE" help:"One sheet of all moves with their names, a PNG."`
}

// Run draws what was asked for, and says where it is.
func (c drawCommand) Run(w world) error {
	library, err := c.library()
	if err != nil {
		return err
	}
	if len(c.Move) == 0 && c.All == "" && c.Sheet == "" {
		return errors.New("draw which move? Write its id or name, such as catcow draw E02, or --all DIR, or --sheet FILE")
	}
	if len(c.Move) > 0 {
		e, err := one(library, strings.Join(c.Move, " "))
		if err != nil {
			return err
		}
		if err := c.draw(w, e); err != nil {
			return err
		}
	}
	if c.Sheet != "" {
		sheet, err := figure.Sheet(library.Exercises(), c.Dark)
		if err != nil {
			return err
		}
		if err := save(w, c.Sheet, sheet); err != nil {
			return err
		}
	}
	if c.All != "" {
		return every(w, library, c.All)
	}
	return nil
}

// draw writes the picture of one move.
func (c drawCommand) draw(w world, e content.Exercise) error {
	if c.Side != "" && !e.Picture.Sided() && len(e.Picture.Poses) > 0 {
		return fmt.Errorf("%s has no sides: leave --side out", e.Name)
	}
	draw, ending := figure.Still, ".png"
	if c.Motion {
		draw, ending = figure.Motion, ".gif"
	}
	picture, err := draw(e, figure.Options{Side: figure.Side(c.Side), Dark: c.Dark})
	if errors.Is(err, figure.ErrNone) {
		return fmt.Errorf("%s has no picture: its file gives no poses", e.Name)
	}
	if err != nil {
		return err
	}
	out := c.Out
	if out == "" {
		out = e.ID + ending
	}
	return save(w, out, picture)
}

// every writes all pictures: ID, its side, light or dark, still and moving.
func every(w world, library *content.Library, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, e := range library.Exercises() {
		sides := []figure.Side{figure.Both}
		if e.Picture.Sided() {
			sides = []figure.Side{figure.Both, figure.Right, figure.Left}
		}
		for _, side := range sides {
			for _, dark := range []bool{false, true} {
				o := figure.Options{Side: side, Dark: dark}
				still, err := figure.Still(e, o)
				if errors.Is(err, figure.ErrNone) {
					continue
				}
				if err != nil {
					return err
				}
				motion, err := figure.Motion(e, o)
				if err != nil {
					return err
				}
				name := e.ID
				if side != figure.Both {
					name += "-" + string(side)
				}
				if dark {
					name += "-dark"
				}
				if err := errors.Join(save(w, filepath.Join(dir, name+".png"), still), save(w, filepath.Join(dir, name+".gif"), motion)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// save writes a file and says where it is.
func save(w world, name string, data []byte) error {
	if err := os.WriteFile(name, data, 0o644); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w.stdout, "%s, %d KB\n", name, (len(data)+1023)/1024)
	return err
}

// one is the move that a text names; otherwise the nearest are.
func one(library *content.Library, text string) (content.Exercise, error) {
	match := library.Find(text)
	if len(match.Exercises) == 1 && match.How >= content.Part {
		return match.Exercises[0], nil
	}
	var near []string
	for _, e := range match.Exercises {
		near = append(near, e.Name+" ("+e.ID+")")
	}
	if len(near) == 0 {
		return content.Exercise{}, fmt.Errorf("there is no move %q: /stretch list names them, and catcow draw --sheet FILE shows them", text)
	}
	return content.Exercise{}, fmt.Errorf("there is no move %q: the nearest is %s", text, strings.Join(near, ", or "))
}
