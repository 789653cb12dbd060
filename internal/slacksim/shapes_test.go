package slacksim_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"catcow/internal/slacksim"
)

// samples is where the shapes of real payloads lie, beside the repository; they are not part of it.
const samples = "../../../shared/reference/slack/samples/java"

// TestPayloadsHaveTheShapesOfSlack holds every member that the fake sends against recorded shapes: it must be there, and be
// of the same JSON type.
func TestPayloadsHaveTheShapesOfSlack(t *testing.T) {
	if _, err := os.Stat(samples); err != nil {
		t.Skip("Slack's recorded payloads are not part of this repository; they are looked for in ../shared")
	}
	s, _ := start(t)
	s.AddChannel(slacksim.Channel{ID: "GOURS", Name: "ours", Private: true, Members: []string{"UADA", s.BotUser()}})
	c := connect(t, s)
	got := make(chan object, 100)
	go func() {
		for {
			var e envelope
			if c.conn.ReadJSON(&e) != nil {
				return
			}
			var p object
			json.Unmarshal(e.Payload, &p)
			c.conn.WriteMessage(1, []byte(`{"envelope_id":"`+e.EnvelopeID+`"}`))
			got <- p
		}
	}()
	hold := func(name string, p object) object {
		t.Helper()
		data, err := os.ReadFile(filepath.Join(samples, name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var sample any
		if err := json.Unmarshal(data, &sample); err != nil {
			t.Fatal(err)
		}
		compare(t, name, sample, map[string]any(p))
		return p
	}
	ctx := t.Context()

	fine(t, s.Slash(ctx, "UADA", "CGEN", "/stretch", "neck"))
	trigger := hold("SlashCommandPayload", <-got)["trigger_id"].(string)
	wantOK(t, call(t, s, "views.open", "trigger_id", trigger, "view", aCard("a")))
	id := s.TopView("UADA").ID
	fine(t, s.Press(ctx, "UADA", slacksim.At{View: id}, "push"))
	hold("BlockActionPayload", <-got)
	fine(t, s.CloseView(ctx, "UADA", id))
	hold("ViewClosedPayload", <-got)
	fine(t, s.Shortcut(ctx, "UADA", "stretch_now"))
	wantOK(t, call(t, s, "views.open", "trigger_id", (<-got)["trigger_id"].(string), "view", aCard("a")))
	fine(t, s.Submit(ctx, "UADA", s.TopView("UADA").ID, nil))
	submission := <-got
	delete(submission, "response_urls") // documented, and missing in the sample
	hold("ViewSubmissionPayload", submission)

	ts := wantOK(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", "x", "blocks", buttons))["ts"].(string)
	fine(t, s.Press(ctx, "UADA", slacksim.At{Channel: "CGEN", TS: ts}, "done"))
	hold("BlockActionPayload", <-got)

	wantOK(t, call(t, s, "views.publish", "user_id", "UADA", "view", `{"type":"home","blocks":[]}`))
	fine(t, s.OpenHome(ctx, "UADA"))
	hold("AppHomeOpenedPayload", <-got)
	_, o := s.Say(ctx, "UADA", "CGEN", "hello @catcow")
	fine(t, o)
	hold("AppMentionPayload", <-got)
	_, o = s.Say(ctx, "UADA", s.DM("UADA"), "7")
	fine(t, o)
	hold("MessagePayload", <-got)
	if err := s.Invite("UADA", "GBACK", s.BotUser()); err != nil {
		t.Fatal(err)
	}
	hold("MemberJoinedChannelPayload", <-got)
	if err := s.Kick("GBACK", s.BotUser()); err != nil {
		t.Fatal(err)
	}
	hold("MemberLeftChannelPayload", <-got)
	s.SetZone("UADA", "Asia/Tokyo")
	change := <-got
	delete(change["event"].(object), "event_ts") // every event has one
	hold("UserChangePayload", change)
	for channel, sample := range map[string]string{"CGEN": "ChannelArchivePayload", "GOURS": "GroupArchivePayload"} {
		if err := s.Archive(channel, true); err != nil {
			t.Fatal(err)
		}
		hold(sample, <-got)
	}
	if err := s.Archive("CGEN", false); err != nil {
		t.Fatal(err)
	}
	hold("ChannelUnarchivePayload", <-got)
	s.AddChannel(slacksim.Channel{ID: "CNEW", Name: "new", Members: []string{"UADA", s.BotUser()}})
	for _, id := range []string{"CNEW", "GOURS"} {
		if err := s.Rename(id, "other"); err != nil {
			t.Fatal(err)
		}
		hold(map[string]string{"CNEW": "ChannelRenamePayload", "GOURS": "GroupRenamePayload"}[id], <-got)
	}
	if err := s.ChangeID("CNEW", "CNEWER"); err != nil {
		t.Fatal(err)
	}
	hold("ChannelIdChangedPayload", <-got)
	for _, id := range []string{"CNEWER", "GOURS"} {
		if err := s.Delete(id); err != nil {
			t.Fatal(err)
		}
		hold(map[string]string{"CNEWER": "ChannelDeletedPayload", "GOURS": "GroupDeletedPayload"}[id], <-got)
	}

	hold("api.auth.test", call(t, s, "auth.test"))
	hold("api.apps.connections.open", call(t, s, "apps.connections.open", "token", slacksim.AppToken))
	hold("api.chat.postEphemeral", call(t, s, "chat.postEphemeral", "channel", "CGEN", "user", "UADA", "text", "x"))
	hold("api.chat.delete", call(t, s, "chat.delete", "channel", "CGEN", "ts", ts))
	hold("api.conversations.info", call(t, s, "conversations.info", "channel", "CGEN", "include_num_members", "true"))
	hold("api.conversations.members", call(t, s, "conversations.members", "channel", "CGEN"))
	hold("api.users.conversations", call(t, s, "users.conversations", "types", "public_channel,private_channel,im"))
	hold("api.users.info", call(t, s, "users.info", "user", "UADA", "include_locale", "true"))
	hold("api.dnd.info", call(t, s, "dnd.info", "user", "UADA"))

	s.Uninstall(ctx)
	for range 2 {
		p := <-got
		kind := p["event"].(object)["type"].(string)
		hold(map[string]string{"app_uninstalled": "AppUninstalledPayload", "tokens_revoked": "TokensRevokedPayload"}[kind], p)
	}
}

// compare checks got against a sample. Blocks, values and rich text have shapes of their own; null stands for anything.
func compare(t *testing.T, at string, sample, got any) {
	t.Helper()
	switch got := got.(type) {
	case nil:
	case map[string]any:
		shape, ok := sample.(map[string]any)
		if !ok {
			t.Errorf("%s is an object, want %T", at, sample)
			return
		}
		for k, v := range got {
			if k == "blocks" || k == "values" || k == "actions" {
				continue
			}
			if _, there := shape[k]; !there {
				t.Errorf("%s.%s is not in Slack's", at, k)
				continue
			}
			compare(t, at+"."+k, shape[k], v)
		}
	case []any:
		list, ok := sample.([]any)
		if !ok {
			t.Errorf("%s is a list, want %T", at, sample)
			return
		}
		for i, v := range got {
			if len(list) > 0 {
				compare(t, fmt.Sprintf("%s[%d]", at, i), list[0], v)
			}
		}
	default:
		if sample != nil && fmt.Sprintf("%T", sample) != fmt.Sprintf("%T", got) {
			t.Errorf("%s is a %T, want %T", at, got, sample)
		}
	}
}
