package commands_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/content"
	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

// desk is where somebody presses whatever they ever saw.
type desk struct {
	*rapid.T
	set     *commands.Set
	store   storage.Store
	library *content.Library
	now     time.Time
	n       int // messages so far
	seen    []commands.Request
}

var sayings = []string{
	"", "desk", "floor", "bridge", "seated turn", "done", "done bridge", "done seated turn yesterday", "done brigde", "streak", "streak why", "streak hide", "streak show",
	"checkin", "checkin 2", "checkin 3", "checkin 6", "checkin 8", "checkin 10", "checkin severe", "checkin daily 14:00", "trend", "toolbox", "toolbox add bridge",
	"toolbox remove bridge", "plan", "plan off", "leave out chin tuck", "leave out", "take back chin tuck", "take back bridge", "remind 11:00", "pause 2 days", "resume", "bad day",
	"stop", "settings", "help now", "my legs are numb", "it hurts a bit", "forget me", "schedule 10:30", "schedule skip tomorrow", "schedule skip off", "schedule pause", "schedule resume", "schedule off", "schedule",
}

// deliver hands it over once and holds it against what always has to be true.
func (d *desk) deliver(r commands.Request) commands.Reply {
	before := len(held(d, d.store).Sessions)
	reply, err := d.set.Handle(context.Background(), r)
	var problem *commands.Problem
	if err != nil && !errors.As(err, &problem) {
		d.Fatalf("%+v: %v", r, err)
	}
	h := held(d, d.store)
	if n := len(h.Sessions); n > before+1 {
		d.Errorf("%+v made %d sessions", r, n-before)
	}
	for id, p := range h.Member.Moves {
		e, ok := d.library.Exercise(id)
		if !ok || p.Level < 0 || p.Level > len(e.Dose) || p.Step < 0 || p.Step > 2 || p.Offer < 0 || p.Helped > p.Votes {
			d.Errorf("%+v leaves %s at %+v", r, id, p)
		}
	}
	if len(h.Member.Toolbox) > 8 {
		d.Errorf("%d moves in the toolbox", len(h.Member.Toolbox))
	}
	if care.Stand(h.Member.Alerts, r.Now).Lock != "" {
		for _, m := range []*commands.Message{&reply.Message, reply.Instead, formOf(reply)} {
			if m == nil {
				continue
			}
			if text := blockkit.Text(*m); offers(*m, "next") || offers(*m, "another") || offers(*m, "up") || strings.Contains(text, "How much:") && r.Do != "read" {
				d.Errorf("while locked, %+v is answered with\n%s", r, text)
			}
		}
	}
	return reply
}

// happen delivers it, and then again: the same thing again changes nothing.
func (d *desk) happen(r commands.Request) {
	r.User, r.Name, r.Zone, r.Now = "U1", "Ada", "Europe/London", d.now
	if r.Channel == "" {
		r.Channel = "C1"
	}
	reply := d.deliver(r)
	once := held(d, d.store)
	for again := range rapid.IntRange(0, 2).Draw(d.T, "again") {
		r.Now = d.now.Add(time.Duration(10*(again+1)) * time.Second)
		posts := d.deliver(r).Posts
		if diff := cmp.Diff(once, held(d, d.store)); diff != "" {
			d.Errorf("delivered again, %+v changes:\n%s", r, diff)
		}
		if len(posts) > 0 {
			d.Errorf("delivered again, %+v tells the channel again: %s", r, blockkit.Text(posts[0].Message))
		}
	}
	d.look(reply, r)
}

// look takes note of all that can be pressed from now on.
func (d *desk) look(reply commands.Reply, r commands.Request) {
	d.n++
	show := func(m *commands.Message, channel habit.ChannelID, fleeting, form bool) {
		if m == nil {
			return
		}
		for _, a := range actions(commands.Reply{Message: *m}) {
			a.Channel, a.Fleeting, a.InForm, a.Direct = channel, fleeting, form, channel == "D1"
			a.On = commands.Place{Channel: channel, TS: fmt.Sprint(d.n)}
			a.Cause = fmt.Sprintf("press/%s/%d/%s", channel, d.n, a.Do)
			d.seen = append(d.seen, a)
		}
	}
	show(&reply.Message, r.Channel, !r.Direct || reply.Personal, false)
	show(reply.Instead, r.Channel, r.Fleeting, false)
	show(formOf(reply), r.Channel, false, true)
	for _, p := range reply.Posts {
		show(&p.Message, habit.ChannelID(p.To), false, false)
	}
	if reply.Form == nil || reply.Form.Submit == "" {
		return
	}
	fields := map[string]string{"when": "lunch is over", "move": "E03", "times": "9:30", "days": "daily"}
	for _, part := range reply.Form.Parts {
		switch p := part.(type) {
		case commands.Choice:
			fields[p.ID] = rapid.SampledFrom(p.Options).Draw(d.T, p.ID).Value
		case commands.Choices:
			fields[p.ID] = rapid.SampledFrom(p.Options).Draw(d.T, p.ID).Value
		}
	}
	d.seen = append(d.seen, commands.Request{
		What: commands.Submitted, Do: reply.Form.Do, Value: reply.Form.Value, Fields: fields, Cause: fmt.Sprint("form/", d.n), Channel: r.Channel,
	})
}

// tick is one pass of the clock.
func (d *desk) tick() {
	for post, err := range d.set.Due(context.Background(), d.now) {
		if err != nil {
			d.Fatal(err)
		}
		d.n++
		place := commands.Place{Channel: "D1", TS: fmt.Sprint(d.n)}
		if strings.HasPrefix(post.To, "C") {
			place.Channel = "C1"
		} else if care.Stand(held(d, d.store).Member.Alerts, d.now).Quiet {
			d.Errorf("pushed while it is quiet:\n%s", blockkit.Text(post.Message))
		}
		if err := d.set.Settle(context.Background(), post.Slot, d.now, commands.Outcome{State: storage.Sent, Place: place}); err != nil {
			d.Fatal(err)
		}
		d.look(commands.Reply{Message: post.Message}, commands.Request{Channel: place.Channel, Direct: place.Channel == "D1"})
	}
}

var fact = regexp.MustCompile(`(?m)^(Streak|Best|Active days so far): (\d+)`)

// counts are the numbers of the streak, as the person reads them.
func (d *desk) counts() map[string]int {
	reply, err := d.set.Handle(context.Background(), commands.Request{
		User: "U1", Channel: "C1", Text: "streak", Cause: fmt.Sprint("counts/", d.n), Zone: "Europe/London", Now: d.now,
	})
	if err != nil {
		d.Fatal(err)
	}
	counts := map[string]int{}
	for _, m := range fact.FindAllStringSubmatch(blockkit.Text(reply.Message), -1) {
		counts[m[1]], _ = strconv.Atoi(m[2])
	}
	return counts
}

// Whatever is pressed, in whatever order, old buttons too, each one to three times.
func TestAnyButtonAtAnyTime(t *testing.T) {
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		set, store := newSet(t)
		defer store.Close()
		d := &desk{T: rt, set: set, store: store, library: library, now: monday}
		if err := set.Present(t.Context(), []habit.ChannelID{"C1"}); err != nil {
			rt.Fatal(err)
		}
		d.happen(commands.Request{What: commands.Pressed, Do: "agree", Cause: "agree"})
		for range rapid.IntRange(1, 20).Draw(rt, "steps") {
			switch kind := rapid.IntRange(0, 9).Draw(rt, "kind"); {
			case kind < 4 || len(d.seen) == 0:
				text := rapid.SampledFrom(sayings).Draw(rt, "text")
				direct := rapid.Bool().Draw(rt, "direct") && !strings.HasPrefix(text, "schedule")
				r := commands.Request{Text: text, Cause: fmt.Sprint("typed/", d.n), Direct: direct}
				if direct {
					r.Channel = "D1"
				}
				d.happen(r)
			default: // the newest are the likeliest
				last := min(len(d.seen), rapid.SampledFrom([]int{5, 20, 1000}).Draw(rt, "how far back"))
				d.happen(d.seen[len(d.seen)-1-rapid.IntRange(0, last-1).Draw(rt, "which")])
			}
			d.now = d.now.Add(rapid.SampledFrom([]time.Duration{
				time.Minute, 7 * time.Minute, hour, 5 * hour, 9 * hour, 24 * hour, 25 * hour, 72 * hour, -time.Minute,
			}).Draw(rt, "later"))
			d.tick()
		}
		if c := d.counts(); c["Streak"] > c["Active days so far"] || c["Best"] > c["Active days so far"] {
			rt.Errorf("the streak says %v", c)
		}
	})
}

// did logs a session as the small hours begin.
func (l *life) did(at time.Time, cause string) commands.Reply {
	l.now = at
	return l.do(commands.Request{Text: "done bridge", Cause: cause})
}

func TestASessionCountsForYesterdayOnce(t *testing.T) {
	l := newLife(t)
	l.did(time.Date(2026, 3, 4, 0, 40, 0, 0, time.UTC), "s")
	pressed := commands.Request{What: commands.Pressed, Do: "yesterday", Value: "s", Fleeting: true, Cause: "y"}
	l.do(pressed)
	once := l.held()
	if len(once.Sessions) != 1 || once.Sessions[0].Day != (habit.Day{Year: 2026, Month: 3, Date: 3}) {
		t.Fatalf("kept: %+v", once.Sessions)
	}
	if text := all(l.do(pressed)); !strings.Contains(text, "logged already") {
		t.Errorf("pressed again:\n%s", text)
	}
	if diff := cmp.Diff(once, l.held()); diff != "" {
		t.Errorf("pressed again:\n%s", diff)
	}
	l.press("undo", "s")
	if n := len(l.held().Sessions); n != 0 {
		t.Errorf("%d sessions after Undo", n)
	}
	for do, want := range map[string]string{"undo|s": "taken back already", "felt|easy|s": "no longer there", "ached|none|s": "no longer there", "helped|yes|s": "no longer there", "yesterday|s": "no longer there"} {
		do, value, _ := strings.Cut(do, "|")
		if text := all(l.press(do, value)); !strings.Contains(text, want) {
			t.Errorf("%s of what was undone:\n%s", do, text)
		}
	}
	if n := len(l.held().Sessions); n != 0 {
		t.Errorf("%d sessions after all of it", n)
	}
}

// The best streak is that of what is logged, not of what was taken back.
func TestUndoTakesBackTheBestStreakToo(t *testing.T) {
	l := newLife(t)
	for day := range 3 {
		l.did(monday.AddDate(0, 0, day), fmt.Sprint(day))
	}
	l.press("undo", "2")
	if text := all(l.say("streak")); !strings.Contains(text, "Best: 2 active days") {
		t.Errorf("after Undo:\n%s", text)
	}
	// And of what was erased for its age it stays.
	if err := l.set.Sweep(t.Context(), monday.AddDate(0, 0, 402)); err != nil {
		t.Fatal(err)
	}
	l.now = monday.AddDate(0, 0, 403)
	if text := all(l.say("streak")); !strings.Contains(text, "Best: 2 active days") || !strings.Contains(text, "Active days so far: 2") {
		t.Errorf("after the sweep:\n%s", text)
	}
}

// An offer is not accepted where a card asks for care, by whatever button.
func TestAnOfferIsNotAcceptedWhileCareIsAskedFor(t *testing.T) {
	for _, r := range rules {
		if r.locked == 0 && r.gentle == 0 {
			continue
		}
		l, _ := under(t, r)
		m := l.held().Member
		offered := care.Progress{Level: 1, Times: 4, Good: 3, Offer: 3, Done: habit.DayOf(monday), Last: care.Easy}
		m.Moves = map[string]care.Progress{"E05": offered}
		l.put(m)
		if text := all(l.press("up", "E05")); strings.Contains(text, "Next time:") {
			t.Errorf("%s:\n%s", r.name, text)
		}
		if got := l.held().Member.Moves["E05"]; got.Level > 1 || got.Step > 0 {
			t.Errorf("%s: raised to %+v", r.name, got)
		}
	}
}

// What is said of a session during a lock builds nothing, and is answered in a word.
func TestFeedbackDuringALockOffersNothing(t *testing.T) {
	l := newLife(t)
	for day := range 3 {
		l.did(monday.AddDate(0, 0, 2*day), fmt.Sprint(day))
		l.press("felt", "right|"+fmt.Sprint(day))
		if day == 2 {
			l.press("wrong", "")
		}
		reply := l.press("ached", "none|"+fmt.Sprint(day))
		if text := all(reply); day == 2 && strings.TrimSpace(text) != "Noted. Thank you." {
			t.Errorf("during a lock:\n%s", text)
		}
	}
	if p := l.held().Member.Moves["E03"]; p.Offer != 0 {
		t.Errorf("an offer came of it: %+v", p)
	}
}

// A word about a channel's schedule that arrives again changes and tells nothing.
func TestAScheduleIsChangedAndToldOnce(t *testing.T) {
	for _, text := range []string{"schedule 11:00", "schedule skip tomorrow", "schedule skip off", "schedule pause", "schedule pause until 9 mar", "schedule resume", "schedule off"} {
		l := newLife(t)
		if err := l.set.Present(t.Context(), []habit.ChannelID{"C1"}); err != nil {
			t.Fatal(err)
		}
		for _, first := range []string{"schedule 10:30", "schedule skip 24 dec", "schedule pause until 5 mar"} {
			l.do(commands.Request{Text: first, Channel: "C1"})
		}
		r := commands.Request{Text: text, Channel: "C1", Cause: "s"}
		before := l.held().Channel
		if posts := l.do(r).Posts; len(posts) != 1 {
			t.Errorf("%s: the channel is told %d times", text, len(posts))
		}
		once := l.held()
		if cmp.Equal(before, once.Channel) {
			t.Errorf("%s changes nothing", text)
		}
		l.now = l.now.Add(time.Minute)
		if posts := l.do(r).Posts; len(posts) > 0 {
			t.Errorf("%s, again, tells the channel:\n%s", text, blockkit.Text(posts[0].Message))
		}
		if diff := cmp.Diff(once, l.held()); diff != "" {
			t.Errorf("%s, again:\n%s", text, diff)
		}
	}
}

// Not now and Another one turn a move down once, however often they arrive.
func TestAMoveIsTurnedDownOnceADay(t *testing.T) {
	for _, do := range []string{"later", "another"} {
		l := newLife(t)
		r := commands.Request{What: commands.Pressed, Do: do, Value: "V02||", Fleeting: true, Cause: "p"}
		l.do(r)
		l.now = l.now.Add(time.Minute)
		l.do(r)
		if n := len(l.held().Member.Skips); n != 1 {
			t.Errorf("%s twice: turned down %d times", do, n)
		}
		l.now = l.now.Add(24 * hour)
		l.do(r)
		if n := len(l.held().Member.Skips); n != 2 {
			t.Errorf("%s on the next day: turned down %d times", do, n)
		}
	}
}

// A score that Slack delivers again after it was corrected stays corrected.
func TestACorrectedScoreStaysCorrected(t *testing.T) {
	for _, asked := range []bool{true, false} {
		l := newLife(t)
		l.press("agree", "")
		if asked {
			l.say("checkin daily 14:00")
			l.now = time.Date(2026, 3, 2, 14, 0, 0, 0, time.UTC)
			l.clock()
		}
		typed := commands.Request{Text: "10", Cause: "message/1"}
		l.do(typed)
		l.now = l.now.Add(time.Minute)
		l.press("rescore", "1|"+l.held().CheckIns[0].Cause)
		once := l.held()
		l.now = l.now.Add(5 * time.Minute)
		l.do(typed)
		if diff := cmp.Diff(once, l.held()); diff != "" {
			t.Errorf("asked: %v, the message again:\n%s", asked, diff)
		}
	}
}

// It's better again takes back the bad day, and nothing else.
func TestBetterTakesBackTheBadDayAlone(t *testing.T) {
	for state, want := range map[string]string{"my legs are numb": "I can't judge this", "8": "Gentle mode goes on", "": "Everything is as it was"} {
		l := newLife(t)
		l.press("agree", "")
		l.say("bad day")
		if state != "" {
			l.say(state)
		}
		if text := all(l.press("better", "badday/2026-03-02")); !strings.Contains(text, want) {
			t.Errorf("after %q:\n%s", state, text)
		}
		if s := care.Stand(l.held().Member.Alerts, l.now); (s.Lock != "" || s.Gentle) != (state != "") {
			t.Errorf("after %q: %+v", state, s)
		}
	}
	l := newLife(t)
	l.say("bad day")
	l.now = l.now.Add(24 * hour)
	l.say("bad day")
	if text := all(l.press("better", "badday/2026-03-02")); strings.Contains(text, "as it was") {
		t.Errorf("yesterday's button on another bad day:\n%s", text)
	}
}

// After forget me any old button is pressed by a stranger.
func TestOldButtonsAfterForgetMe(t *testing.T) {
	l := lived(t, "8")
	var seen []commands.Request
	for _, text := range []string{"", "bridge", "done bridge", "checkin", "checkin 6", "toolbox", "settings", "plan", "streak", "leave out", "trend", "bad day", "remind", "help", "schedule", "done brigde", "my legs are numb"} {
		seen = append(seen, actions(l.say(text))...)
	}
	for _, value := range []string{"easy|logged5", "none|logged5", "yes|logged5"} {
		for _, do := range []string{"felt", "ached", "helped", "pain", "up", "level", "undo", "yesterday"} {
			seen = append(seen, commands.Request{What: commands.Pressed, Do: do, Value: value, Fleeting: true})
		}
	}
	for _, r := range seen {
		if slices.Contains([]string{"wrong", "meant"}, r.Do) {
			continue
		}
		l.press("erase", "")
		if len(all(l.do(r))) == 0 {
			t.Errorf("%s %q is answered with nothing", r.Do, r.Value)
		}
		h := l.held()
		if len(h.CheckIns) > 0 || !h.Member.Agreed.IsZero() || h.Member.Total > 0 || h.Member.Best > 0 || len(h.Member.Pauses) > 0 || h.Member.Plan.When != "" {
			t.Errorf("%s %q brings back %+v", r.Do, r.Value, h)
		}
	}
}
