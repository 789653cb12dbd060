package commands

import "slices"

// command is one line of what people can type.
type command struct {
	words   []string // the first is its name; all in normal form
	usage   string   // what may follow, for help
	does    string   // for help; "": not listed
	changes bool     // a typo of it is asked back
	run     func(t *talk, rest string) (Reply, error)
}

// table is all of them, in the order of help.
var table []command

// doings is what buttons, menus, forms and shortcuts do, by their Do.
var doings map[string]func(*talk) (Reply, error)

// Shortcut is the id of Slack's menu entry that gives the next move.
const Shortcut = "stretch_now"

func init() {
	table = []command{
		{[]string{"list", "library", "exercises", "moves"}, "[words]", "the moves, by place", false, (*talk).list},
		{[]string{"tips", "tip"}, "[topic]", "heat, sleep, massage, workstation and more", false, (*talk).tips},
		{[]string{"why", "causes", "signs", "about", "sources", "evidence"}, "", "why backs get stiff, and how it shows", false, (*talk).why},
		{[]string{"done", "did it"}, "[exercise] [yesterday]", "logs a session", true, (*talk).done},
		{[]string{"streak", "streaks"}, "", "your streak and your active days", false, (*talk).streak},
		{[]string{"checkin", "check in", "checkins", "check ins"}, "7", "how stiff, 0 to 10; `checkin mon wed fri 14:00` lets me ask you", true, (*talk).checkin},
		{[]string{"schedule"}, "weekdays 10:30 15:00", "this channel's prompts; `schedule off` ends them", true, (*talk).schedule},
		{[]string{"remind", "nudge"}, "weekdays 11:00 16:00", "private nudges for you; `remind off` ends them", true, (*talk).remind},
		{[]string{"pause"}, "3 days", "silence for you; your streak waits", true, (*talk).pause},
		{[]string{"resume", "unpause"}, "", "ends the silence", true, (*talk).resume},
		{[]string{"stop", "unsubscribe"}, "", "every nudge and check-in of yours off", true, (*talk).stop},
		{[]string{"forget me"}, "", "erases what I hold about you, after a question", true, (*talk).forget},
		{[]string{"help now", "hurt", "pain", "emergency", "something feels wrong"}, "", "the safety card", true, (*talk).helpNow},
		{[]string{"when to get help", "when"}, "", "the signs that need a person who can examine you", false, (*talk).whenTyped},
		{[]string{"not today"}, "", "", true, (*talk).notToday},
		{[]string{"help", "commands", "?"}, "", "this list", false, (*talk).help},
		{[]string{greeting, "hello", "hey", "thanks", "thank you"}, "", "", false, (*talk).hello},
	}
	for _, word := range Words() {
		if word != "hurt" && word != "pain" {
			guessable = append(guessable, word)
		}
	}
	doings = map[string]func(*talk) (Reply, error){
		"next":    (*talk).another,
		"another": (*talk).another,
		"show":    (*talk).show,
		"did":     (*talk).did,
		"later":   (*talk).later,
		"tip":     (*talk).tip,
		"reason":  (*talk).reason,
		"wrong":   (*talk).feelsWrong,
		"when":    (*talk).when,
		"read":    (*talk).readThis,
		"meant":   (*talk).meantElse,
		"agree":   (*talk).agree,
		"decline": (*talk).decline,
		"score":   (*talk).score,
		"rescore": (*talk).rescore,
		"change":  (*talk).change,
		"skip":    (*talk).skip,
		"plan":    (*talk).planForm,
		"planned": (*talk).planned,
		"erase":   (*talk).erase,
		"stay":    (*talk).stay,
		"type":    (*talk).retype,
		Shortcut:  (*talk).another,
	}
}

// guessable is the words that a slip of the fingers may stand for. Short words
// of pain are none: too much is spelt like them.
var guessable []string

// Words is every word that the table knows; an exercise may not be called so.
func Words() []string {
	var all []string
	for _, c := range table {
		all = append(all, c.words...)
	}
	slices.Sort(all)
	return all
}
