package content

import (
	"strings"
	"testing"
)

// warning is a sign that needs a person, a line of the list behind "When to get
// help": its number in content.md 3.1, how soon, and words that both have.
type warning struct {
	number int
	soon   string // "Call {emergency}" now, "Call a doctor" in the next days, "Book a visit"
	words  string
}

var warnings = []warning{
	{1, "Call {emergency}", "new numbness or tingling|genitals|inner thighs"},
	{2, "Call {emergency}", "new trouble|urine|bladder is full"},
	{3, "Call {emergency}", "new loss of bowel control or feeling"},
	{4, "Call {emergency}", "new weakness, numbness or pain in both legs"},
	{4, "Call {emergency}", "leg weakness that is getting worse|unsteady legs"},
	{5, "Call {emergency}", "new change in sexual function|back or leg symptoms"},
	{6, "Call {emergency}", "began after a serious accident, a fall from height or a direct blow"},
	{7, "Call {emergency}", "chest pain|pressure|severe breathlessness|fainting"},
	{7, "Call {emergency}", "sudden weakness|trouble speaking or seeing"},
	{8, "Call a doctor", "fever|feeling generally ill"},
	{9, "Call a doctor", "losing weight without trying"},
	{10, "Call a doctor", "a lump, or a change in the shape of"},
	{11, "Call a doctor", "pain that does not ease with rest and is much worse at night"},
	{12, "Call a doctor", "history of cancer|osteoporosis|new"},
	{13, "Call a doctor", "under 16"},
	{14, "Book a visit", "severe|after a week or so"},
	{14, "Book a visit", "after a few weeks|about two weeks of exercises"},
	{15, "Book a visit", "pain, tingling or numbness spreading|does not settle"},
	{16, "Book a visit", "stiffness|for over 3 months|began before 45|worst after rest|night|movement"},
}

func (w warning) isIn(text string) bool { return hasAll(text, w.words) }

func hasAll(text, words string) bool {
	text = strings.ToLower(text)
	for word := range strings.SplitSeq(words, "|") {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// items are the lines of a card's lists, by the line above the list.
func items(text string) map[string][]string {
	found, head := map[string][]string{}, ""
	for line := range strings.Lines(text) {
		line = strings.Trim(line, "*\n")
		if item, ok := strings.CutPrefix(line, "- "); ok {
			found[head] = append(found[head], item)
		} else {
			head = line
		}
	}
	return found
}

func TestEachSignIsALineOfTheListUnderHowSoonItIs(t *testing.T) {
	left := append([]warning{}, warnings...)
	for head, lines := range items(library(t).Card("HELP").Text) {
		for _, line := range lines {
			named := 0
			for i, w := range left {
				if strings.HasPrefix(head, w.soon) && w.isIn(line) {
					left[i].words, named = "named", named+1
				}
			}
			if named != 1 {
				t.Errorf("%q, below %q, is %d of the signs, want 1", line, head, named)
			}
		}
	}
	for _, w := range left {
		if w.words != "named" {
			t.Errorf("sign %d has no line below %q: %s", w.number, w.soon, w.words)
		}
	}
}

// What can't wait stands on both cards that stop everything, with whom to call.
func TestBothStoppingCardsNameWhatCannotWait(t *testing.T) {
	for card, signs := range map[string][]string{
		"S2": {"numbness|bottom or genitals", "bladder or bowels", "weak or numb legs", "chest pain", "bad fall or crash",
			"fever", "weight loss", "rest does not ease|worse at night"},
		"S3": {"numbness|bottom or genitals", "bladder or bowels", "weak or numb legs", "chest pain or fainting", "serious accident"},
	} {
		text := library(t).Card(card).Text
		var lines []string
		for _, list := range items(text) {
			lines = append(lines, list...)
		}
		for _, words := range signs {
			named := 0
			for _, line := range lines {
				if hasAll(line, words) {
					named++
				}
			}
			if named != 1 {
				t.Errorf("%s has %d lines with %q, want 1", card, named, words)
			}
		}
		if len(lines) != len(signs) || !strings.Contains(text, "{emergency}") {
			t.Errorf("%s has %d signs, want %d, and the emergency number:\n%s", card, len(lines), len(signs), text)
		}
	}
}
