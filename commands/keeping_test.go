package commands

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// What PRIVACY.md says of how long things are kept is what is swept.
func TestPrivacySaysHowLongThingsAreKept(t *testing.T) {
	text, err := os.ReadFile("../PRIVACY.md")
	if err != nil {
		t.Fatal(err)
	}
	days := regexp.MustCompile(`(\d+) days`)
	for begins, want := range map[string]int{
		"check-ins:":             usualCheckIns,
		"which safety cards":     usualCheckIns,
		"sessions:":              usualSessions,
		"days of your streak":    usualSessions,
		"what became of each":    usualSessions,
		"who changed a channel":  keptAudits,
		"when Catcow did not":    int(outagesFor / (24 * time.Hour)),
		"everything about a per": int(keptAway / day),
	} {
		_, row, found := strings.Cut(string(text), "\n| "+begins)
		row, _, _ = strings.Cut(row, "\n")
		cells := strings.Split(row, "|")
		if !found || len(cells) < 3 {
			t.Errorf("PRIVACY.md has no row %q", begins)
			continue
		}
		if m := days.FindStringSubmatch(cells[2]); m == nil || m[1] != strconv.Itoa(want) {
			t.Errorf("PRIVACY.md keeps %q for %q; the code for %d days", begins, cells[2], want)
		}
	}
	for file, keeps := range map[string]string{
		"dpia.md":          fmt.Sprintf("check-ins %d days, sessions %d days, changes of prompts %d days", usualCheckIns, usualSessions, keptAudits),
		"records.md":       fmt.Sprintf("check-ins %d days; sessions and what became of prompts %d days; changes of prompts %d days", usualCheckIns, usualSessions, keptAudits),
		"works-council.md": fmt.Sprintf("erased after %d days or earlier", usualCheckIns),
	} {
		if template, err := os.ReadFile("../docs/templates/" + file); err != nil || !strings.Contains(string(template), keeps) {
			t.Errorf("docs/templates/%s does not say %q: %v", file, keeps, err)
		}
	}
	for what, choices := range map[string][]Option{"check-ins": private, "sessions": keeping} {
		var offered []string
		for _, o := range choices {
			offered = append(offered, o.Value)
		}
		last := len(offered) - 1
		if want := strings.Join(offered[:last], ", ") + " or " + offered[last] + " days for " + what; !strings.Contains(string(text), want) {
			t.Errorf("PRIVACY.md does not offer %s", want)
		}
	}
}
