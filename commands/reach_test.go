package commands_test

import (
	"strings"
	"testing"
	"time"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/content"
)

// TestEverythingKnownIsReachedByACommand types every command that shows
// content, and looks for the text of every item of the source's checklist.
func TestEverythingKnownIsReachedByACommand(t *testing.T) {
	set, _ := newSet(t)
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	typed := []string{"help", "list", "tips", "causes", "signs", "about", "evidence", "sources"}
	for _, e := range library.Exercises() {
		typed = append(typed, e.Name)
	}
	for _, tip := range library.Tips() {
		typed = append(typed, "tips "+tip.Title)
	}
	var said strings.Builder
	for i, text := range typed {
		reply, err := set.Handle(t.Context(), commands.Request{
			User: "U1", Channel: "C1", Text: text, Cause: text, Zone: "Europe/London",
			Now: time.Date(2026, 3, 2, 9, i, 0, 0, time.UTC),
		})
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		said.WriteString(blockkit.Text(reply.Message) + "\n")
	}
	all := bare(said.String())
	ids := map[string]bool{}
	for _, item := range library.Items() {
		ids[item.ID] = true
		if !strings.Contains(all, bare(item.Text)) {
			t.Errorf("%s is reached by no command: %q", item.ID, item.Text)
		}
	}
	for _, id := range strings.Fields(`F1 F2 F3 F4 F5 F6 F7 F8 C0 C1 C2 C3 C4 C5 C6 S0 S1 S2 S3 S4
		X0 X1 X2 X3 X4 X5 X6 X7 X8 T1 T2 T3 T4 T5 T6 T7 P0 P1 P2 P3 P4 M1 M2 M3 D1 R1 R2 R3 R4 R5`) {
		if !ids[id] {
			t.Errorf("%s is not in the library", id)
		}
	}
	for _, id := range []string{"X9", "D2"} {
		if ids[id] {
			t.Errorf("%s is in the library; it is a vendor's claim or promotion", id)
		}
	}
}

// bare is a text without formatting, titles' colons and line ends.
func bare(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(strings.NewReplacer("*", "", "_", "", ":", " ", "•", " ").Replace(text)), " "))
}
