package main

import (
	"strings"
	"testing"
	"time"

	"catcow/internal/slacksim"
)

// Who may set a channel's prompts, over real sockets: a guest may not, a member
// may, and when they leave, the channel is asked once and a colleague takes it.
func TestPromptsAreSetByMembersAndOutliveTheirOwner(t *testing.T) {
	slack := office(t, nil)
	for _, u := range []slacksim.User{
		{ID: "UGIL", Name: "gil", RealName: "Gil", TZ: "Europe/London", Restricted: true},
		{ID: "USUE", Name: "sue", RealName: "Sue", TZ: "Europe/London", Stranger: true},
		{ID: "UBO", Name: "bo", RealName: "Bo", TZ: "Europe/London"},
	} {
		slack.AddUser(u)
	}
	slack.AddChannel(slacksim.Channel{ID: "C7", Name: "backs", Members: []string{"UADA", "UGIL", "USUE", "UBO", slack.BotUser()}})
	catcow, end := assembled(t, slack, time.Now)
	defer end()
	ada, gil, sue, bo := person{t, slack, "UADA", "C7"}, person{t, slack, "UGIL", "C7"}, person{t, slack, "USUE", "C7"}, person{t, slack, "UBO", "C7"}
	for _, c := range []struct {
		who  person
		text string
		says string
	}{
		{gil, "schedule daily 10:30", "as a guest"},
		{sue, "schedule daily 10:30", "outside this workspace"},
		{sue, "done bridge", "outside this workspace"},
		{gil, "done bridge", "Logged: Bridge"},
		{ada, "schedule daily 10:30", "Set."},
		{gil, "schedule off", "as a guest"},
		{ada, "schedule hand over @gil", "A member of this workspace"},
		{bo, "schedule log", "Ada set the prompts: daily 10:30"},
	} {
		if got := c.who.ask(c.text).Text; !strings.Contains(got, c.says) {
			t.Errorf("%s: %s is answered with\n%s", c.who.id, c.text, got)
		}
	}
	if n := catcow.Counts()["denied"]; n != 4 {
		t.Errorf("%d were denied, want 4", n)
	}
	if err := slack.Kick("C7", "UADA"); err != nil {
		t.Fatal(err)
	}
	m := bo.until("the question who takes the prompts", saying("has left. The prompts go on"))
	if m.Ephemeral || !strings.HasPrefix(m.Text, "Ada, who") && !strings.HasPrefix(m.Text, "ada, who") {
		t.Errorf("the channel reads %+v", m)
	}
	gil.press(m, "I'll take it")
	gil.until("the answer to a guest", saying("as a guest"))
	bo.press(m, "I'll take it")
	if taken := gil.until("the news", saying("looks after this channel's stretch prompts now")); taken.TS != m.TS {
		t.Errorf("the news stands at %s, want the place of the question", taken.TS)
	}
	if err := slack.Invite("UBO", "C7", "UADA"); err != nil {
		t.Fatal(err)
	}
	if got := ada.ask("schedule log").Text; !strings.Contains(got, "Bo looks after them since") {
		t.Errorf("the log says\n%s", got)
	}
}
