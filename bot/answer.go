package bot

import (
	"context"

	"github.com/slack-go/slack"

	"catcow/bot/blockkit"
	"catcow/commands"
)

// reply carries a reply out: what the person sees in their own order, what others
// see in the order of its channel.
func (b *Bot) reply(a asking, r commands.Reply) {
	r = b.unhurried(a, r)
	if r.Forgot {
		b.forgotten(a.User)
	}
	if !b.outbox.add(a.lane, func(ctx context.Context) { b.answer(ctx, a, r) }) {
		b.counts.add("overflowed", 1)
		b.cfg.Log.Error().Str("user", b.who(string(a.User))).Msg("too much to say; not answered")
	}
	for _, e := range r.Edits {
		b.bulk.add(string(e.Channel), func(ctx context.Context) { b.edit(ctx, answers, e) })
	}
	for _, p := range r.Posts {
		b.post(p)
	}
	if r.Recount != "" {
		b.recounts.ask(r.Recount)
	}
}

// answer says what the person who asked shall see. A form comes first: its
// trigger lasts three seconds.
func (b *Bot) answer(ctx context.Context, a asking, r commands.Reply) {
	var err error
	defer b.survive("answer", &err)
	if form := a.opening.instead(r); form != nil {
		r.Form = form
	}
	if r.Form != nil {
		b.show(ctx, a, *r.Form, r.Else)
	}
	if r.Instead != nil {
		b.replace(ctx, a, *r.Instead)
	}
	if len(r.Message.Parts) > 0 {
		b.say(ctx, a, r.Message, r.Personal)
	}
	if r.Export && !b.bulk.add("export/"+string(a.User), func(ctx context.Context) {
		b.exports.make(ctx, a.User, func(ctx context.Context) { b.export(ctx, a) })
	}) {
		b.exports.drop(a.User)
	}
}

// show opens the form, or puts it in the place of the one the person is in. Where it does
// not open, what stands instead is said.
func (b *Bot) show(ctx context.Context, a asking, f commands.Form, instead *commands.Message) {
	if a.late && !sleep(ctx, ackGrace) { // the acknowledgement goes another way, and shall be there first
		return
	}
	if id := a.opening.end(); id != "" {
		a.view = id
	}
	call := ask{method: "views.open", rank: answers}
	if a.view != "" {
		call.method = "views.update"
	}
	if a.paced { // nobody pressed anything, and whoever has meanwhile sees what came of that
		call.rank = directs
		call.begin = func(context.Context) bool { return b.paces.holds(a.view, a.place) }
	}
	v := b.drawn(f.Message, func(m commands.Message) verdict {
		f := f
		f.Message = m
		return b.call(ctx, call, a.view != "", func(ctx context.Context) (err error) {
			if a.view != "" {
				_, err = b.web.UpdateViewContext(ctx, blockkit.View(f), "", "", a.view)
			} else {
				_, err = b.web.OpenViewContext(ctx, a.trigger, blockkit.View(f))
			}
			return err
		})
	})
	b.log(a, call.method, v)
	if v.fate == done {
		b.follow(a, f)
		return
	}
	b.paces.leave(a.view, a.place)
	if a.view == "" && v.fate != unknown && a.hook != "" {
		m := commands.Message{Parts: []commands.Part{commands.Text("That took too long to open. Please try again.")}}
		if instead != nil {
			m = *instead
		}
		b.say(ctx, a, m, true)
	}
}

// dressed is the form with what Slack draws, where nobody hears whether Slack takes it.
func (b *Bot) dressed(f commands.Form) commands.Form {
	f.Message = blockkit.Without(b.pictured(f.Message), b.looks.off(b.now())...)
	return f
}

// replace changes the message that held the pressed button.
func (b *Bot) replace(ctx context.Context, a asking, m commands.Message) {
	v := b.hook(ctx, a, m, true)
	if v.fate == refused && a.On.TS != "" && !a.Fleeting {
		b.edit(ctx, answers, commands.Edit{Place: a.On, Message: m})
		return
	}
	b.log(a, "response_url", v)
}

// say answers the person, and nobody else sees it. What is personal goes where
// Slack does not keep it.
func (b *Bot) say(ctx context.Context, a asking, m commands.Message, personal bool) {
	stays := a.ours && !personal
	switch {
	case a.hook != "" && (!stays || a.What == commands.Typed):
		v := b.hook(ctx, a, m, false)
		if v.fate != refused {
			b.log(a, "response_url", v)
			return
		}
		b.whisper(ctx, a, m, personal)
	case a.Channel != "" && !stays && a.User != "":
		b.whisper(ctx, a, m, personal)
	case a.ours:
		b.write(ctx, a, string(a.Channel), a.thread, m)
	case a.User != "":
		b.write(ctx, a, b.conversation(a.User), "", m)
	}
}

// hook answers through the response_url.
func (b *Bot) hook(ctx context.Context, a asking, m commands.Message, instead bool) verdict {
	if a.hook == "" {
		return verdict{fate: refused, why: "no response_url"}
	}
	return b.drawn(m, func(m commands.Message) verdict {
		message := &slack.WebhookMessage{Text: blockkit.Text(m), ReplaceOriginal: instead}
		if blocks := blockkit.Blocks(m); len(blocks) > 0 {
			message.Blocks = &slack.Blocks{BlockSet: blocks}
		}
		if !instead {
			message.ResponseType, message.ThreadTimestamp = slack.ResponseTypeEphemeral, a.thread
		}
		// Repeating is harmless: it replaces the same, or says the same to the one who asked.
		return b.call(ctx, ask{method: "response_url", rank: answers}, true, func(ctx context.Context) error {
			return slack.PostWebhookCustomHTTPContext(ctx, a.hook, b.http, message)
		})
	})
}

// whisper writes into the channel what only the person sees; where Slack does
// not let it, it writes to them directly, but nothing personal.
func (b *Bot) whisper(ctx context.Context, a asking, m commands.Message, personal bool) {
	v := b.drawn(m, func(m commands.Message) verdict {
		return b.call(ctx, ask{method: "chat.postEphemeral", channel: string(a.Channel), rank: answers}, false, func(ctx context.Context) error {
			options := content(m)
			if a.thread != "" {
				options = append(options, slack.MsgOptionTS(a.thread))
			}
			_, err := b.web.PostEphemeralContext(ctx, string(a.Channel), string(a.User), options...)
			return err
		})
	})
	b.log(a, "chat.postEphemeral", v)
	if v.fate != refused {
		return
	}
	if personal {
		m = commands.Message{Parts: []commands.Part{commands.Text("I can't answer in private there. Please ask me with the slash command.")}}
	}
	b.write(ctx, a, b.conversation(a.User), "", m)
}

// write answers with a message that stays.
func (b *Bot) write(ctx context.Context, a asking, to, thread string, m commands.Message) {
	_, v := b.postMessage(ctx, to, thread, m)
	b.log(a, "chat.postMessage", v)
}

// longestEdit is the length of text that chat.update takes, in characters.
const longestEdit = 4000

// edit changes a message that stands; it may be repeated.
func (b *Bot) edit(ctx context.Context, urgent rank, e commands.Edit) (v verdict) {
	v = verdict{fate: refused, why: "panic"}
	var err error
	defer b.survive("edit", &err)
	v = b.drawn(e.Message, func(m commands.Message) verdict {
		return b.call(ctx, ask{method: "chat.update", channel: string(e.Channel), rank: urgent}, true, func(ctx context.Context) error {
			_, _, _, err := b.web.UpdateMessageContext(ctx, string(e.Channel), e.TS,
				slack.MsgOptionText(blockkit.Cut(blockkit.Text(m), longestEdit), false),
				slack.MsgOptionBlocks(blockkit.Blocks(m)...))
			return err
		})
	})
	b.log(asking{Request: commands.Request{Channel: e.Channel}}, "chat.update", v)
	return v
}

// content is a message for chat.postMessage and its like.
func content(m commands.Message) []slack.MsgOption {
	options := []slack.MsgOption{slack.MsgOptionText(blockkit.Text(m), false)}
	if blocks := blockkit.Blocks(m); len(blocks) > 0 {
		options = append(options, slack.MsgOptionBlocks(blocks...))
	}
	return options
}

// log notes what did not go well.
func (b *Bot) log(a asking, method string, v verdict) {
	if v.fate == done || v.fate == unwanted {
		return
	}
	b.cfg.Log.Warn().Str("user", b.who(string(a.User))).Str("channel", b.who(string(a.Channel))).Str("method", method).
		Stringer("fate", v.fate).Str("why", v.why).Str("where", v.where).Msg("not said")
}
