package commands_test

import (
	"strings"
	"testing"
	"time"

	"catcow/commands"
	"catcow/storage"
)

func (l *life) later() []storage.Later { return l.held().Member.Later }

// A question of which nobody knows whether it arrived, and that is snoozed, comes once more, not twice.
func TestASnoozedQuestionThatHadNoOutcomeComesOnce(t *testing.T) {
	l := newLife(t)
	l.press("agree", "")
	l.say("checkin daily 14:00")
	l.now = time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
	key := l.claim()[0].Slot
	if err := l.set.Settle(t.Context(), key, l.now, commands.Outcome{State: storage.Unknown}); err != nil {
		t.Fatal(err)
	}
	l.press("snooze", string(key))
	came := 0
	for range 60 {
		l.now = l.now.Add(time.Minute)
		came += len(l.clock())
	}
	if came != 1 {
		t.Errorf("it came %d times", came)
	}
}

// One waits of each kind, however often and below whichever message it is pressed.
func TestOneSnoozeOfEachKindWaits(t *testing.T) {
	l := newLife(t)
	l.press("agree", "")
	l.say("remind daily 10:00 11:00")
	l.say("checkin daily 11:00")
	l.now = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	first := l.sent()[0]
	l.now = l.now.Add(40 * time.Minute)
	l.press("snooze", string(first))
	l.now = time.Date(2026, 3, 2, 11, 0, 0, 0, time.UTC)
	for _, key := range append(l.sent(), first) {
		for range 2 {
			if text := all(l.press("snooze", string(key))); !strings.Contains(text, "Snoozed until 11:") {
				t.Error(text)
			}
		}
	}
	if got := l.later(); len(got) != 2 || got[0].Kind == got[1].Kind {
		t.Errorf("waiting: %+v", got)
	}
	if text := all(l.do(commands.Request{What: commands.Pressed, Do: "snooze", Value: "nudge/U2/2026-03-02T10:00", Fleeting: true})); !strings.Contains(text, "older Catcow") {
		t.Errorf("somebody else's: %s", text)
	}
}

// The working day ends on the wall of the person, also on the days of the clocks.
func TestNothingIsSnoozedPastTheWorkingDay(t *testing.T) {
	for zone, end := range map[string]time.Time{
		"Europe/London":    time.Date(2026, 10, 25, 18, 0, 0, 0, time.UTC), // the clocks went back that night
		"Asia/Tokyo":       time.Date(2026, 10, 25, 9, 0, 0, 0, time.UTC),
		"Asia/Kathmandu":   time.Date(2026, 10, 25, 12, 15, 0, 0, time.UTC),
		"America/New_York": time.Date(2026, 10, 25, 22, 0, 0, 0, time.UTC),
	} {
		for before, want := range map[time.Duration]bool{30 * time.Minute: true, 29 * time.Minute: false, -time.Hour: false} {
			l := newLife(t)
			l.now = end.Add(-9 * hour)
			ask := func(r commands.Request) commands.Reply { r.Zone = zone; return l.do(r) }
			ask(commands.Request{Text: "remind daily 17:00"})
			l.now = end.Add(-hour)
			key := l.sent()[0]
			l.now = end.Add(-before)
			text := all(ask(commands.Request{What: commands.Pressed, Do: "snooze", Value: string(key), Fleeting: true}))
			if got := len(l.later()) == 1; got != want || got == strings.Contains(text, "after your working day, which ends at 18:00") {
				t.Errorf("%s, %v before the end: snoozed %v: %s", zone, before, got, text)
			}
		}
	}
}

// A snooze in the hour that the clock shows twice has a decision of its own each time.
func TestASnoozeInTheHourThatComesTwice(t *testing.T) {
	l := newLife(t)
	l.say("remind daily 1:00")
	l.now = time.Date(2026, 10, 25, 0, 0, 0, 0, time.UTC) // 1:00 in London, for the first time
	keys := l.sent()
	for range 3 {
		l.press("snooze", string(keys[len(keys)-1]))
		l.now = l.now.Add(30 * time.Minute)
		keys = append(keys, l.sent()...)
	}
	if got := strings.Join(texts(keys), " "); len(keys) != 4 || strings.Count(got, "T01:30s") != 2 || !strings.HasSuffix(got, "ss") {
		t.Errorf("came %s", got)
	}
}
