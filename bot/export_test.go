package bot

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"catcow/commands"
	"catcow/internal/habit"
	"catcow/internal/slacksim"
)

// exporting answers "export" as commands does.
func exporting(s *script) *script {
	s.handle = func(_ context.Context, r commands.Request) (commands.Reply, error) {
		if r.Text == "export" {
			return commands.Reply{Export: true, Message: says("on its way"), Personal: true}, nil
		}
		return commands.Reply{Message: says("heard " + r.Text)}, nil
	}
	s.export = func(habit.UserID) (commands.Export, error) {
		return commands.Export{
			Message:  says("Here it is"),
			Files:    []commands.File{{Name: "a.txt", Title: "to read", Content: []byte("words")}, {Name: "a.json", Title: "for programs", Content: []byte("{}")}},
			Unfiled:  says("Here it is without files"),
			Pieces:   []commands.Message{says("piece one"), says("piece two")},
			NotTaken: says("Slack did not take it"),
		}, nil
	}
	return s
}

// filed waits for the message with files, and returns their contents.
func (w *world) filed(t *testing.T, user, dm string) (contents []string) {
	t.Helper()
	w.eventually(t, "the files", func() bool {
		return slices.ContainsFunc(w.Screen(user, dm), func(m slacksim.Message) bool { return len(m.Files) > 0 })
	})
	for _, m := range w.Screen(user, dm) {
		for _, f := range m.Files {
			_, content := w.Download(user, f.ID)
			contents = append(contents, f.Name+": "+string(content))
		}
	}
	return contents
}

func TestAnExportComesAsTwoFiles(t *testing.T) {
	for name, from := range map[string]string{"in a channel": team, "directly": ""} {
		t.Run(name, func(t *testing.T) {
			w := newWorldIn(t, newSlack(t, filing), exporting(&script{}))
			dm := w.DM(ann)
			if from == "" {
				_, o := w.Say(t.Context(), ann, dm, "export")
				fine(t, o)
			} else {
				fine(t, w.Slash(t.Context(), ann, from, "/stretch", "export"))
			}
			got := w.filed(t, ann, dm)
			if want := []string{"a.txt: words", "a.json: {}"}; !slices.Equal(got, want) {
				t.Errorf("files %q, want %q", got, want)
			}
			if from != "" {
				for _, m := range w.Screen(bob, team) {
					t.Errorf("a colleague sees %+v", m)
				}
			}
			fine(t, w.Slash(t.Context(), ann, team, "/stretch", "export"))
			w.sees(t, ann, team, "within the last ten minutes")
			if n := w.calls("files.completeUploadExternal"); n != 1 {
				t.Errorf("%d exports", n)
			}
		})
	}
}

// Where the scope for files was not granted, it comes in words, and says what is missing.
func TestAnExportComesInWordsWithoutTheScope(t *testing.T) {
	w := newWorldIn(t, newSlack(t, func(c *slacksim.Config) { filing(c); c.Declined = true }), exporting(&script{}))
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "export"))
	dm := w.DM(ann)
	w.sees(t, ann, dm, "piece two")
	var texts []string
	for _, m := range w.Screen(ann, dm) {
		texts = append(texts, m.Text)
	}
	if got := fmt.Sprint(texts); got != "[Here it is without files piece one piece two]" {
		t.Errorf("she sees %s", got)
	}
}

// What did not come through is said, and may be asked for again at once.
func TestAnExportThatFailsSaysSo(t *testing.T) {
	for method, fault := range map[string]slacksim.MethodFault{
		"upload":                       {Times: uploads * 5, Status: 500},
		"files.completeUploadExternal": {Times: 1, DropAfterCommit: true},
		"chat.postMessage":             {Times: 1, Error: "restricted_action"},
	} {
		t.Run(method, func(t *testing.T) {
			w := newWorldIn(t, newSlack(t, filing), exporting(&script{}))
			w.Fault(func(f *slacksim.Faults) { f.Methods = map[string]*slacksim.MethodFault{method: &fault} })
			fine(t, w.Slash(t.Context(), ann, team, "/stretch", "export"))
			w.sees(t, ann, team, "Slack did not take it")
			w.Fault(func(f *slacksim.Faults) { f.Methods = nil })
			w.counted(t, "export_failed", 1)
			fine(t, w.Slash(t.Context(), ann, team, "/stretch", "export"))
			w.counted(t, "export_sent", 1)
		})
	}
}

// A store that cannot be read brings one honest sentence.
func TestAnExportThatCannotBeReadSaysSo(t *testing.T) {
	s := exporting(&script{})
	s.export = nil
	w := newWorldIn(t, newSlack(t, filing), s)
	fine(t, w.Slash(t.Context(), ann, team, "/stretch", "export"))
	w.sees(t, ann, team, "Sorry")
}

func TestExportsKeepTheirDistance(t *testing.T) {
	var e exports
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	if !e.begin(ann, now) || e.begin(ann, now.Add(9*time.Minute)) || !e.begin(bob, now) || !e.begin(ann, now.Add(10*time.Minute)) {
		t.Error("not one in ten minutes for each")
	}
	if e.drop(ann); !e.begin(ann, now.Add(11*time.Minute)) {
		t.Error("who had none waits")
	}
	if e.begin(ann, now.Add(time.Hour)); len(e.by) != 1 {
		t.Errorf("remembered for longer than it matters: %v", strings.Fields(fmt.Sprint(e.by)))
	}
}
