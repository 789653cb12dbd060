package slacksim_test

import (
	"testing"

	"catcow/internal/slacksim"
)

func TestChannelsAreDeletedRenamedAndChangeTheirID(t *testing.T) {
	s, _ := start(t)
	a := runApp(t, s, nil)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	ts := wantOK(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", "x"))["ts"].(string)
	must(s.Rename("CGEN", "wellness"))
	if e := a.next(t); e["type"] != "channel_rename" || e["channel"].(object)["id"] != "CGEN" || e["channel"].(object)["name"] != "wellness" {
		t.Errorf("event %v", e)
	}
	must(s.ChangeID("CGEN", "CNEW"))
	if e := a.next(t); e["type"] != "channel_id_changed" || e["old_channel_id"] != "CGEN" || e["new_channel_id"] != "CNEW" {
		t.Errorf("event %v", e)
	}
	wantError(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", "x"), "channel_not_found")
	wantOK(t, call(t, s, "chat.update", "channel", "CNEW", "ts", ts, "text", "y"))
	if got := s.Screen("UADA", "CNEW"); len(got) != 1 || got[0].Text != "y" || got[0].Channel != "CNEW" {
		t.Errorf("the messages did not go along: %+v", got)
	}
	must(s.MakePrivate("CNEW"))
	wantOK(t, call(t, s, "chat.postMessage", "channel", "CNEW", "text", "z"))
	must(s.Delete("CNEW"))
	if e := a.next(t); e["type"] != "group_deleted" || e["channel"] != "CNEW" { // and none for becoming private
		t.Errorf("event %v", e)
	}
	wantError(t, call(t, s, "chat.postMessage", "channel", "CNEW", "text", "x"), "channel_not_found")
	must(s.Delete("GBACK")) // the bot is not in it, and hears nothing
	must(s.Delete("CQUIET"))
	if e := a.next(t); e["type"] != "channel_deleted" || e["channel"] != "CQUIET" {
		t.Errorf("event %v", e)
	}
	for name, err := range map[string]error{
		"delete what is gone": s.Delete("CNEW"), "rename it": s.Rename("CNEW", "x"), "make it private": s.MakePrivate("CNEW"),
		"give it an id": s.ChangeID("CNEW", "C2"), "delete a direct conversation": s.Delete(s.DM("UADA")),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestPeopleChange(t *testing.T) {
	s, _ := start(t)
	a := runApp(t, s, nil)
	s.Deactivate("UADA", true)
	e := a.next(t)
	if user := e["user"].(object); e["type"] != "user_change" || user["id"] != "UADA" || user["deleted"] != true || user["tz"] != nil {
		t.Errorf("event %v", e)
	}
	wantError(t, call(t, s, "chat.postMessage", "channel", s.DM("UADA"), "text", "x"), "account_inactive")
	s.Deactivate("UADA", false)
	if user := a.next(t)["user"].(object); user["deleted"] != false || user["tz"] != "Europe/Berlin" {
		t.Errorf("back: %v", user)
	}
	s.ChangeUser("UBEN", func(u *slacksim.User) { u.ID, u.UltraRestricted = "UELSE", true })
	if user := a.next(t)["user"].(object); user["id"] != "UBEN" || user["is_restricted"] != true || user["is_ultra_restricted"] != true {
		t.Errorf("a guest of one channel: %v", user)
	}
	s.ChangeUser("UNOBODY", func(*slacksim.User) { t.Error("nobody was changed") })
}

// The app's own token outlives the installation: the sockets stay, and only the bot token is dead.
func TestUninstallKillsTheBotTokenAlone(t *testing.T) {
	s, _ := start(t)
	a := runApp(t, s, nil)
	s.Uninstall(t.Context())
	kinds := map[any]bool{a.next(t)["type"]: true, a.next(t)["type"]: true}
	if !kinds["app_uninstalled"] || !kinds["tokens_revoked"] {
		t.Errorf("events %v", kinds)
	}
	wantError(t, call(t, s, "auth.test"), "account_inactive")
	wantOK(t, call(t, s, "apps.connections.open", "token", slacksim.AppToken))
}

func TestHelloCountsTheConnections(t *testing.T) {
	s, _ := start(t)
	for want := 1; want <= 3; want++ {
		if got := connect(t, s).hello.Connections; got != want {
			t.Errorf("hello of socket %d says %d connections", want, got)
		}
	}
}
