package commands

import (
	"fmt"
	"slices"

	"catcow/internal/care"
	"catcow/internal/habit"
)

// streak is the streak, and the days that never go down.
func (t *talk) streak(string) (Reply, error) {
	if t.standing().Lock != "" {
		return Reply{Message: Message{Parts: []Part{
			Text("Your streak rests while you do, and keeps what it has. There is nothing to do today."),
			Actions{Button{Label: "When to get help", Do: "when"}},
		}}, Personal: true}, nil
	}
	streak, err := t.streakNow()
	if err != nil {
		return Reply{}, err
	}
	if streak.Total == 0 {
		return Reply{Message: Message{Parts: []Part{
			Text("Nothing logged yet. One move starts it: press *Did it* below a move, or type `/stretch done`."),
			Actions{Button{Label: "Show me a move", Do: "next", Primary: true}},
		}}, Personal: true}, nil
	}
	parts := []Part{Facts{
		{"Streak", count(streak.Length, "active day")},
		{"Active days this month", fmt.Sprint(streak.ThisMonth)},
		{"Best", count(streak.Best, "active day")},
		{"Active days so far", fmt.Sprint(streak.Total)},
	}}
	switch {
	case t.paused():
		parts = append(parts, Text("You are on pause, so your streak waits for you. `/stretch resume` ends the pause."))
	case streak.Length == 0:
		parts = append(parts, Text(fmt.Sprintf("A fresh start. %s so far still count.", capital(count(streak.Total, "active day")))))
	case streak.Today:
		parts = append(parts, Text("Today counts already."))
	}
	return Reply{Message: Message{Parts: append(parts,
		Note("A day counts with one logged move. Days off and pauses never break a streak."))}, Personal: true}, nil
}

// streakNow is the streak by what is kept, as of now.
func (t *talk) streakNow() (habit.Streak, error) {
	sessions, err := t.tx.Sessions(t.me.ID, habit.Day{})
	if err != nil {
		return habit.Streak{}, err
	}
	h := habit.History{Workdays: t.me.Workdays, Pauses: slices.Concat(t.me.Pauses, care.Rests(t.me.Alerts, t.now.Location()))}
	for _, s := range sessions {
		h.Active = append(h.Active, s.Day)
	}
	return h.On(t.today()), nil
}

// streakLine is the streak in one sentence, without a word about loss.
func streakLine(s habit.Streak) string {
	month := capital(count(s.ThisMonth, "active day")) + " this month."
	switch {
	case s.Length > 1:
		return count(s.Length, "active day") + " in a row. " + month
	case s.Total > 1:
		return fmt.Sprintf("A fresh start. %s so far still count.", capital(count(s.Total, "active day")))
	case s.Total == 1:
		return "That's your first active day."
	}
	return month
}
