package care

import (
	"os"
	"strings"
	"testing"
	"time"
)

// sentencesIn reads a file of testdata: the sentences by the word before the colon.
func sentencesIn(t testing.TB, file string, marks ...string) map[string][]string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		mark := ""
		for _, m := range marks {
			if rest, ok := strings.CutPrefix(line, m+": "); ok {
				mark, line = m, rest
			}
		}
		found[mark] = append(found[mark], line)
	}
	return found
}

func TestNoSignIsMissed(t *testing.T) {
	hits := sentencesIn(t, "hits.txt", "crisis", "sore")
	for mark, want := range map[string]Sign{"": RedFlag, "crisis": Crisis, "sore": Soreness} {
		if len(hits[mark]) == 0 {
			t.Errorf("no sentence for %q", mark)
		}
		for _, text := range hits[mark] {
			if got := Hear(text); got != want {
				t.Errorf("Hear(%q) = %d, want %d", text, got, want)
			}
		}
	}
	t.Logf("%d red flags, %d of a crisis, %d that only hurt", len(hits[""]), len(hits["crisis"]), len(hits["sore"]))
}

func TestCommandsNamesAndEverydayWordsAreNoSign(t *testing.T) {
	misses := sentencesIn(t, "misses.txt", "alarm")
	for _, text := range misses[""] {
		if got := Hear(text); got != NoSign {
			t.Errorf("Hear(%q) = %d, want none", text, got)
		}
	}
	for _, text := range misses["alarm"] {
		if got := Hear(text); got != RedFlag {
			t.Errorf("Hear(%q) = %d: no false alarm any more; take its mark away", text, got)
		}
	}
	if got := len(misses["alarm"]); got != knownAlarms {
		t.Errorf("%d known false alarms, want %d", got, knownAlarms)
	}
	t.Logf("%d sentences without a sign, %d known false alarms", len(misses[""]), len(misses["alarm"]))
}

// knownAlarms is how many harmless sentences of misses.txt are heard as a red flag.
const knownAlarms = 20

func TestCorpusHasTwoSides(t *testing.T) {
	hits, misses := sentencesIn(t, "hits.txt", "crisis", "sore"), sentencesIn(t, "misses.txt", "alarm")
	if h, m := len(hits[""]), len(misses[""]); h < 200 || m < 200 {
		t.Errorf("%d sentences with a red flag and %d without, want 200 and more of each", h, m)
	}
	seen := map[string]bool{}
	for _, side := range []map[string][]string{hits, misses} {
		for _, texts := range side {
			for _, text := range texts {
				if seen[text] {
					t.Errorf("%q stands there twice", text)
				}
				seen[text] = true
			}
		}
	}
}

func TestSignIsHeardWithinOtherWordsAndInAnyDress(t *testing.T) {
	for _, text := range sentencesIn(t, "hits.txt", "crisis", "sore")[""] {
		for _, dressed := range []string{
			"Hello Catcow, I did the bridge this morning. " + text + ". What should I do?",
			strings.ToUpper(text),
			strings.ReplaceAll(text, " ", "  \n"),
			strings.ReplaceAll(text, "'", "\u2019"),
			"*" + strings.ReplaceAll(text, " ", "* _") + "_",
			strings.ReplaceAll(text, " ", "\u00a0"),
		} {
			if got := Hear(dressed); got != RedFlag {
				t.Errorf("Hear(%q) = %d, want %d", dressed, got, RedFlag)
			}
		}
	}
}

func TestHugeTextIsReadInNoTime(t *testing.T) {
	for _, piece := range []string{"numbnes ", "a! ", "can't feel the ", "x", "bladde", "\u2019", "fell. ", "zzzz qqqqqq "} {
		text := strings.Repeat(piece, 100_000/len(piece))
		var took time.Duration
		for range 3 { // a busy machine holds up one try, a slow reading all
			began := time.Now()
			Hear(text)
			if took = time.Since(began); took <= 2*time.Second {
				break
			}
		}
		if took > 2*time.Second {
			t.Errorf("100 kB of %q took %v", piece, took)
		}
	}
}

// FuzzHear: whatever the text, Hear returns, and neither case nor the shape of
// the quotes matters.
func FuzzHear(f *testing.F) {
	for _, text := range []string{
		"", "I CAN'T feel my bottom", "numb\xff", "ouuuch. \u0130\u0131\u017f\u212a", "I'll", "'''ll", "both  legs\nhurt",
		"I'm 15 minutes late; my back's \u2018numb\u2019",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := Hear(text)
		for how, dressed := range map[string]string{
			"in upper case":      strings.ToUpper(text),
			"in lower case":      strings.ToLower(text),
			"with closing marks": strings.ReplaceAll(text, "'", "\u2019"),
			"with opening marks": strings.ReplaceAll(text, "'", "\u2018"),
			"with plain marks":   strings.NewReplacer("\u2018", "'", "\u2019", "'").Replace(text),
			"with blanks around": "  " + text + "\n",
		} {
			if again := Hear(dressed); again != got {
				t.Errorf("Hear(%q) = %d, %s %d", text, got, how, again)
			}
		}
	})
}

func BenchmarkHear(b *testing.B) {
	for b.Loop() {
		Hear("my back is stiff after a long meeting, something for the neck please, 2 min")
	}
}
