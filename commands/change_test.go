package commands_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"catcow/commands"
	"catcow/internal/care"
)

// Change my answer takes back all that the answer did, for every rule of scores.
func TestChangeMyAnswerTakesEverythingBack(t *testing.T) {
	for _, r := range rules {
		if !strings.HasPrefix(r.name, "R1 ") && !strings.HasPrefix(r.name, "R2") && !strings.HasPrefix(r.name, "R4") && !strings.HasPrefix(r.name, "R5") && !strings.HasPrefix(r.name, "R6") {
			continue
		}
		l, reply := under(t, r)
		change := actions(reply)
		i := slices.IndexFunc(change, func(r commands.Request) bool { return r.Do == "change" })
		if i < 0 {
			t.Errorf("%s cannot be changed:\n%s", r.name, all(reply))
			continue
		}
		cause := change[i].Value
		l.do(change[i])
		plain, _ := under(t, ruled{raise: func(l *life) commands.Reply {
			if r.name == "R2 typed" {
				l.scores("7", 2, 1)
			}
			if r.name == "R5 typed" {
				l.scores("2", 9, 8, 7, 6)
			}
			if r.name == "R6 typed" {
				l.scores("5", 20, 19, 18, 13, 12, 11, 2)
				l.scores("1", 1)
			}
			if r.name == "R1 by pain" {
				l.form("set", map[string]string{"pain": "yes"})
			}
			return commands.Reply{}
		}})
		if text := all(l.press("rescore", "1|"+cause)); !strings.HasPrefix(strings.TrimSpace(text), "Thanks, 1 noted.") {
			t.Errorf("%s, changed to 1:\n%s", r.name, text)
		}
		want, got := plain.held().Member, l.held().Member
		if diff := cmp.Diff(want.Alerts, got.Alerts); diff != "" {
			t.Errorf("%s leaves behind:\n%s", r.name, diff)
		}
		if !got.Noticed.IsZero() || got.Question.Slot != "" {
			t.Errorf("%s leaves behind: noticed %v, question %v", r.name, got.Noticed, got.Question)
		}
		if text := all(l.say("desk")); !strings.Contains(text, "How much:") {
			t.Errorf("%s, changed to 1, gives no move:\n%s", r.name, text)
		}
	}
}

// R6 speaks again when the answer that it was about is changed and changed back.
func TestANoticeIsTakenBackWithItsAnswer(t *testing.T) {
	l, reply := under(t, rules[slices.IndexFunc(rules, func(r ruled) bool { return r.name == "R6 typed" })])
	if l.held().Member.Noticed.IsZero() {
		t.Fatalf("nothing was noticed:\n%s", all(reply))
	}
	cause := l.held().CheckIns[8].Cause
	if text := all(l.press("rescore", "1|"+cause)); strings.Contains(text, "sat around 5") {
		t.Fatalf("at 1:\n%s", text)
	}
	l.now = l.now.Add(time.Minute)
	if text := all(l.press("rescore", "5|"+cause)); !strings.Contains(text, "sat around 5") {
		t.Errorf("back at 5:\n%s", text)
	}
}

// A gentle mode that two scores ended comes back with the second one changed.
func TestAChangedAnswerRestoresTheGentleModeThatItEnded(t *testing.T) {
	l, _ := under(t, rules[slices.IndexFunc(rules, func(r ruled) bool { return r.name == "R5 typed" })])
	l.now = l.now.Add(6 * hour)
	l.say("2")
	before := l.held().Member.Alerts
	l.now = l.now.Add(hour)
	l.do(commands.Request{Text: "2", Cause: "second"})
	if care.Stand(l.held().Member.Alerts, l.now).Gentle {
		t.Fatal("two scores that are back end nothing")
	}
	l.press("rescore", "3|second")
	if care.Stand(l.held().Member.Alerts, l.now).Gentle {
		t.Error("3 is back as well, and yet it is gentle")
	}
	l.press("rescore", "4|second")
	if diff := cmp.Diff(before[0], l.held().Member.Alerts[0]); diff != "" {
		t.Errorf("changed to 4, that is not back:\n%s", diff)
	}
}

// A tap beside the right answer about pain is mended by the question again.
func TestSharpPainThatWasAMistakeIsTakenBack(t *testing.T) {
	l, reply := under(t, rules[slices.IndexFunc(rules, func(r ruled) bool { return r.name == "R1 by pain" })])
	cause := l.held().CheckIns[0].Cause
	if !slices.ContainsFunc(actions(reply), func(r commands.Request) bool { return r.Do == "change" }) {
		t.Fatalf("no way on:\n%s", all(reply))
	}
	if reply := l.press("change", cause); !offers(*reply.Instead, "pain") {
		t.Fatalf("pain is not asked again:\n%s", all(reply))
	}
	l.press("pain", "none|"+cause)
	if a := l.held().Member.Alerts; len(a) != 0 {
		t.Errorf("no pain after all leaves %v", a)
	}
}

// Sharp pain that is told on the next day locks on that day.
func TestPainToldAfterMidnightLocksFromThenOn(t *testing.T) {
	l := newLife(t)
	l.press("agree", "")
	l.form("set", map[string]string{"pain": "yes"})
	l.now = time.Date(2026, 3, 2, 23, 58, 0, 0, time.UTC)
	l.do(commands.Request{Text: "3", Cause: "late"})
	l.now = l.now.Add(5 * time.Minute)
	sharp := commands.Request{What: commands.Pressed, Do: "pain", Value: "sharp|late", Fleeting: true, Cause: "p"}
	l.do(sharp)
	if s := care.Stand(l.held().Member.Alerts, l.now); s.Lock != care.R1 {
		t.Fatalf("five minutes later: %+v", s)
	}
	once := l.held()
	l.now = l.now.Add(time.Minute)
	l.do(sharp)
	if diff := cmp.Diff(once, l.held()); diff != "" {
		t.Errorf("the same press again:\n%s", diff)
	}
}
