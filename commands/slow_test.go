package commands_test

import (
	"strings"
	"testing"
	"time"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/internal/habit"
	"catcow/storage"
)

// days lets a channel's prompts of 10:00 and 15:00 come on that many days, and returns how
// many came on the last, and what was sent to people.
func (l *life) days(n int) (last int, asked []commands.Post) {
	l.t.Helper()
	for range n {
		last = 0
		day := l.now.Truncate(24 * hour)
		for _, at := range []time.Duration{10 * hour, 15 * hour} {
			l.now = day.Add(at)
			for _, p := range l.clock() {
				if p.To == "C1" {
					last++
				} else {
					asked = append(asked, p)
				}
			}
		}
		l.now = day.Add(24 * hour)
	}
	return last, asked
}

func newChannel(t *testing.T) *life {
	l := newLife(t)
	if err := l.set.Present(t.Context(), time.Time{}, []habit.ChannelID{"C1"}, nil); err != nil {
		t.Fatal(err)
	}
	l.do(commands.Request{Channel: "C1", Text: "schedule daily 10:00 15:00 in Reykjavik"})
	return l
}

func (l *life) ofChannel() (s storage.Schedule) {
	l.t.Helper()
	if err := l.store.View(l.t.Context(), func(r storage.Reader) error {
		c, err := r.Channel("C1")
		s = c.Schedule(1)
		return err
	}); err != nil {
		l.t.Fatal(err)
	}
	return s
}

func TestPromptsComeOnceADayAfterTenIgnoredDays(t *testing.T) {
	l := newChannel(t)
	if last, asked := l.days(11); last != 2 || asked != nil { // the day on which it was set does not count
		t.Fatalf("on the eleventh day came %d, and %v", last, asked)
	}
	last, asked := l.days(1)
	if last != 1 || len(asked) != 1 || asked[0].To != "U1" || !strings.Contains(blockkit.Text(asked[0].Message), "<#C1> came on ten days") && !strings.Contains(blockkit.Text(asked[0].Message), "#C1 came on ten days") {
		t.Fatalf("on the twelfth day came %d, and %+v", last, asked)
	}
	if last, asked := l.days(30); last != 1 || asked != nil {
		t.Errorf("a month later came %d a day, and %v", last, asked)
	}
}

// Any press on any of the prompts, by anybody, brings them back, and starts the days anew.
func TestAPressBringsAllPromptsBack(t *testing.T) {
	for _, do := range []string{"did", "another", "later", "show"} {
		l := newChannel(t)
		l.days(12)
		key := storage.SlotKey("prompt/C1/2026-03-05T15:00") // an old one
		l.do(commands.Request{What: commands.Pressed, Channel: "C1", Do: do, Value: l.slot(key).Exercise + "|" + string(key) + "|"})
		if last, asked := l.days(10); last != 2 || asked != nil {
			t.Errorf("%s: after a press came %d a day, and %v", do, last, asked)
		}
		if last, asked := l.days(2); last != 1 || len(asked) != 1 {
			t.Errorf("%s: another ten days later came %d, and %v", do, last, asked)
		}
	}
}

// Days on which nothing was sent say nothing.
func TestDaysWithoutPromptsDoNotCount(t *testing.T) {
	l := newChannel(t)
	l.days(8)
	l.do(commands.Request{Channel: "C1", Text: "schedule skip 9 mar - 28 mar"})
	l.now = l.now.Add(20 * 24 * hour)
	if last, _ := l.days(3); last != 2 {
		t.Errorf("on the tenth day with prompts came %d", last)
	}
	if last, _ := l.days(1); last != 1 {
		t.Errorf("on the eleventh day with prompts came %d", last)
	}
}

// What an older Catcow kept says nothing of presses: the days count from now on.
func TestAScheduleOfAnOlderCatcowIsNotSlowAtOnce(t *testing.T) {
	l := newChannel(t)
	l.days(11)
	if err := l.store.Update(t.Context(), func(tx storage.Tx) error {
		c, err := tx.Channel("C1")
		if err != nil {
			return err
		}
		c.Schedules[0].Touched = habit.Day{}
		return tx.PutChannel(c)
	}); err != nil {
		t.Fatal(err)
	}
	if last, _ := l.days(11); last != 2 {
		t.Errorf("on the eleventh day came %d", last)
	}
	if last, _ := l.days(1); last != 1 {
		t.Errorf("on the twelfth day came %d", last)
	}
}

// Who set the schedule decides, with each of the buttons, once or twice.
func TestWhoSetPromptsDecidesAboutThem(t *testing.T) {
	l := newChannel(t)
	l.days(12)
	other := func(do string) string {
		reply, err := l.set.Handle(t.Context(), commands.Request{What: commands.Pressed, User: "U2", Do: do, Value: "C1", Channel: "D2", Direct: true, Cause: "x" + do, Now: l.now})
		if err != nil {
			return err.Error()
		}
		return all(reply)
	}
	if text := other("endplan"); !strings.Contains(text, "A colleague looks after") || l.ofChannel().Plan.IsZero() {
		t.Errorf("somebody else ended them: %s", text)
	}
	for range 2 {
		if text := all(l.press("fullplan", "C1")); !strings.Contains(text, "All of them come again") || l.ofChannel().Slow {
			t.Errorf("All of them again: %s", text)
		}
	}
	for i, want := range []string{"They are ended.", "ended already"} {
		reply := l.press("endplan", "C1")
		if text := all(reply); !strings.Contains(text, want) || !l.ofChannel().Plan.IsZero() || len(reply.Posts) != 1-i {
			t.Errorf("End them: %s, with %v", text, reply.Posts)
		}
	}
	if text := all(l.press("fullplan", "C1")); !strings.Contains(text, "ended since") {
		t.Errorf("All of them again, of none: %s", text)
	}
}

// The owner who is on pause, or set the times anew before the question left, is not asked.
func TestAQuestionThatIsSettledIsNotAsked(t *testing.T) {
	for said, want := range map[string]string{
		"pause 3 days": "on pause",
		"schedule daily 10:00 15:00 in Reykjavik": "settled", // the same times: their word that all shall come
		"schedule weekdays 11:00":                 "settled",
		"schedule off":                            "settled",
		"schedule daily 10:00 in Nairobi":         "settled",
	} {
		l := newChannel(t)
		l.days(11)
		l.now = l.now.Truncate(24 * hour).Add(10 * hour)
		var asked storage.SlotKey
		for _, p := range l.claim() {
			if p.To == "U1" {
				asked = p.Slot
			}
		}
		l.do(commands.Request{Channel: "C1", Text: said})
		start, err := l.set.Begin(t.Context(), asked, l.now, commands.Busy{})
		if err != nil || start.Go || start.Why != want {
			t.Errorf("after %q: %+v, %v", said, start, err)
		}
	}
}

// What came before the last press was not ignored, however long ago that is.
func TestDaysBeforeAPressDoNotCount(t *testing.T) {
	l := newChannel(t)
	l.days(8)
	key := storage.SlotKey("prompt/C1/2026-03-09T15:00")
	l.do(commands.Request{What: commands.Pressed, Channel: "C1", Do: "later", Value: l.slot(key).Exercise + "|" + string(key) + "|"})
	l.do(commands.Request{Channel: "C1", Text: "schedule skip 10 mar - 28 mar"})
	l.now = l.now.Add(20 * 24 * hour)
	if last, asked := l.days(4); last != 2 || asked != nil {
		t.Errorf("on the fourth day after a press came %d, and %v", last, asked)
	}
}
