package commands_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

// team is a life in a channel that Catcow is in.
func team(t *testing.T) *life {
	l := newLife(t)
	if err := l.set.Present(t.Context(), l.now, []habit.ChannelID{"C1", "C2"}, nil); err != nil {
		t.Fatal(err)
	}
	return l
}

// here types in the channel.
func (l *life) here(text string) commands.Reply {
	l.t.Helper()
	return l.do(commands.Request{Text: text, Channel: "C1"})
}

// pressHere presses a button that stands in the channel.
func (l *life) pressHere(do, value string) commands.Reply {
	l.t.Helper()
	return l.do(commands.Request{What: commands.Pressed, Do: do, Value: value, Fleeting: true, Channel: "C1"})
}

// submit fills the form of a channel's schedule.
func (l *life) submit(value string, fields map[string]string) commands.Reply {
	l.t.Helper()
	return l.do(commands.Request{What: commands.Submitted, Do: "planned", Value: value, Fields: fields, Channel: "C1"})
}

// undo is the value of the Undo button in what a reply tells the channel.
func undo(t *testing.T, r commands.Reply) string {
	t.Helper()
	for _, post := range r.Posts {
		for _, part := range post.Parts {
			row, _ := part.(commands.Actions)
			for _, a := range row {
				if b, ok := a.(commands.Button); ok && b.Label == "Undo" {
					return b.Value
				}
			}
		}
	}
	t.Fatalf("nothing can be undone: %+v", r)
	return ""
}

// settings is what people set of a channel's schedules, without what the clock moves on.
var settings = cmp.Options{cmpopts.IgnoreFields(storage.Schedule{}, "Decided"), cmpopts.EquateEmpty()}

// Undo brings back exactly the schedules before, whatever the change was.
func TestUndoBringsBackWhatWas(t *testing.T) {
	changes := map[string]func(*life) commands.Reply{
		"another plan": func(l *life) commands.Reply { return l.here("schedule 1 mon 9:00 in Tokyo") },
		"one more":     func(l *life) commands.Reply { return l.here("schedule add mon 9:00") },
		"one off":      func(l *life) commands.Reply { return l.here("schedule off 2") },
		"all off":      func(l *life) commands.Reply { return l.here("schedule off all") },
		"a pause":      func(l *life) commands.Reply { return l.here("schedule pause") },
		"a resume":     func(l *life) commands.Reply { return l.here("schedule resume") },
		"dates":        func(l *life) commands.Reply { return l.here("schedule skip 24 mar") },
		"no dates":     func(l *life) commands.Reply { return l.here("schedule skip off") },
		"Stop":         func(l *life) commands.Reply { return l.pressHere("unschedule", "C1/1") },
		"the form": func(l *life) commands.Reply {
			return l.submit("schedule/C1/1", map[string]string{"days": "daily", "times": "8:00", "place": "desk", "word": "", "skip": "", "roundup": "no"})
		},
	}
	for name, change := range changes {
		t.Run(name, func(t *testing.T) {
			l := team(t)
			l.submit("schedule/C1", map[string]string{"days": "weekdays", "times": "10:30", "place": care.Floor, "word": "This is work time", "skip": "2026-03-20", "roundup": "yes"})
			l.here("schedule add fri 14:00")
			l.here("schedule 2 pause 3 days")
			before := l.held().Channel
			l.now = l.now.Add(time.Hour)
			value := undo(t, change(l))
			after := l.held().Channel
			if cmp.Equal(before.Schedules, after.Schedules, settings) {
				t.Fatal("nothing has changed")
			}
			l.now = l.now.Add(24 * time.Hour)
			r := l.pressHere("restore", value)
			got := l.held().Channel
			if diff := cmp.Diff(before.Schedules, got.Schedules, settings); diff != "" {
				t.Errorf("before (-) and undone (+):\n%s", diff)
			}
			if !got.Roundup.Plan.Equal(before.Roundup.Plan) {
				t.Errorf("the week is summed up %v, before %v", got.Roundup.Plan, before.Roundup.Plan)
			}
			if len(r.Posts) != 1 || !strings.Contains(blockkit.Text(r.Posts[0].Message), "took back") {
				t.Errorf("the channel is told %+v", r.Posts)
			}
			if r = l.pressHere("restore", value); !strings.Contains(all(r), "already") || len(r.Posts) > 0 {
				t.Errorf("once more: %s", all(r))
			}
		})
	}
}

// What fell due meanwhile is not sent after an Undo.
func TestUndoSendsNothingLate(t *testing.T) {
	l := team(t)
	l.here("schedule 10:30")
	value := undo(t, l.here("schedule 15:00"))
	l.now = time.Date(2026, 3, 2, 10, 35, 0, 0, time.UTC)
	l.pressHere("restore", value)
	if posts := l.clock(); len(posts) > 0 {
		t.Errorf("after the Undo comes %+v", posts)
	}
	l.now = time.Date(2026, 3, 3, 10, 30, 0, 0, time.UTC)
	if posts := l.clock(); len(posts) != 1 {
		t.Errorf("the next day comes %+v", posts)
	}
}

func TestUndoIsForADayAndForTheLastChange(t *testing.T) {
	l := team(t)
	first := undo(t, l.here("schedule 10:30"))
	second := undo(t, l.here("schedule 11:30"))
	before := l.held().Channel
	if got := all(l.pressHere("restore", first)); !strings.Contains(got, "changed again since") {
		t.Errorf("after a later change: %s", got)
	}
	l.now = l.now.Add(24*time.Hour + time.Second)
	if got := all(l.pressHere("restore", second)); !strings.Contains(got, "for a day") {
		t.Errorf("after a day: %s", got)
	}
	if diff := cmp.Diff(before, l.held().Channel); diff != "" {
		t.Errorf("changed:\n%s", diff)
	}
}

func TestThereIsRoomForFiveSchedulesAndTwoHundredInAll(t *testing.T) {
	l := team(t)
	for n := range 5 {
		l.here(fmt.Sprintf("schedule add %d:00", 9+n))
	}
	if got := all(l.here("schedule add 16:00")); !strings.Contains(got, "5 schedules") || len(l.held().Channel.Schedules) != 5 {
		t.Errorf("the sixth: %s", got)
	}
	err := l.store.Update(t.Context(), func(tx storage.Tx) error {
		plan := habit.Plan{Days: habit.Workweek, At: []habit.Minute{600}, Zone: "UTC"}
		for n := range 39 {
			c := storage.Channel{ID: habit.ChannelID(fmt.Sprint("CX", n))}
			for range 5 {
				c = c.With(storage.Schedule{Plan: plan, Decided: l.now})
			}
			if err := tx.PutChannel(c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := all(l.do(commands.Request{Text: "schedule 9:00", Channel: "C2"})); !strings.Contains(got, "200 schedules") {
		t.Errorf("the 201st: %s", got)
	}
	l.here("schedule off 1")
	if got := all(l.do(commands.Request{Text: "schedule 9:00", Channel: "C2"})); !strings.Contains(got, "Set.") {
		t.Errorf("after one has ended: %s", got)
	}
}

func TestTwoPressesPostOnePrompt(t *testing.T) {
	l := team(t)
	l.here("schedule 10:30")
	posted := func(after time.Duration, who habit.UserID) int {
		l.now = l.now.Add(after)
		return len(l.do(commands.Request{What: commands.Pressed, Do: "postnow", Value: "C1/1", Cause: string(who) + l.now.String()}).Posts)
	}
	l.now = time.Date(2026, 3, 2, 9, 59, 59, 0, time.UTC)
	var got []int
	for _, after := range []time.Duration{0, 0, 2 * time.Second, time.Minute, time.Minute} {
		got = append(got, posted(after, "U1"))
	}
	if want := []int{1, 0, 0, 0, 1}; !slices.Equal(got, want) {
		t.Errorf("posted %v, want %v", got, want)
	}
	// In the minute of the plan there is one, too, by whichever comes first.
	l.now = time.Date(2026, 3, 2, 10, 30, 0, 0, time.UTC)
	if n := posted(0, "U1"); n != 1 {
		t.Errorf("at 10:30 by hand: %d", n)
	}
	if posts := l.clock(); len(posts) > 0 {
		t.Errorf("at 10:30 by the clock: %+v", posts)
	}
	l.now = time.Date(2026, 3, 3, 10, 30, 0, 0, time.UTC)
	if posts := l.clock(); len(posts) != 1 {
		t.Errorf("the next day by the clock: %+v", posts)
	}
	if n := posted(0, "U1"); n != 0 {
		t.Errorf("the next day by hand, too: %d", n)
	}
}

// A prompt that was posted by hand is begun, settled and counted as any other.
func TestAPromptByHandIsLikeAnyOther(t *testing.T) {
	l := team(t)
	l.here("schedule 10:30")
	post := l.pressHere("postnow", "C1/1").Posts[0]
	if start, err := l.set.Begin(t.Context(), post.Slot, l.now, commands.Busy{}); err != nil || !start.Go {
		t.Fatalf("Begin = %+v, %v", start, err)
	}
	if err := l.set.Settle(t.Context(), post.Slot, l.now, commands.Outcome{State: storage.Sent, Place: commands.Place{Channel: "C1", TS: "1"}}); err != nil {
		t.Fatal(err)
	}
	if slot := l.slot(post.Slot); slot.State != storage.Sent || slot.Key != "prompt/C1/2026-03-02T09:00" {
		t.Errorf("the slot is %+v", slot)
	}
	l.pressHere("did", "V11|"+string(post.Slot)+"|")
	err := l.store.View(t.Context(), func(r storage.Reader) error {
		took, err := r.Took(post.Slot)
		if len(took) != 1 {
			t.Errorf("took: %v", took)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// week lets people answer prompts, one day after another, and says what Friday brings.
func weekOf(t *testing.T, people ...int) string {
	l := team(t)
	l.here("schedule 10:30")
	l.submit("schedule/C1/1", map[string]string{"days": "weekdays", "times": "10:30", "roundup": "yes"})
	for day, n := range people {
		l.now = time.Date(2026, 3, 2+day, 10, 30, 0, 0, time.UTC)
		for _, post := range l.clock() {
			for who := range n {
				_, err := l.set.Handle(context.Background(), commands.Request{
					What: commands.Pressed, Do: "did", Value: "V11|" + string(post.Slot) + "|", User: habit.UserID(fmt.Sprint("U", who)),
					Channel: "C1", Zone: "Europe/London", Now: l.now, Cause: fmt.Sprint("did", day, who),
				})
				if err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	var said []string
	for _, at := range []int{10 * 60, 15*60 + 59, 16 * 60, 16*60 + 1, 18 * 60} {
		l.now = time.Date(2026, 3, 6, 0, at, 0, 0, time.UTC)
		for _, post := range l.clock() {
			if strings.HasPrefix(string(post.Slot), "roundup/") {
				said = append(said, fmt.Sprintf("%s %s", post.Slot, strings.Split(blockkit.Text(post.Message), "\n")[0]))
			}
		}
	}
	return strings.Join(said, "; ")
}

// Fewer than five people are not summed up, and not mentioned.
func TestAWeekIsSummedUpFromFivePeopleOn(t *testing.T) {
	for want, people := range map[string][]int{
		"": {4, 4, 4, 4},
		"roundup/C1/2026-03-06T16:00 5 people moved 5 times this week.":  {5},
		"roundup/C1/2026-03-06T16:00 6 people moved 10 times this week.": {1, 6, 0, 3},
	} {
		if got := weekOf(t, people...); got != want {
			t.Errorf("of %v is said %q, want %q", people, got, want)
		}
	}
}

// What a stop leaves of a roundup is decided as any slot.
func TestARoundupIsClaimedOnceAndGoesOnAfterAStop(t *testing.T) {
	l := team(t)
	l.submit("schedule/C1", map[string]string{"days": "weekdays", "times": "10:30", "roundup": "yes"})
	l.now = time.Date(2026, 3, 2, 10, 30, 0, 0, time.UTC)
	prompt := l.clock()[0]
	for who := range 5 {
		handle(t, l.set, commands.Request{What: commands.Pressed, Do: "did", Value: "V11|" + string(prompt.Slot) + "|",
			User: habit.UserID(fmt.Sprint("U", who)), Channel: "C1", Zone: "Europe/London", Now: l.now, Cause: fmt.Sprint("did", who)})
	}
	l.now = time.Date(2026, 3, 6, 16, 0, 0, 0, time.UTC)
	if posts := l.claim(); len(posts) != 1 || posts[0].To != "C1" {
		t.Fatalf("claimed: %+v", posts)
	}
	on, err := l.set.Resume(t.Context(), l.now)
	if err != nil || len(on.Posts) != 1 || !strings.Contains(blockkit.Text(on.Posts[0].Message), "5 people moved 5 times") {
		t.Fatalf("Resume = %+v, %v", on, err)
	}
	l.submit("schedule/C1/1", map[string]string{"days": "weekdays", "times": "10:30", "roundup": "no"})
	if start, err := l.set.Begin(t.Context(), on.Posts[0].Slot, l.now, commands.Busy{}); err != nil || start.Go {
		t.Errorf("Begin after it was turned off = %+v, %v", start, err)
	}
}

func TestOfTwoPlansInOneMinuteOneComes(t *testing.T) {
	l := team(t)
	l.here("schedule mon 11:00 in Berlin")
	l.here("schedule add mon 10:00 in London")
	l.now = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
	posts := l.clock()
	if len(posts) != 1 || posts[0].Slot != "prompt/C1/2026-03-02T11:00" {
		t.Fatalf("posted: %+v", posts)
	}
	if slot := l.slot("prompt/C1.2/2026-03-02T10:00"); slot.State != storage.Skipped || slot.Why != "another schedule has that minute" {
		t.Errorf("the other is %+v", slot)
	}
}

// Dates in the past of a channel go on to be days off of who follows it.
func TestAFollowedDayOffStaysOne(t *testing.T) {
	l := team(t)
	l.here("schedule 10:30")
	l.here("schedule skip 4 mar - 5 mar")
	l.here("streak follow")
	on := func(day, hour int) { l.now = time.Date(2026, 3, day, hour, 0, 0, 0, time.UTC) }
	l.say("done bridge")
	on(3, 9)
	l.say("done bridge")
	on(5, 9)
	l.say("done bridge") // a day off, and it counts
	on(6, 9)
	l.say("streak")
	if marks := l.held().Member.Marks; !slices.Contains(marks, habit.Mark{Day: habit.Day{Year: 2026, Month: 3, Date: 4}, As: habit.Off}) {
		t.Errorf("the marks are %+v", marks)
	}
	l.say("streak unfollow")
	l.here("schedule off")
	got := all(l.say("streak"))
	if !strings.Contains(got, "Streak: 3 active days") || !strings.Contains(got, "In reserve: 2 freezes") {
		t.Errorf("the streak is %s", got)
	}
}
