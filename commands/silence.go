package commands

import (
	"fmt"
	"slices"

	"catcow/content"
	"catcow/internal/habit"
	"catcow/storage"
)

// promptsSkip leaves out dates, such as public holidays; alone it shows them,
// and off takes them back. It is for all schedules of the channel unless one is
// named by its number, and so are the two below.
func (t *talk) promptsSkip(channel storage.Channel, number int, rest string) (Reply, error) {
	if len(channel.Schedules) == 0 {
		return t.prompts(channel)
	}
	today := t.todayIn(channel.Schedules[0].Plan)
	switch content.Normal(rest) {
	case "":
		if slices.ContainsFunc(channel.Schedules, func(s storage.Schedule) bool { return len(t.quiet(s)) > 0 }) {
			return t.prompts(channel)
		}
		return Reply{}, &Problem{Text: "Add the dates: `/stretch schedule skip 24 dec - 2 jan`, or `/stretch schedule skip 2026-12-25`."}
	case "off", "none":
		return t.silenced(channel, number, t.who()+" took back the dates that were left out"+here(number)+".", func(s *habit.Silence) {
			s.Skip = skipping(s.Skip, nil, today)
		})
	}
	days, err := readDays(rest, today)
	if err != nil {
		return Reply{}, err
	}
	for _, s := range channel.Schedules {
		if len(upcomingSkips(s, today))+len(days) > mostSkipped {
			return Reply{}, tooManySkips
		}
	}
	return t.silenced(channel, number, t.who()+" left out stretch prompts"+here(number)+": *"+dates(days, today)+"*.", func(s *habit.Silence) {
		s.Skip = skipping(s.Skip, append(upcomingSkips(storage.Schedule{Silence: *s}, today), days...), today)
	})
}

// readDays reads dates as they are typed, or as they are pasted.
func readDays(text string, today habit.Day) ([]habit.Day, error) {
	days, err := habit.ParseDays(text, today)
	if err == nil {
		return days, nil
	}
	if pasted, wrong := habit.ReadDates(text, today); len(wrong) == 0 && len(pasted) > 0 && len(pasted) <= habit.MostDays {
		return pasted, nil
	}
	return nil, err
}

// mostSkipped is how many coming dates a schedule leaves out at most.
const mostSkipped = 100

var tooManySkips = &Problem{Text: fmt.Sprintf("That is more than %d dates to leave out. `/stretch schedule pause until 2 jan` is the better way for a long break.", mostSkipped)}

// skipping is a list of skip dates with others from today on. Those that are over stay for
// as long as sessions do, for the streaks that follow them.
func skipping(old, coming []habit.Day, today habit.Day) []habit.Day {
	skip := slices.DeleteFunc(slices.Clone(old), func(d habit.Day) bool { return !d.Before(today) || today.Sub(d) > usualSessions })
	skip = append(skip, coming...)
	slices.SortFunc(skip, func(a, b habit.Day) int { return a.Sub(b) })
	return slices.Compact(skip)
}

// promptsPause is silence for the channel until a day, or until it is ended.
func (t *talk) promptsPause(channel storage.Channel, number int, rest string) (Reply, error) {
	if len(channel.Schedules) == 0 {
		return t.prompts(channel)
	}
	today := t.todayIn(channel.Schedules[0].Plan)
	until, err := habit.ParseUntil(rest, today)
	if err != nil {
		return Reply{}, err
	}
	text := t.who() + " paused " + those(number)
	if !until.IsZero() {
		text += " until " + onDay(until, today)
	}
	text += ". `/stretch schedule resume` ends the pause."
	return t.silenced(channel, number, text, func(s *habit.Silence) {
		s.Pauses = []habit.Span{{From: today, Until: until}}
	})
}

// promptsResume ends the channel's pause. It leaves the dates alone, so that the
// same word delivered again takes nothing back.
func (t *talk) promptsResume(channel storage.Channel, number int) (Reply, error) {
	if channel.Off.Why != "" && prompting(channel) {
		return t.wake(channel, Reply{Message: Message{Parts: []Part{Text("This channel's stretch prompts go on.")}}})
	}
	paused := func(s storage.Schedule) bool {
		today := t.todayIn(s.Plan)
		return (number == 0 || number == s.Number) &&
			slices.ContainsFunc(s.Silence.Pauses, func(p habit.Span) bool { return p.Has(today) })
	}
	if !slices.ContainsFunc(channel.Schedules, paused) {
		reply, err := t.prompts(channel)
		reply.Parts = slices.Insert(reply.Parts, 0, Part(Text("Nothing is paused here.")))
		return reply, err
	}
	return t.silenced(channel, number, t.who()+" let "+those(number)+" go on.", func(s *habit.Silence) { s.Pauses = nil })
}

// here and those are the prompts of a channel in an announcement, or of one schedule.
func here(number int) string {
	if number == 0 {
		return " here"
	}
	return fmt.Sprintf(" of schedule %d here", number)
}

func those(number int) string {
	if number == 0 {
		return "this channel's stretch prompts"
	}
	return fmt.Sprintf("schedule %d of this channel's stretch prompts", number)
}

// silenced changes what the channel's schedules leave out, or one of them, and tells the
// channel. What is so already is told to nobody.
func (t *talk) silenced(channel storage.Channel, number int, text string, change func(*habit.Silence)) (Reply, error) {
	is := channel
	same := true
	for _, s := range channel.Schedules {
		old := s.Silence
		if number == 0 || number == s.Number {
			change(&s.Silence)
		}
		same = same && slices.Equal(old.Skip, s.Silence.Skip) && slices.Equal(old.Pauses, s.Silence.Pauses)
		is = is.With(s)
	}
	if same {
		return t.asBefore(channel)
	}
	posts, err := t.rescheduled(channel, is, text)
	if err != nil {
		return Reply{}, err
	}
	reply, err := t.prompts(is)
	reply.Parts = slices.Insert(reply.Parts, 0, Part(Text("Done.")))
	reply.Posts = posts
	return reply, err
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
