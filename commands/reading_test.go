package commands_test

import (
	"regexp"
	"strings"
	"testing"

	"catcow/commands"
	"catcow/content"
	"catcow/internal/story"
)

// read is how hard a text is to read: the Flesch-Kincaid grade, by the words, sentences and
// syllables that a simple count finds.
type read struct{ words, sentences, syllables int }

func (r read) grade() float64 {
	return 0.39*float64(r.words)/float64(r.sentences) + 11.8*float64(r.syllables)/float64(r.words) - 15.59
}

func (r read) length() float64 { return float64(r.words) / float64(r.sentences) }

func (r *read) add(o read) {
	r.words, r.sentences, r.syllables = r.words+o.words, r.sentences+o.sentences, r.syllables+o.syllables
}

var (
	stop   = regexp.MustCompile(`[.!?:…]+(?:[\s”")]|$)|\n`)
	vowels = regexp.MustCompile(`[aeiouyé]+`)
	mute   = regexp.MustCompile(`[^l]e$|[^aeioutd]es$|[^td]ed$`)
	named_ = regexp.MustCompile("`[^`]*`|<[^>|]*\\|[^>]*>|<[^>]*>|“[^”]*”")
	spoken = regexp.MustCompile(`[A-Za-zé][A-Za-zé'’-]*`)
)

// measure reads a text: what is typed, linked and quoted is a name of one syllable.
func measure(text string) (r read) {
	for _, sentence := range stop.Split(named_.ReplaceAllString(text, "it"), -1) {
		words := spoken.FindAllString(sentence, -1)
		if len(words) == 0 {
			continue
		}
		r.sentences++
		for _, w := range words {
			w = strings.ToLower(w)
			n := len(vowels.FindAllString(w, -1))
			if n > 1 && mute.MatchString(w) {
				n--
			}
			r.words, r.syllables = r.words+1, r.syllables+max(1, n)
		}
	}
	return r
}

// prose is what of a sight is said in sentences: without buttons, names of moves and sources,
// and the rows of what is filled in.
func prose(one story.Sight) string {
	var b strings.Builder
	for _, part := range one.Message.Parts {
		switch p := part.(type) {
		case commands.Text:
			b.WriteString(string(p) + "\n")
		case commands.Note:
			b.WriteString(string(p) + "\n")
		case commands.Steps:
			b.WriteString(strings.Join(p, "\n") + "\n")
		case commands.List:
			b.WriteString(strings.Join(p, "\n") + "\n")
		case commands.Chart:
			b.WriteString("\n")
		}
	}
	if len(one.Message.Parts) == 0 {
		return one.Text
	}
	return b.String()
}

// hard are texts that are harder than grade 6, by a piece of them, each with its reason.
var hard = map[string]string{
	"Catcow is about easing a stiff back": "what the article says, with the names and titles of its experts",
}

// The footer and the first notice stand below most texts. They are measured once.
func fixed(t *testing.T) []string {
	t.Helper()
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	return []string{library.Footer(), library.FirstRun(), library.SessionHeader()}
}

func TestStorybookIsEasyToRead(t *testing.T) {
	const most, few = 6.0, 20 // the grade; a text of so few words tells nothing of it
	notices := fixed(t)
	var all read
	seen, used, texts := map[string]bool{}, map[string]bool{}, notices
	for _, one := range sights(t) {
		text := prose(one)
		for _, notice := range notices {
			text = strings.ReplaceAll(text, notice, "")
		}
		texts = append(texts, text)
	}
	highest, measured := 0.0, 0
	for _, text := range texts {
		if seen[text] {
			continue
		}
		seen[text] = true
		r := measure(text)
		all.add(r)
		if r.words < few {
			continue
		}
		measured++
		why := ""
		for piece, reason := range hard {
			if strings.Contains(text, piece) {
				why, used[piece] = reason, true
			}
		}
		if why == "" {
			highest = max(highest, r.grade())
		}
		if why == "" && r.grade() >= most {
			t.Errorf("grade %.1f: %s", r.grade(), text)
		}
		if r.length() >= 15 {
			t.Errorf("sentences of %.0f words: %s", r.length(), text)
		}
	}
	for piece := range hard {
		if !used[piece] {
			t.Errorf("no text holds %q any more", piece)
		}
	}
	if measured < 200 {
		t.Fatalf("only %d texts were measured", measured)
	}
	t.Logf("%d texts, %d words: grade %.1f and %.1f words in a sentence over all; the highest %.1f", measured, all.words, all.grade(), all.length(), highest)
}

func TestHardTextIsFound(t *testing.T) {
	for text, want := range map[string]bool{
		"Sit tall. Put both feet on the floor. Breathe out and let go. Do it two more times.":                                                                           false,
		"Musculoskeletal complaints necessitate individualised multidisciplinary rehabilitation, notwithstanding considerable uncertainty regarding its effectiveness.": true,
	} {
		if r := measure(text); r.grade() >= 6 != want {
			t.Errorf("grade %.1f: %s", r.grade(), text)
		}
	}
	if r := measure("one two three\nfour five six. seven"); r.words != 7 || r.sentences != 3 {
		t.Errorf("%+v", r)
	}
}
