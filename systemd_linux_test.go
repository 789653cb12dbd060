package main

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"catcow/internal/slacksim"
)

// manager stands in for systemd: a socket that hears what services say.
type manager struct {
	path string
	mu   sync.Mutex
	said []string // each message
}

func listening(t *testing.T) *manager {
	t.Helper()
	m := &manager{path: filepath.Join(t.TempDir(), "notify")}
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: m.path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	var reading sync.WaitGroup
	reading.Go(func() {
		buf := make([]byte, 4096)
		for {
			n, err := conn.Read(buf)
			if err != nil {
				return
			}
			m.mu.Lock()
			m.said = append(m.said, string(buf[:n]))
			m.mu.Unlock()
		}
	})
	t.Cleanup(func() { conn.Close(); reading.Wait() })
	return m
}

// heard is the messages with that line in them, or one that begins so.
func (m *manager) heard(line string) (messages []string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, message := range m.said {
		if slices.ContainsFunc(strings.Split(message, "\n"), func(l string) bool { return strings.HasPrefix(l, line) }) {
			messages = append(messages, message)
		}
	}
	return messages
}

// The service manager hears the truth: ready when Slack has said hello, that it lives, what it
// waits for, that the content is read anew, and that it stops.
func TestTheServiceManagerHearsTheTruth(t *testing.T) {
	slack, systemd, dir := office(t, nil), listening(t), t.TempDir()
	slack.Fault(func(f *slacksim.Faults) { f.RefuseSockets = true })
	if err := os.MkdirAll(filepath.Join(dir, "mine", "tips"), 0o755); err != nil {
		t.Fatal(err)
	}
	catcow := child(t, slack, filepath.Join(dir, "catcow.db"), "stopping",
		"NOTIFY_SOCKET="+systemd.path, "WATCHDOG_USEC=300000", "CATCOW_CONTENT="+filepath.Join(dir, "mine"), "CATCOW_LOG=error")
	says := func(line string, n int) {
		t.Helper()
		eventually(t, line, func() bool { return len(systemd.heard(line)) >= n })
	}
	says("STATUS=The database is open; waiting for Slack.", 1)
	says("WATCHDOG=1", 2) // its clock goes while Slack does not answer
	if early := systemd.heard("READY=1"); len(early) > 0 {
		t.Errorf("ready before Slack has said hello: %q", early)
	}
	slack.Fault(func(f *slacksim.Faults) { f.RefuseSockets = false })
	says("READY=1", 1)
	says("STATUS=Connected to Slack; all is well.", 1)

	catcow.Process.Signal(syscall.SIGHUP)
	says("STATUS=The content is read anew.", 1)
	for _, message := range systemd.heard("RELOADING=1") {
		if !regexp.MustCompile(`^RELOADING=1\nMONOTONIC_USEC=\d{6,}$`).MatchString(message) {
			t.Errorf("reloading is told by %q", message)
		}
	}
	write(t, filepath.Join(dir, "mine", "tips", "odd.yaml"), "id: [")
	catcow.Process.Signal(syscall.SIGHUP)
	says("STATUS=The content stays as it was: ", 1)
	says("READY=1", 3)
	if answer := (person{t, slack, "UADA", "C1"}).ask("tips heat").Text; !strings.Contains(answer, "Warm or cool") {
		t.Errorf("with a mistake in the folder ada hears %q", answer)
	}

	catcow.Process.Signal(syscall.SIGTERM)
	if err := catcow.Wait(); err != nil {
		t.Errorf("it ends with %v", err)
	}
	says("STOPPING=1", 1)
}

// A folder that is mended while Catcow runs is known from then on.
func TestANewTipIsKnownAfterHangup(t *testing.T) {
	slack, systemd, dir := office(t, nil), listening(t), t.TempDir()
	tips := filepath.Join(dir, "mine", "exercises")
	if err := os.MkdirAll(tips, 0o755); err != nil {
		t.Fatal(err)
	}
	catcow := child(t, slack, filepath.Join(dir, "catcow.db"), "sound", "NOTIFY_SOCKET="+systemd.path, "CATCOW_CONTENT="+filepath.Join(dir, "mine"))
	eventually(t, "READY=1", func() bool { return len(systemd.heard("READY=1")) > 0 })
	ada := person{t, slack, "UADA", "C1"}
	if answer := ada.ask("sea otter").Text; !strings.Contains(answer, "I don't know") {
		t.Fatalf("it is known already: %s", answer)
	}
	move, err := os.ReadFile("content/exercises/chin-tuck.yaml")
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(tips, "chin-tuck.yaml"), strings.Replace(string(move), "name: Chin tuck", "name: Sea otter", 1))
	catcow.Process.Signal(syscall.SIGHUP)
	eventually(t, "reading", func() bool { return len(systemd.heard("STATUS=The content is read anew.")) > 0 })
	if answer := ada.ask("sea otter").Text; !strings.Contains(answer, "Sea otter") {
		t.Errorf("after hangup ada hears %q", answer)
	}
}

// Whoever does not want to wait for what was begun tells it to stop twice.
func TestASecondSIGTERMEndsItAtOnce(t *testing.T) {
	slack := office(t, nil)
	catcow := child(t, slack, filepath.Join(t.TempDir(), "catcow.db"), "stopping")
	if err := slack.AwaitSockets(soon(t), 2); err != nil {
		t.Fatal(err)
	}
	slack.Fault(func(f *slacksim.Faults) {
		f.Methods = map[string]*slacksim.MethodFault{"response_url": {Times: -1, Delay: time.Hour}}
	})
	if o := slack.Slash(soon(t), "UADA", "C1", "/stretch", "help"); o.Err != "" { // whose answer hangs
		t.Fatal(o.Err)
	}
	catcow.Process.Signal(syscall.SIGTERM)
	ended := make(chan error, 1)
	go func() { ended <- catcow.Wait() }()
	select {
	case err := <-ended:
		t.Fatalf("it did not wait for the answer that is under way: %v", err)
	case <-time.After(time.Second): // of the five that it would take
	}
	catcow.Process.Signal(syscall.SIGTERM)
	began := time.Now()
	err := <-ended
	exit, ok := err.(*exec.ExitError)
	if spent := time.Since(began); !ok || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGTERM || spent > 2*time.Second {
		t.Errorf("it ends with %v after %v", err, spent)
	}
}
