package commands_test

import (
	"strings"
	"testing"
	"time"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/internal/habit"
	"catcow/storage"
)

// sent is what the clock brings now, as it was sent.
func (l *life) sent() (keys []storage.SlotKey) {
	l.t.Helper()
	for _, p := range l.clock() {
		keys = append(keys, p.Slot)
	}
	return keys
}

// recounted is a message as it looks now; "": it stays as it is.
func (l *life) recounted(key storage.SlotKey) string {
	l.t.Helper()
	e, ok, err := l.set.Recount(l.t.Context(), key)
	if err != nil {
		l.t.Fatal(err)
	}
	if !ok {
		return ""
	}
	return blockkit.Text(e.Message)
}

// An older prompt has no buttons. Who presses one that still shows all the same counts there.
func TestALatePressOnAnOlderPromptCounts(t *testing.T) {
	l := newLife(t)
	if err := l.set.Present(t.Context(), time.Time{}, []habit.ChannelID{"C1"}, nil); err != nil {
		t.Fatal(err)
	}
	l.do(commands.Request{Channel: "C1", Text: "schedule daily 10:00 11:00"})
	l.now = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	first := l.sent()[0]
	if text := l.recounted(first); !strings.Contains(text, "Buttons: Did it") {
		t.Fatalf("the prompt that stands:\n%s", text)
	}
	l.now = l.now.Add(time.Hour)
	second := l.sent()[0]
	if got := l.slot(second).Before; got != first {
		t.Errorf("the second prompt took the buttons of %q", got)
	}
	for i, want := range []string{"", "", "2 people did it."} {
		text := l.recounted(first)
		if strings.Contains(text, "Buttons:") || strings.Contains(text, "Show steps") || !strings.Contains(text, "Stretch break: ") {
			t.Errorf("the older one:\n%s", text)
		}
		if got := strings.Contains(text, "did it."); got != (want != "") || !strings.HasSuffix(text, want) {
			t.Errorf("after %d presses:\n%s", i, text)
		}
		who := habit.UserID([]string{"U2", "U3", "U4"}[i])
		_, err := l.set.Handle(t.Context(), commands.Request{
			What: commands.Pressed, User: who, Do: "did", Value: l.slot(first).Exercise + "|" + string(first) + "|", Channel: "C1",
			On: commands.Place{Channel: "C1", TS: l.slot(first).TS}, Cause: "press/" + string(who), Zone: "Europe/London", Now: l.now,
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if text := l.recounted(second); !strings.Contains(text, "Buttons: Did it") || strings.Contains(text, "did it.") {
		t.Errorf("the newer one:\n%s", text)
	}
}

// What was answered says so already, and keeps that.
func TestAnAnsweredNudgeAndQuestionStayAsTheyAre(t *testing.T) {
	l := newLife(t)
	l.press("agree", "")
	l.say("remind daily 10:00")
	l.say("checkin daily 10:00")
	l.now = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	for range 2 {
		for _, key := range l.sent() {
			s := l.slot(key)
			if s.Before != "" {
				t.Errorf("%s took the buttons of %s", key, s.Before)
			}
			do, value := "score", "3|"+string(key)
			if kind, _, _ := key.Split(); kind == storage.Nudge {
				do, value = "did", s.Exercise+"||"
			}
			l.do(commands.Request{What: commands.Pressed, Do: do, Value: value, On: commands.Place{Channel: s.Channel, TS: s.TS}})
		}
		l.now = l.now.Add(24 * hour)
	}
}

// The buttons that a stop left are found by the next start.
func TestAStartTakesTheButtonsThatAStopLeft(t *testing.T) {
	l := newLife(t)
	if err := l.set.Present(t.Context(), time.Time{}, []habit.ChannelID{"C1"}, nil); err != nil {
		t.Fatal(err)
	}
	l.press("agree", "")
	l.do(commands.Request{Channel: "C1", Text: "schedule daily 10:00 11:00"})
	l.say("remind daily 10:00 11:00")
	l.say("checkin daily 10:00 11:00")
	l.now = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	first := l.sent()
	l.now = l.now.Add(time.Hour)
	if second := l.sent(); len(first) != 3 || len(second) != 3 {
		t.Fatalf("came %v, then %v", first, second)
	}
	for after, want := range map[time.Duration]int{time.Minute: 3, 2 * hour: 0} {
		on, err := l.set.Resume(t.Context(), l.now.Add(after))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, key := range first {
			if strings.Contains(strings.Join(texts(on.Recount), " "), string(key)) {
				n++
			}
			if text := l.recounted(key); text == "" || strings.Contains(text, "Buttons:") {
				t.Errorf("%s:\n%s", key, text)
			}
		}
		if n != want {
			t.Errorf("after %v it is %v", after, on.Recount)
		}
	}
}

func texts(keys []storage.SlotKey) (list []string) {
	for _, key := range keys {
		list = append(list, string(key))
	}
	return list
}
