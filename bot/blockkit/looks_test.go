package blockkit

import (
	"slices"
	"strings"
	"testing"

	"catcow/commands"
)

// everyLook is a message that has all of them.
var everyLook = commands.Message{Parts: []commands.Part{
	commands.Text("Your move:"),
	commands.Picture{Exercise: "E02", Alt: "On hands and knees.", File: "F1"},
	commands.Cards{Pick: "Show me…", All: []commands.Card{
		{Picture: commands.Picture{Exercise: "E03", Alt: "On the back.", File: "F2"}, Title: "Bridge", Line: "about 45 seconds", Body: "buttocks", Buttons: []commands.Button{{Label: "Show steps", Do: "show", Value: "E03"}}},
		{Title: "Chin tuck", Buttons: []commands.Button{{Label: "Show steps", Do: "show", Value: "V04"}}},
	}},
	commands.Chart{Title: "Week", Labels: []string{"Mon"}, Lines: []commands.Line{{Name: "a", Values: []float64{3}}}, Alt: "3 on Monday."},
}}

func TestWhatSlackComplainsOfIsFound(t *testing.T) {
	for where, want := range map[string][]Look{ // and of the pictures, which files
		"[json-pointer:/blocks/1/slack_file]":                             {Pictures},
		"[json-pointer:/blocks/2/elements/0/type]":                        {Rows},
		"[json-pointer:/view/blocks/2/type]":                              {Rows},
		"[json-pointer:/blocks/2/elements/0/hero_image/slack_file]":       {Pictures},
		"[json-pointer:/blocks/3/type] [json-pointer:/blocks/2/type]":     {Charts, Rows},
		"[json-pointer:/blocks/0/text]":                                   nil,
		"[json-pointer:/blocks/99/type]":                                  nil,
		"":                                                                nil,
		"[json-pointer:/blocks/99999999999999999999999/type]":             nil,
		"[json-pointer:/blocks/1/type] [json-pointer:/blocks/1/alt_text]": {Pictures},
	} {
		got, files := Blamed(everyLook, where)
		if !slices.Equal(got, want) {
			t.Errorf("%q is about %v, want %v", where, got, want)
		}
		var wanted []string
		switch {
		case strings.Contains(where, "hero_image"):
			wanted = []string{"F2"}
		case slices.Contains(want, Pictures):
			wanted = []string{"F1"}
		}
		if !slices.Equal(files, wanted) {
			t.Errorf("%q is about the files %q, want %q", where, files, wanted)
		}
	}
	if got := Looks(everyLook); !slices.Equal(got, []Look{Charts, Rows, Pictures}) {
		t.Errorf("its looks are %v", got)
	}
}

func TestWithoutALookTheRestStays(t *testing.T) {
	for _, look := range []Look{Charts, Rows, Pictures} {
		m := Without(everyLook, look)
		if slices.Contains(Looks(m), look) || look == Charts && len(Looks(m)) != 2 {
			t.Errorf("without %s its looks are %v", look, Looks(m))
		}
		for _, word := range []string{"Your move:", "Bridge", "45 seconds", "Chin tuck", "3 on Monday"} {
			if !strings.Contains(Text(m), word) {
				t.Errorf("without %s %q is gone:\n%s", look, word, Text(m))
			}
		}
	}
	if len(Looks(everyLook)) != 3 {
		t.Error("the message itself was changed")
	}
	row := Without(everyLook, Rows).Parts[3].(commands.Actions)
	if b := row[0].(commands.Button); b.Label != "Bridge" || b.Do != "show" || b.Value != "E03" || len(row) != 2 {
		t.Errorf("without cards the buttons are %+v", row)
	}
}

func TestManyCardsBecomeOneMenu(t *testing.T) {
	cards := commands.Cards{Pick: "Show me…"}
	for range 7 {
		cards.All = append(cards.All, commands.Card{Title: "Cat &amp; cow", Buttons: []commands.Button{{Label: "Show steps", Do: "show", Value: "E02"}}})
	}
	m := Without(commands.Message{Parts: []commands.Part{cards}}, Rows)
	row, _ := m.Parts[1].(commands.Actions)
	menu, _ := row[0].(commands.Menu)
	if menu.Label != "Show me…" || menu.Do != "show" || len(menu.Options) != 7 || menu.Options[0] != (commands.Option{Label: "Cat & cow", Value: "E02"}) {
		t.Errorf("%+v", row)
	}
}
