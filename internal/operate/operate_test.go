package operate

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"catcow/storage"
)

var now = time.Date(2026, 11, 25, 14, 0, 0, 0, time.UTC)

// well is a bot that is well.
type well struct {
	open          int
	heard, ticked time.Time
	counts        map[string]int
	doubted       bool
	skew          time.Duration
}

func (w well) Doubted() bool       { return w.doubted }
func (w well) Skew() time.Duration { return w.skew }

func (w well) Counts() map[string]int             { return w.counts }
func (w well) Pulse() (int, time.Time, time.Time) { return w.open, w.heard, w.ticked }
func (w well) Timings(tell func(string, uint64, float64, map[float64]uint64)) {
	tell("slack/chat.postMessage", 3, 1.5, map[float64]uint64{0.5: 2, 1: 3})
	tell("ack", 1, 0.01, map[float64]uint64{0.5: 1})
	tell("of nobody's business", 1, 1, nil)
}

// open is a store of which only the open slots are asked.
type open struct {
	storage.Store
	storage.Reader
	slots  []storage.Slot
	err    error
	unkept error     // of every change
	probed time.Time // zero: just now
}

func (o open) Update(context.Context, func(storage.Tx) error) error { return o.unkept }
func (o open) Probe(context.Context, time.Time) error               { return o.unkept }

func (o open) View(_ context.Context, read func(storage.Reader) error) error { return read(o) }
func (o open) Unsettled() ([]storage.Slot, error)                            { return o.slots, o.err }

func get(t *testing.T, bot Bot, store open, path string) (int, string) {
	t.Helper()
	w := httptest.NewRecorder()
	disk := Watch(store, func() time.Time { return now })
	disk.Update(t.Context(), nil)
	if !store.probed.IsZero() {
		disk.probed = store.probed
	}
	file := filepath.Join(t.TempDir(), "catcow.db")
	if err := os.WriteFile(file, make([]byte, 4096), 0o600); err != nil {
		t.Fatal(err)
	}
	h := Handler(Watched{Bot: bot, Disk: disk, Path: file, Build: map[string]string{"version": "v1"}, Now: func() time.Time { return now }})
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	text, err := io.ReadAll(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return w.Code, string(text)
}

func fine() well { return well{open: 2, heard: now.Add(-time.Minute), ticked: now.Add(-time.Second)} }

func TestWhetherItLivesAndWorks(t *testing.T) {
	late := storage.Slot{Key: "prompt/C1/2026-11-25T13:45", State: storage.Planned, Due: now.Add(-15 * time.Minute), Until: now.Add(-5 * time.Minute)}
	waits := late
	waits.Until = now.Add(time.Hour)
	for name, c := range map[string]struct {
		change      func(*well)
		store       open
		live, ready string
	}{
		"all is well":          {func(*well) {}, open{}, "ok", "ok"},
		"just started":         {func(w *well) { *w = well{} }, open{}, "the clock has made no pass", "no socket"},
		"the clock stands":     {func(w *well) { w.ticked = now.Add(-61 * time.Second) }, open{}, "no pass for 1m1s", "no pass for 1m1s"},
		"no socket":            {func(w *well) { w.open = 0 }, open{}, "ok", "no socket to Slack is open"},
		"Slack is silent":      {func(w *well) { w.heard = now.Add(-91 * time.Second) }, open{}, "ok", "no word from Slack for 1m31s"},
		"the token is refused": {func(w *well) { w.doubted = true }, open{}, "ok", "the bot token is refused by Slack"},
		"the clock is off":     {func(w *well) { w.skew = -3 * time.Minute }, open{}, "ok", "clock is 3m0s off Slack's"},
		"the clock is near":    {func(w *well) { w.skew = time.Minute }, open{}, "ok", "ok"},
		"no room":              {func(*well) {}, open{unkept: fmt.Errorf("commit: %w", storage.ErrFull)}, "ok", "nothing can be kept: commit: there is no room"},
		"a disk that hangs":    {func(*well) {}, open{probed: now.Add(-61 * time.Second)}, "ok", "kept no probe for 1m1s"},
		"the disk is ill":      {func(*well) {}, open{err: errors.New("input/output error")}, "ok", "can't be read: input/output error"},
		"a slot is overdue":    {func(*well) {}, open{slots: []storage.Slot{late}}, "ok", "due for 15m0s"},
		"a slot waits in time": {func(*well) {}, open{slots: []storage.Slot{waits}}, "ok", "ok"},
	} {
		bot := fine()
		c.change(&bot)
		for path, want := range map[string]string{"/livez": c.live, "/readyz": c.ready} {
			code, text := get(t, bot, c.store, path)
			if healthy := want == "ok"; (code == http.StatusOK) != healthy || code != http.StatusOK && code != http.StatusServiceUnavailable || !strings.Contains(text, want) {
				t.Errorf("%s: %s is %d %q, want %q", name, path, code, text, want)
			}
		}
	}
}

func TestNumbers(t *testing.T) {
	bot := fine()
	bot.counts = map[string]int{
		"envelopes": 7, "decisions/prompt/sent": 3, "decisions/asking/unknown": 1, "slack/chat.update/limited": 2,
		"decisions/odd": 1, "clock_jump": 125, "never heard of": 5,
	}
	store := open{slots: []storage.Slot{{State: storage.Planned, Due: now.Add(-90 * time.Second)}, {State: storage.Sending, Due: now}}}
	code, text := get(t, bot, store, "/metrics")
	if code != http.StatusOK {
		t.Fatalf("%d: %s", code, text)
	}
	for _, want := range []string{
		`catcow_build_info{version="v1"} 1`,
		"catcow_envelopes_total 7",
		"catcow_panics_total 0",
		`catcow_schedule_decisions_total{decision="sent",kind="prompt"} 3`,
		`catcow_schedule_decisions_total{decision="unknown",kind="asking"} 1`,
		`catcow_slack_requests_total{method="chat.update",outcome="limited"} 2`,
		`catcow_slack_request_duration_seconds_bucket{method="chat.postMessage",le="0.5"} 2`,
		`catcow_slack_request_duration_seconds_count{method="chat.postMessage"} 3`,
		"catcow_ack_duration_seconds_sum 0.01",
		`catcow_outbox_rows{state="planned"} 1`,
		`catcow_outbox_rows{state="sending"} 1`,
		"catcow_outbox_oldest_seconds 90",
		"catcow_socket_connected 2",
		"catcow_outbox_unknown_total 1",
		`catcow_slack_rate_limited_total{method="chat.update"} 2`,
		"catcow_clock_jump_seconds 125",
		"catcow_clock_skew_seconds 0",
		"catcow_readonly 0",
		`catcow_db_commit_duration_seconds_bucket{le="10"} 1`,
		"catcow_db_commit_duration_seconds_count 1",
		"catcow_db_size_bytes 4096",
	} {
		if !strings.Contains(text, want+"\n") {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
	for _, not := range []string{"odd", "heard of", "business"} {
		if strings.Contains(text, not) {
			t.Errorf("%q is told", not)
		}
	}
	if code, _ := get(t, fine(), open{err: errors.New("ill")}, "/metrics"); code == http.StatusOK {
		t.Error("numbers that can't be read are told")
	}
}

func TestABarePortIsThisMachineAlone(t *testing.T) {
	for text, want := range map[string]string{":9090": "127.0.0.1:9090", "0.0.0.0:9090": "0.0.0.0:9090", "[::1]:9090": "[::1]:9090"} {
		if got := Address(text); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
	if _, err := Listen(filepath.Join("not", "an address")); err == nil || !strings.Contains(err.Error(), "CATCOW_HTTP") {
		t.Errorf("a bad address: %v", err)
	}
}

// served is the page of numbers.
func served(t *testing.T, w Watched) string {
	t.Helper()
	r := httptest.NewRecorder()
	Handler(w).ServeHTTP(r, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	if r.Code != http.StatusOK {
		t.Fatalf("%d: %s", r.Code, r.Body)
	}
	return r.Body.String()
}
