package commands_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/internal/care"
	"catcow/storage"
)

// secrets are what only this person knows, each in words that no public text has.
var secrets = []string{
	"6 noted", "“severe”", "zebra crossing", "ostrich", "penguin", // scores, words, the plan
	"it hurt,", "it hurt twice", "off your list", "you left it out", "a movement that you leave out", "is off your suggestions", "Off your suggestions", // pain, parked moves
	"in a row", "Best:", "active days this", "Steadiness:", "a freeze covered", "Fresh start", // the streak
	"is in your toolbox", "puts a move in", "Because you", "Because it's", "You've ", // the toolbox, reasons
	"Lying flat", "Kneeling", "Weight on my wrists", "30 days", "180 days", "Your settings", // settings
	"Gentle mode", "felt fine", "Not enough check-ins", "Line chart", "resting:", "I can't judge this", "tough one", // the rest
}

// lived is a person who has all of it; extra is what happened last.
func lived(t *testing.T, extra string) *life {
	l := newLife(t)
	l.now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	l.press("agree", "")
	l.do(commands.Request{What: commands.Submitted, Do: "planwhen", Fields: map[string]string{
		"when": "zebra crossing", "move": "V01", "obstacle": "an ostrich comes", "instead": "wait for the penguin"}})
	l.form("set", map[string]string{"avoid": "PREG,KNEEL,WRIST", "checkins": "30", "sessions": "180", "pain": "yes", "focus": "neck"})
	for _, text := range []string{"toolbox add bridge", "leave out chin tuck", "remind daily 11:00", "checkin daily 14:00"} {
		l.say(text)
	}
	for day := range 6 {
		l.now = time.Date(2026, 3, 2+day, 9, 0, 0, 0, time.UTC)
		l.say(fmt.Sprint([]int{6, 5, 6, 4, 5, 6}[day]))
		l.do(commands.Request{Text: "done bridge", Cause: fmt.Sprint("logged", day)})
	}
	m := l.held().Member
	m.Moves = map[string]care.Progress{
		"E03": {Step: 1, Times: 5, Good: 2, Offer: 3, Votes: 4, Helped: 3},
		"V02": {Hurts: 2, Out: true}, "V11": {Hurts: 1, Parked: m.Judged.Add(6)},
	}
	l.put(m)
	if extra != "" {
		l.say(extra)
	}
	return l
}

// What Slack keeps: posts, edits, what stands in place of a message that stays,
// and an answer in the direct message that is not marked as personal.
func TestNothingOfAPersonStaysInSlack(t *testing.T) {
	buttons := map[string][]string{
		"next": {""}, "another": {"V02||", ""}, "show": {"V02||", "V11||", "E03||", "V04||"}, "did": {"E03||", "E03|prompt/C1/2026-03-02T10:30|"},
		"later": {"E03||"}, "tip": {"T3"}, "reason": {"signs"}, "wrong": {""}, "when": {""}, "read": {"", "V02||", "V11||"}, "meant": {""},
		"agree": {"", "x"}, "decline": {""}, "score": {"6|", "9|"}, "rescore": {"6|x", "8|x"}, "change": {"x"}, "skip": {"x"},
		"plan": {"remind", "checkin"}, "erase": {""}, "stay": {""}, "type": {"streak show", "streak why", "done bridge", "toolbox", "toolbox add bridge"},
		"told": {"tense", "neck"}, "hurt": {"V02||", "E05||"}, "felt": {"easy|logged5"}, "ached": {"none|logged5", "mild|logged5"}, "helped": {"yes|logged5", "no|logged5"},
		"up": {"E03"}, "level": {"E03"}, "undo": {"logged5"}, "yesterday": {"logged5"}, "better": {"badday/2026-03-07"}, "keep": {"V06||"}, "untool": {"E03"},
		"starter": {"Desk"}, "settings": {""}, "whenthen": {""}, "pain": {"none|x", "sharp|x"}, "word": {"severe|", "mild|"}, "reword": {"severe|x"},
		"useful": {"yes", "no"}, "prepare": {""}, "nostore": {"", "now|"}, "store": {""}, "unkeep": {""}, "privacy": {""}, "export": {""}, "forget": {""}, commands.Shortcut: {""},
	}
	var requests []commands.Request
	for _, text := range append(commands.Words(), "", "desk", "bridge", "seated turn", "standing back bend", "chin tuck", "streak why", "streak show", "streak hide",
		"streak off", "toolbox add seated turn", "toolbox remove bridge", "plan off", "leave out bridge", "take back seated turn", "take back chin tuck",
		"checkin 6", "checkin severe", "checkin off", "done bridge yesterday", "done brigde", "remind off", "pause 2 days", "schedule 10:30", "trnd", "toolbx", "setings", "why about") {
		for _, place := range []string{"D1", "C1"} {
			requests = append(requests, commands.Request{Text: text, Channel: "C1", Direct: place == "D1"})
		}
	}
	for do, values := range buttons {
		for _, value := range values {
			for _, fleeting := range []bool{true, false} {
				requests = append(requests, commands.Request{What: commands.Pressed, Do: do, Value: value, Direct: !fleeting, Channel: "C1", Fleeting: fleeting})
			}
		}
	}
	requests = append(requests, commands.Request{What: commands.Opened, Direct: true, Channel: "D1"}, commands.Request{What: commands.Moved, Zone: "Asia/Tokyo"})
	for _, extra := range []string{"", "8", "checkin severe", "bad day", "my legs are numb", "10"} {
		t.Run("after "+extra, func(t *testing.T) {
			t.Parallel()
			l := lived(t, extra)
			was, now := l.held(), l.now
			for _, r := range requests {
				l.restore(was)
				l.now = now
				reply := l.do(r)
				what := fmt.Sprintf("%q %s %q, fleeting: %v, direct: %v", r.Text, r.Do, r.Value, r.Fleeting, r.Direct)
				if r.Direct && !reply.Personal {
					secret(t, what, reply.Message)
				}
				if reply.Instead != nil && !r.Fleeting {
					secret(t, what+", in place", *reply.Instead)
				}
				for _, e := range reply.Edits {
					secret(t, what+", edited", e.Message)
				}
				for _, p := range reply.Posts {
					secret(t, what+", posted", p.Message)
				}
			}
			for at := range 24 {
				l.now = time.Date(2026, 3, 8, at, 0, 0, 0, time.UTC)
				for _, p := range l.clock() {
					secret(t, "by the clock", p.Message)
				}
			}
		})
	}
	// The words are those that the person alone sees.
	l := lived(t, "")
	var seen strings.Builder
	for _, text := range []string{"6", "settings", "toolbox", "plan", "streak", "leave out", "trend", "seated turn", "bridge", "desk", "my legs are numb"} {
		seen.WriteString(all(l.say(text)))
	}
	for _, word := range []string{"6 noted", "zebra crossing", "ostrich", "it hurt", "you left it out", "a movement that you leave out", "Best:", "Your toolbox", "Lying flat", "30 days", "Not enough check-ins", "I can't judge this"} {
		if !strings.Contains(seen.String(), word) {
			t.Errorf("nobody ever sees %q, so that it is missing says nothing", word)
		}
	}
}

func secret(t *testing.T, what string, m commands.Message) {
	t.Helper()
	text := blockkit.Text(m)
	for _, word := range secrets {
		if strings.Contains(text, word) {
			t.Errorf("%s: Slack keeps %q:\n%s", what, word, text)
		}
	}
}

// restore puts the person back to what they were.
func (l *life) restore(was holding) {
	l.t.Helper()
	if err := l.store.Update(l.t.Context(), func(tx storage.Tx) error {
		if err := tx.Forget("U1", l.now); err != nil {
			return err
		}
		for _, s := range was.Sessions {
			if _, err := tx.AddSession(s); err != nil {
				return err
			}
		}
		for _, c := range was.CheckIns {
			if err := tx.PutCheckIn(c); err != nil {
				return err
			}
		}
		return tx.PutMember(was.Member)
	}); err != nil {
		l.t.Fatal(err)
	}
}
