package slacksim_test

import (
	"fmt"
	"testing"
)

// Whoever reads a conversation page by page gets each message of it once, the newest first, without the ephemeral
// ones and without the answers in threads; those stand in their thread.
func TestHistoryIsReadInPages(t *testing.T) {
	s, _ := start(t, filing)
	dm := s.DM("UADA")
	var stamps []string
	for i := range 7 {
		a := wantOK(t, call(t, s, "chat.postMessage", "channel", dm, "text", fmt.Sprint("said ", i)))
		stamps = append(stamps, a["ts"].(string))
	}
	wantOK(t, call(t, s, "chat.postEphemeral", "channel", dm, "user", "UADA", "text", "fleeting"))
	_, o := s.Say(t.Context(), "UADA", dm, "mine")
	if o.Err != "" && o.Err != "dispatch_failed" {
		t.Log(o.Err) // nobody listens here
	}
	wantOK(t, call(t, s, "chat.postMessage", "channel", dm, "text", "in the thread", "thread_ts", stamps[2]))

	var got []string
	for cursor := ""; ; {
		a := wantOK(t, call(t, s, "conversations.history", "channel", dm, "limit", "3", "cursor", cursor))
		for _, m := range a["messages"].([]any) {
			m := m.(object)
			got = append(got, m["text"].(string))
			if (m["reply_count"] != nil) != (m["ts"] == stamps[2]) {
				t.Errorf("a thread where there is none, or none: %v", m)
			}
		}
		next := a["response_metadata"].(object)["next_cursor"].(string)
		if a["has_more"] != (next != "") {
			t.Errorf("has_more is %v, the cursor %q", a["has_more"], next)
		}
		if cursor = next; cursor == "" {
			break
		}
	}
	if want := "[mine said 6 said 5 said 4 said 3 said 2 said 1 said 0]"; fmt.Sprint(got) != want {
		t.Errorf("read %v, want %s", got, want)
	}
	a := wantOK(t, call(t, s, "conversations.history", "channel", dm, "latest", stamps[1], "inclusive", "true"))
	if n := len(a["messages"].([]any)); n != 2 {
		t.Errorf("%d messages up to the second", n)
	}
	a = wantOK(t, call(t, s, "conversations.history", "channel", dm, "latest", stamps[1]))
	if n := len(a["messages"].([]any)); n != 1 {
		t.Errorf("%d messages before the second", n)
	}
	a = wantOK(t, call(t, s, "conversations.replies", "channel", dm, "ts", stamps[2]))
	if list := a["messages"].([]any); len(list) != 2 || list[1].(object)["text"] != "in the thread" {
		t.Errorf("the thread is %v", list)
	}
	wantError(t, call(t, s, "conversations.replies", "channel", dm, "ts", "1.0"), "thread_not_found")
	wantError(t, call(t, s, "conversations.history", "channel", dm, "latest", "now"), "invalid_ts_latest")
	wantError(t, call(t, s, "conversations.history", "channel", "CNONE"), "channel_not_found")
	refused := call(t, s, "conversations.history", "channel", "CGEN")
	if wantError(t, refused, "missing_scope"); refused["needed"] != "channels:history" {
		t.Errorf("a channel's history: %v", refused)
	}
}
