package commands_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/content"
	"catcow/internal/care"
)

// monday is when every rule below is raised.
var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

const hour = time.Hour

// ruled is a rule as a person meets it: how it is raised, the first words of
// its card, for how long nothing is offered, and for how long it is gentle.
type ruled struct {
	name   string
	raise  func(*life) commands.Reply
	card   string
	locked time.Duration
	gentle time.Duration // from monday too; 0: it is not
	quiet  time.Duration // for how long nothing is pushed
	unread bool          // and until it is read
}

// scores gives check-ins, so many days before monday each.
func (l *life) scores(score string, daysAgo ...int) {
	for _, ago := range daysAgo {
		l.now = monday.AddDate(0, 0, -ago)
		l.say("checkin " + score)
	}
	l.now = monday
}

func (l *life) form(do string, fields map[string]string) commands.Reply {
	return l.do(commands.Request{What: commands.Submitted, Do: do, Fields: fields})
}

var rules = []ruled{
	{name: "RC typed", raise: func(l *life) commands.Reply { return l.say("i want to end my life") }, card: "I'm glad you said it.", locked: 24 * hour, quiet: 24 * hour},
	{name: "RC in a form", raise: func(l *life) commands.Reply {
		return l.form("planwhen", map[string]string{"when": "i want to end my life", "move": "V01"})
	}, card: "I'm glad you said it.", locked: 24 * hour, quiet: 24 * hour},
	{name: "R0 typed", raise: func(l *life) commands.Reply { return l.say("my legs are numb") }, card: "I can't judge this in chat.", locked: 24 * hour, quiet: 24 * hour, unread: true},
	{name: "R0 pressed", raise: func(l *life) commands.Reply { return l.press("wrong", "") }, card: "I can't judge this in chat.", locked: 24 * hour, quiet: 24 * hour, unread: true},
	{name: "R0 in a form", raise: func(l *life) commands.Reply {
		return l.form("planwhen", map[string]string{"when": "my legs are numb", "move": "V01"})
	}, card: "I can't judge this in chat.", locked: 24 * hour, quiet: 24 * hour, unread: true},
	{name: "R1 typed", raise: func(l *life) commands.Reply { return l.say("10") }, card: "10 is a lot", locked: 15 * hour, gentle: 63 * hour, quiet: 15 * hour},
	{name: "R1 pressed", raise: func(l *life) commands.Reply { return l.press("score", "9|") }, card: "9 is a lot", locked: 15 * hour, gentle: 63 * hour, quiet: 15 * hour},
	{name: "R1 by pain", raise: func(l *life) commands.Reply {
		l.form("set", map[string]string{"pain": "yes"})
		l.say("2")
		return l.press("pain", "sharp|"+l.held().CheckIns[0].Cause)
	}, card: "Thanks for telling me. No exercise", locked: 15 * hour, gentle: 63 * hour, quiet: 15 * hour},
	{name: "R2 typed", raise: func(l *life) commands.Reply { l.scores("7", 2, 1); return l.say("7") }, card: "7 is a lot", locked: 15 * hour, gentle: 15*hour + 28*24*hour, quiet: 15 * hour},
	{name: "R3 pressed", raise: func(l *life) commands.Reply { l.press("hurt", "V02||"); return l.press("hurt", "E03||") },
		card: "Thanks for telling me. No exercise", locked: 15 * hour, quiet: 15 * hour},
	{name: "R4 typed", raise: func(l *life) commands.Reply { return l.say("checkin 8") }, card: "Thanks for telling me. 8 sounds", gentle: 48 * hour},
	{name: "R4 pressed", raise: func(l *life) commands.Reply { return l.press("score", "7|") }, card: "Thanks for telling me. 7 sounds", gentle: 48 * hour},
	{name: "R4 in a word", raise: func(l *life) commands.Reply { return l.press("word", "severe|") }, card: "Thanks for telling me. That sounds", gentle: 48 * hour},
	{name: "R5 typed", raise: func(l *life) commands.Reply { l.scores("2", 9, 8, 7, 6); return l.say("5") }, card: "That is a bit higher than your usual 2.", gentle: 48 * hour},
	{name: "R6 typed", raise: func(l *life) commands.Reply {
		l.scores("5", 20, 19, 18, 13, 12, 11, 2)
		l.scores("1", 1)
		return l.say("5")
	}, card: "Thanks, 5 noted."},
	{name: "bad day", raise: func(l *life) commands.Reply { return l.say("bad day") }, card: "All right. Today is for light moves only", gentle: 15 * hour, quiet: 15 * hour},
	{name: "That hurt", raise: func(l *life) commands.Reply { return l.press("hurt", "V02||") }, card: "Thanks for saying so, and good call to stop."},
}

// under is a life in which the rule was raised on monday, and its answer.
func under(t *testing.T, r ruled) (*life, commands.Reply) {
	l := newLife(t)
	l.now = monday.AddDate(0, 0, -21)
	l.press("agree", "")
	l.say("remind daily 8:00 11:00 14:00 17:00 20:00")
	l.say("checkin daily 9:30")
	l.say("done bridge")
	l.now = monday
	l.clock()
	return l, r.raise(l)
}

func TestEachRuleShowsItsCardAndNothingPlayful(t *testing.T) {
	for _, r := range rules {
		l, reply := under(t, r)
		text := all(reply)
		if !strings.HasPrefix(text, r.card) && !strings.HasPrefix(text, "\n"+r.card) {
			t.Errorf("%s is answered with\n%s\nwant %q first", r.name, text, r.card)
		}
		if r.name == "R6 typed" && !strings.Contains(text, "Your scores have sat around 5 for three weeks.") {
			t.Errorf("R6 suggests nothing:\n%s", text)
		}
		for _, word := range []string{"!", "in a row", "Best:", "active day", "lot of small moves", "Well done", "Good to hear", "Welcome", "fine choice"} {
			if strings.Contains(text, word) {
				t.Errorf("%s: beside the card stands %q:\n%s", r.name, word, text)
			}
		}
		if reply.Form == nil && reply.Instead == nil && !reply.Personal {
			t.Errorf("%s is answered in a message that stays", r.name)
		}
		if locked := care.Stand(l.held().Member.Alerts, l.now).Lock != ""; locked != (r.locked > 0) {
			t.Errorf("%s locks: %v", r.name, locked)
		}
	}
}

// A rule raised from a form is answered in the form, wherever it is pressed.
func TestASafetyCardComesWhereThePersonIs(t *testing.T) {
	for what, r := range map[string]commands.Request{
		"slash":     {Text: "my legs are numb", Channel: "C1"},
		"mention":   {Text: "my legs are numb", Channel: "C2"},
		"message":   {Text: "my legs are numb"},
		"channel":   {What: commands.Pressed, Do: "wrong", Channel: "C1"},
		"ephemeral": {What: commands.Pressed, Do: "wrong", Channel: "C1", Fleeting: true},
		"form":      {What: commands.Pressed, Do: "wrong", InForm: true},
		"submitted": {What: commands.Submitted, Do: "planned", Value: "remind", Fields: map[string]string{"times": "my legs are numb", "days": "daily"}},
	} {
		reply := newLife(t).do(r)
		m, inForm := reply.Message, r.InForm || r.What == commands.Submitted
		if inForm && reply.Form != nil {
			m = reply.Form.Message
		}
		if !strings.HasPrefix(blockkit.Text(m), "I can't judge this in chat.") || inForm != (reply.Form != nil) || !inForm && !reply.Personal {
			t.Errorf("%s: %+v", what, reply)
		}
	}
}

// actions are what can be pressed in an answer, as requests.
func actions(reply commands.Reply) (list []commands.Request) {
	for _, m := range []*commands.Message{&reply.Message, reply.Instead, formOf(reply)} {
		if m == nil {
			continue
		}
		for _, part := range m.Parts {
			row, _ := part.(commands.Actions)
			for _, a := range row {
				switch a := a.(type) {
				case commands.Button:
					list = append(list, commands.Request{What: commands.Pressed, Do: a.Do, Value: a.Value, Fleeting: true})
				case commands.Menu:
					for _, o := range a.Options {
						list = append(list, commands.Request{What: commands.Pressed, Do: a.Do, Value: o.Value, Fleeting: true})
					}
				}
			}
		}
	}
	return list
}

// lifting is what takes a lock back, or says that its card was read.
var lifting = []string{"meant", "erase", "better", "rescore", "reword", "pain", "read"}

// noMove presses all that is offered, three deep, and finds no move and no streak.
func noMove(t *testing.T, l *life, what string) {
	t.Helper()
	asked := map[string]bool{}
	first := everything()
	for _, do := range []string{"hurt", "keep", "told", "up", "level", "untool", "starter", "settings", "whenthen", "useful", "prepare", "felt", "ached", "helped", "undo", "yesterday", Shown} {
		for _, value := range []string{"", "E03||", "easy|logged", "none|logged", "yes|logged", "logged", "E03", "Desk"} {
			first = append(first, commands.Request{What: commands.Pressed, Do: do, Value: value, Fleeting: true})
		}
	}
	for depth, next := 0, first; depth < 3; depth++ {
		var found []commands.Request
		for _, r := range next {
			key := r.Do + "\x00" + r.Value + "\x00" + r.Text
			if asked[key] || slices.Contains(lifting, r.Do) || r.Text == "take back" {
				continue
			}
			asked[key] = true
			reply := l.do(r)
			text := all(reply)
			for _, word := range []string{"How much:", "in a row", "Best:", "Next time:", "running. Try", "stand-up ends, I'll", "active days this month"} {
				if strings.Contains(text, word) {
					t.Errorf("%s: %q %s %q is answered with %q:\n%s", what, r.Text, r.Do, r.Value, word, text)
				}
			}
			for _, m := range []*commands.Message{&reply.Message, reply.Instead, formOf(reply)} {
				if m != nil && (offers(*m, "next") || offers(*m, "another") || offers(*m, "up")) {
					t.Errorf("%s: %q %s %q offers a move:\n%s", what, r.Text, r.Do, r.Value, text)
				}
			}
			found = append(found, actions(reply)...)
		}
		next = found
	}
}

// Shown is the button below a channel's prompt.
const Shown = "show"

func TestALockOffersNothingUntilItsEnd(t *testing.T) {
	for _, r := range rules {
		if r.locked == 0 {
			continue
		}
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			l, _ := under(t, r)
			ready(l)
			noMove(t, l, r.name+", at once")
		})
		t.Run(r.name+" to its end", func(t *testing.T) {
			t.Parallel()
			l, _ := under(t, r)
			l.now = monday.Add(r.locked - time.Second)
			if text := all(l.say("desk")); strings.Contains(text, "How much:") {
				t.Errorf("a second before its end a move is offered:\n%s", text)
			}
			l.now = monday.Add(r.locked)
			if r.unread {
				l.now = l.now.AddDate(0, 1, 0)
				if text := all(l.say("desk")); strings.Contains(text, "How much:") || !strings.Contains(text, "I've read this") {
					t.Errorf("unread, a month later:\n%s", text)
				}
				l.press("read", "")
			}
			if text := all(l.say("desk")); !strings.Contains(text, "How much:") {
				t.Errorf("at its end no move is offered:\n%s", text)
			}
		})
	}
}

// ready gives the person a session with feedback to come and an open offer, as
// they may have when a card is shown.
func ready(l *life) {
	l.t.Helper()
	now := l.now
	l.do(commands.Request{Text: "done bridge", Cause: "logged"})
	m := l.held().Member
	m.Moves = map[string]care.Progress{"E03": {Times: 4, Good: 3, Offer: 3, Last: care.Easy}}
	m.Toolbox = []string{"E03", "V01"}
	m.Plan = care.WhenThen{When: "my stand-up ends", Exercise: "V01"}
	l.put(m)
	l.now = now
}

// Nothing is pushed while a rule is quiet, and what was set comes again after it.
func TestNothingIsPushedWhileARuleIsQuiet(t *testing.T) {
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rules {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			l, _ := under(t, r)
			if r.unread {
				l.press("read", "")
			}
			after := 0
			for at := monday.Add(30 * time.Minute); at.Before(monday.Add(max(r.quiet, r.gentle) + 24*hour)); at = at.Add(30 * time.Minute) {
				l.now = at
				for _, post := range l.clock() {
					if at.Before(monday.Add(r.quiet)) {
						t.Errorf("%v after it comes:\n%s", at.Sub(monday), blockkit.Text(post.Message))
					}
					gentle := at.Before(monday.Add(r.gentle))
					e, isMove := exerciseOf(library, post.Message)
					if isMove && gentle && !e.Gentle {
						t.Errorf("%v after it, in gentle mode, comes %s", at.Sub(monday), e.Name)
					}
					after++
				}
			}
			if after == 0 {
				t.Error("nothing ever comes again")
			}
		})
	}
}

// exerciseOf is the move of a card.
func exerciseOf(library *content.Library, m commands.Message) (content.Exercise, bool) {
	text := blockkit.Text(m)
	for _, e := range library.Exercises() {
		if strings.HasPrefix(text, e.Name+", about") {
			return e, true
		}
	}
	return content.Exercise{}, false
}

func TestGentleModeLastsAsLongAsItsRuleSays(t *testing.T) {
	for _, r := range rules {
		l, _ := under(t, r)
		gentle := func(after time.Duration) bool {
			return care.Stand(l.held().Member.Alerts, monday.Add(after)).Gentle
		}
		switch {
		case r.gentle == 0:
			if gentle(r.locked) || gentle(r.locked+hour) {
				t.Errorf("%s is gentle", r.name)
			}
		case !gentle(r.locked) || !gentle(r.gentle-time.Second) || gentle(r.gentle):
			t.Errorf("%s is not gentle from %v to %v", r.name, r.locked, r.gentle)
		}
	}
}

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
