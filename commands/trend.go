package commands

import (
	"fmt"
	"slices"

	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

// trend is the person's check-ins over time: a chart of the last ones, one of
// the weeks, and what may honestly be said of them.
func (t *talk) trend(string) (Reply, error) {
	if reply, locked := t.locked(); locked {
		return reply, nil
	}
	all, err := t.checkIns()
	if err != nil {
		return Reply{}, err
	}
	if len(all) == 0 && t.me.NoStore {
		return Reply{Message: Message{Parts: []Part{
			Text("There is no chart, for none of your answers is kept. `/stretch store` would change that, from then on."),
		}}, Personal: true}, nil
	}
	if len(all) == 0 {
		return Reply{Message: Message{Parts: []Part{
			Text("No check-ins yet. `/stretch checkin 4` notes one, and `/stretch checkin mon wed fri 14:00` lets me ask you."),
		}}, Personal: true}, nil
	}
	parts := []Part{Heading("Your check-ins")}
	numbers := care.Scored(all)
	if len(numbers) > 0 {
		parts = append(parts, t.lastOnes(numbers))
		if weeks, ok := t.weekly(numbers); ok {
			parts = append(parts, weeks)
		}
		comparison := care.Compare(all, t.now)
		parts = append(parts, Text(comparison.Sentence()))
		if lo, hi, ok := care.Band(all, t.now); ok {
			parts = append(parts, Text("Your usual range in the last 28 days: "+care.Shown(lo)+" to "+care.Shown(hi)+"."))
		}
	}
	if words := care.InWords(all); words != "" {
		parts = append(parts, Text(words))
	}
	helps, err := t.helps(all)
	if err != nil {
		return Reply{}, err
	}
	return Reply{Message: Message{Parts: append(append(parts, helps...),
		Note("Only you see this. A number compares you with you, and with nobody else. Scales like this were studied for pain, and less for stiffness."))}, Personal: true}, nil
}

// lastOnes is the last check-ins, one point each.
func (t *talk) lastOnes(numbers []care.CheckIn) Chart {
	last := numbers[max(0, len(numbers)-care.Charted):]
	chart := Chart{Title: "How stiff, 0 to 10", X: "Check-ins", Y: "0 not stiff, 10 as stiff as I can imagine"}
	line := Line{Name: "Score"}
	var said []string
	for _, c := range last {
		at := c.At.In(t.now.Location())
		label := fmt.Sprintf("%d %s", at.Day(), at.Month().String()[:3])
		if slices.Contains(chart.Labels, label) {
			label += at.Format(" 15:04")
		}
		for n, first := 2, label; slices.Contains(chart.Labels, label); n++ {
			label = fmt.Sprintf("%s (%d)", first, n)
		}
		chart.Labels = append(chart.Labels, label)
		line.Values = append(line.Values, float64(c.Score))
		said = append(said, fmt.Sprintf("%s: %d", label, c.Score))
	}
	chart.Lines = []Line{line}
	of := "check-in"
	if len(last) > 1 {
		of = count(len(last), of)
	}
	chart.Alt = "Line chart of your last " + of + ", 0 to 10. " + capital(and(said)) + "."
	return chart
}

// weekly is the middle score of each week, from three weeks with one on.
func (t *talk) weekly(numbers []care.CheckIn) (Chart, bool) {
	weeks := care.Weeks(numbers, t.now, care.Charted)
	chart := Chart{Title: "Middle score of each week", X: "Week from", Y: "0 to 10"}
	line := Line{Name: "Middle"}
	for _, w := range weeks {
		if w.N > 0 {
			chart.Labels = append(chart.Labels, fmt.Sprintf("%d %s", w.From.Date, w.From.Month.String()[:3]))
			line.Values = append(line.Values, w.Median)
		}
	}
	chart.Lines, chart.Alt = []Line{line}, care.Alt(weeks)
	return chart, len(line.Values) >= 3
}

// checkIns is what the rules see of the person's check-ins, oldest first.
func (t *talk) checkIns() ([]care.CheckIn, error) {
	kept, err := t.tx.CheckIns(t.me.ID, t.now.AddDate(-2, 0, 0))
	var all []care.CheckIn
	for _, c := range kept {
		all = append(all, asCheckIn(c, t))
	}
	return all, err
}

func asCheckIn(c storage.CheckIn, t *talk) care.CheckIn {
	return care.CheckIn{At: c.At.In(t.now.Location()), Score: c.Score, Word: c.Word, Pain: c.Pain, Cause: c.Cause}
}

// helps is what the person noted around their moves, where there is enough of it.
func (t *talk) helps(all []care.CheckIn) ([]Part, error) {
	sessions, err := t.tx.Sessions(t.me.ID, habit.Day{})
	if err != nil {
		return nil, err
	}
	var done []care.Done
	for _, s := range sessions {
		if s.Exercise != "" && !s.Back {
			done = append(done, care.Done{Exercise: s.Exercise, At: s.At.In(t.now.Location())})
		}
	}
	var lines List
	for _, h := range care.Helps(care.PairUp(all, done, t.now.Location())) {
		lines = append(lines, h.Sentence(t.nameOf(h.Exercise)))
	}
	if len(lines) == 0 {
		return nil, nil
	}
	return []Part{Text("*Around your moves.* These numbers name no cause."), lines}, nil
}
