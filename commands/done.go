package commands

import (
	"strings"

	"catcow/content"
	"catcow/internal/habit"
	"catcow/storage"
)

// done logs a session by words: an exercise, a day of the last seven, both or
// neither. A name that only resembles an exercise is asked back.
func (t *talk) done(rest string) (Reply, error) {
	name, day, err := t.cutDay(rest)
	if err != nil {
		return Reply{}, err
	}
	session := storage.Session{User: t.me.ID, Cause: t.r.Cause, Day: day, At: t.now, Back: day != t.today()}
	what := ""
	if name != "" {
		match := t.library.Find(name)
		switch {
		case len(match.Exercises) == 0:
			return Reply{}, &Problem{Text: "I don't know “" + Plain(clip(name, 60)) + "”, so nothing was logged. `/stretch done` logs a session without a name; `/stretch list` shows the names."}
		case len(match.Exercises) > 1 || match.How == content.Typo:
			return Reply{Message: Message{Parts: []Part{
				Text("Which one did you do? Nothing is logged yet."),
				Actions(retypes(match.Exercises, day, t.today())),
			}}}, nil
		}
		session.Exercise, what = match.Exercises[0].ID, match.Exercises[0].Name
	}
	return t.log(session, what)
}

// cutDay parts the name of a move from the day that stands before or after it.
func (t *talk) cutDay(text string) (name string, day habit.Day, err error) {
	words := strings.Fields(text)
	for n := min(len(words), longestDay); n > 0; n-- {
		for _, at := range []int{len(words) - n, 0} {
			said := strings.Join(words[at:at+n], " ")
			if day, err := habit.ParseBack(said, t.today()); err == nil {
				return strings.Join(append(words[:at:at], words[at+n:]...), " "), day, nil
			}
			if _, err := habit.ParseDay(said); err == nil { // a date, and not one of the last seven days
				_, err := habit.ParseBack(said, t.today())
				return "", habit.Day{}, err
			}
		}
	}
	return text, t.today(), nil
}

// longestDay is how many words a day takes at most: "3 days ago".
const longestDay = 3

// retypes offers done with the exact names.
func retypes(found []content.Exercise, day, today habit.Day) []Action {
	var buttons []Action
	for _, e := range found[:min(len(found), most)] {
		text := "done " + e.Name
		if day != today {
			text += " " + day.String()
		}
		buttons = append(buttons, Button{Label: clip(e.Name, 75), Do: "type", Value: text})
	}
	return buttons
}

// log keeps a session and answers with what it did for the streak.
func (t *talk) log(s storage.Session, what string) (Reply, error) {
	if err := t.settled(); err != nil { // by what was known before it
		return Reply{}, err
	}
	added, err := t.tx.AddSession(s)
	if err != nil {
		return Reply{}, err
	}
	t.changed = t.changed || added
	if p, ok := t.me.Moves[s.Exercise]; ok && added {
		t.progress(s.Exercise, p.Did(s.Day))
	}
	if err := t.settle(); err != nil { // it may have made up for a day
		return Reply{}, err
	}
	return t.logged(s, what, added)
}

// logged says what a session did for the streak, and asks how it was. During a
// lock neither is talked about.
func (t *talk) logged(s storage.Session, what string, added bool) (Reply, error) {
	text := "Logged"
	if !added {
		text = "That one was logged already"
	}
	if what != "" {
		text += ": *" + what + "*"
	}
	if s.Day != t.today() {
		text += ", for " + onDay(s.Day, t.today())
	}
	text += "."
	if t.standing().Lock != "" {
		return Reply{Message: Message{Parts: []Part{Text(text)}}, Personal: true}, nil
	}
	h, err := t.history()
	if err != nil {
		return Reply{}, err
	}
	if !t.me.NoStreak {
		text += " " + streakLine(h.On(t.today()))
	}
	parts := []Part{Text(text)}
	if added {
		parts = append(parts, t.howWasIt(s, h)...)
	}
	return Reply{Message: Message{Parts: parts}, Personal: true}, nil
}

// howWasIt is what can be said of a session that was just logged.
func (t *talk) howWasIt(s storage.Session, h habit.History) []Part {
	var parts []Part
	var row Actions
	if s.Exercise != "" {
		parts = append(parts, Text("How was it?"))
		row = append(row,
			Button{Label: "Easy", Do: "felt", Value: "easy|" + s.Cause},
			Button{Label: "About right", Do: "felt", Value: "right|" + s.Cause},
			Button{Label: "Hard", Do: "felt", Value: "hard|" + s.Cause},
			Button{Label: "That hurt", Do: "hurt", Value: move{shown: []string{s.Exercise}}.String()},
		)
	}
	yesterday := t.today().Add(-1)
	if s.Day == t.today() && habit.CountsYesterday(t.now) && h.Verdict(yesterday, t.today()) != habit.Active {
		row = append(row, Button{Label: "Count for yesterday", Do: "yesterday", Value: s.Cause})
	}
	return append(parts, append(row, Button{Label: "Undo", Do: "undo", Value: s.Cause, Spoken: "Undo: take this session back"}))
}

// yesterday gives a session of the small hours to the day before.
func (t *talk) yesterday() (Reply, error) {
	s, err := t.tx.Session(t.me.ID, t.r.Value)
	if err != nil {
		return Reply{}, err
	}
	day := t.today().Add(-1)
	switch {
	case s.Day == day && s.Back:
		reply, err := t.logged(s, t.nameOf(s.Exercise), false)
		return reply.instead(t.r), err
	case s.Cause == "":
		return Reply{}, &Problem{Text: "This session is no longer there. `/stretch done yesterday` logs one for yesterday."}
	case s.Day != t.today() || !habit.CountsYesterday(t.now):
		return Reply{}, &Problem{Text: "Until 3 in the morning a session can count for the day before. `/stretch done yesterday` still logs one."}
	}
	if err := t.tx.DropSession(s.User, s.Cause); err != nil {
		return Reply{}, err
	}
	s.Day, s.Back = day, true
	reply, err := t.log(s, t.nameOf(s.Exercise))
	return reply.instead(t.r), err
}

// undo takes a session back.
func (t *talk) undo() (Reply, error) {
	s, err := t.tx.Session(t.me.ID, t.r.Value)
	if err != nil {
		return Reply{}, err
	}
	text := "It was taken back already."
	if s.Cause != "" {
		if err := t.tx.DropSession(s.User, s.Cause); err != nil {
			return Reply{}, err
		}
		t.changed = true
		text = "Taken back: this session is no longer logged."
	}
	reply := Reply{Message: Message{Parts: []Part{Text(text)}}, Personal: true}.instead(t.r)
	reply.Recount = s.Prompt
	return reply, nil
}

func (t *talk) nameOf(exercise string) string {
	e, _ := t.library.Exercise(exercise)
	return e.Name
}
