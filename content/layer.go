package content

import (
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// layer is one folder of content on its way into the library.
type layer struct {
	to       *Library
	name     string // of the folder laid over; empty for the built-in content
	problems []Problem
	cited    []cite
	seen     map[string]string // kind and id: where it was first given
}

// cite is a mention of sources and exercises that must exist.
type cite struct {
	file      string
	line      int
	sources   []string
	exercises []string
}

// origin is where an exercise came from, to point at its names.
type origin struct {
	file  string
	lines map[string]int // by name as written
}

// kinds of files, by name; fixed ones cannot be laid over.
var files = map[string]struct {
	fixed bool
	read  func(*layer, *reader, *yaml.Node)
}{
	"causes.yaml":      {false, func(l *layer, r *reader, n *yaml.Node) { r.lines(l, &l.to.causes)("causes", n) }},
	"signs.yaml":       {false, func(l *layer, r *reader, n *yaml.Node) { r.lines(l, &l.to.signs)("signs", n) }},
	"framing.yaml":     {false, func(l *layer, r *reader, n *yaml.Node) { r.framing(l, n, &l.to.framing) }},
	"toolbox.yaml":     {false, func(l *layer, r *reader, n *yaml.Node) { r.toolbox(l, n, &l.to.toolbox) }},
	"sources.yaml":     {false, func(l *layer, r *reader, n *yaml.Node) { r.sources(l, &l.to.sources)("sources", n) }},
	"references.yaml":  {false, func(l *layer, r *reader, n *yaml.Node) { r.references(l, &l.to.references)("references", n) }},
	"claims.yaml":      {true, func(l *layer, r *reader, n *yaml.Node) { r.claims(l, n, &l.to.claims) }},
	"disclaimers.yaml": {true, func(l *layer, r *reader, n *yaml.Node) { r.lines(l, &l.to.disclaimers)("disclaimers", n) }},
	"notices.yaml":     {true, func(l *layer, r *reader, n *yaml.Node) { r.notices(n, &l.to.notices) }},
}

// folders of files that hold an item each.
var folders = map[string]struct {
	fixed bool
	read  func(*layer, *reader, *yaml.Node)
}{
	"exercises": {false, (*layer).exercise},
	"tips":      {false, (*layer).tip},
	"cards":     {true, (*layer).card},
}

func (l *layer) problem(file, format string, args ...any) {
	l.problems = append(l.problems, Problem{file, 0, fmt.Sprintf(format, args...)})
}

// read takes in every file of the folder.
func (l *layer) read(fsys fs.FS) {
	l.seen = map[string]string{}
	for _, name := range l.list(fsys, ".") {
		folder, isFolder := folders[name]
		file, isFile := files[name]
		switch {
		case (isFolder && folder.fixed || isFile && file.fixed) && l.name != "":
			l.problem(name, "cannot be replaced: safety texts stay as they are, so remove it")
		case isFolder:
			for _, entry := range l.list(fsys, name) {
				l.file(fsys, path.Join(name, entry), folder.read)
			}
		case isFile:
			l.file(fsys, name, file.read)
		default:
			l.problem(name, "not a content file: the names are exercises/*.yaml, tips/*.yaml, causes.yaml, signs.yaml, framing.yaml, toolbox.yaml, sources.yaml, references.yaml")
		}
	}
}

// list names the entries of a folder in order, without hidden ones and
// read-me files.
func (l *layer) list(fsys fs.FS, dir string) []string {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil && dir == "." {
		l.problem(l.name, "cannot be read as a folder: %v", cause(err))
	} else if err != nil {
		l.problem(dir, "cannot be read as a folder: %v", cause(err))
	}
	var names []string
	for _, e := range entries {
		if n := e.Name(); !strings.HasPrefix(n, ".") && !strings.HasPrefix(strings.ToUpper(n), "README") {
			names = append(names, n)
		}
	}
	return names
}

func (l *layer) file(fsys fs.FS, name string, read func(*layer, *reader, *yaml.Node)) {
	if path.Ext(name) != ".yaml" {
		l.problem(name, "not a content file: its name must end in .yaml")
		return
	}
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		l.problem(name, "cannot be opened: %v", cause(err))
		return
	case !info.Mode().IsRegular():
		l.problem(name, "not a file: remove it, or put a file in its place")
		return
	}
	r := &reader{file: name}
	if n := r.root(fsys); n != nil {
		read(l, r, n)
	}
	l.problems = append(l.problems, r.problems...)
}

// note remembers an id and finds it given twice in one folder.
func (l *layer) note(r *reader, kind, id string, line int) {
	if id == "" {
		return
	}
	key := kind + " " + id
	if first, ok := l.seen[key]; ok {
		r.problem(line, "the id %s is taken by %s: choose another", id, first)
		return
	}
	l.seen[key] = fmt.Sprintf("%s:%d", r.file, line)
}

func (l *layer) cites(r *reader, n *yaml.Node, sources, exercises []string) {
	l.cited = append(l.cited, cite{r.file, n.Line, sources, exercises})
}

var bracketed = regexp.MustCompile(`\[([A-Z0-9-]+)\]`)

func (l *layer) exercise(r *reader, n *yaml.Node) {
	e := r.exercise(n)
	if len(r.problems) > 0 {
		return
	}
	l.note(r, "exercise", e.ID, n.Line)
	from := origin{r.file, map[string]int{}}
	for i := 0; i+1 < len(n.Content); i += 2 {
		switch k, v := n.Content[i].Value, n.Content[i+1]; k {
		case "id", "name":
			from.lines[v.Value] = v.Line
		case "aliases":
			for _, a := range v.Content {
				from.lines[strings.TrimSpace(a.Value)] = a.Line
			}
		case "sources":
			l.cited = append(l.cited, cite{r.file, v.Line, e.Sources, nil})
		case "at_desk":
			l.cited = append(l.cited, cite{r.file, v.Line, nil, e.AtDesk})
		case "dose_source":
			for _, m := range bracketed.FindAllStringSubmatch(e.DoseSource, -1) {
				if !slices.Contains(e.Sources, m[1]) {
					r.problem(v.Line, "dose_source cites [%s], but sources does not list it: add it there", m[1])
				}
			}
		}
	}
	l.to.origin[e.ID] = from
	put(&l.to.exercises, e, func(e Exercise) string { return e.ID })
}

func (l *layer) tip(r *reader, n *yaml.Node) {
	if t := r.tip(l, n); len(r.problems) == 0 {
		l.note(r, "line", t.ID, n.Line)
		put(&l.to.tips, t, func(t Tip) string { return t.ID })
	}
}

func (l *layer) card(r *reader, n *yaml.Node) {
	if c := r.card(l, n); len(r.problems) == 0 {
		l.note(r, "card", c.ID, n.Line)
		put(&l.to.cards, c, func(c Card) string { return c.ID })
	}
}

// put replaces the item with the same id, or adds it.
func put[T any](list *[]T, item T, id func(T) string) {
	if i := slices.IndexFunc(*list, func(t T) bool { return id(t) == id(item) }); i >= 0 {
		(*list)[i] = item
		return
	}
	*list = append(*list, item)
}

// dangling finds mentions of sources and exercises that do not exist.
func (l *Library) dangling(cited []cite) (problems []Problem) {
	var sources, exercises []string
	for _, s := range l.sources {
		sources = append(sources, s.ID)
	}
	for _, e := range l.exercises {
		exercises = append(exercises, e.ID)
	}
	check := func(c cite, what, where string, ids, known []string) {
		for _, id := range ids {
			if slices.Contains(known, id) {
				continue
			}
			hint := "add it to " + where
			if near := Near(id, known); len(near) > 0 {
				hint = "write " + near[0] + ", or " + hint
			}
			problems = append(problems, Problem{c.file, c.line, fmt.Sprintf("there is no %s %s: %s", what, id, hint)})
		}
	}
	for _, c := range cited {
		check(c, "source", "sources.yaml", c.sources, sources)
		check(c, "exercise", "exercises/", c.exercises, exercises)
	}
	return problems
}

// doubles finds names and aliases that lead to two exercises.
func (l *Library) doubles() (problems []Problem) {
	owner := map[string]string{}
	for _, e := range l.exercises {
		for _, name := range e.called() {
			if first, taken := owner[squeeze(name)]; taken {
				problems = append(problems, l.named(e, name, "leads to %s already: choose another", first))
				continue
			}
			owner[squeeze(name)] = e.ID
		}
	}
	return problems
}

// Conflicts finds exercise names and aliases that are reserved words, such as
// the words of commands: typing them would never lead to the exercise.
func (l *Library) Conflicts(reserved []string) (problems []Problem) {
	taken := map[string]bool{}
	for _, w := range reserved {
		taken[squeeze(w)] = true
	}
	for _, e := range l.exercises {
		for _, name := range e.called() {
			if taken[squeeze(name)] {
				problems = append(problems, l.named(e, name, "is a word of a command: choose another"))
			}
		}
	}
	return problems
}

// Problem is a mistake in the file of an exercise, for who finds it later.
func (l *Library) Problem(id string, line int, text string) Problem {
	return Problem{l.origin[id].file, line, text}
}

func (l *Library) named(e Exercise, name, format string, args ...any) Problem {
	from := l.origin[e.ID]
	return Problem{from.file, from.lines[name], fmt.Sprintf("the name %q ", name) + fmt.Sprintf(format, args...)}
}
