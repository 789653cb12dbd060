package blockkit

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"catcow/commands"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// samples show every part, plain and at its limits.
var samples = map[string]commands.Message{
	"move": {Parts: []commands.Part{
		commands.Heading("Cat-cow"),
		commands.Text("A slow one for the *whole* back, _about a minute_."),
		commands.Steps{"Come onto hands & knees.", "Breathe in: let the *belly* sink.", "Breathe out: _round_ the back.", ""},
		commands.List{"Wrists sore? Use your forearms.", "Ask in <#C012345|moves>, or <@U012345>", "<https://example.org/a?b=1&amp;c=2|Read on>"},
		commands.Facts{{Label: "Dose", Value: "6 rounds"}, {Label: "Level", Value: "easy"}},
		commands.Divider{},
		commands.Quote("This is work time &amp; no &lt;!here&gt; <!here> @here https://example.com"), commands.Quote(" "),
		commands.Note("Stop if it hurts."),
		commands.Actions{
			commands.Button{Label: "Did it", Do: "did", Value: "cat-cow", Primary: true},
			commands.Button{Label: "That hurt", Do: "hurt", Value: "cat-cow", Danger: true},
			commands.Menu{Do: "more", Label: "More", Options: []commands.Option{{Label: "Easier", Value: "easier"}, {Label: "Harder", Value: "harder"}}},
		},
	}},
	"scores": {Parts: []commands.Part{
		commands.Text("How stiff does your back feel right now?"),
		commands.Actions{
			commands.Button{Label: "0", Spoken: "0 of 10", Do: "score", Value: "0"},
			commands.Button{Label: "10", Spoken: "10 of 10", Do: "score", Value: "10"},
		},
	}},
	"marks": {Parts: []commands.Part{
		commands.Heading("Less < more & *stars*"),
		commands.Text("2*3*4 is no bold, snake_case_word no italic, *_both_* are, _*these* too_; `*code*` *open"),
		commands.List{"*bold*, _italic_ and &lt;b&gt;", "Type `/stretch *neck*`", "*bold `code` bold*", "5 * 3 * 2", "*a* *b*", "~x~"},
	}},
	"chart": {Parts: []commands.Part{
		commands.Text("How your back has felt:"),
		commands.Chart{
			Title: "Stiffness & energy", Labels: []string{"Mon 16", "Tue 17", "Wed 18"}, X: "day", Y: "0 to 10",
			Lines: []commands.Line{{Name: "stiffness", Values: []float64{6, 4.5, 3}}, {Name: "energy", Values: []float64{4, 5, 7}}},
			Alt:   "Stiffness went from 6 to 3, energy from 4 to 7.",
		},
		commands.Note("Based on *three* answers."),
	}},
	"gaps": {Parts: []commands.Part{
		commands.Chart{
			Title: "Moves", Labels: []string{"Mon", "Tue", "Wed", "Thu"},
			Lines: []commands.Line{
				{Name: "before", Values: []float64{6, math.NaN(), 5, 4}},
				{Name: "after", Values: []float64{4, math.NaN(), 3}},
				{Name: "next day", Values: []float64{5, math.NaN(), 4, 4}},
				{Name: "never", Values: nil},
			},
			Alt: "Before a move 6, 5 and 4; after it 4 and 3; a day later 5, 4 and 4.",
		},
		commands.Chart{Title: "A third", Labels: []string{"Mon"}, Lines: []commands.Line{{Name: "a", Values: []float64{1}}}, Alt: "Slack takes _two_."},
	}},
	"days": {Parts: []commands.Part{
		commands.Days{Rows: []commands.DayRow{
			{Label: "9 Nov", Signs: []string{"●", "·", "●", "–", "●", "·", "·"}, Alt: "Week of 9 November: moved on Monday, Wednesday & Friday."},
			{Label: "16 Nov", Signs: []string{"●", "●"}, Alt: "Week of 16 November: moved on Monday and Tuesday."},
		}, Legend: "● moved  – away  · a day like any other"},
	}},
	"cards": {Parts: []commands.Part{
		commands.Heading("2 moves"),
		commands.Cards{Pick: "Show me…", All: []commands.Card{
			{
				Picture: commands.Picture{Exercise: "E02", Alt: "Side view. On hands & knees.", File: "F0CATCOW01"},
				Title:   "Cat cow", Line: "about 40 seconds", Body: "whole spine, trunk &amp; shoulders",
				Buttons: []commands.Button{{Label: "Show steps", Do: "show", Value: "E02", Primary: true}, {Label: "Start", Do: "start", Value: "E02"}},
			},
			{Title: "Bridge", Line: "about 45 seconds", Body: strings.Repeat("buttocks, backs of the thighs ", 10), Buttons: []commands.Button{{Label: "Show steps", Do: "show", Value: "E03"}}},
			{Picture: commands.Picture{Exercise: "E09"}},
		}},
	}},
	"pictures": {Parts: []commands.Part{
		commands.Picture{Exercise: "E02", Alt: "Side view. On hands & knees. The belly drops.", File: "F0CATCOW01"},
		commands.Picture{Exercise: "E03", Alt: "It is not there yet."},
		commands.Text("Steps."),
	}},
	"empty": {Parts: []commands.Part{
		commands.Heading(" "), commands.Text(""), commands.Steps{}, commands.Facts{}, commands.Note("\n"),
		commands.Actions{commands.Menu{Do: "m", Label: "No options"}},
		commands.Chart{Labels: []string{"Mon"}, Lines: []commands.Line{{Name: "a"}}}, commands.Days{},
	}},
	"nothing": {},
}

func TestSamplesLookAsBefore(t *testing.T) {
	for name, m := range samples {
		golden(t, name, Text(m), Blocks(m))
	}
	form := commands.Form{
		Do: "settings", Value: "v1", Title: "Everything that is yours to set", Submit: "Save",
		Message: commands.Message{Parts: []commands.Part{
			commands.Text("What shall I do?"),
			commands.Input{ID: "times", Label: "Times", Hint: "Like 10:30 15:00", Value: "10:30", Placeholder: "10:30"},
			commands.Input{ID: "note", Label: "Note", Optional: true},
			commands.Input{ID: "dates", Label: "Dates", Value: "2026-12-25\n2027-01-01", Long: true, Most: 12, Optional: true},
			commands.Choice{ID: "level", Label: "Level", Hint: "It is yours alone", Options: []commands.Option{{Label: "Easy", Value: "1"}, {Label: "Hard", Value: "2"}}, Chosen: "2"},
			commands.Choices{ID: "areas", Label: "Areas", Options: some(3), Chosen: []string{"1", "3", "gone"}},
			commands.Choices{ID: "avoid", Label: "Leave out", Hint: "As many as you like", Options: some(11), Chosen: []string{"2"}},
			commands.Chart{Title: "Stiffness", Labels: []string{"Mon"}, Lines: []commands.Line{{Name: "a", Values: []float64{3}}}, Alt: "3 on Monday."},
			commands.Actions{commands.Button{Label: "Reset", Do: "reset"}},
		}},
	}
	golden(t, "form", Text(form.Message), View(form))
}

// some are so many options.
func some(n int) (options []commands.Option) {
	for i := range n {
		options = append(options, commands.Option{Label: fmt.Sprint("Option ", i+1), Value: fmt.Sprint(i + 1)})
	}
	return options
}

func golden(t *testing.T, name, text string, look any) {
	t.Helper()
	var b bytes.Buffer
	b.WriteString(text + "\n\n---\n")
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(look); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s (-update rewrites):\n%s", name, diff)
	}
}

func TestLongTextIsSplitAtTheEndOfALineOrAWord(t *testing.T) {
	line := strings.Repeat("word ", 199) + "word"
	text := strings.Join([]string{line, line, line, line}, "\n") // 999 characters each
	blocks := Blocks(commands.Message{Parts: []commands.Part{commands.Text(text)}})
	if len(blocks) != 2 {
		t.Fatalf("%d sections, want 2", len(blocks))
	}
	if got := blocks[0].(*slack.SectionBlock).Text.Text; got != strings.Join([]string{line, line, line}, "\n") {
		t.Errorf("the first section has %d characters and ends %q", len(got), got[len(got)-20:])
	}
	for _, piece := range split(strings.Repeat("word ", 2000), 3000) {
		if !strings.HasSuffix(piece, "word") || !strings.HasPrefix(piece, "word") {
			t.Errorf("a word was cut: %q … %q", piece[:10], piece[len(piece)-10:])
		}
	}
	if pieces := split(strings.Repeat("😀", 2000), 3000); len(pieces) != 2 || len([]rune(pieces[0])) != 1500 {
		t.Errorf("%d pieces of characters that count twice", len(pieces))
	}
}

func TestTooManyPartsAreJoined(t *testing.T) {
	var m commands.Message
	for range 60 {
		m.Parts = append(m.Parts, commands.Text("some words"), commands.Actions{commands.Button{Label: "Go", Do: "go"}}, commands.Divider{})
	}
	blocks := Blocks(m)
	said, pressed := 0, 0
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.SectionBlock:
			said += strings.Count(b.Text.Text, "some words")
		case *slack.ActionBlock:
			pressed += len(b.Elements.ElementSet)
		}
	}
	if said != 60 || pressed != 60 || len(blocks) > mostBlocks {
		t.Errorf("%d blocks with %d texts and %d buttons, want 60 of each in at most 50", len(blocks), said, pressed)
	}
}

func TestDoIsReadBack(t *testing.T) {
	for id, want := range map[string]string{"did/0": "did", "a/b/12": "a/b", "times": "times", "": ""} {
		if got := Do(id); got != want {
			t.Errorf("Do(%q) = %q, want %q", id, got, want)
		}
	}
}

func TestCutSaysThatSomethingIsMissing(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"short", "short"}, {"exactly so", "exactly so"}, {"a little longer", "a little…"}, {"😀😀😀😀😀😀", "😀😀😀😀…"},
	} {
		if got := Cut(c.text, 10); got != c.want || length(got) > 10 {
			t.Errorf("Cut(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}
