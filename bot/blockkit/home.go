package blockkit

import (
	"github.com/slack-go/slack"

	"catcow/commands"
)

// Home is the Home tab, at most 100 blocks.
func Home(h commands.Home) slack.HomeTabViewRequest {
	return slack.HomeTabViewRequest{Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: fit(h.Parts, 2*mostBlocks, renderer{home: true})}}
}
