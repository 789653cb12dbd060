package demo

import (
	"encoding/json"
	"fmt"
	"slices"
)

// A menu is what the app's manifest puts into the client.
type menu struct {
	Command, About, Usage string
	Shortcuts             []shortcut
}

type shortcut struct {
	Name string `json:"name"`
	Type string `json:"type"`
	ID   string `json:"callback_id"`
}

func readMenu(manifest []byte) (menu, error) {
	var m struct {
		Features struct {
			Commands []struct {
				Command string `json:"command"`
				About   string `json:"description"`
				Usage   string `json:"usage_hint"`
			} `json:"slash_commands"`
			Shortcuts []shortcut `json:"shortcuts"`
		} `json:"features"`
	}
	if err := json.Unmarshal(manifest, &m); err != nil {
		return menu{}, fmt.Errorf("demo: manifest: %w", err)
	}
	var all menu
	if len(m.Features.Commands) > 0 {
		c := m.Features.Commands[0]
		all.Command, all.About, all.Usage = c.Command, c.About, c.Usage
	}
	all.Shortcuts = slices.DeleteFunc(m.Features.Shortcuts, func(s shortcut) bool { return s.Type != "global" })
	return all, nil
}

// tries are things worth typing here; who is seasoned has something to look back on.
func tries(here place, seasoned bool) []string {
	switch {
	case !here.Direct:
		return []string{"/stretch", "/stretch cat cow", "/stretch schedule weekdays 10:30 15:00", "/stretch streak why", "/stretch help now"}
	case seasoned:
		return []string{"streak why", "trend", "toolbox", "done seated turn", "bad day", "settings", "privacy"}
	}
	return []string{"/stretch", "checkin daily 14:00", "7", "toolbox", "bad day", "settings", "privacy"}
}
