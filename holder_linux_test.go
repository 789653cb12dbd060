package main

import (
	"bytes"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A second process is told which process holds the file; the first notices nothing.
func TestASecondCatcowIsToldWhoHoldsTheFile(t *testing.T) {
	slack := office(t, nil)
	db, address := filepath.Join(t.TempDir(), "catcow.db"), free(t)
	first := child(t, slack, db, "sound", "CATCOW_HTTP="+address)
	if err := slack.AwaitSockets(soon(t), 2); err != nil {
		t.Fatal(err)
	}
	env := variables(slack, db)
	env["CATCOW_LOG"] = "error"
	var said bytes.Buffer
	var code int
	spent := quickest(4*time.Second, func() {
		said.Reset()
		code = run(soon(t), nil, from(env), &said, &said)
	})
	if want := fmt.Sprintf("it is process %d;", first.Process.Pid); code != 75 || spent > 4*time.Second || !strings.Contains(said.String(), want) || strings.Count(said.String(), "\n") != 1 {
		t.Errorf("code %d after %v, want 75 within 4 s and %q:\n%s", code, spent, want, &said)
	}
	t.Logf("refused after %v: %s", spent.Round(time.Millisecond), &said)
	eventually(t, "readiness of the first", func() bool { code, _ := page(address, "/readyz"); return code == http.StatusOK })
	person{t, slack, "UADA", "C1"}.ask("done bridge")
}
