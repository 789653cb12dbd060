package commands

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

// longestWord is how long the sentence below a prompt is at most, in characters.
const longestWord = 150

// scheduleForm is the form of a channel's schedule; where says which, "C1/2".
func (t *talk) scheduleForm(where string) (Reply, error) {
	channel, number, err := t.scheduleAt(where)
	if err != nil {
		return Reply{}, err
	}
	s := channel.Schedule(number)
	var parts []Part
	if number > 0 {
		parts = append(parts, Actions{
			Button{Label: "Post one now", Do: "postnow", Value: place(channel.ID, number)},
			Button{Label: "Pause until", Do: "pauseuntil", Value: place(channel.ID, number)},
			Button{Label: "Stop", Do: "unschedule", Value: place(channel.ID, number), Danger: true},
		}, Note("These act at once, without what is written below."))
	}
	parts = append(parts, t.planFields(s.Plan, habit.Workweek, "10:30 15:00")...)
	parts = append(parts,
		Choice{ID: "place", Label: "What may a prompt ask for?", Options: places, Chosen: orUsual(s.Place, care.Desk)},
		Input{ID: "skip", Label: "Dates to leave out", Value: dateLines(upcomingSkips(s, t.todayIn(s.Plan))), Long: true, Optional: true, Most: 3000,
			Hint: "a line each, such as 2026-12-25 or 24 dec - 2 jan; a pasted list or the text of a calendar file will do"},
		Input{ID: "word", Label: "A sentence below each prompt", Value: s.Word, Most: longestWord, Optional: true, Hint: "such as: This is work time. The whole channel sees it"},
		Choice{ID: "roundup", Label: "Sum up the week on Fridays?", Options: yesOrNo, Chosen: yes(summed(channel)),
			Hint: "Counts for the whole channel, from five people on. Never names."},
	)
	next, err := t.preview(storage.Prompt, storage.OwnerOf(channel.ID, number), s)
	title := "Stretch prompts"
	if len(channel.Schedules) > 1 {
		title += " " + strconv.Itoa(number)
	}
	return Reply{Form: &Form{
		Do: "planned", Value: "schedule/" + place(channel.ID, number), Title: title, Submit: "Save", Message: Message{Parts: append(parts, next...)},
	}}, err
}

// dateLines is sorted days as ReadDates reads them, a range or a day on each line.
func dateLines(days []habit.Day) string {
	var lines []string
	for i := 0; i < len(days); {
		j := i
		for j+1 < len(days) && days[j+1] == days[j].Add(1) && j-i+2 < habit.MostDays {
			j++
		}
		line := days[i].String()
		if j > i {
			line += " - " + days[j].String()
		}
		lines = append(lines, line)
		i = j + 1
	}
	return strings.Join(lines, "\n")
}

// scheduleSet is that form, submitted. What an older form does not have stays as it is.
func (t *talk) scheduleSet(where string) (Reply, error) {
	channel, number, err := t.scheduleAt(where)
	if err != nil {
		return Reply{}, err
	}
	old := channel.Schedule(number)
	plan, wrong := t.readPlan()
	s := t.anew(old, plan)
	s.Place = unlessUsual(t.one("place", places, orUsual(old.Place, care.Desk)), care.Desk)
	if word, ok := t.r.Fields["word"]; ok {
		s.Word = clip(strings.Join(strings.Fields(strings.Map(visible, word)), " "), longestWord)
	}
	today := t.todayIn(plan)
	if text, ok := t.r.Fields["skip"]; ok {
		var said string
		if s.Silence.Skip, said = readSkips(text, old.Silence.Skip, today); said != "" {
			wrong["skip"] = said
		}
	}
	if len(wrong) > 0 {
		return Reply{Errors: wrong}, nil
	}
	roundup := t.one("roundup", yesOrNo, yes(summed(channel))) == "yes"
	if number == 0 {
		return t.addSchedule(channel, s, roundup)
	}
	if same(channel, 0, plan) && !old.Plan.Equal(plan) {
		return Reply{Errors: map[string]string{"times": "Another schedule of this channel has these days and times already."}}, nil
	}
	is := t.withRoundup(channel.With(s), roundup)
	changes := t.differences(channel, is, number)
	switch {
	case len(changes) == 0:
		return t.asBefore(channel)
	case !old.Plan.Equal(plan):
		changes = changes[1:]
		told := t.sets(channel, number) + ": *" + when(plan) + "*."
		return t.scheduled(channel, is, number, strings.Join(append([]string{told}, changes...), " "))
	}
	told := t.who() + " changed this channel's stretch prompts, *" + when(plan) + "*."
	return t.scheduled(channel, is, number, strings.Join(append([]string{told}, changes...), " "))
}

// readSkips reads the dates to leave out, or says what can't be read.
func readSkips(text string, old []habit.Day, today habit.Day) (skip []habit.Day, wrong string) {
	days, mistakes := habit.ReadDates(text, today)
	var said []string
	for _, m := range mistakes[:min(len(mistakes), mostMistakes)] {
		said = append(said, m.Text)
	}
	switch {
	case len(mistakes) > mostMistakes:
		return nil, strings.Join(said, " ") + fmt.Sprintf(" And %d more.", len(mistakes)-mostMistakes)
	case len(mistakes) > 0:
		return nil, strings.Join(said, " ")
	case len(days) > mostSkipped:
		return nil, fmt.Sprintf("That is %d dates; leave out %d at most. A pause is the better way for a long break.", len(days), mostSkipped)
	case len(days) == 0 && strings.TrimSpace(text) != "":
		return nil, "All of these dates are over. Write dates from today on, such as " + today.Add(7).String() + "."
	}
	return skipping(old, days, today), ""
}

// mostMistakes is how many lines that can't be read are named at once.
const mostMistakes = 3

// differences is what a change of a schedule brings, a sentence each; a new plan comes first.
func (t *talk) differences(was, is storage.Channel, number int) (all []string) {
	a, b := was.Schedule(number), is.Schedule(number)
	if !a.Plan.Equal(b.Plan) {
		all = append(all, "*"+when(b.Plan)+"*.")
	}
	if a.Place != b.Place {
		all = append(all, map[string]string{"": "They stay at the desk now.", care.Floor: "They may ask for the floor now."}[b.Place])
	}
	today := t.todayIn(b.Plan)
	if old, coming := upcomingSkips(a, today), upcomingSkips(b, today); !slices.Equal(old, coming) {
		if len(coming) == 0 {
			all = append(all, "No dates are left out any more.")
		} else {
			all = append(all, "Left out: "+dates(coming, today)+".")
		}
	}
	switch {
	case a.Word != b.Word && b.Word == "":
		all = append(all, "No sentence stands below them any more.")
	case a.Word != b.Word:
		all = append(all, "Below each prompt stands a sentence of theirs.")
	}
	if had, has := summed(was), summed(is); had != has {
		all = append(all, map[bool]string{true: "The week is summed up on Fridays.", false: "The week is not summed up any more."}[has])
	}
	return all
}

// pauseUntil asks until when a schedule is to pause.
func (t *talk) pauseUntil() (Reply, error) {
	channel, number, err := t.scheduleAt(t.r.Value)
	if err != nil {
		return Reply{}, err
	}
	return Reply{Form: &Form{Do: "pausing", Value: place(channel.ID, number), Title: "Pause prompts", Submit: "Pause", Message: Message{Parts: []Part{
		Input{ID: "until", Label: "Until", Hint: "the day they come back: friday, 2 jan or 3 days; empty until somebody resumes them", Optional: true},
	}}}}, nil
}

// pausing is that form, submitted.
func (t *talk) pausing() (Reply, error) {
	channel, number, err := t.scheduleAt(t.r.Value)
	if err != nil {
		return Reply{}, err
	}
	if len(channel.Schedules) == 1 {
		number = 0
	}
	until := strings.TrimSpace(t.r.Fields["until"])
	if _, err := habit.ParseUntil(until, t.todayIn(channel.Schedule(number).Plan)); err != nil {
		return Reply{Errors: map[string]string{"until": strings.ReplaceAll(err.Error(), "`", "")}}, nil
	}
	return t.promptsPause(channel, number, until)
}
