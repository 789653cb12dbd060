package demo

import (
	"bytes"
	"context"
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"go.yaml.in/yaml/v3"

	"catcow/content"
)

// hang is how long a test waits for what has to come: whoever waits so long waits in vain, however busy the machine is.
const hang = time.Minute

// told is what the demo prints, and when.
type told struct {
	mu   sync.Mutex
	text string
	more chan struct{}
}

func (o *told) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.text += string(b)
	select {
	case o.more <- struct{}{}:
	default:
	}
	return len(b), nil
}

// open runs the whole demo until the test ends, and returns its address.
func open(t *testing.T) string {
	t.Helper()
	return run(t, Config{})
}

// openAt is open, at a time of its own.
func openAt(t *testing.T, now time.Time) string {
	t.Helper()
	began := time.Now()
	return run(t, Config{Now: func() time.Time { return now.Add(time.Since(began)) }})
}

func run(t *testing.T, cfg Config) string {
	t.Helper()
	data, err := os.ReadFile("../../manifest.yml")
	if err != nil {
		t.Fatal(err)
	}
	var document map[string]any
	if err := yaml.Unmarshal(data, &document); err != nil {
		t.Fatal(err)
	}
	manifest, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	library, err := content.Load()
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	out := &told{more: make(chan struct{}, 1)}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		cfg.Listen, cfg.Content, cfg.Manifest, cfg.Stdout, cfg.Log = "127.0.0.1:0", library, manifest, out, zerolog.New(zerolog.SyncWriter(&log))
		ended <- Run(ctx, cfg)
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("the demo ended with: %v", err)
		}
		if strings.Contains(log.String(), "does not know") {
			t.Errorf("the bot uses what the fake Slack does not know:\n%s", log.String())
		}
		if t.Failed() {
			t.Logf("its log:\n%s", log.String())
		}
	})
	select {
	case <-out.more:
	case err := <-ended:
		ended <- err
		t.Fatalf("the demo did not start: %v", err)
	case <-time.After(hang):
		t.Fatal("the demo did not start")
	}
	address := regexp.MustCompile(`http://\S+`).FindString(out.text)
	if !strings.HasPrefix(out.text, "Catcow's demo is at http://127.0.0.1:") || address == "" {
		t.Fatalf("the demo says %q", out.text)
	}
	return strings.TrimSuffix(address, "/")
}

// visitor uses the page without script.
type visitor struct {
	t       *testing.T
	address string
	form    url.Values
}

func (v visitor) get() string {
	v.t.Helper()
	return v.page(http.Get(v.address + "/?" + v.form.Encode()))
}

// post does something, and returns the page that follows.
func (v visitor) post(to string, pairs ...string) string {
	v.t.Helper()
	return v.page(http.PostForm(v.address+to, with(v.form, pairs...)))
}

func (v visitor) page(r *http.Response, err error) string {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
	defer r.Body.Close()
	page, err := io.ReadAll(r.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	if r.StatusCode != 200 {
		v.t.Fatalf("%s: status %d: %s", r.Request.URL.Path, r.StatusCode, page)
	}
	return html.UnescapeString(string(page))
}

// sees waits until the page shows the text, and returns the page.
func (v visitor) sees(text string) string {
	v.t.Helper()
	deadline := time.Now().Add(hang)
	for {
		page := v.get()
		if strings.Contains(page, text) {
			return page
		}
		if time.Now().After(deadline) {
			v.t.Fatalf("the page does not show %q:\n%s", text, page)
		}
	}
}

var pressable = regexp.MustCompile(`<button name="press" value="([^"]*)"[^>]*>([^<]*)</button>`)

// press presses the last button with that label.
func (v visitor) press(label string) string {
	v.t.Helper()
	page := v.sees(">" + label + "</button>")
	articles := strings.Split(page, "<article ")
	for i := len(articles) - 1; i > 0; i-- {
		ts := regexp.MustCompile(`name="ts" value="([^"]*)"`).FindStringSubmatch(articles[i])
		for _, b := range pressable.FindAllStringSubmatch(articles[i], -1) {
			if b[2] == label {
				return v.post("/press", "ts", ts[1], "press", b[1])
			}
		}
	}
	v.t.Fatalf("no button %q", label)
	return ""
}

func TestDemoRunsWithoutScript(t *testing.T) {
	v := visitor{t, openAt(t, noon.AddDate(0, 0, 1)), ada} // on a Tuesday nobody is asked anything yet
	v.post("/say", "text", "/stretch")
	v.press("Did it")
	v.sees("Logged: ")
	v.post("/say", "text", "/stretch schedule daily 10:30 15:00")
	page := v.sees("To the next prompt <small>Tue 15:00")
	if strings.Contains(page, "disabled") {
		t.Error("time cannot move though a schedule is set")
	}
	before := strings.Count(page, ">Not now</button>")
	v.post("/move", "to", "next")
	if page = v.sees(">Not now</button>"); strings.Count(page, ">Not now</button>") <= before {
		t.Error("the prompt did not come")
	}
}

// pick takes an option of the last menu.
func (v visitor) pick(option string) {
	v.t.Helper()
	page := v.sees("<select ")
	article := page[strings.LastIndex(page[:strings.LastIndex(page, "<select ")], "<article "):]
	ts := regexp.MustCompile(`name="ts" value="([^"]*)"`).FindStringSubmatch(article)[1]
	menu := regexp.MustCompile(`<select name="([^"]*)"`).FindStringSubmatch(article)[1]
	value := regexp.MustCompile(`<option value="([^"]*)"[^>]*>` + option + `<`).FindStringSubmatch(article)
	if value == nil {
		v.t.Fatalf("no option %q in:\n%s", option, article)
	}
	v.post("/press", "ts", ts, "choose", menu, menu, value[1])
}

func TestDemoTakesWhatIsChosenInAMenu(t *testing.T) {
	v := visitor{t, open(t), ada}
	v.post("/say", "text", "/stretch list")
	v.pick("On the floor")
	v.sees(">6 moves<")
}

func TestDemoPressesTheButtonsOfACard(t *testing.T) {
	v := visitor{t, open(t), ada}
	v.post("/say", "text", "/stretch list chest")
	v.sees(`class="card"`)
	v.press("Show steps")
	v.sees(">Chair-back opener, about")
	v.press("Start")
	v.sees("<dialog ")
}

func TestDemoShowsFormsWithTheirMistakes(t *testing.T) {
	v := visitor{t, open(t), with(ada)}
	v.post("/say", "text", "/stretch schedule")
	v.press("Change times")
	page := v.sees("<dialog ")
	fill := []string{"view", regexp.MustCompile(`name="view" value="([^"]*)"`).FindStringSubmatch(page)[1]}
	var times string
	for _, m := range regexp.MustCompile(`<label for="([^"]*)">([^<]*)</label><input id="[^"]*" name="[^"]*" value="([^"]*)"`).FindAllStringSubmatch(page, -1) {
		fill = append(fill, m[1], m[3])
		if m[2] == "Times" {
			times = m[1]
		}
	}
	for _, m := range regexp.MustCompile(`<select id="([^"]*)".*?<option value="([^"]*)" selected`).FindAllStringSubmatch(page, -1) {
		fill = append(fill, m[1], m[2])
	}
	for _, m := range regexp.MustCompile(`<input type="checkbox" name="([^"]*)" value="([^"]*)" checked`).FindAllStringSubmatch(page, -1) {
		v.form.Add(m[1], m[2])
	}
	if times == "" {
		t.Fatalf("the form has no field Times:\n%s", page)
	}
	v.post("/submit", append(fill, times, "25:99")...)
	page = v.sees(`aria-invalid="true"`)
	if !strings.Contains(page, `value="25:99"`) {
		t.Error("what was typed is gone")
	}
	if strings.Contains(page, "Slack says") {
		t.Error("the mistake is told twice")
	}
	v.post("/submit", append(fill, times, "09:15")...)
	if page = v.sees("To the next prompt <small>"); strings.Contains(page, "aria-invalid") {
		t.Error("the form still shows the mistake")
	}
	v.sees("weekdays at 09:15, London time")
	v.post("/close", fill[:2]...)
	if strings.Contains(v.get(), "<dialog ") {
		t.Error("the closed form is still open")
	}
	v.post("/submit", fill...)
	v.sees("This form is closed.")
}

func TestDemoOnADayWithSeveralPromptsSkipsNone(t *testing.T) {
	v := visitor{t, open(t), ada}
	v.post("/say", "text", "/stretch schedule daily 09:00 11:30 16:15")
	v.sees("16:15")
	for range 2 {
		v.post("/move", "to", "day")
	}
	page := v.sees(">Not now</button>")
	stamps := regexp.MustCompile(`(?s)<article id="m-[^"]*" class="message bot">.*?<time datetime="[^"]*">([^<]*)</time>.*?</article>`).FindAllStringSubmatch(page, -1)
	slots := []string{"09:00", "11:30", "16:15"}
	var at []int
	for _, m := range stamps {
		if strings.Contains(m[0], ">Not now</button>") {
			at = append(at, slices.Index(slots, m[1]))
		}
	}
	if len(at) < 6 {
		t.Errorf("%d prompts in two days, want 6", len(at))
	}
	for i, slot := range at {
		if slot < 0 || i > 0 && slot != (at[i-1]+1)%len(slots) {
			t.Errorf("the prompts come in the order %v of %v, want each after the one before", at, slots)
			break
		}
	}
}

func TestDemoKeepsItsDatabaseWhenItIsGiven(t *testing.T) {
	db := filepath.Join(t.TempDir(), "demo.db")
	t.Run("first", func(t *testing.T) {
		v := visitor{t, run(t, Config{DB: db}), ada}
		v.post("/say", "text", "/stretch")
		v.press("Did it")
		v.sees("Logged: ")
	})
	t.Run("again", func(t *testing.T) {
		v := visitor{t, run(t, Config{DB: db}), ada}
		v.post("/say", "text", "/stretch streak")
		v.sees("Active days so far")
	})
}
