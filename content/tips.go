package content

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Tip is a card about something else than an exercise: heat, sleep, walking.
type Tip struct {
	ID       string
	Title    string
	Text     string   // two or three sentences
	If       string   // when it is not for now, or what else to do; may be empty
	Line     string   // the advice of the source article behind it, in our words; may be empty
	Note     string   // how well it is backed; may be empty
	Topics   []string // words that lead to it
	Sources  []string // ids of sources
	Moves    []string // ids of exercises that belong to it
	Status   string   // what could not be checked; for reviewers
	Reviewed Reviewed
}

func (r *reader) tip(l *layer, n *yaml.Node) Tip {
	var t Tip
	r.object(n,
		need("id", "capital letters and digits, such as T8", r.id(&t.ID)),
		need("title", "two or three words", r.text(&t.Title, maxTitle)),
		need("text", "two or three sentences", r.text(&t.Text, maxSection)),
		may("if", r.text(&t.If, maxSection)),
		may("line", r.text(&t.Line, maxSection)),
		may("note", r.text(&t.Note, maxSection)),
		need("topics", "[heat, cold]", r.filled(&t.Topics, maxName)),
		need("sources", "[WHO23], ids of sources.yaml, or []", r.texts(&t.Sources, maxName)),
		may("moves", r.texts(&t.Moves, maxName)),
		may("status", r.text(&t.Status, maxSection)),
		need("reviewed", "{by: who, date: 2026-11-22}", r.reviewed(&t.Reviewed)))
	l.cites(r, n, t.Sources, t.Moves)
	return t
}

// tipRank orders treatments, prevention, toolbox, then everything else.
func tipRank(id string) string {
	if i := strings.IndexByte("TPM", id[0]); i >= 0 {
		return string(rune('0'+i)) + id
	}
	return "9" + id
}

// Tip finds the tips on a topic: a topic word, a title or an id; else a topic
// word inside the text; else the nearest after mending a typing slip. It is
// false when there is none.
func (l *Library) Tip(topic string) ([]Tip, bool) {
	typed := squeeze(topic)
	if typed == "" {
		return nil, false
	}
	for _, hit := range []func(string) bool{
		func(word string) bool { return squeeze(word) == typed },
		func(word string) bool { return inside(split(word), split(topic)) },
	} {
		if found := l.tipsWhere(hit); len(found) > 0 {
			return found, true
		}
	}
	var words []string
	for _, t := range l.tips {
		words = append(words, t.Topics...)
	}
	for _, near := range Near(topic, words) {
		return l.tipsWhere(func(word string) bool { return word == near }), true
	}
	return nil, false
}

func (l *Library) tipsWhere(hit func(string) bool) (found []Tip) {
	for _, t := range l.tips {
		if hit(t.ID) || hit(t.Title) || slices.ContainsFunc(t.Topics, hit) {
			found = append(found, t)
		}
	}
	return found
}

// inside reports whether the words stand in the text one after another.
func inside(words, text []string) bool {
	return len(words) > 0 && strings.Contains(" "+strings.Join(text, " ")+" ", " "+strings.Join(words, " ")+" ")
}
