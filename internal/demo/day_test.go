package demo

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"catcow/internal/slacksim"
)

// nine is nine o'clock of a Monday in London.
var nine = mondayMorning

// crowd is who else works in a channel of twelve: one is on holiday, one wants quiet in
// the afternoon, one sits in a meeting in the morning.
func crowd() []slacksim.User {
	at := func(hour, minute int) time.Time {
		return nine.Add(time.Duration(hour-9)*time.Hour + time.Duration(minute)*time.Minute)
	}
	return []slacksim.User{
		{ID: "U0FINN", Name: "finn", RealName: "Finn Olsen", TZ: "Europe/London"},
		{ID: "U0GITA", Name: "gita", RealName: "Gita Rao", TZ: "Europe/London", Quiet: slacksim.DoNotDisturb{From: at(14, 0), Until: at(16, 0)}},
		{ID: "U0HUGO", Name: "hugo", RealName: "Hugo Blanc", TZ: "Europe/London", Status: slacksim.Status{Text: "Vacationing", Emoji: ":palm_tree:", Expires: at(9+14*24, 0)}},
		{ID: "U0INES", Name: "ines", RealName: "Ines Costa", TZ: "Europe/London", Status: slacksim.Status{Text: "In a meeting", Emoji: ":spiral_calendar_pad:", Expires: at(11, 20)}},
		{ID: "U0JUN", Name: "jun", RealName: "Jun Park", TZ: "Europe/London"},
		{ID: "U0KAI", Name: "kai", RealName: "Kai Moana", TZ: "Europe/London"},
		{ID: "U0LEA", Name: "lea", RealName: "Lea Brandt", TZ: "Europe/London"},
	}
}

// aDay is a day of a channel of twelve people. as is a walker who goes on as somebody,
// in #wellness or in their direct messages.
func aDay(as func(name, in string) walker) {
	direct := func(name string) walker { return as(name, "D0"+strings.ToUpper(name)) }
	const wellness = "C0WELLNESS"

	w := as("ada", wellness)
	w.types("/stretch schedule weekdays 10:30 15:00")
	w.reads("Set. This channel gets a stretch prompt")
	w.types("/stretch schedule skip 24 nov")
	w.reads("Left out: tomorrow")
	w.shot("day-1-set")
	for name, at := range map[string]string{"gita": "15:30", "hugo": "11:00", "ines": "11:00"} {
		w := direct(name)
		w.types("remind weekdays " + at)
		w.reads("I'll send you a move")
	}

	w = as("ada", wellness)
	w.moves("next")
	w.reads("Stretch break: ")
	for _, name := range []string{"ada", "bo", "dana", "finn", "jun", "kai"} {
		w := as(name, wellness)
		w.presses("Did it")
		w.reads("Logged")
	}
	w = as("lea", wellness)
	w.reads("6 people did it.")
	w.shot("day-2-prompt")

	w.moves("next") // 11:00
	w = direct("hugo")
	w.lacks("Stop if it hurts")
	w.shot("day-3-on-holiday")
	w = direct("ines")
	w.lacks("Stop if it hurts")
	w.moves("next") // 11:20, the meeting is over
	w.reads("Stop if it hurts")
	w.shot("day-4-after-the-meeting")

	w = as("lea", wellness)
	w.moves("next") // Chidi is asked how his back is
	w.moves("next") // 15:00
	w.reads("Stretch break: ")
	w.shot("day-5-second-prompt")
	w.moves("next") // 15:30
	w = direct("gita")
	w.lacks("Stop if it hurts")
	w.moves("next") // 16:00, her quiet is over
	w.reads("Stop if it hurts")
	w.shot("day-6-after-the-quiet")

	w = as("ada", wellness)
	w.moves("next") // Tuesday, a holiday
	w.types("/stretch schedule skip 25 nov")
	w.reads("skipped, the date was left out")
	w.shot("day-7-a-holiday")
}

func TestADayOfTwelve(t *testing.T) {
	began := time.Now()
	address := run(t, Config{Now: func() time.Time { return nine.Add(time.Since(began)) }, more: crowd()})
	aDay(func(name, in string) walker {
		r := &reader{visitor: visitor{t, address, url.Values{"as": {"U0" + strings.ToUpper(name)}, "in": {in}}}}
		r.last = r.get()
		return r
	})
}
