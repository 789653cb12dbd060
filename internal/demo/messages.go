package demo

import (
	"time"

	"catcow/internal/slacksim"
)

// A day is a date with its messages.
type day struct {
	Name     string
	Messages []message
}

type message struct {
	ID, TS    string
	From      person
	Time, ISO string
	Text      []span // of people, and where there are no blocks
	Blocks    []block
	Files     []slacksim.File
	Private   bool
	Edited    bool
	Follows   bool // the one before is of the same person, just before
}

// days puts messages under their dates, as the reader's calendar has them.
func days(all []slacksim.Message, ids names, people map[string]person, loc *time.Location) []day {
	var list []day
	var last slacksim.Message
	for _, m := range all {
		at := m.At.In(loc)
		name := at.Format("Monday 2 January")
		if len(list) == 0 || list[len(list)-1].Name != name {
			list = append(list, day{Name: name})
			last = slacksim.Message{}
		}
		one := message{
			ID: "m-" + m.TS, TS: m.TS, From: people[m.User], Time: at.Format("15:04"), ISO: at.Format(time.RFC3339),
			Private: m.Ephemeral, Edited: m.Edited, Files: m.Files,
			Follows: last.User == m.User && last.Ephemeral == m.Ephemeral && m.At.Sub(last.At) < 5*time.Minute && !m.Bot,
		}
		if one.From.ID == "" {
			one.From = person{Name: "someone", Initials: "?"}
		}
		if m.Bot {
			for _, raw := range m.Blocks {
				one.Blocks = append(one.Blocks, ids.block(raw))
			}
		}
		if len(one.Blocks) == 0 && m.Text != "" {
			one.Text = ids.mrkdwn(m.Text)
		}
		today := &list[len(list)-1]
		today.Messages = append(today.Messages, one)
		last = m
	}
	return list
}
