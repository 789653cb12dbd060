package main

import (
	"path/filepath"
	"strings"
	"testing"

	"catcow/internal/slacksim"
)

// deadTokens are the answers of Slack that only a person can mend, as its
// documents name them.
var deadTokens = []string{
	"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type",
	"missing_scope", "no_permission", "org_login_required", "team_access_not_granted",
}

// Each ends the program with code 78, so that no supervisor starts it again
// and again, and with one sentence that names the token and where to get
// another.
func TestEachDeadTokenEndsTheProgramAndSaysWhich(t *testing.T) {
	for method, variable := range map[string]string{"auth.test": "SLACK_BOT_TOKEN", "apps.connections.open": "SLACK_APP_TOKEN"} {
		for _, code := range deadTokens {
			t.Run(method+" "+code, func(t *testing.T) {
				t.Parallel()
				slack := office(t, nil)
				refuse(slack, method, -1, code)
				catcow := start(t, variables(slack, filepath.Join(t.TempDir(), "catcow.db")))
				endsForAPerson(t, catcow, variable, code)
			})
		}
	}
}

// The same while it runs: at the next call, and at the next socket.
func TestATokenThatDiesEndsTheRunningProgram(t *testing.T) {
	for method, c := range map[string]struct {
		variable string
		next     func(*slacksim.Server)
	}{
		"auth.test": {"SLACK_BOT_TOKEN", func(slack *slacksim.Server) {
			slack.OpenDM(soon(t), "UADA")
			slack.Say(soon(t), "UADA", slack.DM("UADA"), "neck")
		}},
		"apps.connections.open": {"SLACK_APP_TOKEN", (*slacksim.Server).DropSockets},
	} {
		t.Run(method, func(t *testing.T) {
			slack := office(t, nil)
			catcow := start(t, variables(slack, filepath.Join(t.TempDir(), "catcow.db")))
			if err := slack.AwaitSockets(soon(t), 2); err != nil {
				t.Fatal(err)
			}
			refuse(slack, method, -1, "token_revoked")
			if method == "auth.test" {
				refuse(slack, "chat.postMessage", -1, "token_revoked")
			}
			c.next(slack)
			endsForAPerson(t, catcow, c.variable, "token_revoked")
		})
	}
}

// What Slack itself can mend is waited out: the tests above tell one from the other.
func TestTroubleOfSlacksEndsNothing(t *testing.T) {
	for method, code := range map[string]string{"auth.test": "internal_error", "apps.connections.open": "service_unavailable"} {
		slack := office(t, nil)
		refuse(slack, method, 2, code)
		catcow := start(t, variables(slack, filepath.Join(t.TempDir(), "catcow.db")))
		if err := slack.AwaitSockets(soon(t), 2); err != nil {
			t.Errorf("%s %s: %v\n%s", method, code, err, catcow.output)
		}
		catcow.end(t)
	}
}

// refuse lets so many calls of a method end with that error; -1: all.
func refuse(slack *slacksim.Server, method string, times int, code string) {
	slack.Fault(func(f *slacksim.Faults) {
		if f.Methods == nil {
			f.Methods = map[string]*slacksim.MethodFault{}
		}
		f.Methods[method] = &slacksim.MethodFault{Times: times, Error: code}
	})
}

// endsForAPerson waits for exit code 78 and its sentence.
func endsForAPerson(t *testing.T, catcow *started, parts ...string) {
	t.Helper()
	select {
	case got := <-catcow.code:
		if got != exitConfiguration {
			t.Errorf("exit code %d, want 78", got)
		}
	case <-soon(t).Done():
		t.Fatalf("it goes on:\n%s", catcow.output)
	}
	said := strings.TrimSpace(catcow.output.String())
	last := said[strings.LastIndex(said, "\n")+1:]
	for _, part := range append(parts, "catcow: ", "api.slack.com/apps") {
		if !strings.Contains(last, part) {
			t.Errorf("it does not say %q: %s", part, last)
		}
	}
}
