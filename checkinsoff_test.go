package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// Whoever runs Catcow switches check-ins off for everybody; what was noted before is still
// its owner's, to take along and to erase.
func TestCheckInsAreSwitchedOffByASetting(t *testing.T) {
	slack, db := office(t, nil), filepath.Join(t.TempDir(), "catcow.db")
	begin := func(checkIns string) *started {
		t.Helper()
		env := variables(slack, db)
		env["CATCOW_CHECKINS"] = checkIns
		s := start(t, env, hurried)
		if err := slack.AwaitSockets(soon(t), 2); err != nil {
			t.Fatalf("%v\n%s", err, s.output)
		}
		return s
	}
	ada := person{t, slack, "UADA", "C1"}
	catcow := begin("on")
	ada.press(ada.ask("checkin 4"), "I agree")
	ada.until("the consent", saying("Your check-ins are kept"))
	if m := ada.ask("checkin 4"); !strings.Contains(m.Text, "4 noted") {
		t.Fatal(m.Text)
	}
	catcow.end(t)

	catcow = begin("off")
	for _, text := range []string{"checkin 5", "trend", "checkin mon 14:00"} {
		if m := ada.ask(text); !strings.Contains(m.Text, "switched off here") {
			t.Errorf("%s: %s", text, m.Text)
		}
	}
	if m := ada.ask("privacy"); !strings.Contains(m.Text, "1 check-in, from") {
		t.Errorf("what was noted before is not told:\n%s", m.Text)
	}
	ada.press(ada.ask("forget me"), "Erase it all")
	ada.until("the erasure", saying("I hold nothing about you any more"))
	if m := ada.ask("privacy"); strings.Contains(m.Text, "check-in, from") {
		t.Errorf("it is still held:\n%s", m.Text)
	}
	catcow.end(t)
}
