package bot

import (
	"slices"

	"catcow/bot/blockkit"
	"catcow/commands"
)

// drawn sends a message, and where Slack refuses how it looks once more with its
// charts in words: not every workspace draws them.
func (b *Bot) drawn(m commands.Message, send func(commands.Message) verdict) verdict {
	v := send(m)
	if v.fate != refused || !slices.Contains(looks, v.why) {
		return v
	}
	plain, drawn := blockkit.Undrawn(m)
	if !drawn {
		return v
	}
	b.counts.add("undrawn", 1)
	b.cfg.Log.Warn().Str("why", v.why).Str("where", v.where).Msg("chart not taken; said in words")
	return send(plain)
}

// looks are the refusals that may be over how a message looks. A response_url
// does not say: it may be used up as well, and then refuses both.
var looks = []string{"invalid_blocks", "invalid_arguments", "http_400", "http_404"}
