package content

import (
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Line is something Catcow knows and can say: a cause, a sign, a disclaimer.
type Line struct {
	ID      string
	Title   string // may be empty
	Text    string
	Sources []string // ids of sources
	Moves   []string // ids of exercises that answer it
	Status  string   // what could not be checked; for reviewers
}

// String is the line as one text, "Title: text".
func (l Line) String() string {
	if l.Title == "" {
		return l.Text
	}
	return l.Title + ": " + l.Text
}

// Framing is what the article that Catcow began with says about stiff backs,
// about exercise, and about prevention.
type Framing struct{ About, Exercise, Prevention []Line }

// Toolbox is why to keep go-to moves, and three sets to begin with.
type Toolbox struct {
	Lines []Line
	Sets  []Set
}

// Set is a starter set for the toolbox.
type Set struct {
	Name  string
	Moves []string // ids of exercises
}

// Claims is what Catcow may claim, and what it never says.
type Claims struct {
	Say    []string // wordings that are always allowed
	Helps  []Line   // the evidence for, with its sources
	Limits []Line   // the evidence against, with its sources: show both sides
	Never  []string // words and phrases that no text of Catcow holds
}

// Source is where a number or a claim comes from.
type Source struct {
	ID    string // ACSM
	Name  string // short, as shown
	Read  string // how it was read: "primary", "copy", or "low authority"
	Where string // the address, or how to find it
	Link  string // a full address; empty when there is no single one
}

// Reference is an entry of the source article's own reference list.
type Reference struct {
	ID     string
	Title  string
	Text   string // what it adds
	Link   string
	Status string // how it was read; for reviewers
}

// Item is one checklist item of the source article and where its text stands.
type Item struct{ ID, Text string }

var wordID = regexp.MustCompile(`^[A-Z0-9][A-Z0-9-]*[a-z]?$`)

func (r *reader) id(to *string) value {
	return func(key string, n *yaml.Node) {
		r.text(to, maxName)(key, n)
		if *to != "" && !wordID.MatchString(*to) {
			r.problem(n.Line, "the id %q must be capital letters and digits, such as C1", *to)
		}
	}
}

// lines reads a list of lines; each is also noted as a part of the layer.
func (r *reader) lines(l *layer, to *[]Line) value {
	return r.items(func(key string, n *yaml.Node) {
		var line Line
		r.object(n,
			need("id", "C1, or another of your own", r.id(&line.ID)),
			may("title", r.text(&line.Title, maxTitle)),
			need("text", "one or two sentences", r.text(&line.Text, maxSection)),
			may("sources", r.texts(&line.Sources, maxName)),
			may("moves", r.texts(&line.Moves, maxName)),
			may("status", r.text(&line.Status, maxSection)))
		l.note(r, "line", line.ID, n.Line)
		l.cites(r, n, line.Sources, line.Moves)
		put(to, line, func(l Line) string { return l.ID })
	})
}

func (r *reader) sources(l *layer, to *[]Source) value {
	return r.items(func(key string, n *yaml.Node) {
		var s Source
		r.object(n,
			need("id", "capital letters and digits, such as ACSM", r.id(&s.ID)),
			need("name", "a short name", r.text(&s.Name, maxTitle)),
			need("read", "primary, copy or low authority", r.text(&s.Read, maxName)),
			may("where", r.text(&s.Where, maxSection)),
			may("link", r.link(&s.Link)))
		if s.Read != "" {
			r.oneOf("read", s.Read, n.Line, []string{"primary", "copy", "low authority"})
		}
		l.note(r, "source", s.ID, n.Line)
		put(to, s, func(s Source) string { return s.ID })
	})
}

func (r *reader) references(l *layer, to *[]Reference) value {
	return r.items(func(key string, n *yaml.Node) {
		var ref Reference
		r.object(n,
			need("id", "R6", r.id(&ref.ID)),
			need("title", "authors, year, where", r.text(&ref.Title, maxSection)),
			need("text", "what it adds", r.text(&ref.Text, maxSection)),
			need("link", "https://...", r.link(&ref.Link)),
			may("status", r.text(&ref.Status, maxSection)))
		l.note(r, "line", ref.ID, n.Line)
		put(to, ref, func(r Reference) string { return r.ID })
	})
}

func (r *reader) link(to *string) value {
	return func(key string, n *yaml.Node) {
		r.text(to, maxSection)(key, n)
		if *to != "" && (!strings.HasPrefix(*to, "https://") || strings.ContainsAny(*to, " <>|")) {
			r.problem(n.Line, "%q must be one address that begins with https://", key)
		}
	}
}

func (r *reader) framing(l *layer, n *yaml.Node, to *Framing) {
	r.object(n, may("about", r.lines(l, &to.About)), may("exercise", r.lines(l, &to.Exercise)), may("prevention", r.lines(l, &to.Prevention)))
}

func (r *reader) toolbox(l *layer, n *yaml.Node, to *Toolbox) {
	r.object(n, may("lines", r.lines(l, &to.Lines)), may("sets", r.items(func(key string, n *yaml.Node) {
		var s Set
		r.object(n, need("name", "Desk", r.text(&s.Name, maxName)), need("moves", "[V01, V02]", r.filled(&s.Moves, maxName)))
		l.note(r, "set", s.Name, n.Line)
		l.cites(r, n, nil, s.Moves)
		put(&to.Sets, s, func(s Set) string { return s.Name })
	})))
}

func (r *reader) claims(l *layer, n *yaml.Node, to *Claims) {
	r.object(n,
		need("say", "[may help]", r.filled(&to.Say, maxTitle)),
		need("helps", "lines", r.lines(l, &to.Helps)),
		need("limits", "lines", r.lines(l, &to.Limits)),
		need("never", "[cures]", r.filled(&to.Never, maxTitle)))
}
