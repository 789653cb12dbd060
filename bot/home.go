package bot

import (
	"context"
	"crypto/sha256"
	"encoding/json"

	"github.com/slack-go/slack"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/internal/habit"
)

// redraw puts the drawing of a Home into the order of its person.
func (b *Bot) redraw(id habit.UserID, urgent rank) {
	b.pages.add(string(id), func(ctx context.Context) {
		var err error
		defer b.survive("home", &err)
		b.publish(ctx, id, urgent)
	})
}

// publish draws somebody's Home and gives it to Slack, unless it stands there already.
func (b *Bot) publish(ctx context.Context, id habit.UserID, urgent rank) {
	now, known := b.now(), b.people.of(id)
	b.homes.mu.Lock()
	one := b.homes.by[id]
	if one == nil || now.Sub(one.looked) > homeLooks {
		delete(b.homes.by, id)
		b.homes.mu.Unlock()
		return
	}
	if urgent != answers {
		ctx, one.leave = context.WithCancel(ctx)
		defer one.leave()
	}
	one.drawing = true
	was := *one
	b.homes.mu.Unlock()

	drawn, err := b.cfg.Commands.Home(ctx, commands.Request{User: id, Name: known.name, Role: known.role, Zone: known.zone, Now: now})
	if err != nil {
		b.counts.add("errors", 1)
		b.cfg.Log.Error().Str("user", b.who(string(id))).Str("why", reason(err)).Msg("no home")
	}
	page := func(m commands.Message) slack.HomeTabViewRequest { return blockkit.Home(commands.Home{Message: m}) }
	sum := sumOf(page(blockkit.Without(b.pictured(drawn.Message), b.looks.off(now)...)))
	if was.hash != "" && sum == was.drawn {
		b.counts.add("homes unchanged", 1)
		b.remembers(id, was.hash, sum, drawn.Channels)
		return
	}
	var hash string
	v := b.drawn(drawn.Message, func(m commands.Message) (v verdict) {
		view := page(m)
		sum = sumOf(view)
		hash, v = b.publishView(ctx, urgent, id, view, was.hash)
		if v.fate == refused && v.why == "hash_conflict" { // another has drawn it since; what we know is newer
			hash, v = b.publishView(ctx, urgent, id, view, "")
		}
		return v
	})
	b.counts.add("homes/"+v.fate.String(), 1)
	if ctx.Err() == nil {
		b.log(asking{Request: commands.Request{User: id}}, "views.publish", v)
	}
	if v.fate != done {
		hash, sum = "", [sha256.Size]byte{} // nobody knows what stands there
	}
	b.remembers(id, hash, sum, drawn.Channels)
	if v.fate != done && v.fate != refused {
		b.homes.again(id)
	}
}

func sumOf(view slack.HomeTabViewRequest) [sha256.Size]byte {
	data, _ := json.Marshal(view.Blocks) // what was rendered always encodes
	return sha256.Sum256(data)
}

// remembers remembers what stands at Slack.
func (b *Bot) remembers(id habit.UserID, hash string, sum [sha256.Size]byte, channels []habit.ChannelID) {
	b.homes.mu.Lock()
	defer b.homes.mu.Unlock()
	if one := b.homes.by[id]; one != nil {
		one.hash, one.drawn, one.channels, one.drawing, one.leave = hash, sum, channels, false, nil
	}
}

// publishView makes the call; it may be repeated, for the same stands there then.
func (b *Bot) publishView(ctx context.Context, urgent rank, id habit.UserID, view slack.HomeTabViewRequest, old string) (hash string, v verdict) {
	v = b.call(ctx, ask{method: "views.publish", rank: urgent}, true, func(ctx context.Context) error {
		request := slack.PublishViewContextRequest{UserID: string(id), View: view}
		if old != "" {
			request.Hash = &old
		}
		got, err := b.web.PublishViewContext(ctx, request)
		if err == nil {
			hash = got.View.Hash
		}
		return err
	})
	return hash, v
}
