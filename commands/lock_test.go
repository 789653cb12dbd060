package commands_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/content"
	"catcow/internal/care"
)

// actions are what can be pressed in an answer, as requests.
func actions(reply commands.Reply) (list []commands.Request) {
	for _, m := range []*commands.Message{&reply.Message, reply.Instead, formOf(reply)} {
		if m == nil {
			continue
		}
		for _, part := range m.Parts {
			if cards, ok := part.(commands.Cards); ok {
				for _, c := range cards.All {
					for _, b := range c.Buttons {
						list = append(list, commands.Request{What: commands.Pressed, Do: b.Do, Value: b.Value, Fleeting: true})
					}
				}
			}
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
	for _, do := range []string{"hurt", "keep", "told", "up", "level", "untool", "starter", "settings", "whenthen", "useful", "prepare", "felt", "ached", "helped", "undo", "yesterday", "show",
		"start", "startlight", "guide", "finish", "easier", "harder", "motion", "list"} {
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
				if m != nil && (offers(*m, "next") || offers(*m, "another") || offers(*m, "up") || offers(*m, "start")) {
					t.Errorf("%s: %q %s %q offers a move:\n%s", what, r.Text, r.Do, r.Value, text)
				}
			}
			found = append(found, actions(reply)...)
		}
		next = found
	}
}

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
