package main

import (
	"encoding/json"
	"fmt"

	"go.yaml.in/yaml/v3"

	"catcow/internal/demo"
)

// anyPort is the address that the demo takes when none is asked for; when its
// port is taken, another will do.
const anyPort = "127.0.0.1:8080"

type demoCommand struct {
	settings
	Log    string `placeholder:"LEVEL" default:"warn" var:"CATCOW_LOG" help:"How much to log: debug, info, warn or error ($$CATCOW_LOG)."`
	Listen string `placeholder:"ADDRESS" default:"127.0.0.1:8080" help:"Where the page is shown; this machine only (127.0.0.1:8080)."`
	DB     string `placeholder:"FILE" help:"Keep the data in this file; otherwise it goes at the end."`
}

// Run shows the demo until it is told to stop.
func (c demoCommand) Run(w world) error {
	log, err := logger(w, c.Log)
	if err != nil {
		return err
	}
	library, err := c.library()
	if err != nil {
		return err
	}
	manifest, err := manifestJSON()
	if err != nil {
		return err
	}
	return demo.Run(w.ctx, demo.Config{
		Listen: c.Listen, AnyPort: c.Listen == anyPort, DB: c.DB, Content: library,
		Manifest: manifest, Stdout: w.stdout, Log: log, Drawings: drawings(library),
	})
}

// manifestJSON is the manifest as Slack, and the fake one, take it.
func manifestJSON() ([]byte, error) {
	var document map[string]any
	if err := yaml.Unmarshal(manifest, &document); err != nil {
		return nil, fmt.Errorf("manifest.yml: %w", err)
	}
	return json.Marshal(document)
}
