package commands_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"catcow/content"
)

// unkind are words of pressure, guilt and fear, and of what is a clinician's to
// say, that no sentence of ours has, beside those that content forbids.
var unkind = []string{
	"must", "just", "simply", "broke", "broken", "fail", "failed", "failure", "lazy", "lost", "lose", "losing", "missed you", "miss you", "shame", "guilt", "guilty",
	"disappointed", "falling behind", "fell behind", "ruined", "don't give up", "keep going", "push through", "overdue", "neglected", "streak is over", "diagnosis", "cure", "heal", "safe for you",
	"risk", "weak", "recovered", "you sat", "normal for", "worse than", "better than others", "congratulations", "amazing",
	"painkiller", "painkillers", "ibuprofen", "paracetamol", "medication", "medicine", "injection", "x-ray", "mri", "stop your treatment", "wait and see", "no need to see", "don't need a doctor",
	"back to normal", "healed", "crush", "beast", "no excuses",
}

// allowed are sentences with such a word that stand as they are, each with its reason.
var allowed = map[string]string{
	"Please don't push through it":     "it says the opposite",
	"is not something to push through": "it says the opposite",
	"don't push through it":            "it says the opposite",
	"weak legs":                        "a red flag, by its name",
	"weak or numb legs":                "a red flag, by its name",
	"leg weakness":                     "a red flag, by its name",
	"I just got up":                    "what the person says, and a time",
	"you just got up":                  "what the person said, and a time",
	"just got up":                      "the filter word for it",
	"just woke":                        "a filter word, too",
	"just squeeze the buttocks":        "content, of an exercise: the smaller of two ways",
	"evens out weak spots":             "content, quoted from the physical therapists",
	"Your streak is safe.":             "a comfort, not a verdict on a body",
	"missed: its time passed":          "Catcow's own miss",
	"was missed":                       "a story's remark, seen by nobody",
	"it thinks is at risk":             "content, quoted from the physical therapist",
	"losing weight":                    "a red flag, by its name",
	"numb or broken skin":              "content, of heat pads",
	"high-risk office workers":         "content, the group of a trial",
	"Slack refused it":                 "an error of Slack",
	"must be sorted":                   "an error for programmers",
	"WalkBack":                         "a name",
}

var (
	codeSpan = regexp.MustCompile("`[^`]*`|<[^>]*>|\\{[^}]*\\}")
	ending   = regexp.MustCompile(`[.!?:;](?:\s|$)|\n|: `)
)

// scold is what is wrong with a text that people see; "" is nothing.
func scold(never *regexp.Regexp, text string) (complaints []string) {
	plain := codeSpan.ReplaceAllString(text, "x")
	for good := range allowed {
		plain = strings.ReplaceAll(plain, good, "")
	}
	lower := strings.ToLower(strings.NewReplacer("’", "'", "*", "", "_", "").Replace(plain))
	for _, word := range never.FindAllStringSubmatch(lower, -1) {
		complaints = append(complaints, "it says "+strconv.Quote(word[1]))
	}
	for _, sentence := range ending.Split(strings.ReplaceAll(codeSpan.ReplaceAllString(text, "x"), "*", ""), -1) {
		if n := len(strings.Fields(sentence)); n > 20 {
			complaints = append(complaints, strconv.Itoa(n)+" words in a sentence: "+strings.TrimSpace(sentence))
		}
	}
	return complaints
}

// forbidden is what content never says, and the unkind words: each as a whole word.
func forbidden(t *testing.T) *regexp.Regexp {
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	never := library.Claims().Never
	if !slices.Contains(never, "should") || !slices.Contains(never, "broke your streak") {
		t.Fatalf("the list is not the one of content: %q", never)
	}
	var words []string
	for _, word := range slices.Concat(never, unkind) {
		words = append(words, regexp.QuoteMeta(word))
	}
	return regexp.MustCompile(`(?:^|[^\p{L}\p{N}])(` + strings.Join(words, "|") + `)(?:$|[^\p{L}\p{N}])`)
}

// literals are the strings in the code of this package and of those whose
// sentences it shows, by where they stand. Neighbours that are joined by + are
// one text.
func literals(t *testing.T) map[string]string {
	var files []string
	for _, dir := range []string{".", "../internal/care", "../internal/habit"} {
		found, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(found) == 0 {
			t.Fatal(dir, err)
		}
		files = append(files, found...)
	}
	found, set := map[string]string{}, token.NewFileSet()
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.CallExpr: // what is cut into words is no sentence
				of, ok := n.Fun.(*ast.SelectorExpr)
				return !ok || of.Sel.Name != "Fields"
			case *ast.BinaryExpr:
				if text := joined(n); n.Op == token.ADD && text != "" {
					found[set.Position(n.Pos()).String()] = text
					return false
				}
			case *ast.BasicLit:
				if n.Kind == token.STRING {
					found[set.Position(n.Pos()).String()] = joined(n)
				}
			}
			return true
		})
	}
	return found
}

// joined is the text of an expression; what is worked out in it is one word.
func joined(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BinaryExpr:
		return joined(e.X) + joined(e.Y)
	case *ast.BasicLit:
		if text, err := strconv.Unquote(e.Value); err == nil && e.Kind == token.STRING {
			return text
		}
	case *ast.CallExpr:
		var said []string
		for _, arg := range e.Args {
			if text := joined(arg); strings.Contains(text, " ") {
				said = append(said, text)
			}
		}
		if len(said) > 0 {
			return strings.Join(said, "")
		}
	}
	return "x"
}

func TestNoTextInTheCodeIsUnkindOrLong(t *testing.T) {
	never, texts := forbidden(t), literals(t)
	if len(texts) < 500 {
		t.Fatalf("only %d texts were found", len(texts))
	}
	for at, text := range texts {
		for _, complaint := range scold(never, text) {
			t.Errorf("%s: %s\n%s", at, complaint, text)
		}
	}
}

func TestNoTextInAStoryIsUnkind(t *testing.T) {
	never := forbidden(t)
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no stories", err)
	}
	for _, name := range files {
		story, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(story)) {
			text, isShown := strings.CutPrefix(line, "      ")
			if !isShown || strings.HasPrefix(text, "Skip it or ask first if:") || strings.HasPrefix(text, "Source: ") {
				continue
			}
			for _, complaint := range scold(never, text) {
				if strings.HasPrefix(complaint, "it says ") { // content has its own test of length
					t.Errorf("%s: %s\n%s", name, complaint, text)
				}
			}
		}
	}
}

// The two tests above can find what they look for.
func TestAPlantedSentenceIsCaught(t *testing.T) {
	never := forbidden(t)
	for text, want := range map[string]string{
		"You should stretch more.":                          `"should"`,
		"It’s just a move.":                                 `"just"`,
		"You broke your streak.":                            `"broke your streak"`,
		"*You must* rest.":                                  `"must"`,
		"Your back is worn out":                             `"worn out"`,
		"We missed you.":                                    `"missed you"`,
		"Don't push through it, and simply rest.":           `"simply"`,
		"There is no need to see a doctor.":                 `"no need to see"`,
		"a b c d e f g h i j k l m n o p q r s t u":         "21 words",
		"Well. a b c d e f g h i j k l m n o p q r s t u v": "22 words",
	} {
		if got := strings.Join(scold(never, text), "; "); !strings.Contains(got, want) {
			t.Errorf("%q: %q, want %s", text, got, want)
		}
	}
	for _, text := range []string{"Adjust the chair. Justice.", "Type `/stretch must just`.", "`a b c d e f g h i j k l m n o p q r s t u v` is code."} {
		if got := scold(never, text); len(got) > 0 {
			t.Errorf("%q: %q", text, got)
		}
	}
	for good, why := range allowed {
		if why == "" {
			t.Errorf("%q is allowed without a reason", good)
		}
	}
}
