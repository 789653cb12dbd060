package commands

import (
	"slices"

	"catcow/internal/habit"
	"catcow/storage"
)

// promptsSkip leaves out dates, such as public holidays; alone it shows them.
func (t *talk) promptsSkip(channel storage.Channel, rest string) (Reply, error) {
	if channel.Prompts.Plan.IsZero() {
		return t.prompts(channel)
	}
	today := t.todayIn(channel.Prompts.Plan)
	if rest == "" {
		if len(t.quiet(channel.Prompts)) > 0 {
			return t.prompts(channel)
		}
		return Reply{}, &Problem{Text: "Add the dates: `/stretch schedule skip 24 dec - 2 jan`, or `/stretch schedule skip 2026-12-25`."}
	}
	days, err := habit.ParseDays(rest, today)
	if err != nil {
		return Reply{}, err
	}
	skip := slices.DeleteFunc(slices.Clone(channel.Prompts.Silence.Skip), func(d habit.Day) bool { return d.Before(today) || slices.Contains(days, d) })
	skip = append(skip, days...)
	slices.SortFunc(skip, func(a, b habit.Day) int { return a.Sub(b) })
	if len(skip) > mostSkipped {
		return Reply{}, &Problem{Text: "That is more than " + count(mostSkipped, "date") + " to leave out. `/stretch schedule pause until 2 jan` is the better way for a long break."}
	}
	channel.Prompts.Silence.Skip = skip
	return t.silenced(channel, t.who()+" left out stretch prompts here: *"+dates(days, today)+"*.")
}

// mostSkipped is how many dates a schedule leaves out at most.
const mostSkipped = 100

// promptsPause is silence for the channel until a day, or until it is ended.
func (t *talk) promptsPause(channel storage.Channel, rest string) (Reply, error) {
	if channel.Prompts.Plan.IsZero() {
		return t.prompts(channel)
	}
	today := t.todayIn(channel.Prompts.Plan)
	until, err := habit.ParseUntil(rest, today)
	if err != nil {
		return Reply{}, err
	}
	channel.Prompts.Silence.Pauses = []habit.Span{{From: today, Until: until}}
	text := t.who() + " paused this channel's stretch prompts."
	if !until.IsZero() {
		text = t.who() + " paused this channel's stretch prompts until " + onDay(until, today) + "."
	}
	return t.silenced(channel, text+" `/stretch schedule resume` ends the pause.")
}

// promptsResume ends the channel's pause or, where there is none, takes back
// the dates left out.
func (t *talk) promptsResume(channel storage.Channel) (Reply, error) {
	if len(t.quiet(channel.Prompts)) == 0 {
		reply, err := t.prompts(channel)
		reply.Parts = slices.Insert(reply.Parts, 0, Part(Text("Nothing is paused here.")))
		return reply, err
	}
	today := t.todayIn(channel.Prompts.Plan)
	if slices.ContainsFunc(channel.Prompts.Silence.Pauses, func(p habit.Span) bool { return p.Has(today) }) {
		channel.Prompts.Silence.Pauses = nil
	} else {
		channel.Prompts.Silence.Skip = nil
	}
	return t.silenced(channel, t.who()+" let this channel's stretch prompts go on.")
}

// silenced keeps the channel and tells it, as every change of its schedule.
func (t *talk) silenced(channel storage.Channel, text string) (Reply, error) {
	if err := t.tx.PutChannel(channel); err != nil {
		return Reply{}, err
	}
	t.changed = true
	reply, err := t.prompts(channel)
	reply.Parts = slices.Insert(reply.Parts, 0, Part(Text("Done.")))
	reply.Posts = []Post{{To: string(channel.ID), Message: Message{Parts: []Part{Text(text)}}}}
	return reply, err
}

// quiet says what of a schedule is left out from today on.
func (t *talk) quiet(s storage.Schedule) []Part {
	today := t.todayIn(s.Plan)
	var parts []Part
	for _, p := range s.Silence.Pauses {
		switch {
		case !p.Has(today):
		case p.Until.IsZero():
			parts = append(parts, Text("Paused until somebody types `/stretch schedule resume`."))
		default:
			parts = append(parts, Text("Paused until "+onDay(p.Until, today)+". `/stretch schedule resume` ends it sooner."))
		}
	}
	if coming := slices.DeleteFunc(slices.Clone(s.Silence.Skip), func(d habit.Day) bool { return d.Before(today) }); len(coming) > 0 {
		parts = append(parts, Text("Left out: "+dates(coming, today)+". `/stretch schedule resume` takes that back."))
	}
	return parts
}

// todayIn is the date on the wall where the plan is.
func (t *talk) todayIn(p habit.Plan) habit.Day {
	if loc, err := habit.Zone(p.Zone); err == nil {
		return habit.DayOf(t.now.In(loc))
	}
	return t.today()
}

// dates is sorted days as people say them; days in a row are a range.
func dates(days []habit.Day, today habit.Day) string {
	var said []string
	for i := 0; i < len(days); {
		j := i
		for j+1 < len(days) && days[j+1] == days[j].Add(1) {
			j++
		}
		text := onDay(days[i], today)
		if j > i {
			text += " to " + onDay(days[j], today)
		}
		said = append(said, text)
		i = j + 1
	}
	return and(said)
}
