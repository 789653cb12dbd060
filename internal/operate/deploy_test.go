package operate

import (
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"catcow/storage"
)

// labelsOf are the labels of every metric that /metrics can show, by name. A histogram is three.
func labelsOf() map[string][]string {
	found := map[string][]string{"up": {"job"}} // Prometheus's own
	describes := regexp.MustCompile(`fqName: "([^"]+)".*variableLabels: \{([^}]*)\}`)
	for name, desc := range newCollector(Watched{}).known {
		m := describes.FindStringSubmatch(desc.String())
		labels := strings.FieldsFunc(m[2], func(r rune) bool { return r == ',' })
		found[name] = labels
		for _, end := range []string{"_bucket", "_sum", "_count"} {
			found[name+end] = append(slices.Clone(labels), "le")
		}
	}
	return found
}

// words are those of PromQL that our expressions use.
var words = []string{
	"absent", "and", "by", "histogram_quantile", "increase", "offset", "or", "rate", "sum", "time", "unless",
}

var (
	text     = regexp.MustCompile(`"[^"]*"`)
	selector = regexp.MustCompile(`([a-z_]+)\{([^}]*)\}`)
	matcher  = regexp.MustCompile(`^([a-z_]+)(?:=|!=|=~|!~)"([^"]*)"$`)
	grouping = regexp.MustCompile(`\bby \(([a-z_, ]*)\)`)
	duration = regexp.MustCompile(`\[\d+[smhd]\]|\boffset \d+[smhd]`)
	word     = regexp.MustCompile(`[a-zA-Z_][a-zA-Z_0-9]*`)
)

// values are what a label can be, where that is known.
var values = map[string][]string{
	"job":      {"catcow"},
	"decision": {string(storage.Sent), string(storage.Failed), string(storage.Missed), string(storage.Skipped), string(storage.Blocked), string(storage.Unknown)},
}

// wrong is what is wrong with an expression of PromQL: names and labels that are not served, words
// that are none, brackets that stand open. It does not know the whole language.
func wrong(expr string, known map[string][]string) (list []string) {
	var open []rune
	for _, r := range text.ReplaceAllString(expr, `""`) {
		if i := strings.IndexRune(")]}", r); i >= 0 {
			if len(open) == 0 || open[len(open)-1] != rune("([{"[i]) {
				return []string{"a bracket is closed that was not opened"}
			}
			open = open[:len(open)-1]
		}
		if strings.ContainsRune("([{", r) {
			open = append(open, r)
		}
	}
	if len(open) > 0 || strings.Count(expr, `"`)%2 != 0 {
		return []string{"a bracket or a text stands open"}
	}
	metrics := []string{}
	for _, name := range word.FindAllString(text.ReplaceAllString(expr, ""), -1) {
		if known[name] != nil || strings.HasPrefix(name, "catcow_") {
			metrics = append(metrics, name)
		}
	}
	has := func(label string, of []string) bool {
		return !slices.ContainsFunc(of, func(m string) bool { return !slices.Contains(known[m], label) })
	}
	for _, s := range selector.FindAllStringSubmatch(expr, -1) {
		for _, part := range strings.Split(s[2], ",") {
			m := matcher.FindStringSubmatch(strings.TrimSpace(part))
			if m == nil || !has(m[1], s[1:2]) || !slices.Contains(values[m[1]], m[2]) {
				list = append(list, s[1]+" has no {"+part+"}")
			}
		}
	}
	for _, g := range grouping.FindAllStringSubmatch(expr, -1) {
		for _, label := range strings.Split(g[1], ", ") {
			if !has(label, metrics) {
				list = append(list, "not all of them have the label "+label)
			}
		}
	}
	rest := selector.ReplaceAllString(grouping.ReplaceAllString(duration.ReplaceAllString(expr, ""), ""), "$1")
	for _, name := range word.FindAllString(rest, -1) {
		if _, ok := known[name]; !ok && !slices.Contains(words, name) {
			list = append(list, "there is no "+name)
		}
	}
	if len(metrics) == 0 {
		list = append(list, "it names no metric")
	}
	return list
}

// What the alerts and the dashboard name is what /metrics serves, and every alert leads to a cure.
func TestAlertsAndDashboardNameWhatIsServed(t *testing.T) {
	known := labelsOf()
	var alerts struct {
		Groups []struct {
			Name  string
			Rules []struct {
				Alert, Expr, For    string
				Labels, Annotations map[string]string
			}
		}
	}
	read(t, "prometheus-alerts.yml", func(data []byte) error {
		d := yaml.NewDecoder(strings.NewReader(string(data)))
		d.KnownFields(true)
		return d.Decode(&alerts)
	})
	cures, err := os.ReadFile("../../docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	anchors := anchors(string(cures))
	seen := 0
	for _, g := range alerts.Groups {
		for _, r := range g.Rules {
			seen++
			for _, w := range wrong(r.Expr, known) {
				t.Errorf("%s: %s", r.Alert, w)
			}
			if _, err := time.ParseDuration(r.For); r.For != "" && err != nil {
				t.Errorf("%s: %v", r.Alert, err)
			}
			if !strings.HasSuffix(r.Annotations["summary"], ".") || !slices.Contains([]string{"page", "warn"}, r.Labels["severity"]) {
				t.Errorf("%s says too little: %v %v", r.Alert, r.Labels, r.Annotations)
			}
			anchor, ok := strings.CutPrefix(r.Annotations["cure"], "docs/operating.md#")
			if !ok || !slices.Contains(anchors, anchor) {
				t.Errorf("%s leads to %q, which is no heading there", r.Alert, r.Annotations["cure"])
			}
		}
	}
	if seen < 9 {
		t.Errorf("only %d alerts were read", seen)
	}
	var board struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr, LegendFormat string }
		}
	}
	read(t, "grafana-dashboard.json", func(data []byte) error { return json.Unmarshal(data, &board) })
	for _, p := range board.Panels {
		if p.Title == "" || len(p.Targets) == 0 {
			t.Errorf("an empty panel %q", p.Title)
		}
		for _, target := range p.Targets {
			for _, w := range wrong(target.Expr, known) {
				t.Errorf("%s: %s", p.Title, w)
			}
		}
	}
	if len(board.Panels) < 10 {
		t.Errorf("only %d panels were read", len(board.Panels))
	}
}

func TestWrongExpressionsAreNoticed(t *testing.T) {
	for _, expr := range []string{
		"", "1 > 0", "catcow_nothing > 0", "catcow_panics_total{user=\"U1\"}", "increase(catcow_panics_total[1h]", "catcow_panics_total)",
		`catcow_schedule_decisions_total{decision="lost"}`, "sum by (person) (catcow_schedule_decisions_total)", "incraese(catcow_panics_total[1h])",
		`up{job="catcow}`, "histogram_quantile(0.9, sum by (le) (catcow_panics_total))",
	} {
		if len(wrong(expr, labelsOf())) == 0 {
			t.Errorf("%s goes unnoticed", expr)
		}
	}
}

// anchors are the headings of a document as links name them.
func anchors(document string) (all []string) {
	drop := regexp.MustCompile(`[^a-z0-9 -]`)
	for line := range strings.Lines(document) {
		if strings.HasPrefix(line, "#") {
			text := strings.ToLower(strings.TrimSpace(strings.TrimLeft(line, "#")))
			all = append(all, strings.ReplaceAll(drop.ReplaceAllString(text, ""), " ", "-"))
		}
	}
	return all
}

func read(t *testing.T, file string, decode func([]byte) error) {
	t.Helper()
	data, err := os.ReadFile("../../deploy/" + file)
	if err == nil {
		err = decode(data)
	}
	if err != nil {
		t.Fatalf("deploy/%s: %v", file, err)
	}
}
