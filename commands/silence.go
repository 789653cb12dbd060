package commands

import (
	"slices"

	"catcow/content"
	"catcow/internal/habit"
	"catcow/storage"
)

// promptsSkip leaves out dates, such as public holidays; alone it shows them,
// and off takes them back.
func (t *talk) promptsSkip(channel storage.Channel, rest string) (Reply, error) {
	if channel.Schedule(1).Plan.IsZero() {
		return t.prompts(channel)
	}
	silence := channel.Schedule(1).Silence
	switch content.Normal(rest) {
	case "":
		if len(t.quiet(channel.Schedule(1))) > 0 {
			return t.prompts(channel)
		}
		return Reply{}, &Problem{Text: "Add the dates: `/stretch schedule skip 24 dec - 2 jan`, or `/stretch schedule skip 2026-12-25`."}
	case "off", "none":
		silence.Skip = nil
		return t.silenced(channel, silence, t.who()+" took back the dates that were left out here.")
	}
	today := t.todayIn(channel.Schedule(1).Plan)
	days, err := habit.ParseDays(rest, today)
	if err != nil {
		return Reply{}, err
	}
	skip := slices.DeleteFunc(slices.Clone(silence.Skip), func(d habit.Day) bool { return d.Before(today) || slices.Contains(days, d) })
	skip = append(skip, days...)
	slices.SortFunc(skip, func(a, b habit.Day) int { return a.Sub(b) })
	if len(skip) > mostSkipped {
		return Reply{}, &Problem{Text: "That is more than " + count(mostSkipped, "date") + " to leave out. `/stretch schedule pause until 2 jan` is the better way for a long break."}
	}
	silence.Skip = skip
	return t.silenced(channel, silence, t.who()+" left out stretch prompts here: *"+dates(days, today)+"*.")
}

// mostSkipped is how many dates a schedule leaves out at most.
const mostSkipped = 100

// promptsPause is silence for the channel until a day, or until it is ended.
func (t *talk) promptsPause(channel storage.Channel, rest string) (Reply, error) {
	if channel.Schedule(1).Plan.IsZero() {
		return t.prompts(channel)
	}
	today := t.todayIn(channel.Schedule(1).Plan)
	until, err := habit.ParseUntil(rest, today)
	if err != nil {
		return Reply{}, err
	}
	silence := channel.Schedule(1).Silence
	silence.Pauses = []habit.Span{{From: today, Until: until}}
	text := t.who() + " paused this channel's stretch prompts."
	if !until.IsZero() {
		text = t.who() + " paused this channel's stretch prompts until " + onDay(until, today) + "."
	}
	return t.silenced(channel, silence, text+" `/stretch schedule resume` ends the pause.")
}

// promptsResume ends the channel's pause. It leaves the dates alone, so that the
// same word delivered again takes nothing back.
func (t *talk) promptsResume(channel storage.Channel) (Reply, error) {
	if channel.Off.Why != "" && prompting(channel) {
		return t.wake(channel, Reply{Message: Message{Parts: []Part{Text("This channel's stretch prompts go on.")}}})
	}
	today := t.todayIn(channel.Schedule(1).Plan)
	if !slices.ContainsFunc(channel.Schedule(1).Silence.Pauses, func(p habit.Span) bool { return p.Has(today) }) {
		reply, err := t.prompts(channel)
		reply.Parts = slices.Insert(reply.Parts, 0, Part(Text("Nothing is paused here.")))
		return reply, err
	}
	silence := channel.Schedule(1).Silence
	silence.Pauses = nil
	return t.silenced(channel, silence, t.who()+" let this channel's stretch prompts go on.")
}

// silenced keeps what is left out and tells the channel, as every change of its
// schedule. What is so already is told to nobody.
func (t *talk) silenced(channel storage.Channel, silence habit.Silence, text string) (Reply, error) {
	old := channel.Schedule(1).Silence
	if slices.Equal(old.Skip, silence.Skip) && slices.Equal(old.Pauses, silence.Pauses) {
		reply, err := t.prompts(channel)
		reply.Parts = slices.Insert(reply.Parts, 0, Part(Text("It is set like that already.")))
		return reply, err
	}
	schedule := channel.Schedule(1)
	schedule.Silence = silence
	channel = channel.With(schedule)
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
		parts = append(parts, Text("Left out: "+dates(coming, today)+". `/stretch schedule skip off` takes that back."))
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
