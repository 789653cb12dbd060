package commands

import (
	"catcow/internal/care"
	"catcow/internal/habit"
)

// firstQuestions is how many there are before the first move: three taps in all.
const firstQuestions = 2

// isNew says whether Home begins with the first questions. Who has used Catcow in another
// way has answered them by that.
func (t *talk) isNew(h habit.History) bool {
	return t.me.Begun < firstQuestions && h.On(t.today()).Total == 0 &&
		t.me.Nudges.Plan.IsZero() && t.me.CheckIns.Plan.IsZero() && len(t.me.Toolbox) == 0 && !t.answers()
}

// suggestedNudge is when a nudge is offered to somebody new: once a day, between breakfast and lunch.
const suggestedNudge = "weekdays 11:00"

// firstQuestion is the question that somebody new has not answered yet.
func (t *talk) firstQuestion() []Part {
	if t.me.Begun == 0 {
		return []Part{
			Heading("Hello, I'm Catcow"),
			Text("I show small moves for stiff backs, one at a time. Three taps, and you have your first."),
			Text("*1 of 3.* Where do you mostly stretch?"),
			Actions{
				Button{Label: "At a desk", Do: "first", Value: "desk"},
				Button{Label: "Only in my seat", Do: "first", Value: "seated"},
				Button{Label: "The floor is fine, too", Do: "first", Value: "floor"},
			},
			Note(t.library.FirstRun()),
			Divider{},
		}
	}
	return []Part{
		Heading("One reminder a day?"),
		Text("*2 of 3.* If you like, I send you one move in our direct messages, weekdays at 11:00. You can change or end that at any time."),
		Actions{
			Button{Label: "Yes, at 11:00", Do: "first", Value: "nudge", Spoken: "Yes, one move on weekdays at 11:00"},
			Button{Label: "Another time", Do: "plan", Value: "remind"},
			Button{Label: "No reminder", Do: "first", Value: "none"},
		},
		Divider{},
	}
}

// first is an answer to one of them. Home itself shows what came of it. An answer that
// comes again, or late, changes nothing.
func (t *talk) first() (Reply, error) {
	answer := t.r.Value
	switch place := answer == "desk" || answer == "seated" || answer == "floor"; {
	case place && t.me.Begun == 0:
		t.me.Place, t.me.Seated = "", answer == "seated"
		if answer == "floor" {
			t.me.Place = care.Floor
		}
		t.begun(1)
	case answer == "nudge" && t.me.Begun == 1:
		plan, err := t.plan(suggestedNudge)
		if err != nil {
			return Reply{}, err
		}
		t.me.Nudges = t.anew(t.me.Nudges, plan)
		t.begun(2)
	case answer == "none" && t.me.Begun == 1:
		t.begun(2)
	}
	return Reply{}, nil
}

// begun notes how far somebody is. With the first answer they have read the notice above it.
func (t *talk) begun(answers int) {
	t.me.Begun, t.changed = answers, true
	if t.me.Welcomed.IsZero() {
		t.me.Welcomed = t.now
	}
}
