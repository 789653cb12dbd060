package commands_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/internal/slacksim"
	"catcow/internal/story"
)

// refused is what Slack has against what somebody sees, with all its pictures.
func refused(t *testing.T, one story.Sight) []string {
	t.Helper()
	surface, look := "message", any(blockkit.Blocks(illustrated(one.Message)))
	switch {
	case one.Form != nil:
		f := *one.Form
		f.Message = illustrated(f.Message)
		surface, look = "modal", blockkit.View(f)
	case one.Home != nil:
		h := *one.Home
		h.Message = illustrated(h.Message)
		surface, look = "home", blockkit.Home(h)
	}
	raw, err := json.Marshal(look)
	if err != nil {
		t.Fatal(err)
	}
	return slacksim.Check(surface, raw)
}

// illustrated is a message with every picture there.
func illustrated(m commands.Message) commands.Message {
	m.Parts = slices.Clone(m.Parts)
	for i, part := range m.Parts {
		switch p := part.(type) {
		case commands.Picture:
			p.File = "F0PICTURE1"
			m.Parts[i] = p
		case commands.Cards:
			p.All = slices.Clone(p.All)
			for n := range p.All {
				p.All[n].Picture.File = "F0PICTURE1"
			}
			m.Parts[i] = p
		}
	}
	return m
}

func TestSlackTakesTheWholeStorybook(t *testing.T) {
	pictures := 0
	for _, one := range sights(t) {
		for _, complaint := range refused(t, one) {
			t.Errorf("%s: %s: %s", one.Line, one.Where, complaint)
		}
		for _, look := range []blockkit.Look{blockkit.Charts, blockkit.Rows, blockkit.Pictures} { // where it draws less
			less := one
			less.Message = blockkit.Without(illustrated(one.Message), look)
			if one.Form == nil && one.Home == nil {
				for _, complaint := range refused(t, less) {
					t.Errorf("%s: %s: without %s: %s", one.Line, one.Where, look, complaint)
				}
			}
		}
		if slices.Contains(blockkit.Looks(illustrated(one.Message)), blockkit.Pictures) {
			pictures++
		}
	}
	if pictures < 100 {
		t.Errorf("only %d things have a picture", pictures)
	}
}

func TestWhatSlackRefusesIsFound(t *testing.T) {
	long := commands.Form{Title: "x", Do: "x", Message: commands.Message{Parts: []commands.Part{
		commands.Input{ID: "same", Label: "x"}, commands.Input{ID: "same", Label: "y"},
	}}}
	if found := refused(t, story.Sight{Form: &long, Message: long.Message}); !strings.Contains(strings.Join(found, " "), "already exists") {
		t.Errorf("two fields of one id: %q", found)
	}
	if found := slacksim.Check("message", []byte(`[{"type":"header","text":{"type":"plain_text","text":"`+strings.Repeat("x", 151)+`"}}]`)); len(found) != 1 {
		t.Errorf("a long heading: %q", found)
	}
	if found := slacksim.Check("home", []byte(`[]`)); len(found) == 0 {
		t.Error("a list is taken for a view")
	}
}
