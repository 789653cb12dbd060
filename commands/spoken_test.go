package commands_test

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/internal/story"
)

var aWord = regexp.MustCompile(`[\pL\pN]+`)

// unspoken are words that stand in the blocks of a message and not in its text, which is all
// that a notification and a screen reader have. A picture of days is no words.
func unspoken(m commands.Message) []string {
	data, err := json.Marshal(blockkit.Blocks(m))
	if err != nil {
		return []string{err.Error()}
	}
	var blocks any
	if err := json.Unmarshal(data, &blocks); err != nil {
		return []string{err.Error()}
	}
	said := map[string]bool{}
	for _, w := range aWord.FindAllString(blockkit.Text(m), -1) {
		said[w] = true
	}
	var missing []string
	for _, text := range shownIn(blocks) {
		for _, w := range aWord.FindAllString(text, -1) {
			if !said[w] {
				missing = append(missing, w)
			}
		}
	}
	return missing
}

// shownIn is every text and every number that blocks show.
func shownIn(part any) (all []string) {
	switch p := part.(type) {
	case []any:
		for _, one := range p {
			all = append(all, shownIn(one)...)
		}
	case map[string]any:
		if p["type"] == "rich_text_preformatted" {
			return nil
		}
		for key, value := range p {
			text, isText := value.(string)
			number, isNumber := value.(float64)
			switch {
			case isText && (key == "text" || key == "title" && p["type"] == "data_visualization"):
				all = append(all, text)
			case isNumber && key == "value":
				all = append(all, strconv.FormatFloat(number, 'g', -1, 64))
			case !isText && !isNumber:
				all = append(all, shownIn(value)...)
			}
		}
	}
	return all
}

// holds holds all that is seen in every story to what is true everywhere: it is spoken as it
// is shown, and what nobody asked for tells nothing of anybody.
func holds(t *testing.T, one story.Sight) {
	t.Helper()
	if missing := unspoken(one.Message); len(missing) > 0 && one.Form == nil {
		t.Errorf("%s: %s: the blocks say %q, the text does not: %s", one.Line, one.Where, missing, one.Text)
	}
	if found := personal.FindString(one.Text); one.Unasked && found != "" {
		t.Errorf("%s: %s: nobody asked for it, and it tells %q: %s", one.Line, one.Where, found, one.Text)
	}
	if one.Form != nil && one.Asked.What == commands.Typed {
		t.Errorf("%s: it opens a form: where it was typed, none may be able to open", one.Line)
	}
}

// personal is what belongs to one person alone: a score, a streak, what was logged, a lock.
var personal = regexp.MustCompile(`(?i)\b\d+ noted\b|\bin a row\b|\bactive days?\b|\blogged:|\byour (usual|streak)\b|\bgentle mode\b|\bbecause you\b|\byou (said|told|planned|scored)\b|\bscore of\b`)

func TestWhatIsNotSpokenIsFound(t *testing.T) {
	chart := commands.Chart{Title: "How stiff", Labels: []string{"2 Mar"}, Lines: []commands.Line{{Name: "Score", Values: []float64{7}}}, Alt: "Score on 2 Mar: 7."}
	if missing := unspoken(commands.Message{Parts: []commands.Part{commands.Heading("Three"), chart}}); len(missing) > 0 {
		t.Errorf("all of it is spoken, but for %q", missing)
	}
	chart.Alt = "A chart of Score on 2 Mar."
	if missing := unspoken(commands.Message{Parts: []commands.Part{chart}}); len(missing) != 1 || missing[0] != "7" {
		t.Errorf("the 7 is not spoken, and what is found is %q", missing)
	}
}

func TestWhatIsPersonalIsFound(t *testing.T) {
	for text, want := range map[string]bool{
		"Thanks, 7 noted. That's in your usual range.":               true,
		"Logged: *Bridge*. 3 active days in a row.":                  true,
		"Because you planned bridge when lunch ends.":                true,
		"How stiff does your back feel right now? 0 means not stiff": false,
		"Stretch break: Walking break, about 90 seconds":             false,
	} {
		if got := personal.MatchString(text); got != want {
			t.Errorf("%q is personal: %v", text, got)
		}
	}
}

// homeHolds draws the Home of whoever did something in a story: it is right at every step.
func homeHolds(t *testing.T, set *commands.Set, r commands.Request) {
	t.Helper()
	if r.User == "" || r.User == "UBOT" {
		return
	}
	home, err := set.Home(t.Context(), commands.Request{User: r.User, Role: r.Role, Zone: r.Zone, Now: r.Now})
	if err != nil {
		t.Errorf("the Home of %s: %v", r.User, err)
		return
	}
	text := blockkit.Text(home.Message)
	holds(t, story.Sight{Where: "the Home of " + string(r.User), Message: home.Message, Home: &home, Text: text})
	locked := strings.Contains(text, "When to get help") && !strings.Contains(text, "Everything else") || strings.Contains(text, "I've read this")
	if !strings.Contains(text, "Something feels wrong") && !locked {
		t.Errorf("the Home of %s does not lead to help:\n%s", r.User, text)
	}
	if len(blockkit.Home(home).Blocks.BlockSet) > 60 {
		t.Errorf("the Home of %s has %d blocks", r.User, len(blockkit.Home(home).Blocks.BlockSet))
	}
}
