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
		}
	}
	if len(asked) != 3 || asked[0] != 91 || asked[1] != 182 || asked[2] != 273 {
		t.Errorf("asked on the days %v, want 91, 182 and 273", asked)
	}
}

// Content.md 4.2: the ends and the middle of the scale have their words, also in a menu.
func TestAnchorsStandInTheMenuToo(t *testing.T) {
	l := newLife(t)
	l.press("agree", "")
	l.form("set", map[string]string{"scale": "menu"})
	text := all(l.say("checkin"))
	for _, want := range []string{"0 of 10, not stiff at all", "5 of 10, noticeable, and I move with some care", "10 of 10, as stiff as I can imagine"} {
		if !strings.Contains(text, want) {
			t.Errorf("the menu does not say %q:\n%s", want, text)
		}
	}
}
