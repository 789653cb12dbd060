package slacksim_test

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"catcow/internal/slacksim"
)

func TestTokensAreCheckedByKind(t *testing.T) {
	s, _ := start(t)
	wantError(t, call(t, s, "auth.test", "token", ""), "not_authed")
	wantError(t, call(t, s, "auth.test", "token", "xoxb-other"), "invalid_auth")
	wantError(t, call(t, s, "auth.test", "token", slacksim.AppToken), "not_allowed_token_type")
	wantError(t, call(t, s, "apps.connections.open"), "not_allowed_token_type")
	a := wantOK(t, call(t, s, "auth.test"))
	if a["user_id"] != s.BotUser() || a["bot_id"] != "B0CATCOW" || a["team_id"] != "T0TEAM" {
		t.Errorf("auth.test = %v", a)
	}
	wantOK(t, call(t, s, "api.test", "token", ""))
}

func TestJSONAndFormsSayTheSame(t *testing.T) {
	s, _ := start(t)
	body := `{"channel":"CGEN","text":"x","blocks":[{"type":"divider"}]}`
	resp, a := post(t, s.APIURL()+"chat.postMessage", "application/json; charset=utf-8", body, slacksim.BotToken)
	wantOK(t, a)
	if a["warning"] != nil || !strings.Contains(resp.Header.Get("x-oauth-scopes"), "chat:write") {
		t.Errorf("answer = %v, header %v", a, resp.Header)
	}
	_, a = post(t, s.APIURL()+"chat.postMessage", "application/json", body, slacksim.BotToken)
	if wantOK(t, a); a["warning"] != "missing_charset" {
		t.Errorf("answer = %v", a)
	}
	_, a = post(t, s.APIURL()+"chat.postMessage", "text/plain", body, slacksim.BotToken)
	wantError(t, a, "invalid_post_type")
	wantOK(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", "x", "blocks", `[{"type":"divider"}]`))

	calls := s.Calls()
	first, last := calls[0].Args, calls[len(calls)-1].Args
	if d := cmp.Diff(first, last); d != "" {
		t.Errorf("recorded arguments differ: %s", d)
	}
	if last.Get("token") != "" {
		t.Error("the recorder keeps a token")
	}
}

func TestTheUnknownIsLoud(t *testing.T) {
	var heard []string
	s, _ := start(t, func(c *slacksim.Config) { c.Unknown = func(what string) { heard = append(heard, what) } })
	wantError(t, call(t, s, "chat.scream"), "unknown_method")
	wantError(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", "x", "volume", "11"), "invalid_arg_name")
	if d := cmp.Diff([]string{"method chat.scream", "argument volume of chat.postMessage"}, heard); d != "" {
		t.Error(d)
	}
}

func TestMissingArgumentsAreNamed(t *testing.T) {
	s, _ := start(t)
	a := call(t, s, "chat.postMessage", "text", "x")
	wantError(t, a, "invalid_arguments")
	if d := cmp.Diff(object{"messages": []any{"[ERROR] missing required field: channel"}}, a["response_metadata"]); d != "" {
		t.Error(d)
	}
}

func TestScopesComeFromTheManifest(t *testing.T) {
	s, _ := start(t, func(c *slacksim.Config) {
		c.Manifest = []byte(strings.NewReplacer(`"im:read", `, "", `"groups:read", `, "").Replace(manifest))
		c.Manifest = regexp.MustCompile(`"group_\w+",\s*`).ReplaceAll(c.Manifest, nil)
	})
	s.AddChannel(slacksim.Channel{ID: "GOURS", Name: "ours", Private: true, Members: []string{"UADA", s.BotUser()}})
	wantOK(t, call(t, s, "conversations.info", "channel", "CGEN"))
	a := call(t, s, "conversations.info", "channel", "GOURS")
	wantError(t, a, "missing_scope")
	if a["needed"] != "groups:read" || a["provided"] != "commands,chat:write,im:write,im:history,app_mentions:read,channels:read,users:read,dnd:read" {
		t.Errorf("answer = %v", a)
	}
	if a := call(t, s, "conversations.members", "channel", s.DM("UADA")); a["needed"] != "im:read" {
		t.Errorf("answer = %v", a)
	}
	if a := call(t, s, "users.conversations", "types", "public_channel,private_channel"); a["needed"] != "groups:read" {
		t.Errorf("answer = %v", a)
	}
}

func TestABadManifestIsRefused(t *testing.T) {
	for want, change := range map[string][2]string{
		"bot event message.im needs the scope im:history":                       {`"im:history", `, ""},
		`bot event "message_im" is not known`:                                   {"message.im", "message_im"},
		"slash commands and shortcuts need the scope commands":                  {`"commands", `, ""},
		"settings.socket_mode_enabled is off":                                   {`"socket_mode_enabled": true`, `"socket_mode_enabled": false`},
		"settings.token_rotation_enabled is on":                                 {`"token_rotation_enabled": false`, `"token_rotation_enabled": true`},
		`unknown field "colour"`:                                                {`"features": {`, `"colour": 1, "features": {`},
		`command "stretch": must begin with /`:                                  {`"/stretch"`, `"stretch"`},
		"display_information.name: 36 characters, allowed 1 to 35":              {`"Catcow"`, `"` + strings.Repeat("x", 36) + `"`},
		"shortcut Stretch now, please, at once: 28 characters, allowed 1 to 24": {`"Stretch now"`, `"Stretch now, please, at once"`},
	} {
		_, err := slacksim.Start(slacksim.Config{Manifest: []byte(strings.Replace(manifest, change[0], change[1], 1))})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error = %v, want %s", err, want)
		}
	}
}

func TestPostingFollowsMembership(t *testing.T) {
	s, _ := start(t)
	say := func(channel string, more ...string) object {
		return call(t, s, "chat.postMessage", append([]string{"channel", channel, "text", "x"}, more...)...)
	}
	wantError(t, say("CQUIET"), "not_in_channel")
	wantError(t, say("GBACK"), "channel_not_found")
	wantError(t, say("CNONE"), "channel_not_found")
	wantError(t, say("UGONE"), "channel_not_found")
	wantError(t, say("CGEN", "text", ""), "no_text")
	wantError(t, say("CGEN", "thread_ts", "1.000000"), "cannot_reply_to_message")
	if a := wantOK(t, say("UADA")); a["channel"] != "DADA" || s.DM("UADA") != "DADA" {
		t.Errorf("answer = %v", a)
	}
	root := wantOK(t, say("CGEN"))["ts"].(string)
	wantOK(t, say("CGEN", "thread_ts", root))
	if m := s.Screen("UBEN", "CGEN")[1]; m.ThreadTS != root {
		t.Errorf("reply = %+v", m)
	}
	if err := s.Archive("CGEN", true); err != nil {
		t.Fatal(err)
	}
	wantError(t, say("CGEN"), "is_archived")
	s.AddUser(slacksim.User{ID: "UADA", Name: "ada", Deleted: true})
	wantError(t, say("DADA"), "account_inactive")
}

func TestTheMessagesTabCanBeOff(t *testing.T) {
	s, _ := start(t, func(c *slacksim.Config) {
		c.Manifest = []byte(strings.Replace(manifest, `"messages_tab_enabled": true`, `"messages_tab_enabled": false`, 1))
	})
	wantError(t, call(t, s, "chat.postMessage", "channel", "UADA", "text", "x"), "messages_tab_disabled")
	if _, o := s.Say(t.Context(), "UADA", s.DM("UADA"), "x"); o.Err != "Sending messages to this app has been turned off." {
		t.Errorf("outcome = %+v", o)
	}
}

func TestUpdatesKeepSlacksRules(t *testing.T) {
	s, _ := start(t)
	ts := wantOK(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", "a", "blocks", `[{"type":"divider"}]`))["ts"].(string)
	update := func(more ...string) object {
		return call(t, s, "chat.update", append([]string{"channel", "CGEN", "ts", ts}, more...)...)
	}
	wantOK(t, update("blocks", `[{"type":"divider"},{"type":"divider"}]`))
	if m := s.Screen("UBEN", "CGEN")[0]; m.Text != "a" || len(m.Blocks) != 2 || m.Edited {
		t.Errorf("blocks alone: %+v", m)
	}
	wantOK(t, update("text", "b"))
	if m := s.Screen("UBEN", "CGEN")[0]; m.Text != "b" || m.Blocks != nil || !m.Edited {
		t.Errorf("text alone: %+v", m)
	}
	wantOK(t, update("text", long(4000)))
	wantError(t, update("text", long(4001)), "msg_too_long")
	wantError(t, update(), "no_text")
	wantError(t, update("ts", "1.000000", "text", "x"), "message_not_found")
	theirs, _ := s.Say(t.Context(), "UADA", "CGEN", "mine")
	wantError(t, update("ts", theirs, "text", "x"), "cant_update_message")
	wantError(t, call(t, s, "chat.delete", "channel", "CGEN", "ts", theirs), "cant_delete_message")

	eph := wantOK(t, call(t, s, "chat.postEphemeral", "channel", "CGEN", "user", "UADA", "text", "psst"))["message_ts"].(string)
	wantError(t, update("ts", eph, "text", "x"), "message_not_found")
	wantError(t, call(t, s, "chat.delete", "channel", "CGEN", "ts", eph), "message_not_found")

	wantOK(t, call(t, s, "chat.delete", "channel", "CGEN", "ts", ts))
	if d := cmp.Diff([]string{"mine", "psst"}, texts(s.Screen("UADA", "CGEN"))); d != "" {
		t.Error(d)
	}
}

func TestADeletedRootLeavesAStone(t *testing.T) {
	s, _ := start(t)
	root := wantOK(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", "a"))["ts"].(string)
	wantOK(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", "b", "thread_ts", root))
	wantOK(t, call(t, s, "chat.delete", "channel", "CGEN", "ts", root))
	if m := s.Screen("UADA", "CGEN"); len(m) != 2 || !m[0].Deleted {
		t.Errorf("screen = %+v", m)
	}
}

func TestAnEphemeralIsForAMemberAlone(t *testing.T) {
	s, _ := start(t)
	whisper := func(channel, user string) object {
		return call(t, s, "chat.postEphemeral", "channel", channel, "user", user, "text", "psst")
	}
	wantOK(t, whisper("CGEN", "UADA"))
	if len(s.Screen("UADA", "CGEN")) != 1 || len(s.Screen("UBEN", "CGEN")) != 0 {
		t.Error("the ephemeral message is not Ada's alone")
	}
	wantError(t, whisper("CGEN", "UGONE"), "user_not_in_channel")
	wantError(t, whisper("CQUIET", "UADA"), "not_in_channel")
	wantError(t, whisper("GBACK", "UADA"), "channel_not_found")
}

func TestTimestampsGrowEvenWhenTheClockDoesNot(t *testing.T) {
	s, clock := start(t)
	last := ""
	for i := range 4 {
		if i == 2 {
			clock.Move(-time.Hour)
		}
		ts := wantOK(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", "x"))["ts"].(string)
		if ts <= last {
			t.Errorf("ts %s after %s", ts, last)
		}
		last = ts
	}
}

func TestConversationMethods(t *testing.T) {
	s, _ := start(t)
	a := wantOK(t, call(t, s, "conversations.open", "users", "UBEN"))
	if d := cmp.Diff(object{"ok": true, "channel": object{"id": "DBEN"}}, a); d != "" {
		t.Error(d)
	}
	if a := wantOK(t, call(t, s, "conversations.open", "users", "UBEN")); a["already_open"] != true {
		t.Errorf("answer = %v", a)
	}
	wantError(t, call(t, s, "conversations.open", "users", "UNONE"), "user_not_found")
	wantError(t, call(t, s, "conversations.open", "users", "UGONE"), "user_disabled")
	wantError(t, call(t, s, "conversations.open"), "users_list_not_supplied")

	info := func(id string) object {
		return call(t, s, "conversations.info", "channel", id, "include_num_members", "true")
	}
	wantError(t, info("GBACK"), "channel_not_found")
	if c := wantOK(t, info("CGEN"))["channel"].(object); c["name"] != "general" || c["is_member"] != true || c["num_members"] != 3.0 {
		t.Errorf("channel = %v", c)
	}
	if c := wantOK(t, info("CQUIET"))["channel"].(object); c["is_member"] != false {
		t.Errorf("channel = %v", c)
	}
	if c := wantOK(t, info("DBEN"))["channel"].(object); c["is_im"] != true || c["user"] != "UBEN" {
		t.Errorf("channel = %v", c)
	}

	cursor, seen := "", []any{}
	for range 3 {
		a := wantOK(t, call(t, s, "conversations.members", "channel", "CGEN", "limit", "2", "cursor", cursor))
		seen = append(seen, a["members"].([]any)...)
		if cursor = a["response_metadata"].(object)["next_cursor"].(string); cursor == "" {
			break
		}
	}
	if d := cmp.Diff([]any{"UADA", "UBEN", s.BotUser()}, seen); d != "" {
		t.Error(d)
	}
	wantError(t, call(t, s, "conversations.members", "channel", "CGEN", "cursor", "zz"), "invalid_cursor")
	wantError(t, call(t, s, "conversations.members", "channel", "CGEN", "limit", "1000"), "invalid_limit")

	mine := func(types string) int {
		return len(wantOK(t, call(t, s, "users.conversations", "types", types))["channels"].([]any))
	}
	if mine("public_channel") != 1 || mine("private_channel") != 0 || mine("im") != 1 {
		t.Error("users.conversations does not list what the bot is in")
	}
	wantError(t, call(t, s, "users.conversations", "types", "club"), "invalid_types")
}

func TestUsersHaveZonesAndLocales(t *testing.T) {
	s, clock := start(t)
	u := wantOK(t, call(t, s, "users.info", "user", "UADA", "include_locale", "true"))["user"].(object)
	if u["tz"] != "Europe/Berlin" || u["tz_offset"] != 3600.0 || u["locale"] != "de-DE" {
		t.Errorf("user = %v", u)
	}
	clock.Move(60 * 24 * time.Hour)
	u = wantOK(t, call(t, s, "users.info", "user", "UADA"))["user"].(object)
	if u["tz_offset"] != 7200.0 || u["locale"] != nil {
		t.Errorf("user in summer = %v", u)
	}
	if u := wantOK(t, call(t, s, "users.info", "user", "UBEN"))["user"].(object); u["tz"] != nil {
		t.Errorf("user without zone = %v", u)
	}
	if u := wantOK(t, call(t, s, "users.info", "user", s.BotUser()))["user"].(object); u["is_bot"] != true {
		t.Errorf("bot = %v", u)
	}
	wantError(t, call(t, s, "users.info", "user", "UNONE"), "user_not_found")
}

func TestAChannelTakesOneMessageASecond(t *testing.T) {
	s, clock := start(t)
	say := func() (*http.Response, object) {
		return callStatus(t, s, "chat.postMessage", "channel", "CGEN", "text", "x")
	}
	for range 4 {
		_, a := say()
		wantOK(t, a)
	}
	resp, a := say()
	if resp.StatusCode != http.StatusTooManyRequests || resp.Header.Get("Retry-After") != "1" {
		t.Errorf("status %d, Retry-After %q", resp.StatusCode, resp.Header.Get("Retry-After"))
	}
	wantError(t, a, "ratelimited")
	wantOK(t, call(t, s, "chat.postMessage", "channel", "UADA", "text", "another conversation"))
	clock.Move(-time.Minute)
	if resp, _ := say(); resp.StatusCode != http.StatusTooManyRequests {
		t.Error("the bucket filled when the clock went back")
	}
	clock.Move(time.Second)
	_, a = say()
	wantOK(t, a)
	if calls := s.Calls(); calls[4].Error != "ratelimited" || calls[4].Status != http.StatusTooManyRequests {
		t.Errorf("recorded %+v", calls[4])
	}
}

func TestATierLetsAMinuteThrough(t *testing.T) {
	s, clock := start(t)
	for range 50 {
		wantOK(t, call(t, s, "conversations.info", "channel", "CGEN"))
	}
	resp, _ := callStatus(t, s, "conversations.info", "channel", "CGEN")
	after, err := strconv.Atoi(resp.Header.Get("Retry-After"))
	if resp.StatusCode != http.StatusTooManyRequests || err != nil || after != 2 {
		t.Errorf("status %d after %d", resp.StatusCode, after)
	}
	clock.Move(time.Duration(after) * time.Second)
	wantOK(t, call(t, s, "conversations.info", "channel", "CGEN"))

	free, _ := start(t, func(c *slacksim.Config) { c.NoLimits = true })
	for range 60 {
		wantOK(t, call(t, free, "conversations.info", "channel", "CGEN"))
	}
}

func TestMethodFaults(t *testing.T) {
	s, _ := start(t)
	fault := func(f slacksim.MethodFault) {
		s.Fault(func(all *slacksim.Faults) { all.Methods = map[string]*slacksim.MethodFault{"chat.postMessage": &f} })
	}
	say := func() (*http.Response, object) {
		return callStatus(t, s, "chat.postMessage", "channel", "CGEN", "text", "x")
	}
	ctx, giveUp := context.WithTimeout(t.Context(), hang)
	defer giveUp()
	dropped := func() bool {
		form := url.Values{"token": {slacksim.BotToken}, "channel": {"CGEN"}, "text": {"x"}}
		r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.APIURL()+"chat.postMessage", strings.NewReader(form.Encode()))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := http.DefaultClient.Do(r)
		if err == nil {
			resp.Body.Close()
		}
		return err != nil
	}
	shown := func() int { return len(s.Screen("UADA", "CGEN")) }

	fault(slacksim.MethodFault{Times: 1, Status: 429, RetryAfter: 7})
	if resp, _ := say(); resp.StatusCode != 429 || resp.Header.Get("Retry-After") != "7" {
		t.Errorf("429: %v", resp)
	}
	if _, a := say(); a["ok"] != true {
		t.Errorf("after the fault: %v", a)
	}
	fault(slacksim.MethodFault{Times: -1, Status: 503})
	for range 2 {
		if resp, _ := say(); resp.StatusCode != 503 {
			t.Errorf("503: %v", resp)
		}
	}
	fault(slacksim.MethodFault{Times: 1, Error: "internal_error"})
	_, a := say()
	wantError(t, a, "internal_error")
	fault(slacksim.MethodFault{Times: 1, Delay: 30 * time.Millisecond})
	from := time.Now()
	if _, a := say(); a["ok"] != true || time.Since(from) < 30*time.Millisecond {
		t.Errorf("delay: %v", a)
	}
	before := shown()
	fault(slacksim.MethodFault{Times: 1, Drop: true})
	if !dropped() || shown() != before {
		t.Error("drop: answered or carried out")
	}
	fault(slacksim.MethodFault{Times: 1, DropAfterCommit: true})
	if !dropped() || shown() != before+1 {
		t.Error("drop after commit: answered or not carried out")
	}
	fault(slacksim.MethodFault{Times: 1, CommitThenHang: true})
	answer := make(chan bool, 1)
	go func() { answer <- !dropped() }()
	await(t, s, "what is carried out and not answered", func() bool { return shown() == before+2 })
	giveUp()
	if <-answer {
		t.Error("hang after commit: answered")
	}
}

func TestALongTextIsCutOff(t *testing.T) {
	s, _ := start(t)
	a := wantOK(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", long(40_001)))
	if got := a["message"].(object)["text"]; got != long(40_000) {
		t.Errorf("text of %d bytes", len(got.(string)))
	}
	wantError(t, call(t, s, "chat.postEphemeral", "channel", "CGEN", "user", "UADA", "text", long(40_001)), "msg_too_long")
}

func TestASocketIsNotOpenedByGET(t *testing.T) {
	s, _ := start(t)
	resp, err := http.Get(s.APIURL() + "apps.connections.open?token=" + slacksim.AppToken)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if calls := s.Calls(); calls[0].Error != "insecure_request" {
		t.Errorf("call = %+v", calls[0])
	}
}

func TestTheWorkspaceCanBeLookedAt(t *testing.T) {
	s, _ := start(t)
	s.DM("UADA")
	var names []string
	for _, u := range s.Users() {
		names = append(names, u.Name)
	}
	for _, c := range s.Channels() {
		names = append(names, c.ID)
	}
	if d := cmp.Diff([]string{"ada", "ben", "gone", "CGEN", "CQUIET", "GBACK", "DADA"}, names); d != "" {
		t.Error(d)
	}
	if _, o := s.Say(t.Context(), "UADA", "GBACK", "between us"); o.Err != "" {
		t.Errorf("say = %+v", o)
	}
	if len(s.Screen("UADA", "GBACK")) != 1 || s.Screen("UBEN", "GBACK") != nil {
		t.Error("a private conversation is not for its members alone")
	}
}
