package main

import (
	"fmt"
	"runtime/debug"
	"strconv"

	"catcow/storage/bolt"
)

type versionCommand struct{}

// Run says version, commit, Go, and the schema of the database.
func (versionCommand) Run(w world) error {
	b := build()
	_, err := fmt.Fprintf(w.stdout, "catcow %s, commit %s, %s, schema %s\n", b["version"], b["commit"], b["go_version"], b["schema"])
	return err
}

// build is which Catcow this is.
func build() map[string]string {
	b := map[string]string{"version": "(devel)", "commit": "unknown", "go_version": "unknown", "schema": strconv.Itoa(bolt.Schema)}
	if info, ok := debug.ReadBuildInfo(); ok {
		b["version"], b["go_version"] = info.Main.Version, info.GoVersion
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				b["commit"] = setting.Value
			}
		}
	}
	return b
}
