// Package content is what Catcow knows: exercises, tips, causes and safety
// cards, a readable file each.
package content

import (
	"embed"
	"os"
	"slices"
	"strings"
	"sync"
)

//go:embed *.yaml exercises/*.yaml tips/*.yaml cards/*.yaml
var builtin embed.FS

// Library is everything Catcow knows. It does not change after loading; the
// lists it hands out may be kept and sorted, but what they hold must not be
// changed.
type Library struct {
	exercises   []Exercise
	tips        []Tip
	cards       []Card
	causes      []Line
	signs       []Line
	disclaimers []Line
	framing     Framing
	toolbox     Toolbox
	claims      Claims
	sources     []Source
	references  []Reference
	notices     notices

	parts  map[string][]string // of names, for typing slips; by id
	origin map[string]origin   // of exercises, by id
}

// Load is the built-in content. It is read once.
func Load() (*Library, error) { return loadOnce() }

var loadOnce = sync.OnceValues(func() (*Library, error) {
	l, problems := load("")
	return l, join(problems)
})

// LoadOver reads the built-in content with a folder laid over it, which adds
// items or replaces them by id. The safety cards and notices stay. The error
// holds every Problem, one a line.
func LoadOver(dir string) (*Library, error) {
	l, problems := load(dir)
	return l, join(problems)
}

// Check finds every mistake in a folder laid over the built-in content, or in
// the built-in content alone when dir is empty.
func Check(dir string) []Problem {
	_, problems := load(dir)
	return problems
}

func load(dir string) (*Library, []Problem) {
	l := &Library{origin: map[string]origin{}}
	base := &layer{to: l}
	base.read(builtin)
	problems, cited := base.problems, base.cited
	if dir != "" {
		over := &layer{to: l, name: dir}
		over.read(os.DirFS(dir))
		problems, cited = append(problems, over.problems...), append(cited, over.cited...)
	}
	slices.SortFunc(l.exercises, func(a, b Exercise) int { return strings.Compare(a.ID, b.ID) })
	slices.SortFunc(l.tips, func(a, b Tip) int { return strings.Compare(tipRank(a.ID), tipRank(b.ID)) })
	if len(problems) == 0 {
		problems = append(l.dangling(cited), l.doubles()...)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	l.parts = parts(l.exercises)
	return l, nil
}

// Exercises lists the exercises in id order: E01 ... E05, V01 ... V15.
func (l *Library) Exercises() []Exercise { return slices.Clone(l.exercises) }

// Exercise is the exercise with that id; false when there is none.
func (l *Library) Exercise(id string) (Exercise, bool) {
	return find(l.exercises, func(e Exercise) bool { return e.ID == id })
}

// Tips lists the tips: treatments, prevention, toolbox, then added ones.
func (l *Library) Tips() []Tip { return slices.Clone(l.tips) }

// Causes lists why backs get stiff, the general line first.
func (l *Library) Causes() []Line { return slices.Clone(l.causes) }

// Signs lists how stiffness shows, the general line first.
func (l *Library) Signs() []Line { return slices.Clone(l.signs) }

// Framing is what there is to say around it all.
func (l *Library) Framing() Framing { return l.framing }

// Toolbox is why to keep go-to moves, and the starter sets.
func (l *Library) Toolbox() Toolbox { return l.toolbox }

// Claims is what Catcow may claim.
func (l *Library) Claims() Claims { return l.claims }

// Disclaimers lists what the content is not.
func (l *Library) Disclaimers() []Line { return slices.Clone(l.disclaimers) }

// Sources lists where the numbers and claims come from.
func (l *Library) Sources() []Source { return slices.Clone(l.sources) }

// Source is the source with that id; false when there is none.
func (l *Library) Source(id string) (Source, bool) {
	return find(l.sources, func(s Source) bool { return s.ID == id })
}

// References lists the source article's own references.
func (l *Library) References() []Reference { return slices.Clone(l.references) }

// Card is the safety card with that id: S1, S1b, S2, S3, G1, HURT or HELP. An
// unknown id gives S3, so that a mistake of ours never shows nothing.
func (l *Library) Card(id string) Card {
	if c, ok := find(l.cards, func(c Card) bool { return c.ID == id }); ok {
		return c
	}
	c, _ := find(l.cards, func(c Card) bool { return c.ID == "S3" })
	return c
}

// Footer is the line under tips and exercises.
func (l *Library) Footer() string { return l.notices.footer }

// FirstRun is what a person reads before anything else.
func (l *Library) FirstRun() string { return l.notices.firstRun }

// SessionHeader is the line before a first floor or strength session.
func (l *Library) SessionHeader() string { return l.notices.sessionHeader }

// Items lists the checklist of the source article, each id with its text.
func (l *Library) Items() []Item {
	var items []Item
	lines := func(lines []Line) {
		for _, line := range lines {
			items = append(items, Item{line.ID, line.String()})
		}
	}
	lines(l.framing.About)
	lines(l.causes)
	lines(l.signs)
	lines(l.framing.Exercise)
	for _, e := range l.exercises {
		if e.Article != "" {
			items = append(items, Item{e.Article, e.Name})
		}
	}
	lines(l.framing.Prevention)
	for _, t := range l.tips {
		if t.Line != "" {
			items = append(items, Item{t.ID, t.Line})
		}
	}
	lines(l.toolbox.Lines)
	lines(l.disclaimers)
	for _, r := range l.references {
		items = append(items, Item{r.ID, r.Title})
	}
	return items
}

func find[T any](list []T, is func(T) bool) (T, bool) {
	if i := slices.IndexFunc(list, is); i >= 0 {
		return list[i], true
	}
	var none T
	return none, false
}
