package commands

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"catcow/internal/care"
	"catcow/internal/habit"
	"catcow/storage"
)

// todayPart is the next move, and what comes next.
func (t *talk) todayPart(h habit.History, rooms []storage.Channel) ([]Part, error) {
	picks, err := t.suggest("", nil)
	if err != nil {
		return nil, err
	}
	streak := h.On(t.today())
	heading := "Today"
	if streak.Total == 0 {
		heading = "Your first move"
	}
	parts := []Part{Heading(heading)}
	if len(picks) > 0 {
		p := picks[0]
		text := "*" + p.Exercise.Name + "*, " + about(p.Seconds) + "."
		if streak.Total == 0 {
			p = beginning(p)
		}
		if p.Reason != "" {
			text += "\n" + italic(p.Reason)
		}
		if streak.Today {
			text = "You did something today already. If you like another:\n" + text
		}
		value := move{shown: []string{p.Exercise.ID}}.String()
		parts = append(parts, Text(text), pictureOf(p.Exercise), Actions{
			Button{Label: "Start", Do: "start", Value: value, Primary: true, Spoken: clip("Start "+p.Exercise.Name, 75)},
			Button{Label: "Did it", Do: "did", Value: value, Spoken: clip("Log "+p.Exercise.Name+" as done", 75)},
		})
	} else {
		parts = append(parts, Text("No move fits all that you leave out. Leave out less, and one appears here."),
			Actions{Button{Label: "Moves I leave out", Do: "avoiding"}})
	}
	next, err := t.nextPart(rooms)
	return append(parts, next...), err
}

// nextPart is what comes next by itself, in words; nothing where nothing does.
func (t *talk) nextPart(rooms []storage.Channel) ([]Part, error) {
	var facts Facts
	if mine, what, err := t.nextOwn(); err != nil {
		return nil, err
	} else if !mine.IsZero() {
		facts = append(facts, Fact{"Next from me", capital(at(mine.In(t.now.Location()), t.today())) + ", " + what})
	}
	var soonest time.Time
	where := ""
	for _, c := range rooms {
		for _, s := range c.Schedules {
			slot, err := t.nextSlot(storage.Prompt, storage.OwnerOf(c.ID, s.Number), s)
			if err != nil {
				return nil, err
			}
			if c.Off.Why == "" && !slot.IsZero() && (soonest.IsZero() || slot.Before(soonest)) {
				soonest, where = slot, "<#"+string(c.ID)+">"
			}
		}
	}
	if !soonest.IsZero() {
		facts = append(facts, Fact{"Next prompt", capital(at(soonest.In(t.now.Location()), t.today())) + ", in " + where})
	}
	var parts []Part
	if len(facts) > 0 {
		parts = append(parts, facts)
	}
	if set := !t.me.Nudges.Plan.IsZero() || !t.me.CheckIns.Plan.IsZero(); set || t.paused() {
		parts = append(parts, t.silence()...)
	}
	return parts, nil
}

// nextOwn is when a nudge or a check-in comes next, and which; the zero time: none.
func (t *talk) nextOwn() (next time.Time, what string, err error) {
	if t.silence() != nil {
		return next, "", nil
	}
	take := func(when time.Time, kind storage.Kind) {
		if !when.IsZero() && when.After(t.now) && (next.IsZero() || when.Before(next)) {
			next, what = when, map[bool]string{true: "a check-in", false: "a move"}[kind == storage.Asking]
		}
	}
	for _, kind := range []storage.Kind{storage.Nudge, storage.Asking} {
		if s := *scheduleOf(&t.me, kind); !s.Quiet {
			slot, err := t.nextSlot(kind, string(t.me.ID), s)
			if err != nil {
				return next, "", err
			}
			take(slot, kind)
		}
	}
	for _, one := range t.me.Later {
		take(one.At, one.Kind)
	}
	return next, what, nil
}

// nextSlot is when a schedule comes next; a wall time that was decided already, under
// another plan, does not come again.
func (t *talk) nextSlot(kind storage.Kind, owner string, s storage.Schedule) (time.Time, error) {
	if s.Plan.IsZero() {
		return time.Time{}, nil
	}
	for _, slot := range s.Plan.Upcoming(t.now, s.Silence, 1+habit.MostTimes) {
		decided, err := t.tx.Slot(storage.KeyOf(kind, owner, slot))
		if err != nil || decided.Key == "" {
			return slot.At, err
		}
	}
	return time.Time{}, nil
}

// weeksDrawn is how many weeks Home draws, this one included.
const weeksDrawn = 4

// daysPart is the streak and the last weeks, drawn and in words.
func (t *talk) daysPart(h habit.History) []Part {
	streak := h.On(t.today())
	if t.me.NoStreak || streak.Total == 0 || len(h.Active) == 0 {
		return nil
	}
	text := streakLine(streak)
	if streak.Length == 1 && streak.Total > 1 {
		text = "One active day in a row. " + capital(count(streak.ThisMonth, "active day")) + " this month."
	}
	monday := t.today().Add(-(int(t.today().Weekday())+6)%7 - 7*(weeksDrawn-1))
	first := slices.MinFunc(h.Active, func(a, b habit.Day) int { return a.Sub(b) })
	if first.After(monday) {
		monday = first
	}
	return []Part{
		Divider{}, Heading("Your days"), Text(text),
		drawn(h.Ledger(monday, t.today().Add(1), t.today())),
		Actions{Button{Label: "Day by day", Do: "type", Value: "streak why"}},
	}
}

// backPart is how the back was, for those who agreed that their answers are kept.
func (t *talk) backPart() ([]Part, error) {
	if t.me.Agreed.IsZero() || t.noCheckIns {
		return nil, nil
	}
	all, err := t.checkIns()
	if err != nil {
		return nil, err
	}
	parts := []Part{Divider{}, Heading("How your back feels")}
	if numbers := care.Scored(all); len(numbers) > 1 {
		parts = append(parts, t.lastOnes(numbers), Text(care.Compare(all, t.now).Sentence()))
	} else if words := care.InWords(all); words != "" {
		parts = append(parts, Text(words))
	} else {
		parts = append(parts, Text("From two check-ins on, this shows them as a chart."))
	}
	return append(parts, Actions{
		Button{Label: "Check in", Do: "type", Value: "checkin"},
		Button{Label: "More about it", Do: "type", Value: "trend", Spoken: "More about my check-ins"},
	}), nil
}

// ownPart is the toolbox, the plan, and the prompts of the person's channels.
func (t *talk) ownPart(rooms []storage.Channel) ([]Part, error) {
	var parts []Part
	var names []string
	for _, id := range t.me.Toolbox {
		if e, ok := t.library.Exercise(id); ok {
			names = append(names, e.Name)
		}
	}
	if e, ok := t.library.Exercise(t.me.Plan.Exercise); ok {
		parts = append(parts, Text(italic(t.me.Plan.Sentence(e.Name))))
	}
	if len(names) > 0 {
		parts = append(parts, Text("*For a stiff day:* "+strings.Join(names, ", ")+"."), Actions{Button{Label: "My toolbox", Do: "type", Value: "toolbox"}})
	}
	if len(parts) > 0 {
		parts = append([]Part{Divider{}, Heading("Your toolbox")}, parts...)
	}
	if len(rooms) == 0 {
		return parts, nil
	}
	parts = append(parts, Divider{}, Heading("Prompts of your channels"))
	for _, c := range rooms[:min(len(rooms), most)] {
		text := "<#" + string(c.ID) + ">: " + timesOf(c) + "."
		if c.Off.Why != "" {
			text += " They wait at the moment."
		}
		parts = append(parts, Text(text))
		var row Actions
		for _, s := range c.Schedules {
			if s.By == t.me.ID {
				row = append(row, changeTimes(c.ID, s.Number, ofNumber("Change times", c, s.Number)))
			}
		}
		if len(row) > 0 {
			parts = append(parts, row)
		}
	}
	return append(parts, Note("Whoever is in a channel can change its prompts there: `/stretch schedule`.")), nil
}

// ofNumber is a label that says which schedule it is for, where there are several.
func ofNumber(label string, c storage.Channel, number int) string {
	if len(c.Schedules) < 2 {
		return label
	}
	return label + " of " + strconv.Itoa(number)
}

// beginning is the very first move, of which nothing is there to say that it was not had lately.
func beginning(p care.Pick) care.Pick {
	if p.Seconds <= 60 {
		p.Reason = "A short one to begin with."
	}
	return p
}
