package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"catcow/internal/operate"
	"catcow/storage"
)

// inspected has a database read by a process of its own before this one touches it: a disk that
// hangs, or a file made to do harm, ends there. The process knows no token, and has so long.
func inspected(w world, path string, within time.Duration) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(w.ctx, within)
	defer cancel()
	cmd := exec.CommandContext(ctx, self, "check", "--fast", "--socket=off", path)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "SLACK_") })
	cmd.WaitDelay = time.Second
	var said bytes.Buffer
	cmd.Stderr = &said
	ended := make(chan error, 1)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("checking %s: %w", path, err)
	}
	go func() { ended <- cmd.Wait() }() // what hangs in the system does not die when it is killed: nobody waits for it
	select {
	case err = <-ended:
	case <-ctx.Done():
		select {
		case err = <-ended:
		case <-time.After(2 * time.Second):
			err = ctx.Err()
		}
	}
	switch {
	case err == nil:
		return nil
	case w.ctx.Err() != nil:
		return fmt.Errorf("checking %s: %w", path, w.ctx.Err())
	case ctx.Err() != nil:
		return fmt.Errorf("%s could not be read within %s: look whether its disk answers (a network share is no place for it); "+
			"if it does, the file may be damaged: move it away and restore a backup", path, within)
	}
	return verdict(path, err, said.String())
}

// verdict is what the process that read the file says of it, in one sentence.
func verdict(path string, err error, said string) error {
	text := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(said), "catcow:"))
	exit, ok := errors.AsType[*exec.ExitError](err)
	switch {
	case ok && exit.ExitCode() == exitTryLater:
		return held(path, fmt.Errorf("%w", because{text, storage.ErrBusy}))
	case ok && exit.ExitCode() == exitConfiguration:
		return because{text, errConfiguration}
	case ok && exit.ExitCode() == 1 && !strings.Contains(text, "\n"):
		return because{text, err}
	}
	return fmt.Errorf("%s can't be read without harm (%w): move it away and restore a backup", path, err)
}

// because is an error in other words.
type because struct {
	text string
	error
}

func (b because) Error() string { return b.text }
func (b because) Unwrap() error { return b.error }

// held adds to an error of a file in use who uses it, where the system says so.
func held(path string, err error) error {
	if !errors.Is(err, storage.ErrBusy) {
		return err
	}
	text := strings.TrimSuffix(err.Error(), ": "+storage.ErrBusy.Error())
	if pid, known := operate.Holder(path); known {
		text += fmt.Sprintf(": it is process %d", pid)
	}
	return because{text + "; stop that one first, or give this one another CATCOW_DB", err}
}
