package commands_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"catcow/commands"
	"catcow/internal/habit"
	"catcow/storage"
)

// Whatever happens, delivering it again changes nothing that is kept.
func TestRedeliveryChangesNothing(t *testing.T) {
	happenings := []commands.Request{
		{Text: "done"}, {Text: "done cat cow yesterday"}, {Text: "checkin 3"}, {Text: "checkin 8"}, {Text: "checkin 10"},
		{Text: "checkin daily 14:00"}, {Text: "remind 9:00"}, {Text: "pause 2 days"}, {Text: "resume"}, {Text: "stop"},
		{Text: "help now"}, {Text: "my legs are numb"}, {Text: "schedule 10:30"}, {Text: "schedule add mon 9:00"}, {Text: "schedule pause 2 days"},
		{Text: "schedule off"}, {Text: "schedule off 2"}, {Text: "schedule skip 24 mar"}, {Text: "streak follow"},
		{What: commands.Pressed, Do: "postnow", Value: "C1/1"}, {What: commands.Pressed, Do: "unschedule", Value: "C1/all"},
		{What: commands.Pressed, Do: "restore", Value: "C1/1"}, {What: commands.Pressed, Do: "restore", Value: "C1/2"},
		{What: commands.Pressed, Do: "replan", Value: "C1/0/daily 9:00 in Europe/London"},
		{What: commands.Pressed, Do: "agree"}, {What: commands.Pressed, Do: "did", Value: "V02||"},
		{What: commands.Pressed, Do: "did", Value: "V11|prompt/C1/2026-03-02T10:30|"},
		{What: commands.Pressed, Do: "score", Value: "4|asking/U1/2026-03-02T14:00"},
		{What: commands.Pressed, Do: "rescore", Value: "2|asking/U1/2026-03-02T14:00"},
		{What: commands.Pressed, Do: "wrong"}, {What: commands.Pressed, Do: "read"}, {What: commands.Pressed, Do: "meant"},
		{Text: "don't store"}, {What: commands.Pressed, Do: "nostore", Value: "now|"}, {What: commands.Pressed, Do: "unkeep"}, {Text: "store"},
		{What: commands.Joined}, {What: commands.Opened, Direct: true},
	}
	rapid.Check(t, func(rt *rapid.T) {
		once, onceStore := newSet(t)
		more, moreStore := newSet(t)
		defer onceStore.Close()
		defer moreStore.Close()
		now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		for i := range rapid.IntRange(1, 12).Draw(rt, "how many") {
			r := rapid.SampledFrom(happenings).Draw(rt, "what")
			now = now.Add(time.Duration(rapid.IntRange(1, 30).Draw(rt, "hours")) * time.Hour)
			r.User, r.Channel, r.Cause, r.Zone, r.Now = "U1", "C1", fmt.Sprint("cause", i), "Europe/London", now
			handle(rt, once, r)
			for range rapid.IntRange(1, 3).Draw(rt, "deliveries") {
				handle(rt, more, r)
			}
		}
		if diff := cmp.Diff(held(rt, onceStore), held(rt, moreStore)); diff != "" {
			rt.Errorf("delivered once (-) and more often (+):\n%s", diff)
		}
	})
}

// handle is a request of a member.
func handle(t rapid.TB, set *commands.Set, r commands.Request) {
	r.Role = commands.Member
	var problem *commands.Problem
	if _, err := set.Handle(context.Background(), r); err != nil && !errors.As(err, &problem) {
		t.Fatalf("%+v: %v", r, err)
	}
}

// holding is what a store holds of U1 and C1, without what only varies a suggestion.
type holding struct {
	Member   storage.Member
	Channel  storage.Channel
	Sessions []storage.Session
	CheckIns []storage.CheckIn
	Took     []habit.UserID
}

func held(t rapid.TB, store storage.Store) (h holding) {
	err := store.View(context.Background(), func(r storage.Reader) (err error) {
		var errs [5]error
		h.Member, errs[0] = r.Member("U1")
		h.Channel, errs[1] = r.Channel("C1")
		h.Sessions, errs[2] = r.Sessions("U1", habit.Day{})
		h.CheckIns, errs[3] = r.CheckIns("U1", time.Time{})
		h.Took, errs[4] = r.Took("prompt/C1/2026-03-02T10:30")
		return errors.Join(errs[:]...)
	})
	if err != nil {
		t.Fatal(err)
	}
	h.Member.Offered = nil
	return h
}

// A slot is settled once; what a crash leaves open becomes unknown and is never sent again.
func TestASlotIsDecidedOnce(t *testing.T) {
	set, store := newSet(t)
	if err := set.Present(t.Context(), time.Time{}, []habit.ChannelID{"C1"}, nil); err != nil {
		t.Fatal(err)
	}
	morning := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	handle(t, set, commands.Request{User: "U1", Channel: "C1", Text: "schedule 10:30 11:30", Zone: "Europe/London", Cause: "1", Now: morning})
	due := func(at time.Time) (posts []commands.Post) {
		t.Helper()
		for post, err := range set.Due(t.Context(), at) {
			if err != nil {
				t.Fatal(err)
			}
			posts = append(posts, post)
		}
		return posts
	}
	half := morning.Add(90 * time.Minute)
	if posts := due(half.Add(-time.Second)); len(posts) != 0 {
		t.Fatalf("%d posts before anything is due", len(posts))
	}
	posts := due(half)
	if len(posts) != 1 || posts[0].Slot != "prompt/C1/2026-03-02T10:30" {
		t.Fatalf("posts at half past: %v", posts)
	}
	if again := due(half.Add(time.Second)); len(again) != 0 {
		t.Errorf("a claimed slot is yielded again: %v", again)
	}
	if start, err := set.Begin(t.Context(), posts[0].Slot, half, commands.Busy{}); err != nil || !start.Go {
		t.Fatalf("Begin = %+v, %v", start, err)
	}
	if start, err := set.Begin(t.Context(), posts[0].Slot, half, commands.Busy{}); err != nil || start.Go {
		t.Fatalf("it begins twice: %+v, %v", start, err)
	}
	// The process dies here: the message may or may not have left.
	if _, err := set.Resume(t.Context(), half.Add(2*time.Second)); err != nil {
		t.Fatal(err)
	}
	state := func() (s storage.Slot) {
		t.Helper()
		if err := store.View(t.Context(), func(r storage.Reader) (err error) {
			s, err = r.Slot(posts[0].Slot)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return s
	}
	if got := state().State; got != storage.Unknown {
		t.Errorf("after a crash the slot is %q, want unknown", got)
	}
	if again := due(half.Add(3 * time.Second)); len(again) != 0 {
		t.Errorf("an unknown slot is sent again: %v", again)
	}
	if err := set.Settle(t.Context(), posts[0].Slot, half, commands.Outcome{State: storage.Sent, Place: commands.Place{Channel: "C1", TS: "1"}}); err != nil {
		t.Fatal(err)
	}
	if got := state().State; got != storage.Unknown {
		t.Errorf("a settled slot became %q", got)
	}
	// The clock jumps back: nothing repeats.
	if again := due(half); len(again) != 0 {
		t.Errorf("after the clock went back: %v", again)
	}
	if next, err := set.Next(t.Context()); err != nil || !next.Equal(morning.Add(150*time.Minute)) {
		t.Errorf("Next = %v, %v, want 11:30", next, err)
	}
}

// The same times set again on the same day do not bring the prompt twice.
func TestASlotIsNotSentAgainAfterItsPlanIsSetAnew(t *testing.T) {
	set, _ := newSet(t)
	if err := set.Present(t.Context(), time.Time{}, []habit.ChannelID{"C1"}, nil); err != nil {
		t.Fatal(err)
	}
	morning := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	say := func(text string, at time.Time) {
		handle(t, set, commands.Request{User: "U1", Channel: "C1", Text: text, Zone: "Europe/London", Cause: text + at.String(), Now: at})
	}
	var keys []storage.SlotKey
	pass := func(at time.Time) {
		for post, err := range set.Due(t.Context(), at) {
			if err != nil {
				t.Fatal(err)
			}
			keys = append(keys, post.Slot)
		}
	}
	say("schedule 9:30", morning)
	pass(morning.Add(30 * time.Minute))
	say("schedule off", morning.Add(31*time.Minute))
	say("schedule 9:30 in New York", morning.Add(32*time.Minute)) // 14:30 in London, the same wall time
	pass(morning.Add(5*time.Hour + 30*time.Minute))
	if len(keys) != 1 {
		t.Errorf("sent %v, want the wall time 9:30 once", keys)
	}
}

// Forgotten is forgotten: no trace of the person, and the next word is a first one.
func TestForgetLeavesNothing(t *testing.T) {
	set, store := newSet(t)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for i, r := range []commands.Request{
		{Text: "done"}, {What: commands.Pressed, Do: "agree"}, {Text: "checkin 8"}, {Text: "remind 9:00"}, {Text: "checkin daily 10:00"},
		{What: commands.Pressed, Do: "did", Value: "V11|prompt/C1/2026-03-02T10:30|"},
	} {
		r.User, r.Channel, r.Cause, r.Zone, r.Now = "U1", "C1", fmt.Sprint(i), "Europe/London", now
		handle(t, set, r)
	}
	if h := held(t, store); len(h.Sessions) != 2 || len(h.CheckIns) != 1 || len(h.Took) != 1 {
		t.Fatalf("nothing to forget: %+v", h)
	}
	handle(t, set, commands.Request{What: commands.Pressed, Do: "erase", User: "U1", Channel: "C1", Cause: "e", Zone: "Europe/London", Now: now})
	if diff := cmp.Diff(holding{Member: storage.Member{ID: "U1"}, Channel: storage.Channel{ID: "C1"}}, held(t, store)); diff != "" {
		t.Errorf("left over:\n%s", diff)
	}
	if next, err := set.Next(t.Context()); err != nil || !next.IsZero() {
		t.Errorf("something is still due at %v (%v)", next, err)
	}
}

// Check-ins go after 90 days, sessions after 400.
func TestSweepKeepsToTheTimesThatWereSaid(t *testing.T) {
	set, store := newSet(t)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for i, r := range []commands.Request{{What: commands.Pressed, Do: "agree"}, {Text: "checkin 5"}, {Text: "done"}} {
		r.User, r.Channel, r.Cause, r.Zone, r.Now = "U1", "C1", fmt.Sprint(i), "Europe/London", now
		handle(t, set, r)
	}
	const day = 24 * time.Hour
	for _, c := range []struct {
		after              time.Duration
		checkIns, sessions int
	}{{89 * day, 1, 1}, {91 * day, 0, 1}, {399 * day, 0, 1}, {401 * day, 0, 0}} {
		if err := set.Sweep(t.Context(), now.Add(c.after)); err != nil {
			t.Fatal(err)
		}
		if h := held(t, store); len(h.CheckIns) != c.checkIns || len(h.Sessions) != c.sessions {
			t.Errorf("after %v: %d check-ins and %d sessions, want %d and %d", c.after, len(h.CheckIns), len(h.Sessions), c.checkIns, c.sessions)
		}
	}
}

// A person who moves keeps the wall times that were set in their old zone.
func TestPlansMoveWithTheirPerson(t *testing.T) {
	set, store := newSet(t)
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	base := commands.Request{User: "U1", Channel: "C1", Zone: "Europe/London", Now: now}
	for i, text := range []string{"remind 9:00", "checkin 14:00 in Berlin"} {
		r := base
		r.Text, r.Cause = text, fmt.Sprint(i)
		handle(t, set, r)
	}
	moved := base
	moved.What, moved.Zone, moved.Cause = commands.Moved, "Asia/Tokyo", "m"
	handle(t, set, moved)
	m := held(t, store).Member
	zones := []string{m.Zone, m.Nudges.Plan.Zone, m.CheckIns.Plan.Zone}
	if want := []string{"Asia/Tokyo", "Asia/Tokyo", "Europe/Berlin"}; !slices.Equal(zones, want) {
		t.Errorf("zones of person, nudges and check-ins: %v, want %v", zones, want)
	}
	stranger := moved
	stranger.User = "U2"
	handle(t, set, stranger)
	if err := store.View(t.Context(), func(r storage.Reader) error {
		m, err := r.Member("U2")
		if m.Zone != "" {
			t.Error("a stranger's move is remembered")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
