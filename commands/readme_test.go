package commands_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"catcow/commands"
	"catcow/internal/habit"
	"catcow/storage"
)

// typable is what README.md says can be typed: the first cells of its table.
func typable(t *testing.T) (texts []string) {
	t.Helper()
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(readme), "\n## What you can type\n")
	table, _, _ = strings.Cut(table, "\n## ")
	code := regexp.MustCompile("`([^`\\[]*)[^`]*`") // less [what may follow]
	for line := range strings.Lines(table) {
		if cells := strings.Split(line, "|"); len(cells) == 4 {
			for _, m := range code.FindAllStringSubmatch(cells[1], -1) {
				texts = append(texts, strings.TrimSpace(m[1]))
			}
		}
	}
	return texts
}

func TestTheReadmeNamesEveryCommandOfHelp(t *testing.T) {
	texts := typable(t)
	lines := regexp.MustCompile("`/stretch ([a-z' ]+)").FindAllStringSubmatch(all(newLife(t).say("help")), -1)
	if len(lines) < 20 {
		t.Fatalf("help lists only %d commands", len(lines))
	}
	for _, m := range lines {
		word, named := strings.TrimSpace(m[1]), false
		for _, text := range texts {
			named = named || text == word || strings.HasPrefix(text, word+" ")
		}
		if !named {
			t.Errorf("README.md does not name `%s`", word)
		}
	}
}

func TestWhatTheReadmeNamesCanBeTyped(t *testing.T) {
	texts := typable(t)
	if len(texts) < 40 {
		t.Fatalf("README.md names only %d texts: %q", len(texts), texts)
	}
	for _, text := range texts {
		l := newLife(t)
		channel := storage.Channel{ID: "C1", Present: true}
		if strings.HasPrefix(text, "schedule 2 ") || text == "schedule off 2" {
			plan := habit.Plan{Days: habit.Workweek, At: []habit.Minute{600}, Zone: "UTC"}
			channel = channel.With(storage.Schedule{Plan: plan, Decided: l.now}).With(storage.Schedule{Plan: plan, Decided: l.now})
		}
		l.putChannel(channel)
		if problem := l.problem(text); problem != "" {
			t.Errorf("%q is refused: %s", text, problem)
		}
		answer := all(l.do(commands.Request{Text: text, Channel: "C1"}))
		if answer == "" || strings.Contains(answer, "I don't know") {
			t.Errorf("%q is answered with %q", text, answer)
		}
	}
}
