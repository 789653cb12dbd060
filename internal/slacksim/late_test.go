package slacksim_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"catcow/internal/slacksim"
)

// What Slack carries out after its caller has left is there all the same, once.
func TestALateCommitComesThoughItsCallerHasLeft(t *testing.T) {
	s, _ := start(t)
	s.Fault(func(f *slacksim.Faults) {
		f.Methods = map[string]*slacksim.MethodFault{"chat.postMessage": {Times: 1, CommitLate: 200 * time.Millisecond}}
	})
	ctx, leave := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer leave()
	form := url.Values{"token": {slacksim.BotToken}, "channel": {"CGEN"}, "text": {"late"}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.APIURL()+"chat.postMessage", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if _, err := http.DefaultClient.Do(r); err == nil {
		t.Fatal("it was answered before it was carried out")
	}
	shown := func() int { return len(s.Screen("UADA", "CGEN")) }
	if shown() != 0 {
		t.Error("it was carried out at once")
	}
	await(t, s, "what comes late", func() bool { return shown() == 1 })
	if a := call(t, s, "chat.postMessage", "channel", "CGEN", "text", "next"); a["ok"] != true || shown() != 2 {
		t.Errorf("the call after it: %v, %d messages", a, shown())
	}
}

func TestALateCommitIsAnsweredToWhoWaits(t *testing.T) {
	s, _ := start(t)
	s.Fault(func(f *slacksim.Faults) {
		f.Methods = map[string]*slacksim.MethodFault{"chat.postMessage": {Times: 1, CommitLate: 30 * time.Millisecond}}
	})
	begun := time.Now()
	if a := call(t, s, "chat.postMessage", "channel", "CGEN", "text", "late"); a["ok"] != true || time.Since(begun) < 30*time.Millisecond {
		t.Errorf("after %v: %v", time.Since(begun), a)
	}
}

func TestSingleCallsBreakAsTheyAreChosen(t *testing.T) {
	s, _ := start(t)
	s.Fault(func(f *slacksim.Faults) {
		f.Methods = map[string]*slacksim.MethodFault{"chat.postMessage": {Times: 1, Error: "fatal_error"}}
		f.Choose = func(c slacksim.Call) slacksim.MethodFault {
			if c.Args.Get("text") == "break" {
				return slacksim.MethodFault{Error: "internal_error"}
			}
			return slacksim.MethodFault{}
		}
	})
	wantError(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", "first"), "fatal_error")
	wantError(t, call(t, s, "chat.postMessage", "channel", "CGEN", "text", "break"), "internal_error")
	if a := call(t, s, "chat.postMessage", "channel", "CGEN", "text", "whole"); a["ok"] != true {
		t.Errorf("one that was not chosen: %v", a)
	}
	if shown := s.Screen("UADA", "CGEN"); len(shown) != 1 || shown[0].Text != "whole" {
		t.Errorf("shown: %+v", shown)
	}
}
