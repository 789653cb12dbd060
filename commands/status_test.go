package commands_test

import (
	"strings"
	"testing"
	"time"

	"catcow/commands"
	"catcow/storage"
)

// status tells whoever runs Catcow how the prompts of all channels fare, and nobody else.
func TestStatusIsForWhoeverRunsCatcow(t *testing.T) {
	l := team(t)
	if got := all(l.say("status")); !strings.Contains(got, "for whoever runs Catcow") {
		t.Errorf("without an operator: %s", got)
	}
	l.set.Operator = "U2"
	if got := all(l.say("status")); !strings.Contains(got, "for whoever runs Catcow") {
		t.Errorf("of another operator: %s", got)
	}
	l.set.Operator = "U1"
	if got := all(l.say("status")); !strings.Contains(got, "No channel has stretch prompts.") {
		t.Errorf("of none: %s", got)
	}
	l.here("schedule weekdays 10:30")
	l.do(commands.Request{Text: "schedule daily 9:30 in Tokyo", Channel: "C2"})
	got := all(l.say("status"))
	for _, want := range []string{
		"2 channels with stretch prompts", "<#C1>: weekdays at 10:30, London time; next today at 10:30",
		"<#C2>: daily at 09:30, Tokyo time; next tomorrow at 09:30", "everything went out in time", "0 messages on the way",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	if first, second := strings.Index(got, "<#C1>"), strings.Index(got, "<#C2>"); first > second {
		t.Errorf("the next does not come first:\n%s", got)
	}
	l.now = l.now.Add(90 * time.Minute)
	posts := l.claim()
	if len(posts) != 1 {
		t.Fatalf("%d posts", len(posts))
	}
	if got := all(l.say("status")); !strings.Contains(got, "1 message on the way") {
		t.Errorf("on its way: %s", got)
	}
	l.begin(posts[0].Slot, commands.Busy{})
	l.settle(posts[0].Slot, commands.Outcome{State: storage.Failed, Why: "is_archived"})
	got = all(l.say("status"))
	for _, want := range []string{"waiting: the channel is archived", "<#C1>, Today at 10:30: not posted, the channel is archived"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	l.now = l.now.Add(8 * 24 * time.Hour)
	if got := all(l.say("status")); strings.Contains(got, "not posted") {
		t.Errorf("after a week: %s", got)
	}
}
