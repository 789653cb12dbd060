package commands_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"catcow/bot/blockkit"
	"catcow/commands"
	"catcow/internal/habit"
)

// calls is what would call somebody, or everybody.
var calls = regexp.MustCompile(`(?i)<@|<!|@(here|channel|everyone|group)\b`)

// field is what stands in a line of a form, where its own author alone edits it.
var field = regexp.MustCompile(`: \[[^\]]*\]`)

// Nobody is ever called: not in a story.
func TestNoStoryCallsAnybody(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) < 20 {
		t.Fatal("no stories", err)
	}
	for _, name := range files {
		story, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(story)) {
			if strings.HasPrefix(line, "    ") && calls.MatchString(field.ReplaceAllString(line, "")) {
				t.Errorf("%s: %s", name, line)
			}
		}
	}
}

// Nor by what people are called, or type, where it is repeated to others.
func TestNoNameCallsAnybody(t *testing.T) {
	for _, name := range []string{"@channel", "<!here>", "<@U2>", "@everyone", "<!channel|here>"} {
		l := newLife(t)
		if err := l.set.Present(t.Context(), time.Time{}, []habit.ChannelID{"C1"}, nil); err != nil {
			t.Fatal(err)
		}
		ask := func(r commands.Request) commands.Reply {
			r.Name, r.Channel = name, "C1"
			return l.do(r)
		}
		var said []string
		for _, text := range []string{
			"schedule daily 10:00", "schedule skip 24 dec", "schedule pause", "schedule resume", "schedule", "schedule off", "schedule daily 10:00",
			"plan when " + name + " then bridge", "plan", "done " + name, "list " + name, "remind " + name, "schedule " + name, name,
		} {
			reply := ask(commands.Request{Text: text})
			said = append(said, all(reply))
			for _, p := range reply.Posts {
				said = append(said, blockkit.Text(p.Message))
			}
		}
		ask(commands.Request{What: commands.Submitted, Do: "set", Fields: map[string]string{"named": "yes"}})
		l.now = time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC)
		for _, p := range l.clock() {
			said = append(said, blockkit.Text(p.Message))
			ask(commands.Request{What: commands.Pressed, Do: "did", Value: l.slot(p.Slot).Exercise + "|" + string(p.Slot) + "|"})
			text := l.recounted(p.Slot)
			if !strings.Contains(text, "did it.") {
				t.Errorf("nobody is named:\n%s", text)
			}
			said = append(said, text)
		}
		for _, text := range said {
			if calls.MatchString(text) {
				t.Errorf("%q is called:\n%s", name, text)
			}
		}
	}
}
