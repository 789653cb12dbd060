package main

import (
	"fmt"
	"runtime/debug"

	"catcow/storage/bolt"
)

type versionCommand struct{}

// Run says version, commit, Go, and the schema of the database.
func (versionCommand) Run(w world) error {
	version, commit, toolchain := "(devel)", "unknown", "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		version, toolchain = info.Main.Version, info.GoVersion
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				commit = setting.Value
			}
		}
	}
	_, err := fmt.Fprintf(w.stdout, "catcow %s, commit %s, %s, schema %d\n", version, commit, toolchain, bolt.Schema)
	return err
}
