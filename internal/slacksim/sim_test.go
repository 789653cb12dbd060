package slacksim_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"catcow/internal/slacksim"
)

const manifest = `{
	"display_information": {"name": "Catcow", "description": "Gentle moves for stiff backs"},
	"features": {
		"app_home": {"home_tab_enabled": true, "messages_tab_enabled": true, "messages_tab_read_only_enabled": false},
		"bot_user": {"display_name": "catcow", "always_online": true},
		"slash_commands": [{"command": "/stretch", "description": "A move", "usage_hint": "[neck]", "should_escape": true}],
		"shortcuts": [{"name": "Stretch now", "type": "global", "callback_id": "stretch_now", "description": "A move now"}]
	},
	"oauth_config": {"scopes": {"bot": ["commands", "chat:write", "im:write", "im:history", "im:read", "app_mentions:read",
		"channels:read", "groups:read", "users:read", "dnd:read"]}},
	"settings": {
		"event_subscriptions": {"bot_events": ["app_home_opened", "app_mention", "message.im", "member_joined_channel",
			"member_left_channel", "channel_archive", "channel_unarchive", "group_archive", "user_change", "channel_deleted",
			"group_deleted", "channel_rename", "group_rename", "channel_id_changed", "app_uninstalled", "tokens_revoked"]},
		"interactivity": {"is_enabled": true},
		"org_deploy_enabled": false, "socket_mode_enabled": true, "token_rotation_enabled": false
	}
}`

// hang is how long a test waits for what has to come: whoever waits so long waits in vain, however busy the machine is.
const hang = time.Minute

// clock is a movable clock.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// start runs a fake with Ada and Ben in #general (with the bot), Ada alone in #quiet and in the private "back".
func start(t *testing.T, change ...func(*slacksim.Config)) (*slacksim.Server, *clock) {
	t.Helper()
	c := &clock{now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	cfg := slacksim.Config{Manifest: []byte(manifest), Now: c.Now, AckWithin: hang,
		Unknown: func(what string) { t.Errorf("unknown: %s", what) }}
	for _, f := range change {
		f(&cfg)
	}
	s, err := slacksim.Start(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	s.AddUser(slacksim.User{ID: "UADA", Name: "ada", RealName: "Ada", TZ: "Europe/Berlin", Locale: "de-DE"})
	s.AddUser(slacksim.User{ID: "UBEN", Name: "ben", RealName: "Ben"})
	s.AddUser(slacksim.User{ID: "UGONE", Name: "gone", Deleted: true})
	s.AddChannel(slacksim.Channel{ID: "CGEN", Name: "general", Members: []string{"UADA", "UBEN", s.BotUser()}})
	s.AddChannel(slacksim.Channel{ID: "CQUIET", Name: "quiet", Members: []string{"UADA"}})
	s.AddChannel(slacksim.Channel{ID: "GBACK", Name: "back", Private: true, Members: []string{"UADA"}})
	return s, c
}

type object = map[string]any

// call calls a method with a form and the bot's token, or the token given as "token".
func call(t *testing.T, s *slacksim.Server, method string, pairs ...string) object {
	t.Helper()
	_, a := callStatus(t, s, method, pairs...)
	return a
}

func callStatus(t *testing.T, s *slacksim.Server, method string, pairs ...string) (*http.Response, object) {
	t.Helper()
	form := url.Values{"token": {slacksim.BotToken}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return post(t, s.APIURL()+method, "application/x-www-form-urlencoded", form.Encode(), "")
}

func post(t *testing.T, address, kind, body, token string) (*http.Response, object) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", kind)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, _ := io.ReadAll(resp.Body)
	var a object
	json.Unmarshal(data, &a)
	return resp, a
}

func wantError(t *testing.T, a object, code string) {
	t.Helper()
	if a["ok"] != false || a["error"] != code {
		t.Errorf("answer = %v, want error %s", a, code)
	}
}

func wantOK(t *testing.T, a object) object {
	t.Helper()
	if a["ok"] != true {
		t.Fatalf("answer = %v, want ok", a)
	}
	return a
}

// await fails the test when ok does not come.
func await(t *testing.T, s *slacksim.Server, what string, ok func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), hang)
	defer cancel()
	if err := s.Await(ctx, ok); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

func texts(messages []slacksim.Message) []string {
	var all []string
	for _, m := range messages {
		all = append(all, m.Text)
	}
	return all
}
