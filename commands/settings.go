package commands

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"catcow/content"
	"catcow/internal/care"
	"catcow/internal/habit"
)

// settings is what is set for one person, and the button to its form; with words behind
// it one of them is set.
func (t *talk) settings(rest string) (Reply, error) {
	if rest != "" {
		return t.settingTyped(rest)
	}
	m := t.me
	facts := Facts{
		{"Where", labelOf(places, orUsual(m.Place, care.Desk))},
		{"Left out", orNone(labelsOf(movements, m.Avoid))},
		{"Focus", orNone(labelsOf(areas(), m.Focus))},
		{"Workdays", capital(t.workdays().String())},
		{"Working day ends at", t.ends().String()},
		{checkInsBy, labelOf(scales, orUsual(m.Scale, "buttons"))},
		{checkInAnswers, labelOf(storing, t.storing())},
		{"Check-ins kept for", count(t.keptCheckIns(), "day")},
		{"Sessions kept for", count(t.keptSessions(), "day")},
		{"Streak", shownOrHidden(!m.NoStreak)},
		{"My name in prompts", shownOrHidden(m.Named != "")},
	}
	if m.Still {
		facts = append(facts, Fact{"Pictures that move", "hidden"})
	}
	if m.Follows != "" {
		facts = append(facts, Fact{"Days off also from", "<#" + string(m.Follows) + ">"})
	}
	if only := labelsOf(narrowed, t.narrow()); len(only) > 0 {
		facts = append(facts, Fact{"Only", strings.Join(only, ", ")})
	}
	times := "`remind`, `checkin`, `pause`"
	if t.noCheckIns { // what was noted before still ages
		facts = slices.DeleteFunc(facts, func(f Fact) bool { return f.Label == checkInsBy || f.Label == checkInAnswers })
		times = "`remind`, `pause`"
	}
	return Reply{Message: Message{Parts: []Part{
		Heading("Your settings"), facts,
		Actions{Button{Label: "Change settings", Do: "settings", Primary: true}, Button{Label: "My times", Do: "times"}},
		Note("Times have their own words: " + times + ". Moves, too: `toolbox`, `plan`, `leave out`. One line typed does as well: `/stretch settings place floor`."),
	}}, Personal: true}, nil
}

const checkInsBy, checkInAnswers = "Check-ins by", "Check-in answers"

// The choices of the form, by the value that is kept.
var (
	places = []Option{{"At a desk, no floor", care.Desk}, {"The floor is fine, too", care.Floor}}
	scales = []Option{{"Buttons, 0 to 10", "buttons"}, {"A menu, 0 to 10", "menu"}, {"Words, none to severe", "words"}}
	// movements to avoid, by the codes of exercises (docs/rules.md).
	movements = []Option{
		{"Lying flat", "PREG"}, {"Bending or twisting", "BONE"}, {"Kneeling", "KNEEL"}, {"Weight on my wrists", "WRIST"},
		{"Arms overhead", "SHOULDER"}, {"Neck", "NECK"}, {"Hips", "HIP"}, {"Balance", "DIZZY"},
		{"Everything but breathing and walking", "SURG"},
	}
	narrowed = []Option{{"Gentle moves, until I say", "gentle"}, {"Seated moves", "seated"}, {"Moves that draw no eyes", "discreet"}}
	yesOrNo  = []Option{{"Yes", "yes"}, {"No", "no"}}
	keeping  = []Option{{"30 days", "30"}, {"90 days", "90"}, {"180 days", "180"}, {"400 days", "400"}}
	private  = []Option{{"7 days", "7"}, {"30 days", "30"}, {"90 days", "90"}, {"180 days", "180"}, {"365 days", "365"}} // check-ins
	storing  = []Option{{"Keep them, so that I can look back", "keep"}, {"Answer them, and keep nothing", "nostore"}, {"Not decided yet", "undecided"}}
)

// settingsForm is all of it in one form.
func (t *talk) settingsForm() (Reply, error) {
	m := t.me
	parts := []Part{
		Choice{ID: "place", Label: "Where do you stretch?", Options: places, Chosen: orUsual(m.Place, care.Desk)},
		Choices{ID: "avoid", Label: "Movements to leave out", Options: movements, Chosen: m.Avoid, Hint: "Only you see this. No reason is asked or kept."},
		Choices{ID: "only", Label: "Show me only", Options: narrowed, Chosen: t.narrow()},
		Choices{ID: "focus", Label: "Focus", Options: areas(), Chosen: m.Focus},
		Choices{ID: "workdays", Label: "Workdays", Some: true, Options: weekdays(), Chosen: namesOf(t.workdays()), Hint: "At least one. Other days never count against a streak, and the past stays as it was."},
		Choice{ID: "ends", Label: "My working day ends at", Options: endings(t.ends()), Chosen: t.ends().String(), Hint: "What I send by myself comes before, and so does what you snooze. A time that you set for later stays."},
		Choice{ID: "scale", Label: "Answer check-ins by", Options: scales, Chosen: orUsual(m.Scale, "buttons")},
		Choice{ID: "pain", Label: "Ask about pain after a check-in?", Options: yesOrNo, Chosen: yes(m.AskPain)},
		Choice{ID: "storing", Label: "What becomes of my check-in answers", Options: storing, Chosen: t.storing(), Hint: "To keep them, I first show you who could see what."},
		Choice{ID: "checkins", Label: "Keep check-ins for", Options: kept(private, t.keptCheckIns()), Chosen: strconv.Itoa(t.keptCheckIns())},
		Choice{ID: "sessions", Label: "Keep sessions for", Options: kept(keeping, t.keptSessions()), Chosen: strconv.Itoa(t.keptSessions()), Hint: "What is older is erased for good. Totals stay."},
		Choice{ID: "streak", Label: "Show my streak?", Options: yesOrNo, Chosen: yes(!m.NoStreak)},
		Choice{ID: "motion", Label: "Offer pictures that move?", Options: yesOrNo, Chosen: yes(!m.Still)},
		Choice{ID: "named", Label: "Show my name below a prompt that I did?", Options: yesOrNo, Chosen: yes(m.Named != ""), Hint: "Otherwise you are counted without a name."},
	}
	if t.noCheckIns {
		parts = slices.DeleteFunc(parts, func(p Part) bool {
			c, ok := p.(Choice)
			return ok && slices.Contains([]string{"scale", "pain", "storing"}, c.ID)
		})
	}
	if m.Follows != "" {
		parts = append(parts, Choice{ID: "follows", Label: "Take days off from the channel your streak follows?", Options: yesOrNo, Chosen: "yes"})
	}
	return Reply{Form: &Form{Do: "set", Title: "Settings", Submit: "Save", Message: Message{Parts: parts}}}, nil
}

// endings are the times at which a working day may end; now is what is set.
func endings(now habit.Minute) (options []Option) {
	for m := habit.Minute(12 * 60); m < 24*60; m += 30 {
		options = append(options, Option{m.String(), m.String()})
	}
	if now < 12*60 || now%30 != 0 {
		options = append(options, Option{now.String(), now.String()})
	}
	return options
}

func areas() (options []Option) {
	for _, area := range content.Areas() {
		options = append(options, Option{capital(area), area})
	}
	return options
}

func weekdays() (options []Option) {
	for day := range 7 {
		name := time.Weekday((day + 1) % 7).String()
		options = append(options, Option{name, strings.ToLower(name)})
	}
	return options
}

// set is the form, submitted. A field that an older form does not have, or that
// says what this one does not offer, leaves things as they are.
func (t *talk) set() (Reply, error) {
	var days habit.Weekdays
	for _, name := range t.several("workdays", weekdays(), namesOf(t.workdays())) {
		for day := time.Sunday; day <= time.Saturday; day++ {
			if strings.EqualFold(day.String(), name) {
				days |= habit.WeekdaysOf(day)
			}
		}
	}
	if days == 0 {
		return Reply{Errors: map[string]string{"workdays": "Choose at least one day, such as Monday."}}, nil
	}
	m := &t.me
	m.Place = unlessUsual(t.one("place", places, orUsual(m.Place, care.Desk)), care.Desk)
	m.Avoid = t.several("avoid", movements, m.Avoid)
	only := t.several("only", narrowed, t.narrow())
	m.Gentle, m.Seated, m.Discreet = slices.Contains(only, "gentle"), slices.Contains(only, "seated"), slices.Contains(only, "discreet")
	m.Focus = t.several("focus", areas(), m.Focus)
	if days != t.workdays() {
		m.Workdays = slices.DeleteFunc(slices.Clone(m.Workdays), func(w habit.Working) bool { return !w.From.Before(t.today()) })
		m.Workdays = append(m.Workdays, habit.Working{From: t.today(), Days: days})
	}
	var hour, minute habit.Minute
	if _, err := fmt.Sscanf(t.one("ends", endings(t.ends()), t.ends().String()), "%d:%d", &hour, &minute); err == nil {
		m.Ends = 60*hour + minute
	}
	if m.Ends == habit.WorkdayEnds {
		m.Ends = 0
	}
	m.Scale = unlessUsual(t.one("scale", scales, orUsual(m.Scale, "buttons")), "buttons")
	m.AskPain = t.one("pain", yesOrNo, yes(m.AskPain)) == "yes"
	m.NoStreak = t.one("streak", yesOrNo, yes(!m.NoStreak)) == "no"
	m.Still = t.one("motion", yesOrNo, yes(!m.Still)) == "no"
	if t.one("follows", yesOrNo, yes(m.Follows != "")) == "no" {
		m.Follows = ""
	}
	if named := t.one("named", yesOrNo, yes(m.Named != "")); named == "no" {
		m.Named = ""
	} else {
		m.Named = t.who()
	}
	m.Keep.CheckIns = days90(t.one("checkins", kept(private, t.keptCheckIns()), strconv.Itoa(t.keptCheckIns())), usualCheckIns)
	m.Keep.Sessions = days90(t.one("sessions", kept(keeping, t.keptSessions()), strconv.Itoa(t.keptSessions())), usualSessions)
	ask := t.setStoring()
	t.changed = true
	if _, err := t.sweep(); err != nil {
		return Reply{}, err
	}
	reply, err := t.settings("")
	reply.Parts = slices.Insert(reply.Parts, 0, Part(Text("Saved.")))
	if ask {
		reply.Parts = append(append(reply.Parts, Divider{}), t.consent("")...)
	}
	return reply, err
}

// days90 reads how many days facts are kept; 0 is the usual, and anything that
// the form does not offer.
func days90(text string, usual int) int {
	n, err := strconv.Atoi(text)
	if err != nil || n == usual || n < 1 || n > mostKept {
		return 0
	}
	return n
}

// mostKept is the longest that a person may have facts kept, in days.
const mostKept = 400

// kept are the times to choose from, and the one that is set now.
func kept(choices []Option, now int) []Option {
	if value := strconv.Itoa(now); !slices.ContainsFunc(choices, func(o Option) bool { return o.Value == value }) {
		return append(slices.Clone(choices), Option{count(now, "day"), value})
	}
	return choices
}

// storing is what becomes of the person's answers, as the value of an option.
func (t *talk) storing() string {
	switch {
	case t.me.NoStore:
		return "nostore"
	case t.me.Agreed.IsZero():
		return "undecided"
	}
	return "keep"
}

// setStoring takes what was chosen, and says whether the consent is to be shown first.
func (t *talk) setStoring() (ask bool) {
	switch was, now := t.storing(), t.one("storing", storing, t.storing()); {
	case now == was:
	case now == "nostore":
		t.forgetAnswers()
	case now == "undecided":
		t.me.Agreed, t.me.NoStore = time.Time{}, false
	default:
		return true
	}
	return false
}

// workdays is the person's week as it is today.
func (t *talk) workdays() habit.Weekdays {
	days := habit.Workweek
	for _, w := range t.me.Workdays {
		if !w.From.After(t.today()) {
			days = w.Days
		}
	}
	return days
}

func namesOf(days habit.Weekdays) []string {
	var names []string
	for day := time.Sunday; day <= time.Saturday; day++ {
		if days.Has(day) {
			names = append(names, strings.ToLower(day.String()))
		}
	}
	return names
}

func (t *talk) narrow() []string {
	var only []string
	if t.me.Gentle {
		only = append(only, "gentle")
	}
	if t.me.Seated {
		only = append(only, "seated")
	}
	if t.me.Discreet {
		only = append(only, "discreet")
	}
	return only
}
