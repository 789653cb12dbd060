package commands_test

import (
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"catcow/commands"
	"catcow/content"
	"catcow/internal/story"
	"catcow/storage/bolt"
)

// The stories are the storybook: the demo shows them at /storybook. Below is what has to occur
// in them, so that nobody forgets to show what is new.

// pressed is what was done in the stories, by its Do; book is all that people see in them.
var pressed = map[string]bool{}

var book = sync.OnceValues(func() (all []story.Sight, err error) {
	library, err := content.Load()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "catcow-book-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		store, err := bolt.Open(filepath.Join(dir, filepath.Base(file)))
		if err != nil {
			return nil, err
		}
		set, err := commands.New(store, library)
		if err != nil {
			return nil, err
		}
		if _, err := story.Play(context.Background(), set, string(text), story.Hooks{
			Seen: func(one story.Sight) {
				one.Line = filepath.Base(file) + ": " + one.Line
				all = append(all, one)
			},
			Done: func(r commands.Request) { pressed[r.Do] = true },
		}); err != nil {
			return nil, err
		}
		if err := store.Close(); err != nil {
			return nil, err
		}
	}
	return all, nil
})

func sights(t *testing.T) []story.Sight {
	t.Helper()
	all, err := book()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) < 500 {
		t.Fatalf("the storybook shows %d things: it was not read", len(all))
	}
	return all
}

// buttonsOf are the buttons of a message, on cards, too.
func buttonsOf(m commands.Message) (all []commands.Button) {
	for _, part := range m.Parts {
		switch p := part.(type) {
		case commands.Actions:
			for _, a := range p {
				if b, ok := a.(commands.Button); ok {
					all = append(all, b)
				}
			}
		case commands.Cards:
			for _, c := range p.All {
				all = append(all, c.Buttons...)
			}
		}
	}
	return all
}

func TestStorybookShowsEverythingThatCanBePressed(t *testing.T) {
	sights(t)
	for _, do := range commands.Doings() {
		if !pressed[do] {
			t.Errorf("no story presses what does %q: add one to testdata", do)
		}
	}
}

// written are the composite literals of a type in the code of this package, each with its fields.
func written(t *testing.T, name string) (all []map[string]ast.Expr, at []string) {
	t.Helper()
	inCode(t, func(at_ string, n ast.Node) {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return
		}
		if id, ok := lit.Type.(*ast.Ident); !ok || id.Name != name {
			return
		}
		fields := map[string]ast.Expr{}
		for _, e := range lit.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				fields[kv.Key.(*ast.Ident).Name] = kv.Value
			}
		}
		all, at = append(all, fields), append(at, at_)
	})
	return all, at
}

func inCode(t *testing.T, look func(at string, n ast.Node)) {
	t.Helper()
	files, err := filepath.Glob("*.go")
	more, err2 := filepath.Glob("../internal/habit/*.go")
	if err != nil || err2 != nil || len(files) == 0 || len(more) == 0 {
		t.Fatal(err, err2)
	}
	set := token.NewFileSet()
	for _, name := range slices.Concat(files, more) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if n != nil {
				look(set.Position(n.Pos()).String(), n)
			}
			return true
		})
	}
}

func TestStorybookShowsEveryForm(t *testing.T) {
	seen := map[string]bool{}
	for _, one := range sights(t) {
		if one.Form != nil {
			seen[one.Form.Do] = true
		}
	}
	forms, at := written(t, "Form")
	if len(forms) < 10 {
		t.Fatalf("%d forms were found in the code", len(forms))
	}
	for i, form := range forms {
		do := ""
		if lit, ok := form["Do"].(*ast.BasicLit); ok {
			do, _ = strconv.Unquote(lit.Value)
		}
		if !seen[do] {
			t.Errorf("%s: no story opens the form %q", at[i], do)
		}
	}
}

// pattern is what an expression says, with .* for what is worked out; "" where nothing is written.
func pattern(e ast.Expr) string {
	p, said := patternOf(e)
	if !said {
		return ""
	}
	return "^" + p + "$"
}

var verb = regexp.MustCompile(`%[a-z]`)

func patternOf(e ast.Expr) (p string, said bool) {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		a, one := patternOf(e.X)
		b, two := patternOf(e.Y)
		return a + b, one || two
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return verb.ReplaceAllString(regexp.QuoteMeta(text), ".*"), err == nil
	case *ast.CallExpr:
		if of, ok := e.Fun.(*ast.SelectorExpr); ok && of.Sel.Name == "Sprintf" {
			return patternOf(e.Args[0])
		}
	}
	return ".*", false
}

// said are the patterns of all mistakes that a person can mend, by where they are written.
func said(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	problems, at := written(t, "Problem")
	for i, p := range problems {
		if text := pattern(p["Text"]); text != "" {
			all[at[i]] = text
		}
	}
	inCode(t, func(at string, n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 {
			return
		}
		if id, ok := call.Fun.(*ast.Ident); ok && (id.Name == "mistake" || id.Name == "no") {
			if text := pattern(call.Args[0]); text != "" {
				all[at] = text
			}
		}
	})
	return all
}

// unmet are mistakes that no story meets, each with its reason.
var unmet = map[string]string{
	"yesterday or 3 days ago":                                      "what is no day is taken for a part of a move's name",
	"is not a date; write it as year-month-day":                    "of a date as it is stored: no person writes it",
	"That is too long to read":                                     "Slack's field holds no more than 3000 characters",
	"Write dates, such as 2026-12-25 or 31 dec - 2 jan":            "without dates, what is set is shown",
	"Write days and times, such as weekdays":                       "without days, what is set is shown",
	"The zone comes last":                                          "with a zone in the middle, the time is what is missing first",
	"It needs a time zone":                                         "a zone that is left out is the person's own",
	"Members of this workspace set a channel's prompts. The moves": "people from outside are told so before",
	"All channels together have":                                   "it takes 200 schedules",
}

func TestStorybookShowsEveryMistakeThatCanBeMended(t *testing.T) {
	var told []string
	for _, one := range sights(t) {
		if one.Problem {
			told = append(told, one.Text)
		}
	}
	all := said(t)
	if len(all) < 80 {
		t.Fatalf("%d mistakes were found in the code", len(all))
	}
	used := map[string]bool{}
	for at, p := range all {
		re := regexp.MustCompile("(?s)" + p)
		met := slices.ContainsFunc(told, re.MatchString)
		why := ""
		for part := range unmet {
			if strings.Contains(p, regexp.QuoteMeta(part)) {
				why, used[part] = part, true
			}
		}
		switch {
		case !met && why == "":
			t.Errorf("%s: no story meets %s", at, p)
		case met && why != "":
			t.Errorf("%s: a story meets %s: take it out of unmet", at, p)
		}
	}
	for part := range unmet {
		if !used[part] {
			t.Errorf("unmet names a mistake that is not written anywhere: %s", part)
		}
	}
}

func TestStorybookShowsEverySafetyCard(t *testing.T) {
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	ids, err := filepath.Glob("../content/cards/*.yaml")
	if err != nil || len(ids) < 5 {
		t.Fatal(ids, err)
	}
	blank := regexp.MustCompile(`\{\w+\}`)
	for _, file := range ids {
		card := library.Card(strings.TrimSuffix(filepath.Base(file), ".yaml"))
		if card.Text == "" {
			t.Errorf("%s is no card", file)
		}
		// A card is shown when each of its sentences is: cards are cut into parts.
		longest := ""
		for _, piece := range blank.Split(strings.NewReplacer("*", "", "_", "").Replace(card.Text), -1) {
			for line := range strings.Lines(piece) {
				if len(line) > len(longest) {
					longest = strings.TrimSpace(line)
				}
			}
		}
		if !slices.ContainsFunc(sights(t), func(one story.Sight) bool { return strings.Contains(one.Text, strings.TrimPrefix(longest, "- ")) }) {
			t.Errorf("no story shows the card %s: %q", card.ID, longest)
		}
	}
}

// homes are the states of Home, each by what it says and what it does not.
var homes = map[string][2]string{
	"new":                     {"Hello, I'm Catcow", ""},
	"the second question":     {"2 of 3.", ""},
	"the first move":          {"Your first move", "No move fits"},
	"usual":                   {"Your days", ""},
	"done today":              {"You did something today already", ""},
	"a chart":                 {"Line chart of your last", ""},
	"check-ins, still few":    {"From two check-ins on", ""},
	"check-ins in words":      {"How your back feels\nIn words", "Line chart"},
	"a toolbox and a plan":    {"Your toolbox", ""},
	"prompts of channels":     {"Prompts of your channels", ""},
	"a bad day":               {"Gentle mode: short and light.", "Next from me"},
	"a pause":                 {"You are on pause", ""},
	"locked":                  {"I've read this", "Your days"},
	"the card was read":       {"No moves from me until", "I've read this"},
	"a crisis":                {"you deserve a person", "Settings"},
	"nothing fits":            {"No move fits all that you leave out", ""},
	"of another company":      {"I belong to another workspace", ""},
	"three years":             {"5 Mar", ""},
	"check-ins switched off":  {"1 still open", "How your back feels"},
	"a streak that is hidden": {"Today", "Your days"},
}

func TestStorybookShowsEveryStateOfHome(t *testing.T) {
	for state, text := range homes {
		if !slices.ContainsFunc(sights(t), func(one story.Sight) bool {
			return one.Home != nil && strings.Contains(one.Text, text[0]) && (text[1] == "" || !strings.Contains(one.Text, text[1]))
		}) {
			t.Errorf("no story shows the Home of somebody with %s", state)
		}
	}
}
