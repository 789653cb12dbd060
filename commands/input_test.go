package commands_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

var garbage = []string{
	"garbage", "whyy", strings.Repeat("x", 4000), strings.Repeat("bridge ", 600), "🐈‍⬛🐄🧘", "\u202egnirts\u202c shalom שלום", "\x00\x07\x1b[31m red",
	"@here @channel @everyone", "<@U1>", "<!channel> <#C1|wellness>", "*_~` & <http://x|y>", "-1", "99999999999999999999", "2026-02-30", "0000-00-00", "9999-12-31", "next year", "'; drop table",
	"\xff\xfe", "\u200b\u200b", "ＢＲＩＤＧＥＳ", "…", "/", "|", ",", "1e9",
}

// hygiene is what holds for every answer, whatever was typed.
func hygiene(t *testing.T, what string, reply commands.Reply) {
	t.Helper()
	text := all(reply)
	for _, message := range reply.Errors {
		text += "\n" + message
	}
	for _, p := range reply.Posts {
		text += "\n" + blockkit.Text(p.Message)
	}
	what = fmt.Sprintf("%.60q", what)
	switch {
	case strings.TrimSpace(text) == "":
		t.Errorf("%s is answered with nothing", what)
	case !utf8.ValidString(text):
		t.Errorf("%s: not UTF-8: %q", what, text)
	case calls.MatchString(text):
		t.Errorf("%s mentions somebody:\n%s", what, text)
	case strings.IndexFunc(text, func(c rune) bool {
		return unicode.IsControl(c) && c != '\n' || unicode.Is(unicode.Bidi_Control, c)
	}) >= 0:
		t.Errorf("%s comes back with what nobody sees: %q", what, text)
	}
}

// Of garbage behind a word of the table nothing is kept, and nothing is lost.
func TestGarbageChangesNothing(t *testing.T) {
	l := lived(t, "")
	if err := l.set.Present(t.Context(), time.Time{}, []habit.ChannelID{"C1"}, nil); err != nil {
		t.Fatal(err)
	}
	l.do(commands.Request{Text: "schedule 10:30", Channel: "C1"})
	l.do(commands.Request{Text: "schedule skip 24 dec", Channel: "C1"})
	was := l.held()
	for _, head := range []string{
		"toolbox", "toolbox add", "toolbox remove", "plan", "leave out", "take back", "done", "done bridge", "streak", "trend", "settings", "checkin", "remind", "pause", "pause until",
		"resume", "schedule", "schedule skip", "schedule pause", "schedule off",
	} {
		for _, rest := range garbage {
			text := head + " " + rest
			reply := l.do(commands.Request{Text: text, Channel: "C1"})
			hygiene(t, text, reply)
			if n := utf8.RuneCountInString(all(reply)); n > 3000 {
				t.Errorf("%.60q is answered with %d characters", text, n)
			}
			if diff := cmp.Diff(was, l.held()); diff != "" && !meant(head, rest) {
				t.Errorf("%.60q changes:\n%s", text, diff)
			}
			l.restore(was)
			l.putChannel(was.Channel)
		}
	}
}

// meant says that a line of the above is no garbage: it asks for what it does.
func meant(head, rest string) bool {
	if head == "done bridge" && strings.IndexFunc(rest, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }) < 0 {
		return true // signs beside a name say nothing
	}
	return rest == "9999-12-31" && (strings.Contains(head, "pause") || strings.Contains(head, "skip")) || strings.Trim(rest, "\u200b…/|,") == "" || rest == "ＢＲＩＤＧＥＳ"
}

func (l *life) putChannel(c storage.Channel) {
	l.t.Helper()
	if err := l.store.Update(l.t.Context(), func(tx storage.Tx) error { return tx.PutChannel(c) }); err != nil {
		l.t.Fatal(err)
	}
}

// problem is the sentence that a text is refused with; "" when it is not.
func (l *life) problem(text string) string {
	l.t.Helper()
	l.n++
	_, err := l.set.Handle(l.t.Context(), commands.Request{
		User: "U1", Role: commands.Member, Channel: "C1", Text: text, Cause: fmt.Sprint("cause", l.n), Zone: "Europe/London", Now: l.now,
	})
	var problem *commands.Problem
	if err != nil && !errors.As(err, &problem) {
		l.t.Fatalf("%q: %v", text, err)
	}
	if problem == nil {
		return ""
	}
	return problem.Text
}

// What cannot be done is refused by a sentence that says how it could be.
func TestWhatCannotBeDoneSaysHowItCould(t *testing.T) {
	l := newLife(t)
	if err := l.set.Present(t.Context(), time.Time{}, []habit.ChannelID{"C1"}, nil); err != nil {
		t.Fatal(err)
	}
	l.do(commands.Request{Text: "schedule 10:30", Channel: "C1"})
	var many []string
	for n := range 100 {
		many = append(many, habit.DayOf(l.now).Add(n+1).String())
	}
	for text, want := range map[string]string{
		"done 2025-01-01":                            "more than seven days ago",
		"done bridge 2027-01-01":                     "2027-01-01",
		"done 2026-13-45":                            "nothing was logged",
		"done bridge 31 feb":                         "nothing was logged",
		"done 400 days ago":                          "nothing was logged",
		"done bridge tomorrow":                       "nothing was logged",
		"done yesterday monday":                      "nothing was logged",
		"toolbox add <@U1>":                          "I don't know “&lt;@\u200bU1&gt;”, so nothing changed.",
		"toolbox shine":                              "`/stretch toolbox add cat cow`",
		"plan a holiday":                             "`/stretch plan`",
		"schedule skip " + strings.Join(many, ", "):  "at most 60",
		"schedule skip 1 jan 2027 - 31 dec 2027":     "at most 60",
		"schedule skip 31 feb":                       "no 31 February",
		"schedule skip 1 dec 2020":                   "is over",
		"schedule skip tomorrow - today":             "earlier date first",
		"schedule pause until 1 jan 2020":            "not after today",
		"checkin 2026":                               "whole number",
		"checkin 3.5":                                "whole number",
		"leave out":                                  "",
		"streak whyy":                                "",
		"take back":                                  "Add the name of a move",
		"leave out flying carpet":                    "nothing changed",
		strings.Repeat("toolbox add cat cow ", 200):  "nothing changed",
		"done " + strings.Repeat("abc ", 1000):       "nothing was logged",
		"leave out bridge and open book and cat cow": "nothing changed",
	} {
		got := l.problem(text)
		if (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%.60q: %q, want %q in it", text, got, want)
		}
	}
	if h := l.held(); len(h.Sessions) > 0 || len(h.Channel.Schedule(1).Silence.Skip) > 0 || len(h.Member.Toolbox) > 0 {
		t.Errorf("kept: %+v", h)
	}
}

// A form of an older or newer Catcow changes only what both of them know.
func TestAnOldFormOfSettingsLosesNothing(t *testing.T) {
	l := newLife(t)
	mine := map[string]string{
		"place": "floor", "avoid": "PREG,WRIST", "only": "seated,discreet", "focus": "neck,hips", "workdays": "monday,saturday", "scale": "words", "pain": "yes",
		"checkins": "30", "sessions": "180", "streak": "no", "named": "yes",
	}
	l.do(commands.Request{What: commands.Submitted, Do: "set", Fields: mine, Name: "ada"})
	was := l.held().Member
	if was.Place != care.Floor || len(was.Avoid) != 2 || !was.Seated || !was.Discreet || len(was.Focus) == 0 || was.Scale != "words" || !was.AskPain || !was.NoStreak || was.Named != "Ada" {
		t.Fatalf("nothing to lose: %+v", was)
	}
	strange := map[string]string{}
	for id := range mine {
		strange[id] = "quantum"
	}
	for what, fields := range map[string]map[string]string{"empty": {}, "strange": strange, "nothing": nil, "empty strings": {"place": "", "scale": "", "pain": "", "named": "", "streak": "", "checkins": "", "sessions": ""}} {
		l.do(commands.Request{What: commands.Submitted, Do: "set", Fields: fields, Name: "ada"})
		if diff := cmp.Diff(was, l.held().Member); diff != "" {
			t.Errorf("the %s form loses:\n%s", what, diff)
		}
	}
	for id := range mine {
		one := map[string]string{id: mine[id]}
		l.do(commands.Request{What: commands.Submitted, Do: "set", Fields: one, Name: "ada"})
		if diff := cmp.Diff(was, l.held().Member); diff != "" {
			t.Errorf("%s alone loses:\n%s", id, diff)
		}
	}
	// What was taken out by hand is out.
	l.do(commands.Request{What: commands.Submitted, Do: "set", Fields: map[string]string{"avoid": "", "only": "", "focus": ""}, Name: "ada"})
	if m := l.held().Member; len(m.Avoid) > 0 || m.Seated || m.Discreet || len(m.Focus) > 0 {
		t.Errorf("still set: %+v", m)
	}
	if reply := l.form("set", map[string]string{"workdays": ""}); reply.Errors["workdays"] == "" {
		t.Error("no workday at all is taken")
	}
}

// A plan is written by hand: it is kept as it was meant, or refused by its field.
func TestThePlanFormTakesWhatPeopleWrite(t *testing.T) {
	fill := func(when, obstacle, instead string) map[string]string {
		return map[string]string{"when": when, "obstacle": obstacle, "instead": instead, "move": "V01"}
	}
	for what, test := range map[string]struct {
		fields map[string]string
		wrong  string
	}{
		"too long":     {fill(strings.Repeat("x", 4000), "", ""), "when"},
		"empty":        {fill(" . ", "", ""), "when"},
		"half":         {fill("lunch is over", "a call comes", ""), "instead"},
		"an old move":  {map[string]string{"when": "lunch", "move": "V99"}, "move"},
		"no fields":    {nil, "when"},
		"emoji":        {fill("🐈‍⬛🐄", "", ""), ""},
		"a mention":    {fill("<@U1> calls <!channel>", "*_~`", "</stretch>"), ""},
		"rtl, control": {fill("\u202egnirts\x00\x07", "\x1b[31m", "שלום"), ""},
	} {
		l := newLife(t)
		reply := l.form("planwhen", test.fields)
		hygiene(t, what, reply)
		if (test.wrong == "") != (len(reply.Errors) == 0) || test.wrong != "" && reply.Errors[test.wrong] == "" {
			t.Errorf("%s: errors %q, want one at %q", what, reply.Errors, test.wrong)
		}
		if kept := l.held().Member.Plan.When != ""; kept != (test.wrong == "") {
			t.Errorf("%s: kept: %v", what, kept)
		}
		hygiene(t, what, l.say("plan"))
		hygiene(t, what, l.say("")) // the plan is the reason of the next move
	}
}

// What is written into a form is heard like any text.
func TestFormsAreHeard(t *testing.T) {
	for _, r := range []commands.Request{
		{Do: "planwhen", Fields: map[string]string{"when": "lunch", "obstacle": "my legs go numb", "instead": "wait", "move": "V01"}},
		{Do: "planned", Value: "remind", Fields: map[string]string{"times": "10:30 i have chest pain", "days": "daily"}},
		{Do: "planned", Value: "checkin", Fields: map[string]string{"times": "10:30", "zone": "i can't feel my legs", "days": "daily"}},
	} {
		l := newLife(t)
		r.What = commands.Submitted
		reply := l.do(r)
		m := l.held().Member
		if s := care.Stand(m.Alerts, l.now); s.Lock != care.R0 || !s.Words || !strings.Contains(all(reply), "I can't judge this") || m.Plan.When != "" {
			t.Errorf("%s: %+v\n%s", r.Do, s, all(reply))
		}
	}
	l := newLife(t)
	reply := l.form("planwhen", map[string]string{"when": "my back hurts", "move": "V01"})
	if text := all(reply); !strings.Contains(text, "I'm sorry it hurts") || l.held().Member.Plan.When != "my back hurts" {
		t.Errorf("pain in a plan:\n%s", text)
	}
	// What is only chosen says nothing of the person.
	l = newLife(t)
	l.form("set", map[string]string{"avoid": "DIZZY,SURG"})
	if a := l.held().Member.Alerts; len(a) > 0 {
		t.Errorf("a choice is heard as %v", a)
	}
}

// Twenty check-ins of one minute fit into Slack's chart.
func TestAChartOfOneMinuteKeepsToItsLimits(t *testing.T) {
	l := newLife(t)
	l.press("agree", "")
	for range 25 {
		l.say("4")
	}
	l.now = l.now.Add(time.Second)
	seen := 0
	for _, part := range l.say("trend").Parts {
		chart, ok := part.(commands.Chart)
		if !ok {
			continue
		}
		seen++
		known := map[string]bool{}
		for _, label := range chart.Labels {
			if known[label] || utf8.RuneCountInString(label) > 20 {
				t.Errorf("label %q", label)
			}
			known[label] = true
		}
		if len(chart.Labels) != 20 || len(chart.Lines[0].Values) != 20 {
			t.Errorf("%d labels, %d values", len(chart.Labels), len(chart.Lines[0].Values))
		}
	}
	if seen != 1 {
		t.Errorf("%d charts", seen)
	}
}

// What people write into a plan stands in italics as they wrote it, to its end.
func TestAPlanWithUnderscoresIsItalicToItsEnd(t *testing.T) {
	l := newLife(t)
	said := l.say("plan when 🧘‍♀️ שלום _x_ <@U1> ends then bridge")
	text := blockkit.Text(said.Message)
	if first, _, _ := strings.Cut(text, "\n"); strings.HasPrefix(first, "_") || strings.HasSuffix(first, "_") || !strings.Contains(first, "＿x＿") {
		t.Errorf("it says %q", first)
	}
}
