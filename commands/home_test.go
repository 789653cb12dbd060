package commands_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/content"
	"catcow/internal/habit"
	"catcow/storage"
)

// counting counts the transactions of a store.
type counting struct {
	storage.Store
	views, updates int
}

func (c *counting) View(ctx context.Context, read func(storage.Reader) error) error {
	c.views++
	return c.Store.View(ctx, read)
}

func (c *counting) Update(ctx context.Context, change func(storage.Tx) error) error {
	c.updates++
	return c.Store.Update(ctx, change)
}

var homely = time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)

// atHome fills a store with so many days of somebody who uses all of Catcow: two sessions on
// most days, a check-in on three days a week, a channel with prompts, a toolbox and a plan.
func atHome(t testing.TB, days int) (*commands.Set, *counting) {
	t.Helper()
	_, store := newSet(t)
	c := &counting{Store: store}
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	set, err := commands.New(c, library)
	if err != nil {
		t.Fatal(err)
	}
	if err := set.Present(t.Context(), homely, []habit.ChannelID{"C1"}, nil); err != nil {
		t.Fatal(err)
	}
	for i, text := range []string{"schedule weekdays 10:30 15:00", "remind weekdays 11:00", "checkin mon wed fri 14:00", "toolbox add cat cow", "toolbox add bridge", "plan when lunch ends then chin tuck"} {
		r := commands.Request{User: "U1", Role: commands.Member, Channel: "C1", Text: text, Cause: fmt.Sprint("set", i), Zone: "Europe/London", Now: homely.AddDate(0, 0, -days)}
		if _, err := set.Handle(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	exercises := library.Exercises()
	err = store.Update(t.Context(), func(tx storage.Tx) error {
		me, err := tx.Member("U1")
		if err != nil {
			return err
		}
		me.Agreed, me.Rooms = homely, []storage.Room{{Channel: "C1", Used: habit.DayOf(homely)}}
		if err := tx.PutMember(me); err != nil {
			return err
		}
		for d := days; d > 0; d-- {
			at := homely.AddDate(0, 0, -d)
			if d%7 == 3 { // a day now and then has nothing
				continue
			}
			for n := range 2 {
				s := storage.Session{User: "U1", Cause: fmt.Sprintf("s%d.%d", d, n), Day: habit.DayOf(at), At: at, Exercise: exercises[(d+n)%len(exercises)].ID}
				if _, err := tx.AddSession(s); err != nil {
					return err
				}
			}
			if d%7 < 3 {
				if err := tx.PutCheckIn(storage.CheckIn{User: "U1", Cause: fmt.Sprint("c", d), At: at, Score: d % 8}); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	c.views, c.updates = 0, 0
	return set, c
}

func see(t testing.TB, set *commands.Set, user habit.UserID) commands.Home {
	t.Helper()
	home, err := set.Home(t.Context(), commands.Request{User: user, Role: commands.Member, Zone: "Europe/London", Now: homely})
	if err != nil {
		t.Fatal(err)
	}
	return home
}

func TestHomeIsOneReadAndNoWrite(t *testing.T) {
	set, store := atHome(t, 3*365)
	home := see(t, set, "U1")
	if store.views != 1 || store.updates != 0 {
		t.Errorf("a Home took %d views and %d updates, want one view", store.views, store.updates)
	}
	text := blockkit.Text(home.Message)
	for _, part := range []string{"Today", "Next from me: Today at 11:00", "Next prompt: Today at 10:30, in <#C1>", "active days this month", "How your back feels", "Cat cow, Bridge", "When lunch ends", "Something feels wrong"} {
		if !strings.Contains(text, part) {
			t.Errorf("no %q in\n%s", part, text)
		}
	}
	if len(home.Channels) != 1 || home.Channels[0] != "C1" {
		t.Errorf("it shows the channels %v", home.Channels)
	}
	// The count counts: whatever changes something is seen by it.
	if _, err := set.Handle(t.Context(), commands.Request{User: "U1", Role: commands.Member, Channel: "D1", Direct: true, Text: "done", Cause: "now", Now: homely}); err != nil || store.updates != 1 {
		t.Errorf("a session took %d updates: %v", store.updates, err)
	}
}

// The whole of a Home with three years behind it costs a few times what reading those years
// once does, whatever the machine: it does not read them again and again.
func TestHomeCostsLittleMoreThanReadingItsFacts(t *testing.T) {
	set, store := atHome(t, 3*365)
	read := func() {
		if err := store.Store.View(t.Context(), func(r storage.Reader) error {
			if _, err := r.Sessions("U1", habit.Day{}); err != nil {
				return err
			}
			_, err := r.CheckIns("U1", time.Time{})
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	least := func(so time.Duration, do func()) time.Duration {
		begun := time.Now()
		do()
		return min(so, time.Since(begun))
	}
	facts, home, four := time.Hour, time.Hour, time.Hour
	for range 20 { // side by side, and of each the fastest: others use this machine, too
		facts = least(facts, read)
		home = least(home, func() { see(t, set, "U1") })
		four = least(four, func() { read(); read(); read(); read() })
	}
	t.Logf("reading the facts %v, a Home %v", facts, home)
	if home > 3*facts {
		t.Errorf("a Home takes %v, reading its facts once %v", home, facts)
	}
	if four <= 3*facts {
		t.Errorf("reading them four times takes %v: the measure is blind", four)
	}
}

func BenchmarkHomeOfThreeYears(b *testing.B) {
	set, _ := atHome(b, 3*365)
	if err := set.Sweep(b.Context(), homely); err != nil { // which has run each day: 400 days are kept at most
		b.Fatal(err)
	}
	for b.Loop() {
		blockkit.Home(see(b, set, "U1"))
	}
}

// Nobody sees the prompts of a channel in which Catcow did not see them.
func TestHomeShowsOnlyChannelsOfTheirs(t *testing.T) {
	set, _ := atHome(t, 3)
	ask := func(r commands.Request) {
		t.Helper()
		r.User, r.Role, r.Zone, r.Now = "U2", commands.Member, "Europe/London", homely
		if _, err := set.Handle(t.Context(), r); err != nil {
			t.Fatal(err)
		}
	}
	shows := func() bool { return strings.Contains(blockkit.Text(see(t, set, "U2").Message), "C1") }
	value := "V01|prompt/C1/2026-03-04T10:30|"
	ask(commands.Request{Channel: "C2", Text: "done bridge", Cause: "1"})
	if shows() {
		t.Error("somebody who never was in C1 sees its prompts")
	}
	ask(commands.Request{What: commands.Pressed, Do: "did", Value: value, Channel: "C9", Cause: "2"})
	ask(commands.Request{What: commands.Pressed, Do: "did", Value: value, InForm: true, AtHome: true, Cause: "3"})
	if shows() {
		t.Error("a crafted press from elsewhere shows the prompts of C1")
	}
	ask(commands.Request{What: commands.Pressed, Do: "did", Value: value, Channel: "C1", Cause: "4"})
	if !shows() {
		t.Error("somebody who pressed in C1 does not see its prompts")
	}
	ask(commands.Request{What: commands.Quit, Channel: "C1", Cause: "5"})
	if shows() {
		t.Error("somebody who left C1 still sees its prompts")
	}
}

func TestHomeForgetsChannelsAfterAMonth(t *testing.T) {
	set, _ := atHome(t, 3)
	r := commands.Request{What: commands.Pressed, Do: "did", Value: "V01|prompt/C1/2026-03-04T10:30|", Channel: "C1", Cause: "1", User: "U2", Role: commands.Member, Now: homely}
	if _, err := set.Handle(t.Context(), r); err != nil {
		t.Fatal(err)
	}
	for after, shown := range map[int]bool{30: true, 31: false} {
		home, err := set.Home(t.Context(), commands.Request{User: "U2", Role: commands.Member, Now: homely.AddDate(0, 0, after)})
		if err != nil || (len(home.Channels) == 1) != shown {
			t.Errorf("after %d days it shows %v: %v", after, home.Channels, err)
		}
	}
}

// Where nothing can be read, Home still leads to help.
func TestHomeLeadsToHelpWhenNothingCanBeRead(t *testing.T) {
	set, store := atHome(t, 1)
	store.Store.Close()
	home, err := set.Home(t.Context(), commands.Request{User: "U1", Role: commands.Member, Now: homely})
	if err == nil {
		t.Fatal("a closed store is no error")
	}
	if text := blockkit.Text(home.Message); !strings.Contains(text, "Something feels wrong") || strings.Contains(text, "Start") {
		t.Errorf("it says %q", text)
	}
}
