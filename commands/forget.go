package commands

import (
	"cmp"

	"catcow/storage"
)

// forget asks before it erases.
func (t *talk) forget(string) (Reply, error) {
	return Reply{Message: Message{Parts: []Part{
		Text("*Erase everything I hold about you?* Your check-ins, sessions, streak, nudges and safety cards go, at once."),
		Text("What stands in Slack stays in Slack: what I wrote to you, and what you wrote. A channel's prompts stay too, they belong to the channel."),
		Actions{
			Button{Label: "Erase it all", Do: "erase", Danger: true, Spoken: "Erase everything Catcow holds about me"},
			Button{Label: "Keep it", Do: "stay"},
		},
	}}, Personal: true}, nil
}

func (t *talk) erase() (Reply, error) {
	recent, err := t.tx.Sessions(t.me.ID, t.today().Add(-1))
	if err != nil {
		return Reply{}, err
	}
	var recount storage.SlotKey // a prompt that counted this person shall not any more
	for _, s := range recent {
		recount = cmp.Or(s.Prompt, recount)
	}
	if err := t.tx.Forget(t.me.ID, t.r.Now); err != nil {
		return Reply{}, err
	}
	t.gone = true
	return Reply{Recount: recount, Redraw: true, Message: Message{Parts: []Part{
		Text("Done. I hold nothing about you any more. If you write to me or open our messages again, I greet you as somebody new."),
	}}}.instead(t.r), nil
}

func (t *talk) stay() (Reply, error) {
	return Reply{Message: Message{Parts: []Part{Text("Nothing was erased.")}}}.instead(t.r), nil
}
