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

// settings is what is set for one person, and the button to its form.
func (t *talk) settings(string) (Reply, error) {
	m := t.me
	facts := Facts{
		{"Where", labelOf(places, orUsual(m.Place, care.Desk))},
		{"Left out", orNone(labelsOf(movements, m.Avoid))},
		{"Focus", orNone(m.Focus)},
		{"Workdays", capital(t.workdays().String())},
		{"Check-ins by", labelOf(scales, orUsual(m.Scale, "buttons"))},
		{"Check-ins kept for", count(t.keptCheckIns(), "day")},
		{"Sessions kept for", count(t.keptSessions(), "day")},
		{"Streak", shownOrHidden(!m.NoStreak)},
		{"My name in prompts", shownOrHidden(m.Named != "")},
	}
	if only := labelsOf(narrowed, t.narrow()); len(only) > 0 {
		facts = append(facts, Fact{"Only", and(only)})
	}
	return Reply{Message: Message{Parts: []Part{
		Heading("Your settings"), facts,
		Actions{Button{Label: "Change settings", Do: "settings", Primary: true}},
		Note("Times have their own words: `remind`, `checkin`, `pause`. Moves, too: `toolbox`, `plan`, `leave out`."),
	}}, Personal: true}, nil
}

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
	narrowed = []Option{{"gentle moves, until I say", "gentle"}, {"seated moves", "seated"}, {"moves that draw no eyes", "discreet"}}
	yesOrNo  = []Option{{"Yes", "yes"}, {"No", "no"}}
	keeping  = []Option{{"30 days", "30"}, {"90 days", "90"}, {"180 days", "180"}, {"400 days", "400"}}
)

// settingsForm is all of it in one form.
func (t *talk) settingsForm() (Reply, error) {
	var focus, days []Option
	for _, area := range content.Areas() {
		focus = append(focus, Option{capital(area), area})
	}
	for day := range 7 {
		name := time.Weekday((day + 1) % 7).String()
		days = append(days, Option{name, strings.ToLower(name)})
	}
	m := t.me
	return Reply{Form: &Form{Do: "set", Title: "Settings", Submit: "Save", Message: Message{Parts: []Part{
		Choice{ID: "place", Label: "Where do you stretch?", Options: places, Chosen: orUsual(m.Place, care.Desk)},
		Choices{ID: "avoid", Label: "Movements to leave out", Options: movements, Chosen: m.Avoid, Hint: "Only you see this. No reason is asked or kept."},
		Choices{ID: "only", Label: "Show me only", Options: narrowed, Chosen: t.narrow()},
		Choices{ID: "focus", Label: "Focus", Options: focus, Chosen: m.Focus},
		Choices{ID: "workdays", Label: "Workdays", Options: days, Chosen: namesOf(t.workdays()), Hint: "Other days never count against a streak. The past stays as it was."},
		Choice{ID: "scale", Label: "Answer check-ins by", Options: scales, Chosen: orUsual(m.Scale, "buttons")},
		Choice{ID: "pain", Label: "Ask about pain after a check-in?", Options: yesOrNo, Chosen: yes(m.AskPain)},
		Choice{ID: "checkins", Label: "Keep check-ins for", Options: kept(t.keptCheckIns()), Chosen: strconv.Itoa(t.keptCheckIns())},
		Choice{ID: "sessions", Label: "Keep sessions for", Options: kept(t.keptSessions()), Chosen: strconv.Itoa(t.keptSessions()), Hint: "What is older is erased for good. Totals stay."},
		Choice{ID: "streak", Label: "Show my streak?", Options: yesOrNo, Chosen: yes(!m.NoStreak)},
		Choice{ID: "named", Label: "Show my name below a prompt that I did?", Options: yesOrNo, Chosen: yes(m.Named != ""), Hint: "Otherwise you are counted without a name."},
	}}}}, nil
}

// set is the form, submitted.
func (t *talk) set() (Reply, error) {
	f := t.r.Fields
	var days habit.Weekdays
	for _, name := range list(f["workdays"]) {
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
	m.Place = unlessUsual(f["place"], care.Desk)
	m.Avoid = known(list(f["avoid"]), movements)
	only := list(f["only"])
	m.Gentle, m.Seated, m.Discreet = slices.Contains(only, "gentle"), slices.Contains(only, "seated"), slices.Contains(only, "discreet")
	m.Focus = slices.DeleteFunc(list(f["focus"]), func(area string) bool { return !slices.Contains(content.Areas(), area) })
	if days != t.workdays() {
		m.Workdays = slices.DeleteFunc(slices.Clone(m.Workdays), func(w habit.Working) bool { return !w.From.Before(t.today()) })
		m.Workdays = append(m.Workdays, habit.Working{From: t.today(), Days: days})
	}
	m.Scale = unlessUsual(f["scale"], "buttons")
	m.AskPain, m.NoStreak = f["pain"] == "yes", f["streak"] == "no"
	m.Named = ""
	if f["named"] == "yes" {
		m.Named = t.who()
	}
	m.Keep.CheckIns, m.Keep.Sessions = days90(f["checkins"], usualCheckIns), days90(f["sessions"], usualSessions)
	t.changed = true
	if _, err := t.sweep(); err != nil {
		return Reply{}, err
	}
	return t.settings("")
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

func kept(now int) []Option {
	if value := strconv.Itoa(now); !slices.ContainsFunc(keeping, func(o Option) bool { return o.Value == value }) {
		return append(slices.Clone(keeping), Option{count(now, "day"), value})
	}
	return keeping
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

// list reads what was taken of several: values joined by commas.
func list(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}

// known keeps of the values those that are among the options, in their order.
func known(values []string, options []Option) []string {
	var kept []string
	for _, o := range options {
		if slices.Contains(values, o.Value) {
			kept = append(kept, o.Value)
		}
	}
	return kept
}

func labelOf(options []Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Label
		}
	}
	return value
}

func labelsOf(options []Option, values []string) []string {
	var labels []string
	for _, v := range values {
		labels = append(labels, labelOf(options, v))
	}
	return labels
}

func orNone(labels []string) string {
	if len(labels) == 0 {
		return "nothing"
	}
	return strings.Join(labels, ", ")
}

func orUsual(value, usual string) string {
	if value == "" {
		return usual
	}
	return value
}

func unlessUsual(value, usual string) string {
	if value == usual {
		return ""
	}
	return value
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

func shownOrHidden(shown bool) string {
	return fmt.Sprint(map[bool]string{true: "shown", false: "hidden"}[shown])
}
