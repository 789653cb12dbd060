package content

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// shared reads a file of the reference material, ../shared beside the
// repository.
func shared(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "shared", "reference", name))
	if os.IsNotExist(err) {
		t.Skipf("../shared/reference/%s is not here: the content cannot be compared with it", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

type sharedExercise struct {
	ID, Name, Target, Start, Equipment, Breath, Status, Easier, Harder string
	Aliases, Where, Tags, Steps, Mistakes, Skip, Codes                 []string
	Gentle                                                             bool
	Named                                                              bool   `json:"source_article_exercise"`
	Items                                                              string `json:"source_article_items"`
	DoseSource                                                         string `json:"dose_source"`
	AltText                                                            string `json:"alt_text"`
	Dose                                                               []struct {
		Level, Sets, Reps, Seconds int
		Text                       string
		Hold                       int  `json:"hold_s"`
		Move                       int  `json:"move_s"`
		Rest                       int  `json:"rest_s"`
		PerSide                    bool `json:"per_side"`
	}
}

func TestExercisesAgreeWithTheReferenceFieldByField(t *testing.T) {
	var want []sharedExercise
	if err := json.Unmarshal(shared(t, "content/exercises.json"), &want); err != nil {
		t.Fatal(err)
	}
	l := library(t)
	if len(want) != len(l.Exercises()) {
		t.Fatalf("%d exercises, the reference has %d", len(l.Exercises()), len(want))
	}
	for i, e := range l.Exercises() {
		w := want[i]
		// The reference's own list of weak points counts this number among the unread ones.
		w.DoseSource = strings.Replace(w.DoseSource, "10 repeats daily with 5 s holds: [AAOS].", "10 repeats daily with 5 s holds (AAOS): UNVERIFIED (from memory).", 1)
		// The point of view is ours: the figure is drawn from where the move is seen best.
		_, w.AltText, _ = strings.Cut(w.AltText, ". ")
		_, alt, _ := strings.Cut(e.AltText, ". ")
		got := sharedExercise{
			ID: e.ID, Name: e.Name, Target: e.Target, Start: e.Start, Equipment: e.Equipment, Breath: e.Breath, Status: e.Status,
			Easier: e.Easier, Harder: e.Harder, Aliases: e.Aliases, Where: e.Where, Tags: e.Tags,
			Steps: e.Steps, Mistakes: e.Mistakes, Skip: e.Skip, Codes: e.Codes, Gentle: e.Gentle, Named: e.Article != "",
			Items: e.Related, DoseSource: e.DoseSource, AltText: alt, Dose: slices.Clone(w.Dose),
		}
		for j, d := range e.Dose {
			g := &got.Dose[j]
			g.Level, g.Sets, g.Reps, g.Seconds, g.Text = d.Level, d.Sets, d.Reps, d.Seconds, d.Text
			g.Hold, g.Move, g.Rest, g.PerSide = d.HoldSeconds, d.MoveSeconds, d.RestSeconds, d.PerSide
		}
		if got.Codes == nil {
			got.Codes = []string{}
		}
		if diff := cmp.Diff(w, got); diff != "" {
			t.Errorf("%s differs from the reference (-reference +content):\n%s", e.ID, diff)
		}
	}
}

func TestCardsAndNoticesHaveTheExactWordingOfTheReference(t *testing.T) {
	text := string(shared(t, "content.md"))
	// A comma more: the number always goes with "or your local emergency number".
	text = strings.Replace(text, "Call {emergency} or go", "Call {emergency}, or go", 1)
	l := library(t)
	for where, want := range map[string]string{
		"footer": l.Footer(), "first run": l.FirstRun(), "session header": l.SessionHeader(),
		"G1": l.Card("G1").Text, "S1": l.Card("S1").Text, "S1b": l.Card("S1b").Text, "HURT": l.Card("HURT").Text, "S3": l.Card("S3").Text,
		"S2": l.Card("S2").Opening + "\n" + l.Card("S2").Text, "S2 unscored": l.Card("S2").Unscored,
	} {
		if want == "" || !strings.Contains(text, want) {
			t.Errorf("the reference does not hold the %s as it stands here: %q", where, want)
		}
	}
}

// The list of signs is in words of its own, sign by sign that of content.md 3.1.
func TestTheListOfSignsIsThatOfTheReference(t *testing.T) {
	_, text, _ := strings.Cut(string(shared(t, "content.md")), "\n### 3.1 ")
	text, _, _ = strings.Cut(text, "\n### 3.2 ")
	levels := map[string]string{"A": "Call {emergency}", "B": "Call a doctor", "C": "Book a visit"}
	soon, numbers := "", 0
	for line := range strings.Lines(text) {
		if level, ok := strings.CutPrefix(line, "**Level "); ok {
			soon = levels[level[:1]]
		}
		number, sign, _ := strings.Cut(line, ". ")
		if n, err := strconv.Atoi(number); err == nil {
			numbers++
			of := func(w warning) bool { return w.number == n }
			if !slices.ContainsFunc(warnings, of) {
				t.Errorf("sign %d of the reference is missing", n)
			}
			for _, w := range warnings {
				if of(w) && (w.soon != soon || !w.isIn(sign)) {
					t.Errorf("sign %d is %q under %q here; the reference has under %q: %s", n, w.words, w.soon, soon, sign)
				}
			}
		}
	}
	if numbers != 16 {
		t.Errorf("the reference has %d signs, want 16", numbers)
	}
}

func TestTipsHaveTheExactWordingOfTheReference(t *testing.T) {
	text := string(shared(t, "content.md"))
	for _, tip := range library(t).Tips() {
		want := "- " + tip.ID + ` "` + tip.Title + `": ` + strings.TrimSpace(tip.Text+" "+tip.If)
		if !strings.Contains(text, want) {
			t.Errorf("the reference does not hold %q", want)
		}
	}
}

func TestEverySourceOfTheReferenceIsKnown(t *testing.T) {
	text := string(shared(t, "content.md"))
	_, text, _ = strings.Cut(text, "\n## 10.")
	text, _, _ = strings.Cut(text, "\n## 11.")
	l := library(t)
	keys := regexp.MustCompile(`(?m)^- \[([A-Z0-9-]+)\]`).FindAllStringSubmatch(text, -1)
	if len(keys) != len(l.Sources()) {
		t.Errorf("%d sources, the reference has %d", len(l.Sources()), len(keys))
	}
	for _, m := range keys {
		if _, ok := l.Source(m[1]); !ok {
			t.Errorf("the source %s is missing", m[1])
		}
	}
}
