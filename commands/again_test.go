package commands_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/internal/care"
	"catcow/internal/habit"
)

// did logs a session as the small hours begin.
func (l *life) did(at time.Time, cause string) commands.Reply {
	l.now = at
	return l.do(commands.Request{Text: "done bridge", Cause: cause})
}

func TestASessionCountsForYesterdayOnce(t *testing.T) {
	l := newLife(t)
	l.did(time.Date(2026, 3, 4, 0, 40, 0, 0, time.UTC), "s")
	pressed := commands.Request{What: commands.Pressed, Do: "yesterday", Value: "s", Fleeting: true, Cause: "y"}
	l.do(pressed)
	once := l.held()
	if len(once.Sessions) != 1 || once.Sessions[0].Day != (habit.Day{Year: 2026, Month: 3, Date: 3}) {
		t.Fatalf("kept: %+v", once.Sessions)
	}
	if text := all(l.do(pressed)); !strings.Contains(text, "logged already") {
		t.Errorf("pressed again:\n%s", text)
	}
	if diff := cmp.Diff(once, l.held()); diff != "" {
		t.Errorf("pressed again:\n%s", diff)
	}
	l.press("undo", "s")
	if n := len(l.held().Sessions); n != 0 {
		t.Errorf("%d sessions after Undo", n)
	}
	for do, want := range map[string]string{"undo|s": "taken back already", "felt|easy|s": "no longer there", "ached|none|s": "no longer there", "helped|yes|s": "no longer there", "yesterday|s": "no longer there"} {
		do, value, _ := strings.Cut(do, "|")
		if text := all(l.press(do, value)); !strings.Contains(text, want) {
			t.Errorf("%s of what was undone:\n%s", do, text)
		}
	}
	if n := len(l.held().Sessions); n != 0 {
		t.Errorf("%d sessions after all of it", n)
	}
}

// The best streak is that of what is logged, not of what was taken back.
func TestUndoTakesBackTheBestStreakToo(t *testing.T) {
	l := newLife(t)
	for day := range 3 {
		l.did(monday.AddDate(0, 0, day), fmt.Sprint(day))
	}
	l.press("undo", "2")
	if text := all(l.say("streak")); !strings.Contains(text, "Best: 2 active days") {
		t.Errorf("after Undo:\n%s", text)
	}
	// And of what was erased for its age it stays.
	if err := l.set.Sweep(t.Context(), monday.AddDate(0, 0, 402)); err != nil {
		t.Fatal(err)
	}
	l.now = monday.AddDate(0, 0, 403)
	if text := all(l.say("streak")); !strings.Contains(text, "Best: 2 active days") || !strings.Contains(text, "Active days so far: 2") {
		t.Errorf("after the sweep:\n%s", text)
	}
}

// An offer is not accepted where a card asks for care, by whatever button.
func TestAnOfferIsNotAcceptedWhileCareIsAskedFor(t *testing.T) {
	for _, r := range rules {
		if r.locked == 0 && r.gentle == 0 {
			continue
		}
		l, _ := under(t, r)
		m := l.held().Member
		offered := care.Progress{Level: 1, Times: 4, Good: 3, Offer: 3, Done: habit.DayOf(monday), Last: care.Easy}
		m.Moves = map[string]care.Progress{"E05": offered}
		l.put(m)
		if text := all(l.press("up", "E05")); strings.Contains(text, "Next time:") {
			t.Errorf("%s:\n%s", r.name, text)
		}
		if got := l.held().Member.Moves["E05"]; got.Level > 1 || got.Step > 0 {
			t.Errorf("%s: raised to %+v", r.name, got)
		}
	}
}

// What is said of a session during a lock builds nothing, and is answered in a word.
func TestFeedbackDuringALockOffersNothing(t *testing.T) {
	l := newLife(t)
	for day := range 3 {
		l.did(monday.AddDate(0, 0, 2*day), fmt.Sprint(day))
		l.press("felt", "right|"+fmt.Sprint(day))
		if day == 2 {
			l.press("wrong", "")
		}
		reply := l.press("ached", "none|"+fmt.Sprint(day))
		if text := all(reply); day == 2 && strings.TrimSpace(text) != "Noted. Thank you." {
			t.Errorf("during a lock:\n%s", text)
		}
	}
	if p := l.held().Member.Moves["E03"]; p.Offer != 0 {
		t.Errorf("an offer came of it: %+v", p)
	}
}

// A word about a channel's schedule that arrives again changes and tells nothing.
func TestAScheduleIsChangedAndToldOnce(t *testing.T) {
	for _, text := range []string{"schedule 11:00", "schedule skip tomorrow", "schedule skip off", "schedule pause", "schedule pause until 9 mar", "schedule resume", "schedule off"} {
		l := newLife(t)
		if err := l.set.Present(t.Context(), time.Time{}, []habit.ChannelID{"C1"}, nil); err != nil {
			t.Fatal(err)
		}
		for _, first := range []string{"schedule 10:30", "schedule skip 24 dec", "schedule pause until 5 mar"} {
			l.do(commands.Request{Text: first, Channel: "C1"})
		}
		r := commands.Request{Text: text, Channel: "C1", Cause: "s"}
		before := l.held().Channel
		if posts := l.do(r).Posts; len(posts) != 1 {
			t.Errorf("%s: the channel is told %d times", text, len(posts))
		}
		once := l.held()
		if cmp.Equal(before, once.Channel) {
			t.Errorf("%s changes nothing", text)
		}
		l.now = l.now.Add(time.Minute)
		if posts := l.do(r).Posts; len(posts) > 0 {
			t.Errorf("%s, again, tells the channel:\n%s", text, blockkit.Text(posts[0].Message))
		}
		if diff := cmp.Diff(once, l.held()); diff != "" {
			t.Errorf("%s, again:\n%s", text, diff)
		}
	}
}

// Not now and Another one turn a move down once, however often they arrive.
func TestAMoveIsTurnedDownOnceADay(t *testing.T) {
	for _, do := range []string{"later", "another"} {
		l := newLife(t)
		r := commands.Request{What: commands.Pressed, Do: do, Value: "V02||", Fleeting: true, Cause: "p"}
		l.do(r)
		l.now = l.now.Add(time.Minute)
		l.do(r)
		if n := len(l.held().Member.Skips); n != 1 {
			t.Errorf("%s twice: turned down %d times", do, n)
		}
		l.now = l.now.Add(24 * hour)
		l.do(r)
		if n := len(l.held().Member.Skips); n != 2 {
			t.Errorf("%s on the next day: turned down %d times", do, n)
		}
	}
}

// A score that Slack delivers again after it was corrected stays corrected.
func TestACorrectedScoreStaysCorrected(t *testing.T) {
	for _, asked := range []bool{true, false} {
		l := newLife(t)
		l.press("agree", "")
		if asked {
			l.say("checkin daily 14:00")
			l.now = time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
			l.clock()
		}
		typed := commands.Request{Text: "10", Cause: "message/1"}
		l.do(typed)
		l.now = l.now.Add(time.Minute)
		l.press("rescore", "1|"+l.held().CheckIns[0].Cause)
		once := l.held()
		l.now = l.now.Add(5 * time.Minute)
		l.do(typed)
		if diff := cmp.Diff(once, l.held()); diff != "" {
			t.Errorf("asked: %v, the message again:\n%s", asked, diff)
		}
	}
}

// It's better again takes back the bad day, and nothing else.
func TestBetterTakesBackTheBadDayAlone(t *testing.T) {
	for state, want := range map[string]string{"my legs are numb": "I can't judge this", "8": "Gentle mode goes on", "": "Everything is as it was"} {
		l := newLife(t)
		l.press("agree", "")
		l.say("bad day")
		if state != "" {
			l.say(state)
		}
		if text := all(l.press("better", "badday/2026-03-02")); !strings.Contains(text, want) {
			t.Errorf("after %q:\n%s", state, text)
		}
		if s := care.Stand(l.held().Member.Alerts, l.now); (s.Lock != "" || s.Gentle) != (state != "") {
			t.Errorf("after %q: %+v", state, s)
		}
	}
	l := newLife(t)
	l.say("bad day")
	l.now = l.now.Add(24 * hour)
	l.say("bad day")
	if text := all(l.press("better", "badday/2026-03-02")); strings.Contains(text, "as it was") {
		t.Errorf("yesterday's button on another bad day:\n%s", text)
	}
}

// After forget me any old button is pressed by a stranger.
func TestOldButtonsAfterForgetMe(t *testing.T) {
	l := lived(t, "8")
	var seen []commands.Request
	for _, text := range []string{"", "bridge", "done bridge", "checkin", "checkin 6", "toolbox", "settings", "plan", "streak", "leave out", "trend", "bad day", "remind", "help", "schedule", "done brigde", "my legs are numb"} {
		seen = append(seen, actions(l.say(text))...)
	}
	for _, value := range []string{"easy|logged5", "none|logged5", "yes|logged5"} {
		for _, do := range []string{"felt", "ached", "helped", "pain", "up", "level", "undo", "yesterday"} {
			seen = append(seen, commands.Request{What: commands.Pressed, Do: do, Value: value, Fleeting: true})
		}
	}
	for _, r := range seen {
		if slices.Contains([]string{"wrong", "meant"}, r.Do) {
			continue
		}
		l.press("erase", "")
		if len(all(l.do(r))) == 0 {
			t.Errorf("%s %q is answered with nothing", r.Do, r.Value)
		}
		h := l.held()
		if len(h.CheckIns) > 0 || !h.Member.Agreed.IsZero() || h.Member.Past != (habit.Past{}) || len(h.Member.Pauses) > 0 || h.Member.Plan.When != "" {
			t.Errorf("%s %q brings back %+v", r.Do, r.Value, h)
		}
	}
}
