package care

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"catcow/content"
)

// reason is the line for the largest of the points that can be said; of equal
// ones the earlier term's (docs/rules.md).
func (l *outlook) reason(r *rated) string {
	best, most := terms, 0.0
	for t, points := range r.points {
		if t := term(t); points > most && !(t == direction && l.moved() == "") {
			best, most = t, points
		}
	}
	e := r.Exercise
	if asked := l.askedArea(e); asked != "" && (best == direction || best == fresh || best == terms) {
		return fmt.Sprintf("Because you asked for something for your %s.", asked)
	}
	switch best {
	case planned:
		return fmt.Sprintf("Because you planned %s.", strings.TrimSpace(lowered(e.Name)+" "+l.Plan.cue()))
	case gentle:
		return "Gentle mode: short and light."
	case toolbox:
		return "Because it's in your toolbox."
	case state:
		return "Because you said " + told(e, l.State) + "."
	case helped:
		p := l.Moves[e.ID]
		return fmt.Sprintf("Because you've said it helped %d of %d times.", p.Helped, p.Votes)
	case score:
		return fmt.Sprintf("Because you rated %d: easy movement first.", l.Score)
	case direction:
		return fmt.Sprintf("You've %s today, so here's something different.", l.moved())
	case focus:
		i := slices.IndexFunc(l.Focus, func(area string) bool { return slices.Contains(e.Areas, area) })
		return fmt.Sprintf("Because you picked %s as your focus.", l.Focus[i])
	case fresh:
		return "You haven't had this one lately."
	}
	if l.Place == Floor {
		return "Fits where you are."
	}
	return "Fits where you are, no floor needed."
}

func told(e *content.Exercise, state string) string {
	switch state {
	case BeenStanding:
		return "you've been standing"
	case Tense:
		return "you feel tense"
	case JustWoke:
		return "you just got up"
	case AfterSport:
		return "you were active"
	}
	switch {
	case has(e, "walk"):
		return "you've been sitting: this gets you up"
	case e.ID == "V09":
		return "you've been sitting: this opens the front of your hips"
	case has(e, "extension"):
		return "you've been sitting: this takes you the other way"
	}
	return "you've been sitting: this gets you up"
}

// askedArea is the area that was asked for and that the exercise serves.
func (l *outlook) askedArea(e *content.Exercise) string {
	for _, area := range l.Areas {
		if slices.Contains(e.Areas, area) {
			return area
		}
	}
	return ""
}

// moved says which way the person moved last today; "" when nothing was logged.
func (l *outlook) moved() string {
	for _, tag := range l.today {
		if words := movement[tag]; words != "" {
			return words
		}
	}
	return ""
}

// movement says of a kind of exercise what a person did who did it.
var movement = map[string]string{
	"flexion":   "bent forward",
	"rotation":  "turned",
	"extension": "leaned back",
	"side bend": "leaned sideways",
	"walk":      "walked",
	"breath":    "slowed your breath",
	"neck":      "moved your neck",
	"shoulder":  "moved your shoulders",
	"hip":       "moved your hips",
	"chest":     "opened your chest",
	"strength":  "worked your muscles",
}

func lowered(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToLower(first)) + name[size:]
}
