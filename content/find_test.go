package content

import (
	"strings"
	"testing"
)

func TestATextLeadsToItsExercise(t *testing.T) {
	l := library(t)
	for _, c := range []struct {
		text string
		how  How
		want string
	}{
		{"cat cow", Exact, "E02"},
		{"Cat-Cow!", Exact, "E02"},
		{"  catcow ", Exact, "E02"},
		{"seated cat\u2011cow", Exact, "V01"},
		{"standing child\u2019s pose", Exact, "E01"},
		{"desk stretch", Exact, "E01"},
		{"e02", Exact, "E02"},
		{"open book", Part, "E04"},
		{"childs pose", Part, "E01"},
		{"walk", Part, "V13"},
		{"pelvic", Part, "V06"},
		{"hip flexor", Part, "V09"},
		{"hamstring", Part, "V10"},
		{"twist", Part, "V02"},
		{"book", Part, "E04 V15"},
		{"rock", Part, "E05 V06"},
		{"brige", Typo, "E03"},
		{"cta cow", Typo, "E02"},
		{"opne book", Typo, "E04 V15"},
		{"hamstrng", Typo, "V10"},
		{"standing bck bend", Typo, "V11"},
		{"sit too stand", Typo, "V14"},
		{"belly breething", Typo, "V07"},
		{"neck", None, ""},
		{"hip", None, ""},
		{"lower back", None, ""},
		{"sitting", None, ""},
		{"at the desk", None, ""},
		{"the", None, ""},
		{"v1", None, ""},
		{"stretchy pants", None, ""},
		{"", None, ""},
		{"?!", None, ""},
		{strings.Repeat("a ", 5000), None, ""},
	} {
		got := l.Find(c.text)
		if got.How != c.how || ids(got.Exercises) != c.want {
			t.Errorf("Find(%.40q) = %v %s, want %v %s", c.text, got.How, ids(got.Exercises), c.how, c.want)
		}
	}
}

func TestEveryNameAliasAndIDLeadsHomeEvenWithoutItsSpaces(t *testing.T) {
	l := library(t)
	for _, e := range l.Exercises() {
		for _, name := range append([]string{e.ID, e.Name}, e.Aliases...) {
			for _, text := range []string{name, strings.ToUpper(name), strings.ReplaceAll(name, " ", ""), strings.ReplaceAll(name, "-", " ")} {
				if got := l.Find(text); got.How != Exact || ids(got.Exercises) != e.ID {
					t.Errorf("Find(%q) = %v %s, want exactly %s", text, got.How, ids(got.Exercises), e.ID)
				}
			}
		}
	}
}

func TestOneSwappedPairOfLettersInANameStillLeadsHome(t *testing.T) {
	l := library(t)
	for _, e := range l.Exercises() {
		name := []rune(squeeze(e.Name))
		for i := 1; i < len(name); i++ {
			typed := append([]rune(nil), name...)
			typed[i-1], typed[i] = typed[i], typed[i-1]
			got := l.Find(string(typed))
			if !strings.Contains(ids(got.Exercises), e.ID) {
				t.Errorf("Find(%q) = %v %s, want %s among them", string(typed), got.How, ids(got.Exercises), e.ID)
			}
		}
	}
}

func TestNormalFormOfATyping(t *testing.T) {
	for text, want := range map[string]string{
		"  Cat-Cow ":               "cat cow",
		"Child\u2019s  POSE.":      "child's pose",
		"\u201copen book\u201d":    "open book",
		"side\u00a0bend":           "side bend",
		"cat\u200b cow\ufeff":      "cat cow",
		"mon\u2013thu":             "mon thu",
		"10:30":                    "10:30",
		"\t\n":                     "",
		"what\u2019s up, Catcow?!": "what's up, catcow",
	} {
		if got := Normal(text); got != want {
			t.Errorf("Normal(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestNearestWords(t *testing.T) {
	words := []string{"schedule", "settings", "streak", "stop", "list", "tips", "checkin"}
	for text, want := range map[string]string{
		"shedule":  "schedule",
		"sched":    "schedule",
		"steak":    "streak",
		"stpo":     "stop",
		"check-in": "checkin",
		"setings":  "settings",
		"sto":      "",
		"banana":   "",
		"":         "",
	} {
		if got := strings.Join(Near(text, words), " "); got != want {
			t.Errorf("Near(%q) = %q, want %q", text, got, want)
		}
	}
	if got := Near("abcd", []string{"abce", "abcf", "abcg", "abch"}); len(got) != 3 {
		t.Errorf("Near gives %d suggestions, want 3", len(got))
	}
}

func TestSlipsBetweenTwoTexts(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"bridge", "bridge", 0}, {"bridge", "brige", 1}, {"bridge", "birdge", 1}, {"bridge", "bridgge", 1},
		{"bridge", "bxidge", 1}, {"bridge", "birdeg", 2}, {"bridge", "cat", 3}, {"", "ab", 2}, {"caf\u00e9", "cafe", 1},
	} {
		if got := distance(c.a, c.b, 3); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestOtherWordsForAnArea(t *testing.T) {
	l := library(t)
	for text, want := range map[string]string{"Lower back": "low back", "back": "low back", "hip": "hips", "shoulder-blades": "shoulders", "neck": "neck", "elbow": ""} {
		if got, ok := Area(text); got != want || ok != (want != "") {
			t.Errorf("Area(%q) = %q, %v, want %q", text, got, ok, want)
		}
	}
	for _, area := range Areas() {
		if len(l.where(func(e Exercise) bool { return e.HasArea(area) })) == 0 {
			t.Errorf("no exercise for the area %q", area)
		}
	}
	for word, area := range areaOf {
		if got, _ := Area(area); got != area {
			t.Errorf("%q leads to %q, which is no area", word, area)
		}
	}
}
