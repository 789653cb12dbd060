package bot

import (
	"slices"
	"sync"
	"time"

	"catcow/bot/blockkit"
	"catcow/commands"
)

// drawn sends a message with its pictures, and where Slack refuses how it looks once more
// without what it has something against: not every workspace draws everything.
func (b *Bot) drawn(m commands.Message, send func(commands.Message) verdict) verdict {
	m = blockkit.Without(b.pictured(m), b.looks.off(b.now())...)
	v := send(m)
	if v.fate != refused || !slices.Contains(looks, v.why) {
		return v
	}
	blamed, files := blockkit.Blamed(m, v.where)
	sure := len(blamed) > 0
	if !sure { // it may be any of them
		blamed, files = blockkit.Looks(m), filesOf(m)
		sure = len(blamed) == 1
	}
	if len(blamed) == 0 {
		return v
	}
	b.counts.add("undrawn", 1)
	b.cfg.Log.Warn().Str("why", v.why).Str("where", v.where).Any("what", blamed).Msg("not drawn; said in words")
	pictures := slices.Contains(blamed, blockkit.Pictures)
	if pictures { // what goes meanwhile shall not meet the same
		b.pictures.hide(files)
	}
	again := send(blockkit.Without(m, blamed...))
	var others []blockkit.Look // what it was if no picture is gone
	switch {
	case again.fate != done: // it was something else, or that as well
	case sure:
		b.looks.refuse(b.now(), blamed)
	case pictures:
		b.looks.refuse(b.now(), []blockkit.Look{blockkit.Pictures})
		others = slices.DeleteFunc(blamed, func(l blockkit.Look) bool { return l == blockkit.Pictures })
	}
	if pictures {
		b.pictures.doubt(files, others)
	}
	return again
}

// looks are the refusals that may be over how a message looks. A response_url
// does not say: it may be used up as well, and then refuses both.
var looks = []string{"invalid_blocks", "invalid_arguments", "http_400", "http_404"}

// refusedFor is how long it is remembered what a workspace does not draw.
const refusedFor = 24 * time.Hour

// refusals are the looks that Slack did not take lately.
type refusals struct {
	mu    sync.Mutex
	until map[blockkit.Look]time.Time
}

func (r *refusals) refuse(now time.Time, looks []blockkit.Look) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.until == nil {
		r.until = map[blockkit.Look]time.Time{}
	}
	for _, look := range looks {
		r.until[look] = now.Add(refusedFor)
	}
}

// take takes a refusal back.
func (r *refusals) take(look blockkit.Look) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.until, look)
}

// off are those that are not tried now. A clock that went back ends it.
func (r *refusals) off(now time.Time) (looks []blockkit.Look) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for look, until := range r.until {
		if left := until.Sub(now); left > 0 && left <= refusedFor {
			looks = append(looks, look)
		}
	}
	return looks
}
