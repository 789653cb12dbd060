package commands_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

// On the night when the clocks go back, what lasts till tomorrow lasts till
// midnight on the wall, what lasts two days lasts 48 hours, and a nudge comes once.
func TestTheNightOfTheClocksWhileGentle(t *testing.T) {
	begun := time.Date(2026, 10, 24, 19, 0, 0, 0, time.UTC) // 20:00 in London; on the 25th at 2:00 it is 1:00 again
	for text, want := range map[string]struct{ lock, gentle, quiet time.Time }{
		"8":       {gentle: begun.Add(48 * hour)},
		"10":      {lock: time.Date(2026, 10, 24, 23, 0, 0, 0, time.UTC), gentle: time.Date(2026, 10, 26, 23, 0, 0, 0, time.UTC), quiet: time.Date(2026, 10, 24, 23, 0, 0, 0, time.UTC)},
		"bad day": {gentle: time.Date(2026, 10, 24, 23, 0, 0, 0, time.UTC), quiet: time.Date(2026, 10, 24, 23, 0, 0, 0, time.UTC)},
	} {
		l := newLife(t)
		l.now = begun.Add(-time.Minute)
		l.press("agree", "")
		l.say("remind daily 1:30 8:00 22:00")
		l.now = begun
		l.say(text)
		var came []string
		for at := begun; at.Before(begun.Add(72 * hour)); at = at.Add(15 * time.Minute) {
			s := care.Stand(l.held().Member.Alerts, at.In(london(t)))
			if locked := s.Lock != ""; locked != at.Before(want.lock) {
				t.Errorf("%s: at %v locked: %v", text, at, locked)
			}
			if gentle := s.Gentle; gentle != (at.Before(want.gentle) && !at.Before(want.lock)) {
				t.Errorf("%s: at %v gentle: %v", text, at, gentle)
			}
			l.now = at
			for _, p := range l.clock() {
				l.say("help") // who does nothing gets fewer
				came = append(came, string(p.Slot))
				if at.Before(want.quiet) {
					t.Errorf("%s: at %v comes %s", text, at, p.Slot)
				}
			}
		}
		if got := strings.Join(came, " "); strings.Count(got, "2026-10-25T01:30") != 1 || strings.Count(got, "2026-10-25T") != 3 {
			t.Errorf("%s: of the long day came %s", text, got)
		}
	}
}

func london(t *testing.T) *time.Location {
	loc, err := habit.Zone("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// A question of the evening, answered after midnight, is another check-in;
// what is said of a session after midnight counts for its own day.
func TestTheDayChangesBetweenQuestionAndAnswer(t *testing.T) {
	l := newLife(t)
	l.press("agree", "")
	l.say("checkin daily 23:50")
	l.now = time.Date(2026, 3, 2, 23, 50, 0, 0, time.UTC)
	slot := string(l.clock()[0].Slot)
	l.do(commands.Request{Text: "done bridge", Cause: "s"})
	l.now = l.now.Add(15 * time.Minute)
	if text := all(l.press("score", "9|"+slot)); !strings.Contains(text, "for another day") {
		t.Errorf("the button of yesterday:\n%s", text)
	}
	l.do(commands.Request{Text: "4", Cause: "m"})
	if c := l.held().CheckIns; len(c) != 1 || c[0].Cause != "m" || c[0].Score != 4 {
		t.Errorf("kept: %+v", c)
	}
	l.press("felt", "right|s")
	l.press("ached", "none|s")
	if p := l.held().Member.Moves["E03"]; p.Done != (habit.Day{Year: 2026, Month: 3, Date: 2}) || p.Good != 1 {
		t.Errorf("counted: %+v", p)
	}
}

// A person who moves in the middle of everything keeps it, and no day is lost.
func TestTheZoneChangesInTheMiddleOfEverything(t *testing.T) {
	l := lived(t, "")
	streaks := []int{7, 8, 8, 9, 10, 11} // in Honolulu it is once more the day that it was in Kiritimati
	for day, zone := range []string{"Europe/London", "Pacific/Kiritimati", "Pacific/Honolulu", "Asia/Kathmandu", "America/New_York", "Europe/London"} {
		at := time.Date(2026, 3, 9+day, 12, 0, 0, 0, time.UTC)
		say := func(text string) commands.Reply { return l.do(commands.Request{Text: text, Zone: zone}) }
		l.now = at
		say("done bridge")
		l.now = at.Add(time.Minute)
		reply := say("streak")
		text := all(reply)
		if !strings.Contains(text, fmt.Sprintf("Streak: %d active days", streaks[day])) {
			t.Errorf("in %s:\n%s", zone, text)
		}
		if text := all(say("8")); !strings.Contains(text, "8 sounds like a tough one") && !strings.Contains(text, "8 is a lot") {
			t.Errorf("in %s:\n%s", zone, text)
		}
		l.press("rescore", "1|"+l.held().CheckIns[len(l.held().CheckIns)-1].Cause)
		m := l.held().Member
		if m.Zone != "Europe/London" && m.Zone != zone || m.Plan.When == "" || len(m.Toolbox) != 1 || len(m.Avoid) != 3 || m.Keep.CheckIns != 30 {
			t.Errorf("in %s something is gone: %+v", zone, m)
		}
	}
}

// After a year nobody is told what was not done, nothing comes in a heap, and
// all that was logged still counts.
func TestAYearAway(t *testing.T) {
	l := newLife(t)
	l.press("agree", "")
	l.say("remind daily 10:00")
	for day := range 5 {
		l.did(monday.AddDate(0, 0, day), fmt.Sprint(day))
	}
	l.now = monday.AddDate(1, 0, 0)
	if posts := l.clock(); len(posts) > 1 {
		t.Errorf("%d nudges at once", len(posts))
	}
	var said strings.Builder
	for _, text := range []string{"", "streak", "streak why", "trend", "checkin", "3", "done bridge", "toolbox", "settings", "bridge"} {
		said.WriteString(all(l.say(text)) + "\n")
	}
	for _, word := range []string{"missed", "lost", "broke", "365", "a year", "since your last", "haven't been"} {
		if strings.Contains(said.String(), word) {
			t.Errorf("after a year it says %q:\n%s", word, said.String())
		}
	}
	for _, want := range []string{"Active days so far: 5", "Fresh start. 5 active days so far still count.", "6 active days so far still count", "Best: 5 active days"} {
		if !strings.Contains(said.String(), want) {
			t.Errorf("after a year it does not say %q:\n%s", want, said.String())
		}
	}
}

// Four hundred days of everything: the streak is the days, and what is
// remembered of the person does not grow without end.
func TestFourHundredDays(t *testing.T) {
	l := newLife(t)
	l.press("agree", "")
	sizes := map[int]int{}
	for day := range 400 {
		l.now = monday.AddDate(0, 0, day)
		for _, r := range []commands.Request{
			{Text: "done bridge", Cause: fmt.Sprint("s", day)},
			{What: commands.Pressed, Do: "felt", Value: fmt.Sprint("right|s", day), Fleeting: true},
			{What: commands.Pressed, Do: "ached", Value: fmt.Sprint("none|s", day), Fleeting: true},
			{What: commands.Pressed, Do: "later", Value: "V02||", Fleeting: true},
			{Text: fmt.Sprint(day % 7)},
		} {
			l.do(r)
		}
		if day%100 == 99 {
			if err := l.set.Sweep(t.Context(), l.now); err != nil {
				t.Fatal(err)
			}
			text, err := json.Marshal(l.held().Member)
			if err != nil {
				t.Fatal(err)
			}
			sizes[day+1] = len(text)
		}
	}
	if text := all(l.say("streak")); !strings.Contains(text, "Streak: 400 active days") || !strings.Contains(text, "Best: 400 active days") {
		t.Errorf("after 400 days:\n%s", text)
	}
	if sizes[400] > 16_000 || sizes[400] > 2*sizes[200] {
		t.Errorf("the person grows: %v bytes after so many days", sizes)
	}
	if n := len(l.held().CheckIns); n != 90 && n != 91 {
		t.Errorf("%d check-ins are kept", n)
	}
	l.now = monday.AddDate(0, 0, 500)
	if err := l.set.Sweep(t.Context(), l.now); err != nil {
		t.Fatal(err)
	}
	if text := all(l.say("streak")); !strings.Contains(text, "Best: 400 active days") || !strings.Contains(text, "Active days so far: 400") {
		t.Errorf("after the sweep:\n%s", text)
	}
}

// A streak outlives the sessions that made it, and ends as any other: what was
// erased is then no part of the next one.
func TestAStreakOutlivesItsOldestSessions(t *testing.T) {
	l := newLife(t)
	active := func(from, until int) {
		for n := from; n < until; n++ {
			l.did(monday.AddDate(0, 0, n), fmt.Sprint(n))
			if n%20 == 19 {
				if err := l.set.Sweep(t.Context(), l.now); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	says := func(want string) {
		t.Helper()
		if text := all(l.say("streak")); !strings.Contains(text, want) {
			t.Errorf("want %q:\n%s", want, text)
		}
	}
	active(0, 500)
	says("Streak: 500 active days")
	if n := len(l.held().Sessions); n > 421 {
		t.Errorf("%d sessions are kept", n)
	}
	active(530, 1000) // after a month without anything
	says("Streak: 470 active days")
	says("Best: 500 active days")
	says("Active days so far: 970")
}

// BenchmarkStreakOfManySessions is `streak` of a person with 2,000 sessions.
func BenchmarkStreakOfManySessions(b *testing.B) {
	set, store := newSet(b)
	if err := store.Update(b.Context(), func(tx storage.Tx) error {
		for n := range 2000 {
			at := monday.Add(time.Duration(n) * 5 * hour)
			if _, err := tx.AddSession(storage.Session{User: "U1", Cause: fmt.Sprint(n), Day: habit.DayOf(at), At: at, Exercise: "E03"}); err != nil {
				return err
			}
		}
		return tx.PutMember(storage.Member{ID: "U1", Zone: "Europe/London", Welcomed: monday})
	}); err != nil {
		b.Fatal(err)
	}
	r := commands.Request{User: "U1", Channel: "C1", Text: "streak", Zone: "Europe/London", Now: monday.Add(10_000 * hour)}
	for n := 0; b.Loop(); n++ {
		r.Cause = fmt.Sprint("streak", n)
		reply, err := set.Handle(b.Context(), r)
		if err != nil || !strings.Contains(blockkit.Text(reply.Message), "Active days so far") {
			b.Fatalf("%v\n%s", err, blockkit.Text(reply.Message))
		}
	}
}
