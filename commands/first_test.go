package commands_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"catcow/commands"
	"catcow/content"
	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

var errDamaged = errors.New("an entry does not match its checksum")

// damaged is a store in which nothing can be read that a streak is judged by.
type damaged struct{ storage.Store }

func (d damaged) Update(ctx context.Context, change func(storage.Tx) error) error {
	return d.Store.Update(ctx, func(tx storage.Tx) error { return change(streakless{tx}) })
}

type streakless struct{ storage.Tx }

func (streakless) Sessions(habit.UserID, habit.Day) ([]storage.Session, error) {
	return nil, errDamaged
}
func (streakless) Life() (storage.Life, error) { return storage.Life{}, errDamaged }

// gone is a store that cannot be read at all.
type gone struct{ storage.Store }

func (gone) Update(context.Context, func(storage.Tx) error) error { return errDamaged }

// over is the person's life with Catcow over another store.
func (l *life) over(store storage.Store) *commands.Set {
	l.t.Helper()
	library, err := content.Load()
	if err != nil {
		l.t.Fatal(err)
	}
	set, err := commands.New(store, library)
	if err != nil {
		l.t.Fatal(err)
	}
	return set
}

// alarms are what is answered with a safety card, the rule that it raises, and
// words of the card.
var alarms = []struct {
	request    commands.Request
	rule       care.Rule
	says       string
	unread     bool // it is shown though nothing at all can be read
	afterAlarm bool // it comes while a lock stands
}{
	{request: commands.Request{Text: "my legs are numb"}, rule: care.R0, says: "can't judge this", unread: true},
	{request: commands.Request{Text: "i want to end my life"}, rule: care.RC, says: "you deserve a person", unread: true},
	{request: commands.Request{Text: "help now"}, rule: care.R0, says: "can't judge this", unread: true},
	{request: commands.Request{Text: "hurt"}, rule: care.R0, says: "can't judge this", unread: true},
	{request: commands.Request{What: commands.Pressed, Do: "wrong"}, rule: care.R0, says: "can't judge this", unread: true},
	{request: commands.Request{What: commands.Submitted, Do: "planwhen", Fields: map[string]string{"when": "my legs are numb"}}, rule: care.R0, says: "can't judge this", unread: true},
	{request: commands.Request{Text: "checkin 10"}, rule: care.R1, says: "10"},
	{request: commands.Request{What: commands.Pressed, Do: "score", Value: "9|"}, rule: care.R1, says: "9"},
	{request: commands.Request{What: commands.Pressed, Do: "pain", Value: "sharp|first"}, rule: care.R1, says: "No exercise from me"},
	{request: commands.Request{What: commands.Pressed, Do: "hurt", Value: "E03||"}, rule: care.ThatHurt, says: "good call to stop"},
	{request: commands.Request{What: commands.Pressed, Do: "when"}, says: "When to get help"},
	{request: commands.Request{Text: "desk"}, rule: care.R0, says: "can't judge this", afterAlarm: true},
}

// A card of safety is decided, kept and shown while the streak cannot even be read.
func TestASafetyCardWaitsForNoStreak(t *testing.T) {
	for _, a := range alarms {
		l := newLife(t)
		l.press("agree", "")
		l.do(commands.Request{Text: "checkin 3", Cause: "first"})
		l.say("done bridge")
		if a.afterAlarm {
			l.press("wrong", "")
		}
		judged := l.held().Member.Judged
		l.now = l.now.Add(24 * hour)
		whole := l.set
		l.set = l.over(damaged{l.store})
		text := all(l.do(a.request))
		if !strings.Contains(text, a.says) {
			t.Errorf("%+v is answered with\n%s", a.request, text)
		}
		m := l.held().Member
		if raised := len(m.Alerts) == 1 && m.Alerts[0].Rule == a.rule; raised != (a.rule != "") || m.Judged != judged {
			t.Errorf("%+v leaves %+v, judged up to %s", a.request, m.Alerts, m.Judged)
		}
		if _, err := l.set.Handle(t.Context(), commands.Request{User: "U1", Channel: "D1", Direct: true, Text: "pause", Cause: "pause", Zone: "Europe/London", Now: l.now.Add(48 * hour)}); !errors.Is(err, errDamaged) {
			t.Errorf("of what is no safety card comes %v", err)
		}
		l.set = whole
		l.now = l.now.Add(time.Minute)
		if l.say("pause"); l.held().Member.Judged != habit.DayOf(l.now) {
			t.Errorf("after %+v the days that ended are never settled", a.request)
		}
	}
}

// What is asked for in alarm is answered though nothing of the person can be read.
func TestAnAlarmIsAnsweredWithoutAnyMemory(t *testing.T) {
	l := newLife(t)
	set := l.over(gone{l.store})
	for _, a := range alarms {
		r := a.request
		r.User, r.Channel, r.Direct, r.Cause, r.Zone, r.Now = "U1", "D1", true, "c", "Europe/London", l.now
		reply, err := set.Handle(t.Context(), r)
		if !errors.Is(err, errDamaged) {
			t.Errorf("%+v: the error is %v", a.request, err)
		}
		if text := all(reply); strings.Contains(text, a.says) != a.unread || (text == "") == a.unread {
			t.Errorf("%+v is answered with\n%s", a.request, text)
		}
	}
}
