package commands_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"catcow/commands"
	"catcow/internal/story"
)

// What holds for people who listen instead of look, in all of the storybook. That all that
// blocks say is in the text, and that what is unasked tells nothing, is held where stories
// are played.

// faults is what is wrong with a message for who can't see it; titled says that it stands in
// a window with a title. A bold line is a title of what stands below a heading, not a heading.
func faults(m commands.Message, titled bool) (all []string) {
	say := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	for i, part := range m.Parts {
		switch p := part.(type) {
		case commands.Picture:
			if len(strings.Fields(p.Alt)) < 5 {
				say("a picture of %s that says %q", p.Exercise, p.Alt)
			}
		case commands.Cards:
			for _, c := range p.All {
				if len(strings.Fields(c.Picture.Alt)) < 5 {
					say("a picture on the card %q that says %q", c.Title, c.Picture.Alt)
				}
			}
		case commands.Chart:
			if len(strings.Fields(p.Alt)) < 5 {
				say("a chart that says %q", p.Alt)
			}
		case commands.Days:
			for _, row := range p.Rows[min(1, len(p.Rows)):] {
				if len(strings.Fields(row.Alt)) < 3 {
					say("a row of days that says %q", row.Alt)
				}
			}
		case commands.Heading:
			if i == len(m.Parts)-1 {
				say("nothing stands below the heading %q", p)
			} else if next, ok := m.Parts[i+1].(commands.Heading); ok {
				say("the heading %q is followed by the heading %q", p, next)
			}
			titled = true
		case commands.Text:
			if bold.MatchString(string(p)) && !leads.MatchString(string(p)) && !titled {
				say("a title that is no heading: %q", p)
			}
		}
	}
	all = append(all, mistakable(m)...)
	return append(all, signs(m)...)
}

// A bold line alone is a title, but for a sentence, and for what leads into a list.
var (
	bold  = regexp.MustCompile(`^\s*\*[^*\n]+\*\s*$`)
	leads = regexp.MustCompile(`[.:]\*\s*$`)
)

// mistakable are buttons that sound alike and do something else, or that say too little.
func mistakable(m commands.Message) (all []string) {
	does := map[string]string{}
	for _, b := range buttonsOf(m) {
		sounds := b.Label
		if b.Spoken != "" {
			sounds = b.Spoken
		}
		if what, known := does[sounds]; known && what != b.Do+" "+b.Value {
			all = append(all, fmt.Sprintf("two buttons that sound as %q", sounds))
		}
		does[sounds] = b.Do + " " + b.Value
		if !strings.ContainsFunc(sounds, unicode.IsLetter) {
			all = append(all, fmt.Sprintf("a button that sounds as %q", sounds))
		}
	}
	return all
}

var (
	pictograph = regexp.MustCompile(`[\x{1F000}-\x{1FAFF}\x{2600}-\x{27BF}\x{2B00}-\x{2BFF}]|:[a-z][a-z_]+:`)
	aCode      = regexp.MustCompile("`[^`]*`|<[^>]*>")
)

// signs are pictographs: their whole names are read aloud, and each looks another way elsewhere.
func signs(m commands.Message) (all []string) {
	for _, part := range m.Parts {
		var texts []string
		switch p := part.(type) {
		case commands.Text:
			texts = []string{string(p)}
		case commands.Heading:
			texts = []string{string(p)}
		case commands.Note:
			texts = []string{string(p)}
		case commands.Steps:
			texts = p
		case commands.List:
			texts = p
		case commands.Facts:
			for _, f := range p {
				texts = append(texts, f.Label, f.Value)
			}
		}
		for _, text := range texts {
			if found := pictograph.FindString(aCode.ReplaceAllString(text, "")); found != "" {
				all = append(all, fmt.Sprintf("the sign %s in %q", found, text))
			}
		}
	}
	for _, b := range buttonsOf(m) {
		if found := pictograph.FindString(b.Label); found != "" {
			all = append(all, fmt.Sprintf("the sign %s on a button", found))
		}
	}
	return all
}

func TestStorybookCanBeListenedTo(t *testing.T) {
	for _, one := range sights(t) {
		for _, fault := range faults(one.Message, one.Form != nil) {
			t.Errorf("%s: %s: %s", one.Line, one.Where, fault)
		}
	}
}

func TestWhatCantBeListenedToIsFound(t *testing.T) {
	chart := commands.Chart{Title: "How stiff", Alt: "A chart."}
	row := commands.Actions{commands.Button{Label: "Start", Do: "start", Value: "a"}, commands.Button{Label: "Start", Do: "start", Value: "b"}}
	for want, parts := range map[string][]commands.Part{
		"a picture of E01":      {commands.Picture{Exercise: "E01"}},
		"a chart that says":     {chart},
		"a picture on the card": {commands.Cards{All: []commands.Card{{Title: "Bridge"}}}},
		"a row of days":         {commands.Days{Rows: []commands.DayRow{{Label: ""}, {Label: "2 Mar", Signs: []string{"x"}}}}},
		"nothing stands below":  {commands.Heading("Alone")},
		"is followed by":        {commands.Heading("One"), commands.Heading("Two"), commands.Text("x")},
		"that is no heading":    {commands.Text("*A title*")},
		"two buttons":           {row},
		"a button that sounds":  {commands.Actions{commands.Button{Label: "7", Do: "score"}}},
		"the sign 🎉":            {commands.Text("Well done 🎉")},
		"the sign :tada:":       {commands.Note("Well done :tada:")},
		"on a button":           {commands.Actions{commands.Button{Label: "✔ Done", Do: "did"}}},
	} {
		found := faults(commands.Message{Parts: parts}, false)
		if !slices.ContainsFunc(found, func(s string) bool { return strings.Contains(s, want) }) {
			t.Errorf("%s: found are %q", want, found)
		}
	}
}

// A picture moves only when somebody asks for it, and who wants none is offered none. That it
// stops by itself is held where it is drawn.
func TestNothingMovesUnasked(t *testing.T) {
	moving := func(p commands.Part) bool { picture, ok := p.(commands.Picture); return ok && picture.Motion }
	asked := 0
	for _, one := range sights(t) {
		if !slices.ContainsFunc(one.Message.Parts, moving) {
			continue
		}
		if asked++; !strings.Contains(one.Line, "Show movement") {
			t.Errorf("%s: %s: it moves, and nobody asked for that", one.Line, one.Where)
		}
	}
	if asked == 0 {
		t.Error("no story shows a picture that moves")
	}
	set, _ := newSet(t)
	offered := map[bool]bool{}
	_, err := story.Play(t.Context(), set, "2026-03-02 09:00 ada: /stretch bridge\n2026-03-02 09:01 ada: /stretch settings motion no\n2026-03-02 09:02 ada: /stretch bridge\n", story.Hooks{
		Seen: func(one story.Sight) {
			if one.Asked.Text == " bridge" {
				still := strings.Contains(one.Line, "09:02")
				offered[still] = slices.ContainsFunc(buttonsOf(one.Message), func(b commands.Button) bool { return b.Moving != "" })
			}
		},
	})
	if err != nil || !offered[false] || offered[true] || len(offered) != 2 {
		t.Errorf("a moving picture is offered: by default %v, to who wants none %v: %v", offered[false], offered[true], err)
	}
}
