package commands

import (
	"slices"

	"catcow/storage"
)

// CATCOW_CHECKINS=off: whoever runs Catcow has switched check-ins off for everybody. None
// is asked, offered, taken or kept. Plans of before sleep, and what was noted stays with
// its person: export and forget me reach it, and it ages out as ever.

// noCheckIns is why a check-in is skipped then.
const noCheckIns = "check-ins are switched off here"

// aboutCheckIns is what is not there then: commands by their first word, and what buttons do.
var (
	wordsOfCheckIns  = []string{"checkin", "trend", "don't store", "store", "not today"}
	doingsOfCheckIns = []string{"agree", "nostore", "store", "score", "rescore", "word", "reword", "change", "pain", "useful"}
)

// checkInsOff says that there are none here, and what helps all the same.
func (t *talk) checkInsOff() Reply {
	return Reply{Message: Message{Parts: []Part{
		Text("Check-ins are switched off here, by whoever runs Catcow. Nothing is asked, and no answer is kept."),
		Actions{
			Button{Label: "Show me a move", Do: "next", Primary: true},
			Button{Label: "When to get help", Do: "when"},
			Button{Label: "Something feels wrong", Do: "wrong"},
		},
		Note("What you noted before is still yours: `/stretch export` gives it to you, `/stretch forget me` erases it."),
	}}, Personal: true}
}

// asksNothing says whether a press or a form is about check-ins where there are none.
func (t *talk) asksNothing() bool {
	return t.noCheckIns && (slices.Contains(doingsOfCheckIns, t.r.Do) ||
		slices.Contains([]string{"plan", "planned"}, t.r.Do) && t.r.Value == "checkin" ||
		t.r.Do == "rouse" && t.r.Value == string(storage.Asking))
}

// offered is the commands that help shows.
func (t *talk) offered() (all []command) {
	for _, c := range table {
		if c.does != "" && !(t.noCheckIns && slices.Contains(wordsOfCheckIns, c.words[0])) {
			all = append(all, c)
		}
	}
	return all
}
