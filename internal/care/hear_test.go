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
	t.Logf("%d sentences without a sign, %d known false alarms", len(misses[""]), len(misses["alarm"]))
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
		began := time.Now()
		Hear(text)
		if took := time.Since(began); took > 2*time.Second {
			t.Errorf("100 kB of %q took %v", piece, took)
		}
	}
}

func FuzzHearingDoesNotDependOnCase(f *testing.F) {
	for _, text := range []string{"", "I CAN'T feel my bottom", "numb\xff", "ouuuch. \u0130\u0131\u017f\u212a", "I'll", "'''ll", "both  legs\nhurt"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := Hear(text)
		if upper := Hear(strings.ToUpper(text)); upper != got {
			t.Errorf("Hear(%q) = %d, in upper case %d", text, got, upper)
		}
		if lower := Hear(strings.ToLower(text)); lower != got {
			t.Errorf("Hear(%q) = %d, in lower case %d", text, got, lower)
		}
	})
}

func BenchmarkHear(b *testing.B) {
	for b.Loop() {
		Hear("my back is stiff after a long meeting, something for the neck please, 2 min")
	}
}
