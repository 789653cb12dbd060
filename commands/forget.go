package commands

import (
	"cmp"
	"context"
	"slices"
	"time"

	"catcow/storage"
)

// forget asks before it erases.
func (t *talk) forget(string) (Reply, error) {
	return Reply{Message: Message{Parts: []Part{
		Text("*Erase everything I hold about you?* Your check-ins, sessions, streak, nudges and safety cards go, at once and for good."),
		List{
			"What I wrote to you in our direct messages is deleted after that, one message after the other.",
			"What you wrote stays in Slack. Only you can delete it there.",
			"A channel's prompts stay, for they belong to the channel. Your name goes off them; what I told the channel at the time stays there.",
			"The copies that Catcow keeps for emergencies go within 30 days. When one is put back, you are erased again.",
		},
		Actions{
			Button{Label: "Erase it all", Do: "erase", Danger: true, Spoken: "Erase everything Catcow holds about me"},
			Button{Label: "Keep it", Do: "stay"},
			Button{Label: "Export first", Do: "export"},
		},
	}}, Personal: true}, nil
}

// forgetPressed is Forget me.
func (t *talk) forgetPressed() (Reply, error) {
	reply, err := t.forget("")
	return reply.instead(t.r), err
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
	wiping, err := forgetAll(t.tx, t.me, t.r.Now)
	if err != nil {
		return Reply{}, err
	}
	t.gone = true
	parts := []Part{Text("Done. I hold nothing about you any more. If you write to me or open our messages again, I greet you as somebody new.")}
	if wiping {
		parts = append(parts, Note("What I wrote to you in our direct messages is being deleted, which can take a while. Until then I keep the id of that conversation, and nothing else."))
	}
	return Reply{Recount: recount, Forgot: true, Message: Message{Parts: parts}}.instead(t.r), nil
}

func (t *talk) stay() (Reply, error) {
	return Reply{Message: Message{Parts: []Part{Text("Nothing was erased.")}}}.instead(t.r), nil
}

// clocksApart is how far Slack's clock, which dates messages, may be ahead of this one.
const clocksApart = 5 * time.Second

// forgetAll erases everything about somebody, and notes the conversation whose messages of
// Catcow's are to be deleted now: without that note a stop in between would leave them there.
// It says whether there is one.
func forgetAll(tx storage.Tx, me storage.Member, now time.Time) (wiping bool, err error) {
	if err := tx.Forget(me.ID, now); err != nil || me.Direct == "" {
		return false, err
	}
	life, err := tx.Life()
	if err != nil {
		return false, err
	}
	life.Wipes = slices.DeleteFunc(life.Wipes, func(w storage.Wipe) bool { return w.Direct == me.Direct })
	life.Wipes = append(life.Wipes, storage.Wipe{Direct: me.Direct, Before: now.Add(clocksApart).UTC()})
	return true, tx.PutLife(life)
}

// Wipes is the conversations whose messages of Catcow's are still to be deleted, since the
// person was forgotten.
func (s *Set) Wipes(ctx context.Context) (all []storage.Wipe, err error) {
	err = s.store.View(ctx, func(r storage.Reader) error {
		life, err := r.Life()
		all = life.Wipes
		return err
	})
	return all, err
}

// Wiped says that this was done, as far as it goes: nothing is left of the person.
func (s *Set) Wiped(ctx context.Context, done storage.Wipe) error {
	return s.update(ctx, func(tx storage.Tx) error {
		life, err := tx.Life()
		if err != nil {
			return err
		}
		n := len(life.Wipes)
		life.Wipes = slices.DeleteFunc(life.Wipes, func(w storage.Wipe) bool { return w.Direct == done.Direct && w.Before.Equal(done.Before) })
		if len(life.Wipes) == n {
			return errSame
		}
		return tx.PutLife(life)
	})
}
