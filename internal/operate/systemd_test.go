package operate

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// The watchdog is fed while the clock goes, and not when it stands.
func TestTheWatchdogIsFedWhileItLives(t *testing.T) {
	for name, c := range map[string]struct {
		ticked time.Time
		fed    bool
	}{"it lives": {now, true}, "its clock stands": {now.Add(-time.Hour), false}} {
		path := filepath.Join(t.TempDir(), "notify")
		conn, err := net.ListenPacket("unixgram", path)
		if err != nil {
			t.Skipf("there are no such sockets here: %v", err)
		}
		t.Setenv("NOTIFY_SOCKET", path)
		t.Setenv("WATCHDOG_USEC", "30000")
		t.Setenv("WATCHDOG_PID", "")
		os.Unsetenv("WATCHDOG_PID")
		bot := fine()
		bot.ticked = c.ticked
		hello := make(chan struct{})
		close(hello)
		var said strings.Builder
		var reading sync.WaitGroup
		reading.Go(func() {
			buf := make([]byte, 4096)
			for n, _, err := conn.ReadFrom(buf); err == nil && !strings.Contains(said.String(), "STOPPING"); n, _, err = conn.ReadFrom(buf) {
				said.Write(append(buf[:n:n], '\n'))
			}
		})
		ctx, stop := context.WithTimeout(t.Context(), 300*time.Millisecond)
		Manager{
			Watched: Watched{Bot: bot, Disk: Watch(open{}, func() time.Time { return now }), Now: func() time.Time { return now }},
			Hello:   hello, Log: func(err error) { t.Error(err) },
		}.Run(ctx)
		stop()
		conn.SetReadDeadline(time.Now().Add(time.Second))
		reading.Wait()
		conn.Close()
		if fed := strings.Contains(said.String(), "WATCHDOG=1"); fed != c.fed || !strings.Contains(said.String(), "READY=1") || !strings.Contains(said.String(), "STOPPING=1") {
			t.Errorf("%s: it hears\n%s", name, said.String())
		}
	}
}

// A manager that does not listen holds nobody up for long.
func TestAManagerThatDoesNotListenHoldsUpNobody(t *testing.T) {
	path := filepath.Join(t.TempDir(), "notify")
	conn, err := net.ListenPacket("unixgram", path)
	if err != nil {
		t.Skipf("there are no such sockets here: %v", err)
	}
	defer conn.Close()
	t.Setenv("NOTIFY_SOCKET", path)
	heard := 0
	m := Manager{Log: func(error) { heard++ }}
	began := time.Now()
	for heard == 0 && time.Since(began) < 20*time.Second {
		m.say("STATUS=" + strings.Repeat("x", 1000))
	}
	if heard != 1 {
		t.Errorf("%d times it is noticed that nobody listens", heard)
	}
}
