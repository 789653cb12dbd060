package operate

import (
	"context"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

// A Manager is the service manager that started Catcow, such as systemd. It is told when Catcow
// is ready, how it is, and, as often as it wants to hear it, that its clock goes. Without one
// nothing is said.
type Manager struct {
	Watched
	Hello <-chan struct{} // closed when Slack has said hello
	// Again takes over settings that may change while it runs, and says what came of it.
	Again  func() string
	Signal <-chan os.Signal // asks for it
	Log    func(error)      // is told what cannot be said
}

// statusEvery is how often the manager hears how Catcow is, if that has changed.
const statusEvery = 10 * time.Second

// Run tells the manager until ctx is done, and then that Catcow stops.
func (m Manager) Run(ctx context.Context) {
	beat := statusEvery
	wanted, err := daemon.SdWatchdogEnabled(false)
	if err != nil {
		m.Log(err)
	}
	if wanted > 0 {
		beat = min(beat, wanted/3)
	}
	ticker := time.NewTicker(beat)
	defer ticker.Stop()
	ready, status := m.Hello, ""
	m.say("STATUS=The database is open; waiting for Slack.")
	for {
		select {
		case <-ctx.Done():
			m.say(daemon.SdNotifyStopping, "STATUS=Stopping; what was begun is finished.")
			return
		case <-ready:
			ready = nil
			status = m.status()
			m.say(daemon.SdNotifyReady, status)
		case <-m.Signal:
			m.reload()
		case <-ticker.C:
			if wanted > 0 && m.Alive() == nil {
				m.say(daemon.SdNotifyWatchdog)
			}
			if now := m.status(); ready == nil && now != status {
				status = now
				m.say(status)
			}
		}
	}
}

// reload says both lines in one message: systemd takes the time from the message that begins it.
func (m Manager) reload() {
	m.say(daemon.SdNotifyReloading, strings.TrimSuffix(daemon.SdNotifyMonotonicUsec(), "\n"))
	m.say(daemon.SdNotifyReady, "STATUS="+oneLine(m.Again()))
}

// status is how Catcow is, in one line.
func (m Manager) status() string {
	if err := m.Watched.Ready(); err != nil {
		return "STATUS=" + oneLine(Redacted(err.Error()))
	}
	return "STATUS=Connected to Slack; all is well."
}

func oneLine(text string) string {
	return strings.Join(strings.Split(strings.TrimSpace(text), "\n"), "; ")
}

// listens is how long a manager may take to take a message: the system keeps a few for it, and
// then whoever says more would wait for ever.
const listens = time.Second

func (m Manager) say(lines ...string) {
	said := make(chan error, 1)
	go func() {
		_, err := daemon.SdNotify(false, strings.Join(lines, "\n"))
		said <- err
	}()
	var err error
	select {
	case err = <-said:
	case <-time.After(listens):
		err = errors.New("the service manager takes no message")
	}
	if err != nil {
		m.Log(err)
	}
}
