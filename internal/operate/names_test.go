package operate

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "rewrite the list of docs/metrics.md")

const metricsPage = "../../docs/metrics.md"

// exported are the numbers that are served, with what they mean.
func exported(t *testing.T) (names []string, lines []string) {
	t.Helper()
	for _, table := range []map[string]measure{tallies, sums, timings, gauges} {
		for _, m := range table {
			labels := ""
			if m.labels != nil {
				labels = "{" + strings.Join(m.labels, ",") + "}"
			}
			names = append(names, m.name)
			lines = append(lines, fmt.Sprintf("| `%s%s` | %s |", m.name, labels, m.help))
		}
	}
	slices.Sort(lines)
	return append(names, "catcow_build_info"), append(lines, "| `catcow_build_info{commit,go_version,schema,version}` | Which Catcow this is; always 1. |")
}

// The page tells of every number, and of no other.
func TestThePageListsTheNumbers(t *testing.T) {
	_, lines := exported(t)
	table := "| number | what it is |\n|---|---|\n" + strings.Join(lines, "\n") + "\n"
	page, err := os.ReadFile(metricsPage)
	if err != nil {
		t.Fatal(err)
	}
	text, _, _ := strings.Cut(string(page), "| number |")
	if *update {
		if err := os.WriteFile(metricsPage, []byte(text+table), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if text+table != string(page) {
		t.Errorf("docs/metrics.md is not what is served; go test ./internal/operate -run Page -update rewrites it, and the diff wants to be read")
	}
}

// All that is on the page is really served.
func TestEveryNumberIsServed(t *testing.T) {
	bot := fine()
	bot.counts = map[string]int{"decisions/prompt/unknown": 1, "slack/chat.update/limited": 1}
	disk := Watch(open{}, func() time.Time { return now })
	file := filepath.Join(t.TempDir(), "catcow.db")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	served := served(t, Watched{Bot: well{open: 1, heard: now, ticked: now, counts: bot.counts}, Disk: disk, Path: file, Now: func() time.Time { return now },
		Backup: func() (time.Time, bool) { return now, true }})
	names, _ := exported(t)
	for _, name := range names {
		if name == "catcow_schedule_lateness_seconds" { // a histogram with a label, of which there is none yet
			continue
		}
		if !strings.Contains(served, "# TYPE "+name+" ") {
			t.Errorf("%s is not served", name)
		}
	}
}
