package commands_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
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
		_, ok := d.library.Exercise(id)
		if !ok || p.Level < 0 || p.Level > 3 || p.Step < 0 || p.Step > 2 || p.Offer < 0 || p.Helped > p.Votes {
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
	r.User, r.Name, r.Role, r.Zone, r.Now = "U1", "Ada", commands.Member, "Europe/London", d.now
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
		if err := set.Present(t.Context(), time.Time{}, []habit.ChannelID{"C1"}, nil); err != nil {
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
