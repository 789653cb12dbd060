package bot

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/slack-go/slack/socketmode"
)

// odd are payloads that nobody ought to send.
var odd = []string{
	``, `null`, `[]`, `""`, `0`, `{`, `{}`, `{"type":null}`, `{"user":"U1"}`, `{"user":{"id":7}}`, `{"user_id":{}}`,
	`{"type":"block_actions"}`, `{"type":"block_actions","actions":[{}]}`, `{"type":"block_actions","user":{"id":"U1"},"actions":[{"action_id":"/","value":null}]}`,
	`{"type":"view_submission"}`, `{"type":"view_submission","view":{"state":{"values":{"a":{"b":null}}}}}`, `{"type":"view_submission","view":{"private_metadata":"|||","blocks":[null]}}`,
	`{"type":"view_closed"}`, `{"type":"shortcut","callback_id":""}`, `{"type":"message_action"}`, `{"type":"never heard of"}`,
	`{"event":null}`, `{"event":{"type":"message"}}`, `{"event_id":"E","event":{"type":"message","channel_type":"im","user":7}}`, `{"event":{"type":"user_change","user":"U1"}}`,
	`{"event":{"type":"user_change","user":{"id":"U1","tz":7,"profile":[]}}}`, `{"event":{"type":"channel_id_changed"}}`, `{"event":{"type":"member_joined_channel"}}`,
	`{"event":{"type":"message","channel_type":"im","user":"U1","text":"` + strings.Repeat("x", 100_000) + `"}}`,
	`{"user_id":"U1","text":"\u0000\ud800"}`, "{\"user_id\":\"U1\",\"text\":\"\xff\xfe\"}", strings.Repeat("[", 20_000), strings.Repeat(`{"a":`, 10_000),
}

var kinds = []string{socketmode.RequestTypeSlashCommands, socketmode.RequestTypeInteractive, socketmode.RequestTypeEventsAPI, "", "never_heard_of"}

// FuzzGarbage reads whatever comes as a payload: it is understood, or is an error; never a panic.
func FuzzGarbage(f *testing.F) {
	for _, payload := range odd {
		for _, kind := range kinds {
			f.Add(kind, []byte(payload))
		}
	}
	b := &Bot{me: "U0CATCOW"}
	f.Fuzz(func(t *testing.T, kind string, payload []byte) {
		a, ok, err := b.read(kind, &socketmode.Request{EnvelopeID: "e", Payload: payload})
		if err != nil && ok {
			t.Errorf("%s %q is both understood and wrong: %+v", kind, payload, a)
		}
		if err != nil && strings.Contains(reason(err), "secretword") {
			t.Errorf("the reason repeats what was sent: %s", reason(err))
		}
	})
}

const garbageSeed = 35

// Frames that nobody ought to send, in any order, broken off, flipped and far too long: Catcow
// answers those who come after, and panics at none.
func TestGarbageFramesAreSurvived(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &script{handle: echo})
	chance := rand.New(rand.NewPCG(garbageSeed, 0))
	n := 0
	frame := func(kind, payload string) string {
		n++
		return fmt.Sprintf(`{"envelope_id":"g%d","type":%q,"payload":%s,"accepts_response_payload":true}`, n, kind, payload)
	}
	for _, payload := range odd {
		for _, kind := range kinds {
			whole := frame(kind, payload)
			w.Inject(whole)
			w.Inject(whole[:chance.IntN(len(whole))])
			flipped := []byte(whole)
			flipped[chance.IntN(len(flipped))] ^= byte(1 << chance.IntN(7))
			w.Inject(strings.ToValidUTF8(string(flipped), "?"))
		}
		w.connected(t)
	}
	w.Inject(`{"type":"hello"}`)
	w.Inject(`{"type":"disconnect"}`)
	w.Inject(frame(socketmode.RequestTypeSlashCommands, `{"user_id":"U1","text":"`+strings.Repeat("long ", 2<<20)+`"}`)) // 10 MB
	w.Inject(strings.Repeat("x", 10<<20))
	w.connected(t)
	o := fine(t, w.Slash(t.Context(), ann, team, "/stretch", "after all that"))
	w.sees(t, ann, team, "heard after all that")
	if panics := w.bot.Counts()["panics"]; panics != 0 {
		t.Errorf("%d panics", panics)
	}
	if o.Envelope == "" {
		t.Error("nothing was sent")
	}
	t.Logf("%d frames, seed %d; unreadable %d, unknown %d", 3*n, garbageSeed, w.bot.Counts()["bad_frames"], w.bot.Counts()["unhandled"])
}
