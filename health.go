package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"catcow/internal/operate"
)

type healthCommand struct {
	HTTP string `placeholder:"ADDRESS" var:"CATCOW_HTTP" help:"Where the running Catcow serves /readyz ($$CATCOW_HTTP)."`
}

// healthWithin is how long the answer may take.
const healthWithin = 3 * time.Second

// Run asks a running Catcow whether it does its work, for whoever can't ask its page: a
// container without a shell. It answers by its exit code, and says what is wrong.
func (c healthCommand) Run(w world) error {
	if c.HTTP == "" {
		return fmt.Errorf("%w: CATCOW_HTTP is not set, so nobody can be asked: set it to :9090, which is this machine alone, for both", errConfiguration)
	}
	asks := http.Client{Timeout: healthWithin, Transport: &http.Transport{}} // no proxy: it is this machine
	resp, err := asks.Get("http://" + operate.Address(c.HTTP) + "/readyz")
	if err != nil {
		return fmt.Errorf("no Catcow answers at %s: %w", c.HTTP, errors.Unwrap(err))
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(io.LimitReader(resp.Body, 1<<16))
	if err != nil {
		return fmt.Errorf("no Catcow answers at %s: %w", c.HTTP, err)
	}
	said := strings.Join(strings.Split(strings.TrimSpace(string(text)), "\n"), "; ")
	if resp.StatusCode != http.StatusOK {
		return errors.New(said)
	}
	_, err = fmt.Fprintln(w.stdout, said)
	return err
}
