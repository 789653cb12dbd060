package main

import (
	"fmt"

	"catcow/content"
	"catcow/internal/figure"
)

type contentCommand struct {
	Check contentCheckCommand `cmd:"" help:"Verify exercise and tip files: the built-in ones, or a folder laid over them."`
}

type contentCheckCommand struct {
	Dir string `arg:"" optional:"" help:"The folder."`
}

// Run prints every problem with its file and line.
func (c contentCheckCommand) Run(w world) error {
	library, problems := check(c.Dir)
	if len(problems) == 0 {
		problems = impossible(library)
	}
	if len(problems) == 0 {
		fmt.Fprintf(w.stdout, "%d exercises and %d tips, all well.\n", len(library.Exercises()), len(library.Tips()))
		return nil
	}
	for _, p := range problems {
		fmt.Fprintln(w.stderr, p)
	}
	if len(problems) == 1 {
		return fmt.Errorf("%w: 1 problem in the content", errConfiguration)
	}
	return fmt.Errorf("%w: %d problems in the content", errConfiguration, len(problems))
}

// impossible finds pictures of what no body can do.
func impossible(library *content.Library) (problems []content.Problem) {
	for _, e := range library.Exercises() {
		for _, m := range figure.Check(e) {
			pose := e.Picture.Poses[m.Pose]
			problems = append(problems, library.Problem(e.ID, pose.Line, fmt.Sprintf("pose %d, %q: %s", m.Pose+1, pose.Label, m.Text)))
		}
	}
	return problems
}
