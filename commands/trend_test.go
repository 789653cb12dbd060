package commands_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"catcow/commands"
)

func TestWeeksOfTheTrendAreNotSaidToBeginOnAnotherDay(t *testing.T) {
	set, _ := newSet(t)
	now := time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC) // a Wednesday: weeks of seven days begin on Thursdays
	ask := func(what commands.What, text string) commands.Reply {
		t.Helper()
		now = now.Add(time.Minute)
		reply, err := set.Handle(t.Context(), commands.Request{
			What: what, User: "ada", Direct: true, Text: text, Do: text, Zone: "Europe/London", Now: now, Cause: now.String(),
		})
		if err != nil {
			t.Fatal(err)
		}
		return reply
	}
	ask(commands.Pressed, "agree")
	for week := range 4 {
		ask(commands.Typed, fmt.Sprint(3+week%2))
		now = now.AddDate(0, 0, 7)
	}
	now = now.AddDate(0, 0, -7)
	var weeks commands.Chart
	for _, part := range ask(commands.Typed, "trend").Parts {
		if c, ok := part.(commands.Chart); ok && strings.Contains(c.Title, "week") {
			weeks = c
		}
	}
	if len(weeks.Labels) != 4 {
		t.Fatalf("the chart of weeks has the labels %q, want four", weeks.Labels)
	}
	for _, label := range weeks.Labels {
		day, err := time.Parse("2 Jan 2006", label+" 2026")
		if err != nil {
			t.Fatal(err)
		}
		for other := time.Sunday; other <= time.Saturday; other++ {
			if other != day.Weekday() && strings.Contains(weeks.X, other.String()) {
				t.Errorf("the axis says %q, and %s is a %s", weeks.X, label, day.Weekday())
			}
		}
	}
}
