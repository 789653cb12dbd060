package commands_test

import (
	"strings"
	"testing"
	"time"

	"catcow/bot/blockkit"
)

// Content.md 4.4: every quarter, whether checking in is still useful.
func TestEveryThreeMonthsItIsAskedWhetherCheckingInIsUseful(t *testing.T) {
	l := newLife(t)
	l.press("agree", "")
	l.say("checkin mon 12:30 in Nairobi")
	var asked []int
	for day := 0; day < 280; day += 7 {
		l.now = time.Date(2026, 3, 2+day, 9, 30, 0, 0, time.UTC)
		for _, p := range l.clock() {
			text := blockkit.Text(p.Message)
			if !strings.Contains(text, "How stiff does your back feel right now?") {
				t.Fatalf("day %d: %s", day, text)
			}
			if strings.Contains(text, "Three months of check-ins have gone by. Is checking in still useful?") {
				asked = append(asked, day)
			}
			l.say("help") // who does nothing is asked less often
		}
	}
	if len(asked) != 3 || asked[0] != 91 || asked[1] != 182 || asked[2] != 273 {
		t.Errorf("asked on the days %v, want 91, 182 and 273", asked)
	}
}

// Content.md 4.2: other words would make old scores say something else, so
// none of these ever changes.
func TestTheQuestionAndItsScalesNeverChange(t *testing.T) {
	for scale, want := range map[string][]string{
		"buttons": {"Buttons: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,", "0 means not stiff at all. 5 means noticeable, and you move with some care. 10 means as stiff as you can imagine."},
		"menu":    {"0 of 10, not stiff at all,", "4 of 10, 5 of 10, noticeable, and I move with some care, 6 of 10", "10 of 10, as stiff as I can imagine"},
		"words":   {"Buttons: None, Mild, Moderate, Severe,"},
	} {
		l := newLife(t)
		l.press("agree", "")
		l.form("set", map[string]string{"scale": scale, "pain": "yes"})
		text := all(l.say("checkin"))
		for _, want := range append(want, "How stiff does your back feel right now?") {
			if !strings.Contains(text, want) {
				t.Errorf("%s: the question does not say %q:\n%s", scale, want, text)
			}
		}
		if text = all(l.say("3")); !strings.Contains(text, "Any pain with it?") || !strings.Contains(text, "No, A little, Yes, and it's sharp or spreading.") {
			t.Errorf("pain is asked for otherwise:\n%s", text)
		}
	}
}
