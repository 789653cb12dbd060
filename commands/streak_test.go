package commands_test

import (
	"strings"
	"testing"
)

// Content.md 5.4: any session counts, also a walk and breathing. Check-ins do
// not, so that nobody notes a score to keep a number.
func TestWhatMakesADayActive(t *testing.T) {
	for text, active := range map[string]bool{
		"done": true, "done walking break": true, "done belly breathing": true, "done standing back bend": true, "done yesterday": true,
		"3": false, "checkin 0": false, "bad day": false, "pause 2 days": false, "": false, "bridge": false,
	} {
		l := newLife(t)
		l.press("agree", "")
		l.say(text)
		answer := all(l.say("streak"))
		if got := strings.Contains(answer, "Active days so far: 1"); got != active {
			t.Errorf("%q: an active day %v, want %v:\n%s", text, got, active, answer)
		}
	}
}
