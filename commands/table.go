package commands

import "slices"

// command is one line of what people can type.
type command struct {
	words []string // the first is its name; all in normal form
	usage string   // what may follow, for help
	does  string   // for help; "": not listed
	typo  typo
	run   func(t *talk, rest string) (Reply, error)
}

// typo is what becomes of a slip of the fingers: it may show something, it
// never changes anything.
type typo int

const (
	shows   typo = iota // it is done all the same
	mixed               // alone it only shows; with words behind it is asked back
	changes             // it is asked back
)

// table is all of them, in the order of help.
var table []command

// doings is what buttons, menus, forms and shortcuts do, by their Do.
var doings map[string]func(*talk) (Reply, error)

// Shortcut is the id of Slack's menu entry that gives the next move.
const Shortcut = "stretch_now"

func init() {
	table = []command{
		{[]string{"list", "library", "exercises", "moves"}, "[words]", "the moves, by place", shows, (*talk).list},
		{[]string{"tips", "tip"}, "[topic]", "heat, sleep, massage, workstation and more", shows, (*talk).tips},
		{[]string{"why", "causes", "signs", "about", "sources", "evidence"}, "", "why backs get stiff, and how it shows", shows, (*talk).why},
		{[]string{"done", "did it"}, "[exercise] [yesterday]", "logs a session, up to a week back", changes, (*talk).done},
		{[]string{"streak", "streaks"}, "[why]", "your streak and your active days; `streak why` is day by day, `streak follow` takes days off from a channel", mixed, (*talk).streak},
		{[]string{"checkin", "check in", "checkins", "check ins"}, "7", "how stiff, 0 to 10; `checkin mon wed fri 14:00` lets me ask you", changes, (*talk).checkin},
		{[]string{"trend", "trends", "what helps"}, "", "your check-ins over time, as a chart", shows, (*talk).trend},
		{[]string{"don't store", "dont store", "do not store"}, "", "answers your check-ins and keeps none; `store` keeps them again", changes, (*talk).dontStore},
		{[]string{"store"}, "", "", changes, (*talk).store},
		{[]string{"toolbox"}, "[add or remove bridge]", "your go-to moves for a stiff day, in your order", mixed, (*talk).toolbox},
		{[]string{"plan", "my plan"}, "", "when this happens, I'll do that move", mixed, (*talk).whenThen},
		{[]string{"leave out"}, "bridge", "takes a move off your suggestions; `take back bridge` brings it back", mixed, (*talk).leaveOut},
		{[]string{"status"}, "", "", shows, (*talk).status},
		{[]string{"take back"}, "", "", changes, (*talk).takeBack},
		{[]string{"schedule"}, "weekdays 10:30 15:00", "this channel's prompts; `schedule add` makes one more, `schedule skip 24 dec` leaves days out, `schedule off` ends them", changes, (*talk).schedule},
		{[]string{"remind", "nudge"}, "weekdays 11:00 16:00", "private nudges for you; `remind off` ends them", changes, (*talk).remind},
		{[]string{"pause"}, "3 days", "silence for you; your streak waits", changes, (*talk).pause},
		{[]string{"resume", "unpause"}, "", "ends the silence", changes, (*talk).resume},
		{[]string{"bad day"}, "", "light moves, a resting streak and quiet until tomorrow; nobody is told", changes, (*talk).badDay},
		{[]string{"stop", "unsubscribe"}, "", "every nudge and check-in of yours off", changes, (*talk).stop},
		{[]string{"settings", "setting", "preferences"}, "[place floor]", "everything of yours in one form, or one line of it", mixed, (*talk).settings},
		{[]string{"privacy", "my data"}, "", "what I hold about you, who can see it, and when it goes", shows, (*talk).privacy},
		{[]string{"export"}, "", "all of it, as files in our direct messages", shows, (*talk).export},
		{[]string{"forget me"}, "", "erases what I hold about you, after a question", changes, (*talk).forget},
		{[]string{"help now", "hurt", "pain", "emergency", "something feels wrong"}, "", "the safety card", changes, (*talk).helpNow},
		{[]string{"when to get help", "when"}, "", "the signs that need a person who can examine you", shows, (*talk).whenTyped},
		{[]string{"not today"}, "", "", changes, (*talk).notToday},
		{[]string{"help", "commands", "?"}, "", "this list", shows, (*talk).help},
		{[]string{greeting, "hello", "hey", "thanks", "thank you"}, "", "", shows, (*talk).hello},
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
		"nostore": (*talk).noStorePressed,
		"store":   (*talk).storePressed,
		"unkeep":  (*talk).unkeep,
		"score":   (*talk).score,
		"rescore": (*talk).rescore,
		"change":  (*talk).change,
		"skip":    (*talk).skip,
		"plan":    (*talk).planForm,
		"planned": (*talk).planned,

		"replan":     (*talk).replan,
		"unschedule": (*talk).unschedule,
		"restore":    (*talk).restore,
		"postnow":    (*talk).postNow,
		"pauseuntil": (*talk).pauseUntil,
		"pausing":    (*talk).pausing,
		"privacy":    (*talk).privacyPressed,
		"export":     (*talk).exportPressed,
		"forget":     (*talk).forgetPressed,
		"erase":      (*talk).erase,
		"stay":       (*talk).stay,
		"type":       (*talk).retype,

		"told":      (*talk).told,
		"hurt":      (*talk).hurt,
		"felt":      (*talk).felt,
		"ached":     (*talk).ached,
		"helped":    (*talk).helped,
		"up":        (*talk).stepUp,
		"level":     (*talk).stayHere,
		"undo":      (*talk).undo,
		"yesterday": (*talk).yesterday,
		"better":    (*talk).better,
		"keep":      (*talk).keepTool,
		"untool":    (*talk).untool,
		"starter":   (*talk).starter,
		"settings":  (*talk).settingsForm,
		"set":       (*talk).set,
		"whenthen":  (*talk).whenThenForm,
		"planwhen":  (*talk).planWhen,
		"pain":      (*talk).pain,
		"word":      (*talk).word,
		"reword":    (*talk).reword,
		"useful":    (*talk).useful,
		"fullplan":  (*talk).fullPlan,
		"endplan":   (*talk).endPlan,
		"snooze":    (*talk).snooze,
		"rouse":     (*talk).goOnSending,
		"prepare":   (*talk).prepare,
		"goon":      (*talk).goOn,
		"mine":      (*talk).mine,

		"first":      (*talk).first,
		"times":      (*talk).times,
		"more":       (*talk).more,
		"pauseme":    (*talk).pauseForm,
		"pausedme":   (*talk).pauseSet,
		"avoiding":   (*talk).avoidForm,
		"avoided":    (*talk).avoidSet,
		"order":      (*talk).orderForm,
		"ordered":    (*talk).orderSet,
		"keepdm":     (*talk).keepInDM,
		"start":      (*talk).start,
		"startlight": (*talk).startLight,
		"guide":      (*talk).guide,
		"finish":     (*talk).finished,
		"easier":     ofMove((*talk).easier),
		"harder":     ofMove((*talk).harder),
		"motion":     ofMove((*talk).motion),
		"list":       (*talk).filter,
		Shortcut:     (*talk).another,
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
