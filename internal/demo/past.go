package demo

import (
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"time"

	"catcow/commands"
	"catcow/internal/slacksim"
	"catcow/storage"
)

// seasoned is the one of the team who has a past when the demo starts.
const seasoned = "U0CHIDI"

//go:embed past.txt
var past string

// A moment is a line of a past: what was typed then or, in brackets, pressed.
type moment struct {
	line int
	at   time.Time
	text string
}

var (
	weeks    = []string{"this week", "1 week ago", "2 weeks ago", "3 weeks ago", "4 weeks ago"}
	weekdays = []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
)

// moments reads a past as it looks on a day, where its person lives. What that day or a later one would bring is left
// out: it is still to be lived.
func moments(text string, today time.Time) (all []moment, err error) {
	year, month, date := today.Date()
	monday := date - (int(today.Weekday())+6)%7
	week, n := -1, 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if i := slices.Index(weeks, line); i >= 0 {
			week = i
			continue
		}
		when, said, _ := strings.Cut(line, "  ")
		day, clock, _ := strings.Cut(when, " ")
		weekday := slices.Index(weekdays, day)
		at, err := time.Parse("15:04", clock)
		if err != nil || weekday < 0 || week < 0 || said == "" {
			return nil, fmt.Errorf(`demo: the past, line %d: %q is not like "mon 14:02  6" below "1 week ago"`, n, line)
		}
		if on := monday + weekday - 7*week; on < date {
			all = append(all, moment{n, time.Date(year, month, on, at.Hour(), at.Minute(), 0, 0, today.Location()), said})
		}
	}
	return all, nil
}

// season gives the one their past, up to last midnight.
func season(ctx context.Context, set *commands.Set, now time.Time) error {
	one := team[slices.IndexFunc(team, func(u slacksim.User) bool { return u.ID == seasoned })]
	all, err := moments(past, now.In(zone(one)))
	if err != nil {
		return err
	}
	return live(ctx, set, one.TZ, all)
}

// A life is a past as it is lived: all that Catcow remembers of it comes from what was typed and pressed.
type life struct {
	set   *commands.Set
	shown []commands.Message // what Catcow has said, oldest first
}

// live lives the moments through, with what falls due between them at its time.
func live(ctx context.Context, set *commands.Set, zone string, all []moment) error {
	if len(all) == 0 {
		return nil
	}
	l := &life{set: set}
	m := &machine{clock: &clock{real: func() time.Time { return all[0].at }}, next: set.Next, tick: l.tick, moved: func() {}}
	for _, one := range all {
		err := m.travel(ctx, one.at)
		if err == nil {
			err = l.do(ctx, zone, one)
		}
		if err != nil {
			return fmt.Errorf("demo: the past, line %d: %w", one.line, err)
		}
	}
	return nil
}

// tick sends what is due.
func (l *life) tick(ctx context.Context, now time.Time) error {
	for post, err := range l.set.Due(ctx, now) {
		if err != nil {
			return err
		}
		l.shown = append(l.shown, post.Message)
		if err := l.set.Settle(ctx, post.Slot, now, commands.Outcome{State: storage.Sent}); err != nil {
			return err
		}
	}
	return nil
}

// do types or presses.
func (l *life) do(ctx context.Context, zone string, m moment) error {
	r := commands.Request{User: seasoned, Direct: true, Text: m.text, Zone: zone, Now: m.at, Cause: fmt.Sprintf("past/%d", m.line)}
	on := -1
	if label, ok := strings.CutPrefix(m.text, "["); ok {
		label = strings.TrimSuffix(label, "]")
		var b commands.Button
		if on, b = l.find(label); on < 0 {
			return fmt.Errorf("there is no button %q", label)
		}
		r.What, r.Do, r.Value, r.Text, r.Fleeting = commands.Pressed, b.Do, b.Value, "", true
	}
	reply, err := l.set.Handle(ctx, r)
	if err != nil {
		return err
	}
	if reply.Instead != nil && on >= 0 {
		l.shown[on] = *reply.Instead
	}
	if len(reply.Parts) > 0 {
		l.shown = append(l.shown, reply.Message)
	}
	return nil
}

// find is the newest button of that label, and the message that it stands in; -1 where there is none.
func (l *life) find(label string) (on int, b commands.Button) {
	for i, m := range slices.Backward(l.shown) {
		for _, part := range m.Parts {
			row, _ := part.(commands.Actions)
			for _, a := range row {
				if b, ok := a.(commands.Button); ok && b.Label == label {
					return i, b
				}
			}
		}
	}
	return -1, b
}
