package content

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// What fits, in characters: a Slack button holds 75 with the words around a
// name ("Log ... as done"), a header 150, an alternative text 2000, a section
// 3000.
const (
	maxName    = 60
	maxTitle   = 150
	maxAlt     = 2000
	maxSection = 3000
)

var exerciseID = regexp.MustCompile(`^[A-Z][0-9]{2}$`)

// exercise reads an exercise file.
func (r *reader) exercise(n *yaml.Node) Exercise {
	var e Exercise
	var dose *yaml.Node
	var id, steps int
	lined := func(line *int, read value) value {
		return func(key string, n *yaml.Node) { *line = n.Line; read(key, n) }
	}
	before := len(r.problems)
	r.object(n,
		need("id", "a letter and two digits, such as Z01", lined(&id, r.text(&e.ID, maxName))),
		need("name", "what people call it", r.text(&e.Name, maxName)),
		may("aliases", r.texts(&e.Aliases, maxName)),
		may("article", r.text(&e.Article, maxName)),
		may("related", r.text(&e.Related, maxTitle)),
		may("at_desk", r.texts(&e.AtDesk, maxName)),
		need("target", "the areas in plain words", r.text(&e.Target, maxTitle)),
		need("areas", "[low back, hips]", r.words(&e.Areas, r.filled(&e.Areas, maxName), areas)),
		need("start", "the starting position in plain words", r.text(&e.Start, maxTitle)),
		need("positions", "[standing], [seated] or [floor]", r.words(&e.Positions, r.filled(&e.Positions, maxName), positions)),
		need("equipment", "what it takes, or none", r.text(&e.Equipment, maxTitle)),
		need("where", "[desk, home]", r.words(&e.Where, r.filled(&e.Where, maxName), places)),
		need("tags", "[extension], or the kind it is", r.words(&e.Tags, r.filled(&e.Tags, maxName), tags)),
		need("gentle", "true or false", r.yes(&e.Gentle)),
		may("trim", r.yes(&e.Trim)),
		need("codes", "the movements it asks for that some people avoid, such as [BONE, WRIST], or []", r.words(&e.Codes, r.texts(&e.Codes, maxName), codes)),
		need("steps", "a line with - for each step", lined(&steps, r.filled(&e.Steps, maxSection))),
		need("breath", "when to breathe in and out", r.text(&e.Breath, maxSection)),
		need("dose", "three entries, levels 1, 2 and 3", func(key string, n *yaml.Node) { dose = n; r.doses(&e.Dose)(key, n) }),
		need("dose_source", "where the numbers come from, with [SOURCE] ids", r.text(&e.DoseSource, maxSection)),
		need("status", "how well the numbers are backed", r.text(&e.Status, maxTitle)),
		need("sources", "[ACSM], ids of sources.yaml, or []", r.texts(&e.Sources, maxName)),
		need("easier", "an easier version", r.text(&e.Easier, maxSection)),
		need("harder", "a harder version", r.text(&e.Harder, maxSection)),
		need("mistakes", "[common slips]", r.texts(&e.Mistakes, maxTitle)),
		need("skip", "[when to skip it or ask first]", r.filled(&e.Skip, maxTitle)),
		need("alt_text", "the picture in words", r.text(&e.AltText, maxAlt)),
		need("reviewed", "{by: who, date: 2026-11-22}", r.reviewed(&e.Reviewed)),
		may("picture", r.picture(&e.Picture)),
	)
	if len(r.problems) > before {
		return e
	}
	if !exerciseID.MatchString(e.ID) {
		r.problem(id, "the id %q must be a letter and two digits, such as Z01", e.ID)
	}
	if length := utf8.RuneCountInString(strings.Join(e.Steps, "\n")); length > maxSection {
		r.problem(steps, "the steps have %d characters together, at most %d fit", length, maxSection)
	}
	for i, d := range e.Dose {
		if d.Seconds != d.Length() {
			r.problem(dose.Content[i].Line, "level %d: seconds is %d, but the numbers add up to %d: write %d, or mend the numbers", d.Level, d.Seconds, d.Length(), d.Length())
		}
	}
	slices.SortStableFunc(r.problems, func(a, b Problem) int { return cmp.Compare(a.Line, b.Line) })
	return e
}

func (r *reader) doses(to *[3]Dose) value {
	return func(key string, n *yaml.Node) {
		if n.Kind != yaml.SequenceNode || len(n.Content) != len(to) {
			r.problem(n.Line, "%q must be a list of three entries, levels 1, 2 and 3", key)
			return
		}
		for i, c := range n.Content {
			before, d := len(r.problems), &to[i]
			r.object(c,
				need("level", "1, 2 or 3", r.whole(&d.Level, 1, 3)),
				need("text", "the dose in words", r.text(&d.Text, maxTitle)),
				need("sets", "1", r.whole(&d.Sets, 1, 20)),
				need("reps", "5", r.whole(&d.Reps, 1, 200)),
				need("hold_s", "0", r.whole(&d.HoldSeconds, 0, 3600)),
				need("move_s", "4", r.whole(&d.MoveSeconds, 0, 600)),
				may("per_side", r.yes(&d.PerSide)),
				need("rest_s", "0", r.whole(&d.RestSeconds, 0, 600)),
				need("seconds", "the sum, to the nearest 5", r.whole(&d.Seconds, 5, 3600)),
			)
			if len(r.problems) == before && d.Level != i+1 {
				r.problem(c.Line, "level %d stands where level %d must be: keep the order 1, 2, 3", d.Level, i+1)
			}
		}
	}
}

func (r *reader) reviewed(to *Reviewed) value {
	return func(key string, n *yaml.Node) {
		r.object(n,
			need("by", "who read it against the sources", r.text(&to.By, maxTitle)),
			need("date", "2026-11-22", func(key string, n *yaml.Node) {
				r.text(&to.Date, maxTitle)(key, n)
				if _, err := time.Parse(time.DateOnly, to.Date); to.Date != "" && err != nil {
					r.problem(n.Line, "%q must be a date such as 2026-11-22", key)
				}
			}))
	}
}
