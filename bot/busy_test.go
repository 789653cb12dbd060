package bot

import (
	"testing"
	"time"

	"github.com/slack-go/slack"

	"catcow/commands"
)

func TestWhoIsBusyAndUntilWhen(t *testing.T) {
	now := time.Date(2026, 11, 25, 14, 0, 0, 0, time.UTC)
	in := func(d time.Duration) int { return int(now.Add(d).Unix()) }
	user := func(change func(*slack.UserProfile)) *slack.User {
		u := &slack.User{}
		change(&u.Profile)
		return u
	}
	status := func(emoji, text string, expires int) *slack.User {
		return user(func(p *slack.UserProfile) { p.StatusEmoji, p.StatusText, p.StatusExpiration = emoji, text, expires })
	}
	quiet := func(from, until time.Duration) *slack.DNDStatus {
		return &slack.DNDStatus{Enabled: true, NextStartTimestamp: in(from), NextEndTimestamp: in(until)}
	}
	until := func(d time.Duration) commands.Busy { return commands.Busy{Until: now.Add(d), Why: "busy"} }
	away := commands.Busy{Why: "busy"}
	for name, c := range map[string]struct {
		quiet *slack.DNDStatus
		user  *slack.User
		want  commands.Busy
	}{
		"nothing known":                {nil, nil, commands.Busy{}},
		"nothing said":                 {&slack.DNDStatus{NextStartTimestamp: 1, NextEndTimestamp: 1}, &slack.User{}, commands.Busy{}},
		"quiet until three":            {quiet(-time.Hour, time.Hour), nil, until(time.Hour)},
		"quiet from now":               {quiet(0, time.Hour), nil, until(time.Hour)},
		"quiet tonight":                {quiet(8*time.Hour, 18*time.Hour), nil, commands.Busy{}},
		"quiet till now":               {quiet(-time.Hour, 0), nil, commands.Busy{}},
		"quiet, switched off":          {&slack.DNDStatus{NextStartTimestamp: in(-1), NextEndTimestamp: in(time.Hour)}, nil, commands.Busy{}},
		"snoozing":                     {&slack.DNDStatus{SnoozeInfo: slack.SnoozeInfo{SnoozeEnabled: true, SnoozeEndTime: in(time.Hour)}}, nil, until(time.Hour)},
		"on holiday":                   {nil, status(":palm_tree:", "", in(72*time.Hour)), away},
		"on holiday, and quiet":        {quiet(-time.Hour, time.Hour), status(":palm_tree:", "", 0), away},
		"ill, no end":                  {nil, status(":face_with_thermometer:", "Out sick", 0), away},
		"out of office in words":       {nil, status(":house:", "Out of Office till Monday", 0), away},
		"back from holiday":            {nil, status(":palm_tree:", "Vacationing", in(-1)), commands.Busy{}},
		"in a meeting":                 {nil, status(":spiral_calendar_pad:", "In a meeting", in(30*time.Minute)), until(30 * time.Minute)},
		"in a meeting, no end":         {nil, status("", "on a call", 0), until(15 * time.Minute)},
		"in a huddle":                  {nil, user(func(p *slack.UserProfile) { p.HuddleState = "in_a_huddle" }), until(15 * time.Minute)},
		"out of a huddle":              {nil, user(func(p *slack.UserProfile) { p.HuddleState = "default_unset" }), commands.Busy{}},
		"at home":                      {nil, status(":house_with_garden:", "Working remotely", 0), commands.Busy{}},
		"words inside words":           {nil, status("", "seasick sailor, calling Oslo", 0), commands.Busy{}},
		"the longer of two":            {quiet(-time.Hour, time.Hour), status(":calendar:", "", in(2*time.Hour)), until(2 * time.Hour)},
		"the longer of two, turned":    {quiet(-time.Hour, 3*time.Hour), status(":calendar:", "", in(2*time.Hour)), until(3 * time.Hour)},
		"a meeting in the quiet hours": {quiet(-time.Hour, time.Hour), user(func(p *slack.UserProfile) { p.HuddleState = "in_a_huddle" }), until(time.Hour)},
	} {
		if got := longer(whyQuiet(c.quiet, now), whyStatus(c.user, now)); !got.Until.Equal(c.want.Until) || got.Why != c.want.Why {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
