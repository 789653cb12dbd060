package content

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// seen is every text that people can come to see, by where it stands.
func seen(l *Library) map[string]string {
	texts := map[string]string{"footer": l.Footer(), "first run": l.FirstRun(), "session header": l.SessionHeader()}
	for _, e := range l.Exercises() {
		texts[e.ID] = strings.Join(slices.Concat([]string{e.Name, e.Target, e.Start, e.Equipment, e.Breath, e.Easier, e.Harder, e.AltText}, e.Steps, e.Mistakes, e.Skip), "\n")
		for _, d := range e.Dose {
			texts[e.ID+" dose"] += d.Text + "\n"
		}
	}
	for _, t := range l.Tips() {
		texts["tip "+t.ID] = strings.Join([]string{t.Title, t.Text, t.If, t.Line, t.Note}, "\n")
	}
	for _, c := range l.cards {
		texts["card "+c.ID] = c.Opening + "\n" + c.Unscored + "\n" + c.Text
	}
	for _, item := range l.Items() {
		texts["item "+item.ID] = item.Text
	}
	for _, line := range slices.Concat(l.Claims().Helps, l.Claims().Limits) {
		texts["claim "+line.ID] = line.String()
	}
	for _, r := range l.References() {
		texts["reference "+r.ID] = r.Title + "\n" + r.Text
	}
	for _, s := range l.Sources() {
		texts["source "+s.ID] = s.Name
	}
	return texts
}

func TestNoTextPeopleSeeHoldsAWordThatIsNeverSaid(t *testing.T) {
	l := library(t)
	never := l.Claims().Never
	if len(never) < 20 {
		t.Fatalf("only %d phrases are never said", len(never))
	}
	for where, text := range seen(l) {
		for _, phrase := range never {
			if inside(split(phrase), split(text)) {
				t.Errorf("%s says %q: %q", where, phrase, text)
			}
		}
	}
}

var refusal = regexp.MustCompile(`(don't|not something to) push through`)

func TestPushingThroughIsOnlyNamedToAdviseAgainstIt(t *testing.T) {
	for where, text := range seen(library(t)) {
		if strings.Contains(refusal.ReplaceAllString(text, ""), "push through") {
			t.Errorf("%s says push through: %q", where, text)
		}
	}
}

func TestNoTextPeopleSeeClaimsToBeVerifiedOrCarriesASourceKey(t *testing.T) {
	key := regexp.MustCompile(`\[[A-Z0-9-]{2,}\]|VERIFIED|\{[a-z]*[^a-z}]`)
	for where, text := range seen(library(t)) {
		if m := key.FindString(text); m != "" {
			t.Errorf("%s shows %s: %q", where, m, text)
		}
	}
}

var sentence = regexp.MustCompile(`[.!?:]\s+|\n`)

func TestNoSentenceOfAStepTipOrCardIsLongerThanTwentyWords(t *testing.T) {
	l := library(t)
	texts := map[string]string{"footer": l.Footer(), "first run": l.FirstRun(), "session header": l.SessionHeader()}
	for _, e := range l.Exercises() {
		texts[e.ID] = strings.Join(append(e.Steps, e.Breath, e.Easier, e.Harder, e.AltText), "\n")
	}
	for _, tip := range l.Tips() {
		texts["tip "+tip.ID] = tip.Text + "\n" + tip.If
	}
	for _, c := range l.cards {
		texts["card "+c.ID] = c.Opening + "\n" + c.Unscored + "\n" + c.Text
	}
	for where, text := range texts {
		for _, s := range sentence.Split(text, -1) {
			if n := len(strings.Fields(s)); n > 20 {
				t.Errorf("%s has a sentence of %d words: %q", where, n, s)
			}
		}
	}
}

func TestEveryExerciseHasStepsAPictureAndItsWords(t *testing.T) {
	for _, e := range library(t).Exercises() {
		if len(e.Steps) < 3 || len(e.Picture.Poses) < 2 || len(e.AltText) < 40 || len(e.AltText) > 150 {
			t.Errorf("%s has %d steps, %d poses and %d characters of alternative text", e.ID, len(e.Steps), len(e.Picture.Poses), len(e.AltText))
		}
		if e.HasTag("strength") && e.Gentle && e.ID != "V05" {
			t.Errorf("%s is a strength move in gentle mode", e.ID)
		}
	}
}

func TestAStandingIdeaIsNeverWithoutASeatedOne(t *testing.T) {
	l := library(t)
	for _, position := range positions {
		if len(l.where(func(e Exercise) bool { return e.In(position) })) < 3 {
			t.Errorf("fewer than three exercises %s", position)
		}
	}
	if got := len(l.where(func(e Exercise) bool { return e.In("seated") && e.At("desk") && e.Gentle })); got < 4 {
		t.Errorf("%d gentle seated exercises at the desk, want 4 and more", got)
	}
}

func TestTipsAndTheirOwnLinesNameTheirSources(t *testing.T) {
	for _, tip := range library(t).Tips() {
		if len(tip.Sources) == 0 {
			t.Errorf("tip %s names no source", tip.ID)
		}
	}
}
