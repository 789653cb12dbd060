package commands_test

import (
	"strings"
	"testing"
	"time"

	"catcow/bot/blockkit"
	"catcow/commands"
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

// Content.md 3.5: words of crisis have a card of their own, which names people
// to call and speaks of nothing else, whatever is asked for meanwhile.
func TestTheCardOfACrisisNamesPeopleToCall(t *testing.T) {
	l := newLife(t)
	for _, said := range []string{"i want to end my life", "", "trend", "bridge"} {
		text := all(l.say(said))
		for _, want := range []string{"you deserve a person", "call 999 or 112, or your local emergency number", "A crisis line in your country", "findahelpline.com", "someone you trust"} {
			if !strings.Contains(text, want) {
				t.Errorf("%q: the card lacks %q:\n%s", said, want, text)
			}
		}
		for _, word := range []string{"streak", "exercise", "stretch", "move", "stiff", "tips"} {
			if strings.Contains(strings.ToLower(text), word) {
				t.Errorf("%q: the card speaks of %q:\n%s", said, word, text)
			}
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
