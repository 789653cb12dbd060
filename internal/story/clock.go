package story

import (
	"regexp"
	"strings"
	"time"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/storage"
)

func (s *stage) clock(deliver func(commands.Post) commands.Outcome) {
	ctx := s.ctx
	for post, err := range s.set.Due(ctx, s.now) {
		if err != nil {
			s.fail(err)
		}
		if post.Slot == "" {
			s.post(post)
			continue
		}
		start, err := s.set.Begin(ctx, post.Slot, s.now, s.busy[post.To])
		if err != nil {
			s.fail(err)
		}
		if start.State != storage.Sending {
			continue
		}
		o := deliver(post)
		if o.State == storage.Sent {
			o.Place = s.post(post)
		}
		if err := s.set.Settle(ctx, post.Slot, s.now, o); err != nil {
			s.fail(err)
		}
	}
	for _, key := range s.stale {
		s.recount(key)
	}
	s.stale = nil
}

// recount brings a message up to date, as the bot does a little later.
func (s *stage) recount(key storage.SlotKey) {
	e, ok, err := s.set.Recount(s.ctx, key)
	if err != nil {
		s.fail(err)
	}
	if !ok || blockkit.Text(e.Message) == blockkit.Text(s.read(e.Place)) {
		return
	}
	where := "#" + string(e.Channel)
	if name, ok := strings.CutPrefix(string(e.Channel), "dm-"); ok {
		where = name + "'s DM"
	}
	s.see(Sight{Where: "edited in " + where, Message: e.Message, Unasked: true})
	s.replace(e.Place, e.Message)
}

// decided tells what was left out, and why, where the story wants to know.
func (s *stage) decided(slot storage.Slot) {
	switch {
	case slot.State == storage.Sent && slot.Before != "":
		s.stale = append(s.stale, slot.Before)
	case !s.reasons:
	case slot.State == storage.Skipped, slot.State == storage.Missed:
		s.tell(string(slot.State)+" "+string(slot.Key), slot.Why)
	case slot.State == storage.Planned && slot.Why != "":
		s.tell("put off "+string(slot.Key), slot.Why)
	}
}

var busy = regexp.MustCompile(`^(\w+) is (free|away|quiet|in a call|in a meeting)(?: until (\d\d:\d\d))?$`)

// isBusy is what Slack shows of somebody from now on.
func (s *stage) isBusy(what string) {
	m := busy.FindStringSubmatch(what)
	b := commands.Busy{Why: "busy"} // the bot tells no more
	if m[2] == "free" {
		b = commands.Busy{}
	}
	if m[3] != "" {
		clock, err := time.Parse("15:04", m[3])
		if err != nil {
			s.fail(err)
		}
		day := s.now.Truncate(24 * time.Hour)
		b.Until = day.Add(clock.Sub(clock.Truncate(24 * time.Hour)))
	}
	s.busy[m[1]] = b
}
