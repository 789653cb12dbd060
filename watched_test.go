package main

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Whoever watches over Catcow sees that it works, and its numbers, without names.
func TestWhoWatchesOverItSeesItsNumbers(t *testing.T) {
	slack := office(t, nil)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	env := variables(slack, filepath.Join(t.TempDir(), "catcow.db"))
	env["CATCOW_HTTP"] = address
	catcow := start(t, env)
	defer catcow.end(t)
	get := func(path string) (int, string) {
		resp, err := http.Get("http://" + address + path)
		if err != nil {
			return 0, err.Error()
		}
		defer resp.Body.Close()
		text, _ := io.ReadAll(resp.Body)
		return resp.StatusCode, string(text)
	}
	eventually(t, "ready", func() bool { code, _ := get("/readyz"); return code == http.StatusOK })
	if code, text := get("/livez"); code != http.StatusOK || text != "ok\n" {
		t.Errorf("/livez is %d %q", code, text)
	}
	nobody := httptest.NewServer(http.NotFoundHandler())
	defer nobody.Close()
	for name, c := range map[string]struct {
		at   string
		code int
		says string
	}{
		"well":       {address, 0, "ok"},
		"not asked":  {"", exitConfiguration, "CATCOW_HTTP"},
		"not there":  {"127.0.0.1:1", 1, "no Catcow answers"},
		"not Catcow": {nobody.Listener.Addr().String(), 1, "404"},
	} {
		var said bytes.Buffer
		if code := run(soon(t), []string{"health"}, from(map[string]string{"CATCOW_HTTP": c.at}), &said, &said); code != c.code || !strings.Contains(said.String(), c.says) {
			t.Errorf("%s: health ends with %d, want %d, and says %s", name, code, c.code, &said)
		}
	}
	ada := person{t, slack, "UADA", "C1"}
	ada.ask("schedule daily 09:00")
	ada.ask("neck")
	_, text := get("/metrics")
	for _, want := range []string{
		`catcow_slack_requests_total{method="users.info",outcome="done"} 1`, "catcow_ack_duration_seconds_count 2", "catcow_envelopes_total 2",
		"catcow_panics_total 0", `catcow_outbox_rows{state="planned"} 0`, "catcow_build_info{",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("there is no %q in\n%s", want, text)
		}
	}
	for _, not := range []string{"UADA", "C1", "neck", "ada"} {
		if strings.Contains(text, not) {
			t.Errorf("the numbers tell %q", not)
		}
	}
	if code, _ := get("/"); code != http.StatusNotFound {
		t.Errorf("/ is %d", code)
	}
}

// eventually waits for what has to come.
func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for ctx := soon(t); !is(); {
		select {
		case <-ctx.Done():
			t.Fatalf("no %s", what)
		case <-time.After(10 * time.Millisecond):
		}
	}
}
