package demo

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"catcow/bot"
	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/content"
	"catcow/internal/story"
	"catcow/storage/bolt"
)

// A book is the storybook: every story of commands, played when somebody opens it, with what
// people see of it as it looks on a desk and on a phone, and as it is read aloud.
type book struct {
	content  *content.Library
	drawings []bot.Drawing
}

// A leaf is one thing that somebody sees.
type leaf struct {
	Under, Line   string // the remark above it, where it is the first below it; what happened
	Where         string
	Form, Home    bool
	Title, Submit string // of a form
	Desk, Phone   []block
	Problem       []span
	Spoken        string
}

// A chapter is a story.
type chapter struct{ ID, Title string }

var errNoChapter = errors.New("there is no such chapter")

// chapters are all stories, each with its first remark.
func (b book) chapters() (all []chapter, err error) {
	files, err := fs.Glob(commands.Stories, "testdata/*.txt")
	for _, file := range files {
		text, err := fs.ReadFile(commands.Stories, file)
		if err != nil {
			return nil, err
		}
		first, _, _ := strings.Cut(string(text), "\n")
		title, ok := strings.CutPrefix(first, "#")
		if !ok {
			title = ""
		}
		all = append(all, chapter{strings.TrimSuffix(filepath.Base(file), ".txt"), strings.TrimSpace(title)})
	}
	return all, err
}

// read plays a chapter on a store of its own.
func (b book) read(ctx context.Context, id string) (leaves []leaf, err error) {
	text, err := fs.ReadFile(commands.Stories, "testdata/"+filepath.Base(id)+".txt")
	if err != nil {
		return nil, errNoChapter
	}
	dir, err := os.MkdirTemp("", "catcow-book-")
	if err != nil {
		return nil, fmt.Errorf("storybook: %w", err)
	}
	defer os.RemoveAll(dir)
	store, err := bolt.Open(filepath.Join(dir, "book.db"))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	set, err := commands.New(store, b.content)
	if err != nil {
		return nil, err
	}
	last := story.Sight{}
	_, err = story.Play(ctx, set, string(text), story.Hooks{Seen: func(one story.Sight) {
		l := b.leaf(one, len(leaves))
		if one.Under == last.Under {
			l.Under = ""
		}
		if one.Line == last.Line {
			l.Line = ""
		}
		last = one
		leaves = append(leaves, l)
	}})
	return leaves, err
}

func (b book) leaf(one story.Sight, n int) leaf {
	l := leaf{Under: one.Under, Line: one.Line, Where: one.Where, Form: one.Form != nil, Home: one.Home != nil, Spoken: one.Text}
	m := b.drawn(one.Message)
	var blocks any
	switch {
	case one.Form != nil:
		f := *one.Form
		f.Message = m
		view := blockkit.View(f)
		l.Title, blocks = view.Title.Text, view.Blocks.BlockSet
		if view.Submit != nil {
			l.Submit = view.Submit.Text
		}
	case one.Home != nil:
		h := *one.Home
		h.Message = m
		blocks = blockkit.Home(h).Blocks.BlockSet
	case len(m.Parts) == 0:
		l.Problem = everybody.mrkdwn(one.Text)
		return l
	default:
		blocks = blockkit.Blocks(m)
	}
	l.Desk, l.Phone = named(blocks, fmt.Sprintf("d%d", n)), named(blocks, fmt.Sprintf("p%d", n))
	return l
}

// named is blocks as the page shows them, each with an id that no other on the page has.
func named(blocks any, of string) (all []block) {
	data, err := json.Marshal(blocks)
	var list []map[string]any
	if err != nil || json.Unmarshal(data, &list) != nil {
		return []block{{Kind: "unreadable"}}
	}
	for i, one := range list {
		one["block_id"] = fmt.Sprint(of, "-", i)
		raw, err := json.Marshal(one)
		if err != nil {
			return []block{{Kind: "unreadable"}}
		}
		all = append(all, everybody.block(raw))
	}
	return all
}

// drawn is the message with the pictures that can be drawn.
func (b book) drawn(m commands.Message) commands.Message {
	parts := make([]commands.Part, len(m.Parts))
	for i, part := range m.Parts {
		switch p := part.(type) {
		case commands.Picture:
			part = b.found(p)
		case commands.Cards:
			all := make([]commands.Card, len(p.All))
			for n, card := range p.All {
				card.Picture = b.found(card.Picture)
				all[n] = card
			}
			p.All = all
			part = p
		}
		parts[i] = part
	}
	return commands.Message{Parts: parts}
}

// everybody is who and what the stories name.
var everybody = names{
	people:   map[string]string{"ada": "Ada", "bo": "Bo", "cy": "Cy", "dee": "Dee", "eve": "Eve", "fay": "Fay"},
	channels: map[string]string{"wellness": "wellness", "wellness2": "wellness2", "general": "general"},
}

const inBook = "book-"

func (b book) found(p commands.Picture) commands.Picture {
	for n, d := range b.drawings {
		if d.Exercise == p.Exercise && d.Motion == p.Motion && d.Side == p.Side {
			p.File, p.Alt = fmt.Sprint(inBook, n), cmp.Or(d.Alt, p.Alt)
		}
	}
	return p
}

// picture is a drawing by what found calls it; no content: there is none.
func (b book) picture(id string) (kind string, content []byte) {
	var n int
	if _, err := fmt.Sscanf(id, inBook+"%d", &n); err != nil || n < 0 || n >= len(b.drawings) {
		return "", nil
	}
	content, err := b.drawings[n].Draw()
	if err != nil {
		return "", nil
	}
	if b.drawings[n].Motion {
		return "image/gif", content
	}
	return "image/png", content
}

// chapters is the list of them.
func (p *page) chapters(w http.ResponseWriter, r *http.Request) {
	all, err := p.book.chapters()
	p.fill(w, "book.html", map[string]any{"Chapters": all}, err)
}

// chapter is one of them.
func (p *page) chapter(w http.ResponseWriter, r *http.Request) {
	leaves, err := p.book.read(r.Context(), r.PathValue("chapter"))
	if errors.Is(err, errNoChapter) {
		http.Error(w, "There is no such chapter.", http.StatusNotFound)
		return
	}
	p.fill(w, "book.html", map[string]any{"Name": r.PathValue("chapter"), "Leaves": leaves}, err)
}
