package commands

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"catcow/content"
	"catcow/internal/care"
	"catcow/internal/habit"
)

// streak is the streak, and the days that never go down; a word more shows
// why, hides it or brings it back.
func (t *talk) streak(rest string) (Reply, error) {
	if t.standing().Lock != "" {
		return Reply{Message: Message{Parts: []Part{
			Text("Your streak rests while you do, and keeps what it has. There is nothing to do today."),
			Actions{Button{Label: "When to get help", Do: "when"}},
		}}, Personal: true}, nil
	}
	switch content.Normal(rest) {
	case "why":
		return t.streakWhy()
	case "follow":
		return t.streakFollow()
	case "unfollow":
		return t.streakUnfollow()
	case "hide", "off":
		t.me.NoStreak, t.changed = true, true
		return Reply{Message: Message{Parts: []Part{
			Text("Your streak is hidden: I won't mention it. It goes on quietly, and `/stretch streak show` brings it back."),
		}}, Personal: true}, nil
	case "show", "on":
		t.changed = t.changed || t.me.NoStreak
		t.me.NoStreak = false
	}
	return t.streakShown()
}

func (t *talk) streakShown() (Reply, error) {
	if t.me.NoStreak {
		return Reply{Message: Message{Parts: []Part{
			Text("Your streak is hidden, as you asked."),
			Actions{Button{Label: "Show it again", Do: "type", Value: "streak show"}},
		}}, Personal: true}, nil
	}
	h, err := t.history()
	if err != nil {
		return Reply{}, err
	}
	streak := h.On(t.today())
	if streak.Total == 0 {
		return Reply{Message: Message{Parts: []Part{
			Text("Nothing logged yet. One move starts it: press *Did it* below a move, or type `/stretch done`."),
			Actions{Button{Label: "Show me a move", Do: "next", Primary: true}},
		}}, Personal: true}, nil
	}
	length := count(streak.Length, "active day")
	if streak.Length == 0 && t.repairable(h) {
		length = "waits for today"
	}
	parts := []Part{Facts{
		{"Streak", length},
		{"Active days this month", fmt.Sprint(streak.ThisMonth)},
		{"Best", count(streak.Best, "active day")},
		{"Active days so far", fmt.Sprint(streak.Total)},
		{"In reserve", count(h.Reserve(t.today()), "freeze")},
		{"Steadiness", fmt.Sprintf("%d of 100", int(math.Round(100*h.Steadiness(t.today()))))},
	}}
	switch {
	case t.paused():
		parts = append(parts, Text("You are on pause, so your streak waits for you. `/stretch resume` ends the pause."))
	case streak.Today:
		parts = append(parts, Text("Today counts already."))
	case t.repairable(h):
		parts = append(parts, Text("A session today makes up for the last workday, and your streak goes on."))
	case streak.Length == 0:
		parts = append(parts, Text(freshStart(streak)))
	}
	parts = append(parts, t.covered(h)...)
	return Reply{Message: Message{Parts: append(parts,
		Actions{Button{Label: "Day by day", Do: "type", Value: "streak why"}},
		Note("A day counts with one logged move. Days off and pauses never count against you. A freeze covers a workday by itself; 5 active days bring one back. "+
			"_Steadiness_ begins at 0 and grows over weeks: a single day moves it only a little."))}, Personal: true}, nil
}

// repairable says whether a session today would make up for the last workday.
func (t *talk) repairable(h habit.History) bool {
	h.Active = append(slices.Clone(h.Active), t.today())
	return slices.ContainsFunc(h.Settle(t.me.Judged, t.today()), func(m habit.Mark) bool { return m.As == habit.Repaired })
}

// covered says which of the last seven days were made good without a session.
func (t *talk) covered(h habit.History) []Part {
	var parts []Part
	for _, e := range h.Ledger(t.today().Add(-7), t.today(), t.today()) {
		if text := kindly[e.Verdict]; text != "" {
			parts = append(parts, Text(capital(onDay(e.Day, t.today()))+": "+text+"."))
		}
	}
	return parts
}

// kindly is what is worth telling of a day without a session.
var kindly = map[habit.Verdict]string{
	habit.Frozen:   "a freeze covered it",
	habit.Repaired: "the next workday made up for it",
	habit.Away:     "I was not there, so it is not counted",
}

// history is what the person's streak is judged by, once the days that have
// ended are settled.
func (t *talk) history() (habit.History, error) {
	if err := t.settled(); err != nil {
		return habit.History{}, err
	}
	return t.facts()
}

// facts is the same as it stands.
func (t *talk) facts() (habit.History, error) {
	sessions, err := t.tx.Sessions(t.me.ID, habit.Day{})
	if err != nil {
		return habit.History{}, err
	}
	off, err := t.followed()
	if err != nil {
		return habit.History{}, err
	}
	h := habit.History{
		Workdays: t.me.Workdays, Marks: slices.Concat(t.me.Marks, off), Past: t.me.Past,
		Spans: slices.Concat(t.me.Pauses, care.Rests(t.me.Alerts, t.now.Location())),
	}
	for _, s := range sessions {
		h.Active = append(h.Active, s.Day)
	}
	return h, nil
}

// settled settles the days that have ended, once a day.
func (t *talk) settled() error {
	if t.me.Judged == t.today() {
		return nil
	}
	return t.settle()
}

// settle decides the days that have ended since the person was last here:
// where Catcow was away, the reserve, and what a session made up for. A mark
// stays, whatever comes later.
func (t *talk) settle() error {
	h, err := t.facts()
	if err != nil || len(h.Active) == 0 && h.Past.Total == 0 {
		return err
	}
	life, err := t.tx.Life()
	if err != nil {
		return err
	}
	for _, day := range habit.DaysAway(spans(life.Outages), t.now.Location()) {
		if v := h.Verdict(day, t.today()); v == habit.Missed && !day.Before(t.me.Judged) {
			h.Marks = append(h.Marks, habit.Mark{Day: day, As: habit.Away})
		}
	}
	h.Marks = append(h.Marks, h.Settle(t.me.Judged, t.today())...)
	h.Marks = slices.DeleteFunc(h.Marks, func(m habit.Mark) bool { return m.As == habit.Off && !m.Day.Before(t.today()) })
	if len(h.Marks) > len(t.me.Marks) || t.me.Judged != t.today() {
		t.me.Marks, t.me.Judged, t.changed = h.Marks, t.today(), true
	}
	return nil
}

// streakWhy is each of the last thirty days with its verdict, drawn and in words.
func (t *talk) streakWhy() (Reply, error) {
	h, err := t.history()
	if err != nil {
		return Reply{}, err
	}
	if len(h.Active) == 0 {
		return t.streakShown()
	}
	first := slices.MinFunc(h.Active, func(a, b habit.Day) int { return a.Sub(b) })
	from := t.today().Add(-29)
	if first.After(from) {
		from = first
	}
	entries := h.Ledger(from, t.today().Add(1), t.today())
	return Reply{Message: Message{Parts: []Part{
		Heading("Day by day"),
		drawn(entries),
		inWords(entries, t.today()),
		Note("Only active days make a streak longer; only a workday that nothing covers ends it. `/stretch done monday` adds a day afterwards, up to a week back."),
	}}, Personal: true}, nil
}

// signs are how a day is drawn, and what it is called.
var signs = []struct {
	verdict habit.Verdict
	sign    string
	words   string
}{
	{habit.Active, "●", "active"},
	{habit.Frozen, "◆", "covered by a freeze"},
	{habit.Repaired, "◇", "made up for on the next workday"},
	{habit.Off, "·", "off"},
	{habit.Paused, "‖", "on pause"},
	{habit.Resting, "~", "at rest"},
	{habit.Away, "×", "not counted, for I was away"},
	{habit.Travelled, "→", "not counted, for travel cut it short"},
	{habit.Missed, "○", "with nothing logged"},
	{habit.Open, "-", "still open"},
}

func signOf(v habit.Verdict) (sign, words string) {
	for _, s := range signs {
		if s.verdict == v {
			return s.sign, s.words
		}
	}
	return "", string(v)
}

// drawn is the days as a picture, a row a week, with the signs that occur.
func drawn(entries []habit.Entry) Days {
	d := Days{Rows: []DayRow{{Signs: []string{"M", "T", "W", "T", "F", "S", "S"}}}}
	var legend []string
	seen := map[habit.Verdict]bool{}
	for len(entries) > 0 {
		// Weeks from Monday, below each other: before the first day there is nothing.
		blank := (int(entries[0].Day.Weekday()) + 6) % 7
		week := entries[:min(7-blank, len(entries))]
		entries = entries[len(week):]
		monday := week[0].Day.Add(-blank)
		row := DayRow{Label: fmt.Sprintf("%2d %s", monday.Date, monday.Month.String()[:3]), Signs: slices.Repeat([]string{" "}, blank)}
		tally := map[string]int{}
		var order []string
		for _, e := range week {
			sign, words := signOf(e.Verdict)
			row.Signs = append(row.Signs, sign)
			if tally[words]++; tally[words] == 1 {
				order = append(order, words)
			}
			if !seen[e.Verdict] {
				seen[e.Verdict] = true
				legend = append(legend, sign+" "+words)
			}
		}
		var said []string
		for _, words := range order {
			said = append(said, fmt.Sprintf("%d %s", tally[words], words))
		}
		row.Alt = fmt.Sprintf("Week of %d %s: %s.", monday.Date, monday.Month, strings.Join(said, ", "))
		d.Rows = append(d.Rows, row)
	}
	d.Legend = strings.Join(legend, "   ")
	return d
}

// inWords is every day with its verdict; days in a row that share one share a line.
func inWords(entries []habit.Entry, today habit.Day) List {
	var lines List
	for i := 0; i < len(entries); {
		j := i
		for j+1 < len(entries) && entries[j+1].Verdict == entries[i].Verdict {
			j++
		}
		_, words := signOf(entries[i].Verdict)
		days := onDay(entries[i].Day, today)
		if j > i {
			days += " to " + onDay(entries[j].Day, today)
		}
		lines = append(lines, capital(days)+": "+words)
		i = j + 1
	}
	slices.Reverse(lines)
	return lines
}

// streakLine is the streak in one sentence, without a word about loss.
func streakLine(s habit.Streak) string {
	month := capital(count(s.ThisMonth, "active day")) + " this month."
	switch {
	case s.Today && habit.Milestone(s.Length):
		return "*" + count(s.Length, "active day") + " in a row.* That's a lot of small moves. " + month
	case s.Length > 1:
		return count(s.Length, "active day") + " in a row. " + month
	case s.Total > 1:
		return freshStart(s)
	case s.Total == 1:
		return "That's your first active day."
	}
	return month
}

func freshStart(s habit.Streak) string {
	return "Fresh start. " + capital(count(s.Total, "active day")) + " so far still count" + map[bool]string{true: "s"}[s.Total == 1] + "."
}
