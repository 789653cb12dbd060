package slacksim_test

import (
	"testing"
	"time"

	"catcow/internal/slacksim"
)

func TestWhatPeopleSayOfThemselves(t *testing.T) {
	s, clock := start(t)
	profile := func() object {
		return wantOK(t, call(t, s, "users.info", "user", "UADA"))["user"].(object)["profile"].(object)
	}
	if p := profile(); p["status_text"] != "" || p["status_expiration"] != 0.0 || p["huddle_state"] != nil {
		t.Errorf("before: %v", p)
	}
	s.SetUser("UADA", func(u *slacksim.User) {
		u.Status, u.Huddle = slacksim.Status{Text: "In a meeting", Emoji: ":calendar:", Expires: clock.Now().Add(time.Hour)}, true
	})
	if p := profile(); p["status_text"] != "In a meeting" || p["status_emoji"] != ":calendar:" || p["status_expiration"] == 0.0 || p["huddle_state"] != "in_a_huddle" {
		t.Errorf("meanwhile: %v", p)
	}
	clock.Move(time.Hour)
	if p := profile(); p["status_text"] != "" || p["status_emoji"] != "" || p["status_expiration"] != 0.0 {
		t.Errorf("after: %v", p)
	}
	s.SetUser("UNONE", func(*slacksim.User) { t.Error("there is no such person") })
}

func TestDoNotDisturb(t *testing.T) {
	s, clock := start(t)
	ask := func() object { return wantOK(t, call(t, s, "dnd.info", "user", "UADA")) }
	if a := ask(); a["dnd_enabled"] != false || a["next_dnd_end_ts"] != 1.0 {
		t.Errorf("before: %v", a)
	}
	from := clock.Now()
	s.SetUser("UADA", func(u *slacksim.User) { u.Quiet = slacksim.DoNotDisturb{From: from, Until: from.Add(time.Hour)} })
	if a := ask(); a["dnd_enabled"] != true || a["next_dnd_start_ts"] != float64(from.Unix()) || a["next_dnd_end_ts"] != float64(from.Add(time.Hour).Unix()) {
		t.Errorf("meanwhile: %v", a)
	}
	wantError(t, call(t, s, "dnd.info", "user", "UNONE"), "user_not_found")
	wantError(t, call(t, s, "dnd.info"), "invalid_arguments")
}
